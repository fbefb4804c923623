//! A plan in the figures that strategies are compared by.

use super::workload;
use crate::analyze::report::{Gate, Report, Wall};
use crate::aws::Certainty;
use crate::aws::catalogue::Catalogue;
use crate::aws::vpc::SHARED;
use crate::net::Ipv4Prefix;
use crate::plan::Plan;
use alloc::vec::Vec;

/// A plan in figures, at the nodes and pods that are desired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Addresses wanted from blocks that are reached from outside the VPC.
    pub routable: u64,
    /// Addresses wanted from blocks that are not: those marked so, and those of 100.64.0.0/10.
    pub non_routable: u64,
    /// Addresses that are wanted and not there, over all subnets.
    pub short: u64,
    /// Addresses of the node that takes most.
    pub addresses_per_node: u64,
    /// Nodes.
    pub nodes: u64,
    /// The fewest nodes that carry the pods, a Fargate pod being one; none where some group's nodes carry none at all.
    pub nodes_needed: Option<u64>,
    /// Workload pods that the scheduler binds.
    pub pods_placed: u64,
    /// Workload pods that find no node.
    pub pods_pending: u64,
    /// Bound pods that get no address.
    pub pods_without_address: u64,
    /// What stops growth first.
    pub wall: Option<Wall>,
    /// The yes/no questions.
    pub gates: Vec<Gate>,
    /// How far all this can be trusted.
    pub certainty: Certainty,
}

impl Figures {
    /// The figures of a plan and its report.
    pub fn of(plan: &Plan, report: &Report, catalogue: &Catalogue) -> Self {
        let inner: Vec<Ipv4Prefix> = plan
            .vpc
            .cidrs
            .iter()
            .filter(|block| !block.routable || SHARED.contains(block.cidr))
            .map(|block| block.cidr)
            .collect();
        let (mut routable, mut non_routable) = (0u64, 0u64);
        for subnet in &report.subnets {
            let is_inner = inner.iter().any(|block| block.contains(subnet.cidr));
            let sum = if is_inner {
                &mut non_routable
            } else {
                &mut routable
            };
            *sum = sum.saturating_add(subnet.demand.total());
        }
        let groups = &report.node_groups;
        let totals = &report.totals;
        Self {
            routable,
            non_routable,
            short: report
                .subnets
                .iter()
                .map(|subnet| subnet.short)
                .fold(0, u64::saturating_add),
            addresses_per_node: groups
                .iter()
                .map(|group| group.addresses_per_node)
                .max()
                .unwrap_or(0),
            nodes: totals.nodes,
            nodes_needed: workload::nodes_needed(plan, catalogue),
            pods_placed: totals.pods_placed,
            pods_pending: totals.pods_pending,
            pods_without_address: totals.pods_without_address,
            wall: report.walls.first().cloned(),
            gates: report.gates.clone(),
            certainty: groups
                .iter()
                .map(|group| group.certainty)
                .max()
                .unwrap_or(Certainty::Exact),
        }
    }

    /// Workload pods that run: bound, and with an address.
    pub fn pods_running(&self) -> u64 {
        self.pods_placed.saturating_sub(self.pods_without_address)
    }

    /// Workload pods that do not: pending, or bound without an address.
    pub fn pods_idle(&self) -> u64 {
        self.pods_pending.saturating_add(self.pods_without_address)
    }
}
