//! `outputs.tf`.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, labelled, set};
use super::eks::eni_config;
use super::node_groups::all_max_pods;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut outputs = Vec::from([
        (
            "update_kubeconfig",
            "Run this to reach the cluster with kubectl.",
            Expr::Template(Vec::from([
                Part::Text("aws eks update-kubeconfig --region ".into()),
                Part::Text(blueprint.plan.region.as_str().into()),
                Part::Text(" --name ".into()),
                Part::Value(Expr::path("module.eks.cluster_name")),
            ])),
        ),
        (
            "cluster_name",
            "Name of the cluster.",
            Expr::path("module.eks.cluster_name"),
        ),
        ("vpc_id", "Id of the VPC.", Expr::path("module.vpc.vpc_id")),
        (
            "subnet_ids",
            "Id of each subnet, by its name in the plan.",
            Expr::path("local.subnet_ids"),
        ),
        (
            "node_security_group_id",
            "Security group of nodes, and of pods without one of their own.",
            Expr::path("module.eks.node_security_group_id"),
        ),
    ]);
    if !blueprint.groups.is_empty() {
        outputs.push((
            "max_pods",
            "Pods a node by group, to compare with .status.capacity.pods of the nodes.",
            all_max_pods(),
        ));
    }
    if blueprint.networking().custom_networking {
        let values = Expr::Inline(Vec::from([("eniConfig".into(), eni_config(blueprint))]));
        outputs.push((
            "eni_config_values",
            "ENIConfigs as values of the aws-vpc-cni chart, should it stand in for the add-on.",
            Expr::Call("yamlencode", Vec::from([values])),
        ));
    }
    let mut items = Vec::new();
    for (name, description, value) in outputs {
        if !items.is_empty() {
            items.push(Item::Blank);
        }
        items.push(labelled(
            "output",
            &[name],
            Vec::from([
                set("description", Expr::text(description)),
                set("value", value),
            ]),
        ));
    }
    items
}
