//! One node as its interface slots: which addresses are primaries, have a pod, wait for one, or cannot be reached.

use eniplan_core::analyze::GroupReport;
use eniplan_core::finding::Grouped;
use yew::prelude::*;

use crate::state::State;

/// Height of an interface's row in the drawing, with the gap below it.
const ROW: u64 = 14;
/// Rows that are drawn; no type has more interfaces on its first card.
const MOST_ROWS: u64 = 32;

/// What a run of slots is.
#[derive(Clone, Copy, PartialEq)]
enum Slot {
    Primary,
    Pod,
    Idle,
    /// Not requested from EC2.
    Open,
    /// Max pods is reached before it.
    Unreachable,
}

impl Slot {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Pod => "pods",
            Self::Idle => "idle",
            Self::Open => "open",
            Self::Unreachable => "unreachable",
        }
    }
}

/// The fullest node of a group; nothing where its type is unknown or its pods take no slots.
pub(crate) fn view(state: &State, report: &GroupReport) -> Option<Html> {
    let kind = state.catalogue.get(&report.instance_type)?;
    report.formula_max_pods?;
    let interfaces = u64::from(kind.max_enis).min(MOST_ROWS);
    let slots = u64::from(kind.ipv4_per_eni).max(1);
    let networking = &state.plan.networking;
    let each = if networking.prefix_delegation && kind.supports_prefix_delegation() { 16 } else { 1 };
    let primaries = report.interfaces;
    let held = report.addresses_per_node.saturating_sub(primaries);
    let mut pods = held.saturating_sub(report.idle_addresses_per_node);
    let mut idle = report.idle_addresses_per_node;
    let mut open = report.max_pods.saturating_sub(report.host_network_pods).saturating_sub(held);
    // The first interface serves the node alone under custom networking.
    let closed = u64::from(networking.custom_networking);
    let rows = (0..interfaces).map(|row| {
        let mut runs = vec![(if row < primaries { Slot::Primary } else { Slot::Open }, each)];
        let mut room = slots.saturating_sub(1) * each;
        if row < closed {
            runs.push((Slot::Unreachable, room));
            room = 0;
        }
        for (slot, left) in [(Slot::Pod, &mut pods), (Slot::Idle, &mut idle), (Slot::Open, &mut open)] {
            let here = room.min(*left);
            *left -= here;
            room -= here;
            runs.push((slot, here));
        }
        runs.push((Slot::Unreachable, room));
        (row, runs)
    });
    let width = slots * each;
    // Unreachable slots are one run; the lines between slots are drawn over all of them.
    let lines: String = (1..slots).map(|slot| format!("M{} 0V{}", slot * each, interfaces * ROW)).collect();
    let unit = if each == 1 { "one address" } else { "one /28 prefix of 16 addresses" };
    Some(html! {
        <figure class="node">
            <svg viewBox={format!("0 0 {width} {}", interfaces * ROW)} preserveAspectRatio="none" role="img"
                height={(interfaces * ROW).to_string()}
                aria-label={format!("One {} node: {} of {interfaces} interfaces attached, {} addresses taken, {} of them idle.",
                    kind.name, Grouped(report.interfaces), Grouped(report.addresses_per_node), Grouped(report.idle_addresses_per_node))}>
                for (row, runs) in rows { { draw(row, &runs) } }
                <path class="lines" d={lines} />
            </svg>
            <figcaption>
                <span>{ format!("The fullest {} node: a row an interface, a cell {unit}.", kind.name) }</span>{ " " }
                <span class="legend" aria-hidden="true">
                    for (slot, name) in [(Slot::Primary, "primary"), (Slot::Pod, "pod"), (Slot::Idle, "idle"),
                        (Slot::Open, "not requested"), (Slot::Unreachable, "unreachable")] {
                        <span><svg width="14" height="14"><rect class={slot.class()} width="14" height="14" /></svg>{ name }</span>
                    }
                </span>
            </figcaption>
        </figure>
    })
}

fn draw(row: u64, runs: &[(Slot, u64)]) -> Html {
    let mut at = 0;
    let rects = runs.iter().filter(|(_, size)| *size > 0).map(|(slot, size)| {
        let x = at;
        at += size;
        html! {
            <rect class={slot.class()} x={x.to_string()} y={(row * ROW).to_string()}
                width={size.to_string()} height={(ROW - 3).to_string()} />
        }
    });
    html! { <g>{ for rects }</g> }
}
