//! Warm targets tuned: a few spare addresses in place of whole interfaces or prefixes.

use super::networking::{Takes, with_settings};
use super::{Present, Refusal, workload};
use crate::aws::warm_pool::advice;
use crate::plan::{NodeGroup, Plan, Provisioner, Target};

/// `WARM_IP_TARGET` for the spare pods, and `MINIMUM_IP_TARGET` at what every node needs anyway, which saves calls.
pub(super) fn tuned(present: &Present<'_>) -> Result<Plan, Refusal> {
    let churn = present.plan.churn.pods_per_minute.get();
    let spare = advice::spare(churn.into(), present.report.totals.nodes);
    let targets = |minimum| {
        with_settings(present, Takes::Linux, |networking| {
            networking.warm.ip = Some(Target::of(spare));
            networking.warm.minimum_ip = minimum;
        })
    };
    let mut plan = targets(None)?;
    workload::carry_the_pods(&mut plan, present.catalogue);
    let mut tuned = targets(Some(Target::of(fewest_pods(&plan).saturating_add(spare))))?;
    for (tuned, carrying) in tuned.node_groups.iter_mut().zip(plan.node_groups) {
        tuned.nodes = carrying.nodes;
    }
    Ok(tuned)
}

/// Pods with an address that every node of the groups with a pool has at least.
fn fewest_pods(plan: &Plan) -> u32 {
    let has_pool = |group: &&NodeGroup| {
        let is_own = !matches!(
            group.provisioner,
            Provisioner::AutoMode | Provisioner::Fargate
        );
        is_own && group.pods.desired.get() > 0
    };
    let groups = plan.node_groups.iter().filter(has_pool);
    let pods = groups.map(|group| {
        let of_workload = group.pods.desired.get() / group.nodes.desired().max(1);
        of_workload.saturating_add(group.daemonset_pods.get())
    });
    pods.min().unwrap_or(0)
}
