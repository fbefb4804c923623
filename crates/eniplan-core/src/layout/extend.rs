//! What has to be added to what stands, and what cannot be helped without moving something.

use alloc::string::String;
use alloc::vec::Vec;

use super::draft::Draft;
use super::pairs::Pair;
use super::place::Wanted;
use super::{Stuck, size};
use crate::analyze::layout::wants_pods;
use crate::analyze::sizing::{self, Need, Room};
use crate::aws::subnet::{CLUSTER_NEEDS, LONGEST};
use crate::finding::{Code, Finding, Severity};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::Role;

/// The length of subnets whose needs the plan does not know: public ones and those of a data tier.
const TIER: u8 = 24;
/// How much longer than the primary block they are at least, so that a small VPC has room for every tier.
const TIER_SHARE: u8 = 6;

/// The longest public subnet that is added: a /27 is what load balancers are to have.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>,
/// read 2026-11-23.
const BALANCED: u8 = 27;

/// The subnets to add: those that are missing, and those beside what is too small.
pub(super) fn wanted(draft: &Draft<'_>, pairs: &[Pair]) -> Vec<Wanted> {
    let rooms = sizing::rooms(&draft.plan, draft.catalogue, &draft.layout);
    let mut wanted = Vec::new();
    for pair in pairs {
        let standing = standing(draft, pair, &rooms);
        if standing.is_empty() {
            if pair.wanted {
                wanted.extend(new(draft, pair));
            }
        } else if let Some(short) = shortfall(pair, &standing).filter(|_| is_addable(draft, pair)) {
            wanted.extend(sized(pair, &short));
        }
    }
    wanted
}

/// A zone's pods under custom networking stay in the one subnet that its ENIConfig names.
fn is_addable(draft: &Draft<'_>, pair: &Pair) -> bool {
    pair.role != Role::Pods || !wants_pods(&draft.plan)
}

/// What the subnets of a pair still have for what the plan describes.
fn standing(draft: &Draft<'_>, pair: &Pair, rooms: &[Room]) -> Vec<Room> {
    let subnets = draft.layout.subnets.iter().zip(rooms);
    subnets
        .filter(|(subnet, _)| subnet.role == pair.role && subnet.zone == pair.zone)
        .map(|(_, room)| *room)
        .collect()
}

/// What the subnets of a pair do not hold of what it needs, if anything.
///
/// A node stands in one subnet, so that each of several may end with less than a node's room.
fn shortfall(pair: &Pair, standing: &[Room]) -> Option<Need> {
    let need = &pair.need;
    let count = standing.len() as u64;
    let lost = count.saturating_sub(1).saturating_mul(need.node);
    let addresses: u64 = standing.iter().map(|room| room.addresses).sum();
    let strays = need.strays.div_ceil(count.max(1));
    let prefixes: u64 = standing.iter().map(|room| room.prefixes(strays)).sum();
    let short = Need {
        addresses: need
            .addresses
            .saturating_sub(addresses.saturating_sub(lost)),
        prefixes: need
            .prefixes
            .saturating_sub(prefixes.saturating_sub(lost.div_ceil(16))),
        strays: need.strays,
        node: need.node,
    };
    (short.addresses > 0 || need.prefixes > 0 && short.prefixes > 0).then_some(short)
}

/// The subnets of a pair that has none.
fn new(draft: &Draft<'_>, pair: &Pair) -> Vec<Wanted> {
    let options = draft.options;
    let mut need = pair.need;
    let dedicated = options.presets.control_plane
        || draft
            .layout
            .subnets
            .iter()
            .any(|subnet| subnet.role == Role::ControlPlane);
    if pair.role == Role::Nodes && !dedicated {
        // Node subnets are the cluster's own as well.
        need.addresses = need.addresses.max(CLUSTER_NEEDS.1);
    }
    let at_most = match pair.role {
        Role::Public | Role::Other if options.presets.three_tier => {
            let primary = draft
                .plan
                .vpc_blocks()
                .first()
                .map_or(16, |block| block.length());
            primary.saturating_add(TIER_SHARE).clamp(TIER, LONGEST)
        }
        Role::Public => BALANCED,
        _ => LONGEST,
    };
    let mut wanted = if pair.role == Role::Pods && wants_pods(&draft.plan) {
        one(pair, &need)
    } else {
        several(pair, &need)
    };
    for one in &mut wanted {
        one.length = one.length.min(at_most);
        one.slot = one.length;
    }
    wanted
}

