//! Pods over nodes: which nodes of a group carry how many.

use alloc::vec::Vec;

use super::group::Group;
use super::kind::Kind;

/// How many nodes and workload pods a group has at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Nodes.
    pub(super) nodes: u32,
    /// Workload pods over those nodes.
    pub(super) pods: u32,
    /// Further nodes of an update, each as full as the fullest.
    pub(super) surge: u32,
}

/// Nodes in a row that are of one kind and carry the same workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Which kind of the group's nodes.
    pub(super) kind: usize,
    pub(super) workload: u32,
    pub(super) branches: u32,
    pub(super) surge: bool,
}

/// Pods that each node of a group gets, before any of them is refused: `each`, one more on the first `more` nodes of
/// those kinds that are not full.
struct Level {
    full: Vec<bool>,
    each: u32,
    more: u32,
}

/// Spreads pods evenly, and where a kind of node is full, what it does not take over the others.
fn level(group: &Group<'_>, shares: &[u32], pods: u32) -> Level {
    let mut full = alloc::vec![false; shares.len()];
    let (mut pods, mut nodes) = (pods, shares.iter().sum::<u32>());
    // Each round fills at least one kind.
    for _ in 0..shares.len() {
        let each = pods / nodes.max(1);
        let mut filled = false;
        for ((full, kind), share) in full.iter_mut().zip(&group.kinds).zip(shares) {
            let capacity = kind.capacity();
            if !*full && capacity <= each {
                pods = pods.saturating_sub(capacity.saturating_mul(*share));
                nodes = nodes.saturating_sub(*share);
                (*full, filled) = (true, true);
            }
        }
        if !filled || nodes == 0 {
            break;
        }
    }
    Level {
        full,
        each: pods / nodes.max(1),
        more: if nodes == 0 { 0 } else { pods % nodes },
    }
}

/// Node i carries floor(pods / nodes) pods, one more where i is below the remainder; likewise those with security groups.
///
/// Nodes of a kind stand together, in the order of the mix.
/// What a full kind leaves goes to the others, as the scheduler does it.
pub(super) fn segments(group: &Group<'_>, count: Count) -> Vec<Segment> {
    let mut segments = Vec::new();
    spread(group, count, &mut |segment| segments.push(segment));
    segments
}

/// The same, one after the other.
pub(super) fn spread(group: &Group<'_>, count: Count, each: &mut dyn FnMut(Segment)) {
    // On Fargate every pod is a node.
    let nodes = if group.is_fargate() {
        count.pods
    } else {
        count.nodes
    };
    match group.kinds.as_slice() {
        _ if nodes == 0 => {}
        [kind] => alone(group, kind, nodes, count, each),
        _ => mixed(group, nodes, count).into_iter().for_each(each),
    }
}

/// [`mixed`] where all nodes are of one kind, as they mostly are, without its lists of kinds.
fn alone(
    group: &Group<'_>,
    kind: &Kind<'_>,
    nodes: u32,
    count: Count,
    each_segment: &mut dyn FnMut(Segment),
) {
    let security = group.plan.pods.security_group_pods.get().min(count.pods);
    let (each, more) = if kind.capacity() <= count.pods / nodes {
        (kind.capacity(), 0)
    } else {
        (count.pods / nodes, count.pods % nodes)
    };
    let security_more = security % nodes;
    let cuts = [0, more.min(security_more), more.max(security_more), nodes];
    let mut push = |from, to, pods, secured, surge| {
        if from < to {
            let (workload, branches) = filled(group, kind, pods, secured);
            each_segment(Segment {
                from,
                to,
                kind: 0,
                workload,
                branches,
                surge,
            });
        }
    };
    for cut in cuts.windows(2) {
        if let [from, to] = *cut {
            let pods = each + u32::from(from < more);
            let secured = security / nodes + u32::from(from < security_more);
            push(from, to, pods, secured, false);
        }
    }
    let fullest = each + u32::from(more > 0);
    let end = nodes.saturating_add(count.surge);
    push(nodes, end, fullest, security.div_ceil(nodes), true);
}

