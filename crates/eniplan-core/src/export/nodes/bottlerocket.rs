//! User data of Bottlerocket: TOML.

use alloc::format;
use alloc::string::String;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::Pool;
use super::super::text::{push, push_comment, push_quoted};
use super::{file as node_file, head};
use crate::plan::Provisioner;

/// Source: <https://bottlerocket.dev/en/os/latest/api/settings/kubernetes/>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint, pool: &Pool) -> File {
    let managed = pool.group.provisioner == Provisioner::Managed && !pool.group.custom_ami;
    let how = if managed {
        "Put it into the group's launch template: Bottlerocket's user data wins over what EKS sets, also without an image of its own.\n\
         https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html"
    } else {
        "Put it into the launch template, and add api-server and cluster-certificate to the same table: by hand from\n\
         aws eks describe-cluster, or as terraform-aws-modules/eks and eksctl do."
    };
    let (cpu, memory) = pool.reserved();
    let mut contents = String::new();
    push_comment(
        &mut contents,
        0,
        &head(blueprint, pool, "User data of Bottlerocket", how),
    );
    push(
        &mut contents,
        format_args!("\n[settings.kubernetes]\nmax-pods = {}\n", pool.max_pods()),
    );
    if !managed {
        contents.push_str("cluster-name = ");
        // Escapes of YAML, JSON and TOML are the same here.
        push_quoted(&mut contents, &blueprint.name);
        contents.push('\n');
    }
    push(
        &mut contents,
        format_args!(
            "\n[settings.kubernetes.kube-reserved]\ncpu = \"{cpu}m\"\nmemory = \"{memory}Mi\"\n"
        ),
    );
    node_file(
        format!("nodes/{}.bottlerocket.toml", pool.key),
        contents,
        pool,
        "User data of Bottlerocket",
    )
}
