//! Which of the equal parts of a block are free: a bit a part, and above them a bit for every 64.

use alloc::vec::Vec;

use super::Ipv4Prefix;

/// Parts of a word.
const WORD: u32 = 64;
/// Parts of a block at most, as many as a /8 has of /32 ones; their bits take two MiB.
const MOST_BITS: u8 = 24;

/// The equal parts of a block, each free or taken.
///
/// A bit of a level says whether any of the 64 below it is set, so taking, releasing and finding the lowest free part
/// touch one word of each level: four at most.
///
/// ```
/// use eniplan_core::net::BlockBitmap;
/// let mut subnet = BlockBitmap::of("10.0.0.0/24".parse().unwrap(), 28).unwrap();
/// assert_eq!(subnet.free(), 16);
/// assert_eq!(subnet.take_lowest().unwrap().to_string(), "10.0.0.0/28");
/// assert!(subnet.take("10.0.0.16/28".parse().unwrap()));
/// assert!(!subnet.take("10.0.0.16/28".parse().unwrap()));
/// assert_eq!(subnet.take_lowest().unwrap().to_string(), "10.0.0.32/28");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockBitmap {
    block: Ipv4Prefix,
    length: u8,
    /// The parts themselves first, then ever fewer words, one in the end.
    levels: Vec<Vec<u64>>,
    free: u32,
}

impl BlockBitmap {
    /// All parts of the given length of `block`, each free, or `None` where it has none or more than two to the power
    /// of 24.
    pub fn of(block: Ipv4Prefix, length: u8) -> Option<Self> {
        let bits = length.checked_sub(block.length())?;
        if bits > MOST_BITS || length > 32 {
            return None;
        }
        let parts = 1u32 << bits;
        let mut levels = Vec::new();
        let mut bits = parts;
        loop {
            levels.push(all_set(bits));
            if bits <= WORD {
                break;
            }
            bits = bits.div_ceil(WORD);
        }
        Some(Self {
            block,
            length,
            levels,
            free: parts,
        })
    }

    /// The block whose parts these are.
    pub fn block(&self) -> Ipv4Prefix {
        self.block
    }

    /// How many parts are free.
    pub fn free(&self) -> u32 {
        self.free
    }

    /// Takes the lowest free part.
    pub fn take_lowest(&mut self) -> Option<Ipv4Prefix> {
        let mut index = 0u32;
        for level in self.levels.iter().rev() {
            let word = level.get(usize::try_from(index).ok()?)?;
            if *word == 0 {
                return None;
            }
            index = index * WORD + word.trailing_zeros();
        }
        self.set(index, false);
        self.part(index)
    }

    /// Takes a part; false where it was taken before, or is none of the parts.
    pub fn take(&mut self, part: Ipv4Prefix) -> bool {
        self.index(part).is_some_and(|index| self.set(index, false))
    }

    /// Frees a part; false where it was free before, or is none of the parts.
    pub fn release(&mut self, part: Ipv4Prefix) -> bool {
        self.index(part).is_some_and(|index| self.set(index, true))
    }

    /// Whether a part is free; false where it is none of the parts.
    pub fn is_free(&self, part: Ipv4Prefix) -> bool {
        let Some(index) = self.index(part) else {
            return false;
        };
        let word = self
            .levels
            .first()
            .and_then(|level| level.get(word_of(index)));
        word.is_some_and(|word| word & bit_of(index) != 0)
    }

    fn part(&self, index: u32) -> Option<Ipv4Prefix> {
        self.block.part(self.length, index)
    }

    fn index(&self, part: Ipv4Prefix) -> Option<u32> {
        let is_part = part.length() == self.length && self.block.contains(part);
        let offset = part.first().checked_sub(self.block.first())?;
        is_part.then(|| offset.checked_shr(32 - u32::from(self.length)).unwrap_or(0))
    }

