//! What each zone's addresses go to, at a moment that is chosen, and what becomes of the plan without each.

use eniplan_core::analyze::ZoneUse;
use eniplan_core::finding::Counted;
use eniplan_elements::{On, button, details, facts, grouped, join, of};

use crate::State;
use crate::act::{Act, El, el};
use crate::subnets::{moments, stripes, swatch};

/// Zones that are drawn.
const MOST: usize = 24;

/// The parts of a bar: class and name.
const PARTS: [(&str, &str); 7] = [
    ("other", "others"),
    ("interfaces", "interfaces"),
    ("pods", "pods"),
    ("idle", "warm"),
    ("surge", "surge"),
    ("free", "free"),
    ("reserved", "reserved by AWS"),
];

/// The section of bars.
pub(crate) fn bars(state: &State) -> El {
    let zones = state.report.zones_at(state.moment);
    let mut segments = el("div", "segments")
        .attr("role", "group")
        .attr("aria-label", "Moment");
    for (index, name) in moments(state).into_iter().enumerate() {
        segments = segments.kid(
            button("")
                .flag("aria-pressed", index == state.moment)
                .say(name)
                .on(On::Click, Act::At(index).code()),
        );
    }
    let mut key = el("p", "legend").attr("aria-hidden", "true");
    for (class, name) in PARTS {
        key = key.kid(swatch(class, name));
    }
    let mut list = el("ul", "zones");
    for zone in zones.iter().take(MOST) {
        list = list.kid(bar(zone));
    }
    el("section", "")
        .attr("aria-labelledby", "zones-title")
        .kid(
            el("div", "title")
                .kid(el("h2", "").attr("id", "zones-title").text("Zones"))
                .kid(segments),
        )
        .kid(key)
        .kid(list)
}

fn bar(zone: &ZoneUse) -> El {
    let demand = &zone.demand;
    let parts = [
        demand.apart_from_nodes(),
        demand.interfaces,
        demand.pods,
        demand.idle,
        zone.surge,
        zone.free,
        zone.addresses.saturating_sub(zone.usable),
    ];
    let taken = zone.usable.saturating_sub(zone.free);
    let label = join(&["Zone ", &zone.zone, ": ", &of(taken, zone.usable), " used"]);
    let picture = stripes(parts.into_iter().zip(PARTS.map(|(class, _)| class)), label);
    let mut rows: Vec<(&str, String)> = PARTS
        .iter()
        .zip(parts)
        .map(|((_, name), count)| (*name, grouped(count)))
        .collect();
    rows.push(("addresses in all blocks", grouped(zone.addresses)));
    if zone.short > 0 {
        rows.push(("addresses missing", grouped(zone.short)));
    }
    let sum = if zone.short > 0 {
        el("span", "number wrong").say(join(&[&addresses(zone.short), " short"]))
    } else {
        el("span", "number").say(join(&[&addresses(zone.free), " free"]))
    };
    el("li", "").kid(details(
        "open-bar",
        el("summary", "zone")
            .kid(el("b", "").say(join(&["Zone ", &zone.zone])))
            .kid(picture)
            .kid(sum),
        facts(rows),
    ))
}

fn addresses(count: u64) -> String {
    Counted(count, "address").to_string()
}

/// The section in which each zone fails once.
pub(crate) fn drill(state: &State) -> El {
    let section = el("section", "")
        .attr("aria-labelledby", "drill-title")
        .kid(
            el("h2", "")
                .attr("id", "drill-title")
                .text("If a zone fails"),
        );
    let drills = &state.report.drills;
    if drills.is_empty() {
        return section.kid(el("p", "empty").text("There are no nodes in any zone."));
    }
    let mut list = el("ul", "gates");
    for drill in drills.iter().take(MOST) {
        let gate = &drill.gate;
        let state_of = join(&["zone-loss:", &drill.zone]);
        let without = state.report.states.iter().find(|one| one.name == state_of);
        let runs = without.map(|then| {
            let totals = &then.totals;
            let runs = totals
                .pods_placed
                .saturating_sub(totals.pods_without_address);
            join(&[&of(runs, totals.pods_desired), " pods run."])
        });
        let (class, word) = if gate.ok {
            ("gate yes", "Fits")
        } else {
            ("gate no", "Does not fit")
        };
        list = list.kid(
            el("li", "").kid(
                el("div", class)
                    .kid(el("h3", "").say(join(&["Without zone ", &drill.zone])))
                    .kid(el("p", "answer").text(word))
                    .kid(el("p", "").say(gate.message()))
                    .maybe(runs.map(|runs| el("p", "what").say(runs))),
            ),
        );
    }
    section
        .kid(el("p", "what").text(
            "The nodes of the zone that is lost start in the others, which take turns in plan order.",
        ))
        .kid(list)
}
