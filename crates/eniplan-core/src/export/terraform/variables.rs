//! `variables.tf`.

use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Subnet};
use super::super::hcl::{Expr, Item, comment, labelled, set};
use super::super::matrix::Destination;
use super::{nodes, rules};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let exists = blueprint.destination == Destination::Cluster;
    let mut variables = Vec::from([if exists {
        variable(
            "name",
            "Name of the cluster that exists.",
            "string",
            Some(Expr::text(blueprint.name.as_str())),
        )
    } else {
        variable(
            "name",
            "Name of the cluster, and of what stands around it.",
            "string",
            Some(Expr::text(blueprint.name.as_str())),
        )
    }]);
    if blueprint.destination != Destination::New {
        variables.push(variable(
            "vpc_id",
            "Id of the VPC that exists.",
            "string",
            blueprint.plan.vpc.id.as_deref().map(Expr::text),
        ));
    }
    if !exists {
        variables.push(variable(
            "kubernetes_version",
            "Kubernetes minor version of the control plane and of the nodes.",
            "string",
            Some(Expr::text(
                blueprint.plan.cluster.kubernetes_version.as_str(),
            )),
        ));
        variables.push(variable(
            "api_access_cidrs",
            "Blocks from which the cluster's public API endpoint is reached. Nodes use the private one.",
            "list(string)",
            Some(Expr::List(Vec::from([Expr::text("0.0.0.0/0")]))),
        ));
    }
    if blueprint.destination != Destination::New && blueprint.subnets.iter().any(Subnet::is_made) {
        variables.push(variable(
            "route_table_ids",
            "Route table of each added subnet, by the subnet's name. Those left out get the VPC's main one, which may have no way to a NAT gateway.",
            "map(string)",
            Some(Expr::Inline(Vec::new())),
        ));
    }
    if exists {
        variables.extend(of_cluster(blueprint));
    }
    if blueprint.is_ipv6() {
        variables.push(variable(
            "create_cni_ipv6_policy",
            "Whether to make the policy AmazonEKS_CNI_IPv6_Policy, of which an account has one: false where it is there.",
            "bool",
            Some(Expr::Bool(true)),
        ));
    }
    variables.push(variable(
        "tags",
        "Tags on everything that can carry them.",
        "map(string)",
        Some(Expr::Inline(Vec::from([(
            "ManagedBy".into(),
            Expr::text("terraform"),
        )]))),
    ));
    let mut items = Vec::from([comment(
        "Region, zones and blocks are no variables: they belong together, and the plan holds them.",
    )]);
    for (index, variable) in variables.into_iter().enumerate() {
        if index > 0 {
            items.push(Item::Blank);
        }
        items.push(variable);
    }
    items
}

/// What only whoever made a cluster that exists knows of it.
fn of_cluster(blueprint: &Blueprint) -> Vec<Item> {
    let mut variables = Vec::new();
    if rules::asks_for_node_group(blueprint) || nodes::are_written(blueprint) {
        variables.push(variable(
            "node_security_group_id",
            "Security group of the nodes: that of node groups, or the cluster's own where they have no other.",
            "string",
            None,
        ));
    }
    if rules::ask_for_cluster_group(blueprint) {
        variables.push(variable(
            "cluster_security_group_id",
            "Security group of the control plane's interfaces: aws eks describe-cluster names it clusterSecurityGroupId.",
            "string",
            None,
        ));
    }
    if nodes::are_written(blueprint) {
        variables.push(variable(
            "node_role_name",
            "Name of the IAM role of the nodes, which may join the cluster already.",
            "string",
            None,
        ));
    }
    variables
}

fn variable(
    name: &'static str,
    description: &'static str,
    kind: &'static str,
    default: Option<Expr>,
) -> Item {
    let mut body = Vec::from([
        set("description", Expr::text(description)),
        set("type", Expr::path(kind)),
    ]);
    body.extend(default.map(|default| set("default", default)));
    labelled("variable", &[name], body)
}
