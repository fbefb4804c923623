//! What stands before the nodes: max pods of every group, and the images that groups name.

use alloc::format;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::{Group, Image, Route};
use super::super::hcl::{Expr, Item, Part, comment, labelled, set};
use super::super::matrix::Form;
use super::apart;
use super::references::kubernetes_version;
use crate::aws::catalogue::Arch;

/// Max pods by group with their formulas, and a data source for each image.
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
    let mut groups = Vec::new();
    if !entries.is_empty() {
        groups.push(Vec::from([
            comment(
                "Pods that a node takes, those on the host's network included, and how the network's limit comes out.",
            ),
            labelled(
                "locals",
                &[],
                Vec::from([set("max_pods", Expr::Object(entries))]),
            ),
        ]));
    }
    let mut images: Vec<Image> = blueprint
        .groups
        .iter()
        .filter(|group| is_named(blueprint, group))
        .map(|group| group.image)
        .collect();
    images.sort_unstable();
    images.dedup();
    for image in images {
        groups.push(Vec::from([data(blueprint, image)]));
    }
    apart(groups)
}

/// Whether the launch template names the group's image: the module finds that of self-managed groups by itself.
pub(super) fn is_named(blueprint: &Blueprint, group: &Group) -> bool {
    group.route == Route::OwnImage || (!group.managed && blueprint.form == Form::Plain)
}

/// The image's id.
pub(super) fn id(image: Image) -> Expr {
    Expr::path(match image {
        Image::Al2023(Arch::X86_64) => "data.aws_ssm_parameter.al2023_x86_64.insecure_value",
        Image::Al2023(Arch::Arm64) => "data.aws_ssm_parameter.al2023_arm64.insecure_value",
        Image::Bottlerocket(Arch::X86_64) => {
            "data.aws_ssm_parameter.bottlerocket_x86_64.insecure_value"
        }
        Image::Bottlerocket(Arch::Arm64) => {
            "data.aws_ssm_parameter.bottlerocket_arm64.insecure_value"
        }
        Image::Windows => "data.aws_ssm_parameter.windows.insecure_value",
    })
}

/// An image by SSM for the cluster's version.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html>,
/// <https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html> and
/// <https://docs.aws.amazon.com/eks/latest/userguide/retrieve-windows-ami-id.html>, read 2026-11-24.
fn data(blueprint: &Blueprint, image: Image) -> Item {
    let (label, before, after) = match image {
        Image::Al2023(arch) => (
            if arch == Arch::Arm64 {
                "al2023_arm64"
            } else {
                "al2023_x86_64"
            },
            "/aws/service/eks/optimized-ami/",
            format!(
                "/amazon-linux-2023/{}/standard/recommended/image_id",
                arch.name()
            ),
        ),
        Image::Bottlerocket(arch) => (
            if arch == Arch::Arm64 {
                "bottlerocket_arm64"
            } else {
                "bottlerocket_x86_64"
            },
            "/aws/service/bottlerocket/aws-k8s-",
            format!("/{}/latest/image_id", arch.name()),
        ),
        Image::Windows => (
            "windows",
            "/aws/service/ami-windows-latest/Windows_Server-2022-English-Core-EKS_Optimized-",
            "/image_id".into(),
        ),
    };
    labelled(
        "data",
        &["aws_ssm_parameter", label],
        Vec::from([set(
            "name",
            Expr::Template(Vec::from([
                Part::Text(before.into()),
                Part::Value(kubernetes_version(blueprint)),
                Part::Text(after),
            ])),
        )]),
    )
}
