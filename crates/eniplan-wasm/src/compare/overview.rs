//! Every strategy in a row, or on a narrow screen in a card.

use eniplan_core::analyze::strategies::{Figures, Row};
use eniplan_core::analyze::{Certainty, Gate, GateReason};
use eniplan_core::export::comparison::{difference, why_not};
use eniplan_elements::{On, button, grouped, join, with_roles};

use super::{Made, Sort, actions};
use crate::{El, el};

/// The table or cards, and what they can be sorted by.
pub(super) fn view(made: &Made, sort: Sort, columns: &[String], narrow: bool) -> El {
    let rows = made.sorted(sort);
    let list = if narrow {
        cards(made, &rows)
    } else {
        table(made, &rows, columns)
    };
    el("section", "strategies")
        .attr("aria-labelledby", "strategies-title")
        .kid(
            el("div", "title")
                .kid(
                    el("h2", "")
                        .attr("id", "strategies-title")
                        .text("Strategies"),
                )
                .kid(tools()),
        )
        .kid(sorting(sort))
        .kid(list)
}

fn tools() -> El {
    let tool = |word, name: &'static str| {
        button("")
            .on(On::Click, join(&["!compare ", word]))
            .text(name)
    };
    el("div", "row")
        .kid(tool("markdown", "Copy as Markdown"))
        .kid(tool("csv", "Save CSV"))
}

fn sorting(sort: Sort) -> El {
    let mut buttons = el("div", "segments")
        .attr("role", "group")
        .attr("aria-label", "Sort by");
    for (one, id, name) in Sort::ALL {
        buttons = buttons.kid(
            button("")
                .flag("aria-pressed", one == sort)
                .on(On::Click, join(&["!compare sort ", id]))
                .text(name),
        );
    }
    el("div", "row sorting")
        .kid(el("span", "what").text("Sort by"))
        .kid(buttons)
}

const HEADINGS: [(&str, &str); 9] = [
    ("Strategy", ""),
    ("Routable addresses", "number"),
    ("Other addresses", "number"),
    ("Fullest node", "number"),
    ("Nodes", "number"),
    ("Pods that run", "number"),
    ("Upgrade, max, zone loss", ""),
    ("First wall", ""),
    ("What breaks", "breaks"),
];

fn table(made: &Made, rows: &[&Row], columns: &[String]) -> El {
    let mut head = el("tr", "");
    for (name, class) in HEADINGS {
        head = head.kid(el("th", class).attr("scope", "col").text(name));
    }
    head = head.kid(el("td", ""));
    let present = &made.comparison.present;
    let mut body = el("tbody", "").kid(
        figures(
            el("tr", "present").kid(
                el("th", "")
                    .attr("scope", "row")
                    .kid(
                        el("b", "")
                            .say(made.plan.name.as_deref().unwrap_or("This plan").to_owned()),
                    )
                    .kid(el("span", "what").text("the plan as it is")),
            ),
            present,
            present,
        )
        .kid(el("td", "breaks"))
        .kid(el("td", "")),
    );
    for row in rows {
        body = body.kid(table_row(row, present, columns));
    }
    el("div", "scroll")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", "Table of strategies")
        .kid(with_roles(
            el("table", "").kid(el("thead", "").kid(head)).kid(body),
        ))
}

fn table_row(row: &Row, present: &Figures, columns: &[String]) -> El {
    let id = row.strategy.id;
    let line = el("tr", if row.refusal.is_some() { "cannot" } else { "" }).kid(
        el("th", "")
            .attr("scope", "row")
            .kid(name(row))
            .kid(told(row)),
    );
    let line = match &row.figures {
        Some(figures_of) => figures(line, figures_of, present),
        None => line.kid(el("td", "").attr("colspan", "7")),
    };
    let is_beside = columns.iter().any(|column| column == id);
    let beside = button("")
        .flag("aria-pressed", is_beside)
        .set("aria-label", join(&["Beside: ", row.strategy.title]))
        .on(On::Click, join(&["!compare beside w", id]))
        .text("Beside");
    line.kid(
        el("td", "breaks")
            .attr("data-of", "What breaks")
            .say(breaks(row)),
    )
    .kid(el("td", "").kid(actions(row, "row").kid(beside)))
}

