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
    let mut places: Vec<(&str, &str)> = Vec::new();
    for one in &all {
        if !places.contains(&place(one)) {
            places.push(place(one));
        }
    }
    let mut list = el("div", "derivations");
    for wanted in places {
        let mut rows = el("dl", "");
        for one in all.iter().filter(|one| place(one) == wanted) {
            rows = rows.kid(row(one));
        }
        let (kind, subject) = wanted;
        let title = match kind {
            "subnets" => join(&["Subnet ", subject]),
            "node_groups" => join(&["Group ", subject]),
            _ => subject.to_owned(),
        };
        list = list.kid(details(
            "card",
            el("summary", "").kid(el("b", "").say(title)),
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

/// What a figure is of: a list of the report and the name there, since a group and a subnet may have one name.
fn place(one: &Derivation) -> (&str, &str) {
    let list = one.path.split(['[', '.']).next().unwrap_or_default();
    (list, &one.subject)
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
