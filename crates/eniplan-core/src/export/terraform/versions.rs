//! `versions.tf`.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, Step, block, labelled, set};

/// Lowest Terraform that the modules take.
///
/// Source: <https://github.com/terraform-aws-modules/terraform-aws-eks/blob/v21.19.0/versions.tf>, read 2026-11-23.
const TERRAFORM: &str = ">= 1.5.7";
/// Both modules want 6.28 at least; version 7 may break them.
const AWS: &str = "~> 6.28";

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let aws = Expr::Object(Vec::from([
        set("source", Expr::text("hashicorp/aws")),
        set("version", Expr::text(AWS)),
    ]));
    let tags = Expr::path("var.tags");
    Vec::from([
        block(
            "terraform",
            Vec::from([
                set("required_version", Expr::text(TERRAFORM)),
                Item::Blank,
                block("required_providers", Vec::from([set("aws", aws)])),
            ]),
        ),
        Item::Blank,
        labelled(
            "provider",
            &["aws"],
            Vec::from([
                set("region", Expr::text(blueprint.plan.region.as_str())),
                Item::Blank,
                block("default_tags", Vec::from([set("tags", tags)])),
            ]),
        ),
    ])
}

/// An image by SSM for the cluster's version: one data source for each kind of image that a group names.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html> and
/// <https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html>, read 2026-11-23.
pub(super) fn image(label: &'static str, before: &str, after: &str) -> Item {
    let name = Expr::Template(Vec::from([
        Part::Text(String::from(before)),
        Part::Value(Expr::Reference(
            "var",
            Vec::from([Step::Attribute("kubernetes_version")]),
        )),
        Part::Text(String::from(after)),
    ]));
    labelled(
        "data",
        &["aws_ssm_parameter", label],
        Vec::from([set("name", name)]),
    )
}
