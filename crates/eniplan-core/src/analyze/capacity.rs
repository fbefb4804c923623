//! Nodes into subnets: who takes what at a moment of the plan.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::blocks::TakenBlocks;
use super::group::Group;
use super::layout::{Layout, PlacedSubnet};
use super::line_items::{self, LineItems};
use super::node::NodeTake;
use super::report::{Demand, SubnetReport, Totals};
use crate::aws::subnet;
use crate::aws::warm_pool::contention::{Free, NodeDemand, Workload, contend};
use crate::finding::Finding;
use crate::net::Ipv4Prefix;
use crate::plan::{Name, Plan, Role, Subnet};

/// How many nodes and workload pods a group has at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Nodes.
    pub(super) nodes: u32,
    /// Workload pods over those nodes.
    pub(super) pods: u32,
    /// Further nodes of an update, each as full as the fullest.
    pub(super) surge: u32,
}

/// The plan at a moment.
#[derive(Clone, Debug)]
pub(super) struct Moment<'a> {
    /// Each group's nodes and pods.
    pub(super) counts: Vec<Count>,
    /// The zone that is gone.
    pub(super) lost: Option<&'a str>,
}

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
    fn strays(&self) -> u64 {
        self.demand.total().saturating_sub(self.prefixes * 16)
    }
}

/// The plan at a moment, counted.
#[derive(Clone, Debug)]
pub(super) struct Usage {
    /// Each subnet's load, in the order of the layout.
    pub(super) loads: Vec<Load>,
    /// What becomes of each group.
    pub(super) groups: Vec<Outcome>,
    /// Network interfaces of all nodes, branch ones included.
    pub(super) interfaces: u64,
}

/// Nodes of one group in one zone that are alike.
#[derive(Clone, Copy)]
struct Alike {
    group: usize,
    zone: usize,
    count: u32,
    take: NodeTake,
    workload: u32,
    surge: bool,
}

/// Where the nodes of a group stand in a zone.
#[derive(Clone, Debug, Default)]
struct Places {
    zone: alloc::string::String,
    nodes: Vec<usize>,
    /// The subnet of pod interfaces under custom networking.
    apart: Option<usize>,
    /// Subnets that discovery uses beside the node's own.
    tagged: Vec<usize>,
}

/// Choices between subnets that are made one node at a time, for nodes that are alike.
const CHOICES: u64 = 1_000_000;

impl Places {
    /// How many alike nodes are added at once: all where they have no choice, else one, which is how they start.
    ///
    /// Only where there are more choices than anyone has, as in a plan that means harm, several nodes go together.
    fn chunk(&self, nodes: u32) -> u32 {
        let choices = self.nodes.len().saturating_sub(1) + self.tagged.len();
        if choices == 0 {
            return nodes.max(1);
        }
        let all = u64::from(nodes).saturating_mul(choices as u64);
        u32::try_from(all / CHOICES)
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }
}

