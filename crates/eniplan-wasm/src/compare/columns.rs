//! Chosen strategies side by side: where they differ first, then what is the same.

use eniplan_core::analyze::strategies::{Break, Change, Figures, Row};
use eniplan_core::aws::Certainty;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::comparison::{FigureRow, figure_rows, why_not};
use eniplan_core::plan::Plan;
use eniplan_elements::{On, button, grouped, join, option};

use super::cells::{arithmetic, findings, request};
use super::{MOST_COLUMNS, Made, actions};
use crate::{El, el};

/// What stands in a column: the present plan, or a strategy.
struct Column<'a> {
    row: Option<&'a Row>,
    figures: Option<&'a Figures>,
    plan: Option<&'a Plan>,
}

/// Changes which columns there are.
pub(super) fn change(columns: &mut Vec<String>, made: &Made, asked: (&str, &str), value: &str) {
    let (word, rest) = asked;
    let index: usize = rest.parse().unwrap_or(usize::MAX);
    match word {
        "column" => {
            let is_known = value.is_empty() || made.row(value).is_some();
            if let Some(column) = columns.get_mut(index).filter(|_| is_known) {
                value.clone_into(column);
            }
        }
        "drop" if index < columns.len() && columns.len() > 1 => {
            columns.remove(index);
        }
        "add" if columns.len() < MOST_COLUMNS => {
            let mut rows = made.sorted(super::Sort::Usual).into_iter();
            let next = rows.find(|row| !columns.iter().any(|column| column == row.strategy.id));
            columns.extend(next.map(|row| row.strategy.id.to_owned()));
        }
        "beside" if made.row(rest).is_some() => {
            match columns.iter().position(|column| column == rest) {
                Some(at) if columns.len() > 1 => {
                    columns.remove(at);
                }
                Some(_) => {}
                None => {
                    if columns.len() == MOST_COLUMNS {
                        columns.pop();
                    }
                    columns.push(rest.to_owned());
                }
            }
        }
        _ => {}
    }
}

/// The columns.
pub(super) fn view(made: &Made, ids: &[String], narrow: bool) -> El {
    let shown = if narrow { 2 } else { MOST_COLUMNS };
    let columns: Vec<Column<'_>> = ids.iter().take(shown).map(|id| column(made, id)).collect();
    let width = if narrow { 'n' } else { 'w' };
    let title = el("h2", "")
        .attr("id", "beside-title")
        .attr("tabindex", "-1")
        .text("Side by side, differences first");
    let add = (!narrow && columns.len() < MOST_COLUMNS).then(|| {
        button("")
            .on(On::Click, "!compare add w".into())
            .text("Add a column")
    });
    let mut head = el("tr", "");
    if !narrow {
        head = head.kid(el("td", ""));
    }
    for (index, id) in ids.iter().take(shown).enumerate() {
        head = head.kid(heading(
            made,
            id,
            (index, width),
            columns.len() > 1 && !narrow,
        ));
    }
    let grid = Grid {
        narrow,
        columns: &columns,
    };
    let table = el("table", "")
        .kid(el("thead", "").kid(head))
        .kid(grid.figures(made))
        .kid(grid.changes())
        .maybe(grid.breaks())
        .kid(grid.rest(made));
    el("section", "beside")
        .attr("aria-labelledby", "beside-title")
        .kid(el("div", "title").kid(title).maybe(add))
        .kid(
            el("div", "scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", "Columns of strategies")
                .kid(table),
        )
}

fn column<'a>(made: &'a Made, id: &str) -> Column<'a> {
    match made.row(id) {
        None => Column {
            row: None,
            figures: Some(&made.comparison.present),
            plan: Some(&made.plan),
        },
        Some(row) => Column {
            row: Some(row),
            figures: row.figures.as_ref(),
            plan: row.apply.as_ref(),
        },
    }
}

