//! Another plan beside the present one: figures and fields in which they differ.

use eniplan_core::analyze::strategies::Figures;
use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::comparison::{FigureRow, figure_rows, two_in_markdown};
use eniplan_core::finding::Finding;
use eniplan_core::link::{self, LinkError};
use eniplan_core::plan::Plan;
use eniplan_core::plan::difference::difference;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::{On, Outcome, button, files_button, join};

use crate::{El, el, site};

/// Fields that are listed; the rest is counted.
const FIELDS: usize = 120;

/// The second plan, and how it came.
#[derive(Default)]
pub(super) struct Second {
    plan: Option<Box<Plan>>,
    /// Why what was pasted is no plan.
    fault: String,
}

impl Second {
    /// Takes a link or the text of a plan.
    pub(super) fn take(&mut self, text: &str) {
        let text = text.trim();
        self.fault.clear();
        if text.is_empty() {
            return;
        }
        match link::decode(text) {
            Ok(plan) => self.plan = Some(Box::new(plan)),
            Err(why @ (LinkError::Cut | LinkError::Newer | LinkError::TooLarge)) => {
                self.fault = why.to_string();
            }
            Err(why) => match Plan::from_text(text.as_bytes()) {
                Ok((plan, findings)) if findings.is_empty() => self.plan = Some(Box::new(plan)),
                Ok((_, findings)) if text.contains(':') && !text.contains('#') => {
                    let first = findings.first().map(Finding::message);
                    self.fault = first.unwrap_or_default();
                }
                _ => self.fault = why.to_string(),
            },
        }
    }

    /// Does what an element asks.
    pub(super) fn tell(
        &mut self,
        plan: &Plan,
        report: &Report,
        word: &str,
        (value, files): (&str, &[(String, Vec<u8>)]),
    ) -> Outcome {
        match (word, &self.plan) {
            ("with", _) => {
                self.take(value);
                Outcome::Redraw(String::new())
            }
            ("file", _) => {
                if let Some((_, bytes)) = files.first() {
                    match core::str::from_utf8(bytes) {
                        Ok(text) => self.take(text),
                        Err(_) => self.fault = "This file is no text, so no plan.".into(),
                    }
                }
                Outcome::Redraw("pair-title".into())
            }
            ("show", _) => Outcome::Redraw("pair-title".into()),
            ("alone", _) => {
                self.plan = None;
                self.fault.clear();
                Outcome::Redraw("pair-title".into())
            }
            ("take", Some(second)) => Outcome::Plan(
                link::pack(&second.write()),
                "The second plan is open. Undo brings yours back.".into(),
                "pair-title".into(),
            ),
            ("pair", Some(second)) => {
                let other = analyze(second, &Catalogue::bundled());
                let [first, then] = figures((plan, report), (second, &other));
                let text = two_in_markdown(
                    names(plan, second),
                    [&first, &then],
                    &difference(plan, second),
                );
                Outcome::Copy(text, "Copied as Markdown.".into())
            }
            ("link", Some(second)) => match (link::encode(plan), link::encode(second)) {
                (Ok(one), Ok(two)) => {
                    let text = join(&[&site(), "#/compare?p=", &one, "&with=", &two]);
                    Outcome::Copy(text, "Link copied. It holds both plans.".into())
                }
                (Err(why), _) | (_, Err(why)) => Outcome::Say(why.to_string()),
            },
            _ => Outcome::Nothing,
        }
    }

    /// The field for a second plan, and the two side by side.
    pub(super) fn view(&self, plan: &Plan, report: &Report) -> El {
        let section = el("section", "two-plans")
            .attr("aria-labelledby", "pair-title")
            .kid(
                el("h2", "")
                    .attr("id", "pair-title")
                    .attr("tabindex", "-1")
                    .text("Beside another plan"),
            )
            .kid(self.form());
        match &self.plan {
            None => section,
            Some(second) => beside(section, (plan, report), second),
        }
    }

    fn form(&self) -> El {
        let mut area = el("textarea", "")
            .attr("id", "second-plan")
            .attr("rows", "2")
            .attr("spellcheck", "false")
            .attr("autocomplete", "off")
            .attr("aria-describedby", "second-help")
            .on(On::Change, "!compare with".into());
        let fault = (!self.fault.is_empty()).then(|| {
            el("p", "said wrong")
                .attr("role", "alert")
                .say(self.fault.clone())
        });
        if fault.is_some() {
            area = area.attr("aria-invalid", "true");
        }
        let file = el("input", "")
            .attr("id", "second-file")
            .attr("accept", ".yaml,.yml,.json,.txt")
            .on(On::Change, "!compare file".into());
        el("div", "second card")
            .kid(
                el("div", "field")
                    .kid(
                        el("label", "")
                            .attr("for", "second-plan")
                            .text("Link or text of the second plan"),
                    )
                    .kid(el("div", "box").kid(area))
                    .maybe(fault)
                    .kid(
                        el("p", "help")
                            .attr("id", "second-help")
                            .text("It stays beside yours and changes nothing until you open it."),
                    ),
            )
            .kid(
                el("div", "row")
                    .kid(
                        button("main")
                            .on(On::Click, "!compare show".into())
                            .text("Put it beside"),
                    )
                    .kid(files_button("Choose a file", file)),
            )
    }
}

