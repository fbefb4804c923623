//! Values of Calico's operator, which brings the pods' network in place of the VPC CNI.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::overlay;
use super::super::yaml::{Line, Yaml};
use super::{Chart, indented};

/// The operator.
///
/// Source: <https://github.com/projectcalico/calico/tree/v3.32.1/charts/tigera-operator>, read 2026-11-24.
pub(in super::super) const OPERATOR: Chart = Chart {
    name: "tigera-operator",
    version: "v3.32.1",
    alias: "projectcalico",
    repository: "https://docs.tigera.io/calico/charts",
    release: "calico",
    namespace: "tigera-operator",
};

/// Its kinds, which the operator's chart no longer has since v3.32.
///
/// Source: <https://github.com/projectcalico/calico/blob/v3.32.1/charts/tigera-operator/README.md>, read 2026-11-24.
pub(in super::super) const CRDS: Chart = Chart {
    name: "crd.projectcalico.org.v1",
    release: "calico-crds",
    ..OPERATOR
};

impl Chart {
    /// The command that brings kinds that are too large for a client-side apply.
    pub(in super::super) fn apply_kinds(&self) -> String {
        let Self {
            name,
            version,
            alias,
            release,
            ..
        } = self;
        alloc::format!(
            "helm template {release} {alias}/{name} --version {version} \\\n  | kubectl apply --server-side -f -"
        )
    }
}

pub(super) fn file(blueprint: &Blueprint) -> File {
    let usage = [
        "The kinds come first: without them the chart fails with `no matches for kind \"Installation\"`.".to_string(),
        indented(&[OPERATOR.add_repository(), CRDS.apply_kinds(), OPERATOR.install("tigera-operator.values.yaml")].join("\n")),
        "The VPC CNI must be gone before, and every node must start after: see runbooks/to-calico.md for a cluster that runs.".to_string(),
    ];
    OPERATOR.file(
        blueprint,
        "Values of Calico's operator",
        &usage,
        values(blueprint),
    )
}

pub(super) fn values(blueprint: &Blueprint) -> Vec<Line> {
    let plan = blueprint.plan;
    let blocks = overlay::pod_blocks(plan);
    let pools = blocks.iter().enumerate().map(|(index, block)| {
        let name = if index == 0 {
            "default-ipv4-ippool".to_string()
        } else {
            alloc::format!("ipv4-ippool-{}", index.saturating_add(1))
        };
        Yaml::Map(Vec::from([
            Line::Entry("name", Yaml::Text(name)),
            Line::Entry("cidr", Yaml::text(block.to_string())),
            Line::Comment("Fixed once the pool exists.".into()),
            Line::Entry("blockSize", Yaml::Number(overlay::block_size(plan))),
            Line::Entry("encapsulation", Yaml::text("VXLAN")),
            Line::Entry("natOutgoing", Yaml::text("Enabled")),
            Line::Entry("nodeSelector", Yaml::text("all()")),
        ]))
    });
    let network = Vec::from([
        Line::Comment("EC2 drops what it does not know unless it is wrapped, and nothing speaks BGP in a VPC.".into()),
        Line::Entry("bgp", Yaml::text("Disabled")),
        Line::Comment("Needs no route to the internet, unlike the default on EKS.".into()),
        Line::Entry(
            "nodeAddressAutodetectionV4",
            Yaml::Map(Vec::from([Line::Entry("kubernetes", Yaml::text("NodeInternalIP"))])),
        ),
        Line::Entry("ipPools", Yaml::List(pools.collect())),
    ]);
    let off = || Yaml::Map(Vec::from([Line::Entry("enabled", Yaml::Bool(false))]));
    Vec::from([
        Line::Entry(
            "installation",
            Yaml::Map(Vec::from([
                Line::Entry("enabled", Yaml::Bool(true)),
                Line::Entry("kubernetesProvider", Yaml::text("EKS")),
                Line::Comment("Must be said: on EKS the operator takes AmazonVPC and brings network policy only.".into()),
                Line::Entry(
                    "cni",
                    Yaml::Map(Vec::from([
                        Line::Entry("type", Yaml::text("Calico")),
                        Line::Entry(
                            "ipam",
                            Yaml::Map(Vec::from([Line::Entry("type", Yaml::text("Calico"))])),
                        ),
                    ])),
                ),
                Line::Entry("calicoNetwork", Yaml::Map(network)),
            ])),
        ),
        Line::Blank,
        Line::Comment("Flow logs and their page, on by default.".into()),
        Line::Entry("goldmane", off()),
        Line::Entry("whisker", off()),
    ])
}
