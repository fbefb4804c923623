//! Whether a plan holds by the terms of a check.

use eniplan_core::analyze::{Gate, GateKind};
use eniplan_core::finding::Finding;
use eniplan_core::plan::{Accept, Date};
use serde::{Serialize, Serializer, ser::SerializeMap as _};

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
    fn name(&self) -> &'static str {
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
    /// Gates that had to be open and are shut.
    pub(super) shut: Vec<&'a Gate>,
    /// Every finding with its standing.
    pub(super) findings: Vec<(&'a Finding, Standing<'a>)>,
    /// Gates that are shut as they were before.
    known: usize,
    /// Acceptances whose day is over.
    expired: Vec<&'a Accept>,
}

impl<'a> Verdict<'a> {
    pub(super) fn of(case: &'a Case, terms: &Terms<'_>, earlier: Option<&Earlier>) -> Self {
        let mut verdict = Self {
            case,
            shut: Vec::new(),
            findings: Vec::new(),
            known: 0,
            expired: Vec::new(),
        };
        for gate in &case.report.gates {
            if gate.ok || !terms.gates.contains(&gate.kind) {
                continue;
            }
            if earlier.is_some_and(|earlier| earlier.knows_gate(gate)) {
                verdict.known += 1;
            } else {
                verdict.shut.push(gate);
            }
        }
        for finding in case.findings() {
            let accepts = case
                .plan
                .accept
                .iter()
                .filter(|accept| covers(accept, finding));
            let (valid, expired): (Vec<_>, Vec<_>) =
                accepts.partition(|accept| accept.until.is_none_or(|until| terms.today <= until));
            let standing = if !terms.fail_on.catches(finding.severity) {
                Standing::Below
            } else if let Some(accept) = valid.first() {
                Standing::Accepted(accept)
            } else if earlier.is_some_and(|earlier| earlier.knows_finding(finding)) {
                Standing::Known
            } else {
                verdict.expired.extend(expired);
                Standing::Counts
            };
            verdict.findings.push((finding, standing));
        }
        verdict
    }

    pub(super) fn is_ok(&self) -> bool {
        self.shut.is_empty() && self.counting() == 0
    }

    fn counting(&self) -> usize {
        self.having(|standing| matches!(standing, Standing::Counts))
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
        if self.counting() > 0 {
            let counting = self.findings.iter();
            let counting = counting
                .filter(|(_, standing)| matches!(standing, Standing::Counts))
                .map(|(finding, _)| *finding);
            parts.push(show::tally(counting));
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

    /// What to know of the acceptances.
    pub(super) fn remarks(&self) -> Vec<String> {
        let accepted = self.findings.iter().filter_map(|(finding, standing)| {
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
        });
        let expired = self.expired.iter().filter_map(|accept| {
            let until = accept.until?;
            let code = accept.code.as_str();
            Some(format!("no longer accepted since {until}  {code}"))
        });
        accepted.chain(expired).collect()
    }
}

/// Whether an acceptance is about a finding.
fn covers(accept: &Accept, finding: &Finding) -> bool {
    let subject = accept.subject.as_ref();
    accept
        .code
        .as_str()
        .eq_ignore_ascii_case(&finding.code.to_string())
        && subject.is_none_or(|subject| subject.as_str() == finding.subject)
}

impl Serialize for Verdict<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Judged<'a> {
            #[serde(flatten)]
            finding: &'a Finding,
            standing: &'static str,
        }
        let findings: Vec<Judged<'_>> = self
            .findings
            .iter()
            .map(|(finding, standing)| Judged {
                finding,
                standing: standing.name(),
            })
            .collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.case.plan.name())?;
        map.serialize_entry("source", &self.case.source)?;
        map.serialize_entry("ok", &self.is_ok())?;
        map.serialize_entry("reason", &self.reason())?;
        map.serialize_entry("gates", &self.case.report.gates)?;
        let shut: Vec<&str> = self.shut.iter().map(|gate| gate.kind.name()).collect();
        map.serialize_entry("failed_gates", &shut)?;
        map.serialize_entry("findings", &findings)?;
        map.end()
    }
}