/// Everything about a plan that stays as it is while nodes come and go.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    /// The subnets.
    pub(super) layout: &'a Layout,
    /// The groups.
    pub(super) groups: &'a [Group<'a>],
    /// What takes addresses and is no node.
    pub(super) items: LineItems,
    /// The plan's own words on each subnet, where it lists it.
    listed: Vec<Option<&'a Subnet>>,
    taken: Vec<TakenBlocks>,
    places: Vec<Vec<Places>>,
    unexplained: Vec<Option<i64>>,
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
        let mut scene = Self {
            layout,
            groups,
            items: line_items::count(plan, layout, findings),
            taken: taken.collect(),
            unexplained: alloc::vec![None; layout.subnets.len()],
            places: groups
                .iter()
                .map(|group| places(plan, layout, group))
                .collect(),
            listed,
        };
        scene.derive_used();
        scene
    }

    fn derive_used(&mut self) {
        let now = self.groups.iter().map(|group| Count {
            nodes: group.plan.nodes.now(),
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

    fn cidr(&self, index: usize) -> Option<Ipv4Prefix> {
        self.layout.subnets.get(index).map(|placed| placed.cidr)
    }

    fn reservations(&self, index: usize) -> &[Ipv4Prefix] {
        self.listed
            .get(index)
            .copied()
            .flatten()
            .map_or(&[], |subnet| subnet.reservations.as_slice())
    }

    /// The groups' nodes that are alike, in the order in which they start.
    fn alike(&self, moment: &Moment<'_>) -> Vec<Alike> {
        let mut alike = Vec::new();
        for (index, (group, count)) in self.groups.iter().zip(&moment.counts).enumerate() {
            let Some(places) = self.places.get(index) else {
                continue;
            };
            let zones: Vec<usize> = (0..places.len())
                .filter(|zone| {
                    places
                        .get(*zone)
                        .is_some_and(|place| moment.lost != Some(&place.zone))
                })
                .collect();
            for segment in segments(group, *count) {
                for (slot, zone) in zones.iter().enumerate() {
                    let count = in_slot(segment.to, zones.len(), slot)
                        - in_slot(segment.from, zones.len(), slot);
                    if count > 0 {
                        let take = group.take(segment.workload, segment.branches);
                        alike.push(Alike {
                            group: index,
                            zone: *zone,
                            count,
                            take,
                            workload: segment.workload,
                            surge: segment.surge,
                        });
                    }
                }
            }
        }
        alike
    }

    /// Counts the plan at a moment, as if every subnet had room; who starves is counted by [`Self::starved`].
    pub(super) fn at(&self, moment: &Moment<'_>) -> Usage {
        let fixed = self.items.demand.iter().map(|demand| Load {
            demand: *demand,
            prefixes: 0,
        });
        let wanted = moment.counts.iter().map(|count| Outcome {
            desired: count.pods.into(),
            ..Outcome::default()
        });
        let mut usage = Usage {
            loads: fixed.collect(),
            groups: wanted.collect(),
            interfaces: 0,
        };
        for alike in self.alike(moment) {
            let Some(place) = self
                .places
                .get(alike.group)
                .and_then(|places| places.get(alike.zone))
            else {
                continue;
            };
            if place.nodes.is_empty() {
                continue;
            }
            if let Some(outcome) = usage.groups.get_mut(alike.group).filter(|_| !alike.surge) {
                let count = u64::from(alike.count);
                outcome.nodes += count;
                outcome.placed += count * u64::from(alike.workload);
                outcome.without_address +=
                    count * alike.take.without_address.min(alike.workload.into());
            }
            usage.interfaces +=
                u64::from(alike.count) * (alike.take.primaries() + alike.take.branches);
            let chunk = place.chunk(alike.count);
            let mut left = alike.count;
            while left > 0 {
                let now = left.min(chunk);
                self.add(&mut usage.loads, place, &alike.take, now.into());
                left -= now;
            }
        }
        usage
    }

    /// The index among `choices` of the subnet with most addresses left, the first of equals.
    fn emptiest(&self, loads: &[Load], choices: &[usize]) -> Option<usize> {
        let left = |index: &usize| {
            let usable = self.cidr(*index).map_or(0, subnet::usable);
            usable.saturating_sub(loads.get(*index).map_or(0, |load| load.demand.total()))
        };
        choices
            .iter()
            .copied()
            .max_by_key(|index| (left(index), core::cmp::Reverse(*index)))
    }

    /// Adds `count` nodes that are alike to the subnets of a zone.
    fn add(&self, loads: &mut [Load], place: &Places, take: &NodeTake, count: u64) {
        let Some(node_subnet) = self.emptiest(loads, &place.nodes) else {
            return;
        };
        let mut pods = take.pod_addresses.saturating_sub(take.idle);
        let per_slot = if take.prefixes > 0 { 16 } else { 1 };
        let mut put =
            |loads: &mut [Load], subnet: usize, own: u64, for_pods: u64, branches: u64| {
                let Some(load) = loads.get_mut(subnet) else {
                    return;
                };
                let with_pods = pods.min(for_pods);
                pods -= with_pods;
                load.demand.interfaces += count * own;
                load.demand.pods += count * (with_pods + branches);
                load.demand.idle += count * (for_pods - with_pods);
                if per_slot == 16 {
                    load.prefixes += count * (for_pods / 16);
                }
            };
        put(loads, node_subnet, 1, take.first_interface, 0);
        let (size, full) = take.full;
        if place.tagged.is_empty() {
            let subnet = place.apart.unwrap_or(node_subnet);
            let further = full + u64::from(take.rest > 0);
            put(
                loads,
                subnet,
                further + take.trunk,
                take.further().saturating_sub(further),
                take.branches,
            );
            return;
        }
        let choices: Vec<usize> = place.tagged.iter().copied().chain([node_subnet]).collect();
        let partly = if take.rest > 0 { Some(take.rest) } else { None };
        for addresses in (0..full).map(|_| size).chain(partly) {
            if let Some(subnet) = self.emptiest(loads, &choices) {
                put(loads, subnet, 1, addresses.saturating_sub(1), 0);
            }
        }
        put(loads, node_subnet, take.trunk, 0, take.branches);
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
        wanted.saturating_sub(self.cidr(index).map_or(0, subnet::usable))
    }

    /// /28 blocks wanted beyond what a subnet can have at best.
    pub(super) fn short_of_blocks(&self, loads: &[Load], index: usize) -> u64 {
        let (Some(load), Some(cidr), Some(taken)) =
            (loads.get(index), self.cidr(index), self.taken.get(index))
        else {
            return 0;
        };
        if load.prefixes == 0 {
            return 0;
        }
        load.prefixes
            .saturating_sub(taken.capacity(cidr, self.reservations(index), load.strays()))
    }

    /// Addresses that stay free in a subnet.
    pub(super) fn free(&self, loads: &[Load], index: usize) -> u64 {
        let usable = self.cidr(index).map_or(0, subnet::usable);
        usable.saturating_sub(loads.get(index).map_or(0, |load| load.demand.total()))
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
        for alike in self.alike(&moment) {
            let place = self
                .places
                .get(alike.group)
                .and_then(|places| places.get(alike.zone));
            if let (Some(place), Some(group)) = (place, self.groups.get(alike.group)) {
                self.add(&mut loads, place, &group.peak(), alike.count.into());
            }
        }
        loads.iter().map(|load| load.demand.total()).collect()
    }

    /// Where a subnet is short, who gets no address: nodes come up and fill their pools as ipamd would.
    pub(super) fn starved(&self, moment: &Moment<'_>, usage: &mut Usage) {
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
                let Some(settings) = group.pool() else {
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
                    pod_subnet: place.apart.or_else(|| place.tagged.first().copied()),
                    settings,
                    pods: u32::try_from(held)
                        .unwrap_or(u32::MAX)
                        .saturating_add(waiting),
                    max_pods: group.max_pods,
                });
                workloads.push((alike.group, alike.workload, alike.surge));
            }
        }
        let outcomes = contend(&mut free, &demands, Workload::Bound);
        let pooled = self.groups.iter().map(|group| group.pool().is_some());
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
                load.strays(),
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
        for subnet in self.subnets(usage) {
            totals.usable += subnet.usable;
            totals.addresses_used += subnet.used;
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
            .filter(|place| place.nodes.is_empty())
            .map(|place| place.zone.as_str())
    }
}

