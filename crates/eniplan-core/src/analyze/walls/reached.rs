//! What growth reaches: whether a limit stops it at a number of nodes, and by how much.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::difference;
use super::limits::{Limit, Stop};
use crate::analyze::address_usage::address_usage;
use crate::analyze::capacity::{Load, Scene, Usage};
use crate::analyze::group::Group;
use crate::analyze::growth::Path;
use crate::analyze::moments;
use crate::analyze::months::Powers;
use crate::analyze::report::Demand;
use crate::aws::subnet::{self, CLUSTER_NEEDS, LOAD_BALANCER_NEEDS, UPGRADE_NEEDS};
use crate::aws::{quotas, vpc};
use crate::plan::{Plan, Provisioner, Role};

/// A plan that grows along a path.
#[derive(Clone, Copy)]
pub(super) struct Growth<'a> {
    pub(super) plan: &'a Plan,
    pub(super) scene: &'a Scene<'a>,
    pub(super) path: &'a Path<'a>,
    /// How its pods grow over months.
    pub(super) powers: Powers,
    /// What was counted of this scene beside its own line items: every limit asks for the same numbers of nodes.
    pub(super) counted: &'a Counted,
}

/// Moments on the path that were counted already.
#[derive(Default)]
pub(super) struct Counted {
    standing: Usages,
    updating: Usages,
}

/// What was counted, in the order of the numbers of nodes.
#[derive(Default)]
struct Usages(RefCell<Vec<(u32, Rc<Usage>)>>);

/// Loads of subnets that are kept at most, whatever the number of moments that makes.
const KEPT: usize = 4_096;

impl Usages {
    fn at(&self, nodes: u32, count: &dyn Fn() -> Usage) -> Rc<Usage> {
        let mut usages = self.0.borrow_mut();
        let place = usages.partition_point(|(at, _)| *at < nodes);
        if let Some((_, usage)) = usages.get(place).filter(|(at, _)| *at == nodes) {
            return Rc::clone(usage);
        }
        let usage = Rc::new(count());
        if usages.len().saturating_mul(usage.loads.len()) < KEPT {
            usages.insert(place, (nodes, Rc::clone(&usage)));
        }
        usage
    }
}

impl Growth<'_> {
    /// The same growth over another scene.
    pub(super) fn on<'b>(&'b self, scene: &'b Scene<'b>, counted: &'b Counted) -> Growth<'b> {
        Growth {
            plan: self.plan,
            scene,
            path: self.path,
            powers: self.powers,
            counted,
        }
    }

    /// What is taken at so many nodes.
    pub(super) fn usage(&self, nodes: u32) -> Rc<Usage> {
        let count = || self.scene.at(&self.path.at(nodes));
        self.counted.standing.at(nodes, &count)
    }

    /// The same beside such line items.
    fn usage_beside(&self, nodes: u32, items: &[Demand]) -> Rc<Usage> {
        if self.are_own(items) {
            self.usage(nodes)
        } else {
            Rc::new(self.scene.beside(items, &self.path.at(nodes)))
        }
    }

    /// The plan while every group updates its nodes.
    pub(super) fn surging(&self, nodes: u32, items: &[Demand]) -> Rc<Usage> {
        let count = || {
            let counts = self.path.at(nodes).counts;
            let moment = moments::upgrading(self.scene.groups, &counts);
            self.scene.beside(items, &moment)
        };
        if self.are_own(items) {
            self.counted.updating.at(nodes, &count)
        } else {
            Rc::new(count())
        }
    }

    /// Whether these are the line items of the scene as they are now.
    fn are_own(&self, items: &[Demand]) -> bool {
        core::ptr::eq(items, self.scene.items.demand.as_slice())
    }

    /// The first subnet that `is_tight`, of those of the cluster.
    pub(super) fn of_cluster(&self, is_tight: impl Fn(usize) -> bool) -> Option<usize> {
        let mut cluster = self.scene.cluster.iter().copied();
        cluster.find(|index| is_tight(*index))
    }

    /// What a limit stops at so many nodes beside such line items; `None` where it does not stop anything yet.
    pub(super) fn stopped(&self, limit: Limit, nodes: u32, items: &[Demand]) -> Option<Stop> {
        let scene = self.scene;
        let usage = || self.usage_beside(nodes, items);
        let stop = |index, limit| Stop { index, limit };
        match limit {
            Limit::Addresses { pods } => {
                let usage = usage();
                let loads = &usage.loads;
                let mut subnets = of_role(scene, pods);
                let index = subnets.find(|index| scene.short_of_addresses(loads, *index) > 0)?;
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
            Limit::NodesMax | Limit::ManagedNodes => {
                self.group_over(nodes, |group| limit.of_group(group))
            }
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
                let units = |usage: &Usage| address_usage(self.plan, usage);
                counted_by(&usage(), units, most_units(raised)).map(|l| stop(0, l))
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
}

impl Limit {
    /// Nodes that a group has at most by this limit; none where it is no limit on groups.
    pub(super) fn of_group(self, group: &Group<'_>) -> Option<u32> {
        let is_managed = group.plan.provisioner == Provisioner::Managed;
        match self {
            Self::NodesMax => Some(group.nodes.max),
            Self::ManagedNodes => is_managed.then_some(quotas::NODES_PER_MANAGED_GROUP),
            _ => None,
        }
    }
}

/// The pods subnets, or all others.
pub(super) fn of_role(scene: &Scene<'_>, pods: bool) -> impl Iterator<Item = usize> {
    let subnets = (0..).zip(&scene.layout.subnets);
    let subnets = subnets.filter(move |(_, subnet)| (subnet.role == Role::Pods) == pods);
    subnets.map(|(index, _)| index)
}

/// /28 blocks wanted beyond what a subnet can have at best; none where none are wanted.
pub(in crate::analyze) fn blocks_over(
    scene: &Scene<'_>,
    loads: &[Load],
    index: usize,
) -> Option<i64> {
    let held = loads.get(index)?.prefixes;
    (held > 0).then(|| difference(held, scene.blocks(loads, index)))
}

pub(super) fn most_units(raised: bool) -> u64 {
    if raised {
        quotas::ADDRESS_USAGE.1
    } else {
        quotas::ADDRESS_USAGE.0
    }
}

/// Addresses that stay for the cluster's interfaces in a subnet: those they have, and what is free.
pub(super) fn for_control_plane(scene: &Scene<'_>, usage: &Usage, index: usize) -> u64 {
    let own = usage
        .loads
        .get(index)
        .map_or(0, |load| load.demand.control_plane);
    scene.free(&usage.loads, index).saturating_add(own)
}

pub(super) fn all_nodes(usage: &Usage) -> u64 {
    usage.groups.iter().map(|group| group.nodes).sum()
}

pub(super) fn all_addresses(usage: &Usage) -> u64 {
    let demands = usage.loads.iter().map(|load| load.demand.total());
    demands.fold(0, u64::saturating_add)
}

fn counted_by(usage: &Usage, count: impl Fn(&Usage) -> u64, limit: u64) -> Option<u64> {
    (count(usage) > limit).then_some(limit)
}

/// The VPC's quota of blocks, and the addresses that it gives out if every further block is a /16, the largest.
///
/// A plan that has more blocks than the quota as it is given has had it raised, at most to what AWS allows.
pub(super) fn within_quota(plan: &Plan) -> (u64, u64) {
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
