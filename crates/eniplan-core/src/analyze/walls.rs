//! What stops growth: for each limit the largest workload that would run if it were the only one.

use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use super::address_usage::address_usage;
use super::capacity::{Scene, Usage};
use super::fixes;
use super::group::Group;
use super::growth::{Path, largest};
use super::moments;
use super::months;
use super::node_walls;
use super::report::{Demand, Fix, Formula, Wall, WallKind};
use super::spread::Count;
use crate::aws::Certainty;
use crate::aws::subnet::{self, CLUSTER_NEEDS, LOAD_BALANCER_NEEDS, UPGRADE_NEEDS};
use crate::aws::{quotas, vpc};
use crate::plan::{Plan, Provisioner, Role};

/// A limit on the way of growth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    /// Addresses of the pods subnets, or of all others.
    Addresses {
        pods: bool,
    },
    Blocks,
    Upgrade,
    LoadBalancers,
    ControlPlane,
    PodPools,
    NodesMax,
    ManagedNodes,
    ClusterNodes,
    Interfaces,
    VpcBlocks,
    /// Network address usage: the quota as it is given, or as it can be raised.
    AddressUsage {
        raised: bool,
    },
}

const LIMITS: [(WallKind, Limit); 14] = [
    (WallKind::SubnetAddresses, Limit::Addresses { pods: false }),
    (WallKind::SubnetAddresses, Limit::Addresses { pods: true }),
    (WallKind::PrefixBlocks, Limit::Blocks),
    (WallKind::UpgradeReserve, Limit::Upgrade),
    (WallKind::LoadBalancerReserve, Limit::LoadBalancers),
    (WallKind::ControlPlaneReserve, Limit::ControlPlane),
    (WallKind::OverlayBlocks, Limit::PodPools),
    (WallKind::NodesMax, Limit::NodesMax),
    (WallKind::NodeQuota, Limit::ManagedNodes),
    (WallKind::NodeQuota, Limit::ClusterNodes),
    (WallKind::InterfaceQuota, Limit::Interfaces),
    (WallKind::CidrQuota, Limit::VpcBlocks),
    (WallKind::Nau, Limit::AddressUsage { raised: false }),
    (WallKind::Nau, Limit::AddressUsage { raised: true }),
];

/// What a limit stops: a subnet, a pool or a group by its index, and how much of it there is.
#[derive(Clone, Copy)]
struct Stop {
    index: usize,
    limit: u64,
}

#[derive(Clone, Copy)]
struct Growth<'a> {
    plan: &'a Plan,
    scene: &'a Scene<'a>,
    path: &'a Path<'a>,
    /// What was counted of this scene beside its own line items: every limit asks for the same numbers of nodes.
    counted: &'a Counted,
}

/// Moments on the path that were counted already, by their number of nodes.
#[derive(Default)]
struct Counted {
    usages: RefCell<Vec<(u32, Rc<Usage>)>>,
}

/// Loads of subnets that are kept at most, whatever the number of moments that makes.
const KEPT: usize = 4_096;

impl Counted {
    fn usage(&self, nodes: u32, count: impl FnOnce() -> Usage) -> Rc<Usage> {
        let mut usages = self.usages.borrow_mut();
        if let Some((_, usage)) = usages.iter().find(|(at, _)| *at == nodes) {
            return Rc::clone(usage);
        }
        let usage = Rc::new(count());
        if usages.len().saturating_mul(usage.loads.len()) < KEPT {
            usages.push((nodes, Rc::clone(&usage)));
        }
        usage
    }
}

