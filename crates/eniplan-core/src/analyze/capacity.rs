//! Nodes into subnets: who takes what at a moment of the plan.

use alloc::rc::Rc;
use alloc::vec::Vec;

use super::blocks::TakenBlocks;
use super::group::Group;
use super::layout::{Layout, PlacedSubnet};
use super::line_items::{self, LineItems};
use super::moments::Moment;
use super::node::NodeTake;
use super::places::{self, Places};
use super::placing::Queues;
use super::pools::{self, Pool, PoolLoad};
use super::report::{Demand, SubnetReport, Totals};
use super::spread::{Count, OverZones, spread};
pub(super) use super::usage::{Load, Outcome, Usage};
use crate::aws::subnet;
use crate::finding::Finding;
use crate::net::Ipv4Prefix;
use crate::plan::{Plan, Role, Subnet};

/// Nodes of one group in one zone that are alike.
#[derive(Clone, Copy)]
pub(super) struct Alike {
    pub(super) group: usize,
    pub(super) zone: usize,
    pub(super) count: u32,
    pub(super) kind: usize,
    pub(super) take: NodeTake,
    pub(super) workload: u32,
    pub(super) surge: bool,
}

/// Everything about a plan that stays as it is while nodes come and go.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    /// The subnets.
    pub(super) layout: &'a Layout,
    /// The groups.
    pub(super) groups: &'a [Group<'a>],
    /// What takes addresses and is no node.
    pub(super) items: LineItems,
    /// The plan's own words on each subnet, where it lists it.
    pub(super) listed: Vec<Option<&'a Subnet>>,
    pub(super) taken: Vec<TakenBlocks>,
    pub(super) places: Rc<Vec<Vec<Places>>>,
    /// The subnets that the cluster's own interfaces stand in.
    pub(super) cluster: Rc<[usize]>,
    /// Whether nodes can stand in each subnet, so that it fills as they come.
    pub(super) fills: Rc<[bool]>,
    /// The pools of overlays.
    pub(super) pools: Vec<Pool>,
    /// Which of them each group uses.
    pub(super) pool_of: Vec<Option<usize>>,
    /// The role whose subnets stand twice, to count what more of them would do.
    pub(super) doubled: Option<Role>,
    unexplained: Vec<Option<i64>>,
    /// How often it was counted, with what was made of it: the work that tests bound.
    #[cfg(test)]
    pub(super) counted: Rc<core::cell::Cell<u32>>,
    /// How many groups of alike nodes were handed over, and how many times some were put into a subnet.
    #[cfg(test)]
    pub(super) steps: Rc<core::cell::Cell<u64>>,
}

