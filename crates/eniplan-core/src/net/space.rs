//! A set of addresses as sorted ranges: what is free when blocks are taken out.

use alloc::vec::Vec;

use super::{Address, Ipv4Prefix, Ipv6Prefix, Prefix};

/// First and last address of a range, both included.
type Range<P> = (<P as Prefix>::Address, <P as Prefix>::Address);

/// Addresses as sorted ranges that neither touch nor overlap.
///
/// Ranges, not blocks, because a set then has one form only, and two sets are equal where their ranges are.
///
/// ```
/// use eniplan_core::net::{AddressSpace, Ipv4Prefix};
/// let [vpc, subnet]: [Ipv4Prefix; 2] = ["10.0.0.0/16", "10.0.0.0/19"].map(|block| block.parse().unwrap());
/// let mut free = AddressSpace::of(vpc);
/// free.remove(subnet);
/// assert_eq!(free.take(18).unwrap().to_string(), "10.0.64.0/18");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressSpace<P: Prefix = Ipv4Prefix> {
    ranges: Vec<Range<P>>,
}

impl<P: Prefix> Default for AddressSpace<P> {
    fn default() -> Self {
        Self { ranges: Vec::new() }
    }
}

impl<P: Prefix> AddressSpace<P> {
    /// The addresses of one block.
    pub fn of(block: P) -> Self {
        Self {
            ranges: alloc::vec![(block.first(), block.last())],
        }
    }

    /// Every address of the family.
    pub fn all() -> Self {
        Self {
            ranges: alloc::vec![(P::Address::MIN, P::Address::MAX)],
        }
    }

    /// The addresses from `first` to `last`, both included; none where `last` comes first.
    pub fn between(first: P::Address, last: P::Address) -> Self {
        let mut space = Self::default();
        if first <= last {
            space.ranges.push((first, last));
        }
        space
    }

    /// Ranges that overlap or touch by those before them, behind those that the sorted set has.
    fn append(&mut self, (first, last): Range<P>) {
        match self.ranges.last_mut() {
            Some((_, end)) if end.following().is_none_or(|next| first <= next) => {
                *end = last.max(*end);
            }
            _ => self.ranges.push((first, last)),
        }
    }

    /// Which ranges share an address with those from `first` to `last`.
    fn meeting(&self, first: P::Address, last: P::Address) -> core::ops::Range<usize> {
        let from = self.ranges.partition_point(|(_, to)| *to < first);
        let count = |rest: &[Range<P>]| rest.partition_point(|(start, _)| *start <= last);
        from..from.saturating_add(self.ranges.get(from..).map_or(0, count))
    }

    /// Puts the addresses of `block` in, whether or not they are in.
    pub fn insert(&mut self, block: P) {
        let (mut first, mut last) = (block.first(), block.last());
        // Ranges that touch are joined as well.
        let before = first.preceding().unwrap_or(first);
        let joined = self.meeting(before, last.following().unwrap_or(last));
        for (from, to) in self.ranges.drain(joined.clone()) {
            first = first.min(from);
            last = last.max(to);
        }
        self.ranges.insert(joined.start, (first, last));
    }

    /// Takes out the addresses of `block`, whether or not they are in.
    pub fn remove(&mut self, block: P) {
        let (first, last) = (block.first(), block.last());
        let met = self.meeting(first, last);
        let start = met.start;
        let (mut below, mut above) = (None, None);
        for (from, to) in self.ranges.drain(met) {
            if from < first {
                below = first.preceding().map(|end| (from, end));
            }
            if to > last {
                above = last.following().map(|start| (start, to));
            }
        }
        for rest in [above, below].into_iter().flatten() {
            self.ranges.insert(start, rest);
        }
    }

    /// The addresses that are in either set.
    pub fn union(&self, other: &Self) -> Self {
        let mut joined = Self::default();
        let (mut ours, mut theirs) = (
            self.ranges.iter().peekable(),
            other.ranges.iter().peekable(),
        );
        loop {
            let next = match (ours.peek(), theirs.peek()) {
                (Some(our), Some(their)) if our <= their => ours.next(),
                (Some(_), None) => ours.next(),
                _ => theirs.next(),
            };
            let Some(range) = next else {
                return joined;
            };
            joined.append(*range);
        }
    }

