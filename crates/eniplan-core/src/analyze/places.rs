//! Where the nodes of a group stand: the subnets of each of its zones.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::group::Group;
use super::layout::Layout;
use crate::plan::{Name, Plan, Role};

/// Where the nodes of a group stand in a zone.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) zone: String,
    pub(super) nodes: Vec<usize>,
    /// The subnet of pod interfaces under custom networking.
    pub(super) apart: Option<usize>,
    /// Subnets that discovery uses beside the node's own.
    pub(super) tagged: Vec<usize>,
}

/// Choices between subnets that are made one node at a time, for nodes that are alike.
///
/// A recount makes so many at most, and a report is some three hundred of them.
const CHOICES: u64 = 50_000;

impl Places {
    /// How many alike nodes are added at once: all where they have no choice, else one, which is how they start.
    ///
    /// Only where there are more choices than anyone has, as in a plan that means harm, several nodes go together.
    pub(super) fn chunk(&self, nodes: u32) -> u32 {
        let choices = self.nodes.len().saturating_sub(1) + self.tagged.len();
        if choices == 0 {
            return nodes.max(1);
        }
        let all = u64::from(nodes).saturating_mul(choices as u64);
        u32::try_from(all / CHOICES)
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }
}

/// Where the nodes of a group stand in each of its zones.
pub(super) fn places(plan: &Plan, layout: &Layout, group: &Group<'_>) -> Vec<Places> {
    let zones = group.plan.zones(plan);
    let place = |zone: &Name| {
        let named = group.plan.subnets.as_ref().map(|names| {
            let named = names.iter().filter_map(|name| layout.named(name));
            named
                .filter(|index| {
                    layout
                        .subnets
                        .get(*index)
                        .is_some_and(|subnet| subnet.zone == zone.as_str())
                })
                .collect()
        });
        let of_role = |role| layout.of(role, zone).map(|(index, _)| index);
        let pods: Vec<usize> = of_role(Role::Pods).collect();
        let apart = group.net.custom_networking;
        let discovered = !apart && group.discovers();
        Places {
            zone: zone.to_string(),
            nodes: named.unwrap_or_else(|| of_role(Role::Nodes).collect()),
            apart: pods.first().copied().filter(|_| apart),
            tagged: if discovered { pods } else { Vec::new() },
        }
    };
    zones.iter().map(place).collect()
}
