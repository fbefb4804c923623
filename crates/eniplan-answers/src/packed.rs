//! Packed and peak side by side: what nodes take as counted, and what churn can lead to.

use eniplan_elements::{grouped, join};

use crate::State;
use crate::act::{El, el};

/// Rows of a table.
const MOST: usize = 40;

/// The section.
pub(crate) fn view(state: &State) -> El {
    let report = &state.report;
    let heads = |names: [&'static str; 4]| {
        let mut head = el("tr", "");
        for (index, name) in names.into_iter().enumerate() {
            let class = if index == 0 { "" } else { "number" };
            head = head.kid(el("th", class).attr("scope", "col").text(name));
        }
        el("thead", "").kid(head)
    };
    let mut groups = el("tbody", "");
    for group in report.node_groups.iter().take(MOST) {
        let number = |count| el("td", "number").number(count);
        groups = groups.kid(
            el("tr", "")
                .kid(el("th", "").attr("scope", "row").say(group.name.clone()))
                .kid(number(group.addresses_per_node))
                .kid(number(group.peak_addresses_per_node))
                .kid(number(group.idle_addresses_per_node)),
        );
    }
    let mut subnets = el("tbody", "");
    let of_nodes = report.subnets.iter().zip(&report.peaks);
    for (subnet, peak) in of_nodes
        .filter(|(subnet, _)| subnet.demand.nodes() > 0)
        .take(MOST)
    {
        let fits = *peak <= subnet.usable;
        let words = join(&[&grouped(*peak), if fits { "" } else { " ✕ does not fit" }]);
        subnets = subnets.kid(
            el("tr", "")
                .kid(el("th", "").attr("scope", "row").say(subnet.name.clone()))
                .kid(el("td", "number").number(subnet.demand.total()))
                .kid(el("td", if fits { "number" } else { "number wrong" }).say(words))
                .kid(el("td", "number").number(subnet.usable)),
        );
    }
    let table = |label, head, body| {
        el("div", "scroll")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", label)
            .kid(el("table", "").kid(head).kid(body))
    };
    el("section", "")
        .attr("aria-labelledby", "packed-title")
        .kid(el("h2", "").attr("id", "packed-title").text("Packed and peak"))
        .kid(el("p", "what").text(
            "Walls and checks count nodes packed: no interface more than their pods need. After churn every interface or prefix that was ever attached may stay.",
        ))
        .kid(
            el("div", "two")
                .kid(table(
                    "Addresses of the fullest node",
                    heads(["Fullest node of", "Packed", "Peak", "Idle, packed"]),
                    groups,
                ))
                .kid(table(
                    "Addresses wanted of subnets",
                    heads(["Subnet", "Packed", "Peak", "Gives out"]),
                    subnets,
                )),
        )
}
