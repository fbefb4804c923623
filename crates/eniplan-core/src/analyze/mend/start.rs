//! Where to begin where no single change helps most.

use crate::analyze::report::Report;
use crate::finding::{Finding, Severity};

/// What is to be done by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start<'a> {
    /// This is to be mended before anything else.
    Error(&'a Finding),
    /// A group of nodes is to be added.
    Nodes,
}

/// What to begin with: the first error, which others often follow from, or else nodes where there are none.
///
/// ```
/// use eniplan_core::analyze::{analyze, mend::{Start, start}};
/// use eniplan_core::{aws::catalogue::Catalogue, plan::Plan};
///
/// let (plan, _) = Plan::from_text(b"{}").unwrap();
/// assert_eq!(start(&analyze(&plan, &Catalogue::bundled())), Some(Start::Nodes));
/// ```
pub fn start(report: &Report) -> Option<Start<'_>> {
    let first = report.findings.first();
    match first.filter(|first| first.severity == Severity::Error) {
        Some(first) => Some(Start::Error(first)),
        None => report.node_groups.is_empty().then_some(Start::Nodes),
    }
}
