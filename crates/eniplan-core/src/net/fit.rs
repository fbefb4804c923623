//! Where a new block goes in what is free.

use super::{AddressSpace, Prefix};

impl<P: Prefix> AddressSpace<P> {
    /// The lowest free block of the given length.
    pub fn first_fit(&self, length: u8) -> Option<P> {
        let hole = self.iter().find(|hole| hole.length() <= length)?;
        P::around(hole.first(), length)
    }

    /// The free block of the given length in the tightest hole, the lowest of those that are alike.
    ///
    /// Holes that are larger stay whole, so larger blocks still fit afterwards.
    pub fn best_fit(&self, length: u8) -> Option<P> {
        self.best_fit_with_room(length, length)
    }

    /// As [`best_fit`](Self::best_fit), at the start of a free block of length `room`, so that the new block can
    /// double until it has that length. A `room` above `length` counts as `length`.
    pub fn best_fit_with_room(&self, length: u8, room: u8) -> Option<P> {
        let mut tightest: Option<P> = None;
        for hole in self.iter().filter(|hole| hole.length() <= room.min(length)) {
            if tightest.is_none_or(|other| hole.length() > other.length()) {
                tightest = Some(hole);
            }
        }
        P::around(tightest?.first(), length)
    }

    /// Takes out the block that [`best_fit`](Self::best_fit) names.
    pub fn take(&mut self, length: u8) -> Option<P> {
        let block = self.best_fit(length)?;
        self.remove(block);
        Some(block)
    }

    /// The largest free block, the lowest of those that are alike.
    pub fn largest(&self) -> Option<P> {
        self.iter().reduce(|largest, hole| {
            if hole.length() < largest.length() {
                hole
            } else {
                largest
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::Ipv4Prefix;
    use proptest::prelude::*;
    use std::vec::Vec;

    fn block(text: &str) -> Ipv4Prefix {
        text.parse().unwrap()
    }

    #[test]
    fn the_tightest_hole_is_taken_and_larger_ones_stay_whole() {
        let mut space = AddressSpace::of(block("10.0.0.0/16"));
        space.remove(block("10.0.128.0/19"));
        // Free are a /17, and behind the hole a /19 and a /18.
        assert_eq!(space.first_fit(20), Some(block("10.0.0.0/20")));
        assert_eq!(space.best_fit(20), Some(block("10.0.160.0/20")));
        assert_eq!(
            space.best_fit_with_room(20, 18),
            Some(block("10.0.192.0/20"))
        );
        assert_eq!(space.best_fit_with_room(20, 16), None);
        assert_eq!(space.largest(), Some(block("10.0.0.0/17")));
        assert_eq!(space.take(18), Some(block("10.0.192.0/18")));
        assert_eq!(space.take(18), Some(block("10.0.0.0/18")));
        assert_eq!(space.take(17), None);
    }

    proptest! {
        /// The obvious slow version: try every place of the length, and for each the largest free block around it.
        #[test]
        fn equals_trying_every_place(cuts in proptest::collection::vec((0u32..256, 24u8..=32), 0..12), length in 24u8..=32, room in 24u8..=32) {
            let whole = block("10.0.0.0/24");
            let mut space = AddressSpace::of(whole);
            let mut taken = Vec::new();
            for (at, length) in cuts {
                let cut = Ipv4Prefix::containing((whole.first() + at).into(), length).unwrap();
                space.remove(cut);
                taken.push(cut);
            }
            let is_free = |block: Ipv4Prefix| !taken.iter().any(|cut| cut.overlaps(block));
            let hole_of = |place: Ipv4Prefix| {
                (24..=place.length()).map(|length| Ipv4Prefix::containing(place.network(), length).unwrap()).find(|hole| is_free(*hole))
            };
            let places: Vec<Ipv4Prefix> = whole.parts(length).filter(|place| is_free(*place)).collect();
            prop_assert_eq!(space.first_fit(length), places.first().copied());
            let by_hole = |room: u8| {
                let holes = places.iter().filter_map(|place| Some((hole_of(*place)?, *place)));
                holes.filter(|(hole, _)| hole.length() <= room).max_by_key(|(hole, place)| (hole.length(), core::cmp::Reverse(*place))).map(|(_, place)| place)
            };
            prop_assert_eq!(space.best_fit(length), by_hole(length));
            prop_assert_eq!(space.best_fit_with_room(length, room), by_hole(room.min(length)));
            let largest = (24..=32).find_map(|length| whole.parts(length).find(|part| is_free(*part)));
            prop_assert_eq!(space.largest(), largest);
        }
    }
}
