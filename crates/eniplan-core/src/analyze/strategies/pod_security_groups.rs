//! Security groups for pods: a branch interface and one address for each pod.

use alloc::vec::Vec;

use super::networking::{Takes, with_settings};
use super::{Present, Refusal, workload};
use crate::analyze::group::Group;
use crate::plan::{Plan, Provisioner};

/// A branch interface for as many pods as the plan says, or else for all of them.
pub(super) fn branch_interfaces(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = with_settings(present, Takes::Linux, |networking| {
        networking.pod_security_groups = true;
    })?;
    let is_said = plan
        .node_groups
        .iter()
        .any(|group| group.pods.security_group_pods.get() > 0);
    for index in 0..plan.node_groups.len() {
        let Some(group) = Group::of(&plan, index, present.catalogue, &mut Vec::new()) else {
            continue;
        };
        if !group.net.pod_security_groups || group.plan.provisioner == Provisioner::Fargate {
            continue;
        }
        let without = group
            .types
            .iter()
            .find(|instance| instance.is_trunking_compatible() != Some(true));
        if let Some(instance) = without {
            return Err(Refusal::NoTrunk {
                group: group.name.clone(),
                instance_type: instance.name.clone(),
            });
        }
        if let Some(group) = plan.node_groups.get_mut(index).filter(|_| !is_said) {
            group.pods.security_group_pods = group.pods.desired;
        }
    }
    workload::settle_max_pods(&mut plan, present.catalogue, false);
    workload::carry_the_pods(&mut plan, present.catalogue);
    Ok(plan)
}
