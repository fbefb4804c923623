//! The way past a wall as a change of the plan.

use alloc::vec::Vec;

use super::{Effort, Mend, listed, place_of, report_of};
use crate::analyze::report::{Fix, Report, Wall};
use crate::analyze::strategies::space;
use crate::aws::subnet::BALANCER_SUBNET;
use crate::plan::{Name, NodeCount, Plan, Provisioner, Role, Target, Warm, Within};

/// The cheapest way past a wall as a change; none where it is no key of the plan, as a quota is.
///
/// ```
/// use eniplan_core::analyze::{analyze, mend::of_wall};
/// use eniplan_core::{aws::catalogue::Catalogue, plan::Plan};
///
/// let catalogue = Catalogue::bundled();
/// let (plan, _) = Plan::from_text(b"node_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 3}, pods: {desired: 81}}]").unwrap();
/// let report = analyze(&plan, &catalogue);
/// let wall = report.walls.iter().find(|wall| wall.kind.name() == "max-pods").unwrap();
/// assert_eq!(of_wall(&plan, &report, wall).unwrap().text(), "networking.prefix_delegation: true");
/// ```
pub fn of_wall(plan: &Plan, report: &Report, wall: &Wall) -> Option<Mend> {
    let group = place_of(plan, &wall.subject);
    let set = |effort, change: &dyn Fn(&mut Plan)| Mend::of(effort, plan, change);
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    match wall.fix {
        Fix::WarmIp { target, .. } => set(Effort::Setting, &|plan| {
            let shipped = Warm::default();
            let warm = &mut plan.networking.warm;
            (warm.eni, warm.prefix) = (shipped.eni, shipped.prefix);
            warm.ip = Some(Target::of(target));
        }),
        Fix::Prefixes { .. } | Fix::PrefixMaxPods { .. } => set(Effort::Nodes, &|plan| {
            plan.networking.prefix_delegation = true;
            for group in &mut plan.node_groups {
                group.networking.prefix_delegation = None;
            }
        }),
        Fix::MaxPods { pods } => set(Effort::Nodes, &|plan| {
            if let Some(group) = group.and_then(|index| plan.node_groups.get_mut(index)) {
                group.max_pods = Some(Within::of(count(pods)));
            }
        }),
        Fix::LargerNodeBlock { length } => set(Effort::Cluster, &|plan| {
            plan.networking.block_size = Some(Within::of(length.into()));
            for group in &mut plan.node_groups {
                group.networking.block_size = None;
            }
        }),
        Fix::MoreMax { nodes: Some(nodes) } if wall.limit == 0 => {
            with_nodes(plan, &wall.subject, nodes)
        }
        // Fargate starts a node for each pod, whatever is set.
        Fix::MoreMax { nodes: Some(nodes) } => set(Effort::Setting, &|plan| {
            let group = group.and_then(|index| plan.node_groups.get_mut(index));
            if let Some(group) = group.filter(|group| group.provisioner != Provisioner::Fargate) {
                group.nodes.max = Some(NodeCount::of(count(nodes)));
            }
        }),
        Fix::MoreNodes { each } => more_nodes(plan, report, wall, each),
        Fix::MoreSubnets { length, .. } => more_subnets(plan, report, wall, length),
        Fix::ClusterSubnets => cluster_subnets(plan, report),
        Fix::BalancerSubnets => balancer_subnets(plan, report),
        Fix::MoreMax { nodes: None }
        | Fix::LargerType
        | Fix::MorePodCidr { .. }
        | Fix::Quota { .. }
        | Fix::Onboarding
        | Fix::AnotherCluster => None,
    }
}

/// As many nodes as carry the pods, or one more where they already do.
fn more_nodes(plan: &Plan, report: &Report, wall: &Wall, each: u64) -> Option<Mend> {
    let now = report_of(report, &wall.subject).filter(|group| !group.nodes_from_pods)?;
    let missing = if wall.more < 0 {
        wall.more.unsigned_abs().div_ceil(each.max(1))
    } else {
        1
    };
    let nodes = now.nodes.saturating_add(missing);
    with_nodes(plan, &wall.subject, nodes)
}

