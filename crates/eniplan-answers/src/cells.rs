//! The map's cells: which blocks stand where. Addresses come from the core; only shares of the width are made here.

use eniplan_core::analyze::SubnetReport;
use eniplan_core::net::{AddressSpace, Ipv4Prefix};

use crate::State;
use crate::state::MapView;

/// The map's width in its own units; a share of it is shown as a percentage with two places.
pub(crate) const WHOLE: u64 = 10_000;

/// What a cell is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum What<'a> {
    /// A block of the VPC, by its place.
    Block(usize),
    Subnet(&'a SubnetReport),
    /// A free block.
    Hole,
}

/// A part of the map.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Cell<'a> {
    pub(crate) what: What<'a>,
    pub(crate) cidr: Ipv4Prefix,
    /// Where it starts and how far it goes, in parts of [`WHOLE`].
    pub(crate) start: u64,
    pub(crate) share: u64,
}

/// Subnets and holes that are drawn at most; the table has all.
const MOST: usize = 400;

/// The cells in the order in which arrows walk them: the blocks, then what stands in them by address.
pub(crate) fn cells(state: &State) -> Vec<Cell<'_>> {
    within(state, state.map.block)
}

/// The cells of one block of the VPC, or of all.
fn within(state: &State, only: Option<usize>) -> Vec<Cell<'_>> {
    let blocks = state.plan.vpc_blocks();
    let shown: Vec<(usize, Ipv4Prefix)> = blocks
        .into_iter()
        .enumerate()
        .filter(|(index, _)| only.is_none_or(|only| only == *index))
        .collect();
    let width = WHOLE / (shown.len() as u64).max(1);
    let mut above = Vec::new();
    let mut below = Vec::new();
    let mut start = 0;
    for (index, block) in shown {
        above.push(Cell {
            what: What::Block(index),
            cidr: block,
            start,
            share: width,
        });
        let mut free = AddressSpace::of(block);
        let mut inside = Vec::new();
        for subnet in state.subnets() {
            if block.contains(subnet.cidr) {
                free.remove(subnet.cidr);
                inside.push((subnet.cidr, What::Subnet(subnet)));
            }
        }
        for hole in free.blocks() {
            inside.push((hole, What::Hole));
        }
        // Sorted by numbers alone, as elsewhere, so that the module carries one sort.
        let mut order: Vec<(u64, u64)> = inside
            .iter()
            .map(|(cidr, _)| u64::from(cidr.first()) << 8 | u64::from(cidr.length()))
            .zip(0..)
            .collect();
        order.sort_unstable();
        for (_, place) in order {
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let Some((cidr, what)) = inside.get(place).copied() else {
                continue;
            };
            let offset = u64::from(cidr.first().saturating_sub(block.first()));
            below.push(Cell {
                what,
                cidr,
                start: start + offset * width / block.size(),
                share: cidr.size() * width / block.size(),
            });
        }
        start += width;
    }
    below.truncate(MOST);
    above.extend(below);
    above
}

/// The chosen cell.
pub(crate) fn chosen(state: &State) -> Option<Cell<'_>> {
    cells(state).get(state.map.cell).copied()
}

/// Where a subnet can move: the start of each free block that is large enough.
pub(crate) fn targets(state: &State, name: &str) -> Vec<Ipv4Prefix> {
    let all = within(state, None);
    all.iter()
        .filter_map(|cell| start(state, name, cell))
        .collect()
}

/// Where in a cell the subnet goes that is being moved, if it fits.
pub(crate) fn target(state: &State, cell: &Cell) -> Option<Ipv4Prefix> {
    start(state, &state.moving.as_ref()?.name, cell)
}

fn start(state: &State, name: &str, cell: &Cell) -> Option<Ipv4Prefix> {
    let subnet = state.placed(name)?;
    let is_free = cell.what == What::Hole;
    cell.cidr.part(subnet.cidr.length(), 0).filter(|_| is_free)
}

/// The view in which the cell with a block is chosen: a block of the VPC, or what stands in one.
pub(crate) fn choosing(state: &State, block: Ipv4Prefix, of_vpc: bool) -> MapView {
    let place = |only| {
        within(state, only).iter().position(|cell| {
            matches!(cell.what, What::Block(_)) == of_vpc && cell.cidr.overlaps(block)
        })
    };
    let shown = state.map.block;
    let found = place(shown).map(|cell| (shown, cell));
    let (block, cell) = found.unwrap_or_else(|| (None, place(None).unwrap_or(0)));
    MapView {
        block,
        cell,
        ..state.map
    }
}

/// The view of the map after a key.
pub(crate) fn after(state: &State, key: &str) -> MapView {
    let view = state.map;
    let cells = cells(state);
    let at = view.cell.min(cells.len().saturating_sub(1));
    let zoomed = |block| MapView {
        block,
        cell: 0,
        ..view
    };
    match (key, cells.get(at).map(|cell| cell.what)) {
        ("Enter" | " ", Some(What::Block(block))) if view.block.is_none() => zoomed(Some(block)),
        ("Enter" | " ", Some(What::Block(_))) | ("Escape", _) => zoomed(None),
        _ if state.moving.is_some() => MapView {
            cell: next_target(state, &cells, at, key),
            ..view
        },
        _ => MapView {
            cell: next(&cells, at, key, view.upright).unwrap_or(at),
            ..view
        },
    }
}

/// The hole to which a key leads while one is being chosen.
fn next_target(state: &State, cells: &[Cell], at: usize, key: &str) -> usize {
    let fits = |index: &usize| {
        let cell = cells.get(*index);
        cell.is_some_and(|cell| target(state, cell).is_some())
    };
    let mut all = 0..cells.len();
    match key {
        "ArrowRight" | "ArrowDown" => all.find(|index| *index > at && fits(index)),
        "ArrowLeft" | "ArrowUp" => all.rfind(|index| *index < at && fits(index)),
        "Home" => all.find(fits),
        "End" => all.rfind(fits),
        _ => None,
    }
    .unwrap_or(at)
}

/// The cell to which an arrow leads, or nothing for another key.
fn next(cells: &[Cell], at: usize, key: &str, upright: bool) -> Option<usize> {
    let here = cells.get(at)?;
    let is_block = |cell: &Cell| matches!(cell.what, What::Block(_));
    let row = |cell: &Cell| is_block(cell) == is_block(here);
    let key = match (key, upright) {
        ("ArrowDown", true) => "ArrowRight",
        ("ArrowUp", true) => "ArrowLeft",
        ("ArrowRight", true) => "ArrowDown",
        ("ArrowLeft", true) => "ArrowUp",
        (key, _) => key,
    };
    match key {
        "ArrowRight" => (at + 1..cells.len()).find(|index| cells.get(*index).is_some_and(row)),
        "ArrowLeft" => (0..at)
            .rev()
            .find(|index| cells.get(*index).is_some_and(row)),
        "ArrowDown" => cells
            .iter()
            .position(|cell| is_block(here) && !is_block(cell) && here.cidr.contains(cell.cidr)),
        "ArrowUp" => cells
            .iter()
            .position(|cell| !is_block(here) && is_block(cell) && cell.cidr.contains(here.cidr)),
        "Home" => cells.iter().position(row),
        "End" => cells.iter().rposition(row),
        _ => return None,
    }
    .or(Some(at))
}
