//! User data of Amazon Linux 2023, as nodeadm reads it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::Pool;
use super::super::shell::sh;
use super::super::text::{push, push_comment};
use super::super::yaml::{Line, Yaml, entry, map, note, write};
use super::{file as node_file, head, way_in};
use crate::plan::Cni;

/// What stands between the parts; no line of them begins so.
const BOUNDARY: &str = "eniplan-part";

/// The newest release whose archive flannel's needs are taken from.
///
/// Source: <https://github.com/containernetworking/plugins/releases>, read 2026-11-24.
const PLUGINS: &str = "v1.9.1";

/// Parts in MIME, as EKS takes them in a launch template.
///
/// Source: <https://awslabs.github.io/amazon-eks-ami/nodeadm/>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint, pool: &Pool) -> File {
    let cluster = sh!(
        "aws eks describe-cluster --name {} --region {} --query \\\n  'cluster.{{apiServerEndpoint:endpoint,certificateAuthority:certificateAuthority.data,cidr:kubernetesNetworkConfig.serviceIpv4Cidr}}'",
        blueprint.name,
        blueprint.plan.region.as_str()
    );
    let how = format!(
        "{}\n\
         The cluster's part is not here: terraform-aws-modules/eks and eksctl add it. By hand, add spec.cluster with name\n\
         and what this says, in a NodeConfig of its own:\n  {cluster}",
        way_in(pool)
    );
    let mut contents =
        format!("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"{BOUNDARY}\"\n\n");
    // What stands before the first part is read by people only.
    push_comment(
        &mut contents,
        0,
        &head(blueprint, pool, "User data of AL2023", &how),
    );
    push_part(
        &mut contents,
        "application/node.eks.aws",
        &write(&node_config(pool)),
    );
    if pool.networking.cni == Cni::Flannel {
        push_part(
            &mut contents,
            "text/x-shellscript; charset=\"us-ascii\"",
            &plugins(),
        );
    }
    push(&mut contents, format_args!("\n--{BOUNDARY}--\n"));
    node_file(
        format!("nodes/{}.user-data.mime", pool.key),
        contents,
        pool,
        "User data of AL2023",
    )
}

fn push_part(out: &mut String, kind: &str, text: &str) {
    push(
        out,
        format_args!("\n--{BOUNDARY}\nContent-Type: {kind}\n\n{text}"),
    );
}

/// The part that nodeadm reads; a later NodeConfig wins over an earlier one, key by key.
fn node_config(pool: &Pool) -> Vec<Line> {
    let (cpu, memory) = pool.reserved();
    let pods = pool.max_pods();
    Vec::from([
        entry("apiVersion", "node.eks.aws/v1alpha1"),
        entry("kind", "NodeConfig"),
        entry(
            "spec",
            map([entry(
                "kubelet",
                map([
                    note("nodeadm takes max pods from it, and reserves memory by it."),
                    entry("maxPodsExpression", Yaml::Text(pods.to_string())),
                    note(format!(
                        "The same for images older than that key: 255 MiB and 11 for each of {pods} pods are {memory} MiB,\nand CPU as nodeadm reserves it on the largest type."
                    )),
                    entry(
                        "config",
                        map([
                            entry("maxPods", pods),
                            entry(
                                "kubeReserved",
                                map([
                                    entry("cpu", format!("{cpu}m")),
                                    entry("ephemeral-storage", "1Gi"),
                                    entry("memory", format!("{memory}Mi")),
                                ]),
                            ),
                        ]),
                    ),
                ]),
            )]),
        ),
    ])
}

/// Plugins that flannel calls and the image does not have.
fn plugins() -> String {
    format!(
        "#!/bin/bash\n\
         # flannel's own chart brings flannel alone; it calls bridge, host-local, loopback and portmap.\n\
         # Check the archive against the .sha256 beside it before you rely on it.\n\
         set -euo pipefail\n\
         case \"$(uname -m)\" in\n\
         \x20 x86_64) arch=amd64 ;;\n\
         \x20 aarch64) arch=arm64 ;;\n\
         esac\n\
         site=https://github.com/containernetworking/plugins/releases/download\n\
         mkdir -p /opt/cni/bin\n\
         curl -fsSL \"$site/{PLUGINS}/cni-plugins-linux-$arch-{PLUGINS}.tgz\" | tar -xz -C /opt/cni/bin\n"
    )
}
