//! The add-ons of a cluster, in the order in which they are needed, as data for both forms.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::cni;
use super::super::groups::Image;
use super::super::hcl::{Expr, Item, comment, set};
use super::super::matrix::Strategy;
use super::references::{node_security_group, subnet_by_name};

/// An add-on.
pub(super) struct AddOn {
    /// Its name for EKS.
    pub(super) name: &'static str,
    /// Its name in Terraform.
    pub(super) label: &'static str,
    /// Whether nodes boot with it.
    pub(super) before_nodes: bool,
    /// What is configured.
    pub(super) configuration: Option<Expr>,
    /// Why it stands here so.
    pub(super) why: &'static str,
}

const fn add_on(name: &'static str, label: &'static str) -> AddOn {
    AddOn {
        name,
        label,
        before_nodes: false,
        configuration: None,
        why: "",
    }
}

/// What is said where CoreDNS is not planned.
pub(super) const NO_NODES: &str = "CoreDNS has no node to run on yet, and Terraform would wait for it in vain: add coredns = {} with the first nodes.";

/// The add-ons of a new cluster.
///
/// Auto Mode brings its own CNI, kube-proxy and CoreDNS, which are no pods; Fargate its own CNI.
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html>, read 2026-11-24.
pub(super) fn of(blueprint: &Blueprint) -> Vec<AddOn> {
    let mut add_ons = Vec::new();
    let no_groups = blueprint.plan.node_groups.is_empty();
    if blueprint.has_ec2_nodes() || (no_groups && !blueprint.has_auto_mode()) {
        if !blueprint.strategy.replaces_vpc_cni() {
            add_ons.push(AddOn {
                before_nodes: true,
                configuration: configuration(blueprint),
                why: "Before the node groups: nodes boot with these settings, and EKS computes max pods from them.",
                ..add_on("vpc-cni", "vpc_cni")
            });
        }
        if !replaces_kube_proxy(blueprint) {
            add_ons.push(AddOn {
                before_nodes: blueprint.strategy.replaces_vpc_cni(),
                ..add_on("kube-proxy", "kube_proxy")
            });
        }
        if blueprint.has_karpenter() {
            add_ons.push(AddOn {
                before_nodes: true,
                why: "Gives Karpenter's controller its role.",
                ..add_on("eks-pod-identity-agent", "pod_identity_agent")
            });
        }
    }
    if !blueprint.groups.is_empty() {
        add_ons.push(add_on("coredns", "coredns"));
    } else if !blueprint.fargate.is_empty() && !blueprint.has_auto_mode() {
        let compute = Expr::Inline(Vec::from([("computeType".into(), Expr::text("Fargate"))]));
        add_ons.push(AddOn {
            configuration: Some(compute),
            why: "There is no node but those of Fargate, whose profile takes kube-system too.",
            ..add_on("coredns", "coredns")
        });
    }
    add_ons
}

/// Whether CoreDNS runs on Fargate, so that a profile takes its namespace.
pub(super) fn dns_on_fargate(blueprint: &Blueprint) -> bool {
    blueprint.groups.is_empty() && !blueprint.fargate.is_empty() && !blueprint.has_auto_mode()
}

/// Whether CoreDNS waits for nodes that the plan does not have.
pub(super) fn lacks_nodes(blueprint: &Blueprint) -> bool {
    blueprint.groups.is_empty() && blueprint.fargate.is_empty() && !blueprint.has_auto_mode()
}

fn replaces_kube_proxy(blueprint: &Blueprint) -> bool {
    matches!(
        blueprint.strategy,
        Strategy::CiliumOverlay | Strategy::CiliumEni
    )
}

/// The VPC CNI's settings; its environment takes strings only. An IPv6 cluster sets what it needs by itself.
pub(super) fn configuration(blueprint: &Blueprint) -> Option<Expr> {
    let mut settings = Vec::new();
    if !blueprint.is_ipv6() {
        settings.push(set("env", environment(blueprint)));
    }
    if blueprint
        .groups
        .iter()
        .any(|group| group.image == Image::Windows)
    {
        settings.push(comment(
            "Windows nodes get addresses from a controller of the control plane.",
        ));
        settings.push(set("enableWindowsIpam", Expr::text("true")));
        if blueprint.networking().prefix_delegation {
            settings.push(set("enableWindowsPrefixDelegation", Expr::text("true")));
        }
    }
    if blueprint.networking().custom_networking && !blueprint.is_ipv6() {
        settings.push(comment(
            "One ENIConfig a zone, named after it: pods take addresses of that subnet.",
        ));
        settings.push(set("eniConfig", eni_config(blueprint)));
    }
    (!settings.is_empty()).then_some(Expr::Object(settings))
}

/// The environment variables that the plan sets.
pub(super) fn environment(blueprint: &Blueprint) -> Expr {
    let entries: Vec<Item> = cni::environment(blueprint.networking())
        .into_iter()
        .map(|(name, value)| set(name, Expr::Text(value)))
        .collect();
    Expr::Object(entries)
}

/// The ENIConfigs, as the add-on and the chart take them.
pub(super) fn eni_config(blueprint: &Blueprint) -> Expr {
    let subnets = blueprint
        .eni_configs()
        .into_iter()
        .map(|subnet| {
            let group = node_security_group(blueprint);
            set(
                subnet.zone.clone(),
                Expr::Object(Vec::from([
                    set("id", subnet_by_name(&subnet.key)),
                    set("securityGroups", Expr::List(Vec::from([group]))),
                ])),
            )
        })
        .collect();
    Expr::Object(Vec::from([
        set("create", Expr::Bool(true)),
        set("region", Expr::text(blueprint.plan.region.as_str())),
        set("subnets", Expr::Object(subnets)),
    ]))
}
