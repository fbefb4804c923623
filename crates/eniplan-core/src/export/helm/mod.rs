//! Values of Helm charts, their versions pinned, with the commands that install them.

mod calico;
mod cilium;
mod flannel;
mod vpc_cni;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::header::header;
use super::yaml::{Line, write};
use super::{File, Kind};
use crate::plan::Cni;

/// A chart, where it is served, and the release that it becomes.
pub(super) struct Chart {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// The name that `helm repo add` gives to the repository.
    pub(super) alias: &'static str,
    pub(super) repository: &'static str,
    pub(super) release: &'static str,
    pub(super) namespace: &'static str,
}

pub(super) use calico::{CRDS, OPERATOR};
pub(super) use cilium::CILIUM;
pub(super) use flannel::FLANNEL;

/// The values of the strategy's chart; Auto Mode has none.
pub(super) fn files(blueprint: &Blueprint) -> Vec<File> {
    let file = match blueprint.networking().cni {
        Cni::VpcCni if blueprint.runs_vpc_cni() => vpc_cni::file(blueprint),
        Cni::Calico => calico::file(blueprint),
        Cni::CiliumOverlay | Cni::CiliumEni => cilium::file(blueprint),
        Cni::Flannel => flannel::file(blueprint),
        Cni::VpcCni | Cni::WeaveNet | Cni::AutoMode => return Vec::new(),
    };
    Vec::from([file])
}

/// The values of the chart that stands in for the VPC CNI, without what only the cluster knows.
pub(super) fn values(blueprint: &Blueprint) -> Vec<Line> {
    match blueprint.networking().cni {
        Cni::Calico => calico::values(blueprint),
        Cni::CiliumOverlay | Cni::CiliumEni => cilium::values(blueprint),
        Cni::Flannel => flannel::values(blueprint),
        Cni::VpcCni | Cni::WeaveNet | Cni::AutoMode => Vec::new(),
    }
}

impl Chart {
    /// The command that installs it or brings it up to date.
    pub(super) fn install(&self, values: &str) -> String {
        let Self {
            name,
            version,
            alias,
            release,
            namespace,
            ..
        } = self;
        let create = if *namespace == "kube-system" {
            ""
        } else {
            " --create-namespace"
        };
        format!(
            "helm upgrade --install {release} {alias}/{name} --version {version} \\\n  --namespace {namespace}{create} -f {values}"
        )
    }

    /// The command that makes its repository known.
    pub(super) fn add_repository(&self) -> String {
        format!("helm repo add {} {}", self.alias, self.repository)
    }

    /// The file's name in the export.
    pub(super) fn path(&self) -> String {
        format!("helm/{}.values.yaml", self.name)
    }

    /// The file with its head: chart, plan, commands.
    fn file(&self, blueprint: &Blueprint, what: &str, usage: &[String], values: Vec<Line>) -> File {
        let mut lines = Vec::from([
            Line::Comment(format!("chart: {} {}", self.name, self.version)),
            Line::Comment(header(blueprint, what)),
            Line::Comment(String::new()),
        ]);
        lines.extend(usage.iter().cloned().map(Line::Comment));
        lines.push(Line::Blank);
        lines.extend(values);
        File {
            path: self.path(),
            contents: write(&lines),
            kind: Kind::Helm,
            purpose: what.into(),
        }
    }
}

/// Commands as they stand in a comment.
fn indented(commands: &str) -> String {
    commands
        .lines()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
