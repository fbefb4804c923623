//! What becomes of a node group.

use eniplan_core::analyze::{Certainty, GroupReport, MaxPodsSource};
use eniplan_elements::{grouped, join, of};

use crate::State;
use crate::act::{El, el};
use crate::verdict::sum;

/// The formula of what the network can serve, beside what is set.
fn comparison(report: &GroupReport, formula: &str) -> String {
    match report.formula_max_pods {
        Some(serves) if serves > report.max_pods => {
            join(&[formula, ", capped at ", &grouped(report.max_pods)])
        }
        Some(serves) if serves < report.max_pods => {
            let hang = report.max_pods.saturating_sub(serves);
            let pods = if hang == 1 {
                " pod hangs"
            } else {
                " pods hang"
            };
            let hang = join(&[&grouped(hang), pods]);
            join(&["set; possible ", formula, ": ", &hang, " on a full node"])
        }
        _ => formula.to_owned(),
    }
}

/// The nodes that a group of the plan asks for; 0 where they are counted from its pods.
pub(crate) fn asked(state: &State, index: usize) -> u64 {
    let group = state.plan.node_groups.get(index);
    let desired = group.and_then(|group| group.nodes.desired);
    desired.map_or(0, |desired| desired.get().into())
}

/// What becomes of the group, each number with its arithmetic.
///
/// Of the nodes that are asked for, those in a zone without a subnet for them are not counted.
pub(crate) fn outcome(report: &GroupReport, asked: u64) -> El {
    let estimate = report.certainty == Certainty::Estimate;
    let sure = |number: u64| {
        if estimate {
            join(&["≈ ", &grouped(number)])
        } else {
            grouped(number)
        }
    };
    let formula = report
        .max_pods_formula
        .clone()
        .unwrap_or_else(|| "the network sets no limit".into());
    let outcome = comparison(report, &formula);
    let source = match report.max_pods_source {
        MaxPodsSource::Plan => "the plan",
        MaxPodsSource::Rules => "EKS, image or provisioner",
    };
    let without = report
        .pods_pending
        .saturating_add(report.pods_without_address);
    let or = |number: Option<u64>, word: &str| number.map_or_else(|| word.to_owned(), grouped);
    let uncounted = asked.saturating_sub(report.nodes);
    let mut nodes = vec![
        ("desired", grouped(asked.max(report.nodes))),
        (
            "most at which no subnet is short",
            or(report.max_nodes, "nothing bounds it"),
        ),
        ("type with the fewest pods", report.instance_type.clone()),
    ];
    let mut desired = join(&[&grouped(report.nodes), " desired"]);
    if uncounted > 0 {
        desired = join(&[&of(report.nodes, asked), " desired have a subnet"]);
        nodes.insert(1, ("in zones without a node subnet", grouped(uncounted)));
    }
    el("div", if estimate { "sums estimate" } else { "sums" })
        .kid(sum(
            "Max pods a node",
            sure(report.max_pods),
            outcome,
            vec![
                ("formula", formula),
                (
                    "what the network can serve",
                    or(report.formula_max_pods, "no limit"),
                ),
                ("set by", source.into()),
                (
                    "of them on the host's network",
                    grouped(report.host_network_pods),
                ),
                ("how sure", report.certainty.name().into()),
            ],
        ))
        .kid(sum(
            "Addresses a node",
            sure(report.addresses_per_node),
            join(&[&grouped(report.idle_addresses_per_node), " of them idle"]),
            vec![
                ("interfaces attached", grouped(report.interfaces)),
                (
                    "taken by the fullest node",
                    grouped(report.addresses_per_node),
                ),
                (
                    "of them without a pod",
                    grouped(report.idle_addresses_per_node),
                ),
                (
                    "after churn, at most",
                    grouped(report.peak_addresses_per_node),
                ),
            ],
        ))
        .kid(sum(
            "Pods placed",
            of(report.pods_placed, report.pods_desired),
            if without == 0 {
                "all run".into()
            } else {
                join(&[&grouped(without), " do not run"])
            },
            vec![
                ("pending, no node has room", grouped(report.pods_pending)),
                (
                    "placed, but without an address",
                    grouped(report.pods_without_address),
                ),
            ],
        ))
        .kid(sum(
            "Nodes that fit",
            or(report.max_nodes, "unbounded"),
            desired,
            nodes,
        ))
}
