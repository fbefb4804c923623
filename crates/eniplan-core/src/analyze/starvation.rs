//! Who gets no address where a subnet is short.

use alloc::vec::Vec;

use super::capacity::{Load, Scene, Usage};
use super::kind::Kind;
use super::moments::Moment;
use crate::aws::subnet;
use crate::aws::warm_pool::contention::{Free, NodeDemand, Workload, contend};
use crate::plan::Cni;

impl Scene<'_> {
    /// Where a subnet is short, who gets no address: nodes come up and fill their pools as ipamd would.
    pub(super) fn starved(&self, moment: &Moment<'_>, usage: &mut Usage) {
        self.starved_of_blocks(moment, usage);
        if self.short(&usage.loads).is_none() {
            return;
        }
        let mut free: Vec<Free> = (0..self.layout.subnets.len())
            .map(|index| self.free_at_first(index))
            .collect();
        let mut demands = Vec::new();
        let mut workloads = Vec::new();
        let mut loads: Vec<Load> = self
            .items
            .demand
            .iter()
            .map(|demand| Load {
                demand: *demand,
                prefixes: 0,
            })
            .collect();
        for alike in self.alike(moment) {
            let (Some(place), Some(group)) = (
                self.places
                    .get(alike.group)
                    .and_then(|places| places.get(alike.zone)),
                self.groups.get(alike.group),
            ) else {
                continue;
            };
            let chunk = place.chunk(alike.count);
            let mut chosen = None;
            for position in 0..alike.count {
                if position % chunk == 0 {
                    chosen = self.emptiest(&loads, &place.nodes);
                    let together = chunk.min(alike.count - position);
                    self.add(&mut loads, place, &alike.take, together.into());
                }
                let Some(node_subnet) = chosen else { break };
                let kind = group.kinds.get(alike.kind);
                let Some((settings, max_pods)) = kind.and_then(Kind::pool) else {
                    // A node without a pool takes what it takes, first come, first served.
                    if let Some(subnet) = free.get_mut(node_subnet) {
                        let left =
                            u64::from(subnet.addresses()).saturating_sub(alike.take.addresses());
                        *subnet =
                            Free::new(u32::try_from(left).unwrap_or(u32::MAX), subnet.blocks());
                    }
                    continue;
                };
                let waiting = u32::try_from(alike.take.without_address).unwrap_or(u32::MAX);
                let held = alike.take.pod_addresses.saturating_sub(alike.take.idle);
                demands.push(NodeDemand {
                    node_subnet,
                    pod_subnet: place
                        .apart
                        .or_else(|| place.tagged.first().copied())
                        // Cilium keeps the first interface for the node and takes the others from the same subnet.
                        .or((group.net.cni == Cni::CiliumEni).then_some(node_subnet)),
                    settings,
                    pods: u32::try_from(held)
                        .unwrap_or(u32::MAX)
                        .saturating_add(waiting),
                    max_pods,
                });
                workloads.push((alike.group, alike.workload, alike.surge));
            }
        }
        let outcomes = contend(&mut free, &demands, Workload::Bound);
        let pooled = self
            .groups
            .iter()
            .map(|group| group.kinds.iter().any(|kind| kind.pool().is_some()));
        for (outcome, _) in usage
            .groups
            .iter_mut()
            .zip(pooled)
            .filter(|(_, pooled)| *pooled)
        {
            outcome.without_address = 0;
        }
        for ((demand, outcome), (group, workload, surge)) in
            demands.iter().zip(outcomes).zip(workloads)
        {
            let without = demand
                .pods
                .saturating_sub(outcome.pods_with_address)
                .min(workload);
            if let Some(group) = usage.groups.get_mut(group).filter(|_| !surge) {
                group.without_address += u64::from(without);
            }
        }
    }

    /// What a subnet has for nodes, once everything that is no node has its addresses.
    fn free_at_first(&self, index: usize) -> Free {
        let (Some(cidr), Some(demand), Some(taken)) = (
            self.cidr(index),
            self.items.demand.get(index),
            self.taken.get(index),
        ) else {
            return Free::new(0, 0);
        };
        let free = subnet::usable(cidr).saturating_sub(demand.total());
        let blocks = taken.capacity(cidr, self.reservations(index), demand.total());
        Free::new(
            u32::try_from(free).unwrap_or(u32::MAX),
            u32::try_from(blocks).unwrap_or(u32::MAX),
        )
    }
}