fn cards(made: &Made, rows: &[&Row]) -> El {
    let present = &made.comparison.present;
    let mut list = el("ul", "cards");
    for row in rows {
        let mut card = el(
            "li",
            if row.refusal.is_some() {
                "card cannot"
            } else {
                "card"
            },
        )
        .kid(el("h3", "").kid(name(row)))
        .kid(told(row));
        if let Some(figures) = &row.figures {
            let mut facts = el("dl", "facts");
            for (name, was, is) in [
                ("Routable addresses", present.routable, figures.routable),
                ("Nodes", present.nodes, figures.nodes),
                (
                    "Pods that run",
                    present.pods_running(),
                    figures.pods_running(),
                ),
            ] {
                let value = number(el("dd", ""), was, is, figures);
                facts = facts.kid(el("div", "").kid(el("dt", "").text(name)).kid(value));
            }
            let gates = el("div", "")
                .kid(el("dt", "").text("Upgrade, max, zone loss"))
                .kid(gates(el("dd", ""), figures));
            let wall = el("div", "")
                .kid(el("dt", "").text("First wall"))
                .kid(wall(el("dd", ""), figures));
            card = card.kid(facts.kid(gates).kid(wall));
        }
        list = list.kid(card.kid(actions(row, "row")));
    }
    list
}

fn name(row: &Row) -> El {
    el("b", "").text(row.strategy.title)
}

/// What a strategy changes, or why it cannot run.
fn told(row: &Row) -> El {
    if row.refusal.is_some() {
        return el("span", "what")
            .kid(el("b", "wrong").text("cannot run "))
            .say(why_not(row));
    }
    let changes: Vec<&str> = row.changes.iter().map(|change| change.title()).collect();
    let mut words = el("span", "what").say(changes.join(", "));
    if row.restarts_pods {
        words = words.text(" · pods restart");
    }
    if row.owner_request.is_some() {
        words = words
            .text(" · ")
            .kid(el("b", "").text("needs the owner of the VPC"));
    }
    words
}

/// The first words of what breaks; all of it stands in the columns side by side.
fn breaks(row: &Row) -> String {
    let titles: Vec<&str> = row
        .strategy
        .breaks
        .iter()
        .map(|what| what.title())
        .collect();
    titles.join(", ")
}

/// A count with its difference below it.
pub(super) fn number(cell: El, was: u64, is: u64, figures: &Figures) -> El {
    let is_estimate = figures.certainty == Certainty::Estimate;
    let count = if is_estimate {
        el("span", "guess").say(join(&["≈ ", &grouped(is)]))
    } else {
        el("span", "").say(grouped(is))
    };
    let cell = cell.kid(count);
    if was == is {
        cell
    } else {
        cell.kid(el("small", "").say(difference(was, is)))
    }
}

fn figures(line: El, figures: &Figures, present: &Figures) -> El {
    let mut line = line;
    // On a tablet a row is a card, where a cell says what it is.
    let cell = |class, of| el("td", class).attr("data-of", of);
    let counts = [
        (present.routable, figures.routable),
        (present.non_routable, figures.non_routable),
        (present.addresses_per_node, figures.addresses_per_node),
        (present.nodes, figures.nodes),
        (present.pods_running(), figures.pods_running()),
    ];
    for ((was, is), (name, class)) in counts.into_iter().zip(HEADINGS.into_iter().skip(1)) {
        line = line.kid(number(cell(class, name), was, is, figures));
    }
    line.kid(gates(cell("answers", "Upgrade, max, zone loss"), figures))
        .kid(wall(cell("", "First wall"), figures))
}

fn gates(cell: El, figures: &Figures) -> El {
    let mut cell = cell;
    for (index, gate) in figures.gates.iter().enumerate() {
        if index > 0 {
            cell = cell.text(" · ");
        }
        cell = cell.kid(answer(gate));
    }
    cell
}

/// Yes or no to a gate.
pub(super) fn answer(gate: &Gate) -> El {
    match (&gate.reason, gate.ok) {
        (GateReason::NotAsked, _) => el("span", "").text("–"),
        (_, true) => el("span", "good").text("yes"),
        (_, false) => el("b", "wrong").text("no"),
    }
}

fn wall(cell: El, figures: &Figures) -> El {
    match &figures.wall {
        None => cell.text("none"),
        Some(wall) => cell
            .kid(el("span", "").text(wall.kind.title()))
            .kid(el("small", "").say(wall.distance())),
    }
}
