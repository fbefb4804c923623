//! What stands first on every page: the gates, the first wall, the totals.

use eniplan_core::analyze::{Certainty, Gate, GateKind, GateReason, Report, SubnetReport, Wall};
use eniplan_elements::{details, facts, grouped, join, of};

use crate::State;
use crate::act::{El, el};
use crate::mend;

/// The verdict of the plan in force.
pub(crate) fn view(state: &State) -> El {
    let report = &state.report;
    let totals = &report.totals;
    let estimate = report
        .node_groups
        .iter()
        .any(|group| group.certainty == Certainty::Estimate);
    let hedge = "≈ Some of these numbers are estimates; the node groups say which.";
    let mut gates = el("ul", "gates");
    for gate in &report.gates {
        gates = gates.kid(el("li", "").kid(gate_card(state, gate)));
    }
    let mut used = Vec::new();
    for subnet in report.subnets.iter().take(40) {
        used.push((subnet.name.as_str(), of(subnet.used, subnet.usable)));
    }
    let mut nodes = Vec::new();
    for group in &report.node_groups {
        nodes.push((
            group.name.as_str(),
            join(&[&grouped(group.nodes), " × ", &group.instance_type]),
        ));
    }
    el(
        "section",
        if estimate {
            "verdict estimate"
        } else {
            "verdict"
        },
    )
    .attr("aria-labelledby", "verdict-title")
    .kid(
        el("h1", "")
            .attr("id", "verdict-title")
            .say(headline(state.plan.name.as_deref(), report)),
    )
    .maybe(if estimate {
        Some(el("p", "hedge").text(hedge))
    } else {
        None
    })
    .kid(gates)
    .maybe(mend::best(state))
    .kid(
        el("div", "sums")
            .kid(walls(&report.walls))
            .kid(sum(
                "Pods placed",
                of(totals.pods_placed, totals.pods_desired),
                String::new(),
                vec![
                    ("wanted", grouped(totals.pods_desired)),
                    ("placed on a node", grouped(totals.pods_placed)),
                    ("pending, no node has room", grouped(totals.pods_pending)),
                    (
                        "placed, but without an address",
                        grouped(totals.pods_without_address),
                    ),
                ],
            ))
            .kid(sum(
                "Addresses used",
                of(totals.addresses_used, totals.usable),
                String::new(),
                used,
            ))
            .kid(sum("Nodes", grouped(totals.nodes), String::new(), nodes)),
    )
}

/// One sentence that says it all.
pub(crate) fn headline(name: Option<&str>, report: &Report) -> String {
    let name = name.unwrap_or("This plan");
    let shut = report.gates.iter().filter(|gate| !gate.ok).count();
    let waiting = report
        .totals
        .pods_pending
        .saturating_add(report.totals.pods_without_address);
    if report.totals.nodes == 0 {
        join(&[name, " has no nodes yet"])
    } else if waiting > 0 {
        join(&[
            name,
            " does not fit: ",
            &grouped(waiting),
            " pods do not run",
        ])
    } else if shut > 0 {
        join(&[
            name,
            " runs, but fails ",
            &shut.to_string(),
            " of ",
            &report.gates.len().to_string(),
            " checks",
        ])
    } else {
        join(&[name, " fits"])
    }
}

/// The class and the answer of a gate that has nothing to ask about.
const UNASKED: (&str, &str) = ("gate unasked", "–");

/// The class of a gate and its answer.
pub(crate) fn word(gate: &Gate) -> (&'static str, &'static str) {
    match (&gate.reason, gate.ok) {
        (GateReason::NotAsked, _) => UNASKED,
        (_, true) => ("gate yes", "Yes"),
        (_, false) => ("gate no", "No"),
    }
}

/// A moment inside a line.
fn small(moment: &str) -> String {
    let mut moment = moment.to_owned();
    if let Some(first) = moment.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    moment
}

