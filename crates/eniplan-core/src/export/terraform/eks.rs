//! `eks.tf`: the cluster, its add-ons in order, and its node groups.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::{Group, Image};
use super::super::hcl::{Expr, Item, Part, comment, labelled, set};
use super::super::manifests::auto_mode::node_role;
use super::karpenter::DISCOVERY;
use super::{addons, images, node_groups, references, rules};
use crate::plan::Role;

/// A role's name prefix has 38 characters at most, of which the module takes one for a hyphen.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role>, read 2026-11-23.
pub(super) const ROLE_PREFIX: usize = 37;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = images::before(blueprint);
    if !items.is_empty() {
        items.push(Item::Blank);
    }
    let mut body = Vec::from([
        set("source", Expr::text("terraform-aws-modules/eks/aws")),
        set("version", Expr::text("~> 21.0")),
        Item::Blank,
        set("name", Expr::path("var.name")),
        set("kubernetes_version", Expr::path("var.kubernetes_version")),
    ]);
    let role = Expr::Template(Vec::from([
        Part::Value(Expr::path("var.name")),
        Part::Text("-cluster".into()),
    ]));
    body.push(set(
        "iam_role_name",
        Expr::Call(
            "substr",
            Vec::from([role, Expr::Number(0), Expr::Number(ROLE_PREFIX as u64)]),
        ),
    ));
    body.push(Item::Blank);
    body.extend(network(blueprint));
    body.push(Item::Blank);
    body.extend([
        set("endpoint_public_access", Expr::Bool(true)),
        set(
            "endpoint_public_access_cidrs",
            Expr::path("var.api_access_cidrs"),
        ),
        Item::Blank,
        comment("Lets whoever applies this use kubectl."),
        set("enable_cluster_creator_admin_permissions", Expr::Bool(true)),
    ]);
    if let Some(why) = needs_resource_controller(blueprint) {
        body.push(Item::Blank);
        body.push(comment(why));
        body.push(set(
            "iam_role_additional_policies",
            resource_controller(blueprint),
        ));
    }
    body.push(Item::Blank);
    body.extend(rules::of_module(blueprint));
    if blueprint.has_karpenter() {
        body.push(comment(
            "By this tag Karpenter finds the group for its nodes.",
        ));
        body.push(set(
            "node_security_group_tags",
            Expr::Inline(Vec::from([(
                String::from(DISCOVERY).into(),
                Expr::path("var.name"),
            )])),
        ));
    }
    if blueprint.has_auto_mode() {
        body.push(Item::Blank);
        body.extend(auto_mode(blueprint));
    }
    let add_ons = add_ons(blueprint);
    if !matches!(&add_ons, Expr::Object(entries) if entries.is_empty()) {
        body.push(Item::Blank);
        body.push(comment(
            "The module makes clusters without any add-on, so each one that is needed stands here.",
        ));
        if blueprint.strategy.replaces_vpc_cni() {
            body.push(comment(
                "vpc-cni is not among them: aws-node never exists, and the CNI is in cni.tf.",
            ));
        }
        body.push(set("addons", add_ons));
    }
    body.extend(node_groups::items(blueprint));
    body.extend(node_groups::fargate(blueprint));
    items.push(labelled("module", &["eks"], body));
    items.extend(rules::beside_module(blueprint));
    items
}

