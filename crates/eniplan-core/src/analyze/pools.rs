//! The pools of overlays: their blocks, who claims them, and who finds none.

use alloc::vec::Vec;

use super::capacity::{Scene, Usage};
use super::group::Group;
use super::moments::Moment;
use super::report::PodPool;
use crate::aws::overlay::Overlay;
use crate::net::Ipv4Prefix;
use crate::plan::{Blocks, Cni, IpFamily, Networking};

/// A pool from which the pods of some groups have their addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pool {
    /// Whose pool it is.
    pub(super) cni: Cni,
    /// How it is cut.
    pub(super) overlay: Overlay,
    /// As the plan has it; what is contained in another block is there only once.
    pub(super) cidrs: Vec<Ipv4Prefix>,
    /// Prefix length of a block.
    pub(super) length: u8,
    /// Blocks that it holds.
    pub(super) blocks: u64,
}

/// What a pool gives at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PoolLoad {
    /// Blocks that nodes want.
    pub(super) blocks: u64,
    /// Addresses that pods and nodes want.
    pub(super) addresses: u64,
}

/// Whether pods of a group with this networking have addresses of an overlay's pool.
pub(super) fn overlay(net: &Networking) -> Option<Overlay> {
    Overlay::of(net.cni).filter(|_| net.ip_family == IpFamily::Ipv4)
}

/// Prefix length of an overlay's blocks: the plan's where the CNI takes it.
pub(super) fn block_length(net: &Networking, overlay: &Overlay) -> u8 {
    net.block_size
        .and_then(|length| u8::try_from(length.get()).ok())
        .filter(|length| overlay.block_lengths().contains(length))
        .unwrap_or(overlay.block)
}

/// The blocks of a pool: the plan's, or the CNI's own where it names none.
pub(super) fn cidrs(net: &Networking, overlay: &Overlay) -> Vec<Ipv4Prefix> {
    match &net.pod_cidr {
        Some(Blocks(blocks)) if !blocks.is_empty() => blocks.clone(),
        _ => alloc::vec![overlay.pool],
    }
}

/// The blocks without those that stand inside another one.
fn outermost(cidrs: &[Ipv4Prefix]) -> Vec<Ipv4Prefix> {
    let mut sorted: Vec<(u32, u8)> = cidrs
        .iter()
        .map(|cidr| (cidr.first(), cidr.length()))
        .collect();
    sorted.sort_unstable();
    let mut kept: Vec<Ipv4Prefix> = Vec::new();
    for (first, length) in sorted {
        let Some(cidr) = Ipv4Prefix::starting_at(first, length) else {
            continue;
        };
        if !kept.last().is_some_and(|last| last.contains(cidr)) {
            kept.push(cidr);
        }
    }
    kept
}

impl Pool {
    /// The pool that a group's networking names.
    pub(super) fn of(net: &Networking) -> Option<Self> {
        let overlay = overlay(net)?;
        let (cidrs, length) = (cidrs(net, &overlay), block_length(net, &overlay));
        let cidrs = outermost(&cidrs);
        let size = Overlay::addresses(length);
        let blocks = cidrs.iter().map(|cidr| cidr.size() / size);
        Some(Self {
            cni: net.cni,
            overlay,
            length,
            // weave-net gives out neither the first nor the last address of its range.
            blocks: match net.cni {
                Cni::WeaveNet => blocks.sum::<u64>().saturating_sub(2),
                _ => blocks.sum(),
            },
            cidrs,
        })
    }

    /// Addresses that it holds, over all blocks.
    fn addresses(&self) -> u64 {
        self.blocks.saturating_mul(Overlay::addresses(self.length))
    }

    /// Blocks wanted beyond what it holds.
    pub(super) fn short(&self, load: PoolLoad) -> u64 {
        load.blocks.saturating_sub(self.blocks)
    }
}

