//! Why a strategy cannot run.

use alloc::format;
use alloc::string::String;

/// Why a strategy cannot run, or has nothing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no node that it could change.
    NoNodes,
    /// A group's provisioner takes no such setting.
    Provisioner {
        /// The group.
        group: String,
        /// The provisioner, for people.
        provisioner: &'static str,
    },
    /// A group runs Windows.
    Windows {
        /// The group.
        group: String,
    },
    /// Pods have IPv6 addresses, which the setting does not concern.
    Ipv6,
    /// A type has no Nitro system, so no prefixes.
    NeedsNitro {
        /// The group.
        group: String,
        /// The type.
        instance_type: String,
    },
    /// A type takes no trunk interface.
    NoTrunk {
        /// The group.
        group: String,
        /// The type.
        instance_type: String,
    },
    /// A type has no interface left for pods.
    NoInterface {
        /// The group.
        group: String,
        /// The type.
        instance_type: String,
    },
    /// Pods of a group have security groups of their own, which the way does not have.
    SecurityGroups {
        /// The group.
        group: String,
    },
    /// Another account owns the VPC, and its tags are not seen here.
    SharedTags,
    /// The VPC has no free block for the subnets.
    NoRoom,
    /// No block of 100.64.0.0/10 is free for pods.
    NoBlock,
    /// Nothing but nodes and the cluster stands in the node subnets.
    NothingToMove,
    /// No larger size of the types takes fewer addresses.
    NoLargerType,
    /// Nothing assigns pod blocks to the nodes.
    NeedsAllocator,
    /// Nobody maintains it.
    Archived,
}

impl Refusal {
    /// The word for programs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoNodes => "no-nodes",
            Self::Provisioner { .. } => "provisioner",
            Self::Windows { .. } => "windows",
            Self::Ipv6 => "ipv6",
            Self::NeedsNitro { .. } => "needs-nitro",
            Self::NoTrunk { .. } => "no-trunk",
            Self::NoInterface { .. } => "no-interface",
            Self::SecurityGroups { .. } => "security-groups",
            Self::SharedTags => "shared-vpc",
            Self::NoRoom => "no-room",
            Self::NoBlock => "no-block",
            Self::NothingToMove => "nothing-to-move",
            Self::NoLargerType => "no-larger-type",
            Self::NeedsAllocator => "needs-allocator",
            Self::Archived => "archived",
        }
    }

    /// One sentence for people.
    pub fn message(&self) -> String {
        match self {
            Self::NoNodes => "The plan has no nodes that it could change.".into(),
            Self::Provisioner { group, provisioner } => {
                format!("Group {group} runs on {provisioner}, which does not take this.")
            }
            Self::Windows { group } => {
                format!("Group {group} runs Windows, which does not take this.")
            }
            Self::Ipv6 => "Pods have IPv6 addresses, which this does not concern.".into(),
            Self::NeedsNitro { group, instance_type } => {
                format!("{instance_type} of group {group} is not a Nitro type and takes no prefixes.")
            }
            Self::NoTrunk { group, instance_type } => {
                format!("{instance_type} of group {group} takes no trunk interface.")
            }
            Self::NoInterface { group, instance_type } => {
                format!("{instance_type} of group {group} has one interface, so none is left for pods.")
            }
            Self::SecurityGroups { group } => {
                format!("Pods of group {group} have security groups of their own, which this does not have.")
            }
            Self::SharedTags => {
                "Another account owns the VPC: the tags of its subnets are not seen here, so nothing is discovered.".into()
            }
            Self::NoRoom => "The routable blocks of the VPC have no free room for further subnets.".into(),
            Self::NoBlock => {
                "No block of 100.64.0.0/10 is free: all meet a block, peer or route of the plan.".into()
            }
            Self::NothingToMove => {
                "Nothing but nodes and the cluster's own interfaces stands in the node subnets.".into()
            }
            Self::NoLargerType => {
                "No larger size of the same family takes fewer addresses for this workload.".into()
            }
            Self::NeedsAllocator => {
                "EKS assigns no pod block to nodes (aws/containers-roadmap#315), so it needs an allocator of one's own.".into()
            }
            Self::Archived => "It is archived and no longer maintained; do not start with it.".into(),
        }
    }
}
