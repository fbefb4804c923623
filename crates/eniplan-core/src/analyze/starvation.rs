//! Who gets no address where a subnet is short.

use alloc::vec::Vec;

use super::capacity::{Load, Scene, Usage};
use super::group::Group;
use super::kind::Kind;
use super::moments::Moment;
use super::placing::Queues;
use crate::aws::subnet;
use crate::aws::warm_pool::contention::{Free, NodeDemand, Workload, contend};
use crate::plan::Cni;

/// Nodes at most that all moments of a plan together replay, about: three times what EKS takes in a cluster.
const REPLAYED: u64 = 300_000;

impl Scene<'_> {
    /// Where a subnet is short, who gets no address: nodes come up and fill their pools as ipamd would.
    ///
    /// False where they are too many to be replayed one by one, and were served whole, in the order in which they start.
    pub(super) fn starved(&self, moment: &Moment<'_>, usage: &mut Usage) -> bool {
        self.starved_of_blocks(moment, usage);
        if self.short(&usage.loads).is_none() {
            return true;
        }
        if self.may_start(moment) > self.most_replayed() {
            self.served_whole(moment, usage);
            return false;
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
        self.keep_unstarted(unstarted, usage);
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
        true
    }

    /// What the replay begins with: of groups that keep pools, the pods of nodes that never start.
    fn keep_unstarted(&self, unstarted: Vec<u64>, usage: &mut Usage) {
        let pooled = self
            .groups
            .iter()
            .map(|group| group.kinds.iter().any(|kind| kind.pool().is_some()));
        for ((outcome, pooled), unstarted) in usage.groups.iter_mut().zip(pooled).zip(unstarted) {
            if pooled {
                outcome.without_address = unstarted;
            }
        }
    }

    /// Nodes that one moment may replay: as desired, at max, while updating, and without each zone.
    pub(super) fn most_replayed(&self) -> u64 {
        let zones = self.places.iter().map(Vec::len).max().unwrap_or(0);
        REPLAYED / (zones as u64).saturating_add(3)
    }

    /// Nodes that get at least an address of their own, at most.
    fn may_start(&self, moment: &Moment<'_>) -> u64 {
        let wanted = self
            .groups
            .iter()
            .zip(&moment.counts)
            .map(|(group, count)| {
                let nodes = if group.is_fargate() {
                    count.pods
                } else {
                    count.nodes
                };
                u64::from(nodes).saturating_add(count.surge.into())
            });
        let wanted = wanted.fold(0, u64::saturating_add);
        let subnets = 0..self.layout.subnets.len();
        let free = subnets.map(|index| u64::from(self.free_at_first(index).addresses()));
        wanted.min(free.fold(0, u64::saturating_add))
    }

    /// Counts pods without an address as if each node got all that it wants, first come, first served, or nothing.
    fn served_whole(&self, moment: &Moment<'_>, usage: &mut Usage) {
        let subnets = 0..self.layout.subnets.len();
        let mut free: Vec<(u64, u64)> = subnets
            .map(|index| {
                let free = self.free_at_first(index);
                (free.addresses().into(), free.blocks().into())
            })
            .collect();
        let pooled = |group: &Group<'_>| group.kinds.iter().any(|kind| kind.pool().is_some());
        for (outcome, group) in usage.groups.iter_mut().zip(self.groups) {
            if pooled(group) {
                outcome.without_address = 0;
            }
        }
        let mut loads = self.without_nodes(&self.items.demand).loads;
        let mut queues = Queues::default();
        for alike in self.alike(moment) {
            let places = self.places.get(alike.group);
            let Some(place) = places.and_then(|places| places.get(alike.zone)) else {
                continue;
            };
            let (take, chunk) = (&alike.take, place.chunk(alike.count));
            let further = take.further() + take.trunk + take.branches;
            let mut left = alike.count;
            while left > 0 {
                let together = left.min(chunk);
                left -= together;
                let Some(own) = self.add(&mut loads, place, take, together.into(), &mut queues)
                else {
                    break;
                };
                let apart = place.apart.unwrap_or(own);
                // Prefixes stand where the interfaces for pods do.
                let wants = [
                    (own, 1 + take.first_interface, 0),
                    (apart, further, take.prefixes),
                ];
                let wants = if own == apart {
                    [(own, take.addresses(), take.prefixes), (own, 0, 0)]
                } else {
                    wants
                };
                let fits =
                    wants
                        .iter()
                        .fold(u64::from(together), |fits, (at, addresses, blocks)| {
                            let (has, whole) = free.get(*at).copied().unwrap_or_default();
                            let by =
                                |has: u64, each: u64| has.checked_div(each).unwrap_or(u64::MAX);
                            fits.min(by(has, *addresses)).min(by(whole, *blocks))
                        });
                for (at, addresses, blocks) in wants {
                    if let Some((has, whole)) = free.get_mut(at) {
                        *has = has.saturating_sub(fits * addresses);
                        *whole = whole.saturating_sub(fits * blocks).min(*has / 16);
                    }
                }
                let without = (u64::from(together) - fits) * u64::from(alike.workload);
                let group = self.groups.get(alike.group);
                let outcome = usage.groups.get_mut(alike.group).filter(|_| !alike.surge);
                if let Some(outcome) = outcome.filter(|_| group.is_some_and(pooled)) {
                    outcome.without_address += without;
                }
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
        let strays = taken.beside(demand.total());
        let blocks = taken.capacity(cidr, self.reservations(index), strays);
        Free::new(
            u32::try_from(free).unwrap_or(u32::MAX),
            u32::try_from(blocks).unwrap_or(u32::MAX),
        )
    }
}
