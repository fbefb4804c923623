//! The most nodes that each group can have, the others as desired.

use alloc::vec::Vec;

use super::capacity::{Load, Scene, Usage};
use super::group::Group;
use super::growth::largest_of_all;
use super::moments;
use super::placing::Queues;
use super::spread::Count;
use super::walls::{blocks_over, difference};
use crate::plan::Role;

/// For each group the most nodes at which nothing is short; none where nothing bounds it, or every node is a pod.
///
/// The nodes of the other groups stay where they stand as desired, so that a group costs what its own nodes cost and
/// not what all of them do.
pub(super) fn of_groups(scene: &Scene<'_>, desired: &Usage) -> Vec<Option<u64>> {
    let mut standing = scene.without_nodes(&scene.items.demand);
    let mut others = desired.clone();
    let mut queues = Queues::default();
    let short = (0..desired.loads.len()).filter(|index| over(scene, &desired.loads, *index) > 0);
    let short = short.count() + scene.short_pools(desired).count();
    let mut most = Vec::with_capacity(scene.groups.len());
    let mut seen = alloc::vec![usize::MAX; desired.loads.len()];
    let mut subnets = Vec::new();
    for (index, group) in scene.groups.iter().enumerate() {
        subnets.clear();
        for subnet in scene.subnets_of(index) {
            if let Some(seen) = seen.get_mut(subnet).filter(|seen| **seen != index) {
                *seen = index;
                subnets.push(subnet);
            }
        }
        let pool = scene.pool_of.get(index).copied().flatten();
        let own = Own {
            scene,
            index,
            group,
            subnets: &subnets,
            pool,
        };
        let before = own.of(&standing);
        let count = moments::desired_count(group);
        scene.add_group(&mut standing, index, count, None, &mut queues);
        if group.is_fargate() {
            most.push(None);
            continue;
        }
        let (after, all) = (own.of(&standing), own.of(desired));
        let elsewhere = short > own.short(desired);
        let base = all.without(&after, &before);
        most.push(if elsewhere {
            Some(0)
        } else {
            own.most(&mut others, &base)
        });
        own.set(&mut others, &all);
    }
    most
}

/// A group with what its nodes can change.
struct Own<'a> {
    scene: &'a Scene<'a>,
    index: usize,
    group: &'a Group<'a>,
    subnets: &'a [usize],
    pool: Option<usize>,
}

/// The loads of a group's subnets, and the blocks taken of its pool.
struct Loads {
    subnets: Vec<Load>,
    blocks: u64,
}

impl Loads {
    /// Without what came between two moments.
    fn without(&self, after: &Self, before: &Self) -> Self {
        let own = after.subnets.iter().zip(&before.subnets);
        let subnets = self.subnets.iter().zip(own);
        Self {
            subnets: subnets
                .map(|(all, (after, before))| all.without(after, before))
                .collect(),
            blocks: self
                .blocks
                .saturating_sub(after.blocks.saturating_sub(before.blocks)),
        }
    }
}

