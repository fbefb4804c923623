//! `eks.tf` without a module: roles, security group, the cluster and its add-ons.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, block, comment, labelled, set};
use super::addons::AddOn;
use super::references::subnet_by_name;
use super::{addons, apart, roles, rules};
use crate::plan::Role;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut groups = Vec::from([
        roles::items(blueprint),
        cluster(blueprint),
        rules::group(blueprint),
    ]);
    for add_on in addons::of(blueprint) {
        groups.push(resource(blueprint, add_on));
    }
    apart(groups)
}

fn cluster(blueprint: &Blueprint) -> Vec<Item> {
    let network = Vec::from([
        set("subnet_ids", Expr::List(subnets(blueprint))),
        set("endpoint_private_access", Expr::Bool(true)),
        set("endpoint_public_access", Expr::Bool(true)),
        set("public_access_cidrs", Expr::path("var.api_access_cidrs")),
    ]);
    let mut body = Vec::from([
        set("name", Expr::path("var.name")),
        set("version", Expr::path("var.kubernetes_version")),
        set("role_arn", Expr::path("aws_iam_role.cluster.arn")),
        Item::Blank,
        comment(if blueprint.strategy.replaces_vpc_cni() {
            "Without the add-ons that EKS brings by itself: aws-node never exists, and the CNI is in cni.tf."
        } else {
            "Without the add-ons that EKS brings by itself: those below come with settings, and in order."
        }),
        set("bootstrap_self_managed_addons", Expr::Bool(false)),
        Item::Blank,
        block("vpc_config", network),
        Item::Blank,
    ]);
    let mut addresses = Vec::new();
    if blueprint.is_ipv6() {
        addresses.push(comment(
            "EKS chooses the services' block; pods get theirs from the VPC's, as prefixes.",
        ));
        addresses.push(set("ip_family", Expr::text("ipv6")));
    } else {
        addresses.push(set(
            "service_ipv4_cidr",
            Expr::text(blueprint.plan.service_cidr().to_string()),
        ));
    }
    let enabled = || set("enabled", Expr::Bool(true));
    if blueprint.has_auto_mode() {
        addresses.push(Item::Blank);
        addresses.push(block("elastic_load_balancing", Vec::from([enabled()])));
    }
    body.push(block("kubernetes_network_config", addresses));
    if blueprint.has_auto_mode() {
        body.extend([
            Item::Blank,
            comment(
                "Auto Mode: EKS starts the nodes of its node pools, and brings its own CNI, kube-proxy and CoreDNS on them.",
            ),
            block(
                "compute_config",
                Vec::from([
                    enabled(),
                    set(
                        "node_pools",
                        Expr::List(Vec::from([
                            Expr::text("general-purpose"),
                            Expr::text("system"),
                        ])),
                    ),
                    set("node_role_arn", Expr::path("aws_iam_role.auto_nodes.arn")),
                ]),
            ),
            Item::Blank,
            block(
                "storage_config",
                Vec::from([block("block_storage", Vec::from([enabled()]))]),
            ),
        ]);
    }
    body.extend([
        Item::Blank,
        block(
            "access_config",
            Vec::from([
                set("authentication_mode", Expr::text("API_AND_CONFIG_MAP")),
                comment("Lets whoever applies this use kubectl."),
                set(
                    "bootstrap_cluster_creator_admin_permissions",
                    Expr::Bool(true),
                ),
            ]),
        ),
        Item::Blank,
        set(
            "depends_on",
            Expr::List(Vec::from([Expr::path(
                "aws_iam_role_policy_attachment.cluster",
            )])),
        ),
    ]);
    Vec::from([labelled("resource", &["aws_eks_cluster", "this"], body)])
}

/// The subnets that the cluster's own interfaces stand in; EKS takes none in Local Zones.
fn subnets(blueprint: &Blueprint) -> Vec<Expr> {
    let ids = |role: Role| -> Vec<Expr> {
        blueprint
            .of_role(role)
            .filter(|subnet| blueprint.is_regional(&subnet.zone))
            .map(|subnet| subnet_by_name(&subnet.key))
            .collect()
    };
    let own = ids(Role::ControlPlane);
    if own.is_empty() {
        ids(Role::Nodes)
    } else {
        own
    }
}

fn resource(blueprint: &Blueprint, add_on: AddOn) -> Vec<Item> {
    let mut body = Vec::from([
        set("cluster_name", Expr::path("aws_eks_cluster.this.name")),
        set("addon_name", Expr::text(add_on.name)),
    ]);
    if add_on.name == "vpc-cni" {
        body.push(set("resolve_conflicts_on_create", Expr::text("OVERWRITE")));
    }
    if let Some(configuration) = add_on.configuration {
        body.push(set(
            "configuration_values",
            Expr::Call("jsonencode", Vec::from([configuration])),
        ));
    }
    if add_on.name == "coredns" {
        let mut nodes = Vec::new();
        if blueprint.groups.iter().any(|group| group.managed) {
            nodes.push(Expr::path("aws_eks_node_group.this"));
        }
        if blueprint.groups.iter().any(|group| !group.managed) {
            nodes.push(Expr::path("aws_autoscaling_group.this"));
        }
        if nodes.is_empty() {
            nodes.push(Expr::path("aws_eks_fargate_profile.this"));
        }
        body.extend([
            Item::Blank,
            comment("It is healthy only once it runs on a node."),
            set("depends_on", Expr::List(nodes)),
        ]);
    }
    let mut items = Vec::new();
    if !add_on.why.is_empty() {
        items.push(comment(add_on.why));
    }
    items.push(labelled("resource", &["aws_eks_addon", add_on.label], body));
    items
}
