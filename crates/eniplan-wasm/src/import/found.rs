//! What was found: the documents, what must be chosen, and the plan with its answers.

use eniplan_core::analyze::{Gate, GateReason};
use eniplan_core::finding::Finding;
use eniplan_elements::{On, button, grouped, option};
use eniplan_import::{Inventory, Options, Outcome, Undecided};

use crate::{El, el};

/// Findings that are shown at most; a paste of another tool may hold thousands of faults.
const MOST: usize = 200;

/// What each document was, and what there is to say of it.
pub(crate) fn documents(inventory: &Inventory, told: &[Finding]) -> El {
    let mut list = el("ul", "documents");
    for document in &inventory.documents {
        list = list.kid(
            el("li", "")
                .kid(el("b", "").say(grouped(document.count as u64)))
                .say(format!(" {} ", document.kind))
                .kid(el("span", "unit").say(document.source.clone())),
        );
    }
    let section = el("section", "card")
        .attr("id", "import-found")
        .attr("tabindex", "-1")
        .attr("aria-labelledby", "found-title")
        .kid(
            el("h2", "")
                .attr("id", "found-title")
                .text("What was found"),
        );
    let section = if inventory.documents.is_empty() {
        section.kid(el("p", "wrong").text("Nothing of it could be read."))
    } else {
        section.kid(list)
    };
    if told.is_empty() {
        section
    } else {
        section.kid(items(told))
    }
}

/// What must be chosen before there is a plan.
pub(crate) fn choice(undecided: &Undecided) -> El {
    let section = el("section", "card")
        .attr("role", "status")
        .attr("aria-label", "What is missing");
    let (what, word, choices) = match undecided {
        Undecided::Nothing => {
            return section.kid(el("p", "").text(
                "No plan can be made of this yet. Subnets, nodes or a list of blocks are enough: the two commands above show most.",
            ));
        }
        Undecided::Several {
            what,
            option,
            choices,
        } => (*what, option.trim_start_matches('-'), choices),
        Undecided::Missing { what, choices, .. } => {
            let word = if *what == "VPC" { "vpc" } else { "cluster" };
            (*what, word, choices)
        }
    };
    if word.is_empty() {
        return section.kid(el("p", "").say(format!("{undecided}.")));
    }
    let mut select = el("select", "")
        .attr("id", "import-choice")
        .kid(option(
            String::new(),
            format!("Choose one of {}", choices.len()),
            true,
        ))
        .on(On::Change, format!("!import {word}"));
    for (value, text) in choices {
        let shown = if text.is_empty() {
            value.clone()
        } else {
            format!("{value} ({text})")
        };
        select = select.kid(option(value.clone(), shown, false));
    }
    let words = match undecided {
        Undecided::Missing { chosen, .. } => {
            format!("There is no {what} {chosen} in what was read.")
        }
        _ => format!(
            "There are {} {what} here, and a plan is of one.",
            choices.len()
        ),
    };
    section.kid(el("p", "").say(words)).kid(
        el("div", "field")
            .kid(
                el("label", "")
                    .attr("for", "import-choice")
                    .text("Make the plan of"),
            )
            .kid(el("span", "box").kid(select)),
    )
}

/// The plan in short, with the answers that people come for.
pub(crate) fn plan(outcome: &Outcome, options: &Options) -> El {
    let plan = &outcome.plan;
    let totals = &outcome.report.totals;
    let mut gates = el("ul", "gates");
    for gate in &outcome.report.gates {
        gates = gates.kid(el("li", "").kid(gate_card(gate)));
    }
    let of = [&options.cluster, &options.vpc].into_iter().flatten();
    let of: Vec<&str> = of.map(String::as_str).collect();
    let chosen = (!of.is_empty())
        .then(|| el("p", "help").say(format!("Made of {}, as you chose.", of.join(" in "))));
    let seen = format!(
        "{} in {}: {}, {}, {}, {}.",
        plan.name(),
        plan.region.as_str(),
        counted(outcome.report.subnets.len() as u64, "subnet"),
        counted(outcome.report.node_groups.len() as u64, "node group"),
        counted(totals.nodes, "node"),
        counted(totals.pods_desired, "pod"),
    );
    el("section", "imported")
        .attr("aria-labelledby", "imported-title")
        .kid(
            el("div", "title")
                .kid(
                    el("h2", "")
                        .attr("id", "imported-title")
                        .text("The plan of it"),
                )
                .kid(
                    button("main")
                        .text("Use this plan")
                        .on(On::Click, "!import use".into()),
                ),
        )
        .kid(el("p", "").say(seen))
        .maybe(chosen)
        .kid(gates)
}

/// A count with its noun.
fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

fn gate_card(gate: &Gate) -> El {
    let (class, word) = match (&gate.reason, gate.ok) {
        (GateReason::NotAsked, _) => ("gate unasked", "–"),
        (_, true) => ("gate yes", "Yes"),
        (_, false) => ("gate no", "No"),
    };
    el("div", class)
        .kid(el("h3", "").text(gate.kind.question()))
        .kid(el("p", "answer").text(word))
        .kid(el("p", "").say(gate.message()))
}

/// What was assumed, what was left out, and where plan and cluster differ.
pub(crate) fn findings(findings: &[Finding]) -> El {
    let section = el("section", "findings")
        .attr("aria-labelledby", "import-findings-title")
        .kid(
            el("h2", "")
                .attr("id", "import-findings-title")
                .text("Assumed, left out, different"),
        );
    if findings.is_empty() {
        return section
            .kid(el("p", "empty").text("Nothing was assumed, and the plan counts what was seen."));
    }
    section.kid(items(findings))
}

fn items(findings: &[Finding]) -> El {
    let mut list = el("ol", "");
    for finding in findings.iter().take(MOST) {
        list = list.kid(item(finding));
    }
    let more = findings.len().saturating_sub(MOST);
    let more =
        (more > 0).then(|| el("p", "help").say(format!("And {} more.", grouped(more as u64))));
    el("div", "findings").kid(list).maybe(more)
}

fn item(finding: &Finding) -> El {
    let name = finding.severity.name();
    let link = el("a", "")
        .set("href", format!("findings.html#{}", finding.code))
        .attr("rel", "noopener")
        .say(format!("About {}", finding.code));
    el("li", name)
        .kid(el("span", "tag").kid(el("span", name).text(name)))
        .kid(
            el("div", "")
                .kid(
                    el("p", "")
                        .kid(el("b", "").text(finding.code.entry().title))
                        .text(" ")
                        .kid(el("code", "").say(finding.subject.clone())),
                )
                .kid(el("p", "").say(finding.message()))
                .kid(el("p", "what").say(finding.help()).text(" ").kid(link)),
        )
}
