//! How full one node is: a bar for each resource, and which of them is full first.

use eniplan_core::analyze::fullest::{Bar, FullestNode, Resource};
use eniplan_elements::{grouped, join};

use crate::act::{El, el};

/// What a resource is called, its unit, and how many of the report's units make one of it.
fn words(resource: Resource) -> (&'static str, &'static str, u64) {
    match resource {
        Resource::MaxPods => ("Max pods", " pods", 1),
        Resource::Addresses => ("Address slots", " pods", 1),
        Resource::Cpu => ("CPU", "m", 1),
        Resource::Memory => ("Memory", " MiB", 1 << 20),
    }
}

/// The bars of a node.
pub(crate) fn view(node: &FullestNode) -> El {
    let first = node.first_full();
    let mut list = el("ul", "bars").attr("aria-label", "How full the node is");
    for bar in &node.bars {
        list = list.kid(row(bar, first == Some(bar)));
    }
    let missing = [Resource::Cpu, Resource::Memory]
        .into_iter()
        .any(|wanted| !node.bars.iter().any(|bar| bar.resource == wanted));
    let hint = missing.then(|| {
        el("p", "help").text("Say what a pod asks of CPU and memory below to see their bars too.")
    });
    el("div", "").kid(list).maybe(hint)
}

fn row(bar: &Bar, is_first: bool) -> El {
    let (name, unit, size) = words(bar.resource);
    let room = match bar.room {
        0 => "no more pod fits".to_owned(),
        1 => "1 more pod fits".to_owned(),
        room => join(&[&grouped(room), " more pods fit"]),
    };
    let numbers = join(&[
        &grouped(bar.used / size),
        if unit == "m" { unit } else { "" },
        " of ",
        &grouped(bar.has / size),
        unit,
        "; ",
        &room,
    ]);
    // In thousandths of the bar.
    let share = (bar.used.min(bar.has)).saturating_mul(1_000) / bar.has.max(1);
    let rect = |class, x: u64, width: u64| {
        el("rect", class)
            .set("x", x.to_string())
            .set("width", width.to_string())
            .attr("height", "1")
    };
    let picture = el("svg", "bar")
        .attr("viewBox", "0 0 1000 1")
        .attr("preserveAspectRatio", "none")
        .attr("aria-hidden", "true")
        .kid(rect("pods", 0, share))
        .kid(rect("free", share, 1_000 - share));
    let class = if is_first { "first" } else { "" };
    el("li", class)
        .kid(
            el("p", "")
                .kid(el("b", "").text(name))
                .text(" ")
                .kid(el("span", "what").say(numbers))
                .text(" ")
                .maybe(is_first.then(|| el("span", "badge").text("full first"))),
        )
        .kid(picture)
}