/// The subnets that take what others do not hold, with room for the node that stands between both.
fn sized(pair: &Pair, short: &Need) -> Vec<Wanted> {
    let blocks = if short.prefixes > 0 || pair.need.prefixes > 0 {
        short.prefixes + short.node.div_ceil(16)
    } else {
        0
    };
    let need = Need {
        addresses: short
            .addresses
            .saturating_add(short.node)
            .max(blocks.saturating_mul(16)),
        prefixes: blocks,
        strays: short.strays.min(short.addresses.saturating_add(short.node)),
        node: short.node,
    };
    several(pair, &need)
}

fn several(pair: &Pair, need: &Need) -> Vec<Wanted> {
    let parts = size::parts(need);
    if parts.is_empty() {
        return one(pair, need);
    }
    parts.iter().flat_map(|part| one(pair, part)).collect()
}

/// One subnet; the largest that there is where even that does not hold it, which then is told.
fn one(pair: &Pair, need: &Need) -> Vec<Wanted> {
    let length = size::length(need).unwrap_or(crate::aws::subnet::SHORTEST);
    alloc::vec![Wanted {
        role: pair.role,
        zone: pair.zone.clone(),
        need: *need,
        length,
        slot: length,
    }]
}

/// Tells which listed subnets hold less than is asked, what was added, and what would have to move.
pub(super) fn stuck(draft: &mut Draft<'_>, pairs: &[Pair]) {
    let rooms = sizing::rooms(&draft.plan, draft.catalogue, &draft.layout);
    let blocks = draft.plan.vpc_blocks();
    let mut found = Vec::new();
    for pair in pairs {
        let listed: Vec<Room> = draft
            .layout
            .subnets
            .iter()
            .zip(&rooms)
            .filter(|(subnet, _)| {
                subnet.role == pair.role && subnet.zone == pair.zone && subnet.listed.is_some()
            })
            .map(|(_, room)| *room)
            .collect();
        let of_pair = || {
            let subnets = draft.layout.subnets.iter();
            subnets.filter(|subnet| subnet.role == pair.role && subnet.zone == pair.zone)
        };
        let first = of_pair().find(|subnet| subnet.listed.is_some());
        let (Some(first), Some(short)) = (first, shortfall(pair, &listed)) else {
            continue;
        };
        let insisted = insisted(first.cidr, pair, &blocks);
        let added: Vec<String> = of_pair()
            .filter(|subnet| subnet.listed.is_none())
            .map(|subnet| subnet.name.clone())
            .collect();
        let would_move = insisted.map_or_else(Vec::new, |block| {
            let others = draft.layout.subnets.iter();
            others
                .filter(|other| {
                    other.listed.is_some() && other.cidr.overlaps(block) && other.name != first.name
                })
                .map(|other| other.name.clone())
                .collect()
        });
        found.push(Stuck {
            name: first.name.clone(),
            cidr: first.cidr,
            addresses_short: short.addresses,
            prefixes_short: short.prefixes,
            added,
            insisted,
            would_move,
        });
    }
    for stuck in &found {
        draft.findings.push(finding(stuck));
    }
    draft.stuck = found;
}

/// The block around a subnet that would hold all of a pair, if a block of the VPC has it.
fn insisted(cidr: Ipv4Prefix, pair: &Pair, blocks: &[Ipv4Prefix]) -> Option<Ipv4Prefix> {
    let length = size::length(&pair.need)?.min(cidr.length().checked_sub(1)?);
    let around = Ipv4Prefix::containing(cidr.network(), length)?;
    blocks
        .iter()
        .any(|block| block.contains(around))
        .then_some(around)
}

fn finding(stuck: &Stuck) -> Finding {
    let (short, unit) = if stuck.addresses_short > 0 {
        (stuck.addresses_short, "addresses")
    } else {
        (stuck.prefixes_short, "/28 blocks")
    };
    let beside = match stuck.added.as_slice() {
        [] => String::from("Add a subnet for new node groups, or a zone"),
        added => alloc::format!("{} takes the rest", added.join(" and ")),
    };
    let insist = match (&stuck.insisted, stuck.would_move.as_slice()) {
        (None, _) => String::from("no block of the VPC holds one large enough around it"),
        (Some(block), []) => alloc::format!(
            "{block} around it is free, but {} would have to be made anew",
            stuck.name
        ),
        (Some(block), others) => alloc::format!(
            "for {block} in its place, {} would have to move",
            others.join(", ")
        ),
    };
    let operands = operands![stuck.name.as_str(), stuck.cidr, short, unit, beside, insist];
    let mut finding = Finding::new(Code::SubnetCannotGrow, stuck.name.clone(), operands);
    if !stuck.added.is_empty() {
        finding.severity = Severity::Warning;
    }
    finding
}
