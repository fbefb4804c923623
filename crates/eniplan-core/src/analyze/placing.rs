//! Which subnet the next node stands in: the one of its zone with most addresses left.

use alloc::collections::BinaryHeap;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::capacity::{Load, Scene};
use super::node::NodeTake;
use super::places::{Places, Subnets};

/// Subnets of a zone, above which the emptiest comes from a queue.
pub(super) const MANY: usize = 64;

/// Rounds over so many subnets until the rest go one by one: where each round has subnets of its own, it is no gain.
const ROUNDS: usize = 16;

/// What a count remembers from one lot of alike nodes to the next.
#[derive(Default)]
pub(super) struct Queues {
    /// The subnets of a zone that has many, by what each had left when it was last looked at; nodes only ever take more.
    of_zones: Vec<(Rc<[usize]>, Queue)>,
    /// Whether nodes that each had a choice were added several at a time.
    pub(super) in_lots: bool,
}

/// Subnets by what each had left, the first of equals ahead.
type Queue = BinaryHeap<(u64, Reverse<usize>)>;

impl Queues {
    /// The subnet with most addresses left, the first of equals.
    fn emptiest(&mut self, subnets: &Rc<[usize]>, left: impl Fn(usize) -> u64) -> Option<usize> {
        let known = self
            .of_zones
            .iter()
            .position(|(all, _)| Rc::ptr_eq(all, subnets));
        let at = known.unwrap_or_else(|| {
            let queue = subnets.iter().map(|index| (left(*index), Reverse(*index)));
            self.of_zones.push((Rc::clone(subnets), queue.collect()));
            self.of_zones.len() - 1
        });
        let (_, queue) = self.of_zones.get_mut(at)?;
        loop {
            let mut top = queue.peek_mut()?;
            let (was, Reverse(index)) = *top;
            let now = left(index);
            if now == was {
                return Some(index);
            }
            top.0 = now;
        }
    }
}

