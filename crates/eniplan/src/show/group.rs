//! A node group in sentences.

use eniplan_core::analyze::{GroupReport, MaxPodsSource};
use eniplan_core::aws::Certainty;
use eniplan_core::finding::Grouped;
use eniplan_core::plan::{Plan, Provisioner};

use super::plural;

/// Types of a group that are named; of more, only how many there are.
const NAMED_TYPES: usize = 12;
/// What EKS caps max pods at, up to 30 vCPUs and above.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html>, read 2026-11-23.
const CAPS: [u64; 2] = [110, 250];

/// Its nodes and what becomes of its pods.
pub(super) fn outcome(plan: &Plan, group: &GroupReport) -> String {
    let nodes = plural(group.nodes, "node");
    let nodes = if is_fargate(plan, group) {
        format!("{nodes} of Fargate, one for each pod")
    } else {
        format!("{nodes} of {}", types(&group.instance_types))
    };
    let nodes = if group.nodes_from_pods {
        format!("{nodes}, as many as its pods need")
    } else {
        nodes
    };
    if group.pods_desired == 0 {
        return nodes;
    }
    let (placed, desired) = (Grouped(group.pods_placed), Grouped(group.pods_desired));
    let mut parts = vec![format!("{nodes}; {placed} of {desired} pods placed")];
    for (count, what) in [
        (group.pods_pending, "pending"),
        (group.pods_without_address, "without an address"),
    ] {
        if count > 0 {
            parts.push(format!("{} {what}", Grouped(count)));
        }
    }
    parts.join(", ")
}

fn is_fargate(plan: &Plan, group: &GroupReport) -> bool {
    (0..)
        .zip(&plan.node_groups)
        .find(|(index, _)| plan.group_name(*index) == group.name)
        .is_some_and(|(_, planned)| planned.provisioner == Provisioner::Fargate)
}

/// The types, or where a pattern names very many, the first of them and how many more there are.
fn types(types: &[String]) -> String {
    match types.split_at_checked(NAMED_TYPES) {
        Some((first, rest)) if rest.len() > 1 => {
            let (first, rest) = (first.join(", "), Grouped(rest.len() as u64));
            format!("{first} and {rest} further types")
        }
        _ => types.join(", "),
    }
}

/// Max pods with the formula filled in, and who says so.
pub(super) fn max_pods(plan: &Plan, group: &GroupReport) -> String {
    if is_fargate(plan, group) {
        return "1, as every pod of Fargate has a node of its own".to_owned();
    }
    let pods = Grouped(group.max_pods);
    let served = group.formula_max_pods;
    let formula = group.max_pods_formula.as_deref().map(turned);
    let mixed = if group.instance_types.len() > 1 {
        format!(" on {}", group.instance_type)
    } else {
        String::new()
    };
    let text = match (group.max_pods_source, served, formula) {
        (MaxPodsSource::Plan, Some(served), Some(formula)) if served != group.max_pods => {
            format!("{pods}, as the plan sets; the network serves {formula}")
        }
        (MaxPodsSource::Plan, _, _) => format!("{pods}, as the plan sets"),
        (MaxPodsSource::Rules, Some(served), Some(formula)) if served == group.max_pods => formula,
        (MaxPodsSource::Rules, Some(served), Some(formula))
            if served > group.max_pods && CAPS.contains(&group.max_pods) =>
        {
            format!("{pods}, the cap; without it {formula}")
        }
        (MaxPodsSource::Rules, Some(_), Some(formula)) => {
            format!("{pods} by default; the network serves {formula}")
        }
        (MaxPodsSource::Rules, _, _) => format!("{pods} by default"),
    };
    let host_network = if group.host_network_pods > 0 && group.max_pods > 0 {
        let pods = Grouped(group.host_network_pods);
        format!("; {pods} of them on the host's network")
    } else {
        String::new()
    };
    if group.certainty == Certainty::Estimate {
        format!("≈ {text}{mixed}{host_network} (an estimate)")
    } else {
        format!("{text}{mixed}{host_network}")
    }
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
    let (taken, idle) = (group.addresses_per_node, group.idle_addresses_per_node);
    let mut parts = vec![format!("{} on the fullest node", Grouped(taken))];
    if group.interfaces > 0 {
        parts.push(format!("over {}", plural(group.interfaces, "interface")));
    }
    if idle > 0 {
        parts.push(format!("{} of them idle", Grouped(idle)));
    }
    if let Some(range) = &group.range {
        let (least, most) = range.addresses_per_node;
        if least < most {
            parts.push(format!("{} to {} by type", Grouped(least), Grouped(most)));
        }
    }
    if group.peak_addresses_per_node > taken {
        let peak = Grouped(group.peak_addresses_per_node);
        parts.push(format!("up to {peak} after churn"));
    }
    parts.join(", ")
}

/// How many nodes the addresses carry, the other groups as they are.
pub(super) fn room(group: &GroupReport) -> String {
    match group.max_nodes {
        Some(most) => format!("{} before addresses run out", plural(most, "node")),
        None => "addresses do not bound it".to_owned(),
    }
}
