//! The address space as a picture: a row a block of the VPC, width by addresses, subnets and free room below.

use alloc::format;
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::{Blueprint, Subnet};
use super::super::header::MARK;
use super::super::svg::{Picture, Rect};
use crate::finding::Grouped;
use crate::net::Ipv4Prefix;
use crate::plan::Role;

/// Width of a whole block, in units of the picture.
const WIDTH: u64 = 1_200;
const MARGIN: u64 = 20;
const ROW: u64 = 110;
/// Room that a letter takes.
const LETTER: u64 = 7;

/// Colours carry at least 4.5 to 1 against the text on them; roles differ by their borders too.
const STYLE: &str = "text{font:12px sans-serif;fill:#1b1b1b}.title{font-weight:bold;font-size:14px}\
rect{stroke:#444;stroke-width:1}.free{fill:#fff;stroke-dasharray:2 2}.nodes{fill:#cfe3ff}.pods{fill:#d6f0d6}\
.public{fill:#ffe4bf;stroke-width:2}.control{fill:#ecdcff;stroke-width:2}.other{fill:#e3e3e3;stroke-dasharray:6 2}.used{fill:#1b1b1b;stroke:none}\
@media (prefers-color-scheme:dark){svg{background:#16181c}text{fill:#f0f0f0}rect{stroke:#aaa}.free{fill:#16181c}.nodes{fill:#1d3f6b}\
.pods{fill:#1f4d27}.public{fill:#5c3d0c}.control{fill:#44286b}.other{fill:#3a3a3a}.used{fill:#f0f0f0}}";

pub(super) fn file(blueprint: &Blueprint) -> File {
    let mut picture = Picture::new();
    let blocks = blueprint.plan.vpc_blocks();
    let mut y = MARGIN;
    for block in &blocks {
        row(&mut picture, blueprint, *block, y);
        y = y.saturating_add(ROW);
    }
    let totals = &blueprint.report.totals;
    let remark = format!(
        "{MARK}. {} of {} addresses are taken at the desired size. {}",
        Grouped(totals.addresses_used),
        Grouped(totals.usable),
        blueprint.link
    );
    let title = format!("{}: the address space", blueprint.title());
    let contents = picture.finish(WIDTH + 2 * MARGIN, y, &title, &remark, STYLE);
    super::file(
        "documents/map.svg",
        contents,
        "The address space as a picture, light and dark",
    )
}

fn row(picture: &mut Picture, blueprint: &Blueprint, block: Ipv4Prefix, y: u64) {
    let top = y.saturating_add(22);
    picture.text(
        "title",
        MARGIN,
        y.saturating_add(14),
        &format!("{block}: {} addresses", Grouped(block.size())),
    );
    let whole = Rect {
        x: MARGIN,
        y: top,
        width: WIDTH,
        height: 60,
    };
    picture.rect(
        "free",
        whole,
        &format!("{block}, free where nothing else stands"),
    );
    let mut inside: Vec<&Subnet> = blueprint
        .subnets
        .iter()
        .filter(|subnet| block.contains(subnet.placed.cidr))
        .collect();
    inside.sort_by_key(|subnet| subnet.placed.cidr.first());
    for subnet in inside {
        let cidr = subnet.placed.cidr;
        let offset = u64::from(cidr.first().saturating_sub(block.first()));
        let x = MARGIN.saturating_add(scaled(offset, block.size()));
        let width = scaled(cidr.size(), block.size()).max(1);
        let report = subnet.report;
        let used = report.map_or(0, |report| report.used);
        let free = report.map_or(0, |report| report.free);
        let title = format!(
            "{} ({}), {} in {}: {} used, {} free",
            subnet.key,
            cidr,
            subnet.placed.role.word(),
            subnet.zone,
            Grouped(used),
            Grouped(free)
        );
        picture.rect(
            class(subnet.placed.role),
            Rect {
                x,
                y: top,
                width,
                height: 60,
            },
            &title,
        );
        // How full it is, from the left.
        let filled = used
            .saturating_mul(width)
            .checked_div(cidr.size())
            .unwrap_or(0);
        if filled > 0 {
            let bar = Rect {
                x,
                y: top.saturating_add(54),
                width: filled.min(width),
                height: 6,
            };
            picture.rect("used", bar, &title);
        }
        for (line, text) in [
            (18, subnet.key.clone()),
            (34, format!("{cidr}")),
            (48, format!("{} free", Grouped(free))),
        ] {
            let letters = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            if letters.saturating_mul(LETTER).saturating_add(8) <= width {
                picture.text(
                    "label",
                    x.saturating_add(4),
                    top.saturating_add(line),
                    &text,
                );
            }
        }
    }
}

/// A share of the block's width.
fn scaled(part: u64, whole: u64) -> u64 {
    part.saturating_mul(WIDTH).checked_div(whole).unwrap_or(0)
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Nodes => "nodes",
        Role::Pods => "pods",
        Role::Public => "public",
        Role::ControlPlane => "control",
        Role::Other => "other",
    }
}
