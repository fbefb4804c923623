//! Custom networking: pods in subnets of a secondary block.

use alloc::vec::Vec;

use super::networking::{Takes, with_settings};
use super::{Present, Refusal, prefixes, space, workload};
use crate::analyze::group::Group;
use crate::plan::{Plan, Role, Warm};

/// Single addresses from the secondary block.
pub(super) fn with_addresses(present: &Present<'_>) -> Result<Plan, Refusal> {
    secondary(present, false)
}

/// /28 prefixes from the secondary block.
pub(super) fn with_prefixes(present: &Present<'_>) -> Result<Plan, Refusal> {
    secondary(present, true)
}

fn secondary(present: &Present<'_>, prefix_delegation: bool) -> Result<Plan, Refusal> {
    let was_so = present.plan.networking.prefix_delegation == prefix_delegation;
    let mut plan = with_settings(present, Takes::Linux, |networking| {
        networking.custom_networking = true;
        networking.prefix_delegation = prefix_delegation;
        if !was_so {
            networking.warm = Warm::default();
        }
    })?;
    interfaces(&plan, present)?;
    space::add_pods_subnets(&mut plan, &present.report.layout)?;
    if prefix_delegation {
        prefixes::nitro(&plan, present)?;
        prefixes::reserve(&mut plan, Role::Pods);
    }
    workload::settle_max_pods(&mut plan, present.catalogue, prefix_delegation);
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}

/// Whether every group that takes part has an interface left for pods.
fn interfaces(plan: &Plan, present: &Present<'_>) -> Result<(), Refusal> {
    for index in 0..plan.node_groups.len() {
        let Some(group) = Group::of(plan, index, present.catalogue, &mut Vec::new()) else {
            continue;
        };
        let single = group.types.iter().find(|instance| instance.max_enis < 2);
        if let Some(instance) = single.filter(|_| group.net.custom_networking) {
            return Err(Refusal::NoInterface {
                group: group.name.clone(),
                instance_type: instance.name.clone(),
            });
        }
    }
    Ok(())
}
