//! User data that sets max pods and joins nodes, for each image.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::{Group, Image, Route};
use super::super::hcl::{Expr, Item, Part, comment, set};
use super::super::matrix::{Destination, Strategy};
use super::references::{certificate, cluster_name, endpoint, max_pods};

fn text(text: &str) -> Part {
    Part::Text(text.to_string())
}

/// The module's arguments, where a route needs user data.
pub(super) fn for_module(blueprint: &Blueprint, group: &Group) -> Vec<Item> {
    if group.route == Route::Eks {
        return Vec::new();
    }
    match group.image {
        Image::Al2023(_) => {
            let mut parts = Vec::from([text(HEAD)]);
            parts.extend(kubelet(blueprint, group));
            let part = Expr::Object(Vec::from([
                set("content_type", Expr::text("application/node.eks.aws")),
                set("content", Expr::Heredoc(parts)),
            ]));
            Vec::from([
                comment(why(group)),
                set("cloudinit_pre_nodeadm", Expr::List(Vec::from([part]))),
            ])
        }
        Image::Bottlerocket(_) => {
            // Where the module's template opens the table, the key alone follows.
            let is_open = group.route == Route::OwnImage || !group.managed;
            let (table, why) = if is_open {
                (
                    "",
                    "The module's own user data has opened the table that this stands in.",
                )
            } else {
                (
                    "[settings.kubernetes]\n",
                    "Bottlerocket's user data wins over what EKS sets.",
                )
            };
            let mut parts = Vec::from([
                text(table),
                text("max-pods = "),
                max_pods(&group.key),
                text("\n"),
            ]);
            parts.extend(bottlerocket_taint(blueprint));
            Vec::from([
                comment(why),
                set("bootstrap_extra_args", Expr::Heredoc(parts)),
            ])
        }
        Image::Windows => Vec::from([
            comment("The user data decides, since the launch template names the image."),
            set(
                "bootstrap_extra_args",
                Expr::Template(Vec::from([
                    text("-KubeletExtraArgs '--max-pods="),
                    max_pods(&group.key),
                    text("'"),
                ])),
            ),
        ]),
    }
}

const HEAD: &str = "---\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n";

fn why(group: &Group) -> &'static str {
    match group.route {
        Route::EksAndUserData => {
            "EKS computes max pods from the CNI's settings and its value wins; this is the same one, to fall back to."
        }
        _ => "The expression is for what nodeadm reserves, the setting for the kubelet.",
    }
}

/// The kubelet's part of a NodeConfig.
fn kubelet(blueprint: &Blueprint, group: &Group) -> Vec<Part> {
    let mut parts = Vec::from([text("  kubelet:\n")]);
    if group.route != Route::EksAndUserData {
        // nodeadm reserves memory by the number that it computes, which the kubelet's setting leaves as it was.
        parts.extend([
            text("    maxPodsExpression: \""),
            max_pods(&group.key),
            text("\"\n"),
        ]);
    }
    parts.extend([
        text("    config:\n      maxPods: "),
        max_pods(&group.key),
        text("\n"),
    ]);
    if waits_for_cilium(blueprint) {
        parts.push(text(
            "      registerWithTaints:\n        - key: node.cilium.io/agent-not-ready\n          value: \"true\"\n          effect: NoExecute\n",
        ));
    }
    parts
}

/// Whether nodes start with the taint that Cilium takes off once it runs.
///
/// Source: <https://docs.cilium.io/en/stable/installation/taints/>, read 2026-11-24.
fn waits_for_cilium(blueprint: &Blueprint) -> bool {
    matches!(
        blueprint.strategy,
        Strategy::CiliumOverlay | Strategy::CiliumEni
    )
}

fn bottlerocket_taint(blueprint: &Blueprint) -> Option<Part> {
    waits_for_cilium(blueprint).then(|| {
        text("\n[settings.kubernetes.node-taints]\n\"node.cilium.io/agent-not-ready\" = [\"true:NoExecute\"]\n")
    })
}

