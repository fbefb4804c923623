//! The map of the address space, an icicle: the VPC's blocks, in them subnets and what is free, in those what is used.
//!
//! It runs across, or downwards on a narrow screen. Roles differ in colour and pattern, zones in their letter.
//! The picture is a canvas; over it lies a shape for each cell, which is what is pointed at, walked and read out.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::Role;
use eniplan_elements::{On, button, grouped, join, of};

use crate::State;
use crate::act::{Act, El, el};
use crate::cells::{self, Cell, What};
use crate::edits::{self, Place};
use crate::{block, blocks, picture};

/// The map with what is known of the chosen cell.
pub(crate) fn view(state: &State) -> El {
    if let Some(near) = state
        .near
        .as_ref()
        .and_then(|near| blocks::view(state, near))
    {
        return near;
    }
    let view = state.map;
    let cells = cells::cells(state);
    let at = view.cell.min(cells.len().saturating_sub(1));
    let mut over = el("svg", "").attr("role", "presentation");
    for (index, cell) in cells.iter().enumerate() {
        over = over.kid(option(state, index, cell, index == at));
    }
    let targets = cells
        .iter()
        .map(|cell| cells::target(state, cell).is_some());
    let map = el(
        "icicle-map",
        if view.upright {
            "icicle upright"
        } else {
            "icicle"
        },
    )
    .attr("id", "map")
    .attr("role", "listbox")
    .attr("tabindex", "0")
    .attr(
        "aria-label",
        "Map of the address space. Arrow keys walk it, Enter zooms into a VPC block and opens a subnet’s /28 blocks; S splits a subnet, J merges it, M moves it, Z undoes.",
    )
    .set("aria-activedescendant", id(at))
    .attr("aria-describedby", "map-live")
    .set("cells", picture::lines(cells.iter().zip(targets), view.upright))
    .on(On::Key, Act::Key.code())
    .kid(el("canvas", "").attr("aria-hidden", "true"))
    .kid(over);
    let chosen = cells.get(at);
    el("section", "map")
        .attr("aria-labelledby", "map-title")
        .kid(
            el("div", "title")
                .kid(el("h2", "").attr("id", "map-title").text("Address space"))
                .maybe(zoom(state)),
        )
        .kid(map)
        .kid(legend())
        .kid(
            el("div", "chosen")
                .kid(
                    el("p", "")
                        .attr("id", "map-live")
                        .attr("aria-live", "polite")
                        .say(chosen.map(|cell| told(state, cell)).unwrap_or_default()),
                )
                .maybe(chosen.map(|cell| offer(state, cell)))
                .kid(keys()),
        )
}

/// What the keys do, for those who have some.
fn keys() -> El {
    let mut line = el("p", "help keys").text("On the map: ");
    for (key, does) in [
        ("Enter", " opens a subnet’s /28 blocks, "),
        ("S", " splits, "),
        ("J", " merges, "),
        ("M", " moves (arrows, Enter; Escape cancels), "),
        ("Z", " undoes."),
    ] {
        line = line.kid(el("kbd", "").text(key)).text(does);
    }
    line
}

fn id(cell: usize) -> String {
    join(&["cell-", &cell.to_string()])
}

fn legend() -> El {
    let mut legend = el("p", "legend").attr("aria-hidden", "true");
    for role in Role::ALL {
        legend = legend.kid(el("span", "").kid(el("i", role.word())).text(role.word()));
    }
    legend
        .kid(el("span", "").kid(el("i", "hole")).text("free"))
        .kid(el("span", "").kid(el("i", "taken")).text("in use"))
        .kid(el("span", "").kid(el("i", "short")).text("short"))
}

/// The choice of what fills the width.
fn zoom(state: &State) -> Option<El> {
    let blocks = state.plan.vpc_blocks();
    if blocks.len() < 2 {
        return None;
    }
    let present = state.map;
    let choice = |name: String, block: Option<usize>| {
        button("")
            .flag("aria-pressed", present.block == block)
            .say(name)
            .on(On::Click, Act::Zoom(block).code())
    };
    let mut group = el("div", "segments")
        .attr("role", "group")
        .attr("aria-label", "Zoom")
        .kid(choice("All blocks".into(), None));
    for (index, block) in blocks.into_iter().enumerate() {
        group = group.kid(choice(block.to_string(), Some(index)));
    }
    Some(group)
}

/// A share of the whole as a percentage.
fn percent(share: u64) -> String {
    let rest = share % 100;
    join(&[
        &(share / 100).to_string(),
        if rest < 10 { ".0" } else { "." },
        &rest.to_string(),
        "%",
    ])
}

