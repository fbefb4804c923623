//! One node as its interface slots: which addresses are primaries, have a pod, wait for one, or cannot be reached.

use eniplan_core::analyze::GroupReport;
use eniplan_elements::{grouped, join, of};

use crate::State;
use crate::act::{El, el};
use crate::subnets::swatch;

/// Height of an interface's row in the drawing, with the gap below it.
const ROW: u64 = 14;
/// Rows that are drawn; no type has more interfaces on its first card.
const MOST_ROWS: u64 = 32;

/// What a run of slots is: its class and its name.
const SLOTS: [(&str, &str); 5] = [
    ("interfaces", "primary"),
    ("pods", "used by a pod"),
    ("idle", "warm"),
    ("open", "not requested"),
    ("unreachable", "unreachable"),
];

/// The fullest node of a group; nothing where its type is unknown or its pods take no slots.
pub(crate) fn view(state: &State, index: usize, report: &GroupReport) -> Option<El> {
    let kind = state.catalogue.get(&report.instance_type)?;
    report.formula_max_pods?;
    let interfaces = u64::from(kind.max_enis).min(MOST_ROWS);
    let slots = u64::from(kind.ipv4_per_eni).max(1);
    let networking = state.plan.node_groups.get(index)?.networking(&state.plan);
    let prefixes = networking.prefix_delegation && kind.supports_prefix_delegation();
    let each = if prefixes { 16 } else { 1 };
    let held = report.addresses_per_node.saturating_sub(report.interfaces);
    // What is left of each kind of slot after the primary, to be dealt out interface by interface.
    let mut left = [
        held.saturating_sub(report.idle_addresses_per_node),
        report.idle_addresses_per_node,
        report
            .max_pods
            .saturating_sub(report.host_network_pods)
            .saturating_sub(held),
        u64::MAX,
    ];
    let (width, height) = (slots * each, interfaces * ROW);
    let mut picture = el("svg", "")
        .set(
            "viewBox",
            join(&["0 0 ", &width.to_string(), " ", &height.to_string()]),
        )
        .attr("preserveAspectRatio", "none")
        .set("height", height.to_string())
        .attr("role", "img")
        .set(
            "aria-label",
            join(&[
                "One ",
                &kind.name,
                " node: ",
                &of(report.interfaces, interfaces),
                " interfaces attached, ",
                &grouped(report.addresses_per_node),
                " addresses taken, ",
                &grouped(report.idle_addresses_per_node),
                " of them warm.",
            ]),
        );
    for row in 0..interfaces {
        let mut at = 0;
        let mut run = |slot: usize, size: u64| {
            let (class, _) = SLOTS[slot];
            let rect = el("rect", class)
                .set("x", at.to_string())
                .set("y", (row * ROW).to_string())
                .set("width", size.to_string())
                .attr("height", "11");
            at += size;
            rect
        };
        picture = picture.kid(run(if row < report.interfaces { 0 } else { 3 }, each));
        let mut room = width - each;
        for (index, left) in left.iter_mut().enumerate() {
            // The first interface serves the node alone under custom networking.
            let closed = row == 0 && networking.custom_networking && index < 3;
            let here = if closed { 0 } else { room.min(*left) };
            *left -= here;
            room -= here;
            picture = picture.kid(run(index + 1, here));
        }
    }
    // The lines between slots, over all rows.
    let mut lines = String::new();
    for slot in 1..slots {
        lines.push_str(&join(&[
            "M",
            &(slot * each).to_string(),
            " 0V",
            &height.to_string(),
        ]));
    }
    let words = if prefixes {
        ", a cell one /28 prefix of 16 addresses."
    } else {
        ", a cell one address."
    };
    let mut legend = el("span", "legend").attr("aria-hidden", "true");
    for (class, name) in SLOTS {
        legend = legend.kid(swatch(class, name));
    }
    Some(
        el("figure", "node")
            .kid(picture.kid(el("path", "lines").set("d", lines)))
            .kid(
                el("figcaption", "")
                    .kid(el("span", "").say(join(&[
                        "The fullest ",
                        &kind.name,
                        " node: a row an interface",
                        words,
                    ])))
                    .kid(legend),
            ),
    )
}
