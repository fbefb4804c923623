//! Nodes of a group that are counted alike, and how many of them there are.

use alloc::vec::Vec;
use core::cell::Cell;

use super::node::{Addressing, NodeTake};
use crate::aws::catalogue::InstanceType;
use crate::aws::max_pods::{self, Settings};
use crate::aws::reservations;
use crate::aws::warm_pool::PoolSettings;
use crate::plan::{Cpu, Memory, Networking, NodeGroup, Provisioner};

/// Workload pods that a resource of a node carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// What is left of the resource for pods: millicores, or KiB.
    pub(super) has: u64,
    /// What a pod wants of it, in the same unit.
    pub(super) wants: u64,
}

impl Fit {
    /// Whole pods.
    pub(super) fn pods(self) -> u32 {
        u32::try_from(self.has / self.wants.max(1)).unwrap_or(u32::MAX)
    }
}

/// Nodes that are counted alike: of one type, or of several as the worse of all.
#[derive(Clone, Debug)]
pub(super) struct Kind<'a> {
    /// The types, at least one.
    pub(super) types: Vec<&'a InstanceType>,
    /// How pods get addresses on each, in the same order, and its own max pods, at which its pool stops growing.
    addressing: Vec<(Addressing, u32)>,
    /// Its weight among the kinds of the group.
    pub(super) weight: u32,
    /// Max pods a node.
    pub(super) max_pods: u32,
    /// Workload pods that the scheduler binds to one node at most.
    capacity: u32,
    /// Pods a node on the host's network.
    host_network: u32,
    /// DaemonSet pods a node with an address each.
    daemonset: u32,
    /// Workload pods a node by CPU; none where it does not bind.
    pub(super) cpu: Option<Fit>,
    /// Workload pods a node by memory; none where it does not bind.
    pub(super) memory: Option<Fit>,
    /// Branch interfaces a node; none without security groups for pods.
    branches: Option<u32>,
    /// What was taken last for an even and for an odd number of pods: as a group grows, some of its nodes have a pod
    /// more than the rest, and most counts ask for the same two.
    taken: [Cell<Option<Taken>>; 2],
}

/// What a node takes for so many workload pods, of which so many on branch interfaces.
#[derive(Clone, Copy, Debug)]
struct Taken {
    workload: u32,
    branches: u32,
    take: NodeTake,
}

impl<'a> Kind<'a> {
    /// Nodes of these types in a group, whose max pods the plan or the lowest of the types sets.
    pub(super) fn of(
        group: &NodeGroup,
        net: &Networking,
        settings: &Settings,
        types: Vec<&'a InstanceType>,
        weight: u32,
    ) -> Self {
        let by_rules = types
            .iter()
            .map(|instance| max_pods::set_by(instance, settings).pods);
        let max_pods = by_rules.min().unwrap_or(0);
        let max_pods = group.max_pods.map_or(max_pods, crate::plan::Within::get);
        let cpu = group.pods.cpu.map_or(0, Cpu::millicores);
        let memory = group.pods.memory.map_or(0, Memory::bytes);
        let least = |fits: &dyn Fn(&InstanceType) -> Option<Fit>| {
            types
                .iter()
                .filter_map(|instance| fits(instance))
                .min_by_key(|fit| fit.pods())
        };
        let by_cpu = |instance: &InstanceType| {
            Some(Fit {
                has: reservations::allocatable_cpu_millicores(instance.vcpus?).into(),
                wants: cpu.into(),
            })
        };
        let by_memory = |instance: &InstanceType| {
            let capacity = reservations::capacity_kib(instance.memory_mib?);
            let reserved_for = max_pods::set_by(instance, settings).pods;
            let allocatable = reservations::allocatable_memory_kib(capacity, reserved_for);
            Some(Fit {
                has: allocatable.saturating_mul(1024),
                wants: memory,
            })
        };
        let branches = types
            .iter()
            .map(|instance| instance.branch_enis.unwrap_or(0));
        // Karpenter and Auto Mode tell each node its own; a managed node group tells all of them the lowest.
        let own = matches!(
            group.provisioner,
            Provisioner::Karpenter | Provisioner::AutoMode
        ) && group.max_pods.is_none();
        let addressed = |instance: &&InstanceType| {
            let most = if own {
                max_pods::set_by(instance, settings).pods
            } else {
                max_pods
            };
            (Addressing::of(group, net, instance), most)
        };
        let mut kind = Self {
            addressing: types.iter().map(addressed).collect(),
            weight,
            max_pods,
            capacity: 0,
            host_network: group.host_network_pods(net.cni),
            daemonset: group.daemonset_pods.get(),
            cpu: if cpu > 0 { least(&by_cpu) } else { None },
            memory: if memory > 0 { least(&by_memory) } else { None },
            branches: net.pod_security_groups.then(|| branches.min().unwrap_or(0)),
            taken: Default::default(),
            types,
        };
        let fits = [kind.cpu, kind.memory].into_iter().flatten().map(Fit::pods);
        kind.capacity = fits.fold(kind.room_by_max_pods(), u32::min);
        kind
    }