/// The pools of all groups, and which of them each group uses.
pub(super) fn of_groups(groups: &[Group<'_>]) -> (Vec<Pool>, Vec<Option<usize>>) {
    let mut pools: Vec<Pool> = Vec::new();
    let users = groups.iter().map(|group| {
        let pool = Pool::of(&group.net).filter(|_| group.is_overlaid())?;
        Some(
            pools
                .iter()
                .position(|other| *other == pool)
                .unwrap_or_else(|| {
                    pools.push(pool);
                    pools.len() - 1
                }),
        )
    });
    let users = users.collect();
    (pools, users)
}

impl Scene<'_> {
    /// The pools that are short of blocks, and of how many.
    pub(super) fn short_pools(&self, usage: &Usage) -> impl Iterator<Item = (usize, &Pool, u64)> {
        let shorts = self.pools.iter().zip(&usage.pools).enumerate();
        let shorts = shorts.map(|(index, (pool, load))| (index, pool, pool.short(*load)));
        shorts.filter(|(.., short)| *short > 0)
    }

    /// Where a pool is short, whose pods get no address: nodes claim their blocks in the order in which they start.
    pub(super) fn starved_of_blocks(&self, moment: &Moment<'_>, usage: &mut Usage) {
        if self.short_pools(usage).next().is_none() {
            return;
        }
        let mut blocks: Vec<u64> = self.pools.iter().map(|pool| pool.blocks).collect();
        let mut addresses: Vec<u64> = self.pools.iter().map(Pool::addresses).collect();
        for (outcome, pool) in usage.groups.iter_mut().zip(&self.pool_of) {
            if pool.is_some() {
                outcome.without_address = 0;
            }
        }
        for alike in self.alike(moment) {
            let Some(index) = self.pool_of.get(alike.group).copied().flatten() else {
                continue;
            };
            // Nodes without a subnet do not start.
            let place = self
                .places
                .get(alike.group)
                .and_then(|places| places.get(alike.zone));
            if place.is_none_or(|place| place.nodes.all.is_empty()) {
                continue;
            }
            let (Some(pool), Some(blocks), Some(addresses)) = (
                self.pools.get(index),
                blocks.get_mut(index),
                addresses.get_mut(index),
            ) else {
                continue;
            };
            let (count, workload) = (u64::from(alike.count), u64::from(alike.workload));
            let own = alike.take.without_address.min(workload);
            // What a node wants, of which its own part comes first, and how much of it the pool still has.
            let (left, each) = if pool.overlay.borrows {
                // Once no whole block is left, pods have addresses of other nodes' blocks.
                (addresses, alike.take.overlay_addresses)
            } else {
                (blocks, alike.take.blocks)
            };
            let whole = left.checked_div(each).unwrap_or(count).min(count);
            *left -= whole * each;
            let mut without = whole * own;
            if whole < count {
                // A node that needs its block whole gets nothing of less than one.
                let rest = if pool.overlay.fixed { 0 } else { *left };
                *left -= rest;
                let served = rest.saturating_sub(pool.overlay.own.into());
                let all = alike
                    .take
                    .overlay_addresses
                    .saturating_sub(pool.overlay.own.into());
                without += all.saturating_sub(served).saturating_add(own).min(workload);
                without += (count - whole - 1) * workload;
            }
            if let Some(outcome) = usage.groups.get_mut(alike.group).filter(|_| !alike.surge) {
                outcome.without_address += without;
            }
        }
    }

    /// What each pool holds and gives at a moment.
    pub(super) fn pod_pools(&self, usage: &Usage) -> Vec<PodPool> {
        let report = |(pool, load): (&Pool, &PoolLoad)| PodPool {
            cni: pool.cni,
            cidrs: pool.cidrs.clone(),
            block_length: pool.length,
            pods_per_node: pool.overlay.pods_per_node(pool.length),
            blocks: pool.blocks,
            used: load.blocks.min(pool.blocks),
            free: pool.blocks.saturating_sub(load.blocks),
            short: pool.short(*load),
        };
        self.pools.iter().zip(&usage.pools).map(report).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// One bool a /24 of 10.0.0.0/16 is the obvious way.
        #[test]
        fn blocks_inside_others_count_once(cidrs in prop::collection::vec((0u32..256, 16u8..=24), 1..6)) {
            let cidrs: Vec<Ipv4Prefix> = cidrs
                .iter()
                .filter_map(|(third, length)| {
                    Ipv4Prefix::containing(core::net::Ipv4Addr::from((10 << 24) + third * 256), *length)
                })
                .collect();
            let slow = (0..256u32)
                .filter(|third| {
                    let block = Ipv4Prefix::starting_at((10 << 24) + third * 256, 24).unwrap();
                    cidrs.iter().any(|cidr| cidr.contains(block))
                })
                .count() as u64;
            let net = Networking {
                cni: Cni::Flannel,
                pod_cidr: Some(Blocks(cidrs)),
                ..Networking::default()
            };
            prop_assert_eq!(Pool::of(&net).unwrap().blocks, slow);
        }
    }

    #[test]
    fn defaults_hold_what_their_makers_say() {
        for (cni, blocks) in [
            (Cni::Calico, 1_024),
            (Cni::CiliumOverlay, 65_536),
            (Cni::Flannel, 256),
            (Cni::WeaveNet, (1 << 20) - 2),
        ] {
            let net = Networking {
                cni,
                ..Networking::default()
            };
            assert_eq!(Pool::of(&net).unwrap().blocks, blocks, "{cni:?}");
        }
    }
}
