//! `addon.tf`: new settings for the vpc-cni add-on of a cluster that exists, and those of today as the way back.

use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Subnet};
use super::super::cni;
use super::super::hcl::{Expr, Item, Step, block, comment, labelled, set};
use super::eks::{needs_resource_controller, resource_controller_arn};
use super::{addons, apart};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    if blueprint.strategy.replaces_vpc_cni() {
        return Vec::new();
    }
    apart(Vec::from([
        before(blueprint),
        settings(blueprint),
        role(blueprint),
        Vec::from([resource(blueprint)]),
    ]))
}

fn before(blueprint: &Blueprint) -> Vec<Item> {
    let mut how = alloc::string::String::from(
        "The add-on exists, so that Terraform has to know it before it changes it:\n",
    );
    super::super::text::push(
        &mut how,
        format_args!(
            "  terraform import aws_eks_addon.vpc_cni {}:vpc-cni\n",
            blueprint.name
        ),
    );
    how.push_str(
        "Where another root module holds it, move the settings below there, and remove this file. Where aws-node is no\n\
         add-on, `aws eks list-addons` does not name it: use helm/ instead.",
    );
    let of = |attribute: &'static str| {
        Expr::Reference(
            "data.aws_eks_addon.vpc_cni",
            Vec::from([Step::Attribute(attribute)]),
        )
    };
    Vec::from([
        comment(how),
        labelled(
            "data",
            &["aws_eks_addon", "vpc_cni"],
            Vec::from([
                set("cluster_name", Expr::path("data.aws_eks_cluster.this.name")),
                set("addon_name", Expr::text("vpc-cni")),
            ]),
        ),
        Item::Blank,
        comment(
            "Version and settings as they are at the first apply. They stay here, and give the way back.",
        ),
        labelled(
            "resource",
            &["terraform_data", "vpc_cni_before"],
            Vec::from([
                set(
                    "input",
                    Expr::Object(Vec::from([
                        set("addon_version", of("addon_version")),
                        set("configuration_values", of("configuration_values")),
                    ])),
                ),
                Item::Blank,
                block(
                    "lifecycle",
                    Vec::from([set(
                        "ignore_changes",
                        Expr::List(Vec::from([Expr::path("input")])),
                    )]),
                ),
            ]),
        ),
    ])
}

/// What is set today, with what the plan sets over it.
fn settings(blueprint: &Blueprint) -> Vec<Item> {
    let names = cni::KNOWN.iter().map(|name| Expr::text(*name)).collect();
    let mut configuration = Vec::from([Expr::path("local.vpc_cni_today")]);
    let mut own = Vec::new();
    own.push(set(
        "env",
        Expr::Call(
            "merge",
            Vec::from([
                Expr::path("local.vpc_cni_other_env"),
                addons::environment(blueprint),
            ]),
        ),
    ));
    if blueprint.networking().custom_networking {
        own.push(comment(
            "One ENIConfig a zone, named after it: pods of new nodes take addresses of that subnet.",
        ));
        own.push(set("eniConfig", addons::eni_config(blueprint)));
    }
    configuration.push(Expr::Object(own));
    Vec::from([
        comment(
            "What the plan has no key for stays as it is; of what it has, only what it says is set.",
        ),
        labelled(
            "locals",
            &[],
            Vec::from([
                set(
                    "vpc_cni_today",
                    Expr::Own(
                        "try(jsondecode(data.aws_eks_addon.vpc_cni.configuration_values), {})",
                    ),
                ),
                set("vpc_cni_known_env", Expr::List(names)),
                set(
                    "vpc_cni_other_env",
                    Expr::Own(
                        "{ for name, value in try(local.vpc_cni_today.env, {}) : name => value if !contains(local.vpc_cni_known_env, name) }",
                    ),
                ),
                set("vpc_cni_settings", Expr::Call("merge", configuration)),
            ]),
        ),
    ])
}

/// What the cluster's role may do more for security groups of pods.
fn role(blueprint: &Blueprint) -> Vec<Item> {
    let Some(why) = needs_resource_controller(blueprint) else {
        return Vec::new();
    };
    Vec::from([
        comment(why),
        labelled(
            "resource",
            &["aws_iam_role_policy_attachment", "resource_controller"],
            Vec::from([
                set(
                    "role",
                    Expr::Own("basename(data.aws_eks_cluster.this.role_arn)"),
                ),
                set("policy_arn", Expr::text(resource_controller_arn(blueprint))),
            ]),
        ),
    ])
}

fn resource(blueprint: &Blueprint) -> Item {
    let mut body = Vec::from([
        set("cluster_name", Expr::path("data.aws_eks_cluster.this.name")),
        set("addon_name", Expr::text("vpc-cni")),
        comment("The version stays: an update of it is a change of its own."),
        set(
            "addon_version",
            Expr::path("data.aws_eks_addon.vpc_cni.addon_version"),
        ),
        set(
            "configuration_values",
            Expr::Call(
                "jsonencode",
                Vec::from([Expr::path("local.vpc_cni_settings")]),
            ),
        ),
        set("resolve_conflicts_on_update", Expr::text("OVERWRITE")),
        Item::Blank,
        comment(
            "By these aws-node gets its permissions; what is left out here would be taken away.",
        ),
        set(
            "service_account_role_arn",
            Expr::Own(
                "data.aws_eks_addon.vpc_cni.service_account_role_arn == \"\" ? null : data.aws_eks_addon.vpc_cni.service_account_role_arn",
            ),
        ),
        set("tags", Expr::path("data.aws_eks_addon.vpc_cni.tags")),
        Item::Blank,
        labelled(
            "dynamic",
            &["pod_identity_association"],
            Vec::from([
                set(
                    "for_each",
                    Expr::path("data.aws_eks_addon.vpc_cni.pod_identity_association"),
                ),
                Item::Blank,
                block(
                    "content",
                    Vec::from([
                        set(
                            "role_arn",
                            Expr::path("pod_identity_association.value.role_arn"),
                        ),
                        set(
                            "service_account",
                            Expr::path("pod_identity_association.value.service_account"),
                        ),
                    ]),
                ),
            ]),
        ),
        Item::Blank,
        comment("Destroying this leaves aws-node running, with its settings."),
        set("preserve", Expr::Bool(true)),
        Item::Blank,
    ]);
    let mut after = Vec::from([Expr::path("terraform_data.vpc_cni_before")]);
    if blueprint.subnets.iter().any(Subnet::is_made) {
        after.push(Expr::path("aws_route_table_association.this"));
    }
    body.push(comment(
        "What is, is kept before it changes; pods start in subnets with a route.",
    ));
    body.push(set("depends_on", Expr::List(after)));
    labelled("resource", &["aws_eks_addon", "vpc_cni"], body)
}
