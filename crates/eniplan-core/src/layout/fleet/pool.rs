//! Blocks out of the pool, Region by Region.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::super::free::Free;
use super::super::place::beside;
use super::sizes::Size;
use crate::aws::subnet::{LONGEST, SHORTEST};
use crate::aws::vpc;
use crate::finding::{Code, Finding};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::wants::Want;

/// What was given out, and what is left.
pub(super) struct Given {
    /// The further blocks of each VPC; fewer than it wants where there was no room.
    pub(super) blocks: Vec<Vec<Ipv4Prefix>>,
    pub(super) free: Free,
    pub(super) searches: u64,
}

/// How roomy an attempt is.
#[derive(Clone, Copy)]
struct Attempt {
    /// Whether each VPC has a hole beside it that is as large as itself.
    roomy: bool,
    /// Whether each Region has one aligned block.
    whole: bool,
}

const ATTEMPTS: [Attempt; 4] = [
    Attempt {
        roomy: true,
        whole: true,
    },
    Attempt {
        roomy: false,
        whole: true,
    },
    Attempt {
        roomy: true,
        whole: false,
    },
    Attempt {
        roomy: false,
        whole: false,
    },
];

/// The blocks of the pool that VPCs can have, in address order.
pub(super) fn usable(pool: &[Ipv4Prefix], findings: &mut Vec<Finding>) -> Vec<Ipv4Prefix> {
    let mut sorted = pool.to_vec();
    sorted.sort_unstable();
    let mut usable: Vec<Ipv4Prefix> = Vec::new();
    for block in sorted {
        let fault = if block.length() > LONGEST {
            Some((
                "AWS takes VPC blocks from /16 to /28",
                "Give a larger block",
            ))
        } else if vpc::NEVER.into_iter().any(|range| range.overlaps(block)) {
            Some((
                "AWS keeps a part of it for itself",
                "Give a private block, such as 10.0.0.0/8",
            ))
        } else if usable.last().is_some_and(|last| last.contains(block)) {
            Some(("another block of the pool has it already", "Name it once"))
        } else {
            None
        };
        match fault {
            Some((why, help)) => {
                let operands = operands![block, why, help];
                findings.push(Finding::new(
                    Code::PoolBlockUnusable,
                    alloc::format!("{block}"),
                    operands,
                ));
            }
            None => usable.push(block),
        }
    }
    usable
}

/// One VPC's share of a Region.
struct Share {
    want: usize,
    length: u8,
    blocks: usize,
    /// A block that it has already.
    near: Option<Ipv4Prefix>,
}

struct OfRegion<'a> {
    shares: Vec<Share>,
    /// The lowest block that the Region has already.
    near: Option<Ipv4Prefix>,
    name: &'a str,
}

/// Gives every VPC its blocks: Regions in one aligned block each and with holes for growth, if the pool allows.
pub(super) fn give(wants: &[Want], sizes: &[Size], pool: &[Ipv4Prefix]) -> Given {
    let mut taken: Vec<Ipv4Prefix> = wants
        .iter()
        .flat_map(|want| want.cidrs.iter().copied())
        .collect();
    taken.push(vpc::DOCKER);
    let free = Free::of(pool, &taken);
    let regions = regions(wants, sizes);
    let mut searches = 0;
    let mut last = None;
    for attempt in ATTEMPTS {
        let mut trial = free.clone();
        if attempt.roomy {
            keep_buddies(wants, sizes, &mut trial);
        }
        let mut blocks = alloc::vec![Vec::new(); wants.len()];
        let mut complete = true;
        for region in &regions {
            complete &= give_region(region, attempt, &mut trial, &mut blocks);
        }
        searches += trial.searches();
        last = Some((trial, blocks));
        if complete {
            break;
        }
    }
    let (_, blocks) = last.unwrap_or_else(|| (Free::nothing(), Vec::new()));
    // Holes that were kept beside a VPC are free as well.
    taken.extend(blocks.iter().flatten().copied());
    Given {
        blocks,
        free: Free::of(pool, &taken),
        searches,
    }
}