    /// Workload pods that the kubelet's max pods leaves room for.
    pub(super) fn room_by_max_pods(&self) -> u32 {
        self.max_pods
            .saturating_sub(self.host_network)
            .saturating_sub(self.daemonset)
    }

    /// Workload pods that the scheduler binds to one node at most.
    pub(super) fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Pods with an address of an interface that every node serves; none where interfaces are no limit.
    pub(super) fn serves(&self) -> Option<u64> {
        let serves = self.addressing.iter();
        serves
            .filter_map(|(addressing, _)| addressing.serves())
            .min()
    }

    /// Pods that a node's own block of an overlay's pool holds; none where it can claim another.
    pub(super) fn block_serves(&self) -> Option<u64> {
        self.addressing
            .iter()
            .find_map(|(addressing, _)| match addressing {
                Addressing::Overlay { overlay, length } if overlay.fixed => {
                    Some(overlay.pods_per_node(*length))
                }
                _ => None,
            })
    }

    /// Branch interfaces a node: 0 without security groups for pods.
    pub(super) fn branch_limit(&self) -> u32 {
        self.branches.unwrap_or(0)
    }

    /// What a node takes that has so many workload pods bound to it, of which so many on branch interfaces: the most
    /// that any of its types takes.
    pub(super) fn take(&self, workload: u32, branches: u32) -> NodeTake {
        let [even, odd] = &self.taken;
        let last = if workload.is_multiple_of(2) {
            even
        } else {
            odd
        };
        let is_same = |taken: &Taken| (taken.workload, taken.branches) == (workload, branches);
        if let Some(taken) = last.get().filter(is_same) {
            return taken.take;
        }
        let take = self.taking(workload, branches).1;
        last.set(Some(Taken {
            workload,
            branches,
            take,
        }));
        take
    }

    /// The same, with how pods get addresses on the type that takes most.
    pub(super) fn taking(&self, workload: u32, branches: u32) -> (Addressing, NodeTake) {
        let branches = branches.min(workload).min(self.branch_limit());
        let pods = workload
            .saturating_sub(branches)
            .saturating_add(self.daemonset_room(workload));
        let takes = self
            .addressing
            .iter()
            .map(|(addressing, most)| (*addressing, addressing.take(pods, branches, *most)));
        takes
            .max_by_key(|(_, take)| take.addresses())
            .unwrap_or((Addressing::NodeOnly, NodeTake::default()))
    }

    /// Addresses that a node takes for so many pods with an address of its interfaces, and so many on branch interfaces:
    /// the most that any of its types takes.
    pub(super) fn addresses(&self, pods: u32, branches: u32) -> u64 {
        let addressing = self.addressing.iter();
        let takes = addressing.map(|(way, most)| way.take(pods, branches, *most).addresses());
        takes.max().unwrap_or(0)
    }

    /// What a node takes once churn has pinned every interface or prefix that it ever had.
    pub(super) fn peak(&self, security_groups: bool) -> NodeTake {
        let branches = if security_groups {
            self.branch_limit()
        } else {
            0
        };
        self.take(self.capacity(), branches.min(self.capacity()))
    }

    /// DaemonSet pods for which max pods leaves room beside so many workload pods.
    fn daemonset_room(&self, workload: u32) -> u32 {
        self.daemonset.min(
            self.max_pods
                .saturating_sub(self.host_network)
                .saturating_sub(workload),
        )
    }

