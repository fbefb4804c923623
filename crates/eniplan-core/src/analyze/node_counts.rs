//! How many nodes a group has: as the plan says, or as many as its pods need.

use alloc::vec::Vec;

use super::kind::{self, Kind};
use crate::plan::{NodeCount, NodeGroup, Provisioner};

/// How many nodes a group has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeCounts {
    /// At this moment.
    pub(super) now: u32,
    /// Wanted.
    pub(super) desired: u32,
    /// At most.
    pub(super) max: u32,
    /// Whether they were counted from the pods.
    pub(super) from_pods: bool,
}

impl NodeCounts {
    /// The plan's, but for Karpenter and Auto Mode, which start what the pods need, where it names none.
    ///
    /// On Fargate every pod is a node, whatever the plan says of nodes.
    pub(super) fn of(group: &NodeGroup, kinds: &[Kind<'_>]) -> Self {
        if group.provisioner == Provisioner::Fargate {
            let desired = group.pods.desired.get();
            return Self {
                now: desired,
                desired,
                max: group.pods.max().max(desired),
                from_pods: false,
            };
        }
        let nodes = &group.nodes;
        let given = Self {
            now: nodes.now(),
            desired: nodes.desired(),
            max: nodes.max(),
            from_pods: false,
        };
        let by_pods = matches!(
            group.provisioner,
            Provisioner::Karpenter | Provisioner::AutoMode
        );
        if !by_pods || nodes.desired.is_some() || group.pods.desired.get() == 0 {
            return given;
        }
        let Some(needed) = needed(kinds, group.pods.desired.get()) else {
            return given;
        };
        let bound = |count: Option<NodeCount>| count.map(crate::plan::Within::get);
        let most = bound(nodes.max).unwrap_or(u32::MAX);
        let desired = needed.max(bound(nodes.min).unwrap_or(0)).min(most);
        let at_max = needed_or(kinds, group.pods.max(), desired);
        Self {
            now: bound(nodes.now).unwrap_or(desired),
            desired,
            max: bound(nodes.max).unwrap_or(at_max).max(desired),
            from_pods: true,
        }
    }
}

fn needed_or(kinds: &[Kind<'_>], pods: u32, least: u32) -> u32 {
    needed(kinds, pods).unwrap_or(least).max(least)
}

/// The fewest nodes that carry so many pods, as the kinds share them; `None` where none ever do.
fn needed(kinds: &[Kind<'_>], pods: u32) -> Option<u32> {
    let weights: Vec<u32> = kinds.iter().map(|kind| kind.weight).collect();
    let capacities: Vec<u32> = kinds.iter().map(Kind::capacity).collect();
    let carries = |nodes: u32| {
        let shares = kind::shares(nodes, &weights);
        let carried = shares
            .iter()
            .zip(&capacities)
            .map(|(nodes, capacity)| u64::from(*nodes) * u64::from(*capacity));
        carried.fold(0, u64::saturating_add) >= pods.into()
    };
    let (mut low, mut high) = (0, NodeCount::of(u32::MAX).get());
    if !carries(high) {
        return None;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if carries(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}
