//! Several nodes on subnets that are too small for all of them: who gets addresses, and who starves.
//!
//! The order is the one in which a cluster comes up.
//! Nodes launch, each taking its primary address; trunks follow; then every ipamd fills its pool on the empty node,
//! all taking turns; then pods arrive, and the pools take turns again.
//! A request for more than a subnet has left fails as a whole: ipamd then asks for exactly one address, so neighbours
//! share what is left, while a neighbour that asks for just as much as is left takes it all.
//! What EKS itself and others have in a subnet is taken beforehand, by handing in only what is free.
//!
//! Free addresses only ever get fewer here, so a request that failed once fails for good, and ipamd's two minutes of
//! patience (`insufficientCidrErrorCooldown`) change nothing in the end.
//!
//! Source: `increaseDatastorePool`, `tryAssignIPs` and `tryAllocateENI`, read 2026-11-23,
//! <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L968>.

use alloc::vec::Vec;

pub use super::free::Free;

use super::settings::{PoolSettings, Unit};
use super::steps::{Growth, Pool};
use super::supply::Supply;

/// A node that is to be launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeDemand {
    /// The subnet of its primary interface, as an index; one out of range has nothing free.
    pub node_subnet: usize,
    /// The subnet of its further interfaces.
    ///
    /// Under custom networking they stand there and nowhere else.
    /// Otherwise it is a subnet tagged for discovery, and each further interface goes to whichever of the two has
    /// more addresses free.
    pub pod_subnet: Option<usize>,
    /// The node's limits and ipamd's settings.
    pub settings: PoolSettings,
    /// Pods that need an address and may run there, as far as the scheduler knows.
    pub pods: u32,
    /// Max pods of its kubelet, at which its pool stops growing.
    pub max_pods: u32,
}

/// How pods come to nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workload {
    /// Each node's pods are bound to it, with an address or without, one to each node in turn.
    ///
    /// This is what Kubernetes does, whose scheduler knows max pods and not addresses.
    Bound,
    /// So many pods in all, each going to the least loaded node that still has a free address for it.
    ///
    /// This is the most that any scheduler could run.
    Spread(u32),
}

/// What a node ended up with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeOutcome {
    /// Whether its subnet had an address for the primary interface; without one nothing else was taken.
    pub launched: bool,
    /// Interfaces attached, the primary among them, the trunk not.
    pub interfaces: u32,
    /// Addresses it took from its node subnet, the trunk's not counted.
    pub node_subnet_addresses: u32,
    /// Addresses it took from its pod subnet, the trunk's not counted.
    pub pod_subnet_addresses: u32,
    /// Addresses its trunk took: 1 or 0. It stands where the further interfaces do under custom networking, else in
    /// the node subnet.
    pub trunk_addresses: u32,
    /// Pods that have an address.
    pub pods_with_address: u32,
}

/// Brings the nodes up on the subnets, and leaves in `subnets` what is still free.
///
/// ```
/// use eniplan_core::aws::warm_pool::PoolSettings;
/// use eniplan_core::aws::warm_pool::contention::{Free, NodeDemand, Workload, contend};
///
/// // Two m5.large in an empty /28: the first takes all nine addresses that the primaries leave.
/// let mut subnets = [Free::new(11, 0)];
/// let node = NodeDemand {
///     node_subnet: 0,
///     pod_subnet: None,
///     settings: PoolSettings::shipped(3, 10),
///     pods: 27,
///     max_pods: 29,
/// };
/// let outcome = contend(&mut subnets, &[node, node], Workload::Bound);
/// assert_eq!([outcome[0].pods_with_address, outcome[1].pods_with_address], [9, 0]);
/// ```
pub fn contend(subnets: &mut [Free], nodes: &[NodeDemand], workload: Workload) -> Vec<NodeOutcome> {
    let mut outcomes: Vec<NodeOutcome> = nodes.iter().map(|node| launch(subnets, node)).collect();
    for (node, outcome) in nodes.iter().zip(&mut outcomes) {
        let wanted = outcome.launched && node.settings.trunk_attached();
        let subnet = further_subnet(node);
        let attached = wanted && subnet.is_some_and(|subnet| take_one(subnets, subnet));
        outcome.trunk_addresses = u32::from(attached);
    }
    let launched = nodes
        .iter()
        .enumerate()
        .zip(&outcomes)
        .filter(|(_, outcome)| outcome.launched);
    let mut running: Vec<Running<'_>> = launched
        .map(|((position, node), _)| Running {
            position,
            node,
            pool: fresh_pool(node),
        })
        .collect();
    take_turns(subnets, running.iter_mut().collect());
    match workload {
        Workload::Bound => bind(subnets, &mut running),
        Workload::Spread(pods) => spread(subnets, &mut running, pods),
    }
    for Running {
        position,
        node,
        pool,
    } in running
    {
        outcomes[position].record(node, &pool);
    }
    outcomes
}

/// A node that was launched, with its pool.
struct Running<'a> {
    position: usize,
    node: &'a NodeDemand,
    pool: Pool,
}

