//! Where the nodes of a group stand: the subnets of each of its zones.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::group::Group;
use super::layout::Layout;
use super::placing::MANY;
use crate::plan::{Plan, Role};

/// Where the nodes of a group stand in a zone.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) zone: String,
    pub(super) nodes: Subnets,
    /// The subnet of pod interfaces under custom networking.
    pub(super) apart: Option<usize>,
    /// Subnets that discovery uses beside the node's own.
    pub(super) tagged: Subnets,
    /// How many choices a count makes for alike nodes here.
    choices: u64,
}

/// Subnets to choose from.
#[derive(Clone, Debug)]
pub(super) struct Subnets {
    pub(super) all: Rc<[usize]>,
    /// Whether they are all of their role in the zone, as other groups have them too.
    pub(super) shared: bool,
}

impl Default for Subnets {
    fn default() -> Self {
        Self {
            all: Rc::new([]),
            shared: false,
        }
    }
}

impl Subnets {
    /// What one choice among them costs, about: where they stand in a queue, as much as among eight.
    fn cost(&self) -> u64 {
        let count = self.all.len();
        let cost = if self.shared && count > MANY {
            8
        } else {
            count
        };
        cost as u64
    }
}

/// Choices between subnets that a recount makes one node at a time, for nodes that are alike.
pub(super) const CHOICES: u64 = 50_000;

impl Places {
    /// The subnets that nodes here can stand in, with all their interfaces.
    pub(super) fn subnets(&self) -> impl Iterator<Item = usize> {
        let further = self.apart.iter().chain(&*self.tagged.all);
        self.nodes.all.iter().chain(further).copied()
    }

    /// How many alike nodes are added at once: all where they have no choice, else one, which is how they start.
    ///
    /// Only where there are more choices than anyone has, as in a plan that means harm, several nodes go together.
    pub(super) fn chunk(&self, nodes: u32) -> u32 {
        let choices = self.nodes.cost().saturating_sub(1) + self.tagged.cost();
        if choices == 0 {
            return nodes.max(1);
        }
        let all = u64::from(nodes).saturating_mul(choices);
        u32::try_from(all / self.choices.max(1))
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }
}

/// Where the nodes of each group stand in each of its zones.
pub(super) fn of_groups(plan: &Plan, layout: &Layout, groups: &[Group<'_>]) -> Vec<Vec<Places>> {
    let mut of_zones: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (index, subnet) in layout.subnets.iter().enumerate() {
        let of_zone = of_zones.entry(subnet.zone.as_str()).or_default();
        let [nodes, pods] = of_zone;
        match subnet.role {
            Role::Nodes => nodes.push(index),
            Role::Pods => pods.push(index),
            _ => {}
        }
    }
    let share = |all: Vec<usize>| Subnets {
        all: all.into(),
        shared: true,
    };
    let of_zones: BTreeMap<&str, [Subnets; 2]> = of_zones
        .into_iter()
        .map(|(zone, lists)| (zone, lists.map(share)))
        .collect();
    let by_name = layout.names();
    let place = |group: &Group<'_>| -> Vec<Places> {
        let apart = group.net.custom_networking;
        let discovered = !apart && group.discovers();
        let named: Option<Vec<usize>> = group.plan.subnets.as_ref().map(|wanted| {
            let found = wanted.iter().filter_map(|name| by_name.get(name.as_str()));
            found.copied().collect()
        });
        let zones = group.plan.zones(plan).into_iter().map(|zone| {
            let [nodes, pods] = of_zones.get(zone.as_str()).cloned().unwrap_or_default();
            let stands_here = |index: &usize| {
                let subnet = layout.subnets.get(*index);
                subnet.is_some_and(|subnet| subnet.zone == zone.as_str())
            };
            let own = |named: &Vec<usize>| Subnets {
                all: named.iter().copied().filter(stands_here).collect(),
                shared: false,
            };
            Places {
                nodes: named.as_ref().map_or(nodes, own),
                apart: pods.all.first().copied().filter(|_| apart),
                tagged: if discovered { pods } else { Subnets::default() },
                zone: zone.to_string(),
                choices: CHOICES,
            }
        });
        zones.collect()
    };
    let mut places: Vec<Vec<Places>> = groups.iter().map(place).collect();
    let count: usize = places.iter().map(Vec::len).sum();
    for place in places.iter_mut().flatten() {
        place.choices = CHOICES / (count as u64).max(1);
    }
    places
}
