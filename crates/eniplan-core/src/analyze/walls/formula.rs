//! How a wall comes out: the amounts at the last number of nodes that fits, and with one more.

use alloc::rc::Rc;

use super::limits::{Limit, Stop};
use super::reached::{Growth, all_addresses, all_nodes, for_control_plane, within_quota};
use crate::analyze::address_usage::address_usage;
use crate::analyze::capacity::{Scene, Usage};
use crate::analyze::report::Formula;
use crate::aws::subnet::{self, UPGRADE_NEEDS};

impl Growth<'_> {
    /// How the wall comes out: the amounts at so many nodes, which fit, and with one more, which do not.
    pub(super) fn formula(&self, limit: Limit, stop: Stop, nodes: u32) -> Formula {
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
                if tight && scene.cluster.contains(&index) {
                    return kept(&free);
                }
                let surging = [nodes, nodes + 1].map(|n| self.surging(n, &scene.items.demand));
                let surging = surging.each_ref().map(Rc::as_ref);
                let [_, next] = surging;
                if scene.short_of_addresses(&next.loads, index) > 0 {
                    filled(scene, surging, index)
                } else {
                    in_blocks(scene, surging, index)
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
