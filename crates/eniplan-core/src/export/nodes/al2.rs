//! User data of Amazon Linux 2, for the record.

use alloc::format;
use alloc::string::String;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::Pool;
use super::super::shell::sh;
use super::super::text::push_comment;
use super::{file as node_file, head};

/// Source: <https://github.com/awslabs/amazon-eks-ami/blob/0ab842803d82/templates/al2/runtime/bootstrap.sh>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint, pool: &Pool) -> File {
    let how = "For the record: EKS has images of AL2 up to Kubernetes 1.32, and its script was removed on 2026-03-04.\n\
               Move to al2023. The script reserves memory by the number that it computes, not by this one.";
    let mut contents = String::from("#!/bin/bash\n");
    push_comment(
        &mut contents,
        0,
        &head(blueprint, pool, "User data of AL2", how),
    );
    contents.push_str("set -o errexit\n\n");
    contents.push_str(&sh!(
        "/etc/eks/bootstrap.sh {} --use-max-pods false \\\n  --kubelet-extra-args {}\n",
        blueprint.name,
        format!("--max-pods={}", pool.max_pods())
    ));
    node_file(
        format!("nodes/{}.al2.sh", pool.key),
        contents,
        pool,
        "User data of AL2",
    )
}
