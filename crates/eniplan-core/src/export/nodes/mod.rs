//! Node configuration: user data that makes the plan's max pods true, one file a group, and eksctl's cluster.

mod al2;
mod al2023;
mod bottlerocket;
mod eksctl;
mod windows;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::header::header;
use super::pools::Pool;
use super::{File, Kind};
use crate::plan::{Ami, Provisioner};

/// The files of groups whose nodes take user data of ours, and eksctl's.
pub(super) fn files(blueprint: &Blueprint, pools: &[Pool]) -> Vec<File> {
    let mut files: Vec<File> = pools
        .iter()
        .filter(|pool| pool.has_user_data())
        .map(|pool| match pool.group.ami {
            Ami::Al2023 => al2023::file(blueprint, pool),
            Ami::Bottlerocket => bottlerocket::file(blueprint, pool),
            Ami::Windows => windows::file(blueprint, pool),
            Ami::Al2 => al2::file(blueprint, pool),
        })
        .collect();
    files.extend(eksctl::file(blueprint, pools));
    files
}

/// The lines at the head of a group's file.
fn head(blueprint: &Blueprint, pool: &Pool, what: &str, how: &str) -> String {
    let formula = match &pool.report.max_pods_formula {
        Some(formula) => format!(
            "the network's limit on {} is {formula}",
            pool.report.instance_type
        ),
        None => "the network sets no limit".to_string(),
    };
    format!(
        "{}\n\nGroup {}: {} of {} pods each; {formula}.\n{how}",
        header(blueprint, what),
        pool.report.name,
        pool.type_names(),
        pool.max_pods(),
    )
}

/// How user data reaches a group, by who starts its nodes.
fn way_in(pool: &Pool) -> &'static str {
    match pool.group.provisioner {
        Provisioner::Managed => {
            "Put it into the group's launch template, which must name the image (the EKS-optimized one will do): without that\n\
             EKS adds its own max pods, which wins. Updates of the image are yours from then on."
        }
        _ => "Put it into the launch template of the Auto Scaling group.",
    }
}

fn file(path: String, contents: String, pool: &Pool, what: &str) -> File {
    File {
        path,
        contents,
        kind: Kind::Nodes,
        purpose: format!("{what}: {} pods a node", pool.max_pods()),
    }
}
