//! `nodes.tf`: launch templates and node groups where no module makes them.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::{Group, Image};
use super::super::hcl::{Expr, Item, Part, Step, block, comment, labelled, set};
use super::super::matrix::Destination;
use super::references::{cluster_name, node_security_group, subnet_by_name};
use super::{addons, apart, images, user_data};
use crate::plan::{NatGateways, Share, UpdateStrategy};

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
            groups.push(managed(blueprint));
        }
        if blueprint.groups.iter().any(|group| !group.managed) {
            groups.push(self_managed(blueprint));
        }
    }
    if blueprint.destination != Destination::Cluster {
        groups.push(fargate(blueprint));
    }
    apart(groups)
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

/// Groups of a kind as a map, alike in their attributes.
fn map(blueprint: &Blueprint, name: &'static str, managed: bool) -> Item {
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
fn launch_template(blueprint: &Blueprint, label: &'static str, all: &'static str) -> Item {
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

fn managed(blueprint: &Blueprint) -> Vec<Item> {
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
                            Expr::List(Vec::from([Expr::path("scaling_config[0].desired_size")])),
                        ),
                    ]),
                ),
                Item::Blank,
                comment("Nodes boot with these."),
                set("depends_on", Expr::List(first(blueprint))),
            ]),
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

fn self_managed(blueprint: &Blueprint) -> Vec<Item> {
    let each = |attribute: &'static str| {
        Expr::Reference("each.value", Vec::from([Step::Attribute(attribute)]))
    };
    let template = |attribute: &'static str| {
        Expr::Reference(
            "aws_launch_template.self_managed",
            Vec::from([Step::EachKey, Step::Attribute(attribute)]),
        )
    };
    let name = || {
        Expr::Template(Vec::from([
            Part::Value(Expr::path("each.key")),
            Part::Text("-".into()),
        ]))
    };
    let mut items = Vec::from([map(blueprint, "self_managed_groups", false), Item::Blank]);
    let mut after = first(blueprint);
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
    items.extend([
        launch_template(blueprint, "self_managed", "local.self_managed_groups"),
        Item::Blank,
        labelled(
            "resource",
            &["aws_autoscaling_group", "this"],
            Vec::from([
                set("for_each", Expr::path("local.self_managed_groups")),
                Item::Blank,
                set("name_prefix", name()),
                set("vpc_zone_identifier", each("subnet_ids")),
                set("min_size", each("min_size")),
                set("max_size", each("max_size")),
                set("desired_capacity", each("desired_size")),
                Item::Blank,
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
                                    set("for_each", each("instance_types")),
                                    Item::Blank,
                                    block(
                                        "content",
                                        Vec::from([set(
                                            "instance_type",
                                            Expr::path("override.value"),
                                        )]),
                                    ),
                                ]),
                            ),
                        ]),
                    )]),
                ),
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
                Item::Blank,
                comment("Nodes boot with these."),
                set("depends_on", Expr::List(after)),
            ]),
        ),
    ]);
    items
}

fn fargate(blueprint: &Blueprint) -> Vec<Item> {
    if blueprint.fargate.is_empty() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for (index, profile) in blueprint.fargate.iter().enumerate() {
        let mut namespaces = Vec::from([Expr::text(profile.namespace.as_str())]);
        if index == 0 && addons::dns_on_fargate(blueprint) {
            namespaces.push(Expr::text("kube-system"));
        }
        let subnets = profile.subnets.iter().map(|key| subnet_by_name(key));
        entries.push(set(
            profile.key.clone(),
            Expr::Object(Vec::from([
                set("namespaces", Expr::List(namespaces)),
                set("subnet_ids", Expr::List(subnets.collect())),
            ])),
        ));
    }
    Vec::from([
        comment("Pods of these namespaces run on Fargate, each with an address of its own."),
        labelled(
            "locals",
            &[],
            Vec::from([set("fargate_profiles", Expr::Object(entries))]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_eks_fargate_profile", "this"],
            Vec::from([
                set("for_each", Expr::path("local.fargate_profiles")),
                Item::Blank,
                set("cluster_name", cluster_name(blueprint)),
                set("fargate_profile_name", Expr::path("each.key")),
                set(
                    "pod_execution_role_arn",
                    Expr::path("aws_iam_role.fargate.arn"),
                ),
                set("subnet_ids", Expr::path("each.value.subnet_ids")),
                Item::Blank,
                labelled(
                    "dynamic",
                    &["selector"],
                    Vec::from([
                        set("for_each", Expr::path("each.value.namespaces")),
                        Item::Blank,
                        block(
                            "content",
                            Vec::from([set("namespace", Expr::path("selector.value"))]),
                        ),
                    ]),
                ),
                Item::Blank,
                set(
                    "depends_on",
                    Expr::List(Vec::from([Expr::path(
                        "aws_iam_role_policy_attachment.fargate",
                    )])),
                ),
            ]),
        ),
    ])
}
