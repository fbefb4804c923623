//! What was seen beside what the plan counts: subnets, groups, blocks of sixteen addresses, interfaces left behind.

use eniplan_core::finding::Grouped;
use eniplan_elements::{details, grouped};
use eniplan_import::{BlockMap, BlockState, Leaked, ObservedGroup, ObservedSubnet};

use crate::{El, el};

/// Rows that are shown at most; the report of the plan has all.
const MOST: usize = 500;
/// Blocks of a subnet that are drawn at most: those of a /20.
const MOST_BLOCKS: usize = 256;
/// Blocks in a row of the drawing.
const ACROSS: usize = 16;

/// Free addresses as EC2 counts them beside those of the plan.
pub(crate) fn subnets(subnets: &[ObservedSubnet]) -> Option<El> {
    if subnets.is_empty() {
        return None;
    }
    let heads = [
        ("Subnet", false),
        ("Gives out", true),
        ("Free now", true),
        ("Free by the plan", true),
        ("Unexplained", true),
        ("Who holds them", false),
    ];
    let mut body = el("tbody", "");
    for subnet in subnets.iter().take(MOST) {
        let differs = subnet.unexplained.is_some_and(|left| left != 0);
        let mut who = el("td", "who");
        for (owner, count) in &subnet.owners {
            who = who.kid(
                el("span", "owner")
                    .kid(el("b", "").say(grouped(*count)))
                    .say(format!(" {owner}")),
            );
        }
        for cause in &subnet.causes {
            who = who.kid(el("p", "help").say(cause.clone()));
        }
        let left = cell(subnet.unexplained.map(signed));
        body = body.kid(
            el("tr", "")
                .kid(
                    el("th", "")
                        .attr("scope", "row")
                        .say(subnet.name.clone())
                        .text(" ")
                        .kid(el("small", "").say(subnet.id.clone())),
                )
                .kid(cell(Some(grouped(subnet.usable))))
                .kid(cell(subnet.observed_free.map(grouped)))
                .kid(cell(subnet.modelled_free.map(signed)))
                .kid(if differs {
                    left.attr("data-differs", "")
                } else {
                    left
                })
                .kid(who),
        );
    }
    let about =
        "What the plan does not explain is kept as used, so that what is free stays what EC2 says.";
    Some(section(
        "observed-title",
        "Free addresses, seen and counted",
        el("div", "")
            .kid(el("p", "help").text(about))
            .kid(table(&heads, body)),
    ))
}

/// Nodes as they look beside those of the plan.
pub(crate) fn groups(groups: &[ObservedGroup]) -> Option<El> {
    if groups.is_empty() {
        return None;
    }
    let heads = [
        ("Group", false),
        ("Nodes", true),
        ("Max pods set", true),
        ("Served by the network", true),
        ("Addresses a node, seen", true),
        ("By the plan", true),
        ("Peak", true),
    ];
    let mut body = el("tbody", "");
    for group in groups.iter().take(MOST) {
        let range = |least: u64, most: u64| {
            if least == most {
                grouped(least)
            } else {
                format!("{} to {}", Grouped(least), Grouped(most))
            }
        };
        let set = group
            .max_pods
            .map(|(least, most)| range(least.into(), most.into()));
        let too_many = matches!((group.max_pods, group.served), (Some((_, most)), Some(served)) if u64::from(most) > served);
        let served = cell(group.served.map(grouped));
        body = body.kid(
            el("tr", "")
                .kid(el("th", "").attr("scope", "row").say(group.name.clone()))
                .kid(cell(Some(grouped(group.nodes))))
                .kid(cell(set))
                .kid(if too_many {
                    served.attr("data-differs", "")
                } else {
                    served
                })
                .kid(cell(group.held.map(|(least, most, _)| range(least, most))))
                .kid(cell(Some(grouped(group.modelled))))
                .kid(cell(Some(grouped(group.peak)))),
        );
    }
    Some(section(
        "seen-groups-title",
        "Nodes, seen and counted",
        table(&heads, body),
    ))
}

/// Which blocks of sixteen addresses are free, held or spoilt.
pub(crate) fn blocks(maps: &[BlockMap]) -> Option<El> {
    if maps.is_empty() {
        return None;
    }
    let mut list = el("div", "block-maps");
    for map in maps.iter().take(MOST) {
        let counts = format!(
            "{} free, {} held as prefixes, {} spoilt by single addresses, which strand {} addresses",
            Grouped(map.free()),
            Grouped(map.held()),
            Grouped(map.fragmented()),
            Grouped(map.stranded),
        );
        let summary = el("summary", "")
            .kid(el("b", "").say(map.subnet.clone()))
            .text(" ")
            .kid(el("code", "").say(map.cidr.to_string()))
            .say(format!(": {counts}"));
        let row = details("block-map", summary, drawing(map).kid(advice(map)));
        // Where prefixes fail or soon will, what to do is what one came for.
        let is_short = map.fragmented() > 0 && map.fragmented() >= map.free();
        list = list.kid(if is_short { row.attr("open", "") } else { row });
    }
    let legend = el("p", "legend")
        .kid(key("free", "free"))
        .kid(key("held", "a node's prefix"))
        .kid(key("fragmented", "single addresses in it"))
        .kid(key("reserved", "kept by AWS"));
    Some(section(
        "blocks-of-title",
        "Blocks for prefixes",
        el("div", "")
            .kid(el("p", "help").text(
                "A prefix takes sixteen addresses that begin at a multiple of sixteen. One address in such a block spoils it.",
            ))
            .kid(legend)
            .kid(list),
    ))
}