fn mixed(group: &Group<'_>, nodes: u32, count: Count) -> Vec<Segment> {
    let shares = group.shares(nodes);
    let level = level(group, &shares, count.pods);
    let security = group.plan.pods.security_group_pods.get().min(count.pods);
    let security_more = security % nodes;
    let mut segments = Vec::with_capacity(shares.len() + 2);
    let mut fullest: Vec<(u32, u32)> = Vec::with_capacity(shares.len());
    let (mut from, mut open) = (0, 0);
    for (index, ((kind, share), full)) in
        group.kinds.iter().zip(&shares).zip(&level.full).enumerate()
    {
        let to = from + share;
        // Where pods, and where pods with security groups, have their last node with one more.
        let pods_cut = if *full {
            from
        } else {
            from + level.more.saturating_sub(open).min(*share)
        };
        let security_cut = security_more.clamp(from, to);
        let cuts = [
            from,
            pods_cut.min(security_cut),
            pods_cut.max(security_cut),
            to,
        ];
        let mut most = (0, 0);
        for cut in cuts.windows(2) {
            let [from, to] = *cut else { continue };
            if from >= to {
                continue;
            }
            let pods = if *full {
                kind.capacity()
            } else {
                level.each + u32::from(from < pods_cut)
            };
            let secured = security / nodes + u32::from(from < security_more);
            most = (most.0.max(pods), most.1.max(secured));
            let (workload, branches) = filled(group, kind, pods, secured);
            segments.push(Segment {
                from,
                to,
                kind: index,
                workload,
                branches,
                surge: false,
            });
        }
        fullest.push(if *share > 0 {
            most
        } else {
            (
                kind.capacity().min(count.pods.div_ceil(nodes)),
                security.div_ceil(nodes),
            )
        });
        open += if *full { 0 } else { *share };
        from = to;
    }
    surging(group, nodes, count.surge, &fullest, &mut segments);
    segments
}

/// What a node of a kind takes of so many pods, of which so many with security groups of their own: the workload that
/// is bound, and how much of it on branch interfaces.
fn filled(group: &Group<'_>, kind: &Kind<'_>, pods: u32, security: u32) -> (u32, u32) {
    let workload = pods.min(kind.capacity());
    let branches = security.min(workload);
    // Beyond its branch interfaces a node takes no pod with security groups.
    let refused = branches.saturating_sub(kind.branch_limit());
    let bound = if group.net.pod_security_groups {
        workload - refused
    } else {
        workload
    };
    (bound, branches - refused)
}

/// Nodes that an update starts beside the others, each as full as the fullest of its kind.
fn surging(
    group: &Group<'_>,
    nodes: u32,
    surge: u32,
    fullest: &[(u32, u32)],
    segments: &mut Vec<Segment>,
) {
    if surge == 0 {
        return;
    }
    let mut from = nodes;
    for (index, (share, (pods, secured))) in
        group.shares(surge).into_iter().zip(fullest).enumerate()
    {
        let Some(kind) = group.kinds.get(index).filter(|_| share > 0) else {
            continue;
        };
        let (workload, branches) = filled(group, kind, *pods, *secured);
        let to = from.saturating_add(share);
        segments.push(Segment {
            from,
            to,
            kind: index,
            workload,
            branches,
            surge: true,
        });
        from = to;
    }
}

/// Nodes that stand in one zone after the other.
pub(super) struct OverZones {
    each: u32,
    more: u32,
}

impl OverZones {
    /// So many nodes over so many zones.
    pub(super) fn of(nodes: u32, zones: usize) -> Self {
        let zones = u32::try_from(zones).unwrap_or(u32::MAX).max(1);
        Self {
            each: nodes / zones,
            more: nodes % zones,
        }
    }

    /// How many of them stand in the zone at a place among them.
    pub(super) fn in_slot(&self, slot: u32) -> u32 {
        self.each + u32::from(self.more > slot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::catalogue::Catalogue;
    use crate::plan::{NodeGroup, Plan, Pods, Within};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_kind_alone_is_a_mix_of_one(
            counts in (1u32..60, 0u32..2_000, 0u32..20), security in 0u32..900, branches in any::<bool>(), max_pods in 2u32..60,
        ) {
            let mut plan = Plan::default();
            plan.networking.pod_security_groups = branches;
            plan.node_groups.push(NodeGroup {
                pods: Pods { security_group_pods: Within::of(security), ..Pods::default() },
                max_pods: Some(Within::of(max_pods)),
                ..NodeGroup::default()
            });
            let catalogue = Catalogue::bundled();
            let group = Group::of(&plan, 0, &catalogue, &mut Vec::new()).unwrap();
            let (nodes, pods, surge) = counts;
            let count = Count { nodes, pods, surge };
            let mut fast = Vec::new();
            alone(&group, &group.kinds[0], nodes, count, &mut |segment| fast.push(segment));
            prop_assert_eq!(fast, mixed(&group, nodes, count));
        }
    }
}