impl Growth<'_> {
    /// The same growth over another scene.
    fn over<'b>(&'b self, scene: &'b Scene<'b>, counted: &'b Counted) -> Growth<'b> {
        Growth {
            plan: self.plan,
            scene,
            path: self.path,
            counted,
        }
    }

    fn usage(&self, nodes: u32) -> Rc<Usage> {
        let count = || self.scene.at(&self.path.at(nodes));
        self.counted.usage(nodes, count)
    }

    /// The plan while every group updates its nodes.
    fn surging(&self, nodes: u32, items: &[Demand]) -> Usage {
        let counts = self.path.at(nodes).counts;
        let moment = moments::upgrading(self.plan, self.scene.groups, &counts);
        self.scene.beside(items, &moment)
    }

    /// The first subnet that `is_tight`, of those of the cluster.
    fn of_cluster(&self, is_tight: impl Fn(usize) -> bool) -> Option<usize> {
        let mut cluster = self.scene.layout.of_cluster().into_iter();
        cluster.find(|index| is_tight(*index))
    }

    /// What a limit stops at so many nodes beside such line items; `None` where it does not stop anything yet.
    fn stopped(&self, limit: Limit, nodes: u32, items: &[Demand]) -> Option<Stop> {
        let scene = self.scene;
        let usage = || {
            if core::ptr::eq(items, scene.items.demand.as_slice()) {
                self.usage(nodes)
            } else {
                Rc::new(scene.beside(items, &self.path.at(nodes)))
            }
        };
        let stop = |index, limit| Stop { index, limit };
        match limit {
            Limit::Addresses { pods } => {
                let usage = usage();
                let loads = &usage.loads;
                let mut subnets = (0..)
                    .zip(&scene.layout.subnets)
                    .filter(|(_, subnet)| (subnet.role == Role::Pods) == pods);
                let (index, _) =
                    subnets.find(|(index, _)| scene.short_of_addresses(loads, *index) > 0)?;
                Some(stop(index, scene.usable(index)))
            }
            Limit::Blocks => {
                let usage = usage();
                let loads = &usage.loads;
                let index =
                    (0..loads.len()).find(|index| scene.short_of_blocks(loads, *index) > 0)?;
                Some(stop(index, scene.cidr(index).map_or(0, subnet::prefixes)))
            }
            Limit::Upgrade => {
                let usage = usage();
                let loads = &usage.loads;
                let tight = self.of_cluster(|index| scene.free(loads, index) < UPGRADE_NEEDS);
                let surging = || scene.short(&self.surging(nodes, items).loads);
                Some(stop(tight.or_else(surging)?, UPGRADE_NEEDS))
            }
            Limit::LoadBalancers => {
                let usage = usage();
                let loads = &usage.loads;
                let balanced = |index: &usize| scene.items.balanced.get(*index) == Some(&true);
                let tight = |index: &usize| scene.free(loads, *index) < LOAD_BALANCER_NEEDS;
                let index = (0..loads.len()).filter(balanced).find(tight)?;
                Some(stop(index, LOAD_BALANCER_NEEDS))
            }
            Limit::ControlPlane => {
                let usage = usage();
                let wanted = CLUSTER_NEEDS.0;
                let index =
                    self.of_cluster(|index| for_control_plane(scene, &usage, index) < wanted)?;
                Some(stop(index, wanted))
            }
            Limit::PodPools => {
                let (index, pool, _) = scene.short_pools(&usage()).next()?;
                Some(stop(index, pool.blocks))
            }
            Limit::NodesMax => self.group_over(nodes, |group| Some(group.nodes.max)),
            Limit::ManagedNodes => self.group_over(nodes, |group| {
                (group.plan.provisioner == Provisioner::Managed)
                    .then_some(quotas::NODES_PER_MANAGED_GROUP)
            }),
            Limit::ClusterNodes => {
                counted_by(&usage(), all_nodes, quotas::NODES_PER_CLUSTER).map(|l| stop(0, l))
            }
            Limit::Interfaces => {
                let interfaces = |usage: &Usage| usage.interfaces;
                counted_by(&usage(), interfaces, quotas::INTERFACES_PER_REGION).map(|l| stop(0, l))
            }
            Limit::VpcBlocks => {
                let (blocks, addresses) = within_quota(self.plan);
                counted_by(&usage(), all_addresses, addresses).map(|_| stop(0, blocks))
            }
            Limit::AddressUsage { raised } => {
                let most = if raised {
                    quotas::ADDRESS_USAGE.1
                } else {
                    quotas::ADDRESS_USAGE.0
                };
                let units = |usage: &Usage| address_usage(self.plan, usage);
                counted_by(&usage(), units, most).map(|l| stop(0, l))
            }
        }
    }

    fn group_over(&self, nodes: u32, most: impl Fn(&Group<'_>) -> Option<u32>) -> Option<Stop> {
        let counts = self.path.at(nodes).counts;
        let groups = self.scene.groups.iter().zip(counts).enumerate();
        let mut over = groups.filter_map(|(index, (group, count))| {
            let limit = most(group).filter(|most| count.nodes > *most)?;
            Some(Stop {
                index,
                limit: limit.into(),
            })
        });
        over.next()
    }

    fn subject(&self, limit: Limit, index: usize) -> String {
        let name = match limit {
            Limit::PodPools => self.scene.pools.get(index).map(|pool| pool.cni.word()),
            Limit::NodesMax | Limit::ManagedNodes => self
                .scene
                .groups
                .get(index)
                .map(|group| group.name.as_str()),
            Limit::Interfaces => Some(self.plan.region.as_str()),
            Limit::ClusterNodes | Limit::VpcBlocks | Limit::AddressUsage { .. } => {
                Some(self.plan.name())
            }
            _ => self
                .scene
                .layout
                .subnets
                .get(index)
                .map(|subnet| subnet.name.as_str()),
        };
        name.unwrap_or_default().to_string()
    }

    /// How the wall comes out: the amounts at so many nodes, which fit, and with one more, which do not.
    fn formula(&self, limit: Limit, stop: Stop, nodes: u32) -> Formula {
        let scene = self.scene;
        let index = stop.index;
        let counted = [self.usage(nodes), self.usage(nodes + 1)];
        let usages = counted.each_ref().map(Rc::as_ref);
        let counted = |count: &dyn Fn(&Usage) -> u64, limit: u64| {
            let [at, next] = usages.map(count);
            Formula::Counted { at, next, limit }
        };
        let kept = |count: &dyn Fn(&Usage) -> u64| {
            let [free, next] = usages.map(count);
            Formula::Kept {
                free,
                next,
                wanted: stop.limit,
            }
        };
        let free = |usage: &Usage| scene.free(&usage.loads, index);
        match limit {
            Limit::Addresses { .. } => filled(scene, usages, index),
            Limit::Blocks => in_blocks(scene, usages, index),
            Limit::Upgrade => {
                let tight = usages.iter().any(|usage| free(usage) < UPGRADE_NEEDS);
                if tight && scene.layout.of_cluster().contains(&index) {
                    return kept(&free);
                }
                let surging = [nodes, nodes + 1].map(|n| self.surging(n, &scene.items.demand));
                let [_, next] = &surging;
                if scene.short_of_addresses(&next.loads, index) > 0 {
                    filled(scene, surging.each_ref(), index)
                } else {
                    in_blocks(scene, surging.each_ref(), index)
                }
            }
            Limit::LoadBalancers => kept(&free),
            Limit::ControlPlane => kept(&|usage| for_control_plane(scene, usage, index)),
            Limit::PodPools => {
                let blocks = |usage: &Usage| usage.pools.get(index).map_or(0, |load| load.blocks);
                counted(&blocks, stop.limit)
            }
            Limit::NodesMax | Limit::ManagedNodes => {
                let [at, next] = [nodes, nodes + 1].map(|nodes| {
                    let counts = self.path.at(nodes).counts;
                    counts.get(index).map_or(0, |count| u64::from(count.nodes))
                });
                Formula::Counted {
                    at,
                    next,
                    limit: stop.limit,
                }
            }
            Limit::ClusterNodes => counted(&all_nodes, stop.limit),
            Limit::Interfaces => counted(&|usage| usage.interfaces, stop.limit),
            Limit::VpcBlocks => counted(&all_addresses, within_quota(self.plan).1),
            Limit::AddressUsage { .. } => {
                counted(&|usage| address_usage(self.plan, usage), stop.limit)
            }
        }
    }

    /// The cheapest way past the wall at so many nodes, counted with what it changes.
    fn fix(&self, limit: Limit, stop: Stop, nodes: u32, desired: u32) -> Fix {
        let scene = self.scene;
        let then = |scene: &Scene<'_>| {
            let counted = Counted::default();
            let growth = self.over(scene, &counted);
            let stopped = |nodes| growth.stopped(limit, nodes, &scene.items.demand);
            let start = nodes.max(desired);
            largest(start, |nodes| stopped(nodes).is_none()).map(u64::from)
        };
        let more_subnets = || {
            let placed = scene.layout.subnets.get(stop.index);
            let mut doubled = scene.clone();
            doubled.doubled = placed.map(|placed| placed.role);
            Fix::MoreSubnets {
                length: placed.map_or(0, |placed| placed.cidr.length()),
                nodes: then(&doubled),
            }
        };
        match limit {
            Limit::Addresses { .. } => {
                let tuned = fixes::with_warm_ip(scene.groups);
                let by_warm_ip = tuned.and_then(|tuned| {
                    fixes::warm_ip(scene, &tuned, nodes.into(), then(&scene.with(&tuned)))
                });
                by_warm_ip.unwrap_or_else(more_subnets)
            }
            Limit::Blocks => more_subnets(),
            Limit::Upgrade => {
                let usage = self.usage(nodes.saturating_add(1));
                let tight = |index| scene.free(&usage.loads, index) < UPGRADE_NEEDS;
                if self.of_cluster(tight) == Some(stop.index) {
                    Fix::ClusterSubnets
                } else {
                    more_subnets()
                }
            }
            Limit::LoadBalancers => Fix::BalancerSubnets,
            Limit::ControlPlane => Fix::ClusterSubnets,
            Limit::PodPools => {
                let mut doubled = scene.clone();
                for pool in &mut doubled.pools {
                    pool.blocks = pool.blocks.saturating_mul(2);
                }
                Fix::MorePodCidr {
                    nodes: then(&doubled),
                }
            }
            Limit::NodesMax => Fix::MoreMax { nodes: None },
            Limit::ManagedNodes | Limit::Interfaces => Fix::Quota { most: None },
            Limit::ClusterNodes => Fix::Onboarding,
            Limit::VpcBlocks if stop.limit < vpc::BLOCKS.1 => Fix::Quota {
                most: Some(vpc::BLOCKS.1),
            },
            Limit::VpcBlocks => Fix::AnotherCluster,
            Limit::AddressUsage { raised } => {
                let prefixed =
                    fixes::with_prefixes(scene.groups).filter(|_| fixes::prefixes_fit(scene));
                let by_prefixes = prefixed.map(|prefixed| then(&scene.with(&prefixed)));
                match by_prefixes {
                    Some(then) if then.is_none_or(|then| then > nodes.into()) => {
                        Fix::Prefixes { nodes: then }
                    }
                    _ if raised => Fix::AnotherCluster,
                    _ => Fix::Quota {
                        most: Some(quotas::ADDRESS_USAGE.1),
                    },
                }
            }
        }
    }

    /// How sure the wall is: no surer than what nodes take.
    fn certainty(&self, limit: Limit) -> Certainty {
        let of_limit = match limit {
            Limit::NodesMax => Certainty::Exact,
            Limit::LoadBalancers
            | Limit::PodPools
            | Limit::ManagedNodes
            | Limit::Interfaces
            | Limit::AddressUsage { .. } => Certainty::Documented,
            Limit::ClusterNodes => Certainty::Estimate,
            _ => Certainty::Derived,
        };
        let by_nodes = matches!(
            limit,
            Limit::NodesMax | Limit::ManagedNodes | Limit::PodPools
        );
        if !by_nodes && self.scene.groups.iter().any(Group::is_estimate) {
            Certainty::Estimate
        } else {
            of_limit
        }
    }

    /// Whole months of growth until the limit is reached that lets so many pods run.
    ///
    /// Where line items grow as well, each month is counted beside what they have grown to.
    fn months(&self, limit: Limit, pods_desired: u64, pods: u64, desired: u32) -> Option<u32> {
        let rate = self.plan.growth.pods_per_month;
        let by_pods = months::within(pods_desired, rate, pods);
        if !self.scene.items.grows() {
            return by_pods;
        }
        let fits = |month: u32| {
            let pods = months::after(pods_desired, rate, month);
            let nodes = self.path.carrying(pods, desired);
            let items = self.scene.items.after(month);
            self.stopped(limit, nodes, &items).is_none()
        };
        let most = by_pods.unwrap_or(months::HORIZON);
        months::longest(most, fits).or(by_pods)
    }
}

