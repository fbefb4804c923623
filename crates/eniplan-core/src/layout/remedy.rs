//! The smallest change that would make a layout fit.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::blocks::{can_be_added, next_shared};
use super::pairs::Pair;
use super::{Options, fits};
use crate::aws::catalogue::Catalogue;
use crate::aws::subnet::{LONGEST, SHORTEST};
use crate::aws::vpc;
use crate::net::Ipv4Prefix;
use crate::plan::{Plan, VpcCidr};

/// Zones beyond which nothing is tried: no Region has as many.
const MOST_ZONES: usize = 40;
/// Blocks that are tried together at most.
const MOST_BLOCKS: usize = 8;

/// Node groups beyond which growth is not counted again and again.
const MOST_GROUPS: usize = 100;

/// What would make room, as sentences joined by `; or` without a stop.
pub(super) fn smallest(
    plan: &Plan,
    pairs: &[Pair],
    catalogue: &Catalogue,
    options: &Options,
) -> String {
    if plan.zones().len() > MOST_ZONES {
        return "Plan for fewer zones".to_string();
    }
    let settled = super::blocks::settled(plan, options);
    let found = [
        larger_primary(&settled, pairs, catalogue, options),
        further_blocks(&settled, pairs, catalogue, options),
        fewer_months(&settled, catalogue, options),
    ];
    let found: Vec<String> = found.into_iter().flatten().collect();
    if found.is_empty() {
        return "Spread the nodes over more VPCs, or give pods addresses of their own by an overlay"
            .to_string();
    }
    let joined = found.join("; or ");
    let mut letters = joined.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + letters.as_str()
}

/// A primary block around the present one; that of a VPC that exists never changes.
fn larger_primary(
    plan: &Plan,
    pairs: &[Pair],
    catalogue: &Catalogue,
    options: &Options,
) -> Option<String> {
    let primary = plan.vpc_blocks().first().copied()?;
    if plan.vpc.id.is_some() {
        return None;
    }
    (SHORTEST..primary.length())
        .rev()
        .filter_map(|length| Ipv4Prefix::containing(primary.network(), length))
        .take_while(|larger| {
            let others = plan.vpc_blocks();
            let mut met = others.iter().skip(1).chain(&plan.vpc.peers);
            !met.any(|other| other.overlaps(*larger))
        })
        .find(|larger| {
            let options = Options {
                primary: Some(*larger),
                ..*options
            };
            fits(plan, pairs, catalogue, &options)
        })
        .map(|larger| alloc::format!("a primary block of /{} would do: {larger}", larger.length()))
}

/// Secondary blocks: the smallest one that does, or else as few /16 blocks as do.
fn further_blocks(
    plan: &Plan,
    pairs: &[Pair],
    catalogue: &Catalogue,
    options: &Options,
) -> Option<String> {
    if plan.vpc.shared {
        return None;
    }
    let with = |blocks: &[VpcCidr]| {
        let mut plan = plan.clone();
        plan.vpc.cidrs.extend(blocks.iter().cloned());
        plan
    };
    let routable = |plan: &Plan, length| {
        next_in_range(plan, length).map(|cidr| VpcCidr {
            cidr,
            routable: true,
        })
    };
    let one = (SHORTEST..=LONGEST).rev().find_map(|length| {
        let block = routable(plan, length)?;
        fits(
            &with(core::slice::from_ref(&block)),
            pairs,
            catalogue,
            options,
        )
        .then_some(block)
    });
    if let Some(block) = one {
        return Some(alloc::format!(
            "one more secondary block {} would do",
            block.cidr
        ));
    }
    let hidden = |plan: &Plan, _| {
        next_shared(plan).map(|cidr| VpcCidr {
            cidr,
            routable: false,
        })
    };
    several(
        plan,
        &|blocks| fits(&with(blocks), pairs, catalogue, options),
        &routable,
    )
    .or_else(|| {
        several(
            plan,
            &|blocks| fits(&with(blocks), pairs, catalogue, options),
            &hidden,
        )
    })
}

/// The fewest blocks of /16, one after the other, with which it fits.
fn several(
    plan: &Plan,
    fits: &dyn Fn(&[VpcCidr]) -> bool,
    next: &dyn Fn(&Plan, u8) -> Option<VpcCidr>,
) -> Option<String> {
    let mut grown = plan.clone();
    let mut blocks: Vec<VpcCidr> = Vec::new();
    while blocks.len() < MOST_BLOCKS && (grown.vpc.cidrs.len() as u64) < vpc::BLOCKS.1 {
        let block = next(&grown, SHORTEST)?;
        grown.vpc.cidrs.push(block.clone());
        blocks.push(block);
        if fits(&blocks) {
            let names: Vec<String> = blocks.iter().map(|block| block.cidr.to_string()).collect();
            return Some(match names.as_slice() {
                [only] => alloc::format!("one more secondary block {only} would do"),
                all => alloc::format!(
                    "{} more blocks would do, as AWS takes none larger than a /16: {}",
                    all.len(),
                    all.join(", ")
                ),
            });
        }
    }
    None
}

/// The next block of the primary's private range that the VPC can take.
fn next_in_range(plan: &Plan, length: u8) -> Option<Ipv4Prefix> {
    let primary = plan.vpc_blocks().first().copied()?;
    let range = vpc::SERVICE_RANGES
        .into_iter()
        .chain([vpc::SHARED])
        .find(|range| range.contains(primary))?;
    // Blocks of one /16 are tried in turn, the primary's own first: the smaller the block, the nearer it can stand.
    let at = Ipv4Prefix::containing(primary.network(), SHORTEST)?;
    let sixteenths = core::iter::successors(Some(at), |block| block.next())
        .take_while(|block| range.contains(*block))
        .take(MOST_NEIGHBOURS);
    sixteenths
        .flat_map(|block| {
            let parts = 1u32 << (length - SHORTEST).min(12);
            (0..parts).filter_map(move |index| block.part(length, index))
        })
        .find(|block| can_be_added(plan, *block))
}

/// How far a further block may stand from the primary, in /16 blocks.
const MOST_NEIGHBOURS: usize = 256;

/// The most months of growth for which there is room.
fn fewer_months(plan: &Plan, catalogue: &Catalogue, options: &Options) -> Option<String> {
    let months = options.months_of(plan);
    let grows = plan.growth.pods_per_month.hundredths() > 0
        || plan
            .others
            .iter()
            .any(|other| other.growth.hundredths() > 0);
    if !grows || months == 0 || plan.node_groups.len() > MOST_GROUPS {
        return None;
    }
    let fitting = |months| {
        let options = Options {
            months: Some(months),
            ..*options
        };
        let pairs = super::pairs_of(plan, catalogue, &options);
        fits(plan, &pairs, catalogue, &options)
    };
    if !fitting(0) {
        return None;
    }
    let (mut low, mut high) = (0, months);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fitting(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(alloc::format!(
        "room for {low} months of growth in place of {months} would fit"
    ))
}