    /// The pool settings of the first type that keeps a pool, and its max pods, for contention.
    pub(super) fn pool(&self) -> Option<(PoolSettings, u32)> {
        let mut pools = self.addressing.iter();
        pools.find_map(|(addressing, most)| Some((addressing.pool()?, *most)))
    }

    /// The type that takes most addresses when its nodes are full.
    pub(super) fn hungriest(&self) -> Option<(&'a InstanceType, u64)> {
        let takes =
            self.types
                .iter()
                .zip(&self.addressing)
                .map(|(instance, (addressing, most))| {
                    let take = addressing.take(self.capacity(), 0, *most);
                    (*instance, take.addresses())
                });
        takes.max_by_key(|(_, addresses)| *addresses)
    }

    /// Changes how pods get addresses on every type, to count what a setting would do.
    pub(super) fn tune(&mut self, tune: &dyn Fn(&mut Addressing)) {
        let all = self.addressing.iter_mut();
        all.for_each(|(addressing, _)| tune(addressing));
        self.taken = Default::default();
    }
}

/// So many nodes over kinds by their weights: whole shares, then one each for the largest remainders, the first of
/// equals first.
pub(super) fn shares(nodes: u32, weights: &[u32]) -> Vec<u32> {
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if all == 0 || weights.len() < 2 {
        return weights
            .iter()
            .enumerate()
            .map(|(index, _)| if index == 0 { nodes } else { 0 })
            .collect();
    }
    let mut rests: Vec<u64> = Vec::with_capacity(weights.len());
    let mut shares: Vec<u32> = Vec::with_capacity(weights.len());
    let mut left = nodes;
    for weight in weights {
        let share = u64::from(nodes) * u64::from(*weight);
        // A share of `nodes` is at most `nodes`.
        let whole = u32::try_from(share / all).unwrap_or(nodes);
        shares.push(whole);
        rests.push(share % all + 1);
        left = left.saturating_sub(whole);
    }
    // Fewer are left than there are kinds.
    for _ in 0..left {
        let largest = (0..rests.len())
            .max_by_key(|index| (rests.get(*index).copied(), core::cmp::Reverse(*index)))
            .unwrap_or(0);
        if let (Some(share), Some(rest)) = (shares.get_mut(largest), rests.get_mut(largest)) {
            *share += 1;
            *rest = 0;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::group::Group;
    use crate::aws::catalogue::Catalogue;
    use crate::plan::Plan;
    use proptest::prelude::*;

    /// The seats of an election, as a textbook shares them out: <https://en.wikipedia.org/wiki/Largest_remainder_method>.
    #[test]
    fn the_textbooks_election() {
        let votes = [47_000, 16_000, 15_800, 12_000, 6_100, 3_100];
        assert_eq!(shares(10, &votes), [5, 2, 1, 1, 1, 0]);
    }

    proptest! {
        /// Nothing that was asked before changes what a node takes.
        #[test]
        fn what_was_taken_is_taken_again(asked in prop::collection::vec((0u32..6, 0u32..4), 1..40), targets in 0u32..4) {
            let mut plan = Plan::default();
            plan.networking.pod_security_groups = true;
            plan.node_groups.push(NodeGroup::default());
            let catalogue = Catalogue::bundled();
            let mut group = Group::of(&plan, 0, &catalogue, &mut Vec::new()).unwrap();
            let kind = &mut group.kinds[0];
            for (workload, branches) in &asked {
                prop_assert_eq!(kind.take(*workload, *branches), kind.taking(*workload, *branches).1);
            }
            kind.tune(&|addressing| {
                if let Addressing::Pool(pool) = addressing {
                    pool.warm_ip_target = Some(targets);
                }
            });
            for (workload, branches) in asked {
                prop_assert_eq!(kind.take(workload, branches), kind.taking(workload, branches).1);
            }
        }

        /// Every share is its quota, rounded down or up, and all of them are there.
        #[test]
        fn shares_are_quotas(nodes in 0u32..100_000, weights in prop::collection::vec(0u32..10_000, 1..20)) {
            let shares = shares(nodes, &weights);
            prop_assert_eq!(shares.iter().sum::<u32>(), nodes);
            let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
            for (share, weight) in shares.iter().zip(&weights).filter(|_| all > 0) {
                let quota = u64::from(nodes) * u64::from(*weight);
                prop_assert!(u64::from(*share) >= quota / all && u64::from(*share) <= quota.div_ceil(all));
            }
        }
    }
}