    /// The addresses that are in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        let mut shared = Self::default();
        let (mut ours, mut theirs) = (
            self.ranges.iter().peekable(),
            other.ranges.iter().peekable(),
        );
        while let (Some(&&(from, to)), Some(&&(start, end))) = (ours.peek(), theirs.peek()) {
            let both = (from.max(start), to.min(end));
            if both.0 <= both.1 {
                shared.ranges.push(both);
            }
            if to < end {
                ours.next();
            } else {
                theirs.next();
            }
        }
        shared
    }

    /// The addresses of the family that are not in the set.
    pub fn complement(&self) -> Self {
        let mut outside = Self::default();
        let mut start = Some(P::Address::MIN);
        for &(from, to) in &self.ranges {
            if let (Some(start), Some(end)) = (start, from.preceding())
                && start <= end
            {
                outside.ranges.push((start, end));
            }
            start = to.following();
        }
        if let Some(start) = start {
            outside.ranges.push((start, P::Address::MAX));
        }
        outside
    }

    /// The addresses of this set that are not in the other one.
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// Whether no address is in the set.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether every address of `block` is in the set.
    pub fn contains(&self, block: P) -> bool {
        let met = self.meeting(block.first(), block.last());
        self.ranges
            .get(met.start)
            .is_some_and(|(start, end)| *start <= block.first() && block.last() <= *end)
    }

    /// Whether any address of `block` is in the set.
    pub fn overlaps(&self, block: P) -> bool {
        !self.meeting(block.first(), block.last()).is_empty()
    }

    /// The ranges of addresses, first and last included, in order.
    pub fn ranges(&self) -> impl Iterator<Item = (P::Address, P::Address)> + '_ {
        self.ranges.iter().copied()
    }

    /// The fewest blocks that make up the set, in address order.
    pub fn blocks(&self) -> Vec<P> {
        self.iter().collect()
    }

    /// The fewest blocks that make up the set, in address order, one at a time.
    pub fn iter(&self) -> Blocks<'_, P> {
        Blocks {
            at: None,
            rest: self.ranges.iter(),
        }
    }
}

impl<'a, P: Prefix> IntoIterator for &'a AddressSpace<P> {
    type Item = P;
    type IntoIter = Blocks<'a, P>;

    fn into_iter(self) -> Blocks<'a, P> {
        self.iter()
    }
}

impl<P: Prefix> FromIterator<P> for AddressSpace<P> {
    /// The addresses of every block, which may overlap and stand in any order.
    fn from_iter<I: IntoIterator<Item = P>>(blocks: I) -> Self {
        let mut ranges: Vec<Range<P>> = blocks
            .into_iter()
            .map(|block| (block.first(), block.last()))
            .collect();
        ranges.sort_unstable();
        let mut space = Self::default();
        for range in ranges {
            space.append(range);
        }
        space
    }
}

/// The fewest blocks of a set; see [`AddressSpace::iter`].
#[derive(Clone, Debug)]
pub struct Blocks<'a, P: Prefix> {
    at: Option<Range<P>>,
    rest: core::slice::Iter<'a, Range<P>>,
}

impl<P: Prefix> Iterator for Blocks<'_, P> {
    type Item = P;

    fn next(&mut self) -> Option<P> {
        let (from, to) = match self.at {
            Some(range) => range,
            None => *self.rest.next()?,
        };
        // The largest block that starts here and does not pass the end.
        let bits = from.low_zeros().min(from.span(to));
        let block = P::around(from, P::Address::BITS.saturating_sub(bits))?;
        self.at = block
            .last()
            .following()
            .filter(|next| *next <= to)
            .map(|next| (next, to));
        Some(block)
    }
}

impl AddressSpace<Ipv4Prefix> {
    /// How many addresses are in the set.
    pub fn len(&self) -> u64 {
        self.ranges
            .iter()
            .map(|&(from, to)| u64::from(to) - u64::from(from) + 1)
            .sum()
    }
}

impl AddressSpace<Ipv6Prefix> {
    /// How many addresses are in the set; `None` for all of them, which is one more than a number holds.
    pub fn len(&self) -> Option<u128> {
        self.ranges.iter().try_fold(0u128, |sum, (from, to)| {
            sum.checked_add(to.checked_sub(*from)?)?.checked_add(1)
        })
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
    }

