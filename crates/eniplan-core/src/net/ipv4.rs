//! An IPv4 block whose host bits are zero.

use core::cmp::Ordering;
use core::fmt;
use core::net::Ipv4Addr;
use core::str::FromStr;

use ipnet::Ipv4Net;

use super::{Parts, Prefix, PrefixError, Rest};

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
        <Self as Prefix>::starting_at(first, length)
    }

    /// The first address, as a number.
    pub fn first(self) -> u32 {
        self.0.addr().to_bits()
    }

    /// The last address, as a number.
    pub fn last(self) -> u32 {
        self.0.broadcast().to_bits()
    }

    /// The first address.
    pub fn network(self) -> Ipv4Addr {
        self.0.addr()
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
        Prefix::next(self)
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
        Prefix::part(self, length, index)
    }

    /// The equal parts of the given length, in order; none where it is shorter than this block's, or over 32.
    pub fn parts(self, length: u8) -> Parts<Self> {
        Prefix::parts(self, length)
    }

    /// What is left of this block without the addresses of `other`: the fewest blocks, in order.
    ///
    /// ```
    /// # use eniplan_core::net::Ipv4Prefix;
    /// let [vpc, subnet]: [Ipv4Prefix; 2] = ["10.0.0.0/16", "10.0.64.0/18"].map(|block| block.parse().unwrap());
    /// let left: Vec<String> = vpc.without(subnet).map(|block| block.to_string()).collect();
    /// assert_eq!(left, ["10.0.0.0/18", "10.0.128.0/17"]);
    /// ```
    pub fn without(self, other: Self) -> Rest<Self> {
        Prefix::without(self, other)
    }
}

impl super::prefix::sealed::Sealed for Ipv4Prefix {}

impl Prefix for Ipv4Prefix {
    type Address = u32;

    fn around(address: u32, length: u8) -> Option<Self> {
        Self::containing(Ipv4Addr::from_bits(address), length)
    }

    fn first(self) -> u32 {
        self.first()
    }

    fn last(self) -> u32 {
        self.last()
    }

    fn length(self) -> u8 {
        self.length()
    }

    fn contains(self, other: Self) -> bool {
        self.contains(other)
    }
}

impl FromStr for Ipv4Prefix {
    type Err = PrefixError<Self>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, length) = read(text).ok_or(PrefixError::Malformed)?;
        let net = Ipv4Net::new(address, length).map_err(|_| PrefixError::Malformed)?;
        let block = Self(net.trunc());
        if net.addr() == block.network() {
            Ok(block)
        } else {
            Err(PrefixError::HostBits(block))
        }
    }
}

/// Address and length as AWS and Terraform write them.
///
/// ipnet also reads leading zeros, which some programs take for octal: `010.0.0.0/8` is refused here.
fn read(text: &str) -> Option<(Ipv4Addr, u8)> {
    let mut bytes = text.bytes();
    let mut address = 0u32;
    for behind in [b'.', b'.', b'.', b'/'] {
        let (octet, next) = number(&mut bytes)?;
        if next != Some(behind) {
            return None;
        }
        address = address << 8 | u32::from(octet);
    }
    let (length, next) = number(&mut bytes)?;
    next.is_none()
        .then(|| (Ipv4Addr::from_bits(address), length))
}

/// A number up to 255 without leading zeros, and the byte that ends it.
fn number(bytes: &mut core::str::Bytes<'_>) -> Option<(u8, Option<u8>)> {
    let mut number: Option<u8> = None;
    loop {
        let next = bytes.next();
        let Some(digit) = next
            .and_then(|byte| byte.checked_sub(b'0'))
            .filter(|digit| *digit < 10)
        else {
            return number.map(|number| (number, next));
        };
        number = match number {
            None => Some(digit),
            Some(0) => return None,
            Some(number) => Some(number.checked_mul(10)?.checked_add(digit)?),
        };
    }
}

/// As ipnet writes it, which goes through five formatters; every block of a link is written once.
impl fmt::Display for Ipv4Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = self.network().octets().into_iter();
        let parts = octets.zip([b'.', b'.', b'.', b'/']);
        let parts = parts.chain([(self.length(), 0)]);
        // The longest is 255.255.255.255/32.
        let mut text = [0u8; 18];
        let mut slots = text.iter_mut();
        for (number, behind) in parts {
            let digits = [number / 100, number / 10 % 10, number % 10];
            let leading = digits.iter().take(2).take_while(|digit| **digit == 0);
            let digits = digits
                .iter()
                .skip(leading.count())
                .map(|digit| b'0' + digit);
            for (byte, slot) in digits.chain([behind]).zip(&mut slots) {
                *slot = byte;
            }
        }
        let length = text.iter().take_while(|byte| **byte > 0).count();
        f.write_str(
            text.get(..length)
                .map_or("", |text| core::str::from_utf8(text).unwrap_or("")),
        )
    }
}

impl fmt::Debug for Ipv4Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Ord for Ipv4Prefix {
    /// By first address, the larger block before the smaller ones inside it.
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first(), self.length()).cmp(&(other.first(), other.length()))
    }
}

impl PartialOrd for Ipv4Prefix {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::ToString;

    proptest! {
        #[test]
        fn it_is_written_as_ipnet_writes_it_and_read_as_it_is_written(first in any::<u32>(), length in 0u8..=32) {
            let block = Ipv4Prefix::containing(first.into(), length).unwrap();
            let text = block.to_string();
            prop_assert_eq!(&text, &block.0.to_string());
            prop_assert_eq!(text.parse(), Ok(block));
        }

        /// What a document has as a block is kept as it stands.
        #[test]
        fn what_is_read_is_written_the_same(text in "[0-2]?[0-9]?[0-9]\\.[0-9]{0,3}\\.0{1,2}\\.0/[ +0]?[0-3]?[0-9]") {
            if let Ok(block) = text.parse::<Ipv4Prefix>() {
                prop_assert_eq!(block.to_string(), text);
            }
        }
    }

    #[test]
    fn host_bits_are_named_with_the_block_they_stand_in() {
        let error = "10.0.0.5/16".parse::<Ipv4Prefix>().unwrap_err();
        assert_eq!(error, PrefixError::HostBits("10.0.0.0/16".parse().unwrap()));
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
            "010.0.0.0/8",
            "10.0.0.0/016",
            "10.0.0.0/8 ",
            "10.0.0.0.0/8",
            "256.0.0.0/8",
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
