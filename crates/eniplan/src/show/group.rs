//! A node group in sentences.

use eniplan_core::analyze::{GroupReport, MaxPodsSource};
use eniplan_core::aws::Certainty;
use eniplan_core::finding::Grouped;

use super::plural;

/// Its nodes and what becomes of its pods.
pub(super) fn outcome(group: &GroupReport) -> String {
    let mut text = format!(
        "{} of {}",
        plural(group.nodes, "node"),
        group.instance_types.join(", ")
    );
    if group.pods_desired > 0 {
        let placed = Grouped(group.pods_placed);
        let desired = Grouped(group.pods_desired);
        text.push_str(&format!("; {placed} of {desired} pods placed"));
    }
    for (count, what) in [
        (group.pods_pending, "pending"),
        (group.pods_without_address, "without an address"),
    ] {
        if count > 0 {
            text.push_str(&format!(", {} {what}", Grouped(count)));
        }
    }
    text
}

/// Max pods with the formula filled in, and who says so.
pub(super) fn max_pods(group: &GroupReport) -> String {
    let pods = Grouped(group.max_pods);
    let served = group.formula_max_pods;
    let formula = group.max_pods_formula.as_deref().map(turned);
    let mixed = if group.instance_types.len() > 1 {
        format!(" on {}", group.instance_type)
    } else {
        String::new()
    };
    let mut text = match (group.max_pods_source, served, formula) {
        (MaxPodsSource::Plan, Some(served), Some(formula)) if served != group.max_pods => {
            format!("{pods}, as the plan sets; the network serves {formula}")
        }
        (MaxPodsSource::Plan, _, _) => format!("{pods}, as the plan sets"),
        (MaxPodsSource::Rules, Some(served), Some(formula)) if served == group.max_pods => formula,
        (MaxPodsSource::Rules, Some(served), Some(formula)) if served > group.max_pods => {
            format!("{pods}, the cap; without it {formula}")
        }
        (MaxPodsSource::Rules, Some(_), Some(formula)) => {
            format!("{pods}, as EKS would set; the network serves {formula}")
        }
        (MaxPodsSource::Rules, _, _) => format!("{pods}, as EKS would set"),
    };
    text.push_str(&mixed);
    if group.host_network_pods > 0 && group.max_pods > 0 {
        text.push_str(&format!(
            "; {} of them on the host's network",
            Grouped(group.host_network_pods)
        ));
    }
    if group.certainty == Certainty::Estimate {
        text = format!("~ {text} (an estimate)");
    }
    text
}

/// A formula with its result in front: `29 = 3 × (10 − 1) + 2`.
fn turned(formula: &str) -> String {
    match formula.rsplit_once(" = ") {
        Some((terms, result)) => format!("{result} = {terms}"),
        None => formula.to_owned(),
    }
}

/// What each of its nodes takes from the subnets.
pub(super) fn addresses(group: &GroupReport) -> String {
    let mut text = format!("{} on the fullest node", Grouped(group.addresses_per_node));
    if group.interfaces > 0 {
        text.push_str(&format!(", over {}", plural(group.interfaces, "interface")));
    }
    if group.idle_addresses_per_node > 0 {
        text.push_str(&format!(
            "; {} of them idle",
            Grouped(group.idle_addresses_per_node)
        ));
    }
    if group.peak_addresses_per_node > group.addresses_per_node {
        text.push_str(&format!(
            "; up to {} after churn",
            Grouped(group.peak_addresses_per_node)
        ));
    }
    text
}

/// How many nodes the addresses carry, the other groups as they are.
pub(super) fn room(group: &GroupReport) -> String {
    match group.max_nodes {
        Some(most) => format!("{} before addresses run out", plural(most, "node")),
        None => "addresses do not bound it".to_owned(),
    }
}
