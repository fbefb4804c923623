//! Free blocks by size: what an allocator takes from.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::net::{AddressSpace, Ipv4Prefix};

/// Free blocks, each as large as its neighbours allow, by length and first address.
///
/// Taking one costs a few searches of a tree, however many there are, where an [`AddressSpace`] is walked.
#[derive(Clone, Debug)]
pub(crate) struct Free {
    firsts: Vec<BTreeSet<u32>>,
    searches: u64,
}

impl Free {
    /// Nothing free.
    pub(crate) fn nothing() -> Self {
        Self {
            firsts: alloc::vec![BTreeSet::new(); 33],
            searches: 0,
        }
    }

    /// What is free of the given blocks beside what is taken; a block inside an earlier one counts once.
    pub(crate) fn of(blocks: &[Ipv4Prefix], taken: &[Ipv4Prefix]) -> Self {
        let mut free = Self::nothing();
        let mut gone: AddressSpace = taken.iter().copied().collect();
        for block in blocks {
            for hole in &AddressSpace::of(*block).difference(&gone) {
                free.add(hole);
            }
            gone.insert(*block);
        }
        free
    }

    fn add(&mut self, block: Ipv4Prefix) {
        if let Some(firsts) = self.firsts.get_mut(usize::from(block.length())) {
            firsts.insert(block.first());
        }
    }

    /// Takes the lowest of the smallest free blocks that hold one of this length.
    pub(crate) fn take(&mut self, length: u8) -> Option<Ipv4Prefix> {
        self.searches += 1;
        let from = (0..=length).rev().find_map(|length| {
            let first = self.firsts.get(usize::from(length))?.first()?;
            Ipv4Prefix::starting_at(*first, length)
        })?;
        self.split(from, length, from.first())
    }

    /// Takes the lowest free block of this length inside `parent`.
    pub(crate) fn take_within(&mut self, parent: Ipv4Prefix, length: u8) -> Option<Ipv4Prefix> {
        self.searches += 1;
        if length < parent.length() {
            return None;
        }
        let around = (0..parent.length())
            .filter_map(|length| Ipv4Prefix::containing(parent.network(), length))
            .find(|around| self.has(*around));
        if let Some(around) = around {
            return self.split(around, length, parent.first());
        }
        let from = (parent.length()..=length)
            .filter_map(|length| {
                let firsts = self.firsts.get(usize::from(length))?;
                let first = firsts.range(parent.first()..=parent.last()).next()?;
                Ipv4Prefix::starting_at(*first, length)
            })
            .min()?;
        self.split(from, length, from.first())
    }

    /// Gives back what stands behind `last` in a block that was taken whole.
    pub(crate) fn give_rest(&mut self, whole: Ipv4Prefix, last: Ipv4Prefix) {
        let mut at = last;
        while at.length() > whole.length() {
            let Some(parent) = Ipv4Prefix::containing(at.network(), at.length() - 1) else {
                return;
            };
            if let Some(other) = at.next().filter(|other| parent.contains(*other)) {
                self.add(other);
            }
            at = parent;
        }
    }

    fn has(&self, block: Ipv4Prefix) -> bool {
        self.firsts
            .get(usize::from(block.length()))
            .is_some_and(|firsts| firsts.contains(&block.first()))
    }

    /// Takes the block of a length that starts at `first` out of the free block `from`; its other parts stay free.
    fn split(&mut self, from: Ipv4Prefix, length: u8, first: u32) -> Option<Ipv4Prefix> {
        let wanted = Ipv4Prefix::containing(first.into(), length)?;
        self.firsts
            .get_mut(usize::from(from.length()))?
            .remove(&from.first());
        for length in from.length()..length {
            let half = Ipv4Prefix::containing(first.into(), length + 1)?;
            let whole = Ipv4Prefix::containing(first.into(), length)?;
            let other = [0, 1]
                .into_iter()
                .filter_map(|index| whole.part(length + 1, index))
                .find(|other| *other != half)?;
            self.add(other);
        }
        Some(wanted)
    }

    /// How often a block was asked for: what an allocation costs, on every machine alike.
    #[cfg(feature = "yaml")]
    pub(crate) fn searches(&self) -> u64 {
        self.searches
    }