fn heading(made: &Made, id: &str, (index, width): (usize, char), can_go: bool) -> El {
    let mut select = el("select", "")
        .set("id", join(&["column-", &index.to_string()]))
        .set("aria-label", join(&["Column ", &grouped(index as u64 + 1)]))
        .on(
            On::Change,
            join(&["!compare column ", &width.to_string(), &index.to_string()]),
        )
        .kid(option(
            String::new(),
            "The plan as it is".into(),
            id.is_empty(),
        ));
    for row in &made.comparison.rows {
        let strategy = row.strategy;
        select = select.kid(option(
            strategy.id.into(),
            strategy.title.into(),
            strategy.id == id,
        ));
    }
    let title = made
        .row(id)
        .map_or("The plan as it is", |row| row.strategy.title);
    let drop = can_go.then(|| {
        button("plain")
            .set("aria-label", join(&["Remove ", title]))
            .on(
                On::Click,
                join(&["!compare drop ", &width.to_string(), &index.to_string()]),
            )
            .text("Remove")
    });
    el("th", "")
        .attr("scope", "col")
        .kid(el("span", "of").text(title))
        .kid(el("div", "box").kid(select))
        .maybe(drop)
}

struct Grid<'a> {
    narrow: bool,
    columns: &'a [Column<'a>],
}

