//! Max pods lifted, for each provisioner and image.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::manifests::LABEL;
use super::super::markdown::{AsCode, prose};
use super::super::pools::{Pool, takes_drop_in};
use super::{Runbook, Step, step, switch};
use crate::plan::{Ami, Provisioner};

pub(super) fn runbook(blueprint: &Blueprint, pools: &[Pool]) -> Runbook {
    let mut what = Vec::from([
        "Who sets max pods, highest first: EKS for a managed group without an image of its own; the kubelet's configuration; \
         nodeadm's expression; nodeadm's formula of interfaces."
            .to_string(),
        "Where another runbook of this export replaces nodes as well, follow that one, and of this one the step about launch templates alone."
            .to_string(),
    ]);
    what.extend(pools.iter().filter(|pool| pool.is_lifted()).map(lifted));
    let mut steps: Vec<Step> = Vec::from([switch::mark(), launch_template(pools)]);
    steps.extend([
        switch::start(blueprint, pools),
        switch::cordon(),
        switch::drain(),
        switch::end(pools),
    ]);
    if pools.iter().any(takes_drop_in) {
        steps.push(drop_in());
    }
    Runbook {
        path: "runbooks/max-pods.md",
        title: "Lift max pods",
        what,
        breaks: Vec::from([
            "Pods restart, since nodes are replaced.".into(),
            "A number above what the network serves leaves pods in ContainerCreating; the plan says where.".into(),
            "The kubelet reserves 255 MiB and 11 for each pod, so that less memory is left for pods.".into(),
        ]),
        before: Vec::from([step(
            "Look at max pods as they are",
            "To compare afterwards.",
            "kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.status.capacity.pods",
        )]),
        steps,
        verify: Vec::from([switch::verify(pools), switch::pods_run()]),
        back: Vec::from([switch::return_to_old()]),
        unverified: Vec::from([
            "Whether EKS's number beats a NodeConfig in the user data of a managed group without an image of its own: AWS says so, eksctl writes one all the same.",
            "The DaemonSet, on any node.",
        ]),
        sources: &[
            "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html",
            "https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html",
            "https://awslabs.github.io/amazon-eks-ami/nodeadm/",
            "https://karpenter.sh/docs/concepts/nodeclasses/",
        ],
    }
}

fn lifted(pool: &Pool) -> String {
    let by_eks = pool
        .by_eks
        .map_or_else(|| "another number".to_string(), |pods| pods.to_string());
    prose!(
        "{}: {}, where EKS would set {}.",
        AsCode(&pool.report.name),
        pool.max_pods(),
        by_eks
    )
}

/// The way of each group, by provisioner and image.
fn launch_template(pools: &[Pool]) -> Step {
    let ways: Vec<String> = pools
        .iter()
        .map(|pool| {
            let how = match (pool.group.provisioner, pool.group.ami) {
                (Provisioner::Karpenter, _) => "spec.kubelet.maxPods of its EC2NodeClass, in manifests/karpenter.yaml; its nodes drift and are replaced by themselves",
                (Provisioner::AutoMode | Provisioner::Fargate, _) => "EKS sets it, and nothing changes that",
                (_, Ami::Bottlerocket) => "max-pods in the user data of its launch template, which wins over EKS also without an image of its own",
                (Provisioner::Managed, Ami::Al2023) => "a launch template that names the EKS-optimized image and has the user data in nodes/",
                (_, Ami::Al2023) => "the user data in nodes/",
                (_, Ami::Windows) => "-KubeletExtraArgs of the bootstrap script, as in nodes/",
                (_, Ami::Al2) => "--use-max-pods false of bootstrap.sh, as in nodes/",
            };
            prose!("{}: ", AsCode(&pool.report.name)) + how + "."
        })
        .collect();
    step(
        "Prepare the launch templates",
        ways.join("\n"),
        "# the EKS-optimized image of AL2023 for the cluster's version; arm64 in place of x86_64 for Graviton:\n\
         version=$(aws eks describe-cluster --name \"$CLUSTER\" --query cluster.version --output text)\n\
         aws ssm get-parameter --query Parameter.Value --output text --name \\\n  \"/aws/service/eks/optimized-ami/$version/amazon-linux-2023/x86_64/standard/recommended/image_id\"",
    )
    .check("", "an image id, to be named in the launch template.")
}

fn drop_in() -> Step {
    step(
        "Only if no launch template can be changed",
        "In place of the steps above: a privileged DaemonSet writes a drop-in for the kubelet on nodes that you label. Read the risks at the head of the file first.",
        alloc::format!(
            "kubectl apply -f manifests/namespaces.yaml -f manifests/kubelet-max-pods.yaml\n\
             kubectl label node NODE {LABEL}=NUMBER\n\
             kubectl get node NODE -o jsonpath='{{.status.capacity.pods}}'"
        ),
    )
    .check("", "the number, a minute after the label.")
}
