//! Addresses without AWS: blocks, sets of addresses, and what is free between blocks.
//!
//! What is written once for IPv4 and IPv6 is written over [`Prefix`] and [`Address`].

mod address;
mod bitmap;
mod either;
mod fit;
mod ipv4;
mod ipv6;
mod overlap;
mod parts;
mod prefix;
mod range;
mod space;
pub mod terraform;

pub use address::Address;
pub use bitmap::BlockBitmap;
pub use either::IpPrefix;
pub use ipv4::Ipv4Prefix;
pub use ipv6::Ipv6Prefix;
pub use overlap::overlaps;
pub use parts::{Parts, Rest};
pub use prefix::{Prefix, PrefixError};
pub use space::{AddressSpace, Blocks};
