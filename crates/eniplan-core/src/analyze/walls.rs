//! What stops growth: for each limit the largest workload that would run if it were the only one.

use alloc::string::String;
use alloc::vec::Vec;

use super::capacity::{Scene, Usage};
use super::group::Group;
use super::growth::{Path, largest};
use super::moments;
use super::report::{Wall, WallKind};
use super::spread::Count;
use crate::aws::quotas;
use crate::aws::subnet::{self, LOAD_BALANCER_NEEDS, UPGRADE_NEEDS};
use crate::net::Ipv4Prefix;
use crate::plan::{LoadBalancerType, Plan, Provisioner, Role};

/// A limit on the way of growth.
#[derive(Clone, Copy)]
enum Limit {
    /// Addresses of the pods subnets, or of all others.
    Addresses {
        pods: bool,
    },
    Blocks,
    Upgrade,
    LoadBalancers,
    NodesMax,
    NodeQuota,
    Interfaces,
    AddressUsage,
}

const LIMITS: [(WallKind, Limit); 9] = [
    (WallKind::SubnetAddresses, Limit::Addresses { pods: false }),
    (WallKind::SubnetAddresses, Limit::Addresses { pods: true }),
    (WallKind::PrefixBlocks, Limit::Blocks),
    (WallKind::UpgradeReserve, Limit::Upgrade),
    (WallKind::LoadBalancerReserve, Limit::LoadBalancers),
    (WallKind::NodesMax, Limit::NodesMax),
    (WallKind::NodeQuota, Limit::NodeQuota),
    (WallKind::InterfaceQuota, Limit::Interfaces),
    (WallKind::Nau, Limit::AddressUsage),
];

struct Growth<'a> {
    plan: &'a Plan,
    scene: &'a Scene<'a>,
    path: Path<'a>,
}

impl Growth<'_> {
    fn usage(&self, nodes: u32) -> Usage {
        self.scene.at(&self.path.at(nodes))
    }

    /// A subnet's name and what it has of what ran out.
    fn subnet(&self, index: usize, has: impl Fn(Ipv4Prefix) -> u64) -> (String, u64) {
        let subnet = self.scene.layout.subnets.get(index);
        subnet
            .map(|subnet| (subnet.name.clone(), has(subnet.cidr)))
            .unwrap_or_default()
    }

    /// What a limit stops at so many nodes, and the limit itself; `None` where it does not stop anything yet.
    fn stopped(&self, limit: Limit, nodes: u32) -> Option<(String, u64)> {
        let scene = self.scene;
        match limit {
            Limit::Addresses { pods } => {
                let loads = self.usage(nodes).loads;
                let mut subnets = (0..)
                    .zip(&scene.layout.subnets)
                    .filter(|(_, subnet)| (subnet.role == Role::Pods) == pods);
                let (index, _) =
                    subnets.find(|(index, _)| scene.short_of_addresses(&loads, *index) > 0)?;
                Some(self.subnet(index, subnet::usable))
            }
            Limit::Blocks => {
                let loads = self.usage(nodes).loads;
                let index =
                    (0..loads.len()).find(|index| scene.short_of_blocks(&loads, *index) > 0)?;
                Some(self.subnet(index, subnet::prefixes))
            }
            Limit::Upgrade => {
                let moment = self.path.at(nodes);
                let loads = scene.at(&moment).loads;
                let tight = scene
                    .layout
                    .of_cluster()
                    .into_iter()
                    .find(|index| scene.free(&loads, *index) < UPGRADE_NEEDS);
                let surging = || {
                    scene.short(
                        &scene
                            .at(&moments::upgrading(self.plan, scene.groups, &moment.counts))
                            .loads,
                    )
                };
                let index = tight.or_else(surging)?;
                Some(self.subnet(index, |_| UPGRADE_NEEDS))
            }
            Limit::LoadBalancers => {
                let loads = self.usage(nodes).loads;
                let balanced = |index: &usize| scene.items.balanced.get(*index) == Some(&true);
                let tight = |index: &usize| scene.free(&loads, *index) < LOAD_BALANCER_NEEDS;
                let index = (0..loads.len()).filter(balanced).find(tight)?;
                Some(self.subnet(index, |_| LOAD_BALANCER_NEEDS))
            }
            Limit::NodesMax => self.group_over(nodes, |group| Some(group.plan.nodes.max())),
            Limit::NodeQuota => self.group_over(nodes, |group| {
                (group.plan.provisioner == Provisioner::Managed)
                    .then_some(quotas::NODES_PER_MANAGED_GROUP)
            }),
            Limit::Interfaces => {
                let most = quotas::INTERFACES_PER_REGION;
                (self.usage(nodes).interfaces > most)
                    .then(|| (self.plan.region.as_str().into(), most))
            }
            Limit::AddressUsage => {
                let most = quotas::ADDRESS_USAGE.0;
                (address_usage(self.plan, &self.usage(nodes)) > most)
                    .then(|| (self.plan.name().into(), most))
            }
        }
    }

    fn group_over(
        &self,
        nodes: u32,
        most: impl Fn(&Group<'_>) -> Option<u32>,
    ) -> Option<(String, u64)> {
        let counts = self.path.at(nodes).counts;
        let mut groups = self.scene.groups.iter().zip(counts);
        groups.find_map(|(group, count)| {
            let most = most(group)?;
            (count.nodes > most).then(|| (group.name.clone(), most.into()))
        })
    }
}

