//! An example of a SecurityGroupPolicy, which gives pods security groups of their own.

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::yaml::{entry, map, note, texts};
use super::in_namespace;

const USAGE: &str = "  kubectl apply -f security-group-policy.yaml
An example: choose namespace, labels and groups. It acts on pods that start afterwards, and at most one policy should
select a pod. The groups must let DNS pass (TCP and UDP 53) to CoreDNS, and the kubelet's probes in from the node's group.";

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/sg-pods-example-deployment.html>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint) -> Option<File> {
    if !blueprint.networking().pod_security_groups {
        return None;
    }
    let mut policy = in_namespace(
        "vpcresources.k8s.aws/v1beta1",
        "SecurityGroupPolicy",
        "example",
        "default",
    );
    policy.push(entry(
        "spec",
        map([
            entry(
                "podSelector",
                map([entry("matchLabels", map([entry("app", "example")]))]),
            ),
            entry(
                "securityGroups",
                map([
                    note("One to five groups as a rule; every one of them applies. AWS takes none before their ids stand here."),
                    entry(
                        "groupIds",
                        texts(["<id of a security group>"]),
                    ),
                ]),
            ),
        ]),
    ));
    Some(super::file(
        blueprint,
        "manifests/security-group-policy.yaml",
        "An example of pods with security groups of their own",
        USAGE,
        &[policy],
    ))
}
