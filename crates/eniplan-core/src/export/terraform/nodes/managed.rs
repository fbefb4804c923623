//! Managed node groups.

use alloc::vec::Vec;

use super::super::super::blueprint::Blueprint;
use super::super::super::hcl::{Expr, Item, Part, Step, block, labelled, set};
use super::super::super::matrix::Destination;
use super::super::references::cluster_name;
use super::groups::{launch_template, map};
use super::{boots_after, first};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let each = |attribute: &'static str| {
        Expr::Reference("each.value", Vec::from([Step::Attribute(attribute)]))
    };
    let prefix = Expr::Template(Vec::from([
        Part::Value(Expr::path("each.key")),
        Part::Text("-".into()),
    ]));
    let template = |attribute: &'static str| {
        Expr::Reference(
            "aws_launch_template.managed",
            Vec::from([Step::EachKey, Step::Attribute(attribute)]),
        )
    };
    Vec::from([
        map(blueprint, "managed_groups", true),
        Item::Blank,
        launch_template(blueprint, "managed", "local.managed_groups"),
        Item::Blank,
        labelled(
            "resource",
            &["aws_eks_node_group", "this"],
            [
                Vec::from([
                    set("for_each", Expr::path("local.managed_groups")),
                    Item::Blank,
                    set("cluster_name", cluster_name(blueprint)),
                    set("node_group_name_prefix", prefix),
                    set("node_role_arn", each("role_arn")),
                    set("subnet_ids", each("subnet_ids")),
                    set("instance_types", each("instance_types")),
                    set(
                        "ami_type",
                        Expr::Own("each.value.image_id == null ? each.value.ami_type : null"),
                    ),
                    set("version", version(blueprint)),
                    Item::Blank,
                    block(
                        "launch_template",
                        Vec::from([
                            set("id", template("id")),
                            set("version", template("latest_version")),
                        ]),
                    ),
                    Item::Blank,
                    block(
                        "scaling_config",
                        Vec::from([
                            set("min_size", each("min_size")),
                            set("max_size", each("max_size")),
                            set("desired_size", each("desired_size")),
                        ]),
                    ),
                    Item::Blank,
                    block(
                        "update_config",
                        Vec::from([
                            set("max_unavailable", each("max_unavailable")),
                            set(
                                "max_unavailable_percentage",
                                each("max_unavailable_percentage"),
                            ),
                            set("update_strategy", each("update_strategy")),
                        ]),
                    ),
                    Item::Blank,
                    block(
                        "lifecycle",
                        Vec::from([
                            set("create_before_destroy", Expr::Bool(true)),
                            set(
                                "ignore_changes",
                                Expr::List(Vec::from([Expr::path(
                                    "scaling_config[0].desired_size",
                                )])),
                            ),
                        ]),
                    ),
                ]),
                boots_after(first(blueprint)),
            ]
            .concat(),
        ),
    ])
}

/// The Kubernetes version of nodes whose image EKS chooses.
fn version(blueprint: &Blueprint) -> Expr {
    if blueprint.destination == Destination::Cluster {
        Expr::Own("each.value.image_id == null ? data.aws_eks_cluster.this.version : null")
    } else {
        Expr::Own("each.value.image_id == null ? aws_eks_cluster.this.version : null")
    }
}
