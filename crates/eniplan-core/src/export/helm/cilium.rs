//! Values of Cilium, with an overlay or with the VPC's addresses.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::overlay;
use super::super::yaml::{Line, Yaml};
use super::{Chart, indented};
use crate::plan::Cni;

/// The newest of the line before the last.
///
/// Source: <https://github.com/cilium/charts>, read 2026-11-24.
pub(in super::super) const CILIUM: Chart = Chart {
    name: "cilium",
    version: "1.19.6",
    alias: "cilium",
    repository: "https://helm.cilium.io",
    release: "cilium",
    namespace: "kube-system",
};

pub(super) fn file(blueprint: &Blueprint) -> File {
    let endpoint = "  --set k8sServiceHost=\"$(aws eks describe-cluster --name \"$CLUSTER\" \\\n    --query cluster.endpoint --output text | sed 's|https://||')\"";
    let usage = [
        indented(&[CILIUM.add_repository(), alloc::format!("{} \\\n{endpoint}", CILIUM.install("cilium.values.yaml"))].join("\n")),
        "Neither aws-node nor kube-proxy may run beside it, and nodes start with the taint\nnode.cilium.io/agent-not-ready=true:NoExecute, so that no pod starts before Cilium does.".to_string(),
    ];
    let what = if blueprint.networking().cni == Cni::CiliumEni {
        "Values of Cilium with addresses of the VPC"
    } else {
        "Values of Cilium with an overlay"
    };
    CILIUM.file(blueprint, what, &usage, values(blueprint))
}

/// All but the API server's name, which only the cluster knows.
pub(super) fn values(blueprint: &Blueprint) -> Vec<Line> {
    let mut values = if blueprint.networking().cni == Cni::CiliumEni {
        vpc_addresses(blueprint)
    } else {
        wrapped(blueprint)
    };
    values.extend([
        Line::Blank,
        Line::Comment(
            "In place of kube-proxy; the API server's name comes besides, without https://.".into(),
        ),
        Line::Entry("kubeProxyReplacement", Yaml::Bool(true)),
        Line::Entry("k8sServicePort", Yaml::Number(443)),
        Line::Blank,
        Line::Entry(
            "operator",
            Yaml::Map(Vec::from([Line::Entry("replicas", Yaml::Number(2))])),
        ),
    ]);
    values
}

fn wrapped(blueprint: &Blueprint) -> Vec<Line> {
    let plan = blueprint.plan;
    let blocks = overlay::pod_blocks(plan);
    let list = blocks
        .iter()
        .map(|block| Yaml::text(block.to_string()))
        .collect();
    Vec::from([
        Line::Entry(
            "ipam",
            Yaml::Map(Vec::from([
                Line::Entry("mode", Yaml::text("cluster-pool")),
                Line::Entry(
                    "operator",
                    Yaml::Map(Vec::from([
                        Line::Comment(
                            "Must be said: the default, 10.0.0.0/8, meets most VPCs.".into(),
                        ),
                        Line::Entry("clusterPoolIPv4PodCIDRList", Yaml::List(list)),
                        Line::Comment("One block of this size a node, for good.".into()),
                        Line::Entry(
                            "clusterPoolIPv4MaskSize",
                            Yaml::Number(overlay::block_size(plan)),
                        ),
                    ])),
                ),
            ])),
        ),
        Line::Blank,
        Line::Comment("Nodes let UDP 8472, TCP 4240 and ICMP pass between them.".into()),
        Line::Entry("routingMode", Yaml::text("tunnel")),
        Line::Entry("tunnelProtocol", Yaml::text("vxlan")),
    ])
}

fn vpc_addresses(blueprint: &Blueprint) -> Vec<Line> {
    let prefixes = blueprint.networking().prefix_delegation;
    Vec::from([
        Line::Comment(
            "The operator calls EC2: its role needs what AmazonEKS_CNI_Policy allows.".into(),
        ),
        Line::Entry(
            "eni",
            Yaml::Map(Vec::from([
                Line::Entry("enabled", Yaml::Bool(true)),
                Line::Entry("awsEnablePrefixDelegation", Yaml::Bool(prefixes)),
            ])),
        ),
        Line::Entry(
            "ipam",
            Yaml::Map(Vec::from([Line::Entry("mode", Yaml::text("eni"))])),
        ),
        Line::Entry("routingMode", Yaml::text("native")),
    ])
}