/// Keeps what is free beside the blocks of VPCs that have enough for now.
fn keep_buddies(wants: &[Want], sizes: &[Size], free: &mut Free) {
    let content = wants.iter().zip(sizes).filter(|(_, size)| size.blocks == 0);
    for block in content.flat_map(|(want, _)| &want.cidrs) {
        let parent = block.length().checked_sub(1);
        let parent = parent.and_then(|length| Ipv4Prefix::containing(block.network(), length));
        let buddy = parent.into_iter().flat_map(|parent| {
            [0, 1]
                .into_iter()
                .filter_map(move |index| parent.part(block.length(), index))
        });
        for buddy in buddy.filter(|buddy| buddy != block) {
            free.take_within(buddy, buddy.length());
        }
    }
}

/// The Regions, the largest first; in each the largest VPCs first. Order of writing decides nothing.
fn regions<'a>(wants: &'a [Want], sizes: &[Size]) -> Vec<OfRegion<'a>> {
    let mut found: BTreeMap<&str, OfRegion<'a>> = BTreeMap::new();
    for (index, (want, size)) in wants.iter().zip(sizes).enumerate() {
        let name = want.region.as_str();
        let region = found.entry(name).or_insert_with(|| OfRegion {
            shares: Vec::new(),
            near: None,
            name,
        });
        let lowest = want.cidrs.iter().min().copied();
        region.near = [region.near, lowest].into_iter().flatten().min();
        if size.blocks > 0 && !size.too_much {
            region.shares.push(Share {
                want: index,
                length: size.length,
                blocks: size.blocks,
                near: want.cidrs.first().copied(),
            });
        }
    }
    let mut regions: Vec<OfRegion<'a>> = found.into_values().collect();
    for region in &mut regions {
        region.shares.sort_by_key(|share| {
            let name = wants.get(share.want).map(|want| want.name.as_str());
            (share.length, Reverse(share.blocks), name, share.want)
        });
    }
    regions.sort_by_key(|region| (Reverse(total(region, false)), region.name));
    regions
}

/// The length of what is kept for a VPC.
fn slot(share: &Share, roomy: bool) -> u8 {
    if roomy && share.blocks == 1 && share.length > SHORTEST {
        share.length - 1
    } else {
        share.length
    }
}

fn total(region: &OfRegion<'_>, roomy: bool) -> u64 {
    let size = |share: &Share| (share.blocks as u64) << (32 - slot(share, roomy).min(32));
    region.shares.iter().map(size).sum()
}

/// Gives a Region's VPCs their blocks; whether all of them got theirs.
fn give_region(
    region: &OfRegion<'_>,
    attempt: Attempt,
    free: &mut Free,
    blocks: &mut [Vec<Ipv4Prefix>],
) -> bool {
    // A Region that has blocks grows beside them.
    if attempt.whole && region.near.is_none() {
        let bits = total(region, attempt.roomy)
            .next_power_of_two()
            .trailing_zeros();
        let whole = u8::try_from(32u32.saturating_sub(bits)).ok();
        let Some(whole) = whole.and_then(|length| free.take(length)) else {
            return region.shares.is_empty();
        };
        let mut inside = Free::of(&[whole], &[]);
        let complete = give_shares(region, attempt, &mut inside, blocks);
        free.add_searches(inside.searches());
        return complete;
    }
    give_shares(region, attempt, free, blocks)
}

fn give_shares(
    region: &OfRegion<'_>,
    attempt: Attempt,
    free: &mut Free,
    blocks: &mut [Vec<Ipv4Prefix>],
) -> bool {
    let mut complete = true;
    for share in &region.shares {
        let length = slot(share, attempt.roomy);
        for _ in 0..share.blocks {
            let near: Vec<Ipv4Prefix> = share.near.into_iter().chain(region.near).collect();
            let slot = beside(&near, length, free).or_else(|| free.take(length));
            let block = slot.and_then(|slot| slot.part(share.length, 0));
            complete &= block.is_some();
            if let (Some(block), Some(of_vpc)) = (block, blocks.get_mut(share.want)) {
                of_vpc.push(block);
            }
        }
    }
    complete
}