/// Addresses that stay for the cluster's interfaces in a subnet: those they have, and what is free.
fn for_control_plane(scene: &Scene<'_>, usage: &Usage, index: usize) -> u64 {
    let own = usage
        .loads
        .get(index)
        .map_or(0, |load| load.demand.control_plane);
    scene.free(&usage.loads, index).saturating_add(own)
}

fn all_nodes(usage: &Usage) -> u64 {
    usage.groups.iter().map(|group| group.nodes).sum()
}

fn all_addresses(usage: &Usage) -> u64 {
    let demands = usage.loads.iter().map(|load| load.demand.total());
    demands.fold(0, u64::saturating_add)
}

fn counted_by(usage: &Usage, count: impl Fn(&Usage) -> u64, limit: u64) -> Option<u64> {
    (count(usage) > limit).then_some(limit)
}

/// The VPC's quota of blocks, and the addresses that it gives out if every further block is a /16, the largest.
///
/// A plan that has more blocks than the quota as it is given has had it raised, at most to what AWS allows.
fn within_quota(plan: &Plan) -> (u64, u64) {
    let blocks = plan.vpc_blocks();
    let count = blocks.len() as u64;
    let quota = if count > vpc::BLOCKS.0 {
        vpc::BLOCKS.1
    } else {
        vpc::BLOCKS.0
    };
    let largest = (1 << (32 - u32::from(subnet::SHORTEST))) - subnet::RESERVED_ADDRESSES;
    let present = blocks.iter().map(|block| subnet::usable(*block));
    let further = quota.saturating_sub(count).saturating_mul(largest);
    (
        quota,
        present.fold(0, u64::saturating_add).saturating_add(further),
    )
}

