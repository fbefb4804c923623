//! Who gets no address where a subnet is short.

use alloc::vec::Vec;

use super::capacity::{Load, Scene, Usage};
use super::kind::Kind;
use super::moments::Moment;
use super::placing::Queues;
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
        let mut starting = alloc::vec![0u32; free.len()];
        let mut unstarted = alloc::vec![0u64; self.groups.len()];
        let mut demands = Vec::new();
        let mut workloads = Vec::new();
        let mut queues = Queues::default();
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
            let pool = group.kinds.get(alike.kind).and_then(Kind::pool);
            let chunk = place.chunk(alike.count);
            let mut left = alike.count;
            while left > 0 {
                let together = left.min(chunk);
                left -= together;
                let take = &alike.take;
                let chosen = self.add(&mut loads, place, take, together.into(), &mut queues);
                let Some((node_subnet, subnet)) =
                    chosen.and_then(|index| Some((index, free.get_mut(index)?)))
                else {
                    break;
                };
                let Some((settings, max_pods)) = pool else {
                    // Nodes without a pool take what they take, first come, first served.
                    let taken = u64::from(together).saturating_mul(alike.take.addresses());
                    let left = u64::from(subnet.addresses()).saturating_sub(taken);
                    *subnet = Free::new(u32::try_from(left).unwrap_or(u32::MAX), subnet.blocks());
                    continue;
                };
                let waiting = u32::try_from(alike.take.without_address).unwrap_or(u32::MAX);
                let held = alike.take.pod_addresses.saturating_sub(alike.take.idle);
                let demand = NodeDemand {
                    node_subnet,
                    pod_subnet: place
                        .apart
                        .or_else(|| place.tagged.all.first().copied())
                        // Cilium keeps the first interface for the node and takes the others from the same subnet.
                        .or((group.net.cni == Cni::CiliumEni).then_some(node_subnet)),
                    settings,
                    pods: u32::try_from(held)
                        .unwrap_or(u32::MAX)
                        .saturating_add(waiting),
                    max_pods,
                };
                // Every node takes its own address before any pool grows, so that those beyond the last one never start.
                let Some(started) = starting.get_mut(node_subnet) else {
                    continue;
                };
                let start = together.min(subnet.addresses().saturating_sub(*started));
                *started += start;
                for _ in 0..start {
                    demands.push(demand);
                    workloads.push((alike.group, alike.workload, alike.surge));
                }
                let lost = u64::from(together - start) * u64::from(demand.pods.min(alike.workload));
                if let Some(unstarted) = unstarted.get_mut(alike.group).filter(|_| !alike.surge) {
                    *unstarted += lost;
                }
            }
        }
        let outcomes = contend(&mut free, &demands, Workload::Bound);
        let pooled = self
            .groups
            .iter()
            .map(|group| group.kinds.iter().any(|kind| kind.pool().is_some()));
        for ((outcome, pooled), unstarted) in usage.groups.iter_mut().zip(pooled).zip(unstarted) {
            if pooled {
                outcome.without_address = unstarted;
            }
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
