//! How the figures of the report come about, with the plan's own values and the sources.

use eniplan_core::analyze::explain::{Derivation, explain};
use eniplan_elements::{details, join};

use crate::State;
use crate::act::{El, el};

/// Subnets of a plan up to which each figure is derived: a plan of thousands has too many to read.
const MOST_SUBNETS: usize = 60;

/// The section: a heading a subject, which opens to its figures.
pub(crate) fn view(state: &State) -> Option<El> {
    if state.report.subnets.len() > MOST_SUBNETS {
        return None;
    }
    let all = explain(&state.plan, &state.catalogue, &state.report);
    let mut subjects: Vec<&str> = Vec::new();
    for one in &all {
        if !subjects.contains(&one.subject.as_str()) {
            subjects.push(&one.subject);
        }
    }
    let mut list = el("div", "derivations");
    for subject in subjects {
        let mut rows = el("dl", "");
        for one in all.iter().filter(|one| one.subject == subject) {
            rows = rows.kid(row(one));
        }
        list = list.kid(details(
            "card",
            el("summary", "").kid(el("b", "").say(subject.to_owned())),
            rows,
        ));
    }
    Some(
        el("section", "")
            .attr("aria-labelledby", "derived-title")
            .kid(
                el("h2", "")
                    .attr("id", "derived-title")
                    .text("How each number comes about"),
            )
            .kid(list),
    )
}

fn row(one: &Derivation) -> El {
    let source = (!one.source.is_empty()).then(|| {
        el("a", "")
            .attr("href", one.source)
            .attr("rel", "noopener")
            .set(
                "aria-label",
                join(&["Source of ", one.what, " of ", &one.subject]),
            )
            .text("source")
    });
    let note = (!one.note.is_empty()).then(|| el("span", "what").say(join(&[one.note, ". "])));
    el("div", "").kid(el("dt", "").text(one.what)).kid(
        el("dd", "")
            .kid(el("code", "").say(one.text()))
            .text(" ")
            .kid(el("span", "unit").text(one.certainty.name()))
            .text(" ")
            .maybe(note)
            .maybe(source),
    )
}
