//! The Cases page: what others published, computed anew in this browser, and AWS's spreadsheet row by row.

mod sheets;

use eniplan_cases::{CASES, Case, Grade, Line, plan_of, run};
use eniplan_core::finding::Grouped;
use eniplan_core::link;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::{On, Outcome, button, grouped, join, of, with_roles};

use crate::asked::none_of;
use crate::{El, el};
use sheets::Asked;

/// What the page is made from.
#[derive(Default)]
pub(crate) struct View {
    /// Every case with its lines, computed when the page is first looked at.
    ran: Vec<(&'static Case, Vec<Line>)>,
    /// What somebody asks of the spreadsheet.
    asked: Asked,
    /// The case that the address asks for, which stands open before all others.
    first: &'static str,
}

impl View {
    /// Takes from the address which case is looked for.
    pub(crate) fn ask(&mut self, key: &str, value: &str) -> Result<(), String> {
        let case = CASES
            .iter()
            .find(|case| case.id.eq_ignore_ascii_case(value));
        let ids = || CASES.iter().map(|case| case.id).collect::<Vec<_>>();
        let case = case.ok_or_else(|| none_of(key, value, &ids()))?;
        self.first = case.id;
        Ok(())
    }

    /// The page.
    pub(crate) fn page(&mut self) -> El {
        if self.ran.is_empty() {
            self.ran = CASES.iter().map(|case| (case, run(case))).collect();
        }
        let hold = self.ran.iter().filter(|(_, lines)| holds(lines)).count();
        let score = of(hold as u64, self.ran.len() as u64);
        let mut page = el("div", "cases").kid(
            el("header", "")
                .kid(
                    el("h1", "")
                        .attr("id", "cases-title")
                        .attr("tabindex", "-1")
                        .text("Cases"),
                )
                .kid(el("p", "lead").text(
                    "What others measured or published, beside what eniplan comes to. \
                     Your browser computed it just now; nothing of it is stored.",
                ))
                .kid(
                    el("p", "score")
                        .kid(
                            el("b", "")
                                .attr("aria-hidden", "true")
                                .text(if hold == self.ran.len() { "✓" } else { "✗" }),
                        )
                        .say(join(&[" ", &score, " cases come out right"])),
                ),
        );
        if let Some((case, lines)) = self.ran.iter().find(|(case, _)| case.id == self.first) {
            let section = el("section", "")
                .kid(el("h2", "").text("The case of this address"))
                .kid(el("ol", "case-list").kid(one(case, lines, true)));
            page = page.kid(section);
        }
        for (grade, title, lead) in [
            (
                Grade::PublishedWrong,
                "Published figures that are wrong",
                "What is printed there, and what comes out by the rules.",
            ),
            (
                Grade::AsPublished,
                "As published",
                "Every figure comes out as it was measured or documented.",
            ),
            (
                Grade::Diagnosed,
                "Incidents",
                "The figure lands where theirs did, or the cause is named.",
            ),
        ] {
            page = page.kid(self.part(grade, title, lead));
            if grade == Grade::PublishedWrong {
                page = page.kid(sheets::view(&self.asked));
            }
        }
        page
    }

    fn part(&self, grade: Grade, title: &'static str, lead: &'static str) -> El {
        let mut list = el("ol", "case-list");
        let is_here = |case: &Case| case.grade == grade && case.id != self.first;
        for (case, lines) in self.ran.iter().filter(|(case, _)| is_here(case)) {
            list = list.kid(one(case, lines, false));
        }
        el("section", "")
            .kid(el("h2", "").text(title))
            .kid(el("p", "what").text(lead))
            .kid(list)
    }