impl Own<'_> {
    fn of(&self, usage: &Usage) -> Loads {
        let load = |index: &usize| usage.loads.get(*index).copied().unwrap_or_default();
        let pool = self.pool.and_then(|pool| usage.pools.get(pool));
        Loads {
            subnets: self.subnets.iter().map(load).collect(),
            blocks: pool.map_or(0, |pool| pool.blocks),
        }
    }

    fn set(&self, usage: &mut Usage, loads: &Loads) {
        for (index, load) in self.subnets.iter().zip(&loads.subnets) {
            if let Some(slot) = usage.loads.get_mut(*index) {
                *slot = *load;
            }
        }
        if let Some(pool) = self.pool.and_then(|pool| usage.pools.get_mut(pool)) {
            pool.blocks = loads.blocks;
        }
    }

    /// How many of its subnets and of its pool are short.
    fn short(&self, usage: &Usage) -> usize {
        let subnets = self.subnets.iter();
        let subnets = subnets.filter(|index| over(self.scene, &usage.loads, **index) > 0);
        let pools = self.scene.short_pools(usage);
        subnets.count() + pools.filter(|(pool, ..)| Some(*pool) == self.pool).count()
    }

    /// The most nodes beside what the others take, counted in `usage`.
    fn most(&self, usage: &mut Usage, base: &Loads) -> Option<u64> {
        let Count {
            nodes: desired,
            pods,
            ..
        } = moments::desired_count(self.group);
        let each = pods.div_ceil(desired.max(1));
        let usage = core::cell::RefCell::new(usage);
        let counted = |nodes: u32, over: &dyn Fn(&Usage) -> i64| {
            let usage = &mut **usage.borrow_mut();
            self.set(usage, base);
            let count = Count {
                nodes,
                pods: nodes.saturating_mul(each),
                surge: 0,
            };
            let mut queues = Queues::default();
            self.scene
                .add_group(usage, self.index, count, None, &mut queues);
            over(usage)
        };
        let scene = self.scene;
        let most = |over: &dyn Fn(usize) -> Option<i64>| {
            let subnets = self.subnets.iter();
            subnets.filter_map(|index| over(*index)).max().unwrap_or(-1)
        };
        let blocks = |usage: &Usage| most(&|index| blocks_over(scene, &usage.loads, index));
        let addresses = |usage: &Usage, pods: bool| {
            let is_meant = |index: usize| {
                let subnet = scene.layout.subnets.get(index);
                subnet.is_some_and(|subnet| (subnet.role == Role::Pods) == pods)
            };
            most(&|index| is_meant(index).then(|| addresses_over(scene, &usage.loads, index)))
        };
        let pool = |usage: &Usage| {
            let pool = self.pool.and_then(|pool| {
                let (pool, load) = (scene.pools.get(pool)?, usage.pools.get(pool)?);
                Some(difference(load.blocks, pool.blocks))
            });
            pool.unwrap_or(-1)
        };
        let most = largest_of_all(
            desired,
            &[
                &|nodes| counted(nodes, &blocks),
                &|nodes| counted(nodes, &|usage| addresses(usage, false)),
                &|nodes| counted(nodes, &|usage| addresses(usage, true)),
                &|nodes| counted(nodes, &pool),
            ],
        );
        most.map(u64::from)
    }
}

/// By how much a subnet is short of addresses; at most zero where it is not.
fn addresses_over(scene: &Scene<'_>, loads: &[Load], index: usize) -> i64 {
    let wanted = loads.get(index).map_or(0, |load| load.demand.total());
    difference(wanted, scene.usable(index))
}

/// By how much a subnet is short of addresses or of /28 blocks; at most zero where it is not.
fn over(scene: &Scene<'_>, loads: &[Load], index: usize) -> i64 {
    let blocks = blocks_over(scene, loads, index).unwrap_or(i64::MIN);
    addresses_over(scene, loads, index).max(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::growth::MOST_COUNTS;
    use crate::analyze::layout;
    use crate::aws::catalogue::Catalogue;
    use crate::plan::Plan;
    use alloc::format;

    #[test]
    fn a_group_costs_what_its_own_nodes_cost() {
        let group =
            "{instance_types: [m5.large], nodes: {desired: 100000}, pods: {desired: 150000}}";
        let text = format!("node_groups: [{}]", [group; 300].join(", "));
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
        let layout = layout::lay_out(&plan, &mut findings);
        let of = |index| Group::of(&plan, index, &catalogue, &mut Vec::new());
        let groups: Vec<Group<'_>> = (0..300).filter_map(of).collect();
        let scene = Scene::of(&plan, &layout, &groups, &mut findings);
        let desired = scene.at(&moments::desired(&groups));
        let before = scene.steps.get();
        assert_eq!(of_groups(&scene, &desired).len(), 300);
        // In each of three zones two lots of alike nodes, each handed over and put into the one subnet there.
        let each = 3 * 2 * 2 * u64::from(MOST_COUNTS + 1);
        assert!(scene.steps.get() - before <= 300 * each);
    }
}