/// Nodes in a row that carry the same workload.
struct Segment {
    from: u32,
    to: u32,
    workload: u32,
    branches: u32,
    surge: bool,
}

/// Node i carries floor(pods / nodes) pods, one more where i is below the remainder; likewise those with security groups.
fn segments(group: &Group<'_>, count: Count) -> Vec<Segment> {
    // On Fargate every pod is a node.
    let nodes = if group.is_fargate() {
        count.pods
    } else {
        count.nodes
    };
    if nodes == 0 {
        return Vec::new();
    }
    let security = group.plan.pods.security_group_pods.get().min(count.pods);
    let (pods_more, security_more) = (count.pods % nodes, security % nodes);
    let fill = |pods: u32, security: u32| {
        let workload = pods.min(group.capacity());
        let branches = security.min(workload);
        // Beyond its branch interfaces a node takes no pod with security groups.
        let refused = branches.saturating_sub(group.branch_limit());
        (
            workload
                - if group.net.pod_security_groups {
                    refused
                } else {
                    0
                },
            branches - refused,
        )
    };
    let mut bounds = [0, pods_more, security_more, nodes];
    bounds.sort_unstable();
    let mut segments: Vec<Segment> = bounds
        .windows(2)
        .filter_map(|bounds| match bounds {
            [from, to] if from < to => {
                let pods = count.pods / nodes + u32::from(*from < pods_more);
                let security = security / nodes + u32::from(*from < security_more);
                let (workload, branches) = fill(pods, security);
                Some(Segment {
                    from: *from,
                    to: *to,
                    workload,
                    branches,
                    surge: false,
                })
            }
            _ => None,
        })
        .collect();
    if count.surge > 0 {
        let (workload, branches) = fill(count.pods.div_ceil(nodes), security.div_ceil(nodes));
        segments.push(Segment {
            from: nodes,
            to: nodes.saturating_add(count.surge),
            workload,
            branches,
            surge: true,
        });
    }
    segments
}

/// How many of the first `nodes` nodes stand in the zone at `slot` of `zones`.
fn in_slot(nodes: u32, zones: usize, slot: usize) -> u32 {
    let zones = u32::try_from(zones).unwrap_or(u32::MAX).max(1);
    let slot = u32::try_from(slot).unwrap_or(u32::MAX);
    nodes / zones + u32::from(nodes % zones > slot)
}

/// Where the nodes of a group stand in each of its zones.
fn places(plan: &Plan, layout: &Layout, group: &Group<'_>) -> Vec<Places> {
    let zones = group.plan.zones(plan);
    let place = |zone: &Name| {
        let named = group.plan.subnets.as_ref().map(|names| {
            let named = names.iter().filter_map(|name| layout.named(name));
            named
                .filter(|index| {
                    layout
                        .subnets
                        .get(*index)
                        .is_some_and(|subnet| subnet.zone == zone.as_str())
                })
                .collect()
        });
        let of_role = |role| layout.of(role, zone).map(|(index, _)| index);
        let pods: Vec<usize> = of_role(Role::Pods).collect();
        let apart = group.net.custom_networking;
        let discovered = !apart && group.discovers();
        Places {
            zone: zone.to_string(),
            nodes: named.unwrap_or_else(|| of_role(Role::Nodes).collect()),
            apart: pods.first().copied().filter(|_| apart),
            tagged: if discovered { pods } else { Vec::new() },
        }
    };
    zones.iter().map(place).collect()
}
