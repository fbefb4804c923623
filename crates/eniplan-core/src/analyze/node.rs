//! What one node takes from its subnets, whatever gives its pods their addresses.

use super::pools;
use crate::aws::catalogue::InstanceType;
use crate::aws::overlay::Overlay;
use crate::aws::warm_pool::{Footprint, PoolSettings, Trouble, Unit, footprint};
use crate::plan::{Ami, Cni, IpFamily, Networking, NodeGroup, Provisioner};

/// How the pods of a node get addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Addressing {
    /// The VPC CNI's warm pool.
    Pool(PoolSettings),
    /// One interface whose slots the node fills as pods come: Windows.
    OneInterface {
        /// Slots beside the primary address.
        slots: u32,
        /// What a slot holds.
        unit: Unit,
    },
    /// Cilium's pool in ENI mode, which knows no max pods and keeps addresses ready beyond the pods that run.
    CiliumEni(PoolSettings),
    /// The node's own address, and blocks of an overlay's pool for its pods.
    Overlay {
        /// How the pool is cut.
        overlay: Overlay,
        /// Prefix length of a block.
        length: u8,
    },
    /// The node's own address and none for pods: IPv6, where pods live in a /80 of their own.
    NodeOnly,
    /// One address for the one pod: Fargate.
    PodOnly,
}

/// What one node takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NodeTake {
    /// Interfaces attached, the primary among them, the trunk not.
    pub(super) interfaces: u64,
    /// Addresses for pods on the first interface: its units in addresses; its own address apart.
    pub(super) first_interface: u64,
    /// Addresses of each further full interface, its own included, and how many such there are.
    pub(super) full: (u64, u64),
    /// Addresses of the last, partly filled interface, its own included; 0 where there is none.
    pub(super) rest: u64,
    /// The trunk's own address.
    pub(super) trunk: u64,
    /// Branch interfaces, one address each.
    pub(super) branches: u64,
    /// Prefixes held.
    pub(super) prefixes: u64,
    /// Addresses that pods can have.
    pub(super) pod_addresses: u64,
    /// Those that no pod has.
    pub(super) idle: u64,
    /// Pods that wait for an address although the subnets have some.
    pub(super) without_address: u64,
    /// Blocks of an overlay's pool.
    pub(super) blocks: u64,
    /// Addresses of an overlay's pool that its pods and the node itself want.
    pub(super) overlay_addresses: u64,
    /// What is wrong with the pool.
    pub(super) trouble: Option<Trouble>,
}

/// Addresses that Cilium keeps ready on a node, where the plan sets no `warm.ip`.
///
/// `pre-allocate` of the CiliumNode resource; its `min-allocate` is the plan's `warm.minimum_ip`.
/// Source: <https://docs.cilium.io/en/stable/network/concepts/ipam/eni/>, read 2026-11-24.
const CILIUM_READY: u32 = 8;

impl NodeTake {
    /// All addresses, over all subnets.
    pub(super) fn addresses(&self) -> u64 {
        1 + self.first_interface + self.further() + self.trunk + self.branches
    }

    /// Addresses of the further interfaces, their own included.
    pub(super) fn further(&self) -> u64 {
        self.full.0 * self.full.1 + self.rest
    }

    /// The nodes' own addresses: one an interface, the trunk's included.
    pub(super) fn primaries(&self) -> u64 {
        self.interfaces + self.trunk
    }
}

impl Addressing {
    /// How pods of a group get addresses on a type.
    pub(super) fn of(group: &NodeGroup, net: &Networking, instance: &InstanceType) -> Self {
        if group.provisioner == Provisioner::Fargate {
            return Self::PodOnly;
        }
        let auto = group.provisioner == Provisioner::AutoMode || net.cni == Cni::AutoMode;
        if let Some(overlay) = pools::overlay(net).filter(|_| !auto) {
            let length = pools::block_length(net, &overlay);
            return Self::Overlay { overlay, length };
        }
        if !auto && (Overlay::of(net.cni).is_some() || net.ip_family == IpFamily::Ipv6) {
            return Self::NodeOnly;
        }
        let prefixes = instance.supports_prefix_delegation();
        if group.ami == Ami::Windows {
            let unit = if net.prefix_delegation && prefixes {
                Unit::Prefix
            } else {
                Unit::Address
            };
            return Self::OneInterface {
                slots: instance.ipv4_per_eni.saturating_sub(1),
                unit,
            };
        }
        let shipped = PoolSettings::shipped(instance.max_enis, instance.ipv4_per_eni);
        if auto {
            // AWS publishes no pool sizes: prefix delegation with one spare prefix stands in.
            return Self::Pool(PoolSettings {
                prefix_delegation: prefixes,
                ..shipped
            });
        }
        if net.cni == Cni::CiliumEni {
            return Self::CiliumEni(PoolSettings {
                prefix_delegation: net.prefix_delegation && prefixes,
                // The first interface is the node's, as it is under custom networking.
                custom_networking: true,
                max_eni: net.max_eni.map(crate::plan::Within::get),
                warm_ip_target: Some(net.warm.ip.map_or(CILIUM_READY, crate::plan::Within::get)),
                minimum_ip_target: net.warm.minimum_ip.map(crate::plan::Within::get),
                ..shipped
            });
        }
        Self::Pool(PoolSettings {
            prefix_delegation: net.prefix_delegation && prefixes,
            custom_networking: net.custom_networking,
            trunk: net.pod_security_groups && instance.is_trunking_compatible() == Some(true),
            max_eni: net.max_eni.map(crate::plan::Within::get),
            warm_eni_target: net.warm.eni.get(),
            warm_ip_target: net.warm.ip.map(crate::plan::Within::get),
            minimum_ip_target: net.warm.minimum_ip.map(crate::plan::Within::get),
            warm_prefix_target: net.warm.prefix.get(),
            ..shipped
        })
    }

