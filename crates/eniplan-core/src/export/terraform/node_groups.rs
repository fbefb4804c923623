//! Node groups in `eks.tf`, and what stands before the cluster for them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::{Group, Image, Route};
use super::super::hcl::{Expr, Item, Part, Step, comment, labelled, set};
use super::eks::{ROLE_PREFIX, max_pods};
use super::versions::image;
use super::vpc::id_by_name;
use crate::aws::catalogue::Arch;
use crate::plan::{Share, UpdateStrategy};

/// Max pods of every group, and the images that groups name.
pub(super) fn before(blueprint: &Blueprint) -> Vec<Item> {
    let mut entries = Vec::new();
    for group in &blueprint.groups {
        let types = group.types.join(", ");
        let formula = group
            .formula
            .as_deref()
            .unwrap_or("no formula of the network");
        entries.push(comment(format!("{types}: {formula}")));
        entries.push(set(group.key.clone(), Expr::Number(group.max_pods)));
    }
    let mut items = Vec::new();
    if !entries.is_empty() {
        items.push(comment(
            "Pods that a node takes, those on the host's network included, and how the network's limit comes out.",
        ));
        items.push(labelled(
            "locals",
            &[],
            Vec::from([set("max_pods", Expr::Object(entries))]),
        ));
        items.push(Item::Blank);
    }
    let mut images: Vec<Image> = blueprint
        .groups
        .iter()
        .filter(|group| group.route == Route::OwnImage)
        .map(|group| group.image)
        .collect();
    images.sort_unstable();
    images.dedup();
    for wanted in images {
        items.push(match wanted {
            Image::Al2023(arch) => image(
                label(wanted),
                "/aws/service/eks/optimized-ami/",
                &format!(
                    "/amazon-linux-2023/{}/standard/recommended/image_id",
                    arch.name()
                ),
            ),
            Image::Bottlerocket(arch) => image(
                label(wanted),
                "/aws/service/bottlerocket/aws-k8s-",
                &format!("/{}/latest/image_id", arch.name()),
            ),
        });
        items.push(Item::Blank);
    }
    items
}

fn label(image: Image) -> &'static str {
    match image {
        Image::Al2023(Arch::X86_64) => "al2023_x86_64",
        Image::Al2023(Arch::Arm64) => "al2023_arm64",
        Image::Bottlerocket(Arch::X86_64) => "bottlerocket_x86_64",
        Image::Bottlerocket(Arch::Arm64) => "bottlerocket_arm64",
    }
}

fn image_id(image: Image) -> Expr {
    Expr::path(match image {
        Image::Al2023(Arch::X86_64) => "data.aws_ssm_parameter.al2023_x86_64.insecure_value",
        Image::Al2023(Arch::Arm64) => "data.aws_ssm_parameter.al2023_arm64.insecure_value",
        Image::Bottlerocket(Arch::X86_64) => {
            "data.aws_ssm_parameter.bottlerocket_x86_64.insecure_value"
        }
        Image::Bottlerocket(Arch::Arm64) => {
            "data.aws_ssm_parameter.bottlerocket_arm64.insecure_value"
        }
    })
}

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
            groups.push(set(group.key.clone(), Expr::Object(body(group))));
        }
        if !groups.is_empty() {
            items.push(Item::Blank);
            items.push(set(argument, Expr::Object(groups)));
        }
    }
    items
}

fn body(group: &Group) -> Vec<Item> {
    let mut body = Vec::from([set("ami_type", Expr::text(group.image.ami_type()))]);
    if group.route == Route::OwnImage {
        body.push(comment(
            "With an image of its own the group gets no user data from EKS, so that max pods below holds.",
        ));
        body.push(set("ami_id", image_id(group.image)));
        body.push(set("enable_bootstrap_user_data", Expr::Bool(true)));
    }
    body.extend(instance_types(group));
    let subnets = group.subnets.iter().map(|key| id_by_name(key)).collect();
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
    if let Some(item) = user_data(group) {
        body.push(Item::Blank);
        body.extend(item);
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

fn update(group: &Group) -> Expr {
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

/// User data that sets max pods, where a route needs it.
fn user_data(group: &Group) -> Option<Vec<Item>> {
    if group.route == Route::Eks {
        return None;
    }
    let text = |text: &str| Part::Text(text.to_string());
    Some(match group.image {
        Image::Al2023(_) => {
            let mut parts = Vec::from([text(
                "---\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  kubelet:\n",
            )]);
            if group.route != Route::EksAndUserData {
                // nodeadm reserves memory by the number that it computes, which the kubelet's setting leaves as it was.
                parts.extend([
                    text("    maxPodsExpression: \""),
                    max_pods(&group.key),
                    text("\"\n"),
                ]);
            }
            parts.extend([
                text("    config:\n      maxPods: "),
                max_pods(&group.key),
                text("\n"),
            ]);
            let part = Expr::Object(Vec::from([
                set("content_type", Expr::text("application/node.eks.aws")),
                set("content", Expr::Heredoc(parts)),
            ]));
            let why = match group.route {
                Route::EksAndUserData => {
                    "EKS computes max pods from the CNI's settings and its value wins; this is the same one, to fall back to."
                }
                _ => "The expression is for what nodeadm reserves, the setting for the kubelet.",
            };
            Vec::from([
                comment(why),
                set("cloudinit_pre_nodeadm", Expr::List(Vec::from([part]))),
            ])
        }
        Image::Bottlerocket(_) => {
            // Where the module's template opens the table, the key alone follows.
            let is_open = group.route == Route::OwnImage || !group.managed;
            let (table, why) = if is_open {
                (
                    "",
                    "The module's own user data has opened the table that this stands in.",
                )
            } else {
                (
                    "[settings.kubernetes]\n",
                    "Bottlerocket's user data wins over what EKS sets.",
                )
            };
            let parts = Vec::from([
                text(table),
                text("max-pods = "),
                max_pods(&group.key),
                text("\n"),
            ]);
            Vec::from([
                comment(why),
                set("bootstrap_extra_args", Expr::Heredoc(parts)),
            ])
        }
    })
}

/// Max pods of the groups by name, for an output.
pub(super) fn all_max_pods() -> Expr {
    Expr::Reference("local", Vec::from([Step::Attribute("max_pods")]))
}
