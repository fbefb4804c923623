//! Fargate profiles.

use alloc::vec::Vec;

use super::super::super::blueprint::Blueprint;
use super::super::super::hcl::{Expr, Item, block, comment, labelled, set};
use super::super::addons;
use super::super::references::{cluster_name, subnet_by_name};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
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