/// Subnets of nodes, and those that the cluster's own interfaces stand in.
fn network(blueprint: &Blueprint) -> Vec<Item> {
    let ids = |role: Role| -> Vec<Expr> {
        // EKS takes no cluster subnets in Local Zones, whose names the VPC module's list of zones lacks.
        blueprint
            .subnets
            .iter()
            .filter(|subnet| subnet.placed.role == role && blueprint.is_regional(&subnet.zone))
            .map(|subnet| references::subnet_by_name(&subnet.key))
            .collect()
    };
    let mut items = Vec::from([
        set("vpc_id", references::vpc_id(blueprint)),
        set("subnet_ids", Expr::List(ids(Role::Nodes))),
    ]);
    let own = ids(Role::ControlPlane);
    if !own.is_empty() {
        items.push(set("control_plane_subnet_ids", Expr::List(own)));
    }
    if blueprint.is_ipv6() {
        items.push(comment(
            "EKS chooses the services' block; pods get theirs from the VPC's, as prefixes.",
        ));
        items.push(set("ip_family", Expr::text("ipv6")));
        items.push(set(
            "create_cni_ipv6_iam_policy",
            Expr::path("var.create_cni_ipv6_policy"),
        ));
    } else {
        items.push(set(
            "service_ipv4_cidr",
            Expr::text(blueprint.plan.service_cidr().to_string()),
        ));
    }
    items
}

/// Why the cluster's role manages interfaces of nodes, if it does.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/windows-support.html>, read 2026-11-24.
pub(super) fn needs_resource_controller(blueprint: &Blueprint) -> Option<&'static str> {
    if blueprint.networking().pod_security_groups && !blueprint.strategy.replaces_vpc_cni() {
        return Some(
            "Security groups for pods: the cluster's role manages trunk and branch interfaces.",
        );
    }
    let windows = |group: &Group| group.image == Image::Windows;
    blueprint
        .groups
        .iter()
        .any(windows)
        .then_some("Windows pods: the cluster's role gives them addresses.")
}

/// Auto Mode with the node pools that EKS brings; those of the plan are in manifests/.
fn auto_mode(blueprint: &Blueprint) -> Vec<Item> {
    Vec::from([
        comment(
            "Auto Mode: EKS starts the nodes of its node pools, and brings its own CNI, kube-proxy and CoreDNS on them.",
        ),
        set(
            "compute_config",
            Expr::Object(Vec::from([
                set("enabled", Expr::Bool(true)),
                set(
                    "node_pools",
                    Expr::List(Vec::from([
                        Expr::text("general-purpose"),
                        Expr::text("system"),
                    ])),
                ),
            ])),
        ),
        comment(
            "The NodeClass names this role; EKS makes its access entry, as for its own node pools.",
        ),
        set("node_iam_role_use_name_prefix", Expr::Bool(false)),
        set("node_iam_role_name", Expr::Text(node_role(blueprint))),
    ])
}

/// AWS's policy for the VPC resource controller, in the partition of the Region.
pub(super) fn resource_controller_arn(blueprint: &Blueprint) -> &'static str {
    let region = blueprint.plan.region.as_str();
    if region.starts_with("us-gov-") {
        "arn:aws-us-gov:iam::aws:policy/AmazonEKSVPCResourceController"
    } else if region.starts_with("cn-") {
        "arn:aws-cn:iam::aws:policy/AmazonEKSVPCResourceController"
    } else {
        "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
    }
}

fn resource_controller(blueprint: &Blueprint) -> Expr {
    Expr::Object(Vec::from([set(
        "vpc_resource_controller",
        Expr::text(resource_controller_arn(blueprint)),
    )]))
}

fn add_ons(blueprint: &Blueprint) -> Expr {
    let mut entries = Vec::new();
    for add_on in addons::of(blueprint) {
        if !add_on.why.is_empty() {
            entries.push(comment(add_on.why));
        }
        let mut body = Vec::new();
        if add_on.before_nodes {
            body.push(set("before_compute", Expr::Bool(true)));
        }
        if add_on.name == "vpc-cni" {
            body.push(set("resolve_conflicts_on_create", Expr::text("OVERWRITE")));
        }
        if let Some(configuration) = add_on.configuration {
            body.push(set(
                "configuration_values",
                Expr::Call("jsonencode", Vec::from([configuration])),
            ));
        }
        entries.push(set(add_on.name, Expr::Object(body)));
    }
    if addons::lacks_nodes(blueprint) {
        entries.push(comment(addons::NO_NODES));
    }
    Expr::Object(entries)
}
