//! What was seen beside what the plan counts: subnets, groups, blocks of sixteen addresses, interfaces left behind.

use eniplan_core::analyze::block_map::{lead, rows};
use eniplan_core::finding::Grouped;
use eniplan_elements::{Block, Grid, details, grouped, swatch};
use eniplan_import::{BlockMap, BlockState, Leaked, ObservedGroup, ObservedSubnet};

use crate::{El, el};

/// Rows that are shown at most; the report of the plan has all.
const MOST: usize = 500;

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
    let legend = el("p", "legend kinds")
        .kid(key(Block::Free, "free"))
        .kid(key(Block::Held, "a node's prefix"))
        .kid(key(Block::Stray, "single addresses in it"))
        .kid(key(
            Block::Kept,
            "first and last, of which AWS keeps addresses",
        ));
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

/// What a block that was seen is drawn as.
fn drawn(state: BlockState) -> Block {
    match state {
        BlockState::Reserved => Block::Kept,
        BlockState::Free => Block::Free,
        BlockState::Held => Block::Held,
        BlockState::Fragmented(_) => Block::Stray,
    }
}

fn key(block: Block, words: &'static str) -> El {
    el("span", "").kid(swatch(block, false)).text(words)
}

fn drawing(map: &BlockMap) -> El {
    let picture = Grid::of(map.states.iter().map(|state| (drawn(*state), false)));
    let rows: Vec<String> = rows(map.cidr).map(|row| row.to_string()).collect();
    let picture = picture
        .element(lead(map.cidr), &rows, false)
        .attr("role", "img")
        .set(
            "aria-label",
            format!("The {} blocks of {}", map.states.len(), map.subnet),
        )
        .kid(el("canvas", "").attr("aria-hidden", "true"))
        .kid(el("svg", "").attr("aria-hidden", "true"));
    el("div", "block-body").kid(picture)
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
