//! Node groups in `eks.tf`, and Fargate profiles.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::{Group, Image, Route};
use super::super::hcl::{Expr, Item, comment, set};
use super::super::matrix::Strategy;
use super::eks::ROLE_PREFIX;
use super::references::subnet_by_name;
use super::{addons, images, user_data};
use crate::plan::{Share, UpdateStrategy};

/// The module's arguments for managed groups and for those of one's own.
pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = Vec::new();
    for (argument, managed) in [
        ("eks_managed_node_groups", true),
        ("self_managed_node_groups", false),
    ] {
        let mut groups: Vec<Item> = Vec::new();
        for group in blueprint.groups.iter().filter(|g| g.managed == managed) {
            if !groups.is_empty() {
                groups.push(Item::Blank);
            }
            groups.push(set(group.key.clone(), Expr::Object(body(blueprint, group))));
        }
        if !groups.is_empty() {
            items.push(Item::Blank);
            items.push(set(argument, Expr::Object(groups)));
        }
    }
    items
}

fn body(blueprint: &Blueprint, group: &Group) -> Vec<Item> {
    let mut body = Vec::from([set("ami_type", Expr::text(group.image.ami_type()))]);
    if group.route == Route::OwnImage {
        body.push(comment(
            "With an image of its own the group gets no user data from EKS, so that max pods below holds.",
        ));
        body.push(set("ami_id", images::id(group.image)));
        body.push(set("enable_bootstrap_user_data", Expr::Bool(true)));
    }
    if group.managed && group.image == Image::Windows {
        body.push(comment(
            "EKS takes the newest image as the group is made; later ones are an update of your own.",
        ));
        body.push(set("use_latest_ami_release_version", Expr::Bool(false)));
    }
    body.extend(instance_types(group));
    let subnets = group
        .subnets
        .iter()
        .map(|key| subnet_by_name(key))
        .collect();
    body.push(set("subnet_ids", Expr::List(subnets)));
    let suffix = if group.managed {
        "-eks-node-group"
    } else {
        "-node-group"
    };
    if group.key.len() + suffix.len() > ROLE_PREFIX {
        let name: String = group.key.chars().take(ROLE_PREFIX).collect();
        body.push(set("iam_role_name", Expr::Text(name)));
    }
    body.push(Item::Blank);
    body.push(set("min_size", Expr::Number(group.min.into())));
    body.push(set("max_size", Expr::Number(group.max.into())));
    body.push(comment(
        "Only for the start: afterwards the module leaves it to the autoscaler.",
    ));
    body.push(set("desired_size", Expr::Number(group.desired.into())));
    if group.managed {
        body.push(Item::Blank);
        body.push(set("update_config", update(group)));
    }
    if blueprint.strategy.replaces_vpc_cni() && blueprint.strategy != Strategy::CiliumEni {
        body.push(Item::Blank);
        body.push(comment("Nodes call no EC2 networking APIs any more."));
        body.push(set("iam_role_attach_cni_policy", Expr::Bool(false)));
    }
    let user_data = user_data::for_module(blueprint, group);
    if !user_data.is_empty() {
        body.push(Item::Blank);
        body.extend(user_data);
    }
    body
}

/// A managed group takes a list; an Auto Scaling group one type, or overrides of its launch template.
fn instance_types(group: &Group) -> Vec<Item> {
    let types = || group.types.iter().map(|name| Expr::text(name.as_str()));
    match (group.managed, group.types.as_slice()) {
        (true, _) => Vec::from([set("instance_types", Expr::List(types().collect()))]),
        (false, [only]) => Vec::from([set("instance_type", Expr::text(only.as_str()))]),
        (false, several) => {
            let overrides = types()
                .map(|name| Expr::Inline(Vec::from([("instance_type".into(), name)])))
                .collect();
            let first = several.first().map(String::as_str).unwrap_or_default();
            Vec::from([
                set("instance_type", Expr::text(first)),
                set("use_mixed_instances_policy", Expr::Bool(true)),
                set(
                    "mixed_instances_policy",
                    Expr::Object(Vec::from([set(
                        "launch_template",
                        Expr::Object(Vec::from([set("override", Expr::List(overrides))])),
                    )])),
                ),
            ])
        }
    }
}

pub(super) fn update(group: &Group) -> Expr {
    let mut entries = Vec::from([match group.update.max_unavailable {
        Share::Count(count) => ("max_unavailable".into(), Expr::Number(count.max(1).into())),
        Share::Percent(percent) => {
            // EKS takes whole percents from 1 to 100.
            let whole = (percent.hundredths() / 100).clamp(1, 100);
            (
                "max_unavailable_percentage".into(),
                Expr::Number(whole.into()),
            )
        }
    }]);
    if group.update.strategy == UpdateStrategy::Minimal {
        entries.push(("update_strategy".into(), Expr::text("MINIMAL")));
    }
    Expr::Inline(entries)
}

/// The module's argument for Fargate profiles.
pub(super) fn fargate(blueprint: &Blueprint) -> Vec<Item> {
    let mut profiles = Vec::new();
    for (index, profile) in blueprint.fargate.iter().enumerate() {
        if index > 0 {
            profiles.push(Item::Blank);
        }
        let mut selectors = Vec::from([selector(&profile.namespace)]);
        if index == 0 && addons::dns_on_fargate(blueprint) {
            selectors.push(selector("kube-system"));
        }
        let subnets = profile.subnets.iter().map(|key| subnet_by_name(key));
        profiles.push(set(
            profile.key.clone(),
            Expr::Object(Vec::from([
                set("subnet_ids", Expr::List(subnets.collect())),
                comment("Pods of this namespace run on Fargate, each with an address of its own."),
                set("selectors", Expr::List(selectors)),
            ])),
        ));
    }
    if profiles.is_empty() {
        return Vec::new();
    }
    Vec::from([Item::Blank, set("fargate_profiles", Expr::Object(profiles))])
}

fn selector(namespace: &str) -> Expr {
    Expr::Inline(Vec::from([("namespace".into(), Expr::text(namespace))]))
}
