//! Which blocks of a list overlap.

use alloc::vec::Vec;

use super::Prefix;

/// Hands every overlapping pair to `tell` by its places in the list: the block that contains, then the one inside it.
///
/// Of two equal blocks the earlier one comes first.
/// Blocks are disjoint or nested, so behind those that a block stands in nothing else is looked at: the time is that
/// of sorting the list, and of telling.
///
/// ```
/// use eniplan_core::net::{Ipv4Prefix, overlaps};
/// let blocks: [Ipv4Prefix; 3] = ["10.0.4.0/22", "10.1.0.0/16", "10.0.0.0/16"].map(|block| block.parse().unwrap());
/// let mut pairs = Vec::new();
/// overlaps(&blocks, |outer, inner| pairs.push((outer, inner)));
/// assert_eq!(pairs, [(2, 0)]);
/// ```
pub fn overlaps<P: Prefix>(blocks: &[P], mut tell: impl FnMut(usize, usize)) {
    let mut sorted: Vec<(P, usize)> = blocks.iter().copied().zip(0..).collect();
    sorted.sort_unstable();
    let mut around: Vec<(P, usize)> = Vec::new();
    for (block, index) in sorted {
        while around.pop_if(|(outer, _)| !outer.contains(block)).is_some() {}
        for (_, outer) in &around {
            tell(*outer, index);
        }
        around.push((block, index));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Ipv4Prefix;
    use proptest::prelude::*;

    proptest! {
        /// Beside it stands the obvious slow version: every pair of the list.
        #[test]
        fn equals_every_pair(blocks in proptest::collection::vec((0u32..256, 24u8..=32), 0..20)) {
            let block = |(at, length): (u32, u8)| Ipv4Prefix::containing((0x0a00_0000 + at).into(), length).unwrap();
            let blocks: Vec<Ipv4Prefix> = blocks.into_iter().map(block).collect();
            let mut told = Vec::new();
            overlaps(&blocks, |outer, inner| told.push((outer, inner)));
            let mut expected = Vec::new();
            for (outer, one) in blocks.iter().enumerate() {
                for (inner, other) in blocks.iter().enumerate() {
                    if one.contains(*other) && (one != other || outer < inner) {
                        expected.push((outer, inner));
                    }
                }
            }
            told.sort_unstable();
            prop_assert_eq!(told, expected);
        }
    }
}
