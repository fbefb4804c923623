//! A block of either family.

use core::fmt;
use core::str::FromStr;

use super::{Ipv4Prefix, Ipv6Prefix, PrefixError};

/// An IPv4 or IPv6 block; IPv4 ones come first in order.
///
/// ```
/// use eniplan_core::net::IpPrefix;
/// assert!(matches!("fd00::/8".parse(), Ok(IpPrefix::V6(_))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IpPrefix {
    /// An IPv4 block.
    V4(Ipv4Prefix),
    /// An IPv6 block.
    V6(Ipv6Prefix),
}

impl FromStr for IpPrefix {
    type Err = PrefixError<Self>;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        fn wrapped<P>(
            read: Result<P, PrefixError<P>>,
            wrap: fn(P) -> IpPrefix,
        ) -> Result<IpPrefix, PrefixError<IpPrefix>> {
            read.map(wrap).map_err(|error| match error {
                PrefixError::Malformed => PrefixError::Malformed,
                PrefixError::HostBits(block) => PrefixError::HostBits(wrap(block)),
            })
        }
        if text.contains(':') {
            wrapped(text.parse(), Self::V6)
        } else {
            wrapped(text.parse(), Self::V4)
        }
    }
}

impl fmt::Display for IpPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(block) => block.fmt(f),
            Self::V6(block) => block.fmt(f),
        }
    }
}