/// Every wall, the first one first.
pub(super) fn find(plan: &Plan, scene: &Scene<'_>) -> Vec<Wall> {
    let growth = Growth {
        plan,
        scene,
        path: Path::of(scene.groups),
    };
    let desired = growth.path.desired();
    let pods_desired: u64 = scene
        .groups
        .iter()
        .map(|group| u64::from(group.plan.pods.desired.get()))
        .sum();
    let mut walls = per_node(scene, desired.into(), pods_desired);
    for (kind, limit) in LIMITS.into_iter().filter(|_| desired > 0) {
        let Some(nodes) = largest(desired, |nodes| growth.stopped(limit, nodes).is_none()) else {
            continue;
        };
        let Some((subject, limit)) = growth.stopped(limit, nodes + 1) else {
            continue;
        };
        let pods = growth
            .usage(nodes)
            .groups
            .iter()
            .map(|group| group.placed)
            .sum();
        walls.push(Wall {
            kind,
            subject,
            nodes: nodes.into(),
            pods,
            more: difference(pods, pods_desired),
            limit,
        });
    }
    in_order(walls)
}

/// The first wall first; of equals the one whose kind comes first.
///
/// There are a dozen at most, so each is put into its place: the page is smaller without one more sort.
fn in_order(walls: Vec<Wall>) -> Vec<Wall> {
    let mut ordered: Vec<Wall> = Vec::with_capacity(walls.len());
    for wall in walls {
        let before = |other: &Wall| (other.pods, other.kind) <= (wall.pods, wall.kind);
        ordered.insert(ordered.partition_point(before), wall);
    }
    ordered
}

fn difference(a: u64, b: u64) -> i64 {
    i64::try_from(a)
        .unwrap_or(i64::MAX)
        .saturating_sub(i64::try_from(b).unwrap_or(i64::MAX))
}

/// Workload pods that one node of a group carries by some limit; none where it does not bind.
type Fit = fn(&Group<'_>) -> Option<u64>;

/// Walls inside a node: with the nodes as desired, the group with least headroom decides.
fn per_node(scene: &Scene<'_>, nodes: u64, pods_desired: u64) -> Vec<Wall> {
    let fits: [(WallKind, Fit); 4] = [
        (WallKind::InterfaceSlots, |group| {
            Some(
                (group.serves()? + u64::from(group.branch_limit()))
                    .saturating_sub(group.daemonset.into()),
            )
        }),
        (WallKind::MaxPods, |group| {
            Some(group.room_by_max_pods().into())
        }),
        (WallKind::Cpu, |group| group.cpu_fit.map(Into::into)),
        (WallKind::Memory, |group| group.memory_fit.map(Into::into)),
    ];
    let mut walls = Vec::new();
    let mut push = |kind, group: &Group<'_>, fit: u64, more: i64| {
        let pods = u64::try_from(
            i64::try_from(pods_desired)
                .unwrap_or(i64::MAX)
                .saturating_add(more),
        )
        .unwrap_or(0);
        walls.push(Wall {
            kind,
            subject: group.name.clone(),
            nodes,
            pods,
            more,
            limit: fit,
        });
    };
    let running = || {
        scene
            .groups
            .iter()
            .filter(|group| !group.is_fargate() && group.plan.pods.desired.get() > 0)
    };
    for (kind, fit) in fits {
        let headroom = running().filter_map(|group| {
            let fit = fit(group)?;
            let room = fit.saturating_mul(group.plan.nodes.desired().into());
            Some((
                difference(room, group.plan.pods.desired.get().into()),
                fit,
                group,
            ))
        });
        if let Some((more, fit, group)) = headroom.min_by_key(|(more, ..)| *more) {
            push(kind, group, fit, more);
        }
    }
    let branches = running()
        .filter(|group| group.plan.pods.security_group_pods.get() > 0)
        .map(|group| {
            let fit = u64::from(group.branch_limit());
            let room = fit.saturating_mul(group.plan.nodes.desired().into());
            (
                difference(room, group.plan.pods.security_group_pods.get().into()),
                fit,
                group,
            )
        });
    if let Some((more, fit, group)) = branches.min_by_key(|(more, ..)| *more) {
        push(WallKind::BranchInterfaces, group, fit, more);
    }
    walls
}

/// Network address usage of the VPC, in AWS's units.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html>, read 2026-11-23.
fn address_usage(plan: &Plan, usage: &Usage) -> u64 {
    let balancers = &plan.endpoints.load_balancers;
    let listed = balancers
        .list
        .iter()
        .filter(|balancer| balancer.kind == LoadBalancerType::Nlb);
    let nlbs = u64::from(balancers.nlb.get())
        + listed
            .map(|balancer| u64::from(balancer.count.get()))
            .sum::<u64>();
    let zones = plan.zones().len() as u64;
    let of_nodes: u64 = usage
        .loads
        .iter()
        .map(|load| load.demand.nodes().saturating_sub(load.prefixes * 16) + load.prefixes)
        .sum();
    let items = usage.loads.iter().map(|load| {
        let demand = load.demand;
        quotas::UNITS_OF_A_SERVICE * (demand.nat_gateways + demand.interface_endpoints)
            + demand.control_plane
            + demand.others
    });
    let further = usage
        .interfaces
        .saturating_sub(usage.groups.iter().map(|group| group.nodes).sum());
    of_nodes + further + items.sum::<u64>() + quotas::UNITS_OF_A_SERVICE * nlbs * zones
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
        scene.short(&scene.at(&moment).loads).is_none()
    };
    largest(desired, fits).map(u64::from)
}
