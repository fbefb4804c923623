//! The map of the address space, an icicle: the VPC's blocks, in them subnets and what is free, in those what is used.
//!
//! It runs across, or downwards on a narrow screen. Roles differ in colour and pattern, zones in their letter.

use eniplan_core::finding::Grouped;
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{Name, Role};
use yew::prelude::*;

use crate::cells::{self, Cell, What};
use crate::change::Change;
use crate::form::Ui;
use crate::state::{Action, MapView};

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The map with what is known of the chosen cell.
pub(crate) fn view(ui: &Ui) -> Html {
    let view = ui.state.map;
    let cells = cells::cells(ui.state);
    let at = view.cell.min(cells.len().saturating_sub(1));
    let on_key = {
        let dispatch = ui.dispatch.clone();
        let steps: Vec<(&str, Option<usize>)> = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"]
            .map(|key| (key, cells::next(&cells, at, key, view.upright)))
            .into();
        let into = block_of(cells.get(at));
        Callback::from(move |event: KeyboardEvent| {
            let key = event.key();
            let map = match steps.iter().find(|(name, _)| *name == key) {
                Some((_, Some(cell))) => MapView { cell: *cell, ..view },
                _ if key == "Enter" || key == " " => zoomed(view, into),
                _ if key == "Escape" => zoomed(view, None),
                _ => return,
            };
            event.prevent_default();
            dispatch.dispatch(Action::Map(map));
        })
    };
    html! {
        <section class="map" aria-labelledby="map-title">
            <div class="title">
                <h2 id="map-title">{ "Address space" }</h2>
                { zoom(ui) }
            </div>
            <svg class={if view.upright { "icicle upright" } else { "icicle" }} role="listbox" tabindex="0"
                aria-label="Map of the address space. Arrow keys walk it, Enter zooms into a VPC block."
                aria-activedescendant={format!("cell-{at}")} aria-describedby="map-live" onkeydown={on_key}>
                for (index, cell) in cells.iter().enumerate() {
                    { draw(ui, index, cell, index == at) }
                }
            </svg>
            <p class="legend" aria-hidden="true">
                for role in Role::ALL {
                    <span><i class={classes!("swatch", role.word())}></i>{ role.word() }</span>
                }
                <span><i class="swatch hole"></i>{ "free" }</span>
                <span><i class="swatch used"></i>{ "in use" }</span>
            </p>
            <div class="chosen">
                <p id="map-live" aria-live="polite">{ cells.get(at).map(told).unwrap_or_default() }</p>
                { cells.get(at).and_then(|cell| offer(ui, cell)) }
            </div>
        </section>
    }
}

/// The block that Enter zooms into.
fn block_of(cell: Option<&Cell>) -> Option<usize> {
    match cell?.what {
        What::Block(index) => Some(index),
        _ => None,
    }
}

fn zoomed(view: MapView, block: Option<usize>) -> MapView {
    let block = if view.block == block { None } else { block };
    MapView {
        block,
        cell: 0,
        ..view
    }
}

/// The choice of what fills the width.
fn zoom(ui: &Ui) -> Html {
    let view = ui.state.map;
    let blocks = ui.state.plan.vpc_blocks();
    if blocks.len() < 2 {
        return Html::default();
    }
    let choice = |name: String, block: Option<usize>| {
        let dispatch = ui.dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Map(MapView { block, cell: 0, ..view }));
        });
        html! {
            <button type="button" onclick={press} aria-pressed={(view.block == block).to_string()}>{ name }</button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label="Zoom">
            { choice("All blocks".into(), None) }
            for (index, block) in blocks.into_iter().enumerate() { { choice(block.to_string(), Some(index)) } }
        </div>
    }
}

/// A share of the whole as a percentage.
fn percent(share: u64) -> String {
    format!("{}.{:02}%", share / 100, share % 100)
}

/// Position and size of a cell: along the addresses, and in its row.
fn geometry(upright: bool, start: u64, share: u64, row: (u64, u64)) -> [String; 4] {
    let (start, share, from, size) = (percent(start), percent(share), percent(row.0), percent(row.1));
    if upright {
        [from, start, size, share]
    } else {
        [start, from, share, size]
    }
}

