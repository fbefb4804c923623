//! What there is to say of the plan: in a list, and at the field that it is about.

use eniplan_core::finding::{Finding, Severity};
use eniplan_elements::join;

use crate::State;
use crate::act::{El, el};
use crate::mend::{self, Ask};

/// The fields that findings are about, each once.
pub(crate) fn paths(state: &State) -> Vec<String> {
    let mut paths = Vec::new();
    for Finding { subject, .. } in &state.report.findings {
        let path = field_of(subject);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// The field in which the subject of a finding is typed: a block of the VPC has one of its own, peers share one.
fn field_of(subject: &str) -> String {
    match subject.split_once('[') {
        Some(("vpc.cidrs", rest)) if rest.ends_with(']') => join(&[subject, ".cidr"]),
        Some((list @ ("vpc.peers" | "vpc.routes"), _)) => list.into(),
        _ => subject.into(),
    }
}

/// The findings about a field.
pub(crate) fn at(state: &State, path: &str) -> El {
    told(state, |finding| field_of(&finding.subject) == path)
}

/// Codes of what AWS would say of the network.
const NETWORK: std::ops::Range<u16> = 200..250;

/// What AWS would say of a subnet, for the field of its block.
pub(crate) fn of_subnet(state: &State, name: &str) -> El {
    told(state, |finding| {
        finding.subject == name && NETWORK.contains(&finding.code.entry().number)
    })
}

fn told(state: &State, is_meant: impl Fn(&Finding) -> bool) -> El {
    let mut told = el("div", "told").attr("role", "status");
    for finding in &state.report.findings {
        if is_meant(finding) {
            let line = el("p", severity(finding))
                .kid(el("b", "").text(finding.severity.name()))
                .say(join(&[" ", &finding.message(), " ", &finding.help()]));
            told = told.kid(line);
        }
    }
    told
}

fn severity(finding: &Finding) -> &'static str {
    finding.severity.name()
}

/// Every finding, the worst first.
pub(crate) fn list(state: &State) -> El {
    let findings = &state.report.findings;
    let section = el("section", "findings")
        .attr("aria-labelledby", "findings-title")
        .kid(
            el("h2", "")
                .attr("id", "findings-title")
                .attr("tabindex", "-1")
                .text("Findings"),
        )
        .maybe(mend::said(state, "findings"));
    if findings.is_empty() {
        return section.kid(el("p", "empty").text("Nothing to say: no error, warning or note."));
    }
    let mut counts = el("p", "counts");
    for (severity, plural) in [
        (Severity::Error, " errors"),
        (Severity::Warning, " warnings"),
        (Severity::Note, " notes"),
    ] {
        let count = findings
            .iter()
            .filter(|one| one.severity == severity)
            .count();
        if count > 0 {
            let word = if count == 1 {
                plural.trim_end_matches('s')
            } else {
                plural
            };
            counts = counts.kid(tag(severity.name(), join(&[&count.to_string(), word])));
        }
    }
    let mut list = el("ol", "");
    for (index, finding) in findings.iter().enumerate() {
        list = list.kid(item(finding, mend::offer(state, Ask::Finding(index))));
    }
    section.kid(counts).kid(list)
}

fn tag(severity: &'static str, words: String) -> El {
    el("span", "tag").kid(el("span", severity).say(words))
}

fn item(finding: &Finding, mend: Option<El>) -> El {
    let name = severity(finding);
    let link = el("a", "")
        // Beside this page, wherever it is hosted.
        .set("href", join(&["findings.html#", &finding.code.to_string()]))
        .attr("rel", "noopener")
        .say(join(&["About ", &finding.code.to_string()]));
    el("li", name).kid(tag(name, name.into())).kid(
        el("div", "")
            .kid(
                el("p", "")
                    .kid(el("b", "").text(finding.code.entry().title))
                    .text(" ")
                    .kid(el("code", "").say(finding.subject.clone())),
            )
            .kid(el("p", "").say(finding.message()))
            .kid(el("p", "what").say(finding.help()).text(" ").kid(link))
            .maybe(mend),
    )
}
