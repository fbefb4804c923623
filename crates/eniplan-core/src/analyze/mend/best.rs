//! The one change that helps most.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::{Effort, Mend, of_finding, of_wall, place_of, targets};
use crate::analyze::analyze;
use crate::analyze::report::{Gate, GateKind, GateReason, Report};
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Counted, Grouped, Severity};
use crate::plan::{NodeCount, Plan};

/// Changes that are analysed at most: as much work as that many keystrokes.
const MOST: usize = 6;
/// Subnets and groups that are counted anew at most, over all of them: where a plan is so large that one keystroke is felt,
/// fewer changes are tried, those first that are named first.
const MOST_PARTS: usize = 1_200;

/// How well a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Gates that are shut.
    pub shut: u64,
    /// Pods without a node or an address.
    pub waiting: u64,
    /// Pods at the first wall; none where nothing stops growth.
    pub wall: Option<u64>,
    /// Addresses used.
    pub used: u64,
}

impl Standing {
    /// Of a report.
    pub fn of(report: &Report) -> Self {
        let totals = &report.totals;
        Self {
            shut: report.gates.iter().filter(|gate| !gate.ok).count() as u64,
            waiting: totals
                .pods_pending
                .saturating_add(totals.pods_without_address),
            wall: report.walls.first().map(|wall| wall.pods),
            used: totals.addresses_used,
        }
    }

    /// What does not run or cannot be done; the less the better.
    fn trouble(&self) -> (u64, u64) {
        (self.waiting, self.shut)
    }

    /// How far the first wall is away; the more the better.
    fn room(&self) -> u64 {
        self.wall.unwrap_or(u64::MAX)
    }
}

/// The change that helps most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Best {
    /// What to do, as an order.
    pub order: String,
    /// It as a change of the plan.
    pub mend: Mend,
    /// How the plan stands now.
    pub now: Standing,
    /// How it stands then, by the analysis of the changed plan.
    pub then: Standing,
}

impl Best {
    /// Whether something does not run or cannot be done as the plan is; otherwise it is merely the next thing to do.
    pub fn is_needed(&self) -> bool {
        self.now.trouble() > (0, 0)
    }
}

/// The one change that helps most, if any does: what lets most pods run and opens most gates, of those the cheapest, and
/// of those the one that leaves most room to grow.
///
/// Of a large plan fewer changes are tried, of one with more than [`MOST_PARTS`] subnets and groups none.
///
/// Where all runs and every gate is open it is the next thing to do: addresses that come back, or the way past the first
/// wall.
///
/// ```
/// use eniplan_core::analyze::{analyze, mend::best_fix};
/// use eniplan_core::{aws::catalogue::Catalogue, plan::Plan};
///
/// let catalogue = Catalogue::bundled();
/// let (plan, _) = Plan::from_text(b"zones: [a]\nsubnets: [{name: private-a, zone: a, cidr: 10.0.0.0/24}]\n\
///     node_groups: [{name: web, instance_types: [m5.large], nodes: {desired: 10}, pods: {desired: 100}}]").unwrap();
/// let best = best_fix(&plan, &catalogue, &analyze(&plan, &catalogue)).unwrap();
/// assert!(best.order.starts_with("Set WARM_IP_TARGET="), "{}", best.order);
/// ```
pub fn best_fix(plan: &Plan, catalogue: &Catalogue, report: &Report) -> Option<Best> {
    let now = Standing::of(report);
    let candidates = candidates(plan, report);
    let tried = candidates.into_iter().map(|(order, mend)| {
        let changed = analyze(&mend.plan, catalogue);
        Best {
            order: order.unwrap_or_else(|| tuning(report, &changed)),
            mend,
            now,
            then: Standing::of(&changed),
        }
    });
    let better = |best: &Best| {
        let (then, now) = (&best.then, &best.now);
        then.trouble() < now.trouble()
            || then.trouble() == now.trouble() && (then.room() > now.room() || then.used < now.used)
    };
    let rank = |best: &Best| {
        let then = &best.then;
        (
            then.trouble(),
            best.mend.effort,
            Reverse(then.room()),
            then.used,
        )
    };
    tried.filter(better).min_by_key(rank)
}

/// What could help, each once, in the order in which it is named.
///
/// The order of warm targets is told once it is known what they give back.
fn candidates(plan: &Plan, report: &Report) -> Vec<(Option<String>, Mend)> {
    let mut found: Vec<(Option<String>, Mend)> = Vec::new();
    let parts = report.subnets.len() + report.node_groups.len();
    let most = MOST.min(MOST_PARTS / parts.max(1));
    let mut offer = |order: Option<String>, mend: Option<Mend>| {
        let Some(mend) = mend else { return };
        if found.len() < most && found.iter().all(|(_, other)| other.plan != mend.plan) {
            found.push((order, mend));
        }
    };
    offer(None, tuned(plan, report));
    for gate in report.gates.iter().filter(|gate| !gate.ok) {
        if let Some((order, mend)) = of_gate(plan, report, gate) {
            offer(Some(order), Some(mend));
        }
    }
    // The first wall, and every one that the plan is past.
    for (index, wall) in report.walls.iter().enumerate() {
        if index == 0 || wall.more < 0 {
            offer(Some(wall.fix()), of_wall(plan, report, wall));
        }
    }
    let errors = report.findings.iter();
    for finding in errors.filter(|finding| finding.severity == Severity::Error) {
        offer(Some(finding.help()), of_finding(plan, report, finding));
    }
    found
}

/// The advised warm targets, where they give addresses back that are worth it.
fn tuned(plan: &Plan, report: &Report) -> Option<Mend> {
    let mut findings = report.findings.iter();
    let finding = findings.find(|finding| finding.code == Code::WarmTargets)?;
    of_finding(plan, report, finding)
}

/// Warm targets as an order, with what the node that gives most gives back by both reports.
fn tuning(now: &Report, then: &Report) -> String {
    let back = now.node_groups.iter().zip(&then.node_groups);
    let back = back.map(|(now, then)| {
        now.addresses_per_node
            .saturating_sub(then.addresses_per_node)
    });
    match targets::advised(now) {
        Some(advised) => alloc::format!(
            "Set {advised}: {} back per node.",
            Counted(back.max().unwrap_or(0), "address")
        ),
        None => String::new(),
    }
}

/// What opens a gate that is shut: room for pods at max, or the way past the wall of its subnet.
fn of_gate(plan: &Plan, report: &Report, gate: &Gate) -> Option<(String, Mend)> {
    let (GateReason::Pods { pods, .. }, GateKind::ScaleToMax) = (&gate.reason, gate.kind) else {
        let mut walls = report.walls.iter();
        let wall = walls.find(|wall| wall.subject == gate.subject)?;
        return Some((wall.fix(), of_wall(plan, report, wall)?));
    };
    let index = place_of(plan, &gate.subject)?;
    let group = plan.node_groups.get(index)?;
    let (nodes, wanted) = (u64::from(group.nodes.max()), u64::from(group.pods.max()));
    let each = wanted.saturating_sub(*pods).checked_div(nodes)?;
    let needed = wanted.checked_div(each)? + u64::from(wanted % each > 0);
    let max = NodeCount::of(u32::try_from(needed).ok()?);
    let mend = Mend::from(Effort::Setting, plan, |plan| {
        plan.node_groups.get_mut(index)?.nodes.max = Some(max);
        Some(())
    })?;
    let order = alloc::format!(
        "Raise nodes.max of {} to {} for {}.",
        gate.subject,
        Grouped(needed),
        Counted(wanted, "pod")
    );
    Some((order, mend))
}
