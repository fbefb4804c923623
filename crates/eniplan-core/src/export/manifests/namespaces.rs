//! Namespaces whose pods need more than Pod Security's baseline.

use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::{Pool, takes_drop_in};
use super::super::yaml::{Line, entry, map, note};
use super::max_pods;
use crate::plan::Cni;

/// A namespace in which pods may do what they need.
fn namespace(name: &'static str, why: &'static str) -> Vec<Line> {
    // Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/, read 2026-11-24.
    Vec::from([
        note(why),
        entry("apiVersion", "v1"),
        entry("kind", "Namespace"),
        entry(
            "metadata",
            map([
                entry("name", name),
                entry(
                    "labels",
                    map([
                        entry("pod-security.kubernetes.io/enforce", "privileged"),
                        entry("pod-security.kubernetes.io/warn", "privileged"),
                    ]),
                ),
            ]),
        ),
    ])
}

/// The namespaces, where the strategy has some of its own.
pub(super) fn file(blueprint: &Blueprint, pools: &[Pool]) -> Option<File> {
    let mut documents = Vec::new();
    match blueprint.networking().cni {
        Cni::Calico => documents.push(namespace(
            "tigera-operator",
            "The operator runs on the host's network, so that it starts before there is another. It makes calico-system itself.",
        )),
        Cni::Flannel => documents.push(namespace(
            "kube-flannel",
            "flannel runs on the host's network and changes its routes.",
        )),
        _ => {}
    }
    if pools.iter().any(takes_drop_in) {
        documents.push(namespace(
            max_pods::NAMESPACE,
            "Only for kubelet-max-pods.yaml: its pods are root on their nodes. Leave it out with that file.",
        ));
    }
    (!documents.is_empty()).then(|| {
        super::file(
            blueprint,
            "manifests/namespaces.yaml",
            "Namespaces with the rights that their pods need",
            "  kubectl apply -f namespaces.yaml\nBefore the charts.",
            &documents,
        )
    })
}
