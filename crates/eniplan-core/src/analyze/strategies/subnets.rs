//! More room in the VPC: further node subnets, tenants in subnets of their own, tagged subnets for pods.

use alloc::vec::Vec;

use super::networking::{Takes, with_settings};
use super::{Present, Refusal, space, workload};
use crate::analyze::analyze;
use crate::analyze::report::{Report, SubnetReport};
use crate::aws::subnet::LOAD_BALANCER_NEEDS;
use crate::plan::{Name, Plan, Role, Scheme};

/// A further node subnet in every zone: as large as what is missing at any moment, or else as the largest there is.
pub(super) fn further_node_subnets(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    if plan.node_groups.is_empty() {
        return Err(Refusal::NoNodes);
    }
    let zones = zones_of_nodes(present);
    workload::carry_the_pods(&mut plan, present.catalogue);
    let wanted = if plan.node_groups == present.plan.node_groups {
        wanted_length(present.report, &zones)
    } else {
        wanted_length(&analyze(&plan, present.catalogue), &zones)
    };
    let wanted = wanted.ok_or(Refusal::NoRoom)?;
    space::list(&mut plan, &present.report.layout);
    let free = space::free(&plan, |block| block.routable);
    let names = space::add_subnets(&mut plan, &free, &zones, (Role::Nodes, "private"), wanted)
        .ok_or(Refusal::NoRoom)?;
    for group in &mut plan.node_groups {
        let in_zone = |zone: &Name| group.zones.is_empty() || group.zones.contains(zone);
        let further: Vec<Name> = zones
            .iter()
            .zip(&names)
            .filter(|(zone, _)| in_zone(zone))
            .map(|(_, name)| name.clone())
            .collect();
        if let Some(subnets) = &mut group.subnets {
            subnets.extend(further);
        }
    }
    Ok(plan)
}

/// The length of a subnet that gives out what is missing in the worst zone at the worst moment, twice over because
/// nodes spread evenly, with what must stay free; or that of the largest node subnet.
fn wanted_length(report: &Report, zones: &[Name]) -> Option<u8> {
    let short = |subnets: &[SubnetReport], zone: &Name| {
        let of_zone = of_zone(subnets, zone).map(|subnet| subnet.short);
        of_zone.fold(0, u64::saturating_add)
    };
    let lengths = zones.iter().filter_map(|zone| {
        let states = report
            .states
            .iter()
            .map(|state| short(&state.subnets, zone));
        let missing = states.fold(short(&report.subnets, zone), u64::max);
        let largest = of_zone(&report.subnets, zone).map(|subnet| subnet.cidr.length());
        let enough = missing
            .saturating_mul(2)
            .saturating_add(LOAD_BALANCER_NEEDS);
        Some(largest.min()?.min(space::length_for(enough)))
    });
    lengths.min()
}

/// Endpoints, internal load balancers and the plan's others out of the node subnets, into subnets of their own.
pub(super) fn tenants_apart(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    let layout = &present.report.layout;
    let zones = zones_of_nodes(present);
    let in_node_subnets = |names: &[Name]| {
        names.is_empty()
            || names.iter().any(|name| {
                layout
                    .named(name)
                    .and_then(|index| layout.subnets.get(index))
                    .is_some_and(|subnet| subnet.role == Role::Nodes)
            })
    };
    let endpoints = &plan.endpoints.interface_endpoints;
    let endpoints =
        u64::from(endpoints.count.get()) * u64::from(in_node_subnets(&endpoints.subnets));
    let is_internal = |balancer: &crate::plan::LoadBalancer| {
        balancer.scheme == Scheme::Internal
            && balancer.count.get() > 0
            && in_node_subnets(&balancer.subnets)
    };
    let balancers: Vec<bool> = plan
        .endpoints
        .load_balancers
        .list
        .iter()
        .map(is_internal)
        .collect();
    let others: Vec<bool> = plan
        .others
        .iter()
        .map(|other| other.addresses.get() > 0 && in_node_subnets(&other.subnets))
        .collect();
    let of_balancers = plan.endpoints.load_balancers.list.iter().zip(&balancers);
    // Two addresses are the most that a load balancer at rest takes in a subnet.
    let of_balancers = of_balancers
        .filter(|(_, moves)| **moves)
        .map(|(balancer, _)| 2 * u64::from(balancer.count.get()));
    let of_others = plan.others.iter().zip(&others);
    let of_others = of_others
        .filter(|(_, moves)| **moves)
        .map(|(other, _)| u64::from(other.addresses.get()));
    let count = zones.len().max(1) as u64;
    let wanted = endpoints
        + of_balancers.sum::<u64>()
        + of_others
            .map(|addresses| addresses.div_ceil(count))
            .sum::<u64>();
    if wanted == 0 {
        return Err(Refusal::NothingToMove);
    }
    space::list(&mut plan, layout);
    let free = space::free(&plan, |block| block.routable);
    let length = space::length_for(wanted + LOAD_BALANCER_NEEDS);
    let names = space::add_subnets(&mut plan, &free, &zones, (Role::Other, "tenants"), length)
        .ok_or(Refusal::NoRoom)?;
    if endpoints > 0 {
        plan.endpoints
            .interface_endpoints
            .subnets
            .clone_from(&names);
    }
    let lists = plan
        .endpoints
        .load_balancers
        .list
        .iter_mut()
        .map(|balancer| &mut balancer.subnets);
    let lists = lists.zip(&balancers).chain(
        plan.others
            .iter_mut()
            .map(|other| &mut other.subnets)
            .zip(&others),
    );
    for (subnets, _) in lists.filter(|(_, moves)| **moves) {
        subnets.clone_from(&names);
    }
    Ok(plan)
}

/// Subnets tagged `kubernetes.io/role/cni=1`, to which further interfaces go by themselves.
pub(super) fn discovery(present: &Present<'_>) -> Result<Plan, Refusal> {
    if present.plan.vpc.shared {
        return Err(Refusal::SharedTags);
    }
    let mut plan = with_settings(present, Takes::Linux, |networking| {
        networking.custom_networking = false;
        networking.subnet_discovery = true;
    })?;
    space::add_pods_subnets(&mut plan, &present.report.layout)?;
    workload::settle_max_pods(&mut plan, present.catalogue, false);
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}

fn of_zone<'a>(
    subnets: &'a [SubnetReport],
    zone: &'a Name,
) -> impl Iterator<Item = &'a SubnetReport> {
    subnets
        .iter()
        .filter(|subnet| subnet.role == Role::Nodes && subnet.zone == zone.as_str())
}

/// The zones that have node subnets, in plan order.
fn zones_of_nodes(present: &Present<'_>) -> Vec<Name> {
    let zones = present.plan.zones().into_iter().map(|zone| zone.name);
    zones
        .filter(|zone| of_zone(&present.report.subnets, zone).next().is_some())
        .collect()
}
