//! How each figure of a report comes about: its formula with the plan's own values, the source, and how far to trust it.
//!
//! It stands apart from [`analyze`](super::analyze), which the page carries from its first moment, and counts anew what
//! it needs.

mod derivation;
mod gates;
mod groups;
mod node;
mod subnets;
mod term;
mod totals;

use alloc::string::String;
use alloc::vec::Vec;

pub use derivation::Derivation;
pub use term::Term;

use super::capacity::Scene;
use super::group::Group;
use super::report::Report;
use crate::aws::Certainty;
use crate::aws::catalogue::Catalogue;
use crate::plan::Plan;

/// How the figures of a plan's report come about, in the order of the report.
///
/// ```
/// use eniplan_core::{analyze::{analyze, explain::explain}, aws::catalogue::Catalogue, plan::Plan};
///
/// let catalogue = Catalogue::bundled();
/// let (plan, _) = Plan::from_text(b"node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]").unwrap();
/// let derivations = explain(&plan, &catalogue, &analyze(&plan, &catalogue));
/// let max_pods = derivations.iter().find(|one| one.path == "node_groups[0].max_pods").unwrap();
/// assert_eq!(max_pods.text(), "min(110, 3 × (10 − 1) + 2) = 29");
/// ```
pub fn explain(plan: &Plan, catalogue: &Catalogue, report: &Report) -> Vec<Derivation> {
    // Its findings were told by the analysis.
    let mut told = Vec::new();
    let groups: Vec<Group<'_>> = (0..plan.node_groups.len())
        .filter_map(|index| Group::of(plan, index, catalogue, &mut told))
        .collect();
    let scene = Scene::of(plan, &report.layout, &groups, &mut told);
    let mut teller = Teller {
        plan,
        report,
        scene: &scene,
        derivations: Vec::new(),
    };
    teller.gates();
    teller.subnets();
    for index in 0..groups.len() {
        teller.group(index);
    }
    teller.totals();
    teller.derivations
}

struct Teller<'a> {
    plan: &'a Plan,
    report: &'a Report,
    scene: &'a Scene<'a>,
    derivations: Vec<Derivation>,
}

/// What goes with a figure beside its formula.
#[derive(Clone, Copy)]
struct Of {
    what: &'static str,
    source: &'static str,
    certainty: Certainty,
    note: &'static str,
}

impl Of {
    /// A figure that follows by plain arithmetic.
    fn sum(what: &'static str) -> Self {
        Self {
            what,
            source: "",
            certainty: Certainty::Exact,
            note: "",
        }
    }
}

impl Teller<'_> {
    fn tell(&mut self, path: String, subject: &str, of: Of, term: Term) {
        self.derivations.push(Derivation {
            path,
            subject: subject.into(),
            what: of.what,
            term,
            note: of.note,
            source: of.source,
            certainty: of.certainty,
        });
    }
}
