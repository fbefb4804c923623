//! An address block whose host bits are zero.

use core::fmt;
use core::net::{Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

use ipnet::{Ipv4Net, Ipv6Net};

/// An IPv4 block such as `10.0.0.0/16`, always on its boundary.
///
/// ```
/// use eniplan_core::net::Ipv4Prefix;
/// let block: Ipv4Prefix = "10.0.32.0/19".parse().unwrap();
/// assert_eq!(block.size(), 8192);
/// assert_eq!(block.to_string(), "10.0.32.0/19");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ipv4Prefix(Ipv4Net);

/// Why a text is no block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrefixError<P> {
    /// The text is not an address, a slash and a length.
    Malformed,
    /// Bits behind the length are set; the block they stand in is carried along.
    HostBits(P),
}

impl Ipv4Prefix {
    /// A block of the program's own; a wrong one fails to compile where it is a constant.
    pub(crate) const fn literal(octets: [u8; 4], length: u8) -> Self {
        let [a, b, c, d] = octets;
        Self(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length))
    }

    /// The block of the given length in which `address` stands, or `None` where `length` is over 32.
    pub fn containing(address: Ipv4Addr, length: u8) -> Option<Self> {
        Ipv4Net::new(address, length)
            .ok()
            .map(|net| Self(net.trunc()))
    }

    /// The block that starts at `first`, or `None` where that is not on a boundary of its size.
    pub fn starting_at(first: u32, length: u8) -> Option<Self> {
        let block = Self::containing(Ipv4Addr::from(first), length)?;
        (block.first() == first).then_some(block)
    }

    /// The first address, as a number.
    pub fn first(self) -> u32 {
        u32::from(self.0.network())
    }

    /// The last address, as a number.
    pub fn last(self) -> u32 {
        u32::from(self.0.broadcast())
    }

    /// The first address.
    pub fn network(self) -> Ipv4Addr {
        self.0.network()
    }

    /// The number behind the slash, 0 to 32.
    pub fn length(self) -> u8 {
        self.0.prefix_len()
    }

    /// How many addresses stand in it, reserved ones included.
    pub fn size(self) -> u64 {
        1 << (32 - u32::from(self.length()))
    }

    /// Whether every address of `other` stands in this block.
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }

    /// Whether any address stands in both.
    pub fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }

    /// The block of the same length right behind this one, or `None` at the end of the address space.
    pub fn next(self) -> Option<Self> {
        Self::starting_at(self.last().checked_add(1)?, self.length())
    }

    /// The `index`th of the equal parts of the given length, or `None` where there is no such part.
    ///
    /// ```
    /// # use eniplan_core::net::Ipv4Prefix;
    /// let vpc: Ipv4Prefix = "10.0.0.0/16".parse().unwrap();
    /// assert_eq!(vpc.part(19, 1).unwrap().to_string(), "10.0.32.0/19");
    /// assert_eq!(vpc.part(19, 8), None);
    /// ```
    pub fn part(self, length: u8, index: u32) -> Option<Self> {
        if length < self.length() || length > 32 {
            return None;
        }
        let part = 1u64 << (32 - u32::from(length));
        let first = u64::from(self.first()) + u64::from(index) * part;
        let part = Self::starting_at(u32::try_from(first).ok()?, length)?;
        self.contains(part).then_some(part)
    }
}

impl FromStr for Ipv4Prefix {
    type Err = PrefixError<Self>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let net: Ipv4Net = text.parse().map_err(|_| PrefixError::Malformed)?;
        // ipnet reads "10.0.0.0/016"; AWS and Terraform don't.
        if text
            .rsplit('/')
            .next()
            .is_some_and(|length| length.len() > 1 && length.starts_with('0'))
        {
            return Err(PrefixError::Malformed);
        }
        let block = Self(net.trunc());
        if net.addr() == net.network() {
            Ok(block)
        } else {
            Err(PrefixError::HostBits(block))
        }
    }
}

impl fmt::Display for Ipv4Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Ipv4Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Ipv4Prefix {
    /// By first address, the larger block before the smaller ones inside it.
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        (self.first(), self.length()).cmp(&(other.first(), other.length()))
    }
}

impl PartialOrd for Ipv4Prefix {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// An IPv6 block such as `2600:1f18:1234:5600::/56`, always on its boundary.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ipv6Prefix(Ipv6Net);

impl Ipv6Prefix {
    /// The number behind the slash, 0 to 128.
    pub fn length(self) -> u8 {
        self.0.prefix_len()
    }

    /// The first address.
    pub fn network(self) -> Ipv6Addr {
        self.0.network()
    }

    /// Whether every address of `other` stands in this block.
    pub fn contains(self, other: Self) -> bool {
        self.0.contains(&other.0)
    }
}

impl FromStr for Ipv6Prefix {
    type Err = PrefixError<Self>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let net: Ipv6Net = text.parse().map_err(|_| PrefixError::Malformed)?;
        let block = Self(net.trunc());
        if net.addr() == net.network() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn host_bits_are_named_with_the_block_they_stand_in() {
        let error = "10.0.0.5/16".parse::<Ipv4Prefix>().unwrap_err();
        assert_eq!(error, PrefixError::HostBits("10.0.0.0/16".parse().unwrap()));
        assert_eq!(
            "2600::1/56".parse::<Ipv6Prefix>().unwrap_err(),
            PrefixError::HostBits("2600::/56".parse().unwrap())
        );
    }

    #[test]
    fn what_is_no_block_is_malformed() {
        for text in [
            "",
            "10.0.0.0",
            "10.0.0.0/33",
            "10.0.0/8",
            "a.b.c.d/8",
            "10.0.0.0/-1",
            "10.0.0.0/08",
            "::/0",
        ] {
            assert_eq!(
                text.parse::<Ipv4Prefix>(),
                Err(PrefixError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn the_whole_address_space_has_no_next_block() {
        let all: Ipv4Prefix = "0.0.0.0/0".parse().unwrap();
        assert_eq!(all.size(), 1 << 32);
        assert_eq!(all.next(), None);
        let last: Ipv4Prefix = "255.255.255.240/28".parse().unwrap();
        assert_eq!(last.next(), None);
    }

    #[test]
    fn parts_follow_each_other_and_stay_inside() {
        let block: Ipv4Prefix = "10.1.0.0/22".parse().unwrap();
        let parts: std::vec::Vec<_> = (0..5)
            .map_while(|i| block.part(24, i))
            .map(|p| p.to_string())
            .collect();
        assert_eq!(
            parts,
            ["10.1.0.0/24", "10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24"]
        );
        assert_eq!(block.part(21, 0), None);
        assert_eq!(block.part(33, 0), None);
    }
}
