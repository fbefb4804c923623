//! Changes that mend what a report finds: the plan with them, and which keys they set.
//!
//! [`analyze`](super::analyze) calls nothing of this. Whether a change helps is what the analysis says of the changed
//! plan: nothing here counts by rules of its own.

mod best;
mod differences;
mod finding;
mod start;
mod targets;
mod wall;

use alloc::string::String;
use alloc::vec::Vec;

use super::report::{GroupReport, Report};
use super::strategies::space;
use crate::plan::Plan;

pub use best::{Best, Standing, best_fix};
pub use differences::Setting;
pub use finding::of_finding;
pub use start::{Start, start};
pub use wall::of_wall;

/// What has to be touched, the cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effort {
    /// Settings of what runs.
    Setting,
    /// Nodes that are added, or replace the present ones.
    Nodes,
    /// Subnets that are made.
    Subnets,
    /// What a cluster has from its start.
    Cluster,
}

/// A change of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What has to be touched.
    pub effort: Effort,
    /// The keys that differ then, in the order of the document.
    pub settings: Vec<Setting>,
    /// The plan with the change.
    pub plan: Plan,
}

impl Mend {
    /// The change of a plan, none where it changes nothing.
    fn of(effort: Effort, plan: &Plan, change: impl FnOnce(&mut Plan)) -> Option<Self> {
        Self::from(effort, plan, |plan| {
            change(plan);
            Some(())
        })
    }

    /// As [`Self::of`], for a change that may not be possible.
    fn from(
        effort: Effort,
        plan: &Plan,
        change: impl FnOnce(&mut Plan) -> Option<()>,
    ) -> Option<Self> {
        let mut changed = plan.clone();
        change(&mut changed)?;
        let settings = differences::between(plan, &changed);
        (!settings.is_empty()).then_some(Self {
            effort,
            settings,
            plan: changed,
        })
    }

    /// The keys and what they are set to, on one line.
    pub fn text(&self) -> String {
        let settings: Vec<String> = self.settings.iter().map(Setting::text).collect();
        settings.join(", ")
    }
}

/// The place of a group in the plan, by the name that a report gives it.
pub(super) fn place_of(plan: &Plan, name: &str) -> Option<usize> {
    (0..plan.node_groups.len()).find(|index| plan.group_name(*index) == name)
}

/// What becomes of a group, by its name.
fn report_of<'a>(report: &'a Report, name: &str) -> Option<&'a GroupReport> {
    report.node_groups.iter().find(|group| group.name == name)
}

/// The plan with every subnet that was laid out listed, so that no change moves one.
fn listed(plan: &Plan, report: &Report) -> Plan {
    let mut plan = plan.clone();
    space::list(&mut plan, &report.layout);
    plan
}
