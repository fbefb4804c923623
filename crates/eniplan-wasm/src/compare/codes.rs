//! The findings of a plan by their codes, short enough for a cell.

use eniplan_core::finding::{Finding, Severity};
use eniplan_elements::{grouped, join};

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
