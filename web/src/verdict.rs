//! What stands first on every page: the gates, the first wall, the totals.

use eniplan_core::analyze::{Certainty, Gate, GateReason};
use eniplan_core::finding::Grouped;
use yew::prelude::*;

use crate::form::{details, facts};
use crate::state::State;

/// The verdict of the plan in force.
pub(crate) fn view(state: &State) -> Html {
    let report = &state.report;
    let totals = &report.totals;
    let estimate = report.node_groups.iter().any(|group| group.certainty == Certainty::Estimate);
    html! {
        <section class={classes!("verdict", estimate.then_some("estimate"))} aria-labelledby="verdict-title">
            <h1 id="verdict-title">{ headline(state) }</h1>
            if estimate {
                <p class="hedge">{ "≈ Some of these numbers are estimates; the node groups say which." }</p>
            }
            <ul class="gates">
                for gate in &report.gates { <li>{ gate_card(gate) }</li> }
            </ul>
            <div class="sums">
                { wall(state) }
                { sum("Pods placed", &of(totals.pods_placed, totals.pods_desired),
                    vec![
                        ("wanted", grouped(totals.pods_desired)),
                        ("placed on a node", grouped(totals.pods_placed)),
                        ("pending, no node has room", grouped(totals.pods_pending)),
                        ("placed, but without an address", grouped(totals.pods_without_address)),
                    ]) }
                { sum("Addresses used", &of(totals.addresses_used, totals.usable),
                    report.subnets.iter().take(40)
                        .map(|subnet| (subnet.name.as_str(), of(subnet.used, subnet.usable)))
                        .chain([("all subnets", of(totals.addresses_used, totals.usable))])
                        .collect()) }
                { sum("Nodes", &grouped(totals.nodes),
                    report.node_groups.iter()
                        .map(|group| (group.name.as_str(), format!("{} × {}", Grouped(group.nodes), group.instance_type)))
                        .collect()) }
            </div>
        </section>
    }
}

/// One sentence that says it all.
fn headline(state: &State) -> String {
    let report = &state.report;
    let name = state.plan.name();
    let shut = report.gates.iter().filter(|gate| !gate.ok).count();
    let totals = &report.totals;
    let waiting = totals.pods_pending.saturating_add(totals.pods_without_address);
    if totals.nodes == 0 {
        format!("{name} has no nodes yet")
    } else if waiting > 0 {
        format!("{name} does not fit: {} pods do not run", Grouped(waiting))
    } else if shut > 0 {
        format!("{name} runs, but fails {shut} of {} checks", report.gates.len())
    } else {
        format!("{name} fits")
    }
}

fn gate_card(gate: &Gate) -> Html {
    let asked = gate.reason != GateReason::NotAsked;
    let (class, word) = match (asked, gate.ok) {
        (false, _) => ("gate unasked", "–"),
        (_, true) => ("gate yes", "Yes"),
        (_, false) => ("gate no", "No"),
    };
    let rows = match &gate.reason {
        GateReason::Addresses { moment, free, wanted, short } => vec![
            ("closest", gate.subject.clone()),
            ("when", moment.clone()),
            ("free then", grouped(*free)),
            ("must stay free", grouped(*wanted)),
            ("short of", grouped(*short)),
        ],
        GateReason::Pods { moment, pods } => vec![
            ("group", gate.subject.clone()),
            ("when", moment.clone()),
            ("pods without room", grouped(*pods)),
        ],
        GateReason::NotAsked => vec![],
    };
    html! {
        <div class={class}>
            <h2>{ gate.kind.question() }</h2>
            <p class="answer">{ word }</p>
            <p>{ gate.message() }</p>
            if !rows.is_empty() { { details("arithmetic", html! { "The numbers" }, facts(rows)) } }
        </div>
    }
}

/// The first wall, which opens to the others.
fn wall(state: &State) -> Html {
    let walls = &state.report.walls;
    let Some(first) = walls.first() else {
        return sum("First wall", "none", vec![]);
    };
    let title = html! {
        <>
            <span class="name">{ "First wall" }</span>
            <span class="value">{ first.kind.title() }</span>
            <span class="more">{ more(first.more) }</span>
        </>
    };
    details("sum wall", title, html! {
        <ol class="walls">
            for wall in walls.iter().take(12) {
                <li><b>{ wall.kind.title() }</b>{ " " }{ wall.message() }{ " " }<span class="more">{ more(wall.more) }</span></li>
            }
        </ol>
    })
}

fn more(more: i64) -> String {
    let pods = Grouped(more.unsigned_abs());
    match more {
        0 => "reached exactly".into(),
        1.. => format!("{pods} more pods fit"),
        _ => format!("past it by {pods} pods"),
    }
}

fn sum(name: &str, value: &str, rows: Vec<(&str, String)>) -> Html {
    let title = html! {
        <><span class="name">{ name }</span><span class="value">{ value }</span></>
    };
    details("sum", title, facts(rows))
}

fn of(part: u64, whole: u64) -> String {
    format!("{} of {}", Grouped(part), Grouped(whole))
}

pub(crate) fn grouped(number: u64) -> String {
    Grouped(number).to_string()
}
