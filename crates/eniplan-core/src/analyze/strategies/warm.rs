//! Warm targets tuned: a few spare addresses in place of whole interfaces or prefixes.

use super::networking::{Takes, with_settings};
use super::{Present, Refusal, workload};
use crate::plan::{NodeGroup, Plan, Provisioner, Target};

/// Addresses that a node keeps ready: enough for two pods to start without asking EC2.
///
/// Source: the example of the best practices, `WARM_IP_TARGET=2`, read 2026-11-23,
/// <https://docs.aws.amazon.com/eks/latest/best-practices/ip-opt.html>.
const SPARE: u32 = 2;

/// `WARM_IP_TARGET` for the spare pods, and `MINIMUM_IP_TARGET` at what every node needs anyway, which saves calls.
pub(super) fn tuned(present: &Present<'_>) -> Result<Plan, Refusal> {
    let targets = |minimum| {
        with_settings(present, Takes::Linux, |networking| {
            networking.warm.ip = Some(Target::of(SPARE));
            networking.warm.minimum_ip = minimum;
        })
    };
    let mut plan = targets(None)?;
    workload::carry_the_pods(&mut plan, present.catalogue);
    let mut tuned = targets(Some(Target::of(fewest_pods(&plan).saturating_add(SPARE))))?;
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
