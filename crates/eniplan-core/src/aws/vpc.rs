//! Which IPv4 blocks a VPC takes.
//!
//! Source: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html>, read 2026-11-23.

use crate::net::Ipv4Prefix;

/// IPv4 blocks a VPC takes, the primary included, before the quota is raised, and at most.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html>, read 2026-11-23.
pub const BLOCKS: (u64, u64) = (5, 50);

const TEN: Ipv4Prefix = Ipv4Prefix::literal([10, 0, 0, 0], 8);
pub(crate) const TEN_ZERO: Ipv4Prefix = Ipv4Prefix::literal([10, 0, 0, 0], 15);
pub(crate) const TEN_ZERO_ZERO: Ipv4Prefix = Ipv4Prefix::literal([10, 0, 0, 0], 16);
const HUNDRED_SEVENTY_TWO: Ipv4Prefix = Ipv4Prefix::literal([172, 16, 0, 0], 12);
pub(crate) const DEFAULT_VPC: Ipv4Prefix = Ipv4Prefix::literal([172, 31, 0, 0], 16);
const HUNDRED_NINETY_TWO: Ipv4Prefix = Ipv4Prefix::literal([192, 168, 0, 0], 16);
pub(crate) const BENCHMARK: Ipv4Prefix = Ipv4Prefix::literal([198, 19, 0, 0], 16);
/// Docker's bridge, which Cloud9 and SageMaker use as well.
pub const DOCKER: Ipv4Prefix = Ipv4Prefix::literal([172, 17, 0, 0], 16);
/// Ranges of which no VPC takes any part: link-local, loopback, "this network", multicast and reserved ones.
pub const NEVER: [Ipv4Prefix; 4] = [
    Ipv4Prefix::literal([169, 254, 0, 0], 16),
    Ipv4Prefix::literal([127, 0, 0, 0], 8),
    Ipv4Prefix::literal([0, 0, 0, 0], 8),
    Ipv4Prefix::literal([224, 0, 0, 0], 3),
];
/// The ranges from which EKS takes service blocks.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html>, read 2026-11-23.
pub const SERVICE_RANGES: [Ipv4Prefix; 3] = [TEN, HUNDRED_SEVENTY_TWO, HUNDRED_NINETY_TWO];
/// Lengths of a service block, shortest and longest.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html>, read 2026-11-23.
pub const SERVICE_LENGTHS: (u8, u8) = (12, 24);
/// The shared address space of carriers, which any VPC takes as a secondary block.
pub const SHARED: Ipv4Prefix = Ipv4Prefix::literal([100, 64, 0, 0], 10);

/// Why a block cannot be added to a VPC that has another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restriction {
    /// The two stand in different private ranges.
    OtherPrivateRange,
    /// 10.0.0.0/16 beside a block of 10.0.0.0/15.
    TenZero,
    /// 172.31.0.0/16 beside a block of 172.16.0.0/12.
    DefaultVpc,
    /// 198.19.0.0/16, which the VPC guide refuses and the EKS best practices recommend.
    Disputed,
}

impl Restriction {
    /// Why, for people.
    pub fn reason(self) -> &'static str {
        match self {
            Self::OtherPrivateRange => "a VPC takes blocks of one private range only",
            Self::TenZero => {
                "10.0.0.0/16 is closed once a block of 10.0.0.0/15 is there (documented, not tested)"
            }
            Self::DefaultVpc => "172.31.0.0/16 is kept for default VPCs",
            Self::Disputed => "198.19.0.0/16 is restricted",
        }
    }
}

/// Whether AWS refuses to add `new` to a VPC that has `existing`.
///
/// ```
/// # use eniplan_core::aws::vpc::{Restriction, restriction};
/// let [vpc, pods] = ["10.20.0.0/16", "100.64.0.0/16"].map(|block| block.parse().unwrap());
/// assert_eq!(restriction(vpc, pods), None);
/// assert_eq!(restriction(vpc, "192.168.0.0/16".parse().unwrap()), Some(Restriction::OtherPrivateRange));
/// ```
pub fn restriction(existing: Ipv4Prefix, new: Ipv4Prefix) -> Option<Restriction> {
    let range = |block: Ipv4Prefix| {
        SERVICE_RANGES
            .into_iter()
            .find(|range| range.contains(block))
    };
    if new.overlaps(BENCHMARK) && !existing.overlaps(BENCHMARK) {
        return Some(Restriction::Disputed);
    }
    match (range(existing), range(new)) {
        (Some(from), Some(to)) if from != to => Some(Restriction::OtherPrivateRange),
        (Some(TEN), Some(TEN)) if TEN_ZERO.contains(existing) && TEN_ZERO_ZERO.contains(new) => {
            Some(Restriction::TenZero)
        }
        (Some(HUNDRED_SEVENTY_TWO), _) if DEFAULT_VPC.contains(new) => {
            Some(Restriction::DefaultVpc)
        }
        (None, Some(_)) => Some(Restriction::OtherPrivateRange),
        _ => None,
    }
}