impl Scene<'_> {
    /// Adds so many nodes that are alike, each to the subnet that has most addresses left when its turn comes.
    ///
    /// Where nodes stand in one of several subnets with all their addresses, or their further interfaces in one that is
    /// no choice, whole rounds are added at once; where each further interface has a choice, the nodes go one by one.
    #[inline]
    pub(super) fn place(
        &self,
        loads: &mut [Load],
        place: &Places,
        take: &NodeTake,
        count: u32,
        queues: &mut Queues,
    ) {
        if let ([only], []) = (&*place.nodes.all, &*place.tagged.all) {
            // No choice, as mostly.
            self.put(loads, *only, place, take, count.into(), queues);
        } else {
            self.place_by_choice(loads, place, take, count, queues);
        }
    }

    fn place_by_choice(
        &self,
        loads: &mut [Load],
        place: &Places,
        take: &NodeTake,
        count: u32,
        queues: &mut Queues,
    ) {
        let nodes = &*place.nodes.all;
        let apart = place.apart.is_some_and(|apart| nodes.contains(&apart));
        // A round looks at all subnets, so that few nodes are sooner placed one by one from a queue.
        let is_much = nodes.len() <= MANY || count as usize >= nodes.len() / 8;
        if nodes.len() < 2 || !place.tagged.all.is_empty() || apart || !is_much {
            self.one_by_one(loads, place, take, count, queues);
            return;
        }
        let each = if place.apart.is_some() {
            1 + take.first_interface
        } else {
            take.addresses()
        };
        let mut left = count;
        let mut rest = ROUNDS;
        let mut turns: Vec<(u64, Reverse<usize>)> = Vec::with_capacity(nodes.len());
        while left > 0 {
            if nodes.len() > MANY && rest == 0 {
                self.one_by_one(loads, place, take, left, queues);
                return;
            }
            rest = rest.saturating_sub(1);
            turns.clear();
            turns.extend(
                nodes
                    .iter()
                    .map(|index| (self.free(loads, *index), Reverse(*index))),
            );
            let Some((most, Reverse(top))) = turns.iter().max().copied() else {
                return;
            };
            if most == 0 {
                // Everything is full, and stays so.
                self.put(loads, top, place, take, left.into(), queues);
                return;
            }
            // Those that stand within one node of the emptiest take turns, each once before any takes its second; the
            // others wait.
            let near = |free: u64| free > 0 && most - free < each;
            let (mut lowest, mut waiting) = (most, 0);
            turns.retain(|(free, _)| {
                if near(*free) {
                    lowest = lowest.min(*free);
                } else {
                    waiting = waiting.max(*free);
                }
                near(*free)
            });
            let turn = u32::try_from(turns.len()).unwrap_or(u32::MAX);
            let rounds = u64::from(left / turn).min((lowest - waiting).div_ceil(each));
            if rounds == 0 {
                // The emptiest are first.
                turns.sort_unstable_by(|one, other| other.cmp(one));
                turns.truncate(left as usize);
            }
            for (_, Reverse(index)) in &turns {
                self.put(loads, *index, place, take, rounds.max(1), queues);
            }
            left -= u32::try_from(rounds).unwrap_or(0) * turn;
            if rounds == 0 {
                return;
            }
        }
    }

    /// The obvious way: one node after the other, or a few at once where there are more choices than anyone has.
    fn one_by_one(
        &self,
        loads: &mut [Load],
        place: &Places,
        take: &NodeTake,
        count: u32,
        queues: &mut Queues,
    ) {
        let chunk = place.chunk(count);
        queues.in_lots |= chunk.min(count) > 1;
        let mut left = count;
        while left > 0 {
            let now = left.min(chunk);
            self.add(loads, place, take, now.into(), queues);
            left -= now;
        }
    }

    /// The index among `choices` of the subnet with most addresses left, the first of equals.
    pub(super) fn emptiest(&self, loads: &[Load], choices: &[usize]) -> Option<usize> {
        let left = |index: &usize| self.free(loads, *index);
        choices
            .iter()
            .copied()
            .max_by_key(|index| (left(index), Reverse(*index)))
    }

    /// The same among the subnets of a place, from a queue where there are many.
    fn chosen(&self, loads: &[Load], subnets: &Subnets, queues: &mut Queues) -> Option<usize> {
        if subnets.shared && subnets.all.len() > MANY {
            queues.emptiest(&subnets.all, |index| self.free(loads, index))
        } else {
            self.emptiest(loads, &subnets.all)
        }
    }

    /// Adds `count` nodes that are alike to the subnets of a zone, and says to which one.
    pub(super) fn add(
        &self,
        loads: &mut [Load],
        place: &Places,
        take: &NodeTake,
        count: u64,
        queues: &mut Queues,
    ) -> Option<usize> {
        let node_subnet = self.chosen(loads, &place.nodes, queues)?;
        self.put(loads, node_subnet, place, take, count, queues);
        Some(node_subnet)
    }

    /// Adds `count` nodes that are alike with their first interface in one subnet.
    fn put(
        &self,
        loads: &mut [Load],
        node_subnet: usize,
        place: &Places,
        take: &NodeTake,
        count: u64,
        queues: &mut Queues,
    ) {
        #[cfg(test)]
        self.steps.set(self.steps.get() + 1);
        let mut pods = take.pod_addresses.saturating_sub(take.idle);
        let blocks = if take.prefixes > 0 { count } else { 0 };
        let mut put =
            |loads: &mut [Load], subnet: usize, own: u64, for_pods: u64, branches: u64| {
                let Some(load) = loads.get_mut(subnet) else {
                    return;
                };
                let with_pods = pods.min(for_pods);
                pods -= with_pods;
                load.demand.interfaces += count * own;
                load.demand.pods += count * (with_pods + branches);
                load.demand.idle += count * (for_pods - with_pods);
                load.prefixes += blocks * (for_pods / 16);
            };
        put(loads, node_subnet, 1, take.first_interface, 0);
        let (size, full) = take.full;
        if place.tagged.all.is_empty() {
            let subnet = place.apart.unwrap_or(node_subnet);
            let further = full + u64::from(take.rest > 0);
            put(
                loads,
                subnet,
                further + take.trunk,
                take.further().saturating_sub(further),
                take.branches,
            );
            return;
        }
        let partly = if take.rest > 0 { Some(take.rest) } else { None };
        for addresses in (0..full).map(|_| size).chain(partly) {
            let tagged = self.chosen(loads, &place.tagged, queues);
            let choices = [tagged.unwrap_or(node_subnet), node_subnet];
            if let Some(subnet) = self.emptiest(loads, &choices) {
                put(loads, subnet, 1, addresses.saturating_sub(1), 0);
            }
        }
        put(loads, node_subnet, take.trunk, 0, take.branches);
    }
}

