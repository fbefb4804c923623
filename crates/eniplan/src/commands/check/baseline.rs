//! An earlier report, against which only what is new or worse counts.

use std::fs;
use std::path::Path;

use eniplan_core::analyze::Gate;
use eniplan_core::finding::{Finding, Severity};
use serde::Deserialize;

use crate::failure::Fault;
use crate::input::Case;

/// The reports of a file that `eniplan plan --format json` wrote.
pub(super) struct Baseline(Vec<Earlier>);

/// As much of an earlier report as a check needs.
#[derive(Deserialize)]
pub(super) struct Earlier {
    #[serde(default)]
    name: String,
    #[serde(default)]
    source: Option<String>,
    gates: Vec<EarlierGate>,
    findings: Vec<EarlierFinding>,
}

#[derive(Deserialize)]
struct EarlierGate {
    gate: String,
    ok: bool,
    #[serde(default)]
    missing: Option<Count>,
}

#[derive(Deserialize)]
struct EarlierFinding {
    code: String,
    severity: String,
    subject: String,
    #[serde(default)]
    amount: Option<Count>,
}

/// A count, which is text where it is large.
#[derive(Deserialize)]
#[serde(untagged)]
enum Count {
    Number(u64),
    Text(String),
}

impl Count {
    fn get(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            Self::Text(text) => text.parse().unwrap_or(0),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    Many(Vec<Earlier>),
    One(Earlier),
}

impl Baseline {
    pub(super) fn read(path: &Path) -> Result<Self, Fault> {
        let source = crate::commands::shown(&path.display().to_string());
        let help = "write one with `eniplan plan PLAN --format json > baseline.json`";
        let bytes = fs::read(path).map_err(|error| {
            Fault::new(format!("the baseline cannot be read: {error}"))
                .at(source.as_str())
                .help(help)
        })?;
        let file: File = serde_json::from_slice(&bytes).map_err(|_| {
            Fault::new("the baseline is no report of eniplan")
                .at(source.as_str())
                .help(help)
        })?;
        Ok(Self(match file {
            File::Many(reports) => reports,
            File::One(report) => vec![report],
        }))
    }

    /// The earlier report of a plan: of the same source, else of the same name, else the only one for the only plan.
    pub(super) fn of(&self, case: &Case, is_only: bool) -> Option<&Earlier> {
        let source = |earlier: &&Earlier| earlier.source.as_deref() == Some(&case.source);
        let name = |earlier: &&Earlier| earlier.name == case.plan.name();
        let only = || match self.0.as_slice() {
            [earlier] if is_only => Some(earlier),
            _ => None,
        };
        self.0
            .iter()
            .find(source)
            .or_else(|| self.0.iter().find(name))
            .or_else(only)
    }
}

impl Earlier {
    /// Whether the gate was shut before, and by no less.
    pub(super) fn knows_gate(&self, gate: &Gate) -> bool {
        self.gates.iter().any(|earlier| {
            earlier.gate == gate.kind.name()
                && !earlier.ok
                && gate.missing() <= earlier.missing.as_ref().map_or(0, Count::get)
        })
    }

    /// Whether the finding was there before, as bad, and by no less.
    pub(super) fn knows_finding(&self, finding: &Finding) -> bool {
        let code = finding.code.to_string();
        self.findings.iter().any(|earlier| {
            let severity = [Severity::Note, Severity::Warning, Severity::Error]
                .into_iter()
                .find(|severity| severity.name() == earlier.severity);
            let amount = earlier.amount.as_ref().map(Count::get);
            earlier.code == code
                && earlier.subject == finding.subject
                && severity.is_some_and(|severity| finding.severity <= severity)
                && finding
                    .amount()
                    .is_none_or(|now| now <= amount.unwrap_or(0))
        })
    }
}
