//! Whether a plan holds by the terms of a check.

use eniplan_core::analyze::{Gate, GateKind};
use eniplan_core::finding::Finding;
use eniplan_core::plan::{Accept, Date, Name, Note};
use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::acceptances::{self, Acceptance};
use super::baseline::Earlier;
use crate::commands::FailOn;
use crate::input::Case;
use crate::show;

/// What is demanded.
pub(super) struct Terms<'a> {
    /// The gates that must be open.
    pub(super) gates: &'a [GateKind],
    /// How bad a finding must be to count.
    pub(super) fail_on: FailOn,
    /// The day by which acceptances are judged.
    pub(super) today: Date,
}

/// Whether a finding makes its plan fail.
#[derive(Clone, Copy)]
pub(super) enum Standing<'a> {
    /// It does.
    Counts,
    /// It is not bad enough.
    Below,
    /// The plan accepts it.
    Accepted(&'a Accept),
    /// It was there before, and no better.
    Known,
}

impl Standing<'_> {
    /// The word for programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Below => "below",
            Self::Accepted(_) => "accepted",
            Self::Known => "known",
        }
    }
}

/// What a check says of a plan.
pub(super) struct Verdict<'a> {
    /// The plan.
    pub(super) case: &'a Case,
    /// The report of the plan as it was, where there is one.
    pub(super) before: Option<&'a Earlier>,
    /// Gates that had to be open and are shut.
    pub(super) shut: Vec<&'a Gate>,
    /// Every finding with its standing.
    pub(super) findings: Vec<(&'a Finding, Standing<'a>)>,
    /// The plan's acceptances.
    acceptances: Vec<Acceptance<'a>>,
    /// Gates that are shut as they were before.
    known: usize,
}

impl<'a> Verdict<'a> {
    pub(super) fn of(case: &'a Case, terms: &Terms<'_>, before: Option<&'a Earlier>) -> Self {
        let is_demanded = |gate: &&Gate| !gate.ok && terms.gates.contains(&gate.kind);
        let (known, shut): (Vec<&Gate>, Vec<&Gate>) = case
            .report
            .gates
            .iter()
            .filter(is_demanded)
            .partition(|gate| before.is_some_and(|before| before.knows_gate(gate)));
        let findings: Vec<&Finding> = case.findings().collect();
        let acceptances = acceptances::of(&case.plan.accept, &findings, terms.today);
        let standing = |finding: &Finding| {
            let mut accepts = case.plan.accept.iter();
            let accept = accepts.find(|accept| {
                acceptances::covers(accept, finding) && !acceptances::is_over(accept, terms.today)
            });
            if !terms.fail_on.catches(finding.severity) {
                Standing::Below
            } else if let Some(accept) = accept {
                Standing::Accepted(accept)
            } else if before.is_some_and(|before| before.knows_finding(finding)) {
                Standing::Known
            } else {
                Standing::Counts
            }
        };
        Self {
            case,
            before,
            shut,
            findings: findings
                .into_iter()
                .map(|finding| (finding, standing(finding)))
                .collect(),
            acceptances,
            known: known.len(),
        }
    }

    pub(super) fn is_ok(&self) -> bool {
        self.shut.is_empty() && self.counting().next().is_none()
    }

    /// The findings that make it fail.
    pub(super) fn counting(&self) -> impl Iterator<Item = &'a Finding> + Clone {
        let counting = |(_, standing): &&(_, Standing<'_>)| matches!(standing, Standing::Counts);
        self.findings
            .iter()
            .filter(counting)
            .map(|(found, _)| *found)
    }

    fn having(&self, which: fn(&Standing<'a>) -> bool) -> usize {
        self.findings
            .iter()
            .filter(|(_, standing)| which(standing))
            .count()
    }

    /// Why it holds or fails, in a line.
    pub(super) fn reason(&self) -> String {
        let mut parts: Vec<String> = self
            .shut
            .iter()
            .map(|gate| format!("the gate {} is shut", gate.kind.name()))
            .collect();
        if self.counting().next().is_some() {
            parts.push(show::tally(self.counting()));
        }
        if parts.is_empty() {
            parts.push("nothing that counts was found".to_owned());
        }
        let left_out = [
            (
                self.having(|standing| matches!(standing, Standing::Accepted(_))),
                "accepted",
            ),
            (
                self.having(|standing| matches!(standing, Standing::Known)) + self.known,
                "known from the baseline",
            ),
            (
                self.having(|standing| matches!(standing, Standing::Below)),
                "milder than --fail-on, which `eniplan plan` shows",
            ),
        ];
        parts.extend(
            left_out
                .into_iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, what)| format!("{count} {what}")),
        );
        parts.join("; ")
    }

    /// What was found and is accepted, a line each.
    pub(super) fn accepted(&self) -> impl Iterator<Item = String> {
        self.findings.iter().filter_map(|(finding, standing)| {
            let Standing::Accepted(accept) = standing else {
                return None;
            };
            let reason = accept
                .reason
                .as_ref()
                .map_or_else(String::new, |reason| format!(": {}", reason.as_str()));
            let until = accept
                .until
                .map_or_else(String::new, |until| format!(" until {until}"));
            let (code, subject) = (finding.code, &finding.subject);
            Some(format!("accepted{until}  {code} {subject}{reason}"))
        })
    }

    /// Entries of the plan's `accept` that someone has to look at: where each stands, and why.
    pub(super) fn remarks(&self) -> impl Iterator<Item = (&str, String)> {
        self.acceptances
            .iter()
            .filter_map(|acceptance| Some((acceptance.path.as_str(), acceptance.remark()?)))
    }
}

impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Judged<'a> {
            #[serde(flatten)]
            finding: &'a Finding,
            standing: &'static str,
        }
        #[derive(Serialize)]
        struct Accepted<'a> {
            code: &'a str,
            subject: Option<&'a str>,
            reason: Option<&'a str>,
            until: Option<String>,
            state: acceptances::State,
        }
        let findings: Vec<Judged<'_>> = self
            .findings
            .iter()
            .map(|(finding, standing)| Judged {
                finding,
                standing: standing.name(),
            })
            .collect();
        let accepted = self.acceptances.iter().map(|acceptance| Accepted {
            code: acceptance.accept.code.as_str(),
            subject: acceptance.accept.subject.as_ref().map(Name::as_str),
            reason: acceptance.accept.reason.as_ref().map(Note::as_str),
            until: acceptance.accept.until.map(|until| until.to_string()),
            state: acceptance.state,
        });
        let accepted: Vec<Accepted<'_>> = accepted.collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.case.plan.name())?;
        map.serialize_entry("source", &self.case.source)?;
        map.serialize_entry("ok", &self.is_ok())?;
        map.serialize_entry("reason", &self.reason())?;
        map.serialize_entry("gates", &self.case.report.gates)?;
        let shut: Vec<&str> = self.shut.iter().map(|gate| gate.kind.name()).collect();
        map.serialize_entry("failed_gates", &shut)?;
        map.serialize_entry("findings", &findings)?;
        map.serialize_entry("acceptances", &accepted)?;
        if let Some(before) = self.before {
            map.serialize_entry("fixed", &before.gone(self.case))?;
        }
        map.end()
    }
}