/// An element placed along the addresses and in its row.
fn placed(element: El, upright: bool, start: u64, share: u64, row: (u64, u64)) -> El {
    let names = if upright {
        ["y", "height", "x", "width"]
    } else {
        ["x", "width", "y", "height"]
    };
    element
        .set(names[0], percent(start))
        .set(names[1], percent(share))
        .set(names[2], percent(row.0))
        .set(names[3], percent(row.1))
}

/// What lies over the picture of a cell.
fn option(state: &State, index: usize, cell: &Cell, chosen: bool) -> El {
    let row = match cell.what {
        What::Block(_) => (0, 2_200),
        _ => (2_200, 6_000),
    };
    let act = match (cells::target(state, cell), cell.what) {
        (Some(block), _) => Act::MoveTo(block),
        (None, What::Block(_)) if chosen => Act::Enter,
        _ => Act::Cell(index),
    };
    let option = el("rect", if chosen { "cell chosen" } else { "cell" })
        .set("id", id(index))
        .attr("role", "option")
        .flag("aria-selected", chosen)
        .set("aria-label", told(state, cell))
        .on(On::Click, act.code());
    placed(option, state.map.upright, cell.start, cell.share, row)
}

/// A cell in words.
fn told(state: &State, cell: &Cell) -> String {
    let (cidr, size) = (cell.cidr.to_string(), grouped(cell.cidr.size()));
    if let (Some(moving), Some(block)) = (&state.moving, cells::target(state, cell)) {
        let block = block.to_string();
        return join(&[
            "Move ",
            &moving.name,
            " to ",
            &block,
            ", in the free ",
            &cidr,
            ".",
        ]);
    }
    match cell.what {
        What::Block(_) => join(&["VPC block ", &cidr, ", ", &size, " addresses."]),
        What::Hole => join(&["Free: ", &cidr, ", ", &size, " addresses."]),
        What::Subnet(subnet) => {
            let short = if subnet.short > 0 {
                join(&[", short of ", &grouped(subnet.short)])
            } else {
                String::new()
            };
            join(&[
                &subnet.name,
                ", ",
                &cidr,
                ", zone ",
                &subnet.zone,
                ", ",
                subnet.role.word(),
                ": ",
                &of(subnet.used, subnet.usable),
                " used, ",
                &grouped(subnet.free),
                " free",
                &short,
                ".",
            ])
        }
    }
}

/// What can be done with a cell.
fn offer(state: &State, cell: &Cell) -> El {
    let target = cells::target(state, cell);
    let (offered, is_of_it) = match (cell.what, &state.moving) {
        (What::Block(_), _) => (Some(block::view(state, Place::Map)), true),
        (What::Subnet(subnet), _) => {
            let open = button("open-blocks")
                .text("/28 blocks")
                .set("aria-label", join(&["/28 blocks of ", &subnet.name]))
                .on(On::Click, Act::Near(subnet.name.clone()).code());
            let offer = |subnet| edits::offer(state, Place::Map, subnet, Some(open));
            (state.placed(&subnet.name).map(offer), true)
        }
        (What::Hole, Some(moving)) => (
            target.map(|block| edits::offer_target(moving, block)),
            false,
        ),
        (What::Hole, None) => (Some(offer_hole(state, cell)), false),
    };
    let said = (!is_of_it)
        .then(|| edits::said(state, Place::Map, ""))
        .flatten();
    el("div", "offered").maybe(offered).maybe(said)
}

/// What fits into a hole.
fn offer_hole(state: &State, cell: &Cell) -> El {
    let plan = &state.plan;
    let routable = plan
        .vpc
        .cidrs
        .iter()
        .any(|block| block.routable && block.cidr.contains(cell.cidr));
    let role = if routable { Role::Nodes } else { Role::Pods };
    // The whole hole, and what a subnet of the usual sizes would take of it.
    let mut parts: Vec<Ipv4Prefix> = Vec::new();
    for length in [cell.cidr.length(), 20, 24, 27] {
        if let Some(part) = cell.cidr.part(length, 0)
            && (16..=28).contains(&length)
            && !parts.contains(&part)
        {
            parts.push(part);
        }
    }
    let mut row = el("p", "row");
    for cidr in parts {
        row = row.kid(
            button("")
                .say(join(&["Add subnet ", &cidr.to_string()]))
                .on(On::Click, Act::AddSubnet(cidr, role).code()),
        );
    }
    row
}
