//! How overlays give pods addresses: from a pool of their own, in blocks that nodes claim.

use core::ops::RangeInclusive;

use crate::net::Ipv4Prefix;
use crate::plan::Cni;

/// How an overlay cuts its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlay {
    /// The pool where the plan names none.
    pub pool: Ipv4Prefix,
    /// Prefix length of a block where the plan names none.
    pub block: u8,
    /// Prefix lengths that the CNI takes for blocks.
    pub lengths: (u8, u8),
    /// Blocks of a node at most.
    pub most_blocks: u32,
    /// Whether a node starts with its only block, and never gets another.
    pub fixed: bool,
    /// Addresses of a node's blocks that no pod has.
    pub own: u32,
    /// Whether pods can have addresses of other nodes' blocks once no whole block is left.
    pub borrows: bool,
}

/// Calico: blocks on demand, 64 addresses each, and at most 20 a node; pods borrow from other nodes' blocks.
///
/// A VXLAN tunnel has one address of the pool a node, which is left out here: it costs a further block only where pods
/// fill the last one to the brim.
/// Sources: <https://docs.tigera.io/calico/latest/reference/resources/ippool> and
/// <https://docs.tigera.io/calico/latest/reference/resources/ipamconfig>, read 2026-11-23.
const CALICO: Overlay = Overlay {
    pool: Ipv4Prefix::literal([192, 168, 0, 0], 16),
    block: 26,
    lengths: (20, 32),
    most_blocks: 20,
    fixed: false,
    own: 0,
    borrows: true,
};

/// Cilium's cluster pool: one block a node, which never grows.
///
/// The agent keeps a few addresses of a block for itself, a router and a health endpoint among them; how many is not
/// published, and six are set aside, so that a /24 carries 250 pods.
/// Source: <https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/>, read 2026-11-23.
const CILIUM: Overlay = Overlay {
    pool: Ipv4Prefix::literal([10, 0, 0, 0], 8),
    block: 24,
    lengths: (16, 30),
    most_blocks: 1,
    fixed: true,
    own: 6,
    borrows: false,
};

/// flannel: one subnet a node, whose network and bridge addresses no pod has.
///
/// Source: <https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md>, read 2026-11-23.
const FLANNEL: Overlay = Overlay {
    pool: Ipv4Prefix::literal([10, 244, 0, 0], 16),
    block: 24,
    lengths: (16, 30),
    most_blocks: 1,
    fixed: true,
    own: 2,
    borrows: false,
};

/// weave-net: nodes share one range and give each other what is free, so that an address is a block; each node's bridge
/// has one.
///
/// Source: <https://rajch.github.io/weave/tasks/ipam/ipam.html>, a copy of the documentation that is gone, read
/// 2026-11-24.
const WEAVE: Overlay = Overlay {
    pool: Ipv4Prefix::literal([10, 32, 0, 0], 12),
    block: 32,
    lengths: (32, 32),
    most_blocks: u32::MAX,
    fixed: false,
    own: 1,
    borrows: false,
};

impl Overlay {
    /// How a CNI cuts its pool; none where pods have addresses of the VPC.
    pub fn of(cni: Cni) -> Option<Self> {
        match cni {
            Cni::Calico => Some(CALICO),
            Cni::CiliumOverlay => Some(CILIUM),
            Cni::Flannel => Some(FLANNEL),
            Cni::WeaveNet => Some(WEAVE),
            Cni::VpcCni | Cni::CiliumEni | Cni::AutoMode => None,
        }
    }

    /// The prefix lengths that the CNI takes for blocks.
    pub fn block_lengths(&self) -> RangeInclusive<u8> {
        self.lengths.0..=self.lengths.1
    }

    /// Addresses of a block of this length.
    pub fn addresses(length: u8) -> u64 {
        1u64.checked_shl(32u32.saturating_sub(length.into()))
            .unwrap_or(1)
    }

    /// Pods that one node's blocks hold at most, with blocks of this length.
    ///
    /// ```
    /// use eniplan_core::aws::overlay::Overlay;
    /// use eniplan_core::plan::Cni;
    ///
    /// assert_eq!(Overlay::of(Cni::CiliumOverlay).unwrap().pods_per_node(24), 250);
    /// assert_eq!(Overlay::of(Cni::Flannel).unwrap().pods_per_node(24), 254);
    /// assert_eq!(Overlay::of(Cni::Calico).unwrap().pods_per_node(26), 20 * 64);
    /// ```
    pub fn pods_per_node(&self, length: u8) -> u64 {
        Self::addresses(length)
            .saturating_mul(self.most_blocks.into())
            .saturating_sub(self.own.into())
    }

    /// Blocks that a node claims for so many pods.
    ///
    /// ```
    /// use eniplan_core::aws::overlay::Overlay;
    /// use eniplan_core::plan::Cni;
    ///
    /// let calico = Overlay::of(Cni::Calico).unwrap();
    /// assert_eq!([0, 64, 110, 250].map(|pods| calico.blocks_of_node(26, pods)), [0, 1, 2, 4]);
    /// assert_eq!(Overlay::of(Cni::Flannel).unwrap().blocks_of_node(24, 0), 1);
    /// ```
    pub fn blocks_of_node(&self, length: u8, pods: u64) -> u64 {
        if self.fixed {
            return 1;
        }
        pods.saturating_add(self.own.into())
            .div_ceil(Self::addresses(length))
            .min(self.most_blocks.into())
    }
}
