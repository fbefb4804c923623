//! Addresses against pods on a node, for each way to keep addresses ready: a staircase with whole interfaces, a diagonal
//! with single addresses, steps of sixteen with prefixes.

use eniplan_core::analyze::fullest::{Cliff, Curve, FullestNode, Setting};
use eniplan_core::finding::Counted;
use eniplan_elements::{On, button, grouped, join, with_roles};

use crate::State;
use crate::act::{Act, El, el};

/// Classes of the lines, each with a colour and a dash of its own.
const LINES: [&str; 7] = ["k0", "k1", "k2", "k3", "k4", "k5", "k6"];

/// The chart of a group's fullest node, with its numbers and what to choose.
pub(crate) fn view(state: &State, group: usize, node: &FullestNode) -> Option<El> {
    let own = node.curves.first()?;
    let id = join(&["stairs-", &group.to_string()]);
    let told = own
        .cliff
        .map_or_else(|| "No address comes back with fewer pods.".into(), fewer);
    let open = state.numbers == Some(group);
    let numbers = button("plain")
        .flag("aria-expanded", open)
        .text("Every number of pods")
        .on(On::Click, Act::Numbers(group).code());
    Some(
        el("div", "stairs")
            .kid(
                el("h4", "")
                    .set("id", id)
                    .text("Addresses against pods on a node"),
            )
            .kid(el("p", "cliff").say(told))
            .kid(chart(node, own))
            .kid(choices(group, node))
            .kid(numbers)
            .maybe(open.then(|| table(node))),
    )
}

/// What fewer pods give back.
fn fewer(cliff: Cliff) -> String {
    let pods = if cliff.pods == 1 {
        "One pod fewer gives".into()
    } else {
        join(&["Each ", &grouped(cliff.pods.into()), " pods fewer give"])
    };
    let back = Counted(cliff.of_node, "address").to_string();
    join(&[
        &pods,
        " back ",
        &back,
        " a node (",
        &grouped(cliff.of_group),
        " in the group).",
    ])
}

/// The words for a setting, as `aws-node` reads it.
pub(crate) fn title(setting: Setting) -> String {
    let unit = if setting.prefix_delegation {
        "Prefixes, "
    } else {
        "Addresses, "
    };
    join(&[unit, &setting.targets.to_string()])
}

/// Addresses with so many pods.
fn at(curve: &Curve, pods: u32) -> u64 {
    let place = usize::try_from(pods).unwrap_or(usize::MAX);
    let last = curve.addresses.last().copied().unwrap_or(0);
    curve.addresses.get(place).copied().unwrap_or(last)
}

fn chart(node: &FullestNode, own: &Curve) -> El {
    let width = u64::from(node.most) + 1;
    let all = node.curves.iter().flat_map(|curve| &curve.addresses);
    let top = all.copied().max().unwrap_or(0).max(1);
    let mut lines = el("svg", "")
        .attr("y", "22")
        .attr("width", "100%")
        .attr("height", "200")
        .attr("preserveAspectRatio", "none")
        .set(
            "viewBox",
            join(&["0 0 ", &width.to_string(), " ", &top.to_string()]),
        );
    let step = step(top);
    let mut labels = Vec::new();
    for level in (1..=top / step).map(|count| count * step) {
        let y = (top - level).to_string();
        lines = lines.kid(el("path", "grid").set("d", join(&["M0 ", &y, "H", &width.to_string()])));
        let y = 22 + (top - level) * 200 / top;
        let text = el("text", "level")
            .attr("x", "2")
            .set("y", (y - 4).to_string());
        labels.push(text.number(level));
    }
    for (curve, class) in node.curves.iter().zip(LINES).rev() {
        lines = lines.kid(el("path", class).set("d", path(curve, top)));
    }
    let now = u64::from(node.pods.min(node.most));
    let middle = (2 * now + 1).to_string();
    // In halves, so that the line stands in the middle of its pod.
    let line = el("svg", "")
        .attr("y", "22")
        .attr("width", "100%")
        .attr("height", "200")
        .attr("preserveAspectRatio", "none")
        .set("viewBox", join(&["0 0 ", &(2 * width).to_string(), " 1"]))
        .kid(el("path", "now").set("d", join(&["M", &middle, " 0V1"])));
    let share = (2 * now + 1) * 50 / width;
    let anchor = match share {
        0..30 => "start",
        30..70 => "middle",
        _ => "end",
    };
    let pods = join(&[
        &grouped(node.pods.into()),
        if node.pods == 1 { " pod: " } else { " pods: " },
        &grouped(at(own, node.pods)),
    ]);
    let label = el("text", "here")
        .set("x", join(&[&share.to_string(), "%"]))
        .attr("y", "14")
        .attr("text-anchor", anchor)
        .say(pods.clone());
    let end = el("text", "level")
        .attr("x", "100%")
        .attr("y", "238")
        .attr("text-anchor", "end")
        .say(Counted(node.most.into(), "pod").to_string());
    let start = el("text", "level")
        .attr("x", "2")
        .attr("y", "238")
        .text("0");
    let mut picture = el("svg", "chart")
        .attr("role", "img")
        .set(
            "aria-label",
            join(&[
                "A line for each setting over the pods on a node, 0 to ",
                &grouped(node.most.into()),
                ". As planned ",
                &pods,
                " addresses.",
            ]),
        )
        .kid(lines)
        .kid(line);
    for text in labels {
        picture = picture.kid(text);
    }
    picture.kid(start).kid(end).kid(label)
}

