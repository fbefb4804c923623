//! Blocks that a finding proposes in place of one that AWS refuses.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::analyze::layout::Layout;
use crate::aws::{subnet, vpc};
use crate::net::{AddressSpace, Ipv4Prefix};
use crate::plan::{Plan, SERVICE_CIDRS};

/// Proposals of a plan at most: whoever has more to mend starts with these, and a hostile plan ends soon.
const MOST: u32 = 20;

/// What is free for what a plan has in the wrong place. Nothing is proposed twice.
pub(super) struct Room<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    left: u32,
    given: Vec<Ipv4Prefix>,
}

impl<'a> Room<'a> {
    pub(super) fn of(plan: &'a Plan, layout: &'a Layout) -> Self {
        Self {
            plan,
            layout,
            left: MOST,
            given: Vec::new(),
        }
    }

    /// A block for the VPC in place of the one at `index`, as large if AWS takes that size.
    pub(super) fn vpc_block(&mut self, index: usize) -> String {
        let block = self.find(|room| {
            let blocks = room.plan.vpc_blocks();
            let wrong = *blocks.get(index)?;
            let is_secondary = index > 0;
            let primary = blocks.first().filter(|_| is_secondary).copied();
            let length = wrong.length().clamp(subnet::SHORTEST, subnet::LONGEST);
            // A block of the wrong size gives way to one inside or around it.
            let others: Vec<Ipv4Prefix> = (0..)
                .zip(&blocks)
                .filter(|(at, _)| *at != index || length == wrong.length())
                .map(|(_, block)| *block)
                .collect();
            let fits = |block: &Ipv4Prefix| {
                let takes = |other: &Ipv4Prefix| vpc::restriction(*other, *block).is_none();
                !is_secondary || blocks.first().is_none_or(takes)
            };
            let own = Ipv4Prefix::containing(wrong.network(), wrong.length().min(length));
            let nearby = own.filter(|_| length != wrong.length());
            ranges(wrong, primary, nearby).find_map(|range| {
                let free = room.free(range, &others, length);
                free.first_fit(length).filter(fits)
            })
        });
        clause(block)
    }

    /// A part of the block at `index` that holds no route.
    pub(super) fn beside_routes(&mut self, block: Ipv4Prefix) -> String {
        let part = self.find(|room| {
            let mut free = AddressSpace::of(block);
            for route in &room.plan.vpc.routes {
                free.remove(*route);
            }
            let half = block.part(block.length().saturating_add(1), 0);
            free.largest()
                .or(half)
                .filter(|part| part.length() <= subnet::LONGEST)
        });
        clause(part)
    }

    /// A block for a subnet of this length in what the VPC has free.
    pub(super) fn subnet_block(&mut self, length: u8) -> String {
        let block = self.find(|room| {
            let length = length.clamp(subnet::SHORTEST, subnet::LONGEST);
            room.plan.vpc_blocks().into_iter().find_map(|block| {
                let mut free = AddressSpace::of(block);
                let subnets = room.layout.subnets.iter().map(|subnet| subnet.cidr);
                for taken in subnets.chain(room.given.iter().copied()) {
                    free.remove(taken);
                }
                free.first_fit(length)
            })
        });
        clause(block)
    }

    /// A block for services.
    pub(super) fn service_block(&mut self) -> String {
        let block = self.find(|room| {
            let blocks = room.plan.vpc_blocks();
            SERVICE_CIDRS
                .into_iter()
                .chain(vpc::SERVICE_RANGES)
                .find_map(|range| room.free(range, &blocks, 0).first_fit(16))
        });
        clause(block)
    }

    fn find(&mut self, find: impl FnOnce(&Self) -> Option<Ipv4Prefix>) -> Option<Ipv4Prefix> {
        self.left = self.left.checked_sub(1)?;
        let found = find(self)?;
        self.given.push(found);
        Some(found)
    }

    /// What is left of a range without what the VPC has, must not meet, or was proposed before.
    ///
    /// Routes are in the way only of blocks as large as they are, or larger: of those of `length`.
    fn free(&self, range: Ipv4Prefix, blocks: &[Ipv4Prefix], length: u8) -> AddressSpace {
        let mut free = AddressSpace::of(range);
        let routes = self.plan.vpc.routes.iter();
        let met = blocks
            .iter()
            .chain(&self.plan.vpc.peers)
            .chain(routes.filter(|route| route.length() >= length.max(1)))
            .chain(&self.given)
            .chain(&vpc::NEVER);
        for taken in met {
            free.remove(*taken);
        }
        free.remove(vpc::DOCKER);
        free.remove(vpc::DEFAULT_VPC);
        if length > 0 {
            free.remove(self.plan.service_cidr());
            if blocks.iter().any(|block| vpc::TEN_ZERO.overlaps(*block)) {
                free.remove(vpc::TEN_ZERO_ZERO);
            }
        }
        free
    }
}

/// Where a block in place of `wrong` is looked for, in this order.
fn ranges(
    wrong: Ipv4Prefix,
    primary: Option<Ipv4Prefix>,
    nearby: Option<Ipv4Prefix>,
) -> impl Iterator<Item = Ipv4Prefix> {
    let private = |block: Ipv4Prefix| {
        vpc::SERVICE_RANGES
            .into_iter()
            .find(|range| range.contains(block))
    };
    let is_inside = |block: &Ipv4Prefix| private(*block).is_some() || vpc::SHARED.contains(*block);
    let own = match primary {
        Some(primary) => private(primary),
        None => private(wrong).or(vpc::SERVICE_RANGES.first().copied()),
    };
    let shared = Some(vpc::SHARED);
    [
        nearby.filter(is_inside),
        shared.filter(|shared| shared.overlaps(wrong) || vpc::BENCHMARK.overlaps(wrong)),
        own,
        shared,
    ]
    .into_iter()
    .flatten()
}

fn clause(block: Option<Ipv4Prefix>) -> String {
    match block {
        Some(block) => alloc::format!("{block} is free"),
        None => "no free one is near".to_string(),
    }
}