fn draw(ui: &Ui, index: usize, cell: &Cell, chosen: bool) -> Html {
    let view = ui.state.map;
    let (row, kind) = match cell.what {
        What::Block(_) => ((0, 2_200), "block"),
        What::Subnet(subnet) => ((2_200, 6_000), subnet.role.word()),
        What::Hole => ((2_200, 6_000), "hole"),
    };
    let [x, y, width, height] = geometry(view.upright, cell.start, cell.share, row);
    let dispatch = ui.dispatch.clone();
    let into = block_of(Some(cell));
    let press = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(Action::Map(if into.is_some() && chosen {
            zoomed(view, into)
        } else {
            MapView { cell: index, ..view }
        }));
    });
    html! {
        <>
        <svg id={format!("cell-{index}")} class={classes!("cell", kind, chosen.then_some("chosen"))} role="option"
            aria-selected={chosen.to_string()} aria-label={told(cell)} {x} {y} {width} {height} onclick={press}>
            <rect class="fill" width="100%" height="100%" />
            <rect class="pattern" width="100%" height="100%" />
            <foreignObject width="100%" height="100%">
                <div xmlns={XHTML} class="label">{ label(cell) }</div>
            </foreignObject>
        </svg>
        { usage(view.upright, cell) }
        </>
    }
}

/// What stands in a cell, as far as there is room.
fn label(cell: &Cell) -> Html {
    match cell.what {
        What::Block(_) => html! { <span><b>{ cell.cidr.to_string() }</b><small>{ Grouped(cell.cidr.size()).to_string() }</small></span> },
        What::Subnet(subnet) => html! {
            <span><b class="zone">{ &subnet.zone }</b><b>{ &subnet.name }</b><small>{ cell.cidr.to_string() }</small></span>
        },
        What::Hole => html! { <span><small>{ "free" }</small><small>{ cell.cidr.to_string() }</small></span> },
    }
}

/// The row below a subnet: how much of it is used.
fn usage(upright: bool, cell: &Cell) -> Html {
    let What::Subnet(subnet) = cell.what else {
        return Html::default();
    };
    let taken = subnet.addresses.saturating_sub(subnet.free);
    let part = cell.share * taken / subnet.addresses.max(1);
    let row = (8_300, 1_700);
    let [x, y, width, height] = geometry(upright, cell.start, cell.share, row);
    let [_, _, part_width, part_height] = geometry(upright, cell.start, part, row);
    let class = if subnet.short > 0 { "used short" } else { "used" };
    html! {
        <>
        <rect class="usage" x={x.clone()} y={y.clone()} {width} {height} />
        <rect class={class} {x} {y} width={part_width} height={part_height} />
        </>
    }
}

/// A cell in words.
fn told(cell: &Cell) -> String {
    let (cidr, size) = (cell.cidr, Grouped(cell.cidr.size()));
    match cell.what {
        What::Block(_) => format!("VPC block {cidr}, {size} addresses."),
        What::Hole => format!("Free: {cidr}, {size} addresses."),
        What::Subnet(subnet) => {
            let mut text = format!(
                "{}, {cidr}, zone {}, {}: {} of {} used, {} free",
                subnet.name,
                subnet.zone,
                subnet.role.word(),
                Grouped(subnet.used),
                Grouped(subnet.usable),
                Grouped(subnet.free),
            );
            if subnet.short > 0 {
                text.push_str(&format!(", short of {}", Grouped(subnet.short)));
            }
            text.push('.');
            text
        }
    }
}

/// What can be done with a free cell.
fn offer(ui: &Ui, cell: &Cell) -> Option<Html> {
    if cell.what != What::Hole {
        return None;
    }
    // The whole hole, and what a subnet of the usual sizes would take of it.
    let sizes = [cell.cidr.length(), 20, 24, 27];
    let mut parts: Vec<Ipv4Prefix> = Vec::new();
    for length in sizes {
        if (16..=28).contains(&length) && length >= cell.cidr.length() {
            parts.extend(cell.cidr.part(length, 0).filter(|part| !parts.contains(part)));
        }
    }
    let zones = ui.state.plan.zones();
    let role = if cell.cidr.network().octets().first() == Some(&100) { Role::Pods } else { Role::Nodes };
    Some(html! {
        <p class="row">
            for part in parts {
                { ui.button("", html! { format!("Add a subnet {part} here") }, {
                    let zone = zones.first().map_or_else(|| Name::of("a"), |zone| Some(zone.name.clone()));
                    move || Action::Change(Change::AddSubnet { cidr: part, role, zone: zone.clone().unwrap_or_else(|| eniplan_core::plan::Zone::default().name) })
                }) }
            }
        </p>
    })
}