/// The whole user data of a launch template, or null where EKS writes all of it.
pub(super) fn whole(blueprint: &Blueprint, group: &Group) -> Vec<Item> {
    let joins = group.route == Route::OwnImage || !group.managed;
    if !joins && group.route == Route::Eks {
        return Vec::from([set("user_data", Expr::Own("null"))]);
    }
    let (why, parts) = match group.image {
        Image::Al2023(_) => (why(group), node_config(blueprint, group, joins)),
        Image::Bottlerocket(_) if joins => (
            "Joins the cluster and sets max pods.",
            bottlerocket(blueprint, group),
        ),
        Image::Bottlerocket(_) => {
            let mut parts = Vec::from([
                text("[settings.kubernetes]\nmax-pods = "),
                max_pods(&group.key),
                text("\n"),
            ]);
            parts.extend(bottlerocket_taint(blueprint));
            ("Bottlerocket's user data wins over what EKS sets.", parts)
        }
        Image::Windows => (
            "Joins the cluster and sets max pods.",
            windows(blueprint, group),
        ),
    };
    Vec::from([comment(why), set("user_data", Expr::Heredoc(parts))])
}

fn node_config(blueprint: &Blueprint, group: &Group, joins: bool) -> Vec<Part> {
    let mut parts = Vec::from([
        text(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"MIMEBOUNDARY\"\n\n--MIMEBOUNDARY\nContent-Type: application/node.eks.aws\n\n",
        ),
        text(HEAD),
    ]);
    if joins {
        parts.extend([
            text("  cluster:\n    name: "),
            Part::Value(cluster_name(blueprint)),
            text("\n    apiServerEndpoint: "),
            Part::Value(endpoint(blueprint)),
            text("\n    certificateAuthority: "),
            Part::Value(certificate(blueprint)),
            text("\n    cidr: "),
            service_block(blueprint),
            text("\n"),
        ]);
    }
    parts.extend(kubelet(blueprint, group));
    parts.push(text("\n--MIMEBOUNDARY--\n"));
    parts
}

/// The block of service addresses: EKS tells that of a cluster that exists, or of IPv6, which it chooses.
fn service_block(blueprint: &Blueprint) -> Part {
    let planned = || blueprint.plan.service_cidr().to_string();
    if blueprint.destination == Destination::Cluster {
        return Part::Value(Expr::Call(
            "try",
            Vec::from([
                Expr::path(
                    "data.aws_eks_cluster.this.kubernetes_network_config[0].service_ipv4_cidr",
                ),
                Expr::Text(planned()),
            ]),
        ));
    }
    if blueprint.is_ipv6() {
        return Part::Value(Expr::path(
            "aws_eks_cluster.this.kubernetes_network_config[0].service_ipv6_cidr",
        ));
    }
    Part::Text(planned())
}

fn bottlerocket(blueprint: &Blueprint, group: &Group) -> Vec<Part> {
    let mut parts = Vec::from([
        text("[settings.kubernetes]\ncluster-name = \""),
        Part::Value(cluster_name(blueprint)),
        text("\"\napi-server = \""),
        Part::Value(endpoint(blueprint)),
        text("\"\ncluster-certificate = \""),
        Part::Value(certificate(blueprint)),
        text("\"\nmax-pods = "),
        max_pods(&group.key),
        text("\n"),
    ]);
    parts.extend(bottlerocket_taint(blueprint));
    parts
}

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-windows-ami.html>, read 2026-11-24.
fn windows(blueprint: &Blueprint, group: &Group) -> Vec<Part> {
    Vec::from([
        text(
            "<powershell>\n& \"$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1\" -EKSClusterName \"",
        ),
        Part::Value(cluster_name(blueprint)),
        text("\" -APIServerEndpoint \""),
        Part::Value(endpoint(blueprint)),
        text("\" -Base64ClusterCA \""),
        Part::Value(certificate(blueprint)),
        text("\" -KubeletExtraArgs \"--max-pods="),
        max_pods(&group.key),
        text("\" 3>&1 4>&1 5>&1 6>&1\n</powershell>\n"),
    ])
}
