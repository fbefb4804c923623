//! CIDR reservations of type prefix: blocks of a subnet that single addresses stay out of.
//!
//! Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>, read 2026-11-24.

use alloc::vec::Vec;

use super::subnet;
use crate::net::{AddressSpace, Ipv4Prefix};

/// Addresses of a prefix that a node is given, a /28.
const ADDRESSES: u64 = 16;
/// Reservations of a subnet at most: each is a resource of its own to look after.
const MOST: usize = 3;

/// How many whole prefixes a block of a subnet gives out: all but the subnet's first and last, where AWS keeps addresses.
///
/// ```
/// # use eniplan_core::aws::prefixes::within;
/// let [subnet, half, other] = ["10.0.0.0/24", "10.0.0.128/25", "10.0.1.0/25"].map(|block| block.parse().unwrap());
/// assert_eq!((within(subnet, subnet), within(subnet, half), within(subnet, other)), (14, 7, 0));
/// ```
pub fn within(subnet: Ipv4Prefix, block: Ipv4Prefix) -> u64 {
    if !subnet.contains(block) {
        return 0;
    }
    let ends =
        u64::from(block.first() == subnet.first()) + u64::from(block.last() == subnet.last());
    (block.size() / ADDRESSES).saturating_sub(ends)
}

/// Blocks to reserve at the upper end of a subnet, so that `prefixes` whole ones find room there and `single` other
/// addresses outside; as many as there is room for where both do not fit.
///
/// They are aligned, do not overlap, and are three at most, for which a few more prefixes are reserved.
///
/// ```
/// # use eniplan_core::aws::prefixes::reservations;
/// let reserved = |prefixes, single| {
///     let blocks = reservations("10.0.0.0/24".parse().unwrap(), prefixes, single);
///     blocks.iter().map(ToString::to_string).collect::<Vec<_>>()
/// };
/// // Seven of the eight of the upper half: the last one holds the broadcast address.
/// assert_eq!(reserved(7, 100), ["10.0.0.128/25"]);
/// assert_eq!(reserved(8, 50), ["10.0.0.112/28", "10.0.0.128/25"]);
/// // 124 other addresses and AWS's first four need the lower half.
/// assert_eq!(reserved(8, 124), ["10.0.0.128/25"]);
/// ```
pub fn reservations(subnet: Ipv4Prefix, prefixes: u64, single: u64) -> Vec<Ipv4Prefix> {
    let kept = subnet::RESERVED_ADDRESSES.saturating_sub(1);
    let outside = single.saturating_add(kept).div_ceil(ADDRESSES).max(1);
    let room = (subnet.size() / ADDRESSES).saturating_sub(outside);
    // One more than asked for, because the last one holds the broadcast address.
    let wanted = prefixes.saturating_add(1).min(room);
    if prefixes == 0 || wanted < 2 {
        return Vec::new();
    }
    let first = |count: u64| {
        let below = subnet
            .size()
            .saturating_sub(count.saturating_mul(ADDRESSES));
        let first = u64::from(subnet.first()).saturating_add(below);
        u32::try_from(first).unwrap_or(subnet.last())
    };
    let blocks = |count| AddressSpace::between(first(count), subnet.last()).blocks();
    let mut count = wanted;
    let mut step = 1u64;
    // Rounded up to ever larger parts until the blocks are few; what has no room for that is rounded down.
    while blocks(count).len() > MOST {
        step = step.saturating_mul(2);
        let up = wanted.div_ceil(step).saturating_mul(step);
        count = if up <= room { up } else { wanted / step * step };
    }
    blocks(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_reserved_is_aligned_whole_and_enough(length in 16u8..=28, prefixes in 0u64..5000, single in 0u64..70_000) {
            let subnet = Ipv4Prefix::containing([10, 0, 0, 0].into(), length).unwrap();
            let blocks = reservations(subnet, prefixes, single);
            prop_assert!(blocks.len() <= MOST);
            prop_assert!(blocks.iter().all(|block| block.length() <= 28 && subnet.contains(*block)));
            prop_assert!(blocks.windows(2).all(|pair| pair[0].last() < pair[1].first()));
            let reserved: u64 = blocks.iter().map(|block| block.size()).sum();
            let given: u64 = blocks.iter().map(|block| within(subnet, *block)).sum();
            if !blocks.is_empty() {
                // The first four addresses of a subnet are AWS's.
                prop_assert!(subnet.size() - reserved >= (single + 4).max(16));
                prop_assert!(reserved / 16 <= (prefixes + 1).next_power_of_two());
            }
            let fits = single + 4 + (prefixes + 1) * 16 <= subnet.size() && prefixes * 16 + 32 <= subnet.size();
            let room = (subnet.size() / 16).saturating_sub((single + 4).div_ceil(16).max(1));
            if fits && prefixes > 0 && room >= (prefixes + 1).next_power_of_two() {
                prop_assert!(given >= prefixes, "{given} of {prefixes}");
            }
        }
    }
}