    /// Adds what was searched in a part of this that was taken whole.
    #[cfg(feature = "yaml")]
    pub(crate) fn add_searches(&mut self, searches: u64) {
        self.searches += searches;
    }

    /// Whether all of a block is free.
    #[cfg(feature = "yaml")]
    pub(crate) fn is_free(&self, block: Ipv4Prefix) -> bool {
        (0..=block.length())
            .filter_map(|length| Ipv4Prefix::containing(block.network(), length))
            .any(|around| self.has(around))
    }

    /// Every free block, in address order.
    pub(crate) fn blocks(&self) -> Vec<Ipv4Prefix> {
        let mut blocks: Vec<Ipv4Prefix> = (0u8..)
            .zip(&self.firsts)
            .flat_map(|(length, firsts)| {
                firsts
                    .iter()
                    .filter_map(move |first| Ipv4Prefix::starting_at(*first, length))
            })
            .collect();
        blocks.sort_unstable();
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(text: &str) -> Ipv4Prefix {
        text.parse().unwrap()
    }

    #[test]
    fn the_smallest_hole_that_holds_it_is_taken() {
        let mut free = Free::of(&[block("10.0.0.0/24")], &[block("10.0.0.64/26")]);
        assert_eq!(free.take(27), Some(block("10.0.0.0/27")));
        assert_eq!(free.take(26), Some(block("10.0.0.128/26")));
        assert_eq!(
            free.take_within(block("10.0.0.128/25"), 28),
            Some(block("10.0.0.192/28"))
        );
        assert_eq!(free.take(25), None);
        assert_eq!(free.take_within(block("10.0.0.64/26"), 26), None);
        assert_eq!(
            free.take_within(block("10.0.0.32/27"), 27),
            Some(block("10.0.0.32/27"))
        );
    }

    proptest! {
        /// One bool an address is the obvious way.
        #[test]
        fn equals_a_bool_an_address(
            taken in prop::collection::vec((0u32..256, 26u8..=32), 0..5),
            asked in prop::collection::vec((24u8..=32, prop::option::of((0u32..256, 24u8..=32))), 0..20),
        ) {
            let whole = block("10.0.0.0/24");
            let at = |offset: u32, length| Ipv4Prefix::containing((whole.first() + offset).into(), length).unwrap();
            let taken: Vec<Ipv4Prefix> = taken.into_iter().map(|(offset, length)| at(offset, length)).collect();
            let mut free = Free::of(&[whole], &taken);
            let mut slow = [true; 256];
            let mark = |slow: &mut [bool; 256], block: Ipv4Prefix| {
                (block.first()..=block.last()).for_each(|address| slow[(address - whole.first()) as usize] = false);
            };
            for block in &taken {
                mark(&mut slow, *block);
            }
            let all_free = |slow: &[bool; 256], block: Ipv4Prefix| {
                (block.first()..=block.last()).all(|address| slow[(address - whole.first()) as usize])
            };
            for (length, within) in asked {
                let parent = within.map(|(offset, length)| at(offset, length));
                let candidates: Vec<Ipv4Prefix> = (0..(1u32 << (length - 24)))
                    .filter_map(|index| whole.part(length, index))
                    .filter(|block| all_free(&slow, *block) && parent.is_none_or(|parent| parent.contains(*block)))
                    .collect();
                let got = match parent {
                    Some(parent) => free.take_within(parent, length),
                    None => free.take(length),
                };
                prop_assert_eq!(got.is_some(), !candidates.is_empty());
                // Within a parent the lowest is wanted, elsewhere the one in the tightest hole.
                if parent.is_some() {
                    prop_assert_eq!(got, candidates.first().copied());
                }
                if let Some(got) = got {
                    prop_assert!(candidates.contains(&got));
                    mark(&mut slow, got);
                }
            }
            let mut seen = [false; 256];
            for hole in free.blocks() {
                for address in hole.first()..=hole.last() {
                    seen[(address - whole.first()) as usize] = true;
                }
            }
            prop_assert_eq!(seen, slow);
        }
    }
}
