//! Addresses without AWS: prefixes and what is free between them.

mod prefix;
mod range;
mod space;

pub use prefix::{Ipv4Prefix, Ipv6Prefix, PrefixError};
pub use space::AddressSpace;
