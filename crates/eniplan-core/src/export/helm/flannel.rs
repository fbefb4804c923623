//! Values of flannel, which needs more than its chart on EKS.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::overlay;
use super::super::yaml::{Line, Yaml};
use super::{Chart, indented};

/// The newest chart.
///
/// Source: <https://github.com/flannel-io/flannel/tree/v0.28.9/chart/kube-flannel>, read 2026-11-24.
pub(in super::super) const FLANNEL: Chart = Chart {
    name: "flannel",
    version: "v0.28.9",
    alias: "flannel",
    repository: "https://flannel-io.github.io/flannel",
    release: "flannel",
    namespace: "kube-flannel",
};

pub(super) fn file(blueprint: &Blueprint) -> File {
    let usage = [
        "Possible, not recommended: EKS gives nodes no pod CIDR, which flannel waits for, and the chart brings none of the\nplugins that flannel calls. runbooks/flannel.md and nodes/ do both by hand; manifests/namespaces.yaml comes first.".to_string(),
        indented(&[FLANNEL.add_repository(), FLANNEL.install("flannel.values.yaml")].join("\n")),
    ];
    FLANNEL.file(blueprint, "Values of flannel", &usage, values(blueprint))
}

/// Its block, and how packets are wrapped.
pub(super) fn values(blueprint: &Blueprint) -> Vec<Line> {
    let block = overlay::pod_blocks(blueprint.plan)
        .first()
        .map(ToString::to_string);
    Vec::from([
        Line::Comment("flannel takes one block; nodes get parts of it.".into()),
        Line::Entry("podCidr", Yaml::text(block.unwrap_or_default())),
        Line::Blank,
        Line::Entry(
            "flannel",
            Yaml::Map(Vec::from([
                Line::Comment("Nodes let UDP 8472 pass between them.".into()),
                Line::Entry("backend", Yaml::text("vxlan")),
            ])),
        ),
    ])
}
