//! The moments that states, gates and findings speak of, each counted once.

use alloc::vec::Vec;

use super::capacity::{Scene, Usage};
use super::moments::{self, Moment};
use crate::plan::{Name, Plan};

/// The plan at each of its moments, with the pods that get no address.
pub(super) struct MomentsCounted {
    /// As desired.
    pub(super) desired: Usage,
    /// At max.
    pub(super) at_max: Usage,
    /// While all groups update their nodes.
    pub(super) upgrading: Usage,
    /// Without each zone in use.
    pub(super) without: Vec<(Name, Usage)>,
    /// Whether all nodes could be replayed one by one where a subnet is short.
    pub(super) were_replayed: bool,
    /// Whether nodes that each had a choice of subnets were placed several at a time, at any of these moments.
    pub(super) were_in_lots: bool,
}

impl MomentsCounted {
    /// Counts them.
    pub(super) fn of(plan: &Plan, scene: &Scene<'_>) -> Self {
        let groups = scene.groups;
        let (mut were_replayed, mut were_in_lots) = (true, false);
        let mut count = |moment: &Moment<'_>| {
            let mut usage = scene.at(moment);
            were_replayed &= scene.starved(moment, &mut usage);
            were_in_lots |= usage.in_lots;
            usage
        };
        let desired = moments::desired(groups);
        let zones = moments::zones_in_use(plan, groups).into_iter();
        Self {
            at_max: count(&moments::at_max(groups)),
            upgrading: count(&moments::upgrading(groups, &desired.counts)),
            without: zones
                .map(|zone| {
                    let usage = count(&moments::without_zone(groups, &zone));
                    (zone, usage)
                })
                .collect(),
            desired: count(&desired),
            were_replayed,
            were_in_lots,
        }
    }
}
