//! Security groups for pods.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::markdown::{AsCode, prose};
use super::super::pools::Pool;
use super::{Runbook, addon, step, switch};

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let mut what = Vec::from([
        "Pods that a SecurityGroupPolicy selects get a branch interface of their own, with its security groups and one address of the subnet. \
         The trunk interface takes the place of an ordinary one on every node."
            .into(),
    ]);
    for pool in pools {
        let branches = pool.types.iter().filter_map(|kind| kind.branch_enis).min();
        if let Some(branches) = branches {
            what.push(prose!(
                "{}: {} such pods a node at most.",
                AsCode(&pool.report.name),
                u64::from(branches)
            ));
        }
    }
    Runbook {
        path: "runbooks/security-groups-for-pods.md",
        title: "Turn on security groups for pods",
        what,
        breaks: Vec::from([
            "Nodes that run get a trunk interface as soon as a place for an interface is free; a node whose places are all taken gets none, so such nodes are replaced.".into(),
            "Pods that a policy selects restart, and lose every way that their groups do not allow: DNS first of all.".into(),
            "Max pods stays as it is, although one interface less gives ordinary pods addresses.".into(),
        ]),
        before: Vec::from([
            addon::save(),
            step(
                "Look for types without a trunk",
                "Nitro types outside the t families have one.",
                "kubectl get nodes -L node.kubernetes.io/instance-type",
            )
            .check("", "none of the t families, and none before Nitro, where such pods shall run."),
        ]),
        steps: Vec::from([
            step(
                "Let EKS manage interfaces",
                "The cluster's role attaches branch interfaces.",
                "role=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.roleArn --output text)\n\
                 aws iam attach-role-policy --role-name \"${role##*/}\" \\\n  --policy-arn \"$(printf '%s' \"$role\" | cut -d: -f1-2):iam::aws:policy/AmazonEKSVPCResourceController\"",
            )
            .check(
                "aws iam list-attached-role-policies --role-name \"${role##*/}\" --query 'AttachedPolicies[].PolicyName'",
                "AmazonEKSVPCResourceController is listed.",
            ),
            addon::apply(blueprint),
            step(
                "See the trunks",
                "Nodes without one have no room for it: replace them.",
                "kubectl get nodes -L vpc.amazonaws.com/has-trunk-attached\n\
                 kubectl get cninodes -o yaml | grep -A3 features",
            )
            .check(
                "kubectl get nodes -o custom-columns='NAME:.metadata.name,BRANCHES:.status.allocatable.vpc\\.amazonaws\\.com/pod-eni'",
                "a number for every node that shall run such pods.",
            ),
            step(
                "Give the pods their groups",
                "Edit the example first: namespace, labels and group ids. The groups let DNS (TCP and UDP 53) go to CoreDNS and probes come in from the node's group.",
                "kubectl apply -f manifests/security-group-policy.yaml\n\
                 kubectl -n NAMESPACE rollout restart deployment DEPLOYMENT",
            )
            .check(
                "kubectl -n NAMESPACE get pods -o yaml | grep vpc.amazonaws.com/pod-eni",
                "each selected pod has the annotation, with an interface and an address in it.",
            ),
        ]),
        verify: Vec::from([switch::pods_run(), switch::verify(pools)]),
        back: Vec::from([
            step(
                "Take the policies away",
                "Pods lose their branch interfaces when they restart.",
                "kubectl delete -f manifests/security-group-policy.yaml\n\
                 kubectl -n NAMESPACE rollout restart deployment DEPLOYMENT",
            ),
            addon::restore(),
        ]),
        unverified: Vec::from([
            "Whether your groups allow what the pods need: only their traffic tells.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/userguide/security-groups-pods-deployment.html",
            "https://docs.aws.amazon.com/eks/latest/best-practices/sgpp.html",
        ],
    }
}
