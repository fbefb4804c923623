//! A set of IPv4 addresses as sorted ranges: what is free when blocks are taken out.

use alloc::vec::Vec;

use super::Ipv4Prefix;

/// Addresses as sorted ranges that neither touch nor overlap, first and last included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressSpace {
    ranges: Vec<(u32, u32)>,
}

impl AddressSpace {
    /// The addresses of one block.
    pub fn of(block: Ipv4Prefix) -> Self {
        Self {
            ranges: alloc::vec![(block.first(), block.last())],
        }
    }

    /// Takes out the addresses of `block`, whether or not they are in.
    pub fn remove(&mut self, block: Ipv4Prefix) {
        let (first, last) = (block.first(), block.last());
        let mut left = Vec::with_capacity(self.ranges.len() + 1);
        for &(from, to) in &self.ranges {
            if to < first || from > last {
                left.push((from, to));
                continue;
            }
            if from < first {
                left.push((from, first - 1));
            }
            if to > last {
                left.push((last + 1, to));
            }
        }
        self.ranges = left;
    }

    /// How many addresses are in the set.
    pub fn len(&self) -> u64 {
        self.ranges
            .iter()
            .map(|&(from, to)| u64::from(to) - u64::from(from) + 1)
            .sum()
    }

    /// Whether no address is in the set.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The fewest blocks that make up the set, in address order.
    pub fn blocks(&self) -> Vec<Ipv4Prefix> {
        let mut blocks = Vec::new();
        for &(from, to) in &self.ranges {
            let (mut at, end) = (u64::from(from), u64::from(to) + 1);
            while at < end {
                let aligned = if at == 0 {
                    32
                } else {
                    at.trailing_zeros().min(32)
                };
                let fitting = (end - at).ilog2();
                let bits = aligned.min(fitting);
                let (Ok(first), Ok(length)) = (u32::try_from(at), u8::try_from(32 - bits)) else {
                    break;
                };
                if let Some(block) = Ipv4Prefix::starting_at(first, length) {
                    blocks.push(block);
                }
                at += 1 << bits;
            }
        }
        blocks
    }

    /// The lowest free block of the given length.
    pub fn first_fit(&self, length: u8) -> Option<Ipv4Prefix> {
        self.blocks()
            .into_iter()
            .find(|hole| hole.length() <= length)?
            .part(length, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::{String, ToString};

    fn block(text: &str) -> Ipv4Prefix {
        text.parse().unwrap()
    }

    fn texts(blocks: &[Ipv4Prefix]) -> Vec<String> {
        blocks.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn taking_a_part_out_leaves_its_buddies() {
        let mut space = AddressSpace::of(block("10.0.0.0/16"));
        space.remove(block("10.0.32.0/19"));
        assert_eq!(
            texts(&space.blocks()),
            ["10.0.0.0/19", "10.0.64.0/18", "10.0.128.0/17"]
        );
        assert_eq!(space.first_fit(20).unwrap(), block("10.0.0.0/20"));
        assert_eq!(space.first_fit(18).unwrap(), block("10.0.64.0/18"));
        assert_eq!(space.first_fit(16), None);
    }

    #[test]
    fn the_whole_address_space_is_one_block() {
        let space = AddressSpace::of(block("0.0.0.0/0"));
        assert_eq!(texts(&space.blocks()), ["0.0.0.0/0"]);
        assert_eq!(space.len(), 1 << 32);
    }

    proptest! {
        /// Beside it stands the obvious slow version: one bool an address.
        #[test]
        fn equals_a_bool_an_address(cuts in proptest::collection::vec((0u32..256, 24u8..=32), 0..12)) {
            let whole = block("10.0.0.0/24");
            let mut space = AddressSpace::of(whole);
            let mut slow = [true; 256];
            for (at, length) in cuts {
                let cut = Ipv4Prefix::containing((whole.first() + at).into(), length).unwrap();
                space.remove(cut);
                for address in cut.first()..=cut.last() {
                    slow[(address - whole.first()) as usize] = false;
                }
            }
            let mut seen = [false; 256];
            for hole in space.blocks() {
                for address in hole.first()..=hole.last() {
                    prop_assert!(!seen[(address - whole.first()) as usize]);
                    seen[(address - whole.first()) as usize] = true;
                }
            }
            prop_assert_eq!(seen, slow);
            prop_assert_eq!(space.len(), slow.iter().filter(|free| **free).count() as u64);
        }
    }
}