impl Running<'_> {
    /// Lets the pool grow by one step, and says whether it did.
    fn grow(&mut self, subnets: &mut [Free]) -> bool {
        let mut supply = Subnets {
            free: subnets,
            node: self.node,
        };
        matches!(
            self.pool.grow(&mut supply),
            Growth::Assigned | Growth::Attached
        )
    }
}

fn launch(subnets: &mut [Free], node: &NodeDemand) -> NodeOutcome {
    NodeOutcome {
        launched: take_one(subnets, node.node_subnet),
        ..NodeOutcome::default()
    }
}

fn fresh_pool(node: &NodeDemand) -> Pool {
    Pool::in_place(&node.settings, node.max_pods, node.node_subnet)
}

/// Where the trunk goes: the subnet of the ENIConfig, else the node's.
///
/// Source: `CreateAndAttachNetworkInterface` with the instance's current subnet, read 2026-11-23,
/// <https://github.com/aws/amazon-vpc-resource-controller-k8s/blob/b8d425119bdba371202882b808f202c6073a46cc/pkg/provider/branch/trunk/trunk.go#L241>.
fn further_subnet(node: &NodeDemand) -> Option<usize> {
    if node.settings.custom_networking {
        node.pod_subnet
    } else {
        Some(node.node_subnet)
    }
}

fn take_one(subnets: &mut [Free], subnet: usize) -> bool {
    subnets
        .get_mut(subnet)
        .is_some_and(|free| free.take(1, 0, Unit::Address))
}

/// Lets the pools grow in turns, one step each, until none can or needs to.
fn take_turns(subnets: &mut [Free], mut growing: Vec<&mut Running<'_>>) {
    while !growing.is_empty() {
        growing.retain_mut(|running| running.grow(subnets));
    }
}

/// Binds every node's pods, one to each in turn; the pools catch up after each round.
fn bind(subnets: &mut [Free], running: &mut [Running<'_>]) {
    let mut busy: Vec<&mut Running<'_>> = running.iter_mut().collect();
    let mut round = 0;
    loop {
        // A node whose pod still waits after the pools came to rest can serve no further one.
        busy.retain(|running| running.node.pods > round && running.pool.waiting() == 0);
        if busy.is_empty() {
            return;
        }
        for running in &mut busy {
            running.pool.arrive(1);
        }
        take_turns(
            subnets,
            busy.iter_mut().map(|running| &mut **running).collect(),
        );
        round += 1;
    }
}

/// Gives pods one by one to the least loaded node with a free address, the first of equals.
///
/// Every node that is still in the list carries as many pods as the others, so going round it is going by load.
fn spread(subnets: &mut [Free], running: &mut [Running<'_>], pods: u32) {
    let mut left = pods;
    let mut open: Vec<&mut Running<'_>> = running.iter_mut().collect();
    while left > 0 && !open.is_empty() {
        open.retain_mut(|running| {
            let full = running.pool.pods() >= running.node.pods || running.pool.idle() == 0;
            if full || left == 0 {
                return !full;
            }
            left -= 1;
            running.pool.arrive(1);
            while running.grow(subnets) {}
            true
        });
    }
}

impl NodeOutcome {
    fn record(&mut self, node: &NodeDemand, pool: &Pool) {
        self.pods_with_address = pool.pods();
        for (place, addresses) in pool.addresses_by_place() {
            self.interfaces += 1;
            if place == node.node_subnet {
                self.node_subnet_addresses = self.node_subnet_addresses.saturating_add(addresses);
            } else {
                self.pod_subnet_addresses = self.pod_subnet_addresses.saturating_add(addresses);
            }
        }
    }
}

/// The subnets as one node's ipamd reaches them.
struct Subnets<'a> {
    free: &'a mut [Free],
    node: &'a NodeDemand,
}

impl Subnets<'_> {
    /// Subnets for a further interface, the one to try first in front.
    ///
    /// Source: subnet discovery tries the subnets by free addresses, most first, read 2026-11-23,
    /// <https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html>.
    fn candidates(&self) -> [Option<usize>; 2] {
        let node = Some(self.node.node_subnet);
        let pods = self.node.pod_subnet;
        if self.node.settings.custom_networking {
            return [pods, None];
        }
        let addresses = |subnet: Option<usize>| {
            subnet
                .and_then(|index| self.free.get(index))
                .map_or(0, Free::addresses)
        };
        if addresses(pods) > addresses(node) {
            [pods, node]
        } else {
            [node, pods]
        }
    }
}

impl Supply for Subnets<'_> {
    fn assign(&mut self, place: usize, units: u32) -> bool {
        let unit = self.node.settings.unit();
        self.free
            .get_mut(place)
            .is_some_and(|free| free.take(0, units, unit))
    }

    fn attach(&mut self, units: u32) -> Option<usize> {
        let unit = self.node.settings.unit();
        let mut candidates = self.candidates().into_iter().flatten();
        candidates.find(|&subnet| {
            self.free
                .get_mut(subnet)
                .is_some_and(|free| free.take(1, units, unit))
        })
    }
}
