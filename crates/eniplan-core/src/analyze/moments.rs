//! The moments of a plan: as desired, at max, while upgrading, without a zone.

use alloc::vec::Vec;

use super::group::Group;
use super::spread::Count;
use crate::plan::{Plan, Provisioner, UpdateStrategy};

/// The plan at a moment.
#[derive(Clone, Debug)]
pub(super) struct Moment<'a> {
    /// Each group's nodes and pods.
    pub(super) counts: Vec<Count>,
    /// The zone that is gone.
    pub(super) lost: Option<&'a str>,
}

/// As desired.
pub(super) fn desired<'a>(groups: &[Group<'_>]) -> Moment<'a> {
    Moment {
        counts: groups.iter().map(desired_count).collect(),
        lost: None,
    }
}

pub(super) fn desired_count(group: &Group<'_>) -> Count {
    Count {
        nodes: group.nodes.desired,
        pods: group.plan.pods.desired.get(),
        surge: 0,
    }
}

/// Every group at its max.
pub(super) fn at_max<'a>(groups: &[Group<'_>]) -> Moment<'a> {
    let counts = groups.iter().map(|group| Count {
        nodes: group.nodes.max,
        pods: group.plan.pods.max(),
        surge: 0,
    });
    Moment {
        counts: counts.collect(),
        lost: None,
    }
}

/// The given counts while every group is being updated: Terraform updates groups in parallel, so surges add up.
pub(super) fn upgrading<'a>(groups: &[Group<'_>], counts: &[Count]) -> Moment<'a> {
    let surging = |(group, count): (&Group<'_>, &Count)| Count {
        surge: surge(group, count.nodes),
        ..*count
    };
    Moment {
        counts: groups.iter().zip(counts).map(surging).collect(),
        lost: None,
    }
}

/// As desired, with a zone gone and its nodes started in the others.
pub(super) fn without_zone<'a>(groups: &[Group<'_>], zone: &'a str) -> Moment<'a> {
    Moment {
        lost: Some(zone),
        ..desired(groups)
    }
}

/// The zones that any group uses, in plan order.
pub(super) fn zones_in_use(plan: &Plan, groups: &[Group<'_>]) -> Vec<crate::plan::Name> {
    let used: Vec<_> = groups
        .iter()
        .filter(|group| !group.is_empty())
        .flat_map(|group| group.plan.zones(plan))
        .collect();
    let mut zones: Vec<_> = plan.zones().into_iter().map(|zone| zone.name).collect();
    zones.retain(|zone| used.contains(zone));
    zones
}

/// Nodes that an update starts before it ends old ones.
///
/// A managed node group starts max(2 × zones, max unavailable) of them unless its strategy is minimal.
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html>, read 2026-11-23.
/// Karpenter and Auto Mode replace as many at once as the disruption budget allows.
/// Source: <https://karpenter.sh/docs/concepts/disruption/>, read 2026-11-23.
pub(super) fn surge(group: &Group<'_>, nodes: u32) -> u32 {
    if nodes == 0 {
        return 0;
    }
    let of = |share: crate::plan::Share| {
        u32::try_from(share.of(nodes.into()))
            .unwrap_or(u32::MAX)
            .min(nodes)
    };
    match (group.plan.provisioner, group.plan.update.strategy) {
        (Provisioner::Managed, UpdateStrategy::Default) => group
            .zones
            .saturating_mul(2)
            .max(of(group.plan.update.max_unavailable)),
        (Provisioner::Karpenter | Provisioner::AutoMode, _) => of(group.plan.disruption.budget),
        _ => 0,
    }
}
