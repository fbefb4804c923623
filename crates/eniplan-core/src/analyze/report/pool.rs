//! The pool of an overlay, as data.

use alloc::vec::Vec;

use crate::net::Ipv4Prefix;
use crate::plan::Cni;

/// How full the pool is from which an overlay's pods have their addresses; blocks = used + free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodPool {
    /// Whose pool it is.
    pub cni: Cni,
    /// Its blocks in the plan, or the CNI's own.
    pub cidrs: Vec<Ipv4Prefix>,
    /// Prefix length of the blocks that nodes claim.
    pub block_length: u8,
    /// Pods that the blocks of one node hold at most.
    pub pods_per_node: u64,
    /// Blocks of that length that it holds.
    pub blocks: u64,
    /// Those that nodes have claimed.
    pub used: u64,
    /// Those that are left.
    pub free: u64,
    /// Blocks that nodes want beyond what it holds.
    pub short: u64,
}

/// Between what a group's nodes lie while nobody knows their types: least and most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeRange {
    /// Max pods a node.
    pub max_pods: (u64, u64),
    /// Addresses that the fullest node takes.
    pub addresses_per_node: (u64, u64),
    /// Nodes that carry the desired pods.
    pub nodes: (u64, u64),
}

impl TypeRange {
    /// The range that holds both.
    pub(crate) fn with(self, other: Self) -> Self {
        let both = |a: (u64, u64), b: (u64, u64)| (a.0.min(b.0), a.1.max(b.1));
        Self {
            max_pods: both(self.max_pods, other.max_pods),
            addresses_per_node: both(self.addresses_per_node, other.addresses_per_node),
            nodes: both(self.nodes, other.nodes),
        }
    }
}
