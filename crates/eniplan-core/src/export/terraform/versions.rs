//! `versions.tf`.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, block, comment, labelled, set};
use super::references;

/// Lowest Terraform that the modules take.
///
/// Source: <https://github.com/terraform-aws-modules/terraform-aws-eks/blob/v21.19.0/versions.tf>, read 2026-11-23.
const TERRAFORM: &str = ">= 1.5.7";
/// Both modules want 6.28 at least; version 7 may break them.
const AWS: &str = "~> 6.28";
/// Version 3 takes objects where version 2 took blocks.
///
/// Source: <https://github.com/hashicorp/terraform-provider-helm/blob/main/docs/guides/v3-upgrade-guide.md>, read 2026-11-24.
const HELM: &str = "~> 3.0";

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let provider = |source: &'static str, version: &'static str| {
        Expr::Object(Vec::from([
            set("source", Expr::text(source)),
            set("version", Expr::text(version)),
        ]))
    };
    let releases = blueprint.has_releases();
    let mut providers = Vec::from([set("aws", provider("hashicorp/aws", AWS))]);
    if releases {
        providers.push(set("helm", provider("hashicorp/helm", HELM)));
    }
    let mut items = Vec::from([
        block(
            "terraform",
            Vec::from([
                set("required_version", Expr::text(TERRAFORM)),
                Item::Blank,
                block("required_providers", providers),
            ]),
        ),
        Item::Blank,
        labelled(
            "provider",
            &["aws"],
            Vec::from([
                set("region", Expr::text(blueprint.plan.region.as_str())),
                Item::Blank,
                block(
                    "default_tags",
                    Vec::from([set("tags", Expr::path("var.tags"))]),
                ),
            ]),
        ),
    ]);
    if releases {
        items.push(Item::Blank);
        items.push(comment(
            "Whoever applies this needs the AWS command line, which gets a token for the cluster.",
        ));
        items.push(labelled(
            "provider",
            &["helm"],
            Vec::from([set("kubernetes", kubernetes(blueprint))]),
        ));
    }
    items
}

fn kubernetes(blueprint: &Blueprint) -> Expr {
    let arguments = [
        Expr::text("eks"),
        Expr::text("get-token"),
        Expr::text("--cluster-name"),
        references::cluster_name(blueprint),
        Expr::text("--region"),
        Expr::text(blueprint.plan.region.as_str()),
    ];
    Expr::Object(Vec::from([
        set("host", references::endpoint(blueprint)),
        set(
            "cluster_ca_certificate",
            Expr::Call(
                "base64decode",
                Vec::from([references::certificate(blueprint)]),
            ),
        ),
        Item::Blank,
        set(
            "exec",
            Expr::Object(Vec::from([
                set(
                    "api_version",
                    Expr::text("client.authentication.k8s.io/v1beta1"),
                ),
                set("command", Expr::text("aws")),
                set("args", Expr::List(arguments.into())),
            ])),
        ),
    ]))
}
