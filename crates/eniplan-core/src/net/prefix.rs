//! What an IPv4 and an IPv6 block have in common.

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;

use super::{Address, Parts, Rest};

/// Why a text is no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixError<P> {
    /// The text is not an address, a slash and a length.
    Malformed,
    /// Bits behind the length are set; the block they stand in is carried along.
    HostBits(P),
}

/// A block of addresses of one family, always on its boundary.
///
/// Two blocks are disjoint, or one contains the other.
/// They are ordered by first address, the larger block before the smaller ones inside it.
pub trait Prefix:
    Copy + Ord + Hash + Debug + Display + FromStr<Err = PrefixError<Self>> + sealed::Sealed
{
    /// Its addresses as numbers.
    type Address: Address;

    /// The block of the given length in which `address` stands, or `None` where there is no such length.
    fn around(address: Self::Address, length: u8) -> Option<Self>;
    /// The first address.
    fn first(self) -> Self::Address;
    /// The last address.
    fn last(self) -> Self::Address;
    /// The number behind the slash.
    fn length(self) -> u8;

    /// The block that starts at `first`, or `None` where that is not on a boundary of its size.
    fn starting_at(first: Self::Address, length: u8) -> Option<Self> {
        Self::around(first, length).filter(|block| block.first() == first)
    }

    /// Whether every address of `other` stands in this block.
    fn contains(self, other: Self) -> bool {
        self.first() <= other.first() && other.last() <= self.last()
    }

    /// Whether any address stands in both.
    fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// The block of the same length right behind this one, or `None` at the end of the address space.
    fn next(self) -> Option<Self> {
        Self::starting_at(self.last().following()?, self.length())
    }

    /// The block of twice the size around this one, or `None` for the whole address space.
    fn parent(self) -> Option<Self> {
        Self::around(self.first(), self.length().checked_sub(1)?)
    }

    /// The other half of the parent, with which this block merges; `None` for the whole address space.
    fn buddy(self) -> Option<Self> {
        let [low, high] = self.parent()?.halves()?;
        Some(if self == low { high } else { low })
    }

    /// The two halves, or `None` for a single address.
    fn halves(self) -> Option<[Self; 2]> {
        let length = self.length().checked_add(1)?;
        let low = Self::around(self.first(), length)?;
        let high = Self::around(self.last(), length)?;
        Some([low, high])
    }

    /// The `index`th of the equal parts of the given length, or `None` where there is no such part.
    fn part(self, length: u8, index: Self::Address) -> Option<Self> {
        if length < self.length() {
            return None;
        }
        let bits = Self::Address::BITS.checked_sub(length)?;
        let first = self.first().plus(index.raised(bits)?)?;
        Self::starting_at(first, length).filter(|part| self.contains(*part))
    }

    /// The equal parts of the given length, in order; none where it is shorter than this block's, or too long.
    fn parts(self, length: u8) -> Parts<Self> {
        Parts::of(self, length)
    }

    /// What is left of this block without the addresses of `other`: the fewest blocks, in order.
    fn without(self, other: Self) -> Rest<Self> {
        Rest::of(self, other)
    }

    /// The one block that both make up, or `None` where they are not the halves of one and none contains the other.
    fn merged(self, other: Self) -> Option<Self> {
        if self.contains(other) {
            Some(self)
        } else if other.contains(self) {
            Some(other)
        } else if self.buddy() == Some(other) {
            self.parent()
        } else {
            None
        }
    }

    /// The smallest block around both.
    fn covering(self, other: Self) -> Self {
        let mut cover = self;
        while let Some(wider) = cover.parent().filter(|_| !cover.contains(other)) {
            cover = wider;
        }
        cover
    }
}

pub(super) mod sealed {
    pub trait Sealed {}
}
