//! Addresses in a row.

use core::fmt;
use core::net::Ipv4Addr;
use core::str::FromStr;

use super::quantities::{Unreadable, scalar_value};
use crate::net::Ipv4Prefix;

/// Addresses in a row: one (`10.0.0.5`), a range (`10.0.0.5-10.0.0.9`) or a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AddressRange {
    first: u32,
    last: u32,
}

impl AddressRange {
    /// From one address to another, both included, or `None` where they are the wrong way round.
    pub fn of(first: Ipv4Addr, last: Ipv4Addr) -> Option<Self> {
        let (first, last) = (u32::from(first), u32::from(last));
        (first <= last).then_some(Self { first, last })
    }

    /// The first address, as a number.
    pub fn first(self) -> u32 {
        self.first
    }

    /// The last address, as a number.
    pub fn last(self) -> u32 {
        self.last
    }
}

impl FromStr for AddressRange {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        if text.contains('/') {
            let block: Ipv4Prefix = text.parse().map_err(|_| Unreadable)?;
            return Ok(Self {
                first: block.first(),
                last: block.last(),
            });
        }
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (
            first.parse().map_err(|_| Unreadable)?,
            last.parse().map_err(|_| Unreadable)?,
        );
        Self::of(first, last).ok_or(Unreadable)
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (Ipv4Addr::from(self.first), Ipv4Addr::from(self.last));
        if first == last {
            write!(f, "{first}")
        } else {
            write!(f, "{first}-{last}")
        }
    }
}

scalar_value!(
    AddressRange,
    "an address, a range 10.0.0.5-10.0.0.9 or a block",
    "^[0-9.]+([-/][0-9.]+)?$",
    AddressRange { first: 0, last: 0 }
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString};

    fn round<T: FromStr + ToString>(text: &str) -> Option<String> {
        text.parse::<T>().ok().map(|value| value.to_string())
    }

    #[test]
    fn address_ranges() {
        for (text, shown) in [
            ("10.0.0.5", "10.0.0.5"),
            ("10.0.0.5-10.0.0.9", "10.0.0.5-10.0.0.9"),
            ("10.0.0.0/30", "10.0.0.0-10.0.0.3"),
        ] {
            assert_eq!(
                round::<AddressRange>(text).as_deref(),
                Some(shown),
                "{text}"
            );
        }
        for text in ["10.0.0.9-10.0.0.5", "10.0.0.1/24", "x", ""] {
            assert_eq!(round::<AddressRange>(text), None, "{text}");
        }
    }
}