    /// Sets or clears the bit of a part, and those above it where a word became empty or no longer is; false where
    /// there was nothing to do.
    fn set(&mut self, index: u32, free: bool) -> bool {
        let mut at = index;
        for level in &mut self.levels {
            let Some(word) = level.get_mut(word_of(at)) else {
                return false;
            };
            let before = *word;
            *word = if free {
                before | bit_of(at)
            } else {
                before & !bit_of(at)
            };
            if *word == before {
                return false;
            }
            // The level above changes only where this word is the first set or the last cleared.
            if before != 0 && *word != 0 {
                break;
            }
            at /= WORD;
        }
        self.free = if free {
            self.free.saturating_add(1)
        } else {
            self.free.saturating_sub(1)
        };
        true
    }
}

fn word_of(index: u32) -> usize {
    usize::try_from(index / WORD).unwrap_or(usize::MAX)
}

fn bit_of(index: u32) -> u64 {
    1 << (index % WORD)
}

/// Words whose first `bits` bits are set.
fn all_set(bits: u32) -> Vec<u64> {
    let words = usize::try_from(bits.div_ceil(WORD)).unwrap_or(0);
    let mut level = alloc::vec![u64::MAX; words];
    if let Some(last) = level.last_mut().filter(|_| !bits.is_multiple_of(WORD)) {
        *last = u64::MAX >> (WORD - bits % WORD);
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::vec;

    #[test]
    fn no_parts_and_too_many() {
        let block = |text: &str| text.parse::<Ipv4Prefix>().unwrap();
        assert_eq!(BlockBitmap::of(block("10.0.0.0/24"), 23), None);
        assert_eq!(BlockBitmap::of(block("10.0.0.0/24"), 33), None);
        assert_eq!(BlockBitmap::of(block("0.0.0.0/0"), 32), None);
        let mut one = BlockBitmap::of(block("10.0.0.0/28"), 28).unwrap();
        assert_eq!(one.take_lowest(), Some(block("10.0.0.0/28")));
        assert_eq!((one.take_lowest(), one.free()), (None, 0));
        assert!(!one.release(block("10.0.0.16/28")) && !one.release(block("10.0.0.0/27")));
        assert!(one.release(block("10.0.0.0/28")) && !one.release(block("10.0.0.0/28")));
    }

    /// A /8 of /32 has four levels, and its highest part is found when no other is free.
    #[test]
    fn the_highest_part_of_the_largest_map() {
        let block: Ipv4Prefix = "10.0.0.0/8".parse().unwrap();
        let mut map = BlockBitmap::of(block, 32).unwrap();
        for part in block.parts(32) {
            assert_eq!(map.take_lowest(), Some(part));
        }
        let last = "10.255.255.255/32".parse().unwrap();
        assert!(map.take_lowest().is_none() && map.release(last));
        assert_eq!(map.take_lowest(), Some(last));
    }

    proptest! {
        /// Beside it stands the obvious slow version: one bool a part, searched from the start.
        #[test]
        fn equals_a_bool_a_part(length in 24u8..=30, steps in prop::collection::vec((0u8..4, any::<u32>()), 1..400)) {
            let block: Ipv4Prefix = "10.0.0.0/18".parse().unwrap();
            let mut map = BlockBitmap::of(block, length).unwrap();
            let mut slow = vec![true; 1 << (length - 18)];
            for (step, at) in steps {
                let index = at as usize % slow.len();
                let part = block.part(length, u32::try_from(index).unwrap()).unwrap();
                match step {
                    0 => prop_assert_eq!(map.take(part), std::mem::replace(&mut slow[index], false)),
                    1 => prop_assert_eq!(map.release(part), !std::mem::replace(&mut slow[index], true)),
                    _ => {
                        let lowest = slow.iter().position(|free| *free);
                        let expected = lowest.and_then(|lowest| block.part(length, u32::try_from(lowest).unwrap()));
                        prop_assert_eq!(map.take_lowest(), expected);
                        if let Some(lowest) = lowest {
                            slow[lowest] = false;
                        }
                    }
                }
                prop_assert_eq!(map.is_free(part), slow[index]);
                prop_assert_eq!(map.free() as usize, slow.iter().filter(|free| **free).count());
            }
        }
    }
}