/// What a subnet gives to others and to nodes, at two moments.
fn filled(scene: &Scene<'_>, usages: [&Usage; 2], index: usize) -> Formula {
    let [at, next] = usages.map(|usage| {
        let load = usage.loads.get(index).copied().unwrap_or_default();
        load.demand
    });
    Formula::Filled {
        apart: at.apart_from_nodes(),
        nodes: at.nodes(),
        next: next.total(),
        limit: scene.usable(index),
    }
}

/// The /28 blocks of a subnet that single addresses cost, and those that nodes hold, at two moments.
fn in_blocks(scene: &Scene<'_>, usages: [&Usage; 2], index: usize) -> Formula {
    let blocks = scene.cidr(index).map_or(0, subnet::prefixes);
    let [(apart, nodes), (lost, held)] = usages.map(|usage| {
        let held = usage.loads.get(index).map_or(0, |load| load.prefixes);
        (
            blocks.saturating_sub(scene.blocks(&usage.loads, index)),
            held,
        )
    });
    Formula::Filled {
        apart,
        nodes,
        next: lost.saturating_add(held),
        limit: blocks,
    }
}

/// Every wall, the first one first.
pub(super) fn find(plan: &Plan, scene: &Scene<'_>) -> Vec<Wall> {
    let path = Path::of(scene.groups);
    let counted = Counted::default();
    let growth = Growth {
        plan,
        scene,
        path: &path,
        counted: &counted,
    };
    let desired = path.desired();
    let pods_desired: u64 = scene
        .groups
        .iter()
        .map(|group| u64::from(group.plan.pods.desired.get()))
        .sum();
    let mut walls = node_walls::find(scene, desired.into(), pods_desired);
    for wall in &mut walls {
        wall.months = months::within(pods_desired, plan.growth.pods_per_month, wall.pods);
    }
    let items = &scene.items.demand;
    for (kind, limit) in LIMITS.into_iter().filter(|_| desired > 0) {
        let Some(nodes) = largest(desired, |nodes| {
            growth.stopped(limit, nodes, items).is_none()
        }) else {
            continue;
        };
        let Some(stop) = growth.stopped(limit, nodes + 1, items) else {
            continue;
        };
        let usage = growth.usage(nodes);
        let pods = usage.groups.iter().map(|group| group.placed).sum();
        walls.push(Wall {
            kind,
            subject: growth.subject(limit, stop.index),
            nodes: nodes.into(),
            pods,
            more: difference(pods, pods_desired),
            limit: stop.limit,
            certainty: growth.certainty(limit),
            months: growth.months(limit, pods_desired, pods, desired),
            formula: growth.formula(limit, stop, nodes),
            fix: growth.fix(limit, stop, nodes, desired),
        });
    }
    let mut walls = in_order(walls);
    raise_max(scene, &path, &mut walls);
    walls
}