/// A step of 1, 2 or 5 times a power of ten that a height holds at most five times.
fn step(top: u64) -> u64 {
    let mut step = 1;
    while top / step > 5 {
        step = match step.to_string().as_bytes().first() {
            Some(b'2') => step / 2 * 5,
            _ => step * 2,
        };
    }
    step
}

/// The line of a curve: each pod is one wide, and runs alike are one stroke.
fn path(curve: &Curve, top: u64) -> String {
    let mut path = String::new();
    let mut last = None;
    let mut end = 0_usize;
    for (pods, addresses) in curve.addresses.iter().enumerate() {
        let y = top.saturating_sub(*addresses).to_string();
        match last {
            None => path = join(&["M0 ", &y]),
            Some(before) if before == addresses => {}
            Some(_) => path.push_str(&join(&["H", &pods.to_string(), "V", &y])),
        }
        last = Some(addresses);
        end = pods + 1;
    }
    path.push_str(&join(&["H", &end.to_string()]));
    path
}

/// A row for each setting: its line, what the node takes with it, and what to do.
fn choices(group: usize, node: &FullestNode) -> El {
    let mut head = el("tr", "");
    for name in ["Setting", "Addresses a node", "Next step down", ""] {
        let class = if name == "Addresses a node" {
            "number"
        } else {
            ""
        };
        head = head.kid(match name {
            "" => el("td", ""),
            name => el("th", class).attr("scope", "col").text(name),
        });
    }
    let own = node.curves.first().map_or(0, |curve| at(curve, node.pods));
    let mut body = el("tbody", "");
    for (place, (curve, class)) in node.curves.iter().zip(LINES).enumerate() {
        let line = el("svg", "key")
            .attr("width", "34")
            .attr("height", "12")
            .attr("aria-hidden", "true")
            .kid(el("path", class).attr("d", "M0 6H34"));
        let name = title(curve.setting);
        let takes = at(curve, node.pods);
        let differs = match takes.cmp(&own) {
            std::cmp::Ordering::Less => join(&[" (−", &grouped(own - takes), ")"]),
            std::cmp::Ordering::Equal => String::new(),
            std::cmp::Ordering::Greater => join(&[" (+", &grouped(takes - own), ")"]),
        };
        let apply = if place == 0 {
            el("span", "badge").text("in force")
        } else {
            button("")
                .set("aria-label", join(&["Apply ", &name]))
                .text("Apply")
                .on(On::Click, Act::Setting(group, place).code())
        };
        let cliff = curve.cliff.map_or_else(|| "–".into(), fewer);
        body = body.kid(
            el("tr", if place == 0 { "picked" } else { "" })
                .kid(el("th", "").attr("scope", "row").kid(line).say(name))
                .kid(
                    el("td", "number")
                        .attr("data-of", "Addresses a node: ")
                        .say(join(&[&grouped(takes), &differs])),
                )
                .kid(el("td", "").attr("data-of", "Next step down: ").say(cliff))
                .kid(el("td", "").kid(apply)),
        );
    }
    let pods = join(&[
        "Settings with ",
        &grouped(node.pods.into()),
        " pods on the node",
    ]);
    el("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .set("aria-label", pods.clone())
        .kid(with_roles(
            el("table", "carded")
                .kid(el("caption", "").say(pods))
                .kid(el("thead", "").kid(head))
                .kid(body),
        ))
}

/// Every point of the chart in numbers.
fn table(node: &FullestNode) -> El {
    let mut head = el("tr", "").kid(el("th", "number").attr("scope", "col").text("Pods"));
    for curve in &node.curves {
        head = head.kid(
            el("th", "number")
                .attr("scope", "col")
                .say(title(curve.setting)),
        );
    }
    let mut body = el("tbody", "");
    for pods in 0..=node.most {
        let class = if pods == node.pods { "picked" } else { "" };
        let mut row =
            el("tr", class).kid(el("th", "number").attr("scope", "row").number(pods.into()));
        for curve in &node.curves {
            row = row.kid(el("td", "number").number(at(curve, pods)));
        }
        body = body.kid(row);
    }
    el("div", "scroll points")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Addresses for every number of pods")
        .kid(el("table", "").kid(el("thead", "").kid(head)).kid(body))
}
