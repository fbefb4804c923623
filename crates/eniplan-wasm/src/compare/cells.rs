//! What stands in the cells of a column: findings, a request, formulas.

use eniplan_core::analyze::analyze;
use eniplan_core::analyze::explain::explain;
use eniplan_core::analyze::strategies::Row;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::{Finding, Severity};
use eniplan_core::plan::Plan;
use eniplan_elements::{On, button, grouped, join};

use crate::{El, el};

/// Findings that a cell lists; the rest is counted.
const FINDINGS: usize = 12;

/// Findings by their codes, each code once with how often it is told.
pub(super) fn findings(all: &[Finding]) -> El {
    let mut codes: Vec<(&Finding, u64)> = Vec::new();
    for finding in all {
        match codes
            .iter_mut()
            .find(|(known, _)| known.code == finding.code)
        {
            Some((_, count)) => *count += 1,
            None => codes.push((finding, 1)),
        }
    }
    if codes.is_empty() {
        return el("span", "").text("none");
    }
    codes.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
    let mut list = el("ul", "codes");
    for (finding, count) in codes.iter().take(FINDINGS) {
        let class = match finding.severity {
            Severity::Error => "wrong",
            _ => "what",
        };
        let code = finding.code.to_string();
        let times = if *count > 1 {
            join(&[" × ", &grouped(*count)])
        } else {
            String::new()
        };
        list = list.kid(
            el("li", "")
                .kid(
                    el("a", "")
                        .set("href", join(&["findings.html#", &code]))
                        .say(code.clone()),
                )
                .text(" ")
                .kid(el("span", class).text(finding.severity.name()))
                .text(" ")
                .text(finding.code.entry().title)
                .say(times),
        );
    }
    if codes.len() > FINDINGS {
        let more = grouped((codes.len() - FINDINGS) as u64);
        list = list.kid(el("li", "what").say(join(&["and ", &more, " more"])));
    }
    list
}

/// What to send to the owner of the VPC.
pub(super) fn request(row: &Row) -> El {
    let text = row.owner_request.clone().unwrap_or_default();
    let copy = button("")
        .set(
            "aria-label",
            join(&["Copy the request for ", row.strategy.title]),
        )
        .on(On::Click, join(&["!compare owner ", row.strategy.id]))
        .text("Copy the request");
    el("div", "ask")
        .kid(el("pre", "").attr("tabindex", "0").say(text))
        .kid(copy)
}

/// The formulas behind the figures of a plan, with its own values.
pub(super) fn arithmetic(plan: &Plan, catalogue: &Catalogue) -> El {
    let report = analyze(plan, catalogue);
    let is_meant = |path: &str| {
        path.starts_with("totals.")
            || path.ends_with(".addresses_per_node")
            || path.ends_with(".max_pods")
    };
    let mut list = el("dl", "formulas");
    let told = explain(plan, catalogue, &report);
    for one in told.iter().filter(|one| is_meant(&one.path)).take(60) {
        list = list.kid(
            el("div", "")
                .kid(el("dt", "").say(join(&[&one.subject, ": ", one.what])))
                .kid(el("dd", "").say(one.text())),
        );
    }
    if let Some(wall) = report.walls.first() {
        list = list.kid(
            el("div", "")
                .kid(el("dt", "").say(join(&["first wall: ", &wall.message()])))
                .kid(el("dd", "").say(wall.formula()))
                .kid(el("dd", "what").say(wall.fix())),
        );
    }
    el("details", "arithmetic")
        .kid(el("summary", "").text("The arithmetic"))
        .kid(list)
}
