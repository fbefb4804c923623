//! A block in parts: equal ones, and what is left without another block. No list is made of them.

use super::Prefix;

/// The equal parts of a block, lowest first; see [`Prefix::parts`].
#[derive(Clone, Debug)]
pub struct Parts<P: Prefix> {
    next: Option<P>,
    last: P::Address,
}

impl<P: Prefix> Parts<P> {
    pub(super) fn of(block: P, length: u8) -> Self {
        Self {
            next: P::around(block.first(), length).filter(|_| length >= block.length()),
            last: block.last(),
        }
    }
}

impl<P: Prefix> Iterator for Parts<P> {
    type Item = P;

    fn next(&mut self) -> Option<P> {
        let part = self.next?;
        self.next = if part.last() < self.last {
            Prefix::next(part)
        } else {
            None
        };
        Some(part)
    }
}

/// What is left of a block without another one, lowest first; see [`Prefix::without`].
///
/// Around the hole stand ever larger blocks up to the whole one, and the other half of each is left.
#[derive(Clone, Debug)]
pub struct Rest<P: Prefix> {
    block: P,
    hole: P,
    step: Step,
}

/// What is told next.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// The whole block, which the hole does not touch.
    Whole,
    /// The half of this length, if it stands below the hole.
    Below(u8),
    /// The half of this length, if it stands above the hole.
    Above(u8),
    Done,
}

impl<P: Prefix> Rest<P> {
    pub(super) fn of(block: P, hole: P) -> Self {
        let step = if hole.contains(block) {
            Step::Done
        } else if block.contains(hole) {
            Step::Below(block.length().saturating_add(1))
        } else {
            Step::Whole
        };
        Self { block, hole, step }
    }

    /// The half of the given length that the hole is not in, with the one that it is in.
    fn halves(&self, length: u8) -> Option<(P, P)> {
        let around = P::around(self.hole.first(), length)?;
        Some((around.buddy()?, around))
    }
}

impl<P: Prefix> Iterator for Rest<P> {
    type Item = P;

    fn next(&mut self) -> Option<P> {
        loop {
            match self.step {
                Step::Done => return None,
                Step::Whole => {
                    self.step = Step::Done;
                    return Some(self.block);
                }
                Step::Below(length) if length > self.hole.length() => {
                    self.step = Step::Above(self.hole.length());
                }
                Step::Below(length) => {
                    self.step = Step::Below(length.saturating_add(1));
                    if let Some((other, _)) = self.halves(length).filter(|(other, own)| other < own)
                    {
                        return Some(other);
                    }
                }
                Step::Above(length) if length <= self.block.length() => self.step = Step::Done,
                Step::Above(length) => {
                    self.step = Step::Above(length.saturating_sub(1));
                    if let Some((other, _)) = self.halves(length).filter(|(other, own)| other > own)
                    {
                        return Some(other);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::net::{Ipv4Prefix, Ipv6Prefix, Prefix};
    use proptest::prelude::*;
    use std::vec::Vec;

    #[test]
    fn parts_at_the_end_of_the_address_space() {
        let all: Ipv4Prefix = "0.0.0.0/0".parse().unwrap();
        assert_eq!(all.parts(8).count(), 256);
        assert_eq!(all.parts(0).collect::<Vec<_>>(), [all]);
        assert_eq!(all.parts(33).count(), 0);
        let six: Ipv6Prefix = "ffff::/16".parse().unwrap();
        assert_eq!(six.parts(20).count(), 16);
        assert_eq!(six.parts(15).count(), 0);
    }

    proptest! {
        /// Beside them the obvious slow versions: every block of the length that the whole contains, and every address.
        #[test]
        fn equal_every_block_and_every_address(at in 0u32..256, length in 24u8..=32, other in 0u32..256, longer in 24u8..=32) {
            let base = 0xffff_ff00; // The last /24, so that ends are met.
            let block = Ipv4Prefix::containing((base + at).into(), length).unwrap();
            let hole = Ipv4Prefix::containing((base + other).into(), longer).unwrap();
            let every = (0..256u32).filter_map(|at| Ipv4Prefix::starting_at(base + at, longer));
            let inside: Vec<_> = every.filter(|part| longer >= length && block.contains(*part)).collect();
            prop_assert_eq!(block.parts(longer).collect::<Vec<_>>(), inside);
            let rest: Vec<_> = block.without(hole).collect();
            for pair in rest.windows(2) {
                prop_assert!(pair[0] < pair[1] && pair[0].merged(pair[1]).is_none());
            }
            for address in (0..256).map(|at| Ipv4Prefix::starting_at(base + at, 32).unwrap()) {
                let left = rest.iter().filter(|part| part.contains(address)).count();
                prop_assert_eq!(left, usize::from(block.contains(address) && !hole.contains(address)));
            }
            let cover = block.covering(hole);
            prop_assert!(cover.contains(block) && cover.contains(hole));
            let is_smallest = cover.halves().is_none_or(|halves| !halves.iter().any(|half| half.contains(block) && half.contains(hole)));
            prop_assert!(is_smallest);
            let merged: Vec<_> = (0..=32).filter_map(|length| Ipv4Prefix::containing(block.network(), length)).filter(|whole| {
                whole.size() == block.size().max(hole.size()).max(if block.overlaps(hole) { 0 } else { block.size() + hole.size() })
                    && whole.contains(block) && whole.contains(hole)
            }).collect();
            prop_assert_eq!(block.merged(hole), merged.first().copied());
        }
    }
}
