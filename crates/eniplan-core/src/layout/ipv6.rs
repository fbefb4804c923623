//! A /64 for every subnet, where the VPC has an IPv6 block.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::LaidSubnet;
use crate::finding::{Code, Finding};
use crate::net::Ipv6Prefix;
use crate::operands;
use crate::plan::{Ipv6Source, Plan};

/// The length of a subnet's IPv6 block.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>, read 2026-11-23.
const LENGTH: u8 = 64;

/// Gives each subnet without an IPv6 block the lowest /64 that no other has.
///
/// The /64s of a block that AWS has yet to assign are not known.
pub(super) fn fill_in(plan: &Plan, subnets: &mut [LaidSubnet], findings: &mut Vec<Finding>) {
    let Some(Ipv6Source::Block(vpc)) = plan.vpc.ipv6_cidr else {
        return;
    };
    let count = LENGTH
        .checked_sub(vpc.length())
        .and_then(|bits| 1u64.checked_shl(bits.into()))
        .unwrap_or(0);
    let first = vpc.network().to_bits();
    let taken: BTreeSet<u64> = subnets
        .iter()
        .filter_map(|subnet| {
            let block = subnet.ipv6_cidr.filter(|block| vpc.contains(*block))?;
            u64::try_from((block.network().to_bits() - first) >> LENGTH).ok()
        })
        .collect();
    let mut free = (0..count).filter(|index| !taken.contains(index));
    for subnet in subnets
        .iter_mut()
        .filter(|subnet| subnet.ipv6_cidr.is_none())
    {
        subnet.ipv6_cidr = free.next().and_then(|index| {
            Ipv6Prefix::containing((first | (u128::from(index) << LENGTH)).into(), LENGTH)
        });
        if subnet.ipv6_cidr.is_none() {
            let operands = operands![subnet.name.as_str(), alloc::format!("{vpc}"), count];
            findings.push(Finding::new(Code::Ipv6Full, subnet.name.clone(), operands));
        }
    }
}
