//! What a subnet gives out.
//!
//! Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>, read 2026-11-23.

use crate::net::Ipv4Prefix;

/// Addresses that AWS keeps in every subnet: the network, the VPC router, DNS, one for the future, the broadcast.
pub const RESERVED_ADDRESSES: u64 = 5;
/// The longest prefix length a subnet may have.
pub const LONGEST: u8 = 28;
/// The shortest prefix length a subnet may have.
pub const SHORTEST: u8 = 16;
/// Subnets a VPC holds before the quota is raised.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>, read 2026-11-23.
pub const PER_VPC: u64 = 200;
/// Addresses that a subnet of a new cluster must have free, and that are recommended.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html>, read 2026-11-23.
pub const CLUSTER_NEEDS: (u64, u64) = (6, 16);
/// Free addresses that a version upgrade may need in the cluster's subnets.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html>, read 2026-11-23.
pub const UPGRADE_NEEDS: u64 = 5;
/// Free addresses that a load balancer wants in each of its subnets.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>,
/// read 2026-11-23.
pub const LOAD_BALANCER_NEEDS: u64 = 8;

/// The longest prefix length that AWS wants for a subnet of an Application Load Balancer.
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html>,
/// read 2026-11-24.
pub const BALANCER_SUBNET: u8 = 27;

/// Addresses that a subnet of this block gives out; 0 where it is smaller than what AWS keeps.
///
/// ```
/// # use eniplan_core::aws::subnet::usable;
/// assert_eq!(usable("10.0.0.0/28".parse().unwrap()), 11);
/// ```
pub fn usable(block: Ipv4Prefix) -> u64 {
    block.size().saturating_sub(RESERVED_ADDRESSES)
}

/// /28 prefixes that an empty subnet of this block gives out: its first and last /28 hold reserved addresses.
///
/// AWS does not print the formula; it follows from alignment and the reserved addresses.
///
/// ```
/// # use eniplan_core::aws::subnet::prefixes;
/// assert_eq!(prefixes("10.0.0.0/24".parse().unwrap()), 14);
/// assert_eq!(prefixes("10.0.0.0/27".parse().unwrap()), 0);
/// ```
pub fn prefixes(block: Ipv4Prefix) -> u64 {
    (block.size() / 16).saturating_sub(2)
}

/// Single addresses that fit into the first and last /28 of a subnet, which hold no prefix in any case.
pub fn room_at_the_ends(block: Ipv4Prefix) -> u64 {
    usable(block).min(32 - RESERVED_ADDRESSES)
}
