//! An IPv6 block whose host bits are zero.

use core::cmp::Ordering;
use core::fmt;
use core::net::Ipv6Addr;
use core::str::FromStr;

use ipnet::Ipv6Net;

use super::{Prefix, PrefixError};

/// An IPv6 block such as `2600:1f18:1234:5600::/56`, always on its boundary.
///
/// ```
/// use eniplan_core::net::{Ipv6Prefix, Prefix as _};
/// let vpc: Ipv6Prefix = "2600:1f18:1234:5600::/56".parse().unwrap();
/// assert_eq!(vpc.part(64, 255).unwrap().to_string(), "2600:1f18:1234:56ff::/64");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ipv6Prefix(Ipv6Net);

impl Ipv6Prefix {
    /// Every address.
    pub(crate) const ALL: Self = Self(Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 0));

    /// The block of the given length in which `address` stands, or `None` where `length` is over 128.
    pub fn containing(address: Ipv6Addr, length: u8) -> Option<Self> {
        Ipv6Net::new(address, length)
            .ok()
            .map(|net| Self(net.trunc()))
    }

    /// The first address, as a number.
    pub fn first(self) -> u128 {
        self.0.addr().to_bits()
    }

    /// The last address, as a number.
    pub fn last(self) -> u128 {
        self.0.broadcast().to_bits()
    }

    /// The first address.
    pub fn network(self) -> Ipv6Addr {
        self.0.addr()
    }

    /// The number behind the slash, 0 to 128.
    pub fn length(self) -> u8 {
        self.0.prefix_len()
    }

    /// Addresses in the block; `None` for the whole of IPv6, which is one more than a number holds.
    pub fn size(self) -> Option<u128> {
        1u128.checked_shl(128 - u32::from(self.length()))
    }

    /// Whether every address of `other` stands in this block.
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }
}

impl super::prefix::sealed::Sealed for Ipv6Prefix {}

impl Prefix for Ipv6Prefix {
    type Address = u128;

    fn around(address: u128, length: u8) -> Option<Self> {
        Self::containing(Ipv6Addr::from_bits(address), length)
    }

    fn first(self) -> u128 {
        self.first()
    }

    fn last(self) -> u128 {
        self.last()
    }

    fn length(self) -> u8 {
        self.length()
    }

    fn contains(self, other: Self) -> bool {
        self.contains(other)
    }
}

impl FromStr for Ipv6Prefix {
    type Err = PrefixError<Self>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let net: Ipv6Net = text.parse().map_err(|_| PrefixError::Malformed)?;
        // ipnet reads "fd00::/064"; AWS and Terraform don't.
        let length = text.split_once('/').map_or("", |(_, length)| length);
        if length.len() > 1 && length.starts_with('0') {
            return Err(PrefixError::Malformed);
        }
        let block = Self(net.trunc());
        if net.addr() == block.network() {
            Ok(block)
        } else {
            Err(PrefixError::HostBits(block))
        }
    }
}

impl fmt::Display for Ipv6Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Ipv6Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Ipv6Prefix {
    /// By first address, the larger block before the smaller ones inside it.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first(), self.length()).cmp(&(other.first(), other.length()))
    }
}

impl PartialOrd for Ipv6Prefix {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn host_bits_and_what_is_no_block() {
        assert_eq!(
            "2600::1/56".parse::<Ipv6Prefix>(),
            Err(PrefixError::HostBits("2600::/56".parse().unwrap()))
        );
        for text in [
            "",
            "fd00::",
            "fd00::/129",
            "fd00::/064",
            "10.0.0.0/8",
            "fd00:::/8",
            "g::/8",
        ] {
            assert_eq!(
                text.parse::<Ipv6Prefix>(),
                Err(PrefixError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn the_whole_address_space_has_neither_size_nor_next_block() {
        let all: Ipv6Prefix = "::/0".parse().unwrap();
        assert_eq!((all.size(), all.next(), all.parent()), (None, None, None));
        assert_eq!(
            all.halves().unwrap().map(|half| half.to_string()),
            ["::/1", "8000::/1"]
        );
    }
}
