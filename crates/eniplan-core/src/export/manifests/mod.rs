//! Kubernetes manifests: what is applied with kubectl, beside charts and add-ons.

pub(super) mod auto_mode;
mod eni_config;
mod karpenter;
mod max_pods;
mod namespaces;
mod security_groups;

use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::header::header;
use super::pools::Pool;
use super::yaml::{Line, Yaml, entry, map, write_documents};
use super::{File, Kind};

pub(super) use max_pods::LABEL;

/// The manifests of a plan, in the order in which they are applied.
pub(super) fn files(blueprint: &Blueprint, pools: &[Pool]) -> Vec<File> {
    let mut files = Vec::new();
    files.extend(namespaces::file(blueprint, pools));
    files.extend(eni_config::file(blueprint));
    files.extend(security_groups::file(blueprint));
    files.extend(karpenter::file(blueprint, pools));
    files.extend(auto_mode::files(blueprint, pools));
    files.extend(max_pods::file(blueprint, pools));
    files
}

fn file(
    blueprint: &Blueprint,
    path: &'static str,
    purpose: &'static str,
    usage: &str,
    documents: &[Vec<Line>],
) -> File {
    let mut head = header(blueprint, purpose);
    head.push_str("\n\n");
    head.push_str(usage);
    File {
        path: path.into(),
        contents: write_documents(&head, documents),
        kind: Kind::Manifests,
        purpose: purpose.into(),
    }
}

/// The first lines of an object.
fn object(version: &'static str, kind: &'static str, name: impl Into<String>) -> Vec<Line> {
    Vec::from([
        entry("apiVersion", version),
        entry("kind", kind),
        entry("metadata", map([entry("name", Yaml::Text(name.into()))])),
    ])
}

/// The first lines of an object that stands in a namespace.
fn in_namespace(
    version: &'static str,
    kind: &'static str,
    name: impl Into<String>,
    namespace: &'static str,
) -> Vec<Line> {
    Vec::from([
        entry("apiVersion", version),
        entry("kind", kind),
        entry(
            "metadata",
            map([
                entry("name", Yaml::Text(name.into())),
                entry("namespace", namespace),
            ]),
        ),
    ])
}
