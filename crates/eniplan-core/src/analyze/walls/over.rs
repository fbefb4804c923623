//! By how much a limit is passed, which leads to the last number of nodes that fits.

use super::difference;
use super::limits::Limit;
use super::reached::{
    Growth, all_addresses, all_nodes, blocks_over, for_control_plane, most_units, of_role,
    within_quota,
};
use crate::analyze::address_usage::address_usage;
use crate::analyze::capacity::{Load, Scene};
use crate::analyze::group::Group;
use crate::analyze::growth::{largest, largest_of_all};
use crate::aws::quotas;
use crate::aws::subnet::{CLUSTER_NEEDS, LOAD_BALANCER_NEEDS, UPGRADE_NEEDS};

impl Growth<'_> {
    /// The most nodes at which a limit stops nothing, looked for from `start` on; none where it never does.
    pub(super) fn most(&self, limit: Limit, start: u32) -> Option<u32> {
        if limit != Limit::Upgrade {
            return largest(start, |nodes| self.over(limit, nodes));
        }
        let [reserve, blocks, nodes, pods] = UPGRADE.map(|over| move |nodes| over(self, nodes));
        largest_of_all(start, &[&reserve, &blocks, &nodes, &pods])
    }

    /// By how much the cluster's subnets lack what has to stay free in them for an upgrade.
    fn reserve_over(&self, nodes: u32) -> i64 {
        let usage = self.usage(nodes);
        let cluster = self.scene.cluster.iter();
        let over = cluster.filter_map(|at| filled(self.scene, &usage.loads, *at, UPGRADE_NEEDS));
        over.max().unwrap_or(-1)
    }

    /// By how much the pods subnets, or all others, are short of addresses while all groups update their nodes.
    fn surge_over(&self, nodes: u32, pods: bool) -> i64 {
        let usage = self.surging(nodes, &self.scene.items.demand);
        let subnets = of_role(self.scene, pods);
        let over = subnets.filter_map(|at| filled(self.scene, &usage.loads, at, 0));
        over.max().unwrap_or(-1)
    }

    /// By how much subnets are short of /28 blocks then.
    fn surge_over_blocks(&self, nodes: u32) -> i64 {
        let usage = self.surging(nodes, &self.scene.items.demand);
        let subnets = 0..usage.loads.len();
        let over = subnets.filter_map(|at| blocks_over(self.scene, &usage.loads, at));
        over.max().unwrap_or(-1)
    }

    /// By how much a limit is passed at so many nodes: above zero where [`Self::stopped`] says what it stops.
    pub(super) fn over(&self, limit: Limit, nodes: u32) -> i64 {
        let scene = self.scene;
        let most = |amounts: &mut dyn Iterator<Item = i64>| amounts.max().unwrap_or(-1);
        let of_groups = |most: &dyn Fn(&Group<'_>) -> Option<u32>| {
            let counts = self.path.at(nodes).counts;
            let over = scene
                .groups
                .iter()
                .zip(counts)
                .filter_map(|(group, count)| {
                    Some(i64::from(count.nodes) - i64::from(most(group)?))
                });
            over.max().unwrap_or(-1)
        };
        if let Limit::NodesMax | Limit::ManagedNodes = limit {
            return of_groups(&|group| limit.of_group(group));
        }
        let usage = self.usage(nodes);
        let loads = &usage.loads;
        let filled = |at, reserve| filled(scene, loads, at, reserve);
        match limit {
            Limit::Addresses { pods } => {
                most(&mut of_role(scene, pods).filter_map(|index| filled(index, 0)))
            }
            Limit::Blocks => {
                most(&mut (0..loads.len()).filter_map(|at| blocks_over(scene, loads, at)))
            }
            Limit::Upgrade => UPGRADE
                .iter()
                .fold(-1, |most, over| most.max(over(self, nodes))),
            Limit::LoadBalancers => {
                let balanced = |index: &usize| scene.items.balanced.get(*index) == Some(&true);
                let subnets = (0..loads.len()).filter(balanced);
                most(&mut subnets.filter_map(|at| filled(at, LOAD_BALANCER_NEEDS)))
            }
            Limit::ControlPlane => {
                let wanted = CLUSTER_NEEDS.0;
                let cluster = scene.cluster.iter().copied();
                most(&mut cluster.map(|index| {
                    let over = difference(wanted, for_control_plane(scene, &usage, index));
                    // Where a subnet is overfull its own interfaces stay, and the rest says how far one has to go back.
                    if over > 0 {
                        over.max(filled(index, 0).unwrap_or(over))
                    } else {
                        over
                    }
                }))
            }
            Limit::PodPools => {
                let pools = scene.pools.iter().zip(&usage.pools);
                most(&mut pools.map(|(pool, load)| difference(load.blocks, pool.blocks)))
            }
            Limit::NodesMax | Limit::ManagedNodes => -1,
            Limit::ClusterNodes => difference(all_nodes(&usage), quotas::NODES_PER_CLUSTER),
            Limit::Interfaces => difference(usage.interfaces, quotas::INTERFACES_PER_REGION),
            Limit::VpcBlocks => difference(all_addresses(&usage), within_quota(self.plan).1),
            Limit::AddressUsage { raised } => {
                difference(address_usage(self.plan, &usage), most_units(raised))
            }
        }
    }
}

/// What an upgrade needs: by how much each is missed at so many nodes.
const UPGRADE: [fn(&Growth<'_>, u32) -> i64; 4] = [
    |growth, nodes| growth.reserve_over(nodes),
    |growth, nodes| growth.surge_over_blocks(nodes),
    |growth, nodes| growth.surge_over(nodes, false),
    |growth, nodes| growth.surge_over(nodes, true),
];

/// What is wanted of a subnet beyond what is there, beside so much that has to stay free; none where no node fills it, so
/// that it says nothing of how near a limit is, unless it is full anyway.
fn filled(scene: &Scene<'_>, loads: &[Load], index: usize, reserve: u64) -> Option<i64> {
    let wanted = loads.get(index).map_or(0, |load| load.demand.total());
    let over = difference(wanted.saturating_add(reserve), scene.usable(index));
    let fills = scene.fills.get(index) == Some(&true);
    Some(over).filter(|over| fills || *over > 0)
}
