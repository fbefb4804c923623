//! The path of growth: nodes one at a time, each with its pods.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::cmp::Ordering;

use super::group::Group;
use super::moments::{self, Moment};
use super::spread::Count;
use super::walls::difference;

/// Growth ends here, where EKS ends: nodes of a cluster.
const MOST_NODES: u32 = 100_000;

/// The path of growth: nodes one at a time, each with its pods, to the group with the lowest nodes / desired.
pub(super) struct Path<'a> {
    groups: &'a [Group<'a>],
    /// The group that each node joins, as far as anyone asked.
    order: RefCell<Order>,
}

struct Order {
    joined: Vec<usize>,
    turns: BinaryHeap<Turn>,
}

/// A group that waits for its next node; the greatest is the one with the lowest nodes / desired, the first of equals.
#[derive(PartialEq, Eq)]
struct Turn {
    nodes: u64,
    desired: u64,
    group: usize,
}

impl Ord for Turn {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, others) = (self.nodes * other.desired, other.nodes * self.desired);
        others.cmp(&own).then(other.group.cmp(&self.group))
    }
}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'a> Path<'a> {
    pub(super) fn of(groups: &'a [Group<'a>]) -> Self {
        let turns = groups.iter().enumerate().map(|(group, resolved)| Turn {
            nodes: 0,
            desired: resolved.nodes.desired.into(),
            group,
        });
        Self {
            groups,
            order: RefCell::new(Order {
                joined: Vec::new(),
                turns: turns.filter(|turn| turn.desired > 0).collect(),
            }),
        }
    }

    /// Nodes desired over all groups.
    pub(super) fn desired(&self) -> u32 {
        self.groups
            .iter()
            .map(|group| group.nodes.desired)
            .fold(0, u32::saturating_add)
    }

    /// The moment at which there are so many nodes in all.
    ///
    /// Once every group stands at the same ratio the order begins anew, so that one round of it is all there is.
    pub(super) fn at<'m>(&self, nodes: u32) -> Moment<'m> {
        let round = self.desired().max(1);
        let (rounds, rest) = (nodes / round, (nodes % round) as usize);
        let mut order = self.order.borrow_mut();
        while order.joined.len() < rest {
            let Some(mut next) = order.turns.peek_mut() else {
                break;
            };
            let group = next.group;
            next.nodes += 1;
            drop(next);
            order.joined.push(group);
        }
        let whole = self.groups.iter().map(|group| Count {
            nodes: rounds.saturating_mul(group.nodes.desired),
            ..Count::default()
        });
        let mut counts: Vec<Count> = whole.collect();
        for group in order.joined.iter().take(rest) {
            if let Some(count) = counts.get_mut(*group) {
                count.nodes = count.nodes.saturating_add(1);
            }
        }
        for (count, group) in counts.iter_mut().zip(self.groups) {
            *count = grown(group, count.nodes);
        }
        Moment { counts, lost: None }
    }

    /// The fewest nodes, from `least` on, that carry so many pods; where none do, the most.
    pub(super) fn carrying(&self, pods: u64, least: u32) -> u32 {
        let carried = |nodes: u32| {
            let counts = self.at(nodes).counts;
            let each = self.groups.iter().zip(counts).map(|(group, count)| {
                let room = group.room(count.nodes, |kind| Some(kind.capacity().into()));
                room.unwrap_or(0).min(count.pods.into())
            });
            each.fold(0, u64::saturating_add)
        };
        let bare = largest(least, |nodes| {
            difference(carried(nodes).saturating_add(1), pods)
        });
        bare.map_or(MOST_NODES, |nodes| nodes.saturating_add(1).max(least))
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

/// The largest number up to [`MOST_NODES`] for which `over` is not above zero, as it is for no smaller one; `None` where
/// nothing bounds it.
///
/// What a plan wants grows about evenly with its nodes, so a straight line through what is `over` at both ends mostly
/// leads there in two steps; where it does not, strides double, and at last the rest is halved.
pub(super) fn largest(start: u32, over: impl Fn(u32) -> i64) -> Option<u32> {
    let mut high = End::at(MOST_NODES, &over);
    if high.fits() {
        return None;
    }
    let mut low = End::at(0, |_| -1);
    let start = End::at(start.clamp(1, MOST_NODES), &over);
    if start.fits() {
        low = start;
    } else {
        high = start;
        low.over = over(0).min(0);
    }
    let (mut stride, mut rose) = (1, None);
    for tried in 0u32.. {
        if high.nodes - low.nodes <= 1 {
            break;
        }
        let (least, most) = (low.nodes + 1, high.nodes - 1);
        let guess = if tried < LINES {
            let line = low.towards(&high);
            match rose {
                Some(true) => line.max(low.nodes.saturating_add(stride)),
                Some(false) => line.min(high.nodes.saturating_sub(stride)),
                None => line,
            }
        } else {
            low.nodes + (high.nodes - low.nodes) / 2
        };
        let end = End::at(guess.clamp(least, most), &over);
        let rises = end.fits();
        stride = if rose == Some(rises) { stride * 4 } else { 1 };
        rose = Some(rises);
        if rises {
            low = end;
        } else {
            high = end;
        }
    }
    Some(low.nodes)
}

/// The largest number for which none of several amounts is above zero; `None` where nothing bounds any of them.
///
/// Each of them may grow about evenly where the most of them does not, so each has lines of its own, unless it fits
/// where another one stops.
pub(super) fn largest_of_all(start: u32, amounts: &[&dyn Fn(u32) -> i64]) -> Option<u32> {
    let mut most: Option<u32> = None;
    for over in amounts {
        if most.is_none_or(|most| over(most) > 0) {
            most = most.into_iter().chain(largest(start, over)).min();
        }
    }
    most
}

/// Lines that are drawn before the rest is halved.
const LINES: u32 = 12;

/// Counts at most that [`largest`] takes: both ends, the lines, and the halvings of all there is.
#[cfg(test)]
pub(super) const MOST_COUNTS: u32 = 3 + LINES + 17;

/// A number of nodes, and by how much it is over a limit.
struct End {
    nodes: u32,
    over: i64,
}

impl End {
    fn at(nodes: u32, over: impl Fn(u32) -> i64) -> Self {
        Self {
            nodes,
            over: over(nodes),
        }
    }

    fn fits(&self) -> bool {
        self.over <= 0
    }

    /// Where a straight line to an end that does not fit crosses zero, rounded down.
    fn towards(&self, high: &Self) -> u32 {
        let nodes = i128::from(high.nodes) - i128::from(self.nodes);
        let (under, over) = (-i128::from(self.over), i128::from(high.over));
        let crossed = i128::from(self.nodes) + under * nodes / (under + over).max(1);
        u32::try_from(crossed).unwrap_or(high.nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::catalogue::Catalogue;
    use crate::plan::{NodeCount, NodeGroup, Nodes, Plan};
    use proptest::prelude::*;

    proptest! {
        /// One node at a time is the obvious way.
        #[test]
        fn rounds_equal_one_node_at_a_time(desired in proptest::collection::vec(0u32..9, 1..4), nodes in 0u32..80) {
            let group = |desired| NodeGroup {
                nodes: Nodes { desired: Some(NodeCount::of(desired)), ..Nodes::default() },
                ..NodeGroup::default()
            };
            let plan = Plan { node_groups: desired.iter().copied().map(group).collect(), ..Plan::default() };
            let catalogue = Catalogue::bundled();
            let mut findings = Vec::new();
            let groups: Vec<Group<'_>> =
                (0..desired.len()).filter_map(|index| Group::of(&plan, index, &catalogue, &mut findings)).collect();
            let path = Path::of(&groups);
            let mut slow = alloc::vec![0u32; desired.len()];
            for _ in 0..nodes {
                // Ratios of so few nodes differ by far more than what a float cuts off, and equal ones are equal.
                let ratio = |group: &usize| f64::from(slow[*group]) / f64::from(desired[*group]);
                let waiting = (0..desired.len()).filter(|group| desired[*group] > 0);
                if let Some(next) = waiting.min_by(|a, b| ratio(a).total_cmp(&ratio(b))) {
                    slow[next] += 1;
                }
            }
            let fast: Vec<u32> = path.at(nodes).counts.iter().map(|count| count.nodes).collect();
            prop_assert_eq!(fast, slow);
        }

        /// The most of several amounts is the obvious one amount.
        #[test]
        fn the_largest_of_all_is_that_of_the_most(
            start in 0u32..5_000, bounds in proptest::collection::vec((0u32..120_000, 1i64..1_000), 1..4),
        ) {
            let over = |(bound, rise): (u32, i64)| move |nodes: u32| (i64::from(nodes) - i64::from(bound)) * rise;
            let amounts: Vec<_> = bounds.into_iter().map(over).collect();
            let each: Vec<&dyn Fn(u32) -> i64> = amounts.iter().map(|over| over as _).collect();
            let most = |nodes: u32| amounts.iter().map(|over| over(nodes)).max().unwrap();
            prop_assert_eq!(largest_of_all(start, &each), largest(start, most));
        }

        /// A bound that is met in stairs, as where groups take turns, or all at once.
        #[test]
        fn the_largest_that_fits_is_found(start in 0u32..5_000, bound in 0u32..90_000, stair in 1u32..40_000, rise in 1i64..1_000) {
            let counts = core::cell::Cell::new(0);
            let stairs = |nodes: u32| {
                counts.set(counts.get() + 1);
                if nodes <= bound { -i64::from((bound - nodes) / stair) * rise } else { 1 + i64::from((nodes - bound) / stair) * rise }
            };
            prop_assert_eq!(largest(start, stairs), Some(bound));
            prop_assert!(counts.get() <= MOST_COUNTS);
            prop_assert_eq!(largest(start, |nodes| i64::from(nodes > bound)), Some(bound));
            prop_assert_eq!(largest(start, |_| 0), None);
        }
    }
}
