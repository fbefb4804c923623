//! What is taken at a moment: of each subnet and pool, and by each group.

use alloc::vec::Vec;

use super::pools::PoolLoad;
use super::report::Demand;

/// What becomes of a group at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Nodes that stand in a zone with a subnet for them.
    pub(super) nodes: u64,
    /// Workload pods wanted.
    pub(super) desired: u64,
    /// Workload pods that the scheduler binds.
    pub(super) placed: u64,
    /// Bound workload pods without an address.
    pub(super) without_address: u64,
}

impl Outcome {
    /// Workload pods without a node or an address.
    pub(super) fn without_room(&self) -> u64 {
        self.desired.saturating_sub(self.placed) + self.without_address
    }
}

/// What a subnet gives at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    /// Who wants its addresses.
    pub(super) demand: Demand,
    /// Prefixes held.
    pub(super) prefixes: u64,
}

impl Load {
    /// Addresses that stand outside prefixes and can break a /28 block.
    pub(super) fn strays(&self) -> u64 {
        self.demand.total().saturating_sub(self.prefixes * 16)
    }

    /// Without what nodes took between two other loads of the same subnet.
    pub(super) fn without(&self, after: &Self, before: &Self) -> Self {
        let less =
            |all: u64, after: u64, before: u64| all.saturating_sub(after.saturating_sub(before));
        Self {
            demand: Demand {
                interfaces: less(
                    self.demand.interfaces,
                    after.demand.interfaces,
                    before.demand.interfaces,
                ),
                pods: less(self.demand.pods, after.demand.pods, before.demand.pods),
                idle: less(self.demand.idle, after.demand.idle, before.demand.idle),
                ..self.demand
            },
            prefixes: less(self.prefixes, after.prefixes, before.prefixes),
        }
    }
}

/// The plan at a moment, counted.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    /// Each subnet's load, in the order of the layout.
    pub(super) loads: Vec<Load>,
    /// What becomes of each group.
    pub(super) groups: Vec<Outcome>,
    /// Each overlay pool's load.
    pub(super) pools: Vec<PoolLoad>,
    /// Network interfaces of all nodes, branch ones included.
    pub(super) interfaces: u64,
    /// Whether nodes that each had a choice of subnets were placed several at a time.
    pub(super) in_lots: bool,
}