#[cfg(test)]
mod tests {
    use super::super::group::Group;
    use super::super::layout;
    use super::*;
    use crate::aws::catalogue::Catalogue;
    use crate::plan::Plan;
    use alloc::format;
    use proptest::prelude::*;

    /// Many groups with many nodes and zones, whose interfaces choose among many subnets, by their steps.
    #[test]
    fn a_count_costs_a_fixed_number_of_choices() {
        let subnets = (0u32..2_600).map(|at| {
            let address = core::net::Ipv4Addr::from((10 << 24) + at * 256);
            let role = if at % 2 == 0 { "nodes" } else { "pods" };
            format!(
                "{{name: s{at}, zone: z{}, role: {role}, cidr: {address}/24}}",
                at / 2 % 26
            )
        });
        let subnets = subnets.collect::<Vec<_>>().join(", ");
        let group =
            "{instance_types: [m5.large], nodes: {desired: 100000}, pods: {desired: 150000}}";
        let groups = [group; 200].join(", ");
        let text =
            format!("vpc: {{cidrs: [10.0.0.0/12]}}\nsubnets: [{subnets}]\nnode_groups: [{groups}]");
        let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
        let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
        let layout = layout::lay_out(&plan, &mut findings);
        let of = |index| Group::of(&plan, index, &catalogue, &mut Vec::new());
        let groups: Vec<Group<'_>> = (0..200).filter_map(of).collect();
        let scene = Scene::of(&plan, &layout, &groups, &mut findings);
        let before = scene.steps.get();
        scene.at(&super::super::moments::desired(&groups));
        let steps = scene.steps.get() - before;
        // Two lots of alike nodes in each of 5,200 places, each handed over, and each put at once or in its share of choices.
        assert!(steps <= 2 * (2 * 5_200 + 50_000), "{steps}");
    }

    proptest! {
        /// One node after the other is the obvious way.
        #[test]
        fn rounds_equal_one_node_at_a_time(
            lengths in prop::collection::vec((20u8..=28, 0u32..300), 1..6),
            // As many again, with up to 100 more that are alike.
            alike in prop_oneof![Just(0u32), 60u32..100],
            nodes in 0u32..700,
            pods in 0u32..27,
            custom in any::<bool>(),
        ) {
            let subnets = lengths.iter().zip(0u32..).map(|((length, used), at)| {
                let address = core::net::Ipv4Addr::from((10 << 24) + (1 << 16) + at * 4_096);
                format!("{{zone: a, cidr: {address}/{length}, used: {used}}}")
            });
            let more = (0..alike).map(|at| format!("{{zone: a, cidr: 10.0.{at}.0/24, used: {}}}", at % 3));
            let subnets = subnets.chain(more).collect::<Vec<_>>().join(", ");
            let text = format!(
                "vpc: {{cidrs: [10.0.0.0/16, 10.1.0.0/16]}}\nzones: [a]\nnetworking: {{custom_networking: {custom}}}\nsubnets: [{subnets}, {{zone: a, role: pods, cidr: 10.0.128.0/17}}]\n\
                 node_groups: [{{instance_types: [m5.large], networking: {{subnet_discovery: false}}, nodes: {{desired: 1}}}}]"
            );
            let (plan, told) = Plan::from_text(text.as_bytes()).unwrap();
            prop_assert_eq!(told, Vec::new());
            let (catalogue, mut findings) = (Catalogue::bundled(), Vec::new());
            let layout = layout::lay_out(&plan, &mut findings);
            let groups: Vec<Group<'_>> = Group::of(&plan, 0, &catalogue, &mut findings).into_iter().collect();
            let scene = Scene::of(&plan, &layout, &groups, &mut findings);
            let (take, place) = (groups[0].kinds[0].take(pods, 0), &scene.places[0][0]);
            let start = || -> Vec<Load> {
                let demand = scene.items.demand.iter();
                demand.map(|demand| Load { demand: *demand, prefixes: 0 }).collect()
            };
            let (mut fast, mut slow) = (start(), start());
            scene.place(&mut fast, place, &take, nodes, &mut Queues::default());
            for _ in 0..nodes {
                scene.add(&mut slow, place, &take, 1, &mut Queues::default());
            }
            let totals = |loads: &[Load]| loads.iter().map(|load| load.demand).collect::<Vec<_>>();
            prop_assert_eq!(totals(&fast), totals(&slow));
        }
    }
}
