//! User data of Windows: PowerShell, and only arguments of AWS's own script in it.

use alloc::format;
use alloc::string::String;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::Pool;
use super::super::text::{push, push_comment};
use super::{file as node_file, head, way_in};

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-windows-ami.html>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint, pool: &Pool) -> File {
    let how = format!(
        "{}\nPods on Windows get addresses of one interface, from the VPC resource controller in the control plane.",
        way_in(pool)
    );
    let mut contents = String::from("<powershell>\n");
    push_comment(
        &mut contents,
        0,
        &head(blueprint, pool, "User data of Windows", &how),
    );
    push(
        &mut contents,
        format_args!(
            "\n[string]$EKSBootstrapScriptFile = \"$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1\"\n\
             & $EKSBootstrapScriptFile -EKSClusterName {} -KubeletExtraArgs '--max-pods={}' 3>&1 4>&1 5>&1 6>&1\n\
             </powershell>\n",
            quoted(&blueprint.name),
            pool.max_pods()
        ),
    );
    node_file(
        format!("nodes/{}.windows.ps1", pool.key),
        contents,
        pool,
        "User data of Windows",
    )
}

/// A string of PowerShell that holds nothing but itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
