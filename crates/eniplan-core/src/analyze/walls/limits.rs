//! The limits on the way of growth: what each one stops, and how sure it is.

use alloc::string::{String, ToString};

use super::reached::Growth;
use crate::analyze::group::Group;
use crate::analyze::report::WallKind;
use crate::aws::Certainty;

/// A limit on the way of growth.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// Addresses of the pods subnets, or of all others.
    Addresses {
        pods: bool,
    },
    Blocks,
    Upgrade,
    LoadBalancers,
    ControlPlane,
    PodPools,
    NodesMax,
    ManagedNodes,
    ClusterNodes,
    Interfaces,
    VpcBlocks,
    /// Network address usage: the quota as it is given, or as it can be raised.
    AddressUsage {
        raised: bool,
    },
}

/// Every limit, with the kind of wall that it makes.
pub(super) const LIMITS: [(WallKind, Limit); 14] = [
    (WallKind::SubnetAddresses, Limit::Addresses { pods: false }),
    (WallKind::SubnetAddresses, Limit::Addresses { pods: true }),
    (WallKind::PrefixBlocks, Limit::Blocks),
    (WallKind::UpgradeReserve, Limit::Upgrade),
    (WallKind::LoadBalancerReserve, Limit::LoadBalancers),
    (WallKind::ControlPlaneReserve, Limit::ControlPlane),
    (WallKind::OverlayBlocks, Limit::PodPools),
    (WallKind::NodesMax, Limit::NodesMax),
    (WallKind::NodeQuota, Limit::ManagedNodes),
    (WallKind::NodeQuota, Limit::ClusterNodes),
    (WallKind::InterfaceQuota, Limit::Interfaces),
    (WallKind::CidrQuota, Limit::VpcBlocks),
    (WallKind::Nau, Limit::AddressUsage { raised: false }),
    (WallKind::Nau, Limit::AddressUsage { raised: true }),
];

/// What a limit stops: a subnet, a pool or a group by its index, and how much of it there is.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    pub(super) index: usize,
    pub(super) limit: u64,
}

impl Growth<'_> {
    /// The name of what a limit stops.
    pub(super) fn subject(&self, limit: Limit, index: usize) -> String {
        let name = match limit {
            Limit::PodPools => self.scene.pools.get(index).map(|pool| pool.cni.word()),
            Limit::NodesMax | Limit::ManagedNodes => self
                .scene
                .groups
                .get(index)
                .map(|group| group.name.as_str()),
            Limit::Interfaces => Some(self.plan.region.as_str()),
            Limit::ClusterNodes | Limit::VpcBlocks | Limit::AddressUsage { .. } => {
                Some(self.plan.name())
            }
            _ => self
                .scene
                .layout
                .subnets
                .get(index)
                .map(|subnet| subnet.name.as_str()),
        };
        name.unwrap_or_default().to_string()
    }

    /// How sure the wall is: no surer than what nodes take.
    pub(super) fn certainty(&self, limit: Limit) -> Certainty {
        let of_limit = match limit {
            Limit::NodesMax => Certainty::Exact,
            Limit::LoadBalancers
            | Limit::PodPools
            | Limit::ManagedNodes
            | Limit::Interfaces
            | Limit::AddressUsage { .. } => Certainty::Documented,
            Limit::ClusterNodes => Certainty::Estimate,
            _ => Certainty::Derived,
        };
        let by_nodes = matches!(
            limit,
            Limit::NodesMax | Limit::ManagedNodes | Limit::PodPools
        );
        if !by_nodes && self.scene.groups.iter().any(Group::is_estimate) {
            Certainty::Estimate
        } else {
            of_limit
        }
    }
}