/// The group with so many nodes desired, and at most as many at least.
pub(super) fn with_nodes(plan: &Plan, name: &str, nodes: u64) -> Option<Mend> {
    let nodes = NodeCount::of(u32::try_from(nodes).ok()?);
    let index = place_of(plan, name)?;
    Mend::from(Effort::Nodes, plan, |plan| {
        let group = plan.node_groups.get_mut(index)?;
        group.nodes.desired = Some(nodes);
        group.nodes.max = group.nodes.max.map(|max| max.max(nodes));
        Some(())
    })
}

/// One more subnet of the role and size of the one that ran out, in each zone that has one.
///
/// A further one would help nobody where the one does not hold a single node, and under custom networking, where a
/// zone's pods stay in the one subnet that its ENIConfig names.
fn more_subnets(plan: &Plan, report: &Report, wall: &Wall, length: u8) -> Option<Mend> {
    let placed = &report.layout.subnets;
    let full = placed.iter().find(|subnet| subnet.name == wall.subject)?;
    if wall.nodes == 0 || full.role == Role::Pods && plan.networking.custom_networking {
        return None;
    }
    let zones: Vec<Name> = plan
        .zones()
        .into_iter()
        .map(|zone| zone.name)
        .filter(|zone| {
            let of_zone = |zone: &Name| {
                placed
                    .iter()
                    .any(|subnet| subnet.role == full.role && subnet.zone == zone.as_str())
            };
            of_zone(zone)
        })
        .collect();
    let stem = if full.role == Role::Nodes {
        "private"
    } else {
        full.role.word()
    };
    let routable = plan
        .vpc
        .cidrs
        .iter()
        .find(|block| block.cidr.contains(full.cidr))
        .is_none_or(|block| block.routable);
    Mend::from(Effort::Subnets, &listed(plan, report), |plan| {
        let free = space::free(plan, |block| block.routable == routable);
        let names = space::add_subnets(plan, &free, &zones, (full.role, stem), length)?;
        for group in &mut plan.node_groups {
            let in_zone = |zone: &Name| group.zones.is_empty() || group.zones.contains(zone);
            let further = zones.iter().zip(&names);
            let further = further.filter(|(zone, _)| in_zone(zone));
            let further: Vec<Name> = further.map(|(_, name)| name.clone()).collect();
            if let (Some(subnets), true) = (&mut group.subnets, full.role == Role::Nodes) {
                subnets.extend(further);
            }
        }
        Some(())
    })
}

/// A /27 for the cluster's interfaces in each of two zones.
fn cluster_subnets(plan: &Plan, report: &Report) -> Option<Mend> {
    let zones = plan.zones().into_iter().map(|zone| zone.name).take(2);
    let zones: Vec<Name> = zones.collect();
    let role = (Role::ControlPlane, Role::ControlPlane.word());
    Mend::from(Effort::Subnets, &listed(plan, report), |plan| {
        let free = space::free(plan, |block| block.routable);
        space::add_subnets(plan, &free, &zones, role, BALANCER_SUBNET)?;
        Some(())
    })
}

/// A /27 for load balancers in each zone, where there is no public subnet yet to which they go by themselves.
fn balancer_subnets(plan: &Plan, report: &Report) -> Option<Mend> {
    let public = |role: Role| role == Role::Public;
    let balancers = &plan.endpoints.load_balancers;
    if report
        .layout
        .subnets
        .iter()
        .any(|subnet| public(subnet.role))
        || !balancers.list.is_empty()
    {
        return None;
    }
    let zones: Vec<Name> = plan.zones().into_iter().map(|zone| zone.name).collect();
    let role = (Role::Public, Role::Public.word());
    Mend::from(Effort::Subnets, &listed(plan, report), |plan| {
        let free = space::free(plan, |block| block.routable);
        space::add_subnets(plan, &free, &zones, role, BALANCER_SUBNET)?;
        Some(())
    })
}
