//! What there is to say of the plan: in a list, and at the field that it is about.

use std::collections::BTreeMap;

use eniplan_core::analyze::Fields;
use eniplan_core::finding::{Finding, Severity};
use eniplan_elements::{join, marked};

use crate::State;
use crate::act::{El, el};
use crate::mend::{self, Ask};

/// What is told at each field, by its path.
pub(crate) struct Told(BTreeMap<String, El>);

impl Told {
    /// Of every finding.
    pub(crate) fn of(state: &State) -> Self {
        let fields = Fields::of(&state.plan, &state.report);
        let mut told = BTreeMap::new();
        for finding in &state.report.findings {
            let at = told.entry(fields.path(finding)).or_insert_with(place);
            let (message, help) = finding.marked();
            let line = el("p", severity(finding))
                .kid(el("b", "").text(finding.severity.name()))
                .text(" ");
            *at =
                std::mem::replace(at, place()).kid(marked(marked(line, &message).text(" "), &help));
        }
        Self(told)
    }

    /// At a field.
    pub(crate) fn at(&self, path: &str) -> El {
        self.0.get(path).cloned().unwrap_or_else(place)
    }

    /// As answers, by their names.
    pub(crate) fn into_answers(self) -> impl Iterator<Item = (String, El)> {
        let named = |(path, told): (String, El)| (join(&["told ", &path]), told);
        self.0.into_iter().map(named)
    }
}

/// Where it is told.
fn place() -> El {
    el("div", "told").attr("role", "status")
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
    let (message, help) = finding.marked();
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
            .kid(marked(el("p", ""), &message))
            .kid(marked(el("p", "what"), &help).text(" ").kid(link))
            .maybe(mend),
    )
}
