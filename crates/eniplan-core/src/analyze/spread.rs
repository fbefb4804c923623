//! Pods over nodes: which nodes of a group carry how many.

use alloc::vec::Vec;

use super::group::Group;

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

/// Nodes in a row that carry the same workload.
pub(super) struct Segment {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) workload: u32,
    pub(super) branches: u32,
    pub(super) surge: bool,
}

/// Node i carries floor(pods / nodes) pods, one more where i is below the remainder; likewise those with security groups.
pub(super) fn segments(group: &Group<'_>, count: Count) -> Vec<Segment> {
    // On Fargate every pod is a node.
    let nodes = if group.is_fargate() {
        count.pods
    } else {
        count.nodes
    };
    if nodes == 0 {
        return Vec::new();
    }
    let security = group.plan.pods.security_group_pods.get().min(count.pods);
    let (pods_more, security_more) = (count.pods % nodes, security % nodes);
    let fill = |pods: u32, security: u32| {
        let workload = pods.min(group.capacity());
        let branches = security.min(workload);
        // Beyond its branch interfaces a node takes no pod with security groups.
        let refused = branches.saturating_sub(group.branch_limit());
        (
            workload
                - if group.net.pod_security_groups {
                    refused
                } else {
                    0
                },
            branches - refused,
        )
    };
    let bounds = [
        0,
        pods_more.min(security_more),
        pods_more.max(security_more),
        nodes,
    ];
    let mut segments: Vec<Segment> = bounds
        .windows(2)
        .filter_map(|bounds| match bounds {
            [from, to] if from < to => {
                let pods = count.pods / nodes + u32::from(*from < pods_more);
                let security = security / nodes + u32::from(*from < security_more);
                let (workload, branches) = fill(pods, security);
                Some(Segment {
                    from: *from,
                    to: *to,
                    workload,
                    branches,
                    surge: false,
                })
            }
            _ => None,
        })
        .collect();
    if count.surge > 0 {
        let (workload, branches) = fill(count.pods.div_ceil(nodes), security.div_ceil(nodes));
        segments.push(Segment {
            from: nodes,
            to: nodes.saturating_add(count.surge),
            workload,
            branches,
            surge: true,
        });
    }
    segments
}

/// How many of the first `nodes` nodes stand in the zone at `slot` of `zones`.
pub(super) fn in_slot(nodes: u32, zones: usize, slot: usize) -> u32 {
    let zones = u32::try_from(zones).unwrap_or(u32::MAX).max(1);
    let slot = u32::try_from(slot).unwrap_or(u32::MAX);
    nodes / zones + u32::from(nodes % zones > slot)
}
