//! Addresses as numbers: 32 bits for IPv4, 128 for IPv6.

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::net::{Ipv4Addr, Ipv6Addr};
use core::ops::{BitAnd, BitOr, Not};

mod sealed {
    pub trait Sealed {}
    impl Sealed for u32 {}
    impl Sealed for u128 {}
}

/// An address of one family as a number; what is written once for both families is written over this.
pub trait Address:
    Copy
    + Ord
    + Debug
    + Hash
    + Into<Self::Written>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + Not<Output = Self>
    + sealed::Sealed
{
    /// The address as people write it.
    type Written: Copy + Display + Into<Self>;
    /// Bits of an address.
    const BITS: u8;
    /// The lowest address.
    const MIN: Self;
    /// The highest address.
    const MAX: Self;

    /// The address right behind, or `None` at the end of the address space.
    fn following(self) -> Option<Self>;
    /// The address right before, or `None` at the start of the address space.
    fn preceding(self) -> Option<Self>;
    /// A number whose lowest `bits` bits are set: the last address of a block minus its first.
    fn low(bits: u8) -> Self;
    /// `self` times two to the power of `bits`, or `None` where that is no address.
    fn raised(self, bits: u8) -> Option<Self>;
    /// How many low bits are zero; all of them for the lowest address.
    fn low_zeros(self) -> u8;
    /// How large, as a power of two, a block may be to fit between `self` and `last`, both included; 0 where
    /// `last` comes first.
    fn span(self, last: Self) -> u8;
    /// `self` plus `more`, or `None` behind the end of the address space.
    fn plus(self, more: Self) -> Option<Self>;
}

macro_rules! address {
    ($number:ty, $written:ty) => {
        impl Address for $number {
            type Written = $written;
            const BITS: u8 = {
                assert!(<$number>::BITS <= 128);
                <$number>::BITS.to_le_bytes()[0]
            };
            const MIN: Self = 0;
            const MAX: Self = <$number>::MAX;

            fn following(self) -> Option<Self> {
                self.checked_add(1)
            }

            fn preceding(self) -> Option<Self> {
                self.checked_sub(1)
            }

            fn low(bits: u8) -> Self {
                let above = <$number>::BITS.saturating_sub(bits.into());
                <$number>::MAX.checked_shr(above).unwrap_or(0)
            }

            fn raised(self, bits: u8) -> Option<Self> {
                let raised = self.checked_shl(bits.into()).unwrap_or(0);
                let back = raised.checked_shr(bits.into()).unwrap_or(0);
                (back == self).then_some(raised)
            }

            fn low_zeros(self) -> u8 {
                self.trailing_zeros().to_le_bytes()[0]
            }

            fn span(self, last: Self) -> u8 {
                let Some(apart) = last.checked_sub(self) else {
                    return 0;
                };
                let power = apart
                    .checked_add(1)
                    .map_or(<$number>::BITS, <$number>::ilog2);
                power.to_le_bytes()[0]
            }

            fn plus(self, more: Self) -> Option<Self> {
                self.checked_add(more)
            }
        }
    };
}

address!(u32, Ipv4Addr);
address!(u128, Ipv6Addr);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_hold_at_both_ends() {
        assert_eq!((u32::low(0), u32::low(8), u32::low(32)), (0, 255, u32::MAX));
        assert_eq!(
            (u128::low(64), u128::low(128)),
            (u128::from(u64::MAX), u128::MAX)
        );
        assert_eq!(
            (0u32.span(u32::MAX), 5u32.span(5), 5u32.span(4)),
            (32, 0, 0)
        );
        assert_eq!(
            (0u32.span(6), 0u32.span(7), 0u128.span(u128::MAX)),
            (2, 3, 128)
        );
        assert_eq!(
            (1u32.raised(31), 2u32.raised(31), 0u32.raised(32)),
            (Some(1 << 31), None, Some(0))
        );
        assert_eq!(
            (0u32.low_zeros(), 12u32.low_zeros(), 0u128.low_zeros()),
            (32, 2, 128)
        );
    }
}
