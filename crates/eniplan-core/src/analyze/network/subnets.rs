//! Subnets: where they stand, their sizes, whom they overlap, and what is reserved in them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Checker, is_new};
use crate::aws::subnet::{self, LONGEST, SHORTEST};
use crate::finding::Code;
use crate::net::Ipv4Prefix;
use crate::operands;

impl Checker<'_> {
    pub(super) fn subnets(&mut self) {
        let blocks = self.plan.vpc_blocks();
        let mut names: Vec<&str> = Vec::new();
        for placed in &self.layout.subnets {
            let name = placed.name.as_str();
            if !is_new(&mut names, name) {
                self.tell(Code::DuplicateName, name, operands!["Subnet", name]);
            }
            if !blocks.iter().any(|block| block.contains(placed.cidr)) {
                let blocks: Vec<String> = blocks.iter().take(5).map(ToString::to_string).collect();
                let free = self.room.subnet_block(placed.cidr.length());
                let operands = operands![name, placed.cidr, blocks.join(" or "), free];
                self.tell(Code::SubnetOutsideVpc, name, operands);
            }
            if !(SHORTEST..=LONGEST).contains(&placed.cidr.length()) {
                let free = self.room.subnet_block(placed.cidr.length());
                self.tell(Code::SubnetSize, name, operands![name, placed.cidr, free]);
            }
        }
        let listed = self.plan.subnets.iter().enumerate();
        for (index, subnet) in
            listed.filter(|(_, subnet)| subnet.used.is_some() && subnet.free.is_some())
        {
            let name = subnet.name.as_deref().unwrap_or("this subnet");
            self.tell(
                Code::BothUsedAndFree,
                alloc::format!("subnets[{index}]"),
                operands![name],
            );
        }
        let count = self.layout.subnets.len() as u64;
        if count > subnet::PER_VPC {
            self.tell(Code::SubnetQuota, "subnets", operands![count]);
        }
    }

    pub(super) fn overlaps(&mut self) {
        let subnets = &self.layout.subnets;
        let blocks: Vec<Ipv4Prefix> = subnets.iter().map(|subnet| subnet.cidr).collect();
        for (wider, index) in overlaps(&blocks) {
            if let (Some(other), Some(subnet)) = (subnets.get(wider), subnets.get(index)) {
                let name = subnet.name.as_str();
                let free = self.room.subnet_block(subnet.cidr.length());
                let operands = operands![other.name.as_str(), other.cidr, name, subnet.cidr, free];
                self.tell(Code::SubnetsOverlap, name, operands);
            }
        }
    }

    /// CIDR reservations: inside their subnet, apart from each other, and large enough for a prefix.
    ///
    /// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>, read 2026-11-24.
    pub(super) fn reservations(&mut self) {
        for (index, subnet) in self.plan.subnets.iter().enumerate() {
            let path = |at: usize| alloc::format!("subnets[{index}].reservations[{at}]");
            for (at, block) in subnet.reservations.iter().enumerate() {
                if !subnet.cidr.contains(*block) {
                    let operands = operands![*block, subnet.cidr];
                    self.tell(Code::ReservationOutside, path(at), operands);
                } else if block.length() > LONGEST {
                    let around = Ipv4Prefix::containing(block.network(), LONGEST);
                    let operands = operands![*block, around.unwrap_or(*block)];
                    self.tell(Code::ReservationTooSmall, path(at), operands);
                }
            }
            for (wider, at) in overlaps(&subnet.reservations) {
                let block = |at: usize| subnet.reservations.get(at).copied();
                if let (Some(other), Some(block)) = (block(wider), block(at)) {
                    self.tell(Code::ReservationsOverlap, path(at), operands![other, block]);
                }
            }
        }
    }
}

/// Blocks that overlap one before them, each with the widest such one, by their places.
///
/// Sorted by first address, a block overlaps an earlier one only where it starts before that one ends.
fn overlaps(blocks: &[Ipv4Prefix]) -> Vec<(usize, usize)> {
    let key = |block: &Ipv4Prefix| u64::from(block.first()) << 8 | u64::from(block.length());
    let mut sorted: Vec<(u64, u64)> = blocks.iter().map(key).zip(0..).collect();
    sorted.sort_unstable();
    let mut overlaps = Vec::new();
    let mut widest: Option<(Ipv4Prefix, usize)> = None;
    for (_, index) in sorted {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let Some(block) = blocks.get(index) else {
            continue;
        };
        match widest {
            Some((other, wider)) if other.overlaps(*block) => overlaps.push((wider, index)),
            _ => widest = Some((*block, index)),
        }
    }
    overlaps
}
