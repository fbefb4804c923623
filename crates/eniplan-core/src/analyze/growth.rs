//! The path of growth: nodes one at a time, each with its pods.

use alloc::vec::Vec;
use core::cell::RefCell;

use super::capacity::{Count, Moment};
use super::group::Group;
use super::moments;

/// Growth ends here, where EKS ends: nodes of a cluster.
const MOST_NODES: u32 = 100_000;

/// The path of growth: nodes one at a time, each with its pods, to the group with the lowest nodes / desired.
pub(super) struct Path<'a> {
    groups: &'a [Group<'a>],
    /// The group that each node joins, as far as anyone asked.
    order: RefCell<Order>,
}

#[derive(Default)]
struct Order {
    joined: Vec<usize>,
    nodes: Vec<u64>,
}

impl<'a> Path<'a> {
    pub(super) fn of(groups: &'a [Group<'a>]) -> Self {
        Self {
            groups,
            order: RefCell::new(Order {
                joined: Vec::new(),
                nodes: alloc::vec![0; groups.len()],
            }),
        }
    }

    /// Nodes desired over all groups.
    pub(super) fn desired(&self) -> u32 {
        self.groups
            .iter()
            .map(|group| group.plan.nodes.desired())
            .fold(0, u32::saturating_add)
    }

    /// The moment at which there are so many nodes in all.
    pub(super) fn at<'m>(&self, nodes: u32) -> Moment<'m> {
        let mut order = self.order.borrow_mut();
        let wanted = nodes as usize;
        while order.joined.len() < wanted {
            let next = self.next(&order.nodes);
            let Some(next) = next else { break };
            order.joined.push(next);
            if let Some(count) = order.nodes.get_mut(next) {
                *count += 1;
            }
        }
        let mut counts = alloc::vec![0u32; self.groups.len()];
        for group in order.joined.iter().take(wanted) {
            if let Some(count) = counts.get_mut(*group) {
                *count += 1;
            }
        }
        let counts = self
            .groups
            .iter()
            .zip(counts)
            .map(|(group, nodes)| grown(group, nodes));
        Moment {
            counts: counts.collect(),
            lost: None,
        }
    }

    /// The group with the lowest nodes / desired, the first of equals.
    fn next(&self, nodes: &[u64]) -> Option<usize> {
        let ratio = |index: &usize| {
            (
                nodes.get(*index).copied().unwrap_or(0),
                u64::from(
                    self.groups
                        .get(*index)
                        .map_or(0, |g| g.plan.nodes.desired()),
                ),
            )
        };
        (0..self.groups.len())
            .filter(|index| ratio(index).1 > 0)
            .min_by(|a, b| {
                let ((an, ad), (bn, bd)) = (ratio(a), ratio(b));
                (an * bd).cmp(&(bn * ad))
            })
    }
}

/// A group that has grown, or shrunk, to so many nodes: nodes keep their pods, new ones bring as many as the fullest.
pub(super) fn grown(group: &Group<'_>, nodes: u32) -> Count {
    let Count {
        nodes: desired,
        pods,
        ..
    } = moments::desired_count(group);
    if desired == 0 {
        return Count {
            nodes,
            pods: 0,
            surge: 0,
        };
    }
    let (each, more) = (pods / desired, pods % desired);
    let pods = if nodes <= desired {
        each * nodes + more.min(nodes)
    } else {
        pods.saturating_add((nodes - desired).saturating_mul(pods.div_ceil(desired)))
    };
    Count {
        nodes,
        pods,
        surge: 0,
    }
}

/// The largest number up to [`MOST_NODES`] for which `fits` holds, as it does for every smaller one; `None` where
/// nothing bounds it.
pub(super) fn largest(start: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
    let (mut low, mut high) = (0, start.clamp(1, MOST_NODES));
    while fits(high) {
        if high == MOST_NODES {
            return None;
        }
        low = high;
        high = high.saturating_mul(2).min(MOST_NODES);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}
