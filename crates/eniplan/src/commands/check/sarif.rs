//! What was found as SARIF 2.1.0, which code hosts and editors read.
//!
//! Sources: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html> and, for what GitHub takes of it,
//! <https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support>, both read 2026-11-24.

use std::collections::BTreeMap;
use std::path::Path;

use eniplan_core::analyze::GateKind;
use eniplan_core::finding::{
    Code, Finding, Place, SITE, Severity, explanation, lettered, page_in_markdown,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::verdict::{Standing, Verdict};
use crate::input::{Case, in_repository};

/// What stays as it is in a relative reference, beside letters and digits: RFC 3986, unreserved characters and `/`.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The log of a check.
pub(super) fn log(verdicts: &[Verdict<'_>]) -> Value {
    let mut rules = Rules::default();
    let mut results = Vec::new();
    for verdict in verdicts {
        let mut seen = Seen::default();
        for gate in &verdict.shut {
            let rule = rules.of(Rule::Gate(gate.kind));
            let at = verdict.case.at(&gate.subject).unwrap_or_default();
            let id = Rule::Gate(gate.kind).id();
            let message = gate.message();
            let mut result = json!({
                "ruleId": id,
                "ruleIndex": rule,
                "level": "error",
                "message": {"text": message},
                "locations": [location((verdict.case.file.as_deref(), at), &gate.subject)],
                "partialFingerprints": seen.fingerprints(verdict.case, &id, &gate.subject),
            });
            if verdict.before.is_some() {
                // A gate that was shut before as far as this is not among them.
                result["baselineState"] = json!("new");
            }
            results.push(result);
        }
        for (finding, standing) in &verdict.findings {
            let rule = rules.of(Rule::Code(finding.code));
            results.push(result(verdict, finding, *standing, rule, &mut seen));
        }
    }
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "eniplan",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": SITE,
                "rules": rules.described(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(
    verdict: &Verdict<'_>,
    finding: &Finding,
    standing: Standing<'_>,
    rule: usize,
    seen: &mut Seen,
) -> Value {
    let id = Rule::Code(finding.code).id();
    let text = format!("{} {}", finding.message(), finding.help());
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": {"text": text},
        "locations": [location(verdict.case.stand(finding), &finding.subject)],
        "partialFingerprints": seen.fingerprints(verdict.case, &id, &finding.subject),
        "properties": {"standing": standing.name()},
    });
    if let Some(before) = verdict.before {
        let state = if before.knows_finding(finding) {
            "unchanged"
        } else if before.had(finding) {
            "updated"
        } else {
            "new"
        };
        result["baselineState"] = json!(state);
    }
    if let Standing::Accepted(accept) = standing {
        let mut suppression = json!({"kind": "external", "status": "accepted"});
        if let Some(reason) = &accept.reason {
            suppression["justification"] = json!(reason.as_str());
        }
        result["suppressions"] = json!([suppression]);
    }
    result
}

/// SARIF's words are those of the severities.
fn level(severity: Severity) -> &'static str {
    severity.name()
}

/// Where it is: the file as the repository names it, its line and column, and what it is about in the plan's words.
fn location((file, at): (Option<&Path>, Place), subject: &str) -> Value {
    let mut location = json!({});
    if !subject.is_empty() {
        location["logicalLocations"] = json!([{"fullyQualifiedName": subject}]);
    }
    if let Some(file) = file {
        let file = in_repository(file);
        let uri = utf8_percent_encode(&file, IN_PATH).to_string();
        // GitHub shows nothing without a line, so the first one stands for the whole file.
        let (line, column) = if at.is_known() {
            (at.line, at.column)
        } else {
            (1, 1)
        };
        let artifact = if file.starts_with('/') {
            json!({"uri": format!("file://{uri}")})
        } else {
            json!({"uri": uri, "uriBaseId": "%SRCROOT%"})
        };
        location["physicalLocation"] = json!({
            "artifactLocation": artifact,
            "region": {"startLine": line, "startColumn": column},
        });
    }
    location
}

/// What a result is an instance of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Gate(GateKind),
    Code(Code),
}

impl Rule {
    fn id(self) -> String {
        match self {
            Self::Gate(gate) => format!("gate/{}", gate.name()),
            Self::Code(code) => code.to_string(),
        }
    }

    fn described(self) -> Value {
        let code = match self {
            Self::Gate(gate) => {
                return json!({
                    "id": self.id(),
                    "shortDescription": {"text": gate.question()},
                    "fullDescription": {"text": "The check demands that this gate is open."},
                    "helpUri": SITE,
                    "defaultConfiguration": {"level": "error"},
                    "properties": {"tags": ["eks", "ip-addresses", "gate"]},
                });
            }
            Self::Code(code) => code,
        };
        let told = explanation(code);
        let plain = |template| lettered(template, &str::to_owned, |letter| letter.to_string());
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "recommendation",
        };
        json!({
            "id": self.id(),
            "name": format!("{code:?}"),
            "shortDescription": {"text": told.title},
            "fullDescription": {"text": plain(told.why)},
            "help": {"text": plain(told.fix), "markdown": page_in_markdown(code)},
            "helpUri": format!("{SITE}findings.html#{code}"),
            "defaultConfiguration": {"level": level(code.severity())},
            "properties": {
                "tags": ["eks", "ip-addresses"],
                "problem.severity": severity,
            },
        })
    }
}

/// The rules that results name, in the order in which they come up.
#[derive(Default)]
struct Rules(Vec<Rule>);

impl Rules {
    /// The index of a rule.
    fn of(&mut self, rule: Rule) -> usize {
        let known = self.0.iter().position(|known| *known == rule);
        known.unwrap_or_else(|| {
            self.0.push(rule);
            self.0.len() - 1
        })
    }

    fn described(&self) -> Vec<Value> {
        self.0.iter().map(|rule| rule.described()).collect()
    }
}

/// How often a plan has had the same result, so that each has a fingerprint of its own.
#[derive(Default)]
struct Seen(BTreeMap<u64, u32>);

impl Seen {
    /// What tells a result from others and stays when lines move and numbers change: plan, rule and subject.
    ///
    /// The first key is the only one that GitHub looks at; its values end in a count.
    fn fingerprints(&mut self, case: &Case, rule: &str, subject: &str) -> Value {
        let hash = fnv1a(&[case.plan.name(), rule, subject]);
        let count = self.0.entry(hash).or_default();
        *count += 1;
        let print = format!("{hash:016x}:{count}");
        json!({"primaryLocationLineHash": print, "eniplan/v1": print})
    }
}

/// The FNV-1a hash of texts, each ended by a byte that no text has.
///
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>, read 2026-11-24.
fn fnv1a(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::fnv1a;

    /// Worked out with Python: `h = (h ^ b) * 0x100000001b3 % 2**64` over `b"a\xff"`.
    #[test]
    fn hashes_do_not_change() {
        assert_eq!(fnv1a(&["a"]), 0x089b_c907_b544_c769);
        assert_ne!(fnv1a(&["ab", "c"]), fnv1a(&["a", "bc"]));
    }
}
