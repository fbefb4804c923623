//! Settings of the VPC CNI on a cluster that runs, by its add-on or by its DaemonSet.

use alloc::format;
use alloc::string::String;

use super::super::blueprint::Blueprint;
use super::super::cni;
use super::super::shell::sh;
use super::super::text::push_quoted;
use super::{Step, step};

/// Keeps what there is, for the way back.
pub(super) fn save() -> Step {
    step(
        "Keep the settings that there are",
        "They are the way back, so nothing is written twice. The first command fails where EKS does not manage the VPC CNI: then the DaemonSet alone holds its settings.",
        "[ -s vpc-cni.before.json ] || aws eks describe-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni > vpc-cni.before.json\n\
         [ -s aws-node.before.json ] || kubectl -n kube-system get daemonset aws-node -o json |\n\
         \x20 jq 'del(.metadata.resourceVersion,.metadata.uid,.metadata.creationTimestamp,.metadata.generation,.metadata.managedFields,.status)' > aws-node.before.json",
    )
    .check(
        "kubectl -n kube-system get daemonset aws-node -o jsonpath='{.spec.template.spec.containers[0].image}'",
        "an image of amazon-k8s-cni, v1.18 or later; update it first where it is older.",
    )
}

/// Puts the plan's settings in place.
pub(super) fn apply(blueprint: &Blueprint) -> Step {
    let environment = cni::environment(blueprint.networking());
    let mut json = String::from("{\"env\":{");
    let mut words = String::new();
    for (index, (name, value)) in environment.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        push_quoted(&mut json, name);
        json.push(':');
        push_quoted(&mut json, value);
        words.push_str(&sh!(" {}", format!("{name}={value}")));
    }
    json.push_str("}}");
    step(
        "Set the VPC CNI's settings",
        "The add-on takes all its settings at once: put what you had set yourself (configurationValues in vpc-cni.before.json) into the same JSON. \
         The second command is for a VPC CNI that EKS does not manage; the first reverts it otherwise.",
        sh!(
            "aws eks update-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni \\\n  --configuration-values {} \\\n  --resolve-conflicts OVERWRITE\n",
            json
        ) + &format!("# or, without the add-on:\nkubectl -n kube-system set env daemonset aws-node{words}"),
    )
    .check(
        "kubectl -n kube-system rollout status daemonset aws-node --timeout=10m\n\
         kubectl -n kube-system set env daemonset aws-node --list",
        "the rollout ends, and the list has the values above.",
    )
}

/// Puts back what [`save`] kept.
pub(super) fn restore() -> Step {
    step(
        "Put the settings back",
        "What was not set before falls back to its default.",
        "aws eks update-addon --cluster-name \"$CLUSTER\" --addon-name vpc-cni --resolve-conflicts OVERWRITE \\\n\
         \x20 --configuration-values \"$(jq -r '.addon.configurationValues // \"{}\"' vpc-cni.before.json)\"\n\
         # or, without the add-on:\n\
         kubectl replace -f aws-node.before.json",
    )
    .check(
        "kubectl -n kube-system rollout status daemonset aws-node --timeout=10m",
        "the rollout ends.",
    )
}
