//! The /28 blocks of a subnet: which can still become prefixes.

use alloc::vec::Vec;

use crate::aws::{prefixes, subnet};
use crate::net::Ipv4Prefix;
use crate::plan::AddressRange;

/// The listed addresses of a subnet that AWS has not reserved anyway, from first to last: in order, each once.
pub(super) fn listed(
    block: Ipv4Prefix,
    taken: &[AddressRange],
) -> impl Iterator<Item = (u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = taken
        .iter()
        .filter_map(|range| {
            // The first four and the last address are AWS's own.
            let first = u64::from(range.first()).max(u64::from(block.first()) + 4);
            let last = u64::from(range.last()).min(u64::from(block.last()).saturating_sub(1));
            (first <= last).then_some((first, last))
        })
        .collect();
    ranges.sort_unstable();
    let mut past = 0;
    ranges.into_iter().filter_map(move |(first, last)| {
        let first = first.max(past);
        (first <= last).then(|| {
            past = last + 1;
            (first, last)
        })
    })
}

/// What the listed addresses of a subnet do to its /28 blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TakenBlocks {
    /// Addresses taken that AWS has not reserved anyway.
    pub(super) addresses: u64,
    /// Blocks that could have become prefixes and hold a taken address.
    killed: u64,
    /// Free addresses in blocks that hold no prefix anyway: the first and last one, and the killed ones.
    room: u64,
}

impl TakenBlocks {
    /// Counts the listed addresses inside the subnet, each once.
    pub(super) fn of(block: Ipv4Prefix, taken: &[AddressRange]) -> Self {
        let ends = [u64::from(block.first()) / 16, u64::from(block.last()) / 16];
        let mut counted = Self {
            addresses: 0,
            killed: 0,
            room: subnet::room_at_the_ends(block),
        };
        let mut last_killed = None;
        for (first, last) in listed(block, taken) {
            counted.addresses += last - first + 1;
            for slot in first / 16..=last / 16 {
                let here = last.min(slot * 16 + 15) - first.max(slot * 16) + 1;
                if !ends.contains(&slot) && last_killed != Some(slot) {
                    counted.killed += 1;
                    counted.room += 16;
                    last_killed = Some(slot);
                }
                counted.room = counted.room.saturating_sub(here);
            }
        }
        counted
    }

    /// Of single addresses of a subnet, those that are not listed ones.
    pub(super) fn beside(&self, strays: u64) -> u64 {
        strays.saturating_sub(self.addresses)
    }

    /// Blocks that could have become prefixes and hold a listed address.
    pub(super) fn killed(&self) -> u64 {
        self.killed
    }

    /// Free addresses in blocks that hold no prefix anyway.
    pub(super) fn room(&self) -> u64 {
        self.room
    }

    /// Blocks that single addresses beside the listed ones can spoil: those outside the `reservations`.
    pub(super) fn exposed(&self, block: Ipv4Prefix, reservations: &[Ipv4Prefix]) -> u64 {
        let alive = subnet::prefixes(block).saturating_sub(self.killed);
        let reserved: u64 = reservations
            .iter()
            .map(|reserved| prefixes::within(block, *reserved))
            .sum();
        alive.saturating_sub(reserved)
    }

    /// Blocks left for prefixes, at worst and at best, when `held` are held and `strays` single addresses stand
    /// somewhere beside the listed ones, outside the `reservations`.
    pub(super) fn left(
        &self,
        block: Ipv4Prefix,
        reservations: &[Ipv4Prefix],
        held: u64,
        strays: u64,
    ) -> (u64, u64) {
        let alive = subnet::prefixes(block).saturating_sub(self.killed);
        let exposed = self.exposed(block, reservations);
        let worst = alive - strays.min(exposed);
        let best = alive - strays.saturating_sub(self.room).div_ceil(16).min(exposed);
        (worst.saturating_sub(held), best.saturating_sub(held))
    }

    /// Blocks that prefixes could take at best, beside so many single addresses.
    pub(super) fn capacity(
        &self,
        block: Ipv4Prefix,
        reservations: &[Ipv4Prefix],
        strays: u64,
    ) -> u64 {
        self.left(block, reservations, 0, strays).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::vec;

    fn block(text: &str) -> Ipv4Prefix {
        text.parse().unwrap()
    }

    #[test]
    fn an_empty_slash_24_holds_fourteen() {
        let empty = TakenBlocks::of(block("10.0.0.0/24"), &[]);
        assert_eq!(empty.left(block("10.0.0.0/24"), &[], 0, 0), (14, 14));
        // Twelve single addresses fit into the first block and fifteen into the last.
        assert_eq!(empty.left(block("10.0.0.0/24"), &[], 0, 27), (0, 14));
        assert_eq!(empty.left(block("10.0.0.0/24"), &[], 3, 5), (6, 11));
        assert_eq!(empty.left(block("10.0.0.0/24"), &[], 0, 28), (0, 13));
    }

    #[test]
    fn a_reservation_keeps_strays_out() {
        let (subnet, half) = (block("10.0.0.0/24"), block("10.0.0.128/25"));
        let empty = TakenBlocks::of(subnet, &[]);
        // The reservation has eight blocks, of which the last one holds the broadcast address.
        assert_eq!(empty.left(subnet, &[half], 0, 100).0, 7);
    }

    #[test]
    fn listed_addresses_kill_their_blocks_and_no_others() {
        let subnet = block("10.0.0.0/24");
        let taken = [
            "10.0.0.20",
            "10.0.0.21",
            "10.0.0.100-10.0.0.130",
            "10.0.0.5",
        ]
        .map(|range| range.parse().unwrap());
        let counted = TakenBlocks::of(subnet, &taken);
        assert_eq!(counted.addresses, 34);
        assert_eq!(counted.left(subnet, &[], 0, 0), (10, 10));
    }

    proptest! {
        /// One bool an address is the obvious way.
        #[test]
        fn equals_a_bool_an_address(ranges in prop::collection::vec((0u32..300, 0u32..40), 0..6)) {
            let subnet = block("10.0.0.0/24");
            let taken: Vec<AddressRange> = ranges
                .iter()
                .filter_map(|(at, more)| AddressRange::of((subnet.first() - 10 + at).into(), (subnet.first() - 10 + at + more).into()))
                .collect();
            let mut is_taken = vec![false; 256];
            for range in &taken {
                for address in range.first()..=range.last() {
                    if let Some(offset) = address.checked_sub(subnet.first()).filter(|offset| (4..255).contains(offset)) {
                        is_taken[offset as usize] = true;
                    }
                }
            }
            let counted = TakenBlocks::of(subnet, &taken);
            prop_assert_eq!(counted.addresses, is_taken.iter().filter(|t| **t).count() as u64);
            let alive = (1..15).filter(|slot| !is_taken[slot * 16..slot * 16 + 16].contains(&true)).count() as u64;
            prop_assert_eq!(counted.left(subnet, &[], 0, 0), (alive, alive));
            let usable = (4..255usize).filter(|offset| !is_taken[*offset]).count() as u64;
            prop_assert_eq!(counted.room, usable - alive * 16);
        }
    }
}
