//! The plan as it was: an earlier report, or the earlier plan itself, against which only what is new or worse counts.

use std::fs::File;
use std::io::Read as _;

use eniplan_core::analyze::Gate;
use eniplan_core::finding::{Code, Finding, Severity};
use eniplan_core::plan::Plan;
use serde::{Deserialize, Serialize};

use crate::failure::Fault;
use crate::input::{self, Case, Cases};

/// More than any report has, so that a file that never ends is not read for ever.
const MOST_BYTES: u64 = 64 << 20;

const HELP: &str =
    "name a plan, or write a report with `eniplan plan PLAN --format json > before.json`";

/// The plans as they were.
pub(super) struct Baseline(Vec<Earlier>);

/// As much of an earlier report as a check needs.
#[derive(Deserialize)]
pub(super) struct Earlier {
    #[serde(default)]
    name: String,
    #[serde(default)]
    source: Option<String>,
    pub(super) gates: Vec<EarlierGate>,
    findings: Vec<EarlierFinding>,
    #[serde(default)]
    pub(super) subnets: Vec<EarlierSubnet>,
    #[serde(default)]
    pub(super) totals: Option<EarlierTotals>,
    #[serde(default)]
    pub(super) walls: Option<Vec<EarlierWall>>,
}

#[derive(Deserialize)]
pub(super) struct EarlierGate {
    pub(super) gate: String,
    pub(super) ok: bool,
    #[serde(default)]
    missing: Option<Count>,
}

#[derive(Deserialize, Serialize)]
pub(super) struct EarlierFinding {
    pub(super) code: String,
    severity: String,
    pub(super) subject: String,
    #[serde(default)]
    pub(super) message: String,
    #[serde(default, skip_serializing)]
    amount: Option<Count>,
}

#[derive(Deserialize)]
pub(super) struct EarlierSubnet {
    pub(super) name: String,
    pub(super) cidr: String,
    pub(super) free: Count,
}

#[derive(Deserialize)]
pub(super) struct EarlierTotals {
    pub(super) addresses_used: Count,
    pub(super) pods_placed: Count,
    pub(super) pods_pending: Count,
    pub(super) pods_without_address: Count,
}

#[derive(Deserialize)]
pub(super) struct EarlierWall {
    pub(super) kind: String,
    pub(super) pods: Count,
}

/// A count, which is text where it is large.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Count {
    Number(u64),
    Text(String),
}

impl Count {
    pub(super) fn get(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            Self::Text(text) => text.parse().unwrap_or(0),
        }
    }
}

/// What `eniplan plan` and `eniplan check` write as JSON.
#[derive(Deserialize)]
#[serde(untagged)]
enum Reports {
    Many(Vec<Earlier>),
    One(Box<Earlier>),
    Checked { plans: Vec<Earlier> },
}

impl Baseline {
    /// Reads reports, or plans, which are analysed.
    pub(super) fn read(text: &str) -> Result<Self, Fault> {
        let source = crate::commands::shortened(text);
        if let Ok(file) = File::open(text) {
            let mut bytes = Vec::new();
            // A folder opens and reads as nothing; what cannot be read at all is told below.
            let _ = file.take(MOST_BYTES).read_to_end(&mut bytes);
            match serde_json::from_slice(&bytes) {
                Ok(Reports::Many(reports) | Reports::Checked { plans: reports }) => {
                    return Ok(Self(reports));
                }
                Ok(Reports::One(report)) => return Ok(Self(vec![*report])),
                Err(_) => {}
            }
        }
        let Cases { read, faults, .. } = input::cases(&[text.to_owned()]);
        if let Some(fault) = faults.into_iter().next() {
            return Err(fault.of("the baseline").help(HELP));
        }
        // Any mapping makes a plan, if need be one of which nothing was understood.
        let is_other = |case: &Case| {
            let mut reading = case.reading.iter();
            let nothing = Plan::default();
            reading.any(|finding| finding.code == Code::UnknownKey)
                && case.plan.vpc == nothing.vpc
                && case.plan.subnets.is_empty()
                && case.plan.node_groups.is_empty()
        };
        if read.iter().any(is_other) {
            return Err(
                Fault::new("the baseline is no report of eniplan, and no plan")
                    .at(source)
                    .help(HELP),
            );
        }
        Ok(Self(read.iter().filter_map(Earlier::of).collect()))
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
    /// What a report of the plan would have said.
    fn of(case: &Case) -> Option<Self> {
        let report = serde_json::to_value(case.document()).ok()?;
        serde_json::from_value(report).ok()
    }

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
        self.alike(finding).any(|earlier| {
            let severity = [Severity::Note, Severity::Warning, Severity::Error]
                .into_iter()
                .find(|severity| severity.name() == earlier.severity);
            let amount = earlier.amount.as_ref().map(Count::get);
            severity.is_some_and(|severity| finding.severity <= severity)
                && finding
                    .amount()
                    .is_none_or(|now| now <= amount.unwrap_or(0))
        })
    }

    /// Whether the same was found before, however bad.
    pub(super) fn had(&self, finding: &Finding) -> bool {
        self.alike(finding).next().is_some()
    }

    fn alike(&self, finding: &Finding) -> impl Iterator<Item = &EarlierFinding> {
        let code = finding.code.to_string();
        self.findings
            .iter()
            .filter(move |earlier| earlier.code == code && earlier.subject == finding.subject)
    }

    /// What was found before and is found no more.
    pub(super) fn gone(&self, case: &Case) -> Vec<&EarlierFinding> {
        let is_there = |earlier: &&EarlierFinding| {
            case.findings().any(|finding| {
                earlier.subject == finding.subject && earlier.code == finding.code.to_string()
            })
        };
        self.findings
            .iter()
            .filter(|earlier| !is_there(earlier))
            .collect()
    }
}
