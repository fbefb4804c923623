//! Nodes for the pods: how many a group needs, and what its kubelets must be told.

use alloc::vec::Vec;

use crate::analyze::group::Group;
use crate::aws::catalogue::Catalogue;
use crate::aws::max_pods;
use crate::plan::{Ami, NodeCount, Plan, Provisioner, Within};

/// Nodes that carry so many pods, as many of them as are asked for having security groups of their own.
fn carrying(group: &Group<'_>, pods: u32, security_group_pods: u32) -> Option<u32> {
    if pods == 0 {
        return Some(0);
    }
    let capacity = group.capacity();
    if capacity == 0 {
        return None;
    }
    let by_pods = pods.div_ceil(capacity);
    if !group.net.pod_security_groups || security_group_pods == 0 {
        return Some(by_pods);
    }
    let branches = group.branch_limit();
    (branches > 0).then(|| by_pods.max(security_group_pods.div_ceil(branches)))
}

/// The fewest nodes that carry the desired pods of all groups.
pub(super) fn nodes_needed(plan: &Plan, catalogue: &Catalogue) -> Option<u64> {
    let mut sum = 0u64;
    for index in 0..plan.node_groups.len() {
        let Some(group) = Group::of(plan, index, catalogue, &mut Vec::new()) else {
            continue;
        };
        let pods = &group.plan.pods;
        let nodes = if group.is_fargate() {
            pods.desired.get()
        } else {
            carrying(&group, pods.desired.get(), pods.security_group_pods.get())?
        };
        sum = sum.saturating_add(nodes.into());
    }
    Some(sum)
}

/// Adds nodes to every group whose pods do not fit on those it has.
pub(super) fn carry_the_pods(plan: &mut Plan, catalogue: &Catalogue) {
    for index in 0..plan.node_groups.len() {
        carry_the_pods_of(plan, index, catalogue);
    }
}

/// Adds nodes to a group whose pods do not fit on those it has, unless whoever starts them does so by itself.
pub(super) fn carry_the_pods_of(plan: &mut Plan, index: usize, catalogue: &Catalogue) {
    let group = Group::of(plan, index, catalogue, &mut Vec::new());
    let Some(group) = group.filter(|group| !group.is_fargate() && !group.nodes.from_pods) else {
        return;
    };
    let pods = &group.plan.pods;
    let of = |count| carrying(&group, count, pods.security_group_pods.get()).unwrap_or(0);
    let (desired, max) = (of(pods.desired.get()), of(pods.max()));
    let Some(group) = plan.node_groups.get_mut(index) else {
        return;
    };
    let nodes = &mut group.nodes;
    let most = nodes.max().max(max).max(desired);
    if desired > nodes.desired() {
        nodes.desired = Some(NodeCount::of(desired));
    }
    if most > nodes.max() {
        nodes.max = Some(NodeCount::of(most));
    }
}

/// Sets max pods where what nodes would be told is not what the network serves and AWS recommends.
///
/// A number of the plan's own is only ever lowered, unless the strategy is there to `raise` it.
pub(super) fn settle_max_pods(plan: &mut Plan, catalogue: &Catalogue, raise: bool) {
    for index in 0..plan.node_groups.len() {
        let Some(own) = plan.node_groups.get(index).map(|group| group.max_pods) else {
            continue;
        };
        if let Some(group) = plan.node_groups.get_mut(index) {
            group.max_pods = None;
        }
        let wanted = wanted(plan, index, catalogue, own.map(Within::get), raise);
        if let Some(group) = plan.node_groups.get_mut(index) {
            group.max_pods = wanted.map(Within::of);
        }
    }
}

fn wanted(
    plan: &Plan,
    index: usize,
    catalogue: &Catalogue,
    own: Option<u32>,
    raise: bool,
) -> Option<u32> {
    let group = Group::of(plan, index, catalogue, &mut Vec::new())?;
    let sizes_itself = matches!(
        group.plan.provisioner,
        Provisioner::AutoMode | Provisioner::Fargate
    ) || group.plan.ami == Ami::Windows;
    if sizes_itself {
        return own;
    }
    let cap = group
        .types
        .iter()
        .map(|instance| max_pods::cap(instance.vcpus))
        .min()?;
    let possible = group
        .possible_max_pods()
        .and_then(|pods| u32::try_from(pods).ok());
    let recommended = possible.map_or(cap, |pods| pods.min(cap));
    match own {
        Some(own) if !raise => Some(own.min(recommended)),
        _ if group.max_pods == recommended => None,
        // Nodes are told less than they could have, as before, and the strategy is not there to change that.
        None if !raise && group.max_pods < recommended => None,
        _ => Some(recommended),
    }
}
