//! `outputs.tf`.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, labelled, set};
use super::super::matrix::{Destination, Form, Strategy};
use super::{addons, karpenter, nodes, references};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut outputs = Vec::from([
        (
            "update_kubeconfig",
            "Run this to reach the cluster with kubectl.",
            Expr::Template(Vec::from([
                Part::Text("aws eks update-kubeconfig --region ".into()),
                Part::Text(blueprint.plan.region.as_str().into()),
                Part::Text(" --name ".into()),
                Part::Value(references::cluster_name(blueprint)),
            ])),
        ),
        (
            "cluster_name",
            "Name of the cluster.",
            references::cluster_name(blueprint),
        ),
        ("vpc_id", "Id of the VPC.", references::vpc_id(blueprint)),
        (
            "subnet_ids",
            "Id of each subnet, by its name in the plan.",
            Expr::path("local.subnet_ids"),
        ),
    ]);
    if blueprint.destination != Destination::Cluster {
        outputs.push((
            "node_security_group_id",
            "Security group of nodes, and of pods without one of their own.",
            references::node_security_group(blueprint),
        ));
    }
    if !blueprint.groups.is_empty()
        && (blueprint.destination != Destination::Cluster || nodes::are_written(blueprint))
    {
        outputs.push((
            "max_pods",
            "Pods a node by group, to compare with .status.capacity.pods of the nodes.",
            Expr::path("local.max_pods"),
        ));
    }
    if blueprint.networking().custom_networking
        && !blueprint.strategy.replaces_vpc_cni()
        && blueprint.strategy != Strategy::AutoMode
        && !blueprint.is_ipv6()
    {
        let values = Expr::Inline(Vec::from([(
            "eniConfig".into(),
            addons::eni_config(blueprint),
        )]));
        outputs.push((
            "eni_config_values",
            "ENIConfigs as values of the aws-vpc-cni chart, should it stand in for the add-on.",
            Expr::Call("yamlencode", Vec::from([values])),
        ));
    }
    if blueprint.destination == Destination::Cluster && !blueprint.strategy.replaces_vpc_cni() {
        outputs.push((
            "vpc_cni_before",
            "Version and settings of the vpc-cni add-on before the first apply: the way back.",
            Expr::path("terraform_data.vpc_cni_before.output"),
        ));
    }
    if blueprint.has_karpenter() && blueprint.destination != Destination::Cluster {
        let (role, queue) = karpenter::outputs(blueprint.form == Form::Modules);
        outputs.push((
            "karpenter_node_role_name",
            "IAM role of Karpenter's nodes, which the EC2NodeClass names.",
            role,
        ));
        outputs.push((
            "karpenter_interruption_queue",
            "Queue of interruptions, a value of Karpenter's chart.",
            queue,
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
