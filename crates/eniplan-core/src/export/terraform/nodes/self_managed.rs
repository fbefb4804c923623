//! Auto Scaling groups of one's own.

use alloc::vec::Vec;

use super::super::super::blueprint::Blueprint;
use super::super::super::groups::Image;
use super::super::super::hcl::{Expr, Item, Part, Step, block, comment, labelled, set};
use super::super::super::matrix::Destination;
use super::super::references::cluster_name;
use super::groups::{launch_template, map};
use super::{boots_after, first, role};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let each = |attribute: &'static str| {
        Expr::Reference("each.value", Vec::from([Step::Attribute(attribute)]))
    };
    let name = || {
        Expr::Template(Vec::from([
            Part::Value(Expr::path("each.key")),
            Part::Text("-".into()),
        ]))
    };
    let mut items = Vec::from([map(blueprint, "self_managed_groups", false), Item::Blank]);
    let mut after = first(blueprint);
    items.extend(profiles(blueprint, &mut after));
    items.extend([
        launch_template(blueprint, "self_managed", "local.self_managed_groups"),
        Item::Blank,
        labelled(
            "resource",
            &["aws_autoscaling_group", "this"],
            [
                Vec::from([
                    set("for_each", Expr::path("local.self_managed_groups")),
                    Item::Blank,
                    set("name_prefix", name()),
                    set("vpc_zone_identifier", each("subnet_ids")),
                    set("min_size", each("min_size")),
                    set("max_size", each("max_size")),
                    set("desired_capacity", each("desired_size")),
                    Item::Blank,
                    mixed_instances(),
                    Item::Blank,
                    block(
                        "lifecycle",
                        Vec::from([
                            set("create_before_destroy", Expr::Bool(true)),
                            set(
                                "ignore_changes",
                                Expr::List(Vec::from([Expr::path("desired_capacity")])),
                            ),
                        ]),
                    ),
                ]),
                boots_after(after),
            ]
            .concat(),
        ),
    ]);
    items
}

/// Instance profiles, and access entries of new clusters, which nodes wait for.
fn profiles(blueprint: &Blueprint, after: &mut Vec<Expr>) -> Vec<Item> {
    let mut items = Vec::new();
    for windows in [false, true] {
        let mut own = blueprint
            .groups
            .iter()
            .filter(|group| !group.managed && (group.image == Image::Windows) == windows);
        let Some(group) = own.next() else {
            continue;
        };
        let (label, kind, entry) = if windows {
            (
                "windows_nodes",
                "EC2_WINDOWS",
                "aws_eks_access_entry.windows_nodes",
            )
        } else {
            ("nodes", "EC2_LINUX", "aws_eks_access_entry.nodes")
        };
        items.push(labelled(
            "resource",
            &["aws_iam_instance_profile", label],
            Vec::from([
                set(
                    "name_prefix",
                    Expr::Template(Vec::from([
                        Part::Value(Expr::path("var.name")),
                        Part::Text("-node-".into()),
                    ])),
                ),
                set("role", role(blueprint, group.image, "name")),
            ]),
        ));
        items.push(Item::Blank);
        // The role of a cluster that exists lets its nodes join already.
        if blueprint.destination != Destination::Cluster {
            items.extend([
                comment("Lets the nodes join; EKS makes this by itself for managed groups only."),
                labelled(
                    "resource",
                    &["aws_eks_access_entry", label],
                    Vec::from([
                        set("cluster_name", cluster_name(blueprint)),
                        set("principal_arn", role(blueprint, group.image, "arn")),
                        set("type", Expr::text(kind)),
                    ]),
                ),
                Item::Blank,
            ]);
            after.push(Expr::path(entry));
        }
    }
    items
}

/// Whichever of the group's types is there.
fn mixed_instances() -> Item {
    let template = |attribute: &'static str| {
        Expr::Reference(
            "aws_launch_template.self_managed",
            Vec::from([Step::EachKey, Step::Attribute(attribute)]),
        )
    };
    let types = Expr::path("each.value.instance_types");
    block(
        "mixed_instances_policy",
        Vec::from([block(
            "launch_template",
            Vec::from([
                block(
                    "launch_template_specification",
                    Vec::from([
                        set("launch_template_id", template("id")),
                        set("version", template("latest_version")),
                    ]),
                ),
                Item::Blank,
                labelled(
                    "dynamic",
                    &["override"],
                    Vec::from([
                        set("for_each", types),
                        Item::Blank,
                        block(
                            "content",
                            Vec::from([set("instance_type", Expr::path("override.value"))]),
                        ),
                    ]),
                ),
            ]),
        )]),
    )
}
