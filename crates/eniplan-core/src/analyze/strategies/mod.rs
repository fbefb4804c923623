//! The same workload under every strategy: what each would take, change and break.
//!
//! A strategy is a function from plan to plan, and its row is what the ordinary analysis says of the changed plan, so
//! that nothing is counted by other rules than a plan of one's own.
//! [`analyze`](super::analyze) calls nothing of this, so that the page can load it later.

mod auto_mode;
mod change;
mod custom_networking;
mod figures;
mod ipv6;
mod networking;
mod nodes;
mod overlay;
mod owner;
mod pod_security_groups;
mod prefixes;
mod refusal;
#[cfg(feature = "serde")]
mod serialize;
pub(super) mod space;
mod subnets;
mod table;
mod warm;
mod workload;

use alloc::string::String;
use alloc::vec::Vec;

pub use change::{Break, Change};
pub use figures::Figures;
pub use refusal::Refusal;
pub use table::{STRATEGIES, Strategy};

use super::report::Report;
use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding, Severity};
use crate::plan::{Count, Plan};

/// The plan as it is, which strategies change.
pub(super) struct Present<'a> {
    pub(super) plan: &'a Plan,
    pub(super) report: &'a Report,
    pub(super) catalogue: &'a Catalogue,
}

/// A plan beside what every strategy would make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The plan as it is.
    pub present: Figures,
    /// A row a strategy, in the order of [`STRATEGIES`].
    pub rows: Vec<Row>,
}

/// What a strategy would make of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which strategy.
    pub strategy: &'static Strategy,
    /// Why it cannot run; a strategy may be refused and sized all the same.
    pub refusal: Option<Refusal>,
    /// What it changes, the lightest first; nothing where the plan does it already.
    pub changes: Vec<Change>,
    /// Whether running pods have to start anew.
    pub restarts_pods: bool,
    /// What to ask the owner of a shared VPC for.
    pub owner_request: Option<String>,
    /// The changed plan in figures.
    pub figures: Option<Figures>,
    /// Findings that the present plan does not raise.
    pub raised: Vec<Finding>,
    /// Findings of the present plan that are gone.
    pub solved: Vec<Finding>,
    /// The changed plan; none where the strategy is refused.
    pub apply: Option<Plan>,
}

impl Row {
    /// Whether the plan is of this strategy already.
    pub fn in_use(&self) -> bool {
        self.figures.is_some() && self.changes.is_empty()
    }

    /// How much there is to go wrong, to sort by: the heaviest change first, then whether pods start anew, then new errors.
    pub fn risk(&self) -> (Option<Change>, bool, usize) {
        let errors = self.raised.iter();
        let errors = errors.filter(|finding| finding.severity == Severity::Error);
        (
            self.changes.iter().copied().max(),
            self.restarts_pods,
            errors.count(),
        )
    }
}

impl Comparison {
    /// The rows that can run and change something, with their figures.
    pub fn runnable(&self) -> impl Iterator<Item = (&Row, &Figures)> {
        let rows = self.rows.iter();
        rows.filter(|row| row.refusal.is_none() && !row.in_use())
            .filter_map(|row| Some((row, row.figures.as_ref()?)))
    }

    /// The rows that the plan is of already.
    pub fn in_use(&self) -> impl Iterator<Item = &Row> {
        let rows = self.rows.iter();
        rows.filter(|row| row.refusal.is_none() && row.in_use())
    }

    /// The rows that cannot run.
    pub fn refused(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.refusal.is_some())
    }
}

/// Sizes every strategy for the workload of a plan.
///
/// ```
/// use eniplan_core::analyze::{analyze, strategies::compare};
/// use eniplan_core::aws::catalogue::Catalogue;
/// use eniplan_core::plan::Plan;
///
/// let catalogue = Catalogue::bundled();
/// let (plan, _) = Plan::from_text(b"node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]").unwrap();
/// let comparison = compare(&plan, &analyze(&plan, &catalogue), &catalogue);
/// let prefixes = comparison.rows.iter().find(|row| row.strategy.id == "prefix-delegation").unwrap();
/// assert!(prefixes.apply.as_ref().unwrap().networking.prefix_delegation);
/// ```
pub fn compare(plan: &Plan, report: &Report, catalogue: &Catalogue) -> Comparison {
    let observed = without_observations(plan, report);
    let present = Present {
        plan: &observed,
        report,
        catalogue,
    };
    Comparison {
        present: Figures::of(plan, report, catalogue),
        rows: STRATEGIES
            .iter()
            .map(|strategy| row(strategy, &present))
            .collect(),
    }
}

impl Strategy {
    /// The plan that this strategy makes of another, whether or not it should be run.
    ///
    /// # Errors
    ///
    /// Why it cannot change this plan.
    pub fn applied(
        &self,
        plan: &Plan,
        report: &Report,
        catalogue: &Catalogue,
    ) -> Result<Plan, Refusal> {
        let observed = without_observations(plan, report);
        (self.apply)(&Present {
            plan: &observed,
            report,
            catalogue,
        })
    }
}

/// The plan with `used` written out where it was derived from `free`: that was observed under the present strategy, and
/// under another one the same derivation would give something else.
fn without_observations(plan: &Plan, report: &Report) -> Plan {
    let mut plan = plan.clone();
    for (placed, subnet) in report.layout.subnets.iter().zip(&report.subnets) {
        let listed = placed.listed.and_then(|index| plan.subnets.get_mut(index));
        if let (Some(listed), Some(unexplained)) = (listed, subnet.unexplained) {
            let used = u32::try_from(unexplained.max(0)).unwrap_or(u32::MAX);
            listed.used.get_or_insert(Count::of(used));
            listed.free = None;
        }
    }
    plan
}

fn row(strategy: &'static Strategy, present: &Present<'_>) -> Row {
    let mut row = Row {
        strategy,
        refusal: strategy.refused.clone(),
        changes: Vec::new(),
        restarts_pods: false,
        owner_request: None,
        figures: None,
        raised: Vec::new(),
        solved: Vec::new(),
        apply: None,
    };
    let changed = match (strategy.apply)(present) {
        Ok(plan) => plan,
        Err(refusal) => {
            row.refusal.get_or_insert(refusal);
            return row;
        }
    };
    let report = super::analyze(&changed, present.catalogue);
    let mut figures = Figures::of(&changed, &report, present.catalogue);
    figures.certainty = figures.certainty.max(strategy.certainty);
    (row.changes, row.restarts_pods) = change::changes(strategy, present.plan, &changed);
    row.owner_request = owner::request(present.plan, &changed);
    row.raised = beyond(&report.findings, &present.report.findings);
    row.solved = beyond(&present.report.findings, &report.findings);
    row.figures = Some(figures);
    row.apply = row.refusal.is_none().then_some(changed);
    row
}

/// The findings whose code and subject the others have not.
fn beyond(findings: &[Finding], others: &[Finding]) -> Vec<Finding> {
    let mut known: Vec<(Code, &str)> = others.iter().map(key).collect();
    known.sort_unstable();
    let is_new = |finding: &&Finding| known.binary_search(&key(finding)).is_err();
    findings.iter().filter(is_new).cloned().collect()
}

fn key(finding: &Finding) -> (Code, &str) {
    (finding.code, finding.subject.as_str())
}
