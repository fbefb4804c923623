//! Which IPv6 blocks a VPC and its subnets take.
//!
//! Sources: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>,
//! <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>, read 2026-11-23.

/// Lengths from the shortest to the longest, in steps of [`STEP`].
pub type Lengths = (u8, u8);

/// Lengths of a VPC's IPv6 block.
pub const VPC: Lengths = (44, 60);
/// Lengths of a subnet's IPv6 block.
pub const SUBNET: Lengths = (44, 64);
/// Bits between two lengths.
pub const STEP: u8 = 4;

/// Whether AWS takes a block of this length.
///
/// ```
/// # use eniplan_core::aws::ipv6::{SUBNET, VPC, takes};
/// assert!(takes(VPC, 56) && takes(SUBNET, 64));
/// assert!(!takes(VPC, 64) && !takes(SUBNET, 62));
/// ```
pub fn takes((from, to): Lengths, length: u8) -> bool {
    (from..=to).contains(&length) && length.is_multiple_of(STEP)
}
