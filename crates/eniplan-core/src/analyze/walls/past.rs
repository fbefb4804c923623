//! The way past a wall of growth, counted over a scene with what it changes.

use super::limits::{Limit, Stop};
use super::reached::{Counted, Growth};
use crate::analyze::capacity::Scene;
use crate::analyze::fixes;
use crate::analyze::report::Fix;
use crate::aws::subnet::UPGRADE_NEEDS;
use crate::aws::{quotas, vpc};

impl Growth<'_> {
    /// The cheapest way past the wall at so many nodes, counted with what it changes.
    pub(super) fn fix(&self, limit: Limit, stop: Stop, nodes: u32, desired: u32) -> Fix {
        let scene = self.scene;
        let beside = |scene: &Scene<'_>, counted: &Counted| {
            let growth = self.on(scene, counted);
            growth.most(limit, nodes.max(desired)).map(u64::from)
        };
        let then = |scene: &Scene<'_>| beside(scene, &Counted::default());
        let more_subnets = || {
            let placed = scene.layout.subnets.get(stop.index);
            let mut doubled = scene.clone();
            doubled.doubled = placed.map(|placed| placed.role);
            Fix::MoreSubnets {
                length: placed.map_or(0, |placed| placed.cidr.length()),
                // Where nodes stand in the same subnets as before, they take the same of them.
                nodes: if scene.is_free_to_choose() {
                    then(&doubled)
                } else {
                    beside(&doubled, self.counted)
                },
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
                    nodes: beside(&doubled, self.counted),
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
}
