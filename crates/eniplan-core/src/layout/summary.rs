//! What is free in a VPC, and the fewest prefixes that cover a role or a zone.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::LaidSubnet;
use super::free::Free;
use crate::net::Ipv4Prefix;
use crate::plan::Plan;

/// The prefixes that cover what belongs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// A role or a zone.
    pub of: String,
    /// Prefixes in which nothing else stands, in address order; free holes may be in them.
    pub prefixes: Vec<Ipv4Prefix>,
}

/// The free blocks of the plan's VPC, each as large as it can be, in address order within each block of the VPC.
pub fn holes(plan: &Plan) -> Vec<(Ipv4Prefix, Vec<Ipv4Prefix>)> {
    let taken: Vec<Ipv4Prefix> = plan.subnets.iter().map(|subnet| subnet.cidr).collect();
    plan.vpc_blocks()
        .into_iter()
        .map(|block| (block, Free::of(&[block], &taken).blocks()))
        .collect()
}

/// The prefixes of each role, then of each zone, in the order in which they first stand.
pub fn summaries(plan: &Plan, subnets: &[LaidSubnet]) -> (Vec<Summary>, Vec<Summary>) {
    let role = |subnet: &LaidSubnet| String::from(subnet.role.word());
    let zone = |subnet: &LaidSubnet| subnet.zone.clone();
    (grouped(plan, subnets, &role), grouped(plan, subnets, &zone))
}

fn grouped(
    plan: &Plan,
    subnets: &[LaidSubnet],
    of: &dyn Fn(&LaidSubnet) -> String,
) -> Vec<Summary> {
    let mut order: Vec<String> = Vec::new();
    let mut members: BTreeMap<String, Vec<Ipv4Prefix>> = BTreeMap::new();
    for subnet in subnets {
        let name = of(subnet);
        let blocks = members.entry(name.clone()).or_default();
        if blocks.is_empty() {
            order.push(name);
        }
        blocks.push(subnet.cidr);
    }
    let blocks = plan.vpc_blocks();
    let all: Vec<Ipv4Prefix> = subnets.iter().map(|subnet| subnet.cidr).collect();
    let summary = |name: String| {
        let own = members.get(&name).cloned().unwrap_or_default();
        Summary {
            prefixes: cover(own, &all, &blocks),
            of: name,
        }
    };
    order.into_iter().map(summary).collect()
}

/// The fewest prefixes that hold all of `own` and nothing of the other blocks in `all`.
pub(super) fn cover(
    mut own: Vec<Ipv4Prefix>,
    all: &[Ipv4Prefix],
    blocks: &[Ipv4Prefix],
) -> Vec<Ipv4Prefix> {
    own.sort_unstable();
    let mut others: Vec<Ipv4Prefix> = all
        .iter()
        .filter(|block| own.binary_search(block).is_err())
        .copied()
        .collect();
    others.sort_unstable();
    let mut cover: Vec<Ipv4Prefix> = Vec::new();
    let mut rest = own.as_slice();
    while let Some(block) = rest.first().copied() {
        // Around each the largest block in which only its like stand.
        let widest = (0..block.length())
            .rev()
            .filter_map(|length| Ipv4Prefix::containing(block.network(), length))
            .take_while(|around| {
                blocks.iter().any(|vpc| vpc.contains(*around)) && !meets(&others, *around)
            })
            .last()
            .unwrap_or(block);
        let inside = rest.partition_point(|own| own.first() <= widest.last());
        let (members, behind) = rest.split_at(inside);
        cover.push(tight(members, block));
        rest = behind;
    }
    cover
}

/// Whether any of the sorted blocks overlaps this one.
fn meets(sorted: &[Ipv4Prefix], block: Ipv4Prefix) -> bool {
    let from = sorted.partition_point(|other| other.first() < block.first());
    sorted
        .get(from)
        .is_some_and(|next| next.first() <= block.last())
        || sorted
            .get(..from)
            .and_then(<[_]>::last)
            .is_some_and(|before| before.last() >= block.first())
}

/// The smallest block that holds all of the sorted blocks.
fn tight(sorted: &[Ipv4Prefix], first: Ipv4Prefix) -> Ipv4Prefix {
    let last = sorted.iter().map(|block| block.last()).max();
    let differing = first.first() ^ last.unwrap_or(first.last());
    let length = u8::try_from(differing.leading_zeros()).unwrap_or(32);
    let length = length.min(first.length());
    Ipv4Prefix::containing(first.network(), length).unwrap_or(first)
}