    /// Does what an element of the page asks.
    pub(crate) fn tell(&mut self, words: &str, value: &str) -> Outcome {
        let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
        if word == "open" {
            return open(rest);
        }
        self.asked.tell(word, value)
    }
}

/// The plan of a check is put in force.
fn open(words: &str) -> Outcome {
    let (id, index) = words.split_once(' ').unwrap_or((words, ""));
    let case = CASES.iter().find(|case| case.id == id);
    let index: usize = index.parse().unwrap_or(usize::MAX);
    let plan = case.and_then(|case| plan_of(case.checks.get(index)?));
    let (Some(case), Some(plan)) = (case, plan) else {
        return Outcome::Nothing;
    };
    let said = join(&[
        "Case ",
        case.id,
        " is open as a plan. Undo brings yours back.",
    ]);
    Outcome::Plan(link::pack(&plan.write()), said, "cases-title".into())
}

fn holds(lines: &[Line]) -> bool {
    lines.iter().all(Line::holds)
}

/// A sign that says in words as well whether something holds.
fn mark(holds: bool) -> El {
    if holds {
        el("b", "mark-yes").text("✓ holds")
    } else {
        el("b", "mark-no wrong").text("✕ does not hold")
    }
}

fn one(case: &Case, lines: &[Line], is_open: bool) -> El {
    let source = if case.url.is_empty() {
        el("span", "").text(case.source)
    } else {
        el("a", "")
            .attr("href", case.url)
            .attr("rel", "noreferrer")
            .text(case.source)
    };
    let summary = el("summary", "")
        .kid(el("span", "case-id").text(case.id))
        .kid(el("b", "").text(case.title))
        .kid(mark(holds(lines)));
    let mut body = el("tbody", "");
    for line in lines {
        let name = el("th", "words")
            .attr("scope", "row")
            .kid(el("span", "").say(line.what.clone()))
            .maybe((!line.formula.is_empty()).then(|| el("code", "").say(line.formula.clone())));
        let computed = line.computed.map_or_else(|| "nothing".to_owned(), grouped);
        let is_off = line.printed != Grouped(line.right).to_string()
            && line.printed.starts_with(|c: char| c.is_ascii_digit());
        body = body.kid(
            el("tr", "")
                .kid(name)
                .kid(
                    el("td", if is_off { "number struck" } else { "number" })
                        .attr("data-of", "Published")
                        .say(line.printed.clone()),
                )
                .kid(
                    el("td", "number")
                        .attr("data-of", "Right")
                        .number(line.right),
                )
                .kid(
                    el("td", "number")
                        .attr("data-of", "Here")
                        .say(join(&[&computed, " "]))
                        .kid(if line.holds() {
                            el("span", "good")
                                .text("✓")
                                .attr("role", "img")
                                .attr("aria-label", "holds")
                        } else {
                            el("b", "wrong")
                                .text("✕")
                                .attr("role", "img")
                                .attr("aria-label", "does not hold")
                        }),
                ),
        );
    }
    let mut head = el("tr", "");
    for (heading, class) in [
        ("Figure", ""),
        ("Published", "number"),
        ("Right", "number"),
        ("Computed here", "number"),
    ] {
        head = head.kid(el("th", class).attr("scope", "col").text(heading));
    }
    let table = el("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "group")
        .set("aria-label", join(&["Figures of case ", case.id]))
        .kid(with_roles(
            el("table", "carded")
                .kid(el("thead", "").kid(head))
                .kid(body),
        ));
    el("li", "").kid(
        el("details", "case")
            .set("id", join(&["case-", case.id]))
            .when(is_open, "open")
            .kid(summary)
            .kid(
                el("div", "case-body")
                    .kid(el("p", "").text(case.why))
                    .kid(el("p", "what").text("Source: ").kid(source))
                    .kid(table)
                    .maybe(opening(case)),
            ),
    )
}

/// Buttons that open the plans of a case.
fn opening(case: &Case) -> Option<El> {
    let mut row = el("div", "row");
    let mut any = false;
    for (index, check) in case.checks.iter().enumerate() {
        let Some(plan) = plan_of(check) else { continue };
        any = true;
        let name = if check.name.is_empty() {
            case.title
        } else {
            check.name
        };
        let open = el("span", "").kid(
            button("")
                .on(
                    On::Click,
                    join(&["!cases open ", case.id, " ", &index.to_string()]),
                )
                .say(join(&["Open: ", name])),
        );
        let link = link::encode(&plan).ok().map(|link| {
            el("a", "")
                .set("href", join(&["#/vpc?p=", &link]))
                .set("aria-label", join(&["Link to ", case.id, ", ", name]))
                .text("Link")
        });
        row = row.kid(open.maybe(link));
    }
    any.then(|| {
        el("details", "arithmetic")
            .kid(el("summary", "").text("Open as a plan"))
            .kid(row)
    })
}
