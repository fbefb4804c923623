//! The groups of a kind as a map, and a launch template for each.

use alloc::vec::Vec;

use super::super::super::blueprint::Blueprint;
use super::super::super::groups::{Group, Image};
use super::super::super::hcl::{Expr, Item, Part, block, comment, labelled, set};
use super::super::references::{node_security_group, subnet_by_name};
use super::super::{images, user_data};
use super::role;
use crate::plan::{Share, UpdateStrategy};

/// Groups of a kind as a map, alike in their attributes.
pub(super) fn map(blueprint: &Blueprint, name: &'static str, managed: bool) -> Item {
    let mut entries = Vec::new();
    for group in blueprint.groups.iter().filter(|g| g.managed == managed) {
        if !entries.is_empty() {
            entries.push(Item::Blank);
        }
        entries.push(set(
            group.key.clone(),
            Expr::Object(entry(blueprint, group)),
        ));
    }
    labelled("locals", &[], Vec::from([set(name, Expr::Object(entries))]))
}

fn entry(blueprint: &Blueprint, group: &Group) -> Vec<Item> {
    let mut body = Vec::new();
    if group.managed {
        body.push(set("ami_type", Expr::text(group.image.ami_type())));
    }
    if images::is_named(blueprint, group) {
        if group.managed {
            body.push(comment(
                "With an image of its own the group gets no user data from EKS, so that max pods below holds.",
            ));
        }
        body.push(set("image_id", images::id(group.image)));
    } else {
        body.push(set("image_id", Expr::Own("null")));
    }
    let types = group.types.iter().map(|name| Expr::text(name.as_str()));
    let subnets = group.subnets.iter().map(|key| subnet_by_name(key));
    body.push(set("instance_types", Expr::List(types.collect())));
    body.push(set("subnet_ids", Expr::List(subnets.collect())));
    if group.managed {
        body.push(set("role_arn", role(blueprint, group.image, "arn")));
    } else {
        body.push(set("profile", profile(group.image)));
    }
    body.push(Item::Blank);
    body.push(set("min_size", Expr::Number(group.min.into())));
    body.push(set("max_size", Expr::Number(group.max.into())));
    body.push(comment(
        "Only for the start: afterwards it is left to the autoscaler.",
    ));
    body.push(set("desired_size", Expr::Number(group.desired.into())));
    if group.managed {
        let (count, percent) = match group.update.max_unavailable {
            Share::Count(count) => (Expr::Number(count.max(1).into()), Expr::Own("null")),
            // EKS takes whole percents from 1 to 100.
            Share::Percent(percent) => (
                Expr::Own("null"),
                Expr::Number((percent.hundredths() / 100).clamp(1, 100).into()),
            ),
        };
        let strategy = if group.update.strategy == UpdateStrategy::Minimal {
            Expr::text("MINIMAL")
        } else {
            Expr::text("DEFAULT")
        };
        body.push(Item::Blank);
        body.push(set("max_unavailable", count));
        body.push(set("max_unavailable_percentage", percent));
        body.push(set("update_strategy", strategy));
    }
    body.push(Item::Blank);
    body.extend(user_data::whole(blueprint, group));
    body
}

/// The name of the instance profile of self-managed nodes.
fn profile(image: Image) -> Expr {
    Expr::path(if image == Image::Windows {
        "aws_iam_instance_profile.windows_nodes.name"
    } else {
        "aws_iam_instance_profile.nodes.name"
    })
}

/// The launch template of each group of a kind.
pub(super) fn launch_template(
    blueprint: &Blueprint,
    label: &'static str,
    all: &'static str,
) -> Item {
    let own = label == "self_managed";
    let mut tags = Vec::from([set("Name", Expr::path("each.key"))]);
    if own {
        tags.push(set(
            "\"kubernetes.io/cluster/${var.name}\"",
            Expr::text("owned"),
        ));
    }
    labelled(
        "resource",
        &["aws_launch_template", label],
        template_body(blueprint, all, own, Expr::Object(tags)),
    )
}

fn template_body(blueprint: &Blueprint, all: &'static str, profile: bool, tags: Expr) -> Vec<Item> {
    let prefix = Expr::Template(Vec::from([
        Part::Value(Expr::path("each.key")),
        Part::Text("-".into()),
    ]));
    let mut body = Vec::from([
        set("for_each", Expr::path(all)),
        Item::Blank,
        set("name_prefix", prefix),
        set("image_id", Expr::path("each.value.image_id")),
        set(
            "user_data",
            Expr::Own("each.value.user_data == null ? null : base64encode(each.value.user_data)"),
        ),
        set("update_default_version", Expr::Bool(true)),
        set(
            "vpc_security_group_ids",
            Expr::List(Vec::from([node_security_group(blueprint)])),
        ),
        Item::Blank,
    ]);
    if profile {
        body.push(block(
            "iam_instance_profile",
            Vec::from([set("name", Expr::path("each.value.profile"))]),
        ));
        body.push(Item::Blank);
    }
    body.extend([
        block(
            "metadata_options",
            Vec::from([
                set("http_endpoint", Expr::text("enabled")),
                set("http_tokens", Expr::text("required")),
                set("http_put_response_hop_limit", Expr::Number(1)),
            ]),
        ),
        Item::Blank,
        block(
            "tag_specifications",
            Vec::from([
                set("resource_type", Expr::text("instance")),
                set("tags", tags),
            ]),
        ),
    ]);
    body
}