/// Says how far `nodes.max` can be raised before the next wall of another kind.
fn raise_max(scene: &Scene<'_>, path: &Path<'_>, walls: &mut [Wall]) {
    let Some(at) = walls
        .iter()
        .position(|wall| wall.kind == WallKind::NodesMax)
    else {
        return;
    };
    let (before, after) = walls.split_at_mut(at + 1);
    let Some(wall) = before.last_mut() else {
        return;
    };
    let Some(next) = after.iter().find(|next| next.nodes > wall.nodes) else {
        return;
    };
    let group = scene
        .groups
        .iter()
        .position(|group| group.name == wall.subject);
    let nodes = u32::try_from(next.nodes).ok().zip(group);
    let nodes = nodes.and_then(|(nodes, group)| {
        let counts = path.at(nodes).counts;
        counts.get(group).map(|count| u64::from(count.nodes))
    });
    if let Fix::MoreMax { nodes: most } = &mut wall.fix {
        *most = nodes.filter(|nodes| *nodes > wall.limit);
    }
}

/// The first wall first; of equals the one whose kind comes first.
///
/// There are two dozen at most, so each is put into its place: the page is smaller without one more sort.
fn in_order(walls: Vec<Wall>) -> Vec<Wall> {
    let mut ordered: Vec<Wall> = Vec::with_capacity(walls.len());
    for wall in walls {
        let before = |other: &Wall| (other.pods, other.kind) <= (wall.pods, wall.kind);
        ordered.insert(ordered.partition_point(before), wall);
    }
    ordered
}

