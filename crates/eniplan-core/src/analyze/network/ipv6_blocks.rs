//! IPv6 blocks of the VPC and of its subnets.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Checker;
use crate::aws::ipv6;
use crate::finding::Code;
use crate::net::{Ipv6Prefix, Prefix};
use crate::operands;
use crate::plan::Ipv6Source;

/// The length that every example of AWS has, and that a finding proposes.
const USUAL: u8 = 64;
/// Proposals that are tried in a VPC's block: all of a /56.
const TRIED: u128 = 256;

fn path(index: usize) -> String {
    alloc::format!("subnets[{index}].ipv6_cidr")
}

impl Checker<'_> {
    pub(super) fn ipv6(&mut self) {
        let vpc = match self.plan.vpc.ipv6_cidr {
            Some(Ipv6Source::Block(block)) => Some(block),
            _ => None,
        };
        if let Some(block) = vpc.filter(|block| !ipv6::takes(ipv6::VPC, block.length())) {
            let operands = operands![block.to_string()];
            self.tell(Code::Ipv6VpcSize, "vpc.ipv6_cidr", operands);
        }
        let blocks: Vec<(usize, Ipv6Prefix)> = self
            .plan
            .subnets
            .iter()
            .enumerate()
            .filter_map(|(index, subnet)| Some((index, subnet.ipv6_cidr?)))
            .collect();
        let mut free = Free::of(vpc, &blocks);
        for (index, block) in &blocks {
            if !ipv6::takes(ipv6::SUBNET, block.length()) {
                let operands = operands![block.to_string(), free.clause()];
                self.tell(Code::Ipv6SubnetSize, path(*index), operands);
            }
            let outside = match (self.plan.vpc.ipv6_cidr, vpc) {
                (None, _) => Some("the VPC has no IPv6 block".to_string()),
                (_, Some(vpc)) if !vpc.contains(*block) => {
                    Some(alloc::format!("the VPC's IPv6 block is {vpc}"))
                }
                _ => None,
            };
            if let Some(why) = outside {
                let operands = operands![block.to_string(), why, free.clause()];
                self.tell(Code::Ipv6SubnetOutside, path(*index), operands);
            }
        }
        for (other, index, block) in overlaps(&blocks) {
            let operands = operands![other.to_string(), block.to_string(), free.clause()];
            self.tell(Code::Ipv6SubnetsOverlap, path(index), operands);
        }
    }
}

/// Blocks that overlap one before them, with that one.
///
/// Subnets are /64 at most, so their first 64 bits tell them apart; longer ones are told as such.
fn overlaps(blocks: &[(usize, Ipv6Prefix)]) -> Vec<(Ipv6Prefix, usize, Ipv6Prefix)> {
    let key = |block: &Ipv6Prefix| u64::try_from(block.first() >> 64).unwrap_or(0);
    let length = |block: &Ipv6Prefix| u64::from(block.length()) << 32;
    let mut sorted: Vec<(u64, u64)> = (0u64..)
        .zip(blocks)
        .map(|(at, (_, block))| (key(block), length(block) | at))
        .collect();
    sorted.sort_unstable();
    let mut overlaps = Vec::new();
    let mut widest: Option<Ipv6Prefix> = None;
    for (_, at) in sorted {
        let at = usize::try_from(at & u64::from(u32::MAX)).unwrap_or(usize::MAX);
        let Some((index, block)) = blocks.get(at) else {
            continue;
        };
        match widest.filter(|other| Prefix::overlaps(*other, *block)) {
            Some(other) => overlaps.push((other, *index, *block)),
            None => widest = Some(*block),
        }
    }
    overlaps
}

/// The /64 blocks of the VPC that no subnet has.
struct Free<'a> {
    vpc: Option<Ipv6Prefix>,
    blocks: &'a [(usize, Ipv6Prefix)],
    next: u128,
}

impl<'a> Free<'a> {
    fn of(vpc: Option<Ipv6Prefix>, blocks: &'a [(usize, Ipv6Prefix)]) -> Self {
        Self {
            vpc,
            blocks,
            next: 0,
        }
    }

    fn clause(&mut self) -> String {
        while let Some(vpc) = self.vpc.filter(|_| self.next < TRIED) {
            let part = vpc.part(USUAL, self.next);
            self.next = self.next.saturating_add(1);
            let meets =
                |part: &Ipv6Prefix| self.blocks.iter().any(|(_, other)| other.overlaps(*part));
            if let Some(part) = part.filter(|part| !meets(part)) {
                return alloc::format!("{part} is free");
            }
        }
        "a /64 of the VPC's block that no other subnet has".to_string()
    }
}