fn key(class: &'static str, words: &'static str) -> El {
    let square = el("svg", "")
        .attr("viewBox", "0 0 12 12")
        .attr("width", "14")
        .attr("height", "14")
        .attr("aria-hidden", "true")
        .kid(square(class, 0, 0));
    el("span", "grid").kid(square).text(words)
}

fn square(class: &'static str, x: usize, y: usize) -> El {
    let mark = match class {
        "held" => "M2 6h8",
        "fragmented" => "M2 10 10 2M2 2l8 8",
        "reserved" => "M2 10 10 2",
        _ => "",
    };
    el("g", class)
        .set("transform", format!("translate({x} {y})"))
        .kid(
            el("rect", "")
                .attr("width", "11")
                .attr("height", "11")
                .attr("rx", "1.5"),
        )
        .kid(el("path", "").attr("d", mark))
}

fn drawing(map: &BlockMap) -> El {
    let drawn = map.states.len().min(MOST_BLOCKS);
    let rows = drawn.div_ceil(ACROSS);
    let mut picture = el("svg", "grid")
        .set("viewBox", format!("0 0 {} {}", ACROSS * 12, rows * 12))
        .attr("role", "img")
        .set(
            "aria-label",
            format!(
                "The first {drawn} blocks of {} of {}",
                map.states.len(),
                map.subnet
            ),
        );
    for (at, state) in map.states.iter().take(drawn).enumerate() {
        let class = match state {
            BlockState::Reserved => "reserved",
            BlockState::Free => "free",
            BlockState::Held => "held",
            BlockState::Fragmented(_) => "fragmented",
        };
        picture = picture.kid(square(class, at % ACROSS * 12, at / ACROSS * 12));
    }
    let rest = map.states.len() - drawn;
    let rest = (rest > 0).then(|| {
        el("p", "help").say(format!(
            "{} more blocks are not drawn.",
            grouped(rest as u64)
        ))
    });
    el("div", "block-body").kid(picture).maybe(rest)
}

fn advice(map: &BlockMap) -> El {
    let mut advice = el("ul", "advice");
    for drain in &map.drains {
        advice = advice.kid(
            el("li", "")
                .text("Drain ")
                .kid(el("code", "").say(drain.node.clone()))
                .say(format!(": {} blocks are free then", grouped(drain.blocks))),
        );
    }
    for (owner, count) in &map.by_others {
        advice = advice.kid(el("li", "").say(format!(
            "{} spoilt blocks stay so: {owner}",
            Grouped(*count)
        )));
    }
    if let Some(block) = map.reservation {
        advice = advice.kid(
            el("li", "")
                .text("Reserve for prefixes: ")
                .kid(el("code", "").say(block.to_string())),
        );
    }
    advice
}

/// Interfaces that nothing uses.
pub(crate) fn leaked(leaked: &[Leaked]) -> Option<El> {
    if leaked.is_empty() {
        return None;
    }
    let heads = [("Interface", false), ("Subnet", false), ("Addresses", true)];
    let mut body = el("tbody", "");
    for one in leaked.iter().take(MOST) {
        body = body.kid(
            el("tr", "")
                .kid(
                    el("th", "")
                        .attr("scope", "row")
                        .kid(el("code", "").say(one.interface.clone())),
                )
                .kid(el("td", "").say(one.subnet.clone()))
                .kid(cell(Some(grouped(one.addresses)))),
        );
    }
    Some(section(
        "leaked-title",
        "Interfaces left behind",
        table(&heads, body),
    ))
}

fn section(id: &'static str, title: &'static str, body: El) -> El {
    el("section", "")
        .attr("aria-labelledby", id)
        .kid(el("div", "title").kid(el("h2", "").attr("id", id).text(title)))
        .kid(body)
}

fn table(heads: &[(&'static str, bool)], body: El) -> El {
    let mut row = el("tr", "");
    for (head, is_number) in heads {
        let class = if *is_number { "number" } else { "" };
        row = row.kid(el("th", class).attr("scope", "col").text(head));
    }
    el("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "Table")
        .kid(el("table", "").kid(el("thead", "").kid(row)).kid(body))
}

fn cell(words: Option<String>) -> El {
    el("td", "number").say(words.unwrap_or_else(|| "–".into()))
}

fn signed(number: i64) -> String {
    let sign = if number < 0 { "−" } else { "" };
    format!("{sign}{}", Grouped(number.unsigned_abs()))
}