pub(super) fn difference(a: u64, b: u64) -> i64 {
    i64::try_from(a)
        .unwrap_or(i64::MAX)
        .saturating_sub(i64::try_from(b).unwrap_or(i64::MAX))
}

/// The most nodes of a group at which nothing is short, the other groups as desired.
pub(super) fn max_nodes(scene: &Scene<'_>, index: usize) -> Option<u64> {
    let group = scene.groups.get(index)?;
    if group.is_fargate() {
        return None;
    }
    let Count {
        nodes: desired,
        pods,
        ..
    } = moments::desired_count(group);
    let each = pods.div_ceil(desired.max(1));
    let fits = |nodes: u32| {
        let mut moment = moments::desired(scene.groups);
        if let Some(count) = moment.counts.get_mut(index) {
            *count = Count {
                nodes,
                pods: nodes.saturating_mul(each),
                surge: 0,
            };
        }
        let usage = scene.at(&moment);
        scene.short(&usage.loads).is_none() && scene.short_pools(&usage).next().is_none()
    };
    largest(desired, fits).map(u64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::layout;
    use crate::aws::catalogue::Catalogue;
    use alloc::format;
    use proptest::prelude::*;

    /// Counts that the walls of a plan cost, and the groups of alike nodes in one of them.
    fn work(text: &str) -> (u32, usize) {
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
        let layout = layout::lay_out(&plan, &mut findings);
        let groups: Vec<Group<'_>> = (0..plan.node_groups.len())
            .filter_map(|index| Group::of(&plan, index, &catalogue, &mut findings))
            .collect();
        let scene = Scene::of(&plan, &layout, &groups, &mut findings);
        let before = scene.counted.get();
        let walls = find(&plan, &scene);
        assert!(!walls.is_empty());
        let alike = scene.alike(&moments::at_max(&groups)).len();
        (scene.counted.get() - before, alike)
    }

    fn plan(nodes: u32, subnets: u32, more: &str) -> String {
        let listed = (0..subnets).map(|index| {
            let address = core::net::Ipv4Addr::from((10 << 24) + index * 16);
            format!("  - {{name: s{index}, zone: a, cidr: {address}/28}}\n")
        });
        let listed: String = listed.collect();
        format!(
            "zones: [a]\nsubnets:\n{listed}growth: {{pods_per_month: 3%}}\n{more}\nnode_groups: [{{instance_types: [m5.large], nodes: {{desired: {nodes}, max: 100000}}, pods: {{desired: {}}}}}]",
            nodes * 10
        )
    }

    /// A bisection up to 100,000 nodes takes 17 halvings after at most as many doublings, for each of fourteen limits
    /// and of the changes that lead past them, of which two stand for one limit.
    const MOST: u32 = 14 * 2 * 2 * 17;

    #[test]
    fn walls_cost_the_same_for_a_hundred_thousand_nodes_as_for_three() {
        for (nodes, subnets) in [(3, 2), (100_000, 2), (3, 5_000), (100_000, 5_000)] {
            let (counts, alike) = work(&plan(nodes, subnets, ""));
            assert!(counts <= MOST, "{nodes} nodes, {subnets} subnets: {counts}");
            assert!(alike <= 3, "{nodes} nodes, {subnets} subnets: {alike}");
        }
    }

    /// With tenants that grow, each limit takes eleven months to bisect 1,200 of them.
    #[test]
    fn tenants_that_grow_cost_a_bisection_of_months() {
        let (counts, _) = work(&plan(
            100_000,
            2,
            "others: [{name: x, addresses: 3, growth: 1%}]",
        ));
        assert!(counts <= MOST + 14 * 2 * 12, "{counts}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// One node at a time is the obvious way, and month by month.
        #[test]
        fn walls_equal_one_node_at_a_time(
            desired in 1u32..6,
            each in 0u32..25,
            length in 24u8..27,
            pods_growth in 0u32..40,
            tenants in 0u32..40,
            tenants_growth in 0u32..60,
        ) {
            let text = format!(
                "vpc: {{cidrs: [10.0.0.0/{length}]}}\nzones: [a, b]\ngrowth: {{pods_per_month: {pods_growth}%}}\n\
                 others: [{{name: x, addresses: {tenants}, growth: {tenants_growth}%}}]\n\
                 node_groups: [{{instance_types: [m5.large], nodes: {{desired: {desired}, max: 9}}, pods: {{desired: {}}}}}]",
                desired * each
            );
            let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
            let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
            let layout = layout::lay_out(&plan, &mut findings);
            let groups: Vec<Group<'_>> = Group::of(&plan, 0, &catalogue, &mut findings).into_iter().collect();
            let scene = Scene::of(&plan, &layout, &groups, &mut findings);
            let path = Path::of(&groups);
            let counted = Counted::default();
            let growth = Growth { plan: &plan, scene: &scene, path: &path, counted: &counted };
            for wall in find(&plan, &scene) {
                let Some((_, limit)) = LIMITS.into_iter().find(|(kind, limit)| {
                    *kind == wall.kind
                        && *kind != WallKind::Nau
                        && *limit != Limit::ClusterNodes
                        && wall.nodes < 500
                }) else {
                    continue;
                };
                let fits = |nodes: u32, items: &[Demand]| growth.stopped(limit, nodes, items).is_none();
                let mut nodes = 0;
                while fits(nodes + 1, &scene.items.demand) {
                    nodes += 1;
                }
                prop_assert_eq!(u64::from(nodes), wall.nodes);
                // 1,200 months of slow growth are many; sixty are enough to tell a wrong month.
                let mut months = None;
                for month in 0..60 {
                    let pods = months::after((desired * each).into(), plan.growth.pods_per_month, month);
                    let mut needed = desired;
                    while growth.usage(needed).groups[0].placed < pods && needed < 400 {
                        needed += 1;
                    }
                    if pods > wall.pods || !fits(needed, &scene.items.after(month)) {
                        months = Some(month.saturating_sub(1));
                        break;
                    }
                }
                prop_assert_eq!(wall.months.filter(|months| *months < 59), months, "{:?}", wall);
            }
        }
    }
}
