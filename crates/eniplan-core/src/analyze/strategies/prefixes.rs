//! Prefix delegation, with a part of each subnet reserved for prefixes.

use alloc::vec::Vec;

use super::networking::{Takes, with_settings};
use super::{Present, Refusal, space, workload};
use crate::analyze::group::Group;
use crate::plan::{Plan, Role, Warm};

/// The smallest subnet of which half is worth reserving: an empty /26 holds two prefixes.
const SMALLEST: u8 = 26;

/// /28 prefixes where the pods are now.
pub(super) fn prefix_delegation(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = with_settings(present, Takes::Any, |networking| {
        networking.prefix_delegation = true;
        networking.warm = Warm::default();
    })?;
    nitro(&plan, present)?;
    let role = if plan.networking.custom_networking {
        Role::Pods
    } else {
        Role::Nodes
    };
    space::list(&mut plan, &present.report.layout);
    reserve(&mut plan, role);
    workload::settle_max_pods(&mut plan, present.catalogue, true);
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}

/// Whether any group has types that take prefixes throughout; else the first type that does not.
pub(super) fn nitro(plan: &Plan, present: &Present<'_>) -> Result<(), Refusal> {
    let mut first = None;
    for index in 0..plan.node_groups.len() {
        let Some(group) = Group::of(plan, index, present.catalogue, &mut Vec::new()) else {
            continue;
        };
        match group
            .types
            .iter()
            .find(|instance| !instance.supports_prefix_delegation())
        {
            None => return Ok(()),
            Some(instance) => first.get_or_insert(Refusal::NeedsNitro {
                group: group.name.clone(),
                instance_type: instance.name.clone(),
            }),
        };
    }
    Err(first.unwrap_or(Refusal::NoNodes))
}

/// Reserves the upper half of each subnet of a role that has no reservation yet.
///
/// The lower half stays for primary addresses and everything else that is handed out one by one.
pub(super) fn reserve(plan: &mut Plan, role: Role) {
    for subnet in plan.subnets.iter_mut().filter(|subnet| subnet.role == role) {
        let is_worth_it = subnet.reservations.is_empty() && subnet.cidr.length() <= SMALLEST;
        if let Some(half) = subnet
            .cidr
            .part(subnet.cidr.length() + 1, 1)
            .filter(|_| is_worth_it)
        {
            subnet.reservations.push(half);
        }
    }
}
