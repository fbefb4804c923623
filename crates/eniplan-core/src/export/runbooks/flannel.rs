//! flannel, which needs what EKS does not give.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::helm::FLANNEL;
use super::super::markdown::prose;
use super::super::overlay;
use super::super::pools::Pool;
use super::super::shell::sh;
use super::{Runbook, step, switch};
use crate::net::Ipv4Prefix;

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let block = overlay::pod_blocks(blueprint.plan).into_iter().next();
    let size = overlay::block_size(blueprint.plan);
    let part = |index: u32| -> alloc::string::String {
        let length = u8::try_from(size).unwrap_or(24);
        let part = block.and_then(|block: Ipv4Prefix| block.part(length, index));
        part.map_or_else(|| "BLOCK".to_string(), |part| part.to_string())
    };
    let patch = |node: &'static str, block: &str| {
        sh!(
            "kubectl patch node {} --type=merge -p {}",
            node,
            alloc::format!("{{\"spec\":{{\"podCIDR\":\"{block}\",\"podCIDRs\":[\"{block}\"]}}}}")
        )
    };
    Runbook {
        path: "runbooks/flannel.md",
        title: "Run flannel on EKS",
        what: Vec::from([
            "Possible, and not recommended: nobody supports it on EKS, it has no network policy, and every node needs a step by hand.".into(),
            prose!("EKS's controller manager gives nodes no pod CIDR, and flannel waits for one. Each node gets a /{} of {} here.", size, block.map(|block| block.to_string()).unwrap_or_default()),
            "Calico or Cilium do the same work with an allocator of their own.".into(),
        ]),
        breaks: Vec::from([
            "A node that nobody has given a block stays NotReady, and autoscaled nodes wait until someone does.".into(),
            "The control plane does not reach pods: webhooks and aggregated APIs need hostNetwork: true.".into(),
        ]),
        before: Vec::from([step(
            "See that there is no other network",
            "A cluster made without the VPC CNI: on one that runs, hold aws-node back first.",
            "kubectl -n kube-system get daemonset aws-node",
        )
        .check("", "not found.")]),
        steps: Vec::from([
            step(
                "Install flannel",
                "Its namespace first, since its pods are privileged.",
                alloc::format!(
                    "kubectl apply -f manifests/namespaces.yaml\n{}\n{}",
                    FLANNEL.add_repository(),
                    FLANNEL.install(&FLANNEL.path())
                ),
            ),
            step(
                "Start nodes",
                "With the user data in nodes/, which brings the plugins that flannel calls: bridge, host-local, loopback and portmap.",
                "",
            )
            .check("kubectl get nodes", "they join, and are NotReady until the next step."),
            step(
                "Give each node a block",
                "Each its own; a block that is set cannot be changed. A node that goes takes its block along: note which are free.",
                [patch("FIRST_NODE", &part(0)), patch("SECOND_NODE", &part(1))].join("\n"),
            )
            .check(
                "kubectl get nodes -o custom-columns=NAME:.metadata.name,BLOCK:.spec.podCIDR",
                "every node has a block, and no two the same.",
            ),
        ]),
        verify: Vec::from([switch::verify(pools), switch::pods_run()]),
        back: Vec::from([step(
            "To the VPC CNI",
            "Take flannel away, install the add-on, and replace every node.",
            "helm uninstall flannel --namespace kube-flannel\n\
             aws eks create-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni",
        )]),
        unverified: Vec::from([
            "That EKS's admission lets spec.podCIDR of a node be patched, on every version.",
            "The archive of plugins in the user data: check its sum.",
        ]),
        sources: &[
            "https://github.com/flannel-io/flannel/blob/master/Documentation/kubernetes.md",
            "https://github.com/aws/containers-roadmap/issues/315",
            "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html",
        ],
    }
}
