//! How large the routable blocks of a VPC must be.

use alloc::vec::Vec;

use super::super::{Options, fits, pairs_of};
use crate::aws::catalogue::Catalogue;
use crate::aws::subnet::{LONGEST, SHORTEST};
use crate::aws::vpc;
use crate::net::Ipv4Prefix;
use crate::plan::wants::{Strategy, Want};
use crate::plan::{
    Cni, Growth, IpFamily, Ipv6Source, Networking, NodeGroup, Nodes, Plan, Pods, VpcCidr,
};

/// What a VPC wants of the pool.
#[derive(Clone, Debug)]
pub(super) struct Size {
    /// The plan of the VPC, which has the blocks that it has already.
    pub(super) plan: Plan,
    /// Prefix length of each further block.
    pub(super) length: u8,
    /// How many of them; 0 where it has enough.
    pub(super) blocks: usize,
    /// Whether no number of blocks that AWS gives would do.
    pub(super) too_much: bool,
}

/// The plan of a VPC that is wanted, without blocks of the pool.
fn plan(want: &Want) -> Plan {
    let networking = networking(want.strategy);
    let mut plan = Plan {
        name: Some(want.name.clone()),
        region: want.region.clone(),
        zones: want.zones.0.clone(),
        networking,
        node_groups: alloc::vec![NodeGroup {
            instance_types: want.instance_types.clone(),
            nodes: Nodes {
                desired: Some(want.nodes.desired),
                max: Some(want.nodes.max.unwrap_or(want.nodes.desired)),
                ..Nodes::default()
            },
            pods: Pods {
                desired: want.pods.desired,
                max: want.pods.max,
                ..Pods::default()
            },
            ..NodeGroup::default()
        }],
        growth: Growth {
            pods_per_month: want.growth,
        },
        ..Plan::default()
    };
    plan.endpoints.nat_gateways = want.nat_gateways;
    if want.strategy == Strategy::Ipv6 {
        plan.vpc.ipv6_cidr = Some(Ipv6Source::Amazon);
    }
    plan.vpc.cidrs = want.cidrs.iter().map(|cidr| routable(*cidr)).collect();
    plan
}

/// A routable block of a VPC.
pub(super) fn routable(cidr: Ipv4Prefix) -> VpcCidr {
    VpcCidr {
        cidr,
        routable: true,
    }
}

fn networking(strategy: Strategy) -> Networking {
    let shipped = Networking::default();
    match strategy {
        Strategy::VpcCni => shipped,
        Strategy::PrefixDelegation => Networking {
            prefix_delegation: true,
            ..shipped
        },
        Strategy::CustomNetworking => Networking {
            custom_networking: true,
            ..shipped
        },
        Strategy::CustomNetworkingPrefixes => Networking {
            custom_networking: true,
            prefix_delegation: true,
            ..shipped
        },
        Strategy::AutoMode => Networking {
            cni: Cni::AutoMode,
            ..shipped
        },
        Strategy::Ipv6 => Networking {
            ip_family: IpFamily::Ipv6,
            prefix_delegation: true,
            ..shipped
        },
        Strategy::Calico => Networking {
            cni: Cni::Calico,
            ..shipped
        },
        Strategy::CiliumOverlay => Networking {
            cni: Cni::CiliumOverlay,
            ..shipped
        },
        Strategy::CiliumEni => Networking {
            cni: Cni::CiliumEni,
            ..shipped
        },
    }
}

/// The smallest block in which the VPC's layout fits, or as few /16 blocks as do.
///
/// Sizes are tried in a range of its own, since where a block will stand is not known yet.
pub(super) fn of(want: &Want, catalogue: &Catalogue, options: &Options) -> Size {
    let plan = plan(want);
    let mut trial = plan.clone();
    let own = trial.vpc.cidrs.len();
    let most = usize::try_from(vpc::BLOCKS.0)
        .unwrap_or(5)
        .saturating_sub(own);
    let pairs = pairs_of(&plan, catalogue, options);
    let mut fits_with = |length: u8, blocks: usize| {
        trial.vpc.cidrs.truncate(own);
        let mut spare = spare_blocks(&plan, length);
        trial
            .vpc
            .cidrs
            .extend(spare.by_ref().take(blocks).map(routable));
        !trial.vpc.cidrs.is_empty() && fits(&trial, &pairs, catalogue, options)
    };
    let (length, blocks) = if own > 0 && fits_with(LONGEST, 0) {
        (LONGEST, Some(0))
    } else {
        let one = (SHORTEST..=LONGEST)
            .rev()
            .find(|length| fits_with(*length, 1));
        match one {
            Some(length) => (length, Some(1)),
            None => (
                SHORTEST,
                (2..=most).find(|blocks| fits_with(SHORTEST, *blocks)),
            ),
        }
    };
    Size {
        plan,
        length,
        blocks: blocks.unwrap_or(1),
        too_much: blocks.is_none(),
    }
}

/// Blocks of a length that the VPC could have beside those that it has.
fn spare_blocks(plan: &Plan, length: u8) -> impl Iterator<Item = Ipv4Prefix> + use<> {
    const RANGE: Ipv4Prefix = Ipv4Prefix::literal([10, 16, 0, 0], 12);
    let own: Vec<Ipv4Prefix> = plan.vpc.cidrs.iter().map(|block| block.cidr).collect();
    (0..16)
        .filter_map(|index| RANGE.part(16, index))
        .filter(move |block| !own.iter().any(|own| own.overlaps(*block)))
        .filter_map(move |block| block.part(length, 0))
}
