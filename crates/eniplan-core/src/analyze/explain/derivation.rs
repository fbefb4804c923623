//! One figure of a report and how it comes about.

use alloc::format;
use alloc::string::{String, ToString};

use super::term::Term;
use crate::aws::Certainty;

/// A figure with its formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// Where it stands in the report's JSON, or would: `node_groups[0].max_pods`.
    pub path: String,
    /// Whose it is: the name of a group or a subnet, a gate's question, or `the plan`.
    pub subject: String,
    /// What it is, in words.
    pub what: &'static str,
    /// How it comes about.
    pub term: Term,
    /// What a reader may not expect of it; empty where nothing.
    pub note: &'static str,
    /// Where the rule is written; empty where it is plain adding up.
    pub source: &'static str,
    /// How far to trust it.
    pub certainty: Certainty,
}

impl Derivation {
    /// The figure.
    pub fn value(&self) -> u64 {
        u64::try_from(self.term.value()).unwrap_or(0)
    }

    /// Whether there is nothing to reckon: a number of the plan or of AWS as it stands.
    pub fn is_given(&self) -> bool {
        self.term.is_value()
    }

    /// The formula with the plan's values: `3 × (10 − 1) + 2 = 29`; an estimate has ≈ before its figure.
    pub fn text(&self) -> String {
        let value = Term::Value("it", self.value());
        let is_estimate = self.certainty == Certainty::Estimate;
        match (self.term.is_value(), is_estimate) {
            (true, false) => value.to_string(),
            (true, true) => format!("≈ {value}"),
            (false, false) => format!("{} = {value}", self.term),
            (false, true) => format!("{} ≈ {value}", self.term),
        }
    }
}
