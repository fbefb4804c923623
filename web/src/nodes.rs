//! The Nodes page: the groups, one node of each drawn, and the table of types.

use eniplan_core::analyze::{Certainty, GroupReport, MaxPodsSource};

use crate::change::Change;
use crate::element::{El, el, grouped, join, of};
use crate::form::{Look, Ui, instead, unit};
use crate::verdict::sum;
use crate::{findings, instances, node_drawing, verdict};

/// The page.
pub(crate) fn view(ui: &Ui) -> El {
    let count = ui.state.plan.node_groups.len();
    let mut groups = el("div", "");
    for index in 0..count {
        groups = groups.maybe(group(ui, index));
    }
    let none = (count == 0)
        .then(|| el("p", "empty").text("No nodes yet. Add a group to see how many pods fit."));
    let section = el("section", "")
        .attr("aria-labelledby", "groups-title")
        .kid(
            el("div", "title")
                .kid(el("h2", "").attr("id", "groups-title").text("Node groups"))
                .kid(ui.change(
                    "",
                    "Add a group",
                    "Add a group of nodes".into(),
                    Change::AddGroup,
                )),
        )
        .maybe(none)
        .kid(groups);
    el("div", "page")
        .kid(verdict::view(ui.state))
        .kid(section)
        .kid(instances::view(ui))
        .kid(findings::list(ui.state))
}

fn group(ui: &Ui, index: usize) -> Option<El> {
    let plan = &ui.state.plan;
    let name = plan.group_name(index);
    let group = plan.node_groups.get(index)?;
    let number = index.to_string();
    let path = |key| join(&["node_groups[", &number, "].", key]);
    let field = |key, label, look| ui.field(&path(key), label, look);
    let count = |count: u32| grouped(count.into());
    let report = ui.state.report.node_groups.get(index);
    let set = report
        .map(|report| grouped(report.max_pods))
        .unwrap_or_default();
    let common = Look::default();
    let fields = el("div", "fields")
        .kid(field("name", "Name", instead(&name, "")))
        .kid(field("instance_types", "Instance types", common))
        .kid(ui.choice(&path("provisioner"), "Provisioner", common))
        .kid(ui.choice(&path("ami"), "Machine image", common))
        .kid(field(
            "nodes.min",
            "Nodes, least",
            instead(&count(group.nodes.min()), "nodes"),
        ))
        .kid(field(
            "nodes.desired",
            "Nodes, desired",
            instead(&count(group.nodes.desired()), "nodes"),
        ))
        .kid(field(
            "nodes.max",
            "Nodes, most",
            instead(&count(group.nodes.max()), "nodes"),
        ))
        .kid(field("max_pods", "Max pods a node", instead(&set, "pods")))
        .kid(field("pods.desired", "Pods, desired", unit("pods")))
        .kid(field(
            "pods.max",
            "Pods, most",
            instead(&count(group.pods.max()), "pods"),
        ))
        .kid(field(
            "pods.cpu",
            "CPU of a pod",
            instead("does not bind", ""),
        ))
        .kid(field(
            "pods.memory",
            "Memory of a pod",
            instead("does not bind", ""),
        ))
        .kid(field("daemonset_pods", "DaemonSet pods", unit("a node")))
        .kid(field(
            "update.max_unavailable",
            "Replaced at once",
            unit("nodes or %"),
        ))
        .kid(field("zones", "Zones", instead("the plan's", "")))
        .kid(ui.switch(&path("custom_ami"), "Custom image", common));
    Some(
        el("article", "card group")
            .set("aria-label", join(&["Node group ", &name]))
            .kid(
                el("div", "title")
                    .kid(el("h3", "").say(name.clone()))
                    .kid(ui.change(
                        "plain",
                        "Remove",
                        join(&["Remove group ", &name]),
                        Change::RemoveGroup(index),
                    )),
            )
            .maybe(report.map(outcome))
            .maybe(report.and_then(|report| node_drawing::view(ui.state, report)))
            .kid(fields),
    )
}

/// What becomes of the group, each number with its arithmetic.
fn outcome(report: &GroupReport) -> El {
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
    let outcome = match report.formula_max_pods {
        Some(serves) if serves > report.max_pods => {
            join(&[&formula, ", capped at ", &grouped(report.max_pods)])
        }
        Some(serves) if serves < report.max_pods => join(&[&formula, ", less than is set"]),
        _ => formula.clone(),
    };
    let source = match report.max_pods_source {
        MaxPodsSource::Plan => "the plan",
        MaxPodsSource::Rules => "EKS, image or provisioner",
    };
    let without = report
        .pods_pending
        .saturating_add(report.pods_without_address);
    let or = |number: Option<u64>, word: &str| number.map_or_else(|| word.to_owned(), grouped);
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
            join(&[&grouped(report.nodes), " desired"]),
            vec![
                ("desired", grouped(report.nodes)),
                (
                    "most at which no subnet is short",
                    or(report.max_nodes, "nothing bounds it"),
                ),
                ("type with the fewest pods", report.instance_type.clone()),
            ],
        ))
}