impl<'a> Scene<'a> {
    /// Sets the scene: counts line items, and derives `used` where the plan says what AWS reports as free.
    pub(super) fn of(
        plan: &'a Plan,
        layout: &'a Layout,
        groups: &'a [Group<'a>],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let listed: Vec<Option<&Subnet>> = layout
            .subnets
            .iter()
            .map(|placed| placed.listed.and_then(|index| plan.subnets.get(index)))
            .collect();
        let taken = layout.subnets.iter().zip(&listed).map(|(placed, listed)| {
            TakenBlocks::of(
                placed.cidr,
                listed.map_or(&[], |subnet| subnet.taken.as_slice()),
            )
        });
        let (pools, pool_of) = pools::of_groups(groups);
        let places = places::of_groups(plan, layout, groups);
        let mut fills = alloc::vec![false; layout.subnets.len()];
        for subnet in places.iter().flatten().flat_map(Places::subnets) {
            if let Some(fills) = fills.get_mut(subnet) {
                *fills = true;
            }
        }
        let mut scene = Self {
            pools,
            pool_of,
            doubled: None,
            #[cfg(test)]
            counted: Rc::default(),
            #[cfg(test)]
            steps: Rc::default(),
            layout,
            groups,
            items: line_items::count(plan, layout, findings),
            taken: taken.collect(),
            unexplained: alloc::vec![None; layout.subnets.len()],
            places: Rc::new(places),
            cluster: layout.of_cluster().into(),
            fills: fills.into(),
            listed,
        };
        scene.derive_used();
        scene
    }

    /// The same scene with other settings of its groups.
    pub(super) fn with<'b>(&'b self, groups: &'b [Group<'b>]) -> Scene<'b> {
        Scene {
            groups,
            ..self.clone()
        }
    }

    fn derive_used(&mut self) {
        let now = self.groups.iter().map(|group| Count {
            nodes: group.nodes.now,
            pods: group.plan.pods.desired.get(),
            surge: 0,
        });
        let usage = self.at(&Moment {
            counts: now.collect(),
            lost: None,
        });
        for (index, load) in usage.loads.iter().enumerate() {
            let (Some(Some(listed)), Some(placed)) =
                (self.listed.get(index), self.layout.subnets.get(index))
            else {
                continue;
            };
            let Some(free) = listed.free else { continue };
            let observed = subnet::usable(placed.cidr).saturating_sub(free.get().into());
            let unexplained = i64::try_from(observed).unwrap_or(i64::MAX)
                - i64::try_from(load.demand.total()).unwrap_or(i64::MAX);
            if let Some(slot) = self.unexplained.get_mut(index) {
                *slot = Some(unexplained);
            }
            if let (None, Some(demand)) = (listed.used, self.items.demand.get_mut(index)) {
                demand.others += u64::try_from(unexplained).unwrap_or(0);
            }
        }
    }

    pub(super) fn cidr(&self, index: usize) -> Option<Ipv4Prefix> {
        self.layout.subnets.get(index).map(|placed| placed.cidr)
    }

    pub(super) fn reservations(&self, index: usize) -> &[Ipv4Prefix] {
        self.listed
            .get(index)
            .copied()
            .flatten()
            .map_or(&[], |subnet| subnet.reservations.as_slice())
    }

    /// The groups' nodes that are alike, in the order in which they start.
    pub(super) fn alike(&self, moment: &Moment<'_>) -> Vec<Alike> {
        // Mostly a part of each group has one pod more a node than the rest.
        let zones: usize = self.places.iter().map(Vec::len).sum();
        let mut alike = Vec::with_capacity(2 * zones);
        for (index, count) in moment.counts.iter().enumerate() {
            self.each_alike(index, *count, moment.lost, &mut |one| alike.push(*one));
        }
        alike
    }

    /// Hands over those of one group.
    pub(super) fn each_alike(
        &self,
        index: usize,
        count: Count,
        lost: Option<&str>,
        hand_over: &mut dyn FnMut(&Alike),
    ) {
        let (Some(group), Some(places)) = (self.groups.get(index), self.places.get(index)) else {
            return;
        };
        let is_lost = |place: &Places| lost == Some(place.zone.as_str());
        let gone = lost.and_then(|_| places.iter().position(is_lost));
        // A zone that a group names twice is rare, and gone both times.
        let zones = || {
            let left = places.iter().enumerate();
            left.filter(|(at, place)| gone.is_none_or(|gone| *at < gone || !is_lost(place)))
        };
        let zone_count = gone.map_or(places.len(), |_| zones().count());
        spread(group, count, &mut |segment| {
            let Some(kind) = group.kinds.get(segment.kind) else {
                return;
            };
            // The same in every zone, and the dearest step here.
            let mut alike = Alike {
                group: index,
                kind: segment.kind,
                zone: 0,
                count: 0,
                take: kind.take(segment.workload, segment.branches),
                workload: segment.workload,
                surge: segment.surge,
            };
            let [from, to] =
                [segment.from, segment.to].map(|nodes| OverZones::of(nodes, zone_count));
            for (slot, (zone, _)) in (0..).zip(zones()) {
                alike.zone = zone;
                alike.count = to.in_slot(slot) - from.in_slot(slot);
                if alike.count > 0 {
                    #[cfg(test)]
                    self.steps.set(self.steps.get() + 1);
                    hand_over(&alike);
                }
            }
        });
    }

    /// Counts the plan at a moment, as if every subnet had room; who starves is counted by [`Self::starved`].
    pub(super) fn at(&self, moment: &Moment<'_>) -> Usage {
        self.beside(&self.items.demand, moment)
    }

    /// The same beside other line items than the present ones.
    pub(super) fn beside(&self, items: &[Demand], moment: &Moment<'_>) -> Usage {
        #[cfg(test)]
        self.counted.set(self.counted.get() + 1);
        let mut usage = self.without_nodes(items);
        let mut queues = Queues::default();
        for (index, count) in moment.counts.iter().enumerate() {
            self.add_group(&mut usage, index, *count, moment.lost, &mut queues);
        }
        usage.in_lots = queues.in_lots;
        usage
    }

    /// What line items alone take.
    pub(super) fn without_nodes(&self, items: &[Demand]) -> Usage {
        let fixed = items.iter().map(|demand| Load {
            demand: *demand,
            prefixes: 0,
        });
        Usage {
            loads: fixed.collect(),
            groups: alloc::vec![Outcome::default(); self.groups.len()],
            pools: alloc::vec![PoolLoad::default(); self.pools.len()],
            interfaces: 0,
            in_lots: false,
        }
    }

    /// Adds the nodes of a group to what is taken already.
    pub(super) fn add_group(
        &self,
        usage: &mut Usage,
        index: usize,
        count: Count,
        lost: Option<&str>,
        queues: &mut Queues,
    ) {
        let Some(places) = self.places.get(index) else {
            return;
        };
        let pool = self.pool_of.get(index).copied().flatten();
        let mut outcome = Outcome {
            desired: count.pods.into(),
            ..Outcome::default()
        };
        self.each_alike(index, count, lost, &mut |alike| {
            let place = places.get(alike.zone);
            let Some(place) = place.filter(|place| !place.nodes.all.is_empty()) else {
                return;
            };
            let count = u64::from(alike.count);
            if !alike.surge {
                outcome.nodes += count;
                outcome.placed += count * u64::from(alike.workload);
                outcome.without_address +=
                    count * alike.take.without_address.min(alike.workload.into());
            }
            if let Some(load) = pool.and_then(|pool| usage.pools.get_mut(pool)) {
                load.blocks += count * alike.take.blocks;
                load.addresses += count * alike.take.overlay_addresses;
            }
            usage.interfaces += count * (alike.take.primaries() + alike.take.branches);
            self.place(&mut usage.loads, place, &alike.take, alike.count, queues);
        });
        if let Some(group) = usage.groups.get_mut(index) {
            *group = outcome;
        }
    }

    /// Whether any node can stand in one subnet or another, by what they have left.
    pub(super) fn is_free_to_choose(&self) -> bool {
        let mut places = self.places.iter().flatten();
        places.any(|place| place.nodes.all.len() > 1 || !place.tagged.all.is_empty())
    }

    /// The subnets that nodes of a group can stand in, some of them more than once.
    pub(super) fn subnets_of(&self, group: usize) -> impl Iterator<Item = usize> {
        let places = self.places.get(group).into_iter().flatten();
        places.flat_map(Places::subnets)
    }

    /// Whether any subnet is short of addresses or of /28 blocks; the first of them.
    pub(super) fn short(&self, loads: &[Load]) -> Option<usize> {
        (0..loads.len()).find(|index| {
            self.short_of_addresses(loads, *index) > 0 || self.short_of_blocks(loads, *index) > 0
        })
    }

    /// Addresses wanted beyond what a subnet gives out.
    pub(super) fn short_of_addresses(&self, loads: &[Load], index: usize) -> u64 {
        let wanted = loads.get(index).map_or(0, |load| load.demand.total());
        wanted.saturating_sub(self.usable(index))
    }

    /// /28 blocks wanted beyond what a subnet can have at best.
    pub(super) fn short_of_blocks(&self, loads: &[Load], index: usize) -> u64 {
        let held = loads.get(index).map_or(0, |load| load.prefixes);
        if held == 0 {
            return 0;
        }
        held.saturating_sub(self.blocks(loads, index))
    }

    /// /28 blocks that prefixes can have at best in a subnet, beside the single addresses there.
    pub(super) fn blocks(&self, loads: &[Load], index: usize) -> u64 {
        let (Some(load), Some(cidr), Some(taken)) =
            (loads.get(index), self.cidr(index), self.taken.get(index))
        else {
            return 0;
        };
        let again = if self.is_doubled(index) {
            subnet::prefixes(cidr)
        } else {
            0
        };
        let strays = taken.beside(load.strays());
        again + taken.capacity(cidr, self.reservations(index), strays)
    }

    fn is_doubled(&self, index: usize) -> bool {
        let Some(doubled) = self.doubled else {
            return false;
        };
        let placed = self.layout.subnets.get(index);
        placed.is_some_and(|placed| placed.role == doubled)
    }

    /// Addresses that a subnet gives out.
    pub(super) fn usable(&self, index: usize) -> u64 {
        let usable = self.cidr(index).map_or(0, subnet::usable);
        if self.is_doubled(index) {
            usable * 2
        } else {
            usable
        }
    }

    /// Addresses that stay free in a subnet.
    pub(super) fn free(&self, loads: &[Load], index: usize) -> u64 {
        self.usable(index)
            .saturating_sub(loads.get(index).map_or(0, |load| load.demand.total()))
    }

    /// Addresses that each subnet gives once every node stands at its peak, as after a long time of churn.
    pub(super) fn at_peak(&self) -> Vec<u64> {
        let moment = super::moments::desired(self.groups);
        let mut loads: Vec<Load> = self
            .items
            .demand
            .iter()
            .map(|demand| Load {
                demand: *demand,
                prefixes: 0,
            })
            .collect();
        let mut queues = Queues::default();
        for (index, (group, count)) in self.groups.iter().zip(&moment.counts).enumerate() {
            let secured = group.plan.pods.security_group_pods.get() > 0;
            let places = self.places.get(index);
            self.each_alike(index, *count, None, &mut |alike| {
                let place = places.and_then(|places| places.get(alike.zone));
                if let (Some(place), Some(kind)) = (place, group.kinds.get(alike.kind)) {
                    let peak = kind.peak(secured);
                    self.place(&mut loads, place, &peak, alike.count, &mut queues);
                }
            });
        }
        loads.iter().map(|load| load.demand.total()).collect()
    }

    /// How full each subnet is.
    pub(super) fn subnets(&self, usage: &Usage) -> Vec<SubnetReport> {
        let report = |(index, placed): (usize, &PlacedSubnet)| {
            let load = usage.loads.get(index).copied().unwrap_or_default();
            let usable = subnet::usable(placed.cidr);
            let wanted = load.demand.total();
            let taken = self.taken.get(index).copied().unwrap_or_default();
            let (prefixes_free, prefixes_free_best) = taken.left(
                placed.cidr,
                self.reservations(index),
                load.prefixes,
                taken.beside(load.strays()),
            );
            SubnetReport {
                name: placed.name.clone(),
                cidr: placed.cidr,
                zone: placed.zone.clone(),
                role: placed.role,
                addresses: placed.cidr.size(),
                usable,
                used: wanted.min(usable),
                free: usable.saturating_sub(wanted),
                short: wanted.saturating_sub(usable),
                prefixes_total: subnet::prefixes(placed.cidr),
                prefixes_held: load.prefixes,
                prefixes_free,
                prefixes_free_best,
                observed_free: self
                    .listed
                    .get(index)
                    .copied()
                    .flatten()
                    .and_then(|listed| listed.free)
                    .map(|free| free.get().into()),
                unexplained: self.unexplained.get(index).copied().flatten(),
                demand: load.demand,
            }
        };
        self.layout.subnets.iter().enumerate().map(report).collect()
    }

    /// The whole plan at a moment.
    pub(super) fn totals(&self, usage: &Usage) -> Totals {
        let mut totals = Totals::default();
        for (placed, load) in self.layout.subnets.iter().zip(&usage.loads) {
            let usable = subnet::usable(placed.cidr);
            totals.usable += usable;
            totals.addresses_used += load.demand.total().min(usable);
        }
        for group in &usage.groups {
            totals.nodes += group.nodes;
            totals.pods_desired += group.desired;
            totals.pods_placed += group.placed;
            totals.pods_pending += group.desired.saturating_sub(group.placed);
            totals.pods_without_address += group.without_address;
        }
        totals
    }

    /// Zones of a group in which no subnet takes its nodes.
    pub(super) fn zones_without_subnet(&self, group: usize) -> impl Iterator<Item = &str> {
        self.places
            .get(group)
            .into_iter()
            .flatten()
            .filter(|place| place.nodes.all.is_empty())
            .map(|place| place.zone.as_str())
    }
}