fn figures(first: (&Plan, &Report), second: (&Plan, &Report)) -> [Figures; 2] {
    let catalogue = Catalogue::bundled();
    [first, second].map(|(plan, report)| Figures::of(plan, report, &catalogue))
}

/// What the two plans are called, apart even where both have one name.
fn names<'a>(first: &'a Plan, second: &'a Plan) -> [&'a str; 2] {
    if first.name() == second.name() {
        ["this plan", "second plan"]
    } else {
        [first.name(), second.name()]
    }
}

fn beside(section: El, first: (&Plan, &Report), second: &Plan) -> El {
    let report = analyze(second, &Catalogue::bundled());
    let [one, two] = figures(first, (second, &report));
    let names = names(first.0, second);
    let tool = |word, name: &'static str| {
        button("")
            .on(On::Click, join(&["!compare ", word]))
            .text(name)
    };
    let tools = el("div", "row")
        .kid(tool("link", "Copy link to both"))
        .kid(tool("pair", "Copy both as Markdown"))
        .kid(tool("take", "Open the second plan"))
        .kid(tool("alone", "Put it away"));
    let (differ, same): (Vec<_>, Vec<_>) = figure_rows(&one, &two)
        .into_iter()
        .partition(FigureRow::differs);
    let part = |name: &'static str| {
        el("tr", "part").kid(
            el("th", "")
                .attr("scope", "colgroup")
                .attr("colspan", "4")
                .text(name),
        )
    };
    let mut body = el("tbody", "");
    for (title, rows) in [("Figures that differ", differ), ("The same in both", same)] {
        if rows.is_empty() {
            continue;
        }
        body = body.kid(part(title));
        for row in rows {
            body = body.kid(
                el("tr", "")
                    .kid(el("th", "").attr("scope", "row").say(row.name.to_owned()))
                    .kid(el("td", "number").say(row.was))
                    .kid(el("td", "number").say(row.is))
                    .kid(el("td", "number").say(row.difference)),
            );
        }
    }
    section
        .kid(tools)
        .kid(table(
            "Figures of both plans",
            &["Figure", names[0], names[1], "Difference"],
            body,
        ))
        .kid(fields(first.0, second, names))
}

fn table(name: &'static str, headings: &[&str], body: El) -> El {
    let mut head = el("tr", "");
    for (index, heading) in headings.iter().enumerate() {
        let class = if index == 0 { "" } else { "number" };
        head = head.kid(
            el("th", class)
                .attr("scope", "col")
                .say((*heading).to_owned()),
        );
    }
    el("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", name)
        .kid(el("table", "").kid(el("thead", "").kid(head)).kid(body))
}

/// The fields in which the plans differ.
fn fields(first: &Plan, second: &Plan, names: [&str; 2]) -> El {
    let changed = difference(first, second);
    if changed.is_empty() {
        return el("p", "empty").text("Both plans say the same.");
    }
    let mut body = el("tbody", "");
    for one in changed.iter().take(FIELDS) {
        let value = |text: &str| match text {
            "" => el("td", "words what").text("nothing"),
            text => el("td", "words").kid(el("code", "").say(text.to_owned())),
        };
        body = body.kid(
            el("tr", "")
                .kid(el("th", "words").attr("scope", "row").say(one.path.clone()))
                .kid(value(&one.was))
                .kid(value(&one.is)),
        );
    }
    let mut head = el("tr", "");
    for heading in ["Field", names[0], names[1]] {
        head = head.kid(el("th", "").attr("scope", "col").say(heading.to_owned()));
    }
    let more = (changed.len() > FIELDS).then(|| {
        let rest = eniplan_elements::grouped((changed.len() - FIELDS) as u64);
        el("p", "what").say(join(&["and ", &rest, " more fields"]))
    });
    el("div", "changed")
        .kid(el("h3", "").text("Fields that differ"))
        .kid(
            el("div", "scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "Fields that differ")
                .kid(el("table", "").kid(el("thead", "").kid(head)).kid(body)),
        )
        .maybe(more)
}
