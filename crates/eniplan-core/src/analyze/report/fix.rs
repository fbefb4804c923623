//! The cheapest way past a wall.

use alloc::format;
use alloc::string::{String, ToString};

use super::wall::{Wall, WallKind};
use crate::finding::{Counted, Grouped};

/// The cheapest way past a wall. Nodes are those at which the same wall stands then; none where it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// `WARM_IP_TARGET`, in place of a whole warm interface.
    WarmIp {
        /// What to set.
        target: u32,
        /// Addresses that the fullest node gives back.
        back: u64,
        /// Nodes at the wall then.
        nodes: Option<u64>,
    },
    /// Prefix delegation, under which a prefix counts as one.
    Prefixes {
        /// Nodes at the wall then.
        nodes: Option<u64>,
    },
    /// One more subnet of its role and size in each zone.
    MoreSubnets {
        /// Prefix length of the subnet that ran out.
        length: u8,
        /// Nodes at the wall then.
        nodes: Option<u64>,
    },
    /// A higher max pods, which the network serves.
    MaxPods {
        /// What to set.
        pods: u64,
    },
    /// Larger max pods by prefix delegation.
    PrefixMaxPods {
        /// Max pods then.
        pods: u64,
    },
    /// More nodes, of which each takes so many pods.
    MoreNodes {
        /// Pods that each takes.
        each: u64,
    },
    /// Another type of node.
    LargerType,
    /// Subnets of their own for the cluster's interfaces.
    ClusterSubnets,
    /// Subnets of their own for load balancers.
    BalancerSubnets,
    /// As much again in `pod_cidr`.
    MorePodCidr {
        /// Nodes at the wall then.
        nodes: Option<u64>,
    },
    /// A larger block for each node.
    LargerNodeBlock {
        /// Prefix length to set.
        length: u8,
    },
    /// A higher `nodes.max`.
    MoreMax {
        /// Nodes of the group at the next wall.
        nodes: Option<u64>,
    },
    /// A quota that AWS raises.
    Quota {
        /// What it can be raised to; none where AWS names no bound.
        most: Option<u64>,
    },
    /// A word with AWS, which takes more nodes than anyone may start unannounced.
    Onboarding,
    /// A cluster of its own for a part of the workload.
    AnotherCluster,
}

impl Fix {
    /// What to do, as an order.
    pub fn text(&self, wall: &Wall) -> String {
        let subject = &wall.subject;
        let then = |nodes: Option<u64>| match nodes {
            Some(nodes) => format!("room for {}", Counted(nodes, "node")),
            None => "it no longer binds".to_string(),
        };
        match *self {
            Self::WarmIp {
                target,
                back,
                nodes,
            } => format!(
                "Set WARM_IP_TARGET={target}: {} back per node, {}.",
                Counted(back, "address"),
                then(nodes)
            ),
            Self::Prefixes { nodes } => format!(
                "Turn prefix delegation on, so that sixteen addresses count as one: {}.",
                then(nodes)
            ),
            Self::MoreSubnets {
                length,
                nodes: Some(0),
            } => format!(
                "Add larger subnets of the same role: one more /{length} in each zone is not enough for a node."
            ),
            Self::MoreSubnets { length, nodes } => format!(
                "Add one more subnet of the same role in each zone, a /{length} beside {subject}: {}.",
                then(nodes).replace("for", "for about")
            ),
            Self::MaxPods { pods } => {
                format!("Set max_pods: {} for {subject}.", Grouped(pods))
            }
            Self::PrefixMaxPods { pods } => format!(
                "Turn prefix delegation on: {} max pods a node.",
                Grouped(pods)
            ),
            Self::MoreNodes { each } => format!(
                "Add nodes to {subject}: each takes {}.",
                Counted(each, "more pod")
            ),
            Self::LargerType => match wall.kind {
                WallKind::BranchInterfaces => {
                    format!(
                        "Choose a type with more branch interfaces for {subject}, or add nodes."
                    )
                }
                WallKind::Cpu => format!("Choose a type with more CPU for {subject}."),
                WallKind::Memory => format!("Choose a type with more memory for {subject}."),
                _ => format!("Choose a larger type for {subject}."),
            },
            Self::ClusterSubnets => {
                "Give the cluster subnets of its own, a /27 in each of two zones.".to_string()
            }
            Self::BalancerSubnets => {
                "Give load balancers subnets of their own, a /27 in each zone.".to_string()
            }
            Self::MorePodCidr { .. } if wall.limit == 0 => {
                "Set pod_cidr to blocks large enough for a node's.".to_string()
            }
            Self::MorePodCidr { nodes: Some(0) } => {
                "Set pod_cidr to larger blocks: as much again is not enough for a node.".to_string()
            }
            Self::MorePodCidr { nodes } => {
                format!("Add as much again to pod_cidr: {}.", then(nodes))
            }
            Self::LargerNodeBlock { length } => {
                format!("Set block_size: {length} before the cluster starts.")
            }
            Self::MoreMax { nodes: Some(nodes) } if wall.limit == 0 => format!(
                "Set nodes.desired and nodes.max of {subject} to {} or more.",
                Grouped(nodes)
            ),
            Self::MoreMax { nodes: Some(nodes) } => format!(
                "Raise nodes.max of {subject}, up to {} before the next wall.",
                Grouped(nodes)
            ),
            Self::MoreMax { nodes: None } => format!("Raise nodes.max of {subject}."),
            Self::Quota { most } => {
                let quota = match wall.kind {
                    WallKind::NodeQuota => "nodes per managed node group",
                    WallKind::InterfaceQuota => "network interfaces per Region",
                    WallKind::CidrQuota => "IPv4 CIDR blocks per VPC",
                    _ => "network address usage",
                };
                match most {
                    Some(most) => format!(
                        "Ask AWS to raise the quota of {quota}, up to {}.",
                        Grouped(most)
                    ),
                    None => format!("Ask AWS to raise the quota of {quota}."),
                }
            }
            Self::Onboarding => {
                "Talk to AWS first: EKS takes up to 100,000 nodes with onboarding.".to_string()
            }
            Self::AnotherCluster => "Split the workload over another cluster and VPC.".to_string(),
        }
    }
}