    #[test]
    fn both_ends_of_the_address_space() {
        let mut space = AddressSpace::of(block("0.0.0.0/0"));
        assert_eq!(texts(&space.blocks()), ["0.0.0.0/0"]);
        assert_eq!((space.len(), &space), (1 << 32, &AddressSpace::all()));
        assert!(space.complement().is_empty());
        space.remove(block("0.0.0.0/32"));
        space.remove(block("255.255.255.255/32"));
        assert_eq!(space.len(), (1 << 32) - 2);
        assert_eq!(
            texts(&space.complement().blocks()),
            ["0.0.0.0/32", "255.255.255.255/32"]
        );
        space.insert(block("128.0.0.0/1"));
        space.insert(block("0.0.0.0/1"));
        assert_eq!(space, AddressSpace::all());
        let six = AddressSpace::<Ipv6Prefix>::all();
        assert_eq!((six.len(), six.blocks().len()), (None, 1));
    }

    /// Ranges that touch are one, so that a set has one form.
    #[test]
    fn halves_put_together_are_the_whole() {
        let halves = ["10.0.0.128/25", "10.0.0.0/25", "10.0.0.0/26"].map(block);
        let space: AddressSpace = halves.into_iter().collect();
        assert_eq!(space, AddressSpace::of(block("10.0.0.0/24")));
    }

    /// A block of a /24, by its place in it and its length.
    fn blocks() -> impl Strategy<Value = Vec<Ipv4Prefix>> {
        let block = (0u32..256, 24u8..=32).prop_map(|(at, length)| {
            let first = block("10.0.0.0/24").first();
            Ipv4Prefix::containing((first + at).into(), length).unwrap()
        });
        proptest::collection::vec(block, 0..12)
    }

    /// The obvious slow version: one bool an address.
    fn slow(blocks: &[Ipv4Prefix]) -> [bool; 256] {
        let mut is_in = [false; 256];
        for block in blocks {
            for address in block.first()..=block.last() {
                is_in[(address % 256) as usize] = true;
            }
        }
        is_in
    }

    fn shown(space: &AddressSpace) -> [bool; 256] {
        slow(&space.blocks())
    }

    fn zipped(
        one: [bool; 256],
        other: [bool; 256],
        both: impl Fn(bool, bool) -> bool,
    ) -> [bool; 256] {
        core::array::from_fn(|at| both(one[at], other[at]))
    }

    proptest! {
        #[test]
        fn set_operations_equal_a_bool_an_address(one in blocks(), other in blocks()) {
            let [first, second] = [&one, &other].map(|blocks| blocks.iter().copied().collect::<AddressSpace>());
            let (a, b) = (slow(&one), slow(&other));
            prop_assert_eq!(shown(&first), a);
            prop_assert_eq!(shown(&first.union(&second)), zipped(a, b, |a, b| a || b));
            prop_assert_eq!(shown(&first.intersection(&second)), zipped(a, b, |a, b| a && b));
            prop_assert_eq!(shown(&first.difference(&second)), zipped(a, b, |a, b| a && !b));
            let inside = AddressSpace::of(block("10.0.0.0/24"));
            prop_assert_eq!(shown(&inside.difference(&first)), a.map(|a| !a));
            prop_assert_eq!(first.complement().complement(), first.clone());
            prop_assert_eq!(first.len(), a.iter().filter(|a| **a).count() as u64);
            prop_assert_eq!(first.is_empty(), !a.contains(&true));
        }

        #[test]
        fn putting_in_and_taking_out_equal_a_bool_an_address(steps in proptest::collection::vec((any::<bool>(), 0u32..256, 24u8..=32), 0..24)) {
            let mut space = AddressSpace::default();
            let mut expected = [false; 256];
            for (insert, at, length) in steps {
                let part = Ipv4Prefix::containing((block("10.0.0.0/24").first() + at).into(), length).unwrap();
                let part_in = slow(&[part]);
                let is_in = |at: usize| part_in[at] && expected[at];
                prop_assert_eq!(space.overlaps(part), (0..256).any(is_in));
                prop_assert_eq!(space.contains(part), (0..256).filter(|at| is_in(*at)).count() as u64 == part.size());
                if insert {
                    space.insert(part);
                } else {
                    space.remove(part);
                }
                expected = zipped(expected, part_in, |old, part| if part { insert } else { old });
                prop_assert_eq!(shown(&space), expected);
                let again: AddressSpace = space.iter().collect();
                prop_assert_eq!(&again, &space, "ranges that touch were left apart");
            }
        }

        /// Two blocks that could be merged, or one in another, would be one too many.
        #[test]
        fn blocks_are_the_fewest(parts in blocks()) {
            let space: AddressSpace = parts.into_iter().collect();
            let blocks = space.blocks();
            for pair in blocks.windows(2) {
                prop_assert!(pair[0].last() < pair[1].first());
                prop_assert_eq!(Prefix::merged(pair[0], pair[1]), None);
            }
        }
    }
}
