//! Fewer, larger nodes: fewer interfaces and fewer idle addresses for the same pods.

use alloc::vec::Vec;

use super::{Present, Refusal, workload};
use crate::analyze::group::Group;
use crate::analyze::moments::desired_count;
use crate::aws::catalogue::Catalogue;
use crate::plan::{Name, NodeCount, NodeGroup, Plan};

/// A larger size of the same family for every group of one type that takes fewer addresses with it.
///
/// The vCPUs of a group stay at least what they are, and its nodes stay at least one a zone.
pub(super) fn fewer_larger(present: &Present<'_>) -> Result<Plan, Refusal> {
    let mut plan = present.plan.clone();
    if plan.node_groups.is_empty() {
        return Err(Refusal::NoNodes);
    }
    workload::carry_the_pods(&mut plan, present.catalogue);
    let mut scratch = plan.clone();
    let mut found = false;
    for index in 0..plan.node_groups.len() {
        if let Some(larger) = larger(&plan, &mut scratch, index, present.catalogue)
            && let Some(group) = plan.node_groups.get_mut(index)
        {
            *group = larger;
            found = true;
        }
    }
    if found {
        Ok(plan)
    } else {
        Err(Refusal::NoLargerType)
    }
}

/// The group on a larger size; `scratch` is a plan of which this group may be changed.
fn larger(
    plan: &Plan,
    scratch: &mut Plan,
    index: usize,
    catalogue: &Catalogue,
) -> Option<NodeGroup> {
    let group = Group::of(plan, index, catalogue, &mut Vec::new())?;
    let [only] = group.types.as_slice() else {
        return None;
    };
    let vcpus = only
        .vcpus
        .filter(|_| !group.is_fargate() && group.plan.instance_types.len() == 1)?;
    let zones = u32::try_from(group.plan.zones(plan).len()).ok()?;
    let mut best = (addresses(&group), None);
    let candidates = catalogue.listed().filter(|instance| {
        let is_alike = instance.family() == only.family() && instance.arch == only.arch;
        is_alike && !instance.bare_metal && instance.vcpus.is_some_and(|more| more > vcpus)
    });
    for instance in candidates {
        let scaled = |nodes: u32| {
            let same = u64::from(nodes) * u64::from(vcpus);
            let same = same.div_ceil(u64::from(instance.vcpus.unwrap_or(vcpus)));
            NodeCount::of(
                u32::try_from(same)
                    .unwrap_or(u32::MAX)
                    .max(zones.min(nodes)),
            )
        };
        let mut larger = group.plan.clone();
        larger.instance_types = Name::of(&instance.name).into_iter().collect();
        let nodes = &group.plan.nodes;
        larger.nodes.min = nodes.min.map(|min| scaled(min.get()));
        larger.nodes.now = None;
        larger.nodes.desired = Some(scaled(nodes.desired()));
        larger.nodes.max = Some(scaled(nodes.max()));
        *scratch.node_groups.get_mut(index)? = larger;
        workload::carry_the_pods_of(scratch, index, catalogue);
        let larger = Group::of(scratch, index, catalogue, &mut Vec::new())?;
        if addresses(&larger) < best.0 {
            best = (addresses(&larger), Some(larger.plan.clone()));
        }
    }
    best.1
}

/// What the nodes of a group take at most, each as full as the fullest.
fn addresses(group: &Group<'_>) -> u64 {
    let count = desired_count(group);
    let fullest = group.fullest(count);
    fullest.addresses().saturating_mul(count.nodes.into())
}