fn gate_card(state: &State, gate: &Gate) -> El {
    let (class, word) = if gate.ok && state.report.node_groups.is_empty() {
        // What the cluster alone needs says nothing yet of the plan.
        UNASKED
    } else {
        word(gate)
    };
    let mut rows = match &gate.reason {
        GateReason::Addresses {
            moment,
            free,
            wanted,
            short,
        } => {
            let mut rows = vec![
                ("closest", gate.subject.clone()),
                ("when", small(moment)),
                ("addresses free then", grouped(*free)),
                ("must stay free", grouped(*wanted)),
            ];
            if *short > 0 {
                rows.push(("addresses missing", grouped(*short)));
            }
            rows
        }
        GateReason::Blocks { moment, short } => vec![
            ("subnet", gate.subject.clone()),
            ("when", small(moment)),
            ("/28 blocks that are missing", grouped(*short)),
        ],
        GateReason::PodBlocks { moment, short } => vec![
            ("pool", gate.subject.clone()),
            ("when", small(moment)),
            ("node blocks that are missing", grouped(*short)),
        ],
        GateReason::Pods { moment, pods } => vec![
            ("group", gate.subject.clone()),
            ("when", small(moment)),
            ("pods without room", grouped(*pods)),
        ],
        GateReason::NotAsked => vec![],
    };
    if let Some(subnet) = asked(state, gate) {
        rows.push(("addresses that it gives out", grouped(subnet.usable)));
        rows.push(("addresses wanted then", grouped(subnet.demand.total())));
    }
    let numbers = if rows.is_empty() {
        None
    } else {
        Some(details(
            "arithmetic",
            el("summary", "").text("Show the arithmetic"),
            facts(rows),
        ))
    };
    el("div", class)
        .kid(el("h2", "").text(gate.kind.question()))
        .kid(el("p", "answer").text(word))
        .kid(el("p", "").say(gate.message()))
        .maybe(numbers)
}

/// The subnet of a gate, as it is at the moment that the gate asks about.
fn asked<'a>(state: &'a State, gate: &Gate) -> Option<&'a SubnetReport> {
    let report = &state.report;
    let GateReason::Addresses { wanted, short, .. } = &gate.reason else {
        return None;
    };
    let moment = match gate.kind {
        GateKind::Upgrade if *wanted > 0 && *short == 0 => String::new(),
        GateKind::Upgrade => "upgrade".into(),
        GateKind::ScaleToMax => "max".into(),
        GateKind::ZoneLoss => {
            let mut drills = report.drills.iter();
            let drill = drills.find(|drill| drill.gate == *gate)?;
            join(&["zone-loss:", &drill.zone])
        }
    };
    let at = report.states.iter().find(|one| one.name == moment);
    let subnets = at.map_or(&report.subnets, |at| &at.subnets);
    subnets.iter().find(|subnet| subnet.name == gate.subject)
}

/// The first wall, which opens to the others.
fn walls(walls: &[Wall]) -> El {
    let Some(first) = walls.first() else {
        return sum(
            "First wall",
            "none".into(),
            "nothing stops growth".into(),
            vec![],
        );
    };
    let mut list = el("ol", "walls");
    for wall in walls.iter().take(12) {
        list = list.kid(
            el("li", "")
                .kid(el("b", "").text(wall.kind.title()))
                .say(join(&[" ", &wall.message(), " "]))
                .kid(el("span", "more").say(more(wall.more))),
        );
    }
    details(
        "sum wall",
        summary("First wall", first.kind.title().into(), more(first.more)),
        list,
    )
}

/// How far a wall is.
pub(crate) fn more(more: i64) -> String {
    let pods = grouped(more.unsigned_abs());
    match more {
        0 => "reached exactly".into(),
        1 => "1 more pod fits".into(),
        2.. => join(&[&pods, " more pods fit"]),
        -1 => "1 pod too many".into(),
        _ => join(&[&pods, " pods too many"]),
    }
}

fn summary(name: &'static str, value: String, more: String) -> El {
    label(el("summary", ""), name, value, more)
}

fn label(element: El, name: &'static str, value: String, more: String) -> El {
    element
        .kid(el("span", "name").text(name))
        .kid(el("span", "value").say(value))
        .kid(el("span", "more").say(more))
}

/// A number that opens to those it is made of, if it is made of any.
#[inline(never)]
pub(crate) fn sum(
    name: &'static str,
    value: String,
    more: String,
    rows: Vec<(&str, String)>,
) -> El {
    if rows.is_empty() {
        return label(el("div", "sum"), name, value, more);
    }
    details("sum", summary(name, value, more), facts(rows))
}
