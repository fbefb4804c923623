//! Subnets into free blocks: what belongs together stands together, and what is there stays.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::By;
use super::free::Free;
use crate::analyze::sizing::Need;
use crate::aws::subnet::SHORTEST;
use crate::net::Ipv4Prefix;
use crate::plan::Role;

/// A subnet that needs a place.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) role: Role,
    pub(super) zone: String,
    /// What it has to hold.
    pub(super) need: Need,
    /// Its own prefix length.
    pub(super) length: u8,
    /// The length of what is kept for it, the hole for its growth included.
    pub(super) slot: u8,
}

/// A subnet that has its place.
#[derive(Clone, Debug)]
pub(super) struct Neighbour {
    pub(super) role: Role,
    pub(super) zone: String,
    pub(super) cidr: Ipv4Prefix,
}

/// What is summarised together.
type Cluster<'a> = (u64, usize, Vec<(usize, &'a Wanted)>);

/// A place for each, in order; `None` where there is no room.
///
/// Each role, or each zone, gets one aligned block with the larger subnets first; what is left over of it is kept for a
/// further zone or role, if asked for, and else taken by the next ones.
/// Where its like stands already, a subnet goes as near to it as there is room, so that one prefix goes on covering all.
pub(super) fn place(
    wanted: &[Wanted],
    neighbours: &[Neighbour],
    free: &mut Free,
    by: By,
    keeps_rest: bool,
) -> Vec<Option<Ipv4Prefix>> {
    let mut placed: Vec<Option<Ipv4Prefix>> = alloc::vec![None; wanted.len()];
    for (_, _, members) in clusters(wanted, by) {
        let Some((_, first)) = members.first() else {
            continue;
        };
        let near = anchors(first, neighbours, by);
        let block = if near.is_empty() {
            together(&members, free, keeps_rest)
        } else {
            None
        };
        for (at, one) in members {
            let own: Vec<Ipv4Prefix> = neighbours
                .iter()
                .filter(|other| other.role == one.role && other.zone == one.zone)
                .map(|other| other.cidr)
                .chain(near.iter().copied())
                .collect();
            let found = match &block {
                Some(slots) => slots.get(&at).copied(),
                None => beside(&own, one.slot, free).or_else(|| free.take(one.slot)),
            };
            if let Some(cell) = placed.get_mut(at) {
                *cell = found.and_then(|slot| slot.part(one.length, 0));
            }
        }
    }
    placed
}

/// The clusters, the largest first; members of equal size keep their order.
fn clusters(wanted: &[Wanted], by: By) -> Vec<Cluster<'_>> {
    let mut found: BTreeMap<(Option<Role>, Option<&str>), Cluster<'_>> = BTreeMap::new();
    for (at, one) in wanted.iter().enumerate() {
        let key = match by {
            By::Role => (Some(one.role), None),
            By::Zone => (None, Some(one.zone.as_str())),
        };
        let cluster = found.entry(key).or_insert_with(|| (0, at, Vec::new()));
        cluster.0 += 1u64 << (32 - one.slot.min(32));
        cluster.2.push((at, one));
    }
    let mut clusters: Vec<Cluster<'_>> = found.into_values().collect();
    for cluster in &mut clusters {
        cluster.2.sort_by_key(|(_, one)| one.slot);
    }
    clusters.sort_by_key(|(size, first, _)| (core::cmp::Reverse(*size), *first));
    clusters
}

/// Blocks of the cluster's own kind that stand already.
fn anchors(one: &Wanted, neighbours: &[Neighbour], by: By) -> Vec<Ipv4Prefix> {
    neighbours
        .iter()
        .filter(|other| match by {
            By::Role => other.role == one.role,
            By::Zone => other.zone == one.zone,
        })
        .map(|other| other.cidr)
        .take(1)
        .collect()
}

/// One aligned block for all of a cluster, and each member's slot in it.
fn together(
    members: &[(usize, &Wanted)],
    free: &mut Free,
    keeps_rest: bool,
) -> Option<BTreeMap<usize, Ipv4Prefix>> {
    let size: u64 = members
        .iter()
        .map(|(_, one)| 1u64 << (32 - one.slot.min(32)))
        .sum();
    let bits = size.checked_next_power_of_two()?.trailing_zeros();
    let length = u8::try_from(32u32.checked_sub(bits)?).ok()?;
    let whole = free.take(length)?;
    let mut at = u64::from(whole.first());
    let mut slots = BTreeMap::new();
    let mut end = None;
    for (index, one) in members {
        let slot = Ipv4Prefix::starting_at(u32::try_from(at).ok()?, one.slot)?;
        at += slot.size();
        end = Some(slot);
        slots.insert(*index, slot);
    }
    if !keeps_rest {
        free.give_rest(whole, end?);
    }
    Some(slots)
}

/// The free block nearest to any of the given ones: in the smallest block around them that has room.
pub(super) fn beside(anchors: &[Ipv4Prefix], length: u8, free: &mut Free) -> Option<Ipv4Prefix> {
    anchors.iter().take(2).find_map(|anchor| {
        (SHORTEST..length.min(anchor.length() + 1))
            .rev()
            .find_map(|around| {
                let parent = Ipv4Prefix::containing(anchor.network(), around)?;
                free.take_within(parent, length)
            })
    })
}
