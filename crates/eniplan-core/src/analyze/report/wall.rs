//! What stops growth, as data.

use alloc::format;
use alloc::string::String;

use crate::finding::Grouped;

/// A limit that stops growth. A closed list, in the order of ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WallKind {
    /// A subnet runs out of addresses.
    SubnetAddresses,
    /// A subnet runs out of whole /28 blocks.
    PrefixBlocks,
    /// A node runs out of interface slots.
    InterfaceSlots,
    /// A node runs out of branch interfaces.
    BranchInterfaces,
    /// Nodes run out of max pods.
    MaxPods,
    /// Nodes run out of CPU.
    Cpu,
    /// Nodes run out of memory.
    Memory,
    /// Too few addresses stay free to upgrade.
    UpgradeReserve,
    /// Too few addresses stay free for a load balancer.
    LoadBalancerReserve,
    /// Too few addresses stay free for the cluster's interfaces.
    ControlPlaneReserve,
    /// An overlay runs out of blocks.
    OverlayBlocks,
    /// Services run out of addresses.
    ServiceCidr,
    /// Groups stand at their max.
    NodesMax,
    /// A group stands at EKS's quota of nodes.
    NodeQuota,
    /// The Region stands at its quota of interfaces.
    InterfaceQuota,
    /// The VPC stands at its quota of blocks.
    CidrQuota,
    /// The VPC stands at its quota of network address usage.
    Nau,
}

impl WallKind {
    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::SubnetAddresses => "subnet-addresses",
            Self::PrefixBlocks => "prefix-blocks",
            Self::InterfaceSlots => "interface-slots",
            Self::BranchInterfaces => "branch-interfaces",
            Self::MaxPods => "max-pods",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::UpgradeReserve => "upgrade-reserve",
            Self::LoadBalancerReserve => "load-balancer-reserve",
            Self::ControlPlaneReserve => "control-plane-reserve",
            Self::OverlayBlocks => "overlay-blocks",
            Self::ServiceCidr => "service-cidr",
            Self::NodesMax => "nodes-max",
            Self::NodeQuota => "node-quota",
            Self::InterfaceQuota => "interface-quota",
            Self::CidrQuota => "cidr-quota",
            Self::Nau => "nau",
        }
    }

    /// Whether it keeps addresses free for something, and pods run beyond it all the same.
    pub fn is_reserve(self) -> bool {
        matches!(
            self,
            Self::UpgradeReserve | Self::LoadBalancerReserve | Self::ControlPlaneReserve
        )
    }

    /// What runs out, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::SubnetAddresses => "Subnet addresses",
            Self::PrefixBlocks => "/28 blocks",
            Self::InterfaceSlots => "Interface slots",
            Self::BranchInterfaces => "Branch interfaces",
            Self::MaxPods => "Max pods",
            Self::Cpu => "CPU",
            Self::Memory => "Memory",
            Self::UpgradeReserve => "Room to upgrade",
            Self::LoadBalancerReserve => "Room for load balancers",
            Self::ControlPlaneReserve => "Room for the control plane",
            Self::OverlayBlocks => "Overlay blocks",
            Self::ServiceCidr => "Service addresses",
            Self::NodesMax => "Max nodes of the groups",
            Self::NodeQuota => "Nodes per managed group",
            Self::InterfaceQuota => "Interfaces per Region",
            Self::CidrQuota => "Blocks per VPC",
            Self::Nau => "Network address usage",
        }
    }
}

/// Where growth stops if this were the only limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// What runs out.
    pub kind: WallKind,
    /// Where: a subnet's or a group's name, or the plan's.
    pub subject: String,
    /// Nodes there, over all groups.
    pub nodes: u64,
    /// The largest workload that would run.
    pub pods: u64,
    /// That less what is desired; negative where the plan is past it.
    pub more: i64,
    /// The limit that is reached, in the units of its kind.
    pub limit: u64,
}

impl Wall {
    /// What stops growth, in one sentence.
    pub fn message(&self) -> String {
        let (pods, nodes, limit, subject) = (
            Grouped(self.pods),
            Grouped(self.nodes),
            Grouped(self.limit),
            &self.subject,
        );
        let at = format!("{pods} pods on {nodes} nodes");
        if self.nodes == 0 && self.kind.is_reserve() {
            return format!(
                "The first node already leaves {subject} too few free addresses: {limit} must stay."
            );
        }
        if self.nodes == 0 && self.kind == WallKind::SubnetAddresses {
            return format!(
                "{subject} cannot hold the first node with all its pods; it gives out {limit}."
            );
        }
        match self.kind {
            WallKind::SubnetAddresses => {
                format!("{subject} has no address left at {at}; it gives out {limit}.")
            }
            WallKind::PrefixBlocks => {
                format!("{subject} has no whole /28 block left at {at}; it holds {limit}.")
            }
            WallKind::InterfaceSlots => {
                format!("The interfaces of {subject} serve {limit} pods a node: {at}.")
            }
            WallKind::BranchInterfaces => {
                format!("{subject} takes {limit} branch interfaces a node: {at}.")
            }
            WallKind::MaxPods => format!("{subject} takes {limit} workload pods a node: {at}."),
            WallKind::Cpu => format!("The CPU of {subject} carries {limit} pods a node: {at}."),
            WallKind::Memory => {
                format!("The memory of {subject} carries {limit} pods a node: {at}.")
            }
            WallKind::UpgradeReserve => format!(
                "Beyond {at}, {subject} keeps fewer than {limit} addresses free while upgrading."
            ),
            WallKind::LoadBalancerReserve => format!(
                "Beyond {at}, {subject} keeps fewer than the {limit} free addresses that load balancers want."
            ),
            WallKind::ControlPlaneReserve => format!(
                "Beyond {at}, {subject} keeps fewer than the {limit} free addresses that EKS demands."
            ),
            WallKind::OverlayBlocks => {
                format!("The overlay has no block left at {at}; it holds {limit}.")
            }
            WallKind::ServiceCidr => format!("The service block holds {limit} addresses: {at}."),
            WallKind::NodesMax => format!("The groups stand at their max at {at}."),
            WallKind::NodeQuota => format!(
                "{subject} stands at {limit} nodes at {at}, EKS's quota for a managed node group."
            ),
            WallKind::InterfaceQuota => {
                format!("The Region's quota of {limit} network interfaces is reached at {at}.")
            }
            WallKind::CidrQuota => format!("The VPC's quota of {limit} blocks is reached at {at}."),
            WallKind::Nau => format!(
                "The VPC's quota of {limit} network address usage units is reached at {at}."
            ),
        }
    }
}