    /// Pods with an address each that one node can serve at most; none where that is no limit.
    pub(super) fn serves(&self) -> Option<u64> {
        match self {
            Self::Pool(pool) | Self::CiliumEni(pool) => {
                let slots =
                    u64::from(pool.pod_interface_limit()) * u64::from(pool.slots_per_interface());
                Some(slots * u64::from(pool.unit().addresses()))
            }
            Self::OneInterface { slots, unit } => {
                Some(u64::from(*slots) * u64::from(unit.addresses()))
            }
            Self::NodeOnly | Self::Overlay { .. } => None,
            Self::PodOnly => Some(1),
        }
    }

    /// The settings of the pool that a node keeps; none where it keeps none.
    pub(super) fn pool(&self) -> Option<PoolSettings> {
        match self {
            Self::Pool(pool) | Self::CiliumEni(pool) => Some(*pool),
            _ => None,
        }
    }

    /// What a node takes for so many pods with an address from its pool, and so many on branch interfaces.
    pub(super) fn take(&self, pods: u32, branches: u32, max_pods: u32) -> NodeTake {
        let branches = u64::from(branches);
        match self {
            Self::Pool(pool) => NodeTake {
                branches,
                ..pool_take(&footprint(pool, pods, max_pods))
            },
            Self::CiliumEni(pool) => pool_take(&footprint(pool, pods, u32::MAX)),
            Self::Overlay { overlay, length } => {
                let pods = u64::from(pods);
                let blocks = overlay.blocks_of_node(*length, pods);
                let most = overlay.pods_per_node(*length);
                NodeTake {
                    interfaces: 1,
                    branches,
                    blocks,
                    overlay_addresses: pods.min(most) + u64::from(overlay.own),
                    without_address: pods.saturating_sub(most),
                    ..NodeTake::default()
                }
            }
            Self::OneInterface { slots, unit } => {
                // Windows keeps three spare addresses, or one spare prefix's worth.
                // Source: https://github.com/aws/amazon-vpc-resource-controller-k8s/tree/main/docs/windows, read 2026-11-23.
                let (per_slot, spare) = match unit {
                    Unit::Address => (1, 3),
                    Unit::Prefix => (u64::from(unit.addresses()), 1),
                };
                let held = (u64::from(pods) + spare)
                    .max(3)
                    .div_ceil(per_slot)
                    .min(u64::from(*slots));
                let pod_addresses = held * per_slot;
                NodeTake {
                    interfaces: 1,
                    first_interface: pod_addresses,
                    prefixes: if *unit == Unit::Prefix { held } else { 0 },
                    pod_addresses,
                    idle: pod_addresses.saturating_sub(pods.into()),
                    without_address: u64::from(pods).saturating_sub(pod_addresses),
                    branches,
                    ..NodeTake::default()
                }
            }
            Self::NodeOnly | Self::PodOnly => NodeTake {
                interfaces: 1,
                branches,
                ..NodeTake::default()
            },
        }
    }
}

/// Splits a footprint by interface, so that each can go to its own subnet.
fn pool_take(footprint: &Footprint) -> NodeTake {
    let per_unit = u64::from(footprint.unit.addresses());
    let mut take = NodeTake {
        interfaces: footprint.interfaces.into(),
        trunk: footprint.trunk_addresses.into(),
        prefixes: if footprint.unit == Unit::Prefix {
            footprint.held.into()
        } else {
            0
        },
        pod_addresses: footprint.pod_addresses.into(),
        idle: footprint.idle.into(),
        without_address: footprint.pods_without_address.into(),
        trouble: footprint.trouble,
        ..NodeTake::default()
    };
    let mut interfaces = footprint.per_interface().map(u64::from);
    take.first_interface = interfaces.next().unwrap_or(0) * per_unit;
    for units in interfaces {
        let addresses = 1 + units * per_unit;
        if take.full.1 == 0 || take.full.0 == addresses {
            take.full = (addresses, take.full.1 + 1);
        } else {
            take.rest += addresses;
        }
    }
    take
}