impl Grid<'_> {
    /// A row with its name in front, or on a narrow screen above.
    fn row(&self, body: El, name: El, cells: Vec<El>) -> El {
        let mut line = el("tr", "");
        let body = if self.narrow {
            let across = name
                .attr("scope", "colgroup")
                .set("colspan", self.columns.len().to_string());
            body.kid(el("tr", "across").kid(across))
        } else {
            line = line.kid(name.attr("scope", "row"));
            body
        };
        for cell in cells {
            line = line.kid(cell);
        }
        body.kid(line)
    }

    /// A line over the rows below it.
    fn part(&self, name: &'static str) -> El {
        let across = self.columns.len() + usize::from(!self.narrow);
        el("tbody", "").kid(
            el("tr", "part").kid(
                el("th", "")
                    .attr("scope", "colgroup")
                    .set("colspan", across.to_string())
                    .text(name),
            ),
        )
    }

    /// Every figure: first those in which the columns differ.
    fn figures(&self, made: &Made) -> El {
        let present = &made.comparison.present;
        let by_column: Vec<Vec<FigureRow>> = self
            .columns
            .iter()
            .map(|column| {
                column
                    .figures
                    .map_or_else(Vec::new, |it| figure_rows(present, it))
            })
            .collect();
        let (mut differ, mut same) = (Vec::new(), Vec::new());
        for wanted in figure_rows(present, present) {
            let rows: Vec<Option<&FigureRow>> = by_column
                .iter()
                .map(|rows| rows.iter().find(|row| row.name == wanted.name))
                .collect();
            let mut known = rows.iter().flatten();
            let first = known.next();
            let is_same = known.all(|row| first.is_some_and(|first| first.is == row.is));
            let list = if is_same { &mut same } else { &mut differ };
            list.push((wanted.name, rows));
        }
        let mut body = self.part("Figures that differ");
        if differ.is_empty() {
            body = self.part("No figure differs");
        }
        for (name, rows) in &differ {
            body = self.figure(body, name, rows);
        }
        if !same.is_empty() {
            let across = self.columns.len() + usize::from(!self.narrow);
            body = body.kid(
                el("tr", "part").kid(
                    el("th", "")
                        .attr("scope", "colgroup")
                        .set("colspan", across.to_string())
                        .text("The same in all"),
                ),
            );
        }
        for (name, rows) in &same {
            body = self.figure(body, name, rows);
        }
        body
    }

    fn figure(&self, body: El, name: &'static str, rows: &[Option<&FigureRow>]) -> El {
        let cells = self.columns.iter().zip(rows).map(|(column, row)| {
            let Some(row) = row else {
                return el("td", "number").text("–");
            };
            let is_guess = column
                .figures
                .is_some_and(|figures| figures.certainty == Certainty::Estimate);
            let is_count = row.is.starts_with(|c: char| c.is_ascii_digit());
            let value = if is_guess && is_count {
                el("span", "guess").say(join(&["≈ ", &row.is]))
            } else if row.is == "NO" {
                el("b", "wrong").text("no")
            } else {
                el("span", "").say(row.is.clone())
            };
            let cell = el("td", "number").kid(value);
            match row.difference.as_str() {
                "" | "=" => cell,
                difference => cell.kid(el("small", "").say(difference.to_owned())),
            }
        });
        let name = el("th", "").say(sentence(name));
        self.row(body, name, cells.collect())
    }

    /// What has to be touched, and whether pods start anew.
    fn changes(&self) -> El {
        let mut body = self.part("What it changes");
        for change in Change::ALL {
            let is_so =
                |column: &Column<'_>| column.row.is_some_and(|row| row.changes.contains(&change));
            if self.columns.iter().any(is_so) {
                let cells = self.columns.iter().map(|column| yes(is_so(column)));
                body = self.row(
                    body,
                    el("th", "").say(sentence(change.title())),
                    cells.collect(),
                );
            }
        }
        let cells = self
            .columns
            .iter()
            .map(|column| yes(column.row.is_some_and(|row| row.restarts_pods)));
        self.row(
            body,
            el("th", "").text("Running pods start anew"),
            cells.collect(),
        )
    }

    /// What stops working, or works otherwise; nothing where no column has any.
    fn breaks(&self) -> Option<El> {
        let breaks = |column: &Column<'_>| {
            let row = column.row.filter(|row| !row.in_use());
            row.map_or(&[][..], |row| row.strategy.breaks)
        };
        let mut all: Vec<Break> = self.columns.iter().flat_map(breaks).copied().collect();
        all.sort_unstable();
        all.dedup();
        if all.is_empty() {
            return None;
        }
        let mut body = self.part("What breaks, or works otherwise");
        for what in all {
            let cells = self
                .columns
                .iter()
                .map(|column| yes(breaks(column).contains(&what)));
            body = self.row(
                body,
                el("th", "sentence").text(what.text()),
                cells.collect(),
            );
        }
        Some(body)
    }

    /// Findings, the owner, how the numbers come about, and what can be done.
    fn rest(&self, made: &Made) -> El {
        let mut body = self.part("What to do");
        let cell = || el("td", "words");
        if self
            .columns
            .iter()
            .any(|column| column.row.is_some_and(|row| row.refusal.is_some()))
        {
            let cells = self.columns.iter().map(|column| {
                let row = column.row.filter(|row| row.refusal.is_some());
                row.map_or_else(|| cell().text("–"), |row| cell().say(why_not(row)))
            });
            body = self.row(
                body,
                el("th", "").text("Why it cannot run"),
                cells.collect(),
            );
        }
        let cells = self.columns.iter().map(|column| {
            column
                .row
                .map_or_else(|| cell().text("–"), |row| cell().kid(findings(&row.raised)))
        });
        body = self.row(
            body,
            el("th", "").text("Findings that it raises"),
            cells.collect(),
        );
        let cells = self.columns.iter().map(|column| {
            column
                .row
                .map_or_else(|| cell().text("–"), |row| cell().kid(findings(&row.solved)))
        });
        body = self.row(
            body,
            el("th", "").text("Findings that it solves"),
            cells.collect(),
        );
        if made.plan.vpc.shared {
            let cells = self.columns.iter().map(|column| {
                let row = column.row.filter(|row| row.owner_request.is_some());
                row.map_or_else(|| cell().text("nothing"), |row| cell().kid(request(row)))
            });
            let name = el("th", "").text("To ask of the owner of the VPC");
            body = self.row(body, name, cells.collect());
        }
        let catalogue = Catalogue::bundled();
        let cells = self.columns.iter().map(|column| {
            column.plan.map_or_else(
                || cell().text("–"),
                |plan| cell().kid(arithmetic(plan, &catalogue)),
            )
        });
        body = self.row(
            body,
            el("th", "").text("How the numbers come about"),
            cells.collect(),
        );
        let cells = self.columns.iter().map(|column| {
            column.row.map_or_else(
                || cell().text("–"),
                |row| {
                    let source = el("a", "")
                        .set("href", row.strategy.source.to_owned())
                        .attr("rel", "noreferrer")
                        .set("aria-label", join(&["Source on ", row.strategy.title]))
                        .text("Source");
                    cell().kid(actions(row, "row").kid(source))
                },
            )
        });
        self.row(body, el("th", "").text("Take it"), cells.collect())
    }
}

fn yes(is: bool) -> El {
    if is {
        el("td", "number").kid(el("b", "").text("yes"))
    } else {
        el("td", "number").text("–")
    }
}

/// A name with a capital in front.
fn sentence(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
