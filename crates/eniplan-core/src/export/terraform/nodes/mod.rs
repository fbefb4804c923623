//! `nodes.tf`: launch templates and node groups where no module makes them.

mod fargate;
mod groups;
mod managed;
mod self_managed;

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::Image;
use super::super::hcl::{Expr, Item, Step, comment, labelled, set};
use super::super::matrix::Destination;
use super::{addons, apart, images};
use crate::plan::NatGateways;

/// Whether there are nodes to write: a cluster that exists gets new ones only where those that run keep the old way.
pub(super) fn are_written(blueprint: &Blueprint) -> bool {
    !blueprint.groups.is_empty()
        && (blueprint.destination != Destination::Cluster || blueprint.strategy.needs_new_nodes())
}

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut groups = Vec::new();
    if are_written(blueprint) {
        let found = blueprint.destination == Destination::Cluster;
        if found {
            groups.push(Vec::from([
                comment(
                    "Nodes that run keep the old way: these take their place. Apply, wait until they are Ready, then drain and\n\
                     delete the old groups; until then both take addresses. To go back, drain these and keep the old ones.",
                ),
                labelled(
                    "data",
                    &["aws_iam_role", "nodes"],
                    Vec::from([set("name", Expr::path("var.node_role_name"))]),
                ),
            ]));
        }
        groups.push(images::before(blueprint));
        if blueprint.groups.iter().any(|group| group.managed) {
            groups.push(managed::items(blueprint));
        }
        if blueprint.groups.iter().any(|group| !group.managed) {
            groups.push(self_managed::items(blueprint));
        }
    }
    if blueprint.destination != Destination::Cluster {
        groups.push(fargate::items(blueprint));
    }
    apart(groups)
}

/// What nodes boot with, where there is something to wait for.
fn boots_after(resources: Vec<Expr>) -> Vec<Item> {
    if resources.is_empty() {
        return Vec::new();
    }
    Vec::from([
        Item::Blank,
        comment("Nodes boot with these."),
        set("depends_on", Expr::List(resources)),
    ])
}

/// The role of nodes of an image; in a cluster that exists all have the one that is named.
fn role(blueprint: &Blueprint, image: Image, attribute: &'static str) -> Expr {
    let of = match (blueprint.destination, image) {
        (Destination::Cluster, _) => "data.aws_iam_role.nodes",
        (_, Image::Windows) => "aws_iam_role.windows_nodes",
        _ => "aws_iam_role.nodes",
    };
    Expr::Reference(of, Vec::from([Step::Attribute(attribute)]))
}

/// What nodes boot with, so that it is there before them.
fn first(blueprint: &Blueprint) -> Vec<Expr> {
    let mut first = Vec::new();
    if blueprint.destination == Destination::Cluster {
        if !blueprint.strategy.replaces_vpc_cni() {
            first.push(Expr::path("aws_eks_addon.vpc_cni"));
        }
        return first;
    }
    first.push(Expr::path("aws_iam_role_policy_attachment.nodes"));
    first.push(Expr::path(
        "aws_vpc_security_group_ingress_rule.control_plane_from_nodes",
    ));
    first.push(Expr::path(
        "aws_vpc_security_group_ingress_rule.nodes_from_nodes",
    ));
    first.push(Expr::path("aws_vpc_security_group_egress_rule.nodes"));
    if blueprint.nat != NatGateways::None {
        first.push(Expr::path("aws_route.nat"));
    }
    for add_on in addons::of(blueprint)
        .iter()
        .filter(|add_on| add_on.before_nodes)
    {
        first.push(Expr::path(match add_on.label {
            "vpc_cni" => "aws_eks_addon.vpc_cni",
            "kube_proxy" => "aws_eks_addon.kube_proxy",
            _ => "aws_eks_addon.pod_identity_agent",
        }));
    }
    first
}
