//! The Compare page: the same workload under every strategy, and two plans side by side.

mod cells;
mod columns;
mod overview;
mod pair;

use eniplan_core::analyze::strategies::{Comparison, Row, STRATEGIES, Strategy, compare};
use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::comparison::{in_csv, in_markdown};
use eniplan_core::link;
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::{On, Outcome, button, join};

use crate::asked::{none_of, one_of};
use crate::{El, el};
use pair::Second;

/// Columns that can stand side by side.
const MOST_COLUMNS: usize = 5;

/// What the page is made from.
#[derive(Default)]
pub(crate) struct View {
    /// The plan that was compared last.
    made: Option<Made>,
    sort: Sort,
    /// The strategies side by side by their ids, the present plan being the empty one; none until someone chose.
    columns: Vec<String>,
    second: Second,
}

/// A plan and what every strategy makes of it.
struct Made {
    packed: Vec<u8>,
    plan: Plan,
    report: Report,
    comparison: Comparison,
}

/// What the strategies are sorted by.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Sort {
    /// The order in which teams try them.
    #[default]
    Usual,
    Addresses,
    Nodes,
    Risk,
}

impl Sort {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Usual, "usual", "As teams try them"),
        (Self::Addresses, "addresses", "Addresses"),
        (Self::Nodes, "nodes", "Nodes"),
        (Self::Risk, "risk", "Change risk"),
    ];
}

impl Made {
    fn of(packed: &[u8], plan: &Plan) -> Self {
        let catalogue = Catalogue::bundled();
        let report = analyze(plan, &catalogue);
        Self {
            packed: packed.to_vec(),
            comparison: compare(plan, &report, &catalogue),
            plan: plan.clone(),
            report,
        }
    }

    fn row(&self, id: &str) -> Option<&Row> {
        let mut rows = self.comparison.rows.iter();
        rows.find(|row| row.strategy.id == id)
    }

    /// The rows in the order that was chosen: those that can run, those in use, those that cannot.
    fn sorted(&self, sort: Sort) -> Vec<&Row> {
        let mut can: Vec<_> = self.comparison.runnable().collect();
        match sort {
            Sort::Usual => {}
            Sort::Addresses => {
                can.sort_by_key(|(_, figures)| (figures.routable, figures.non_routable));
            }
            Sort::Nodes => can.sort_by_key(|(_, figures)| (figures.nodes, figures.routable)),
            Sort::Risk => can.sort_by_key(|(row, _)| row.risk()),
        }
        let mut rows: Vec<&Row> = can.into_iter().map(|(row, _)| row).collect();
        rows.extend(self.comparison.in_use());
        rows.extend(self.comparison.refused());
        rows
    }

    /// The present plan beside those strategies that run most pods on the fewest routable addresses.
    fn usual_columns(&self, narrow: bool) -> Vec<String> {
        let mut best: Vec<_> = self.comparison.runnable().collect();
        best.sort_by_key(|(_, figures)| (figures.pods_idle(), figures.routable, figures.nodes));
        let count = if narrow { 1 } else { 3 };
        let best = best
            .iter()
            .take(count)
            .map(|(row, _)| row.strategy.id.into());
        std::iter::once(String::new()).chain(best).collect()
    }
}

impl View {
    /// Takes what the address asks: the link of a second plan, an order, strategies to stand side by side.
    pub(crate) fn ask(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "with" => self.second.take(value),
            "sort" => {
                let all = Sort::ALL.map(|(sort, name, _)| (sort, name));
                self.sort = one_of(key, value, &all)?;
            }
            _ => {
                let mut columns = vec![String::new()];
                for id in value.split([',', ' ']).filter(|id| !id.is_empty()) {
                    if Strategy::of_id(id).is_none() {
                        let ids: Vec<_> = STRATEGIES.iter().map(|one| one.id).collect();
                        return Err(none_of(key, id, &ids));
                    }
                    columns.push(id.to_owned());
                }
                columns.truncate(MOST_COLUMNS);
                self.columns = columns;
            }
        }
        Ok(())
    }

    /// The page.
    pub(crate) fn page(&mut self, packed: &[u8], plan: &Plan, narrow: bool) -> El {
        let made = match self.made.take() {
            Some(made) if made.packed == packed => made,
            _ => Made::of(packed, plan),
        };
        let title = el("h1", "")
            .attr("id", "compare-title")
            .attr("tabindex", "-1")
            .text("Compare");
        let lead = el("p", "lead").text(
            "The same workload under every strategy: what it would take, change and break. \
             Small figures are differences to the plan as it is.",
        );
        let page = el("div", "compare").kid(el("header", "").kid(title).kid(lead));
        let page = if made.plan.node_groups.is_empty() {
            page.kid(nothing())
        } else {
            let columns = if self.columns.is_empty() {
                made.usual_columns(narrow)
            } else {
                self.columns.clone()
            };
            let overview = overview::view(&made, self.sort, &columns, narrow);
            let beside = columns::view(&made, &columns, narrow);
            if narrow {
                page.kid(beside).kid(overview)
            } else {
                page.kid(overview).kid(beside)
            }
        };
        let page = page.kid(self.second.view(&made.plan, &made.report));
        self.made = Some(made);
        page
    }

    /// Does what an element of the page asks.
    pub(crate) fn tell(
        &mut self,
        words: &str,
        value: &str,
        files: &[(String, Vec<u8>)],
    ) -> Outcome {
        let Some(made) = &self.made else {
            return Outcome::Nothing;
        };
        let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
        match word {
            "sort" => {
                let found = Sort::ALL.iter().find(|(_, id, _)| *id == rest);
                self.sort = found.map_or(Sort::Usual, |(sort, ..)| *sort);
                Outcome::Redraw(String::new())
            }
            "apply" => made.row(rest).map_or(Outcome::Nothing, apply),
            "owner" => {
                let request = made.row(rest).and_then(|row| row.owner_request.clone());
                request.map_or(Outcome::Nothing, |text| {
                    Outcome::Copy(text, "Request copied.".into())
                })
            }
            "markdown" => {
                let text = in_markdown(&made.plan, &made.report, &made.comparison);
                Outcome::Copy(text, "Copied as Markdown.".into())
            }
            "csv" => {
                let name = join(&[made.plan.name(), "-strategies.csv"]);
                Outcome::Save(name, in_csv(&made.comparison).into_bytes())
            }
            "column" | "drop" | "add" | "beside" => {
                if self.columns.is_empty() {
                    self.columns = made.usual_columns(rest.starts_with('n'));
                }
                columns::change(
                    &mut self.columns,
                    made,
                    (word, rest.trim_start_matches(['n', 'w'])),
                    value,
                );
                Outcome::Redraw(String::new())
            }
            _ => self
                .second
                .tell(&made.plan, &made.report, word, (value, files)),
        }
    }
}

/// The plan of a strategy is put in force.
fn apply(row: &Row) -> Outcome {
    let Some(plan) = &row.apply else {
        return Outcome::Nothing;
    };
    let said = join(&[row.strategy.title, ": applied. Undo brings your plan back."]);
    Outcome::Plan(link::pack(&plan.write()), said, "compare-title".into())
}

fn nothing() -> El {
    el("p", "empty")
        .text("There is no workload to compare yet: ")
        .kid(el("a", "").attr("href", "#/nodes").text("add a node group"))
        .text(" and say how many pods it is to run.")
}

/// The buttons of a strategy: to put it in force, and where its files are.
fn actions(row: &Row, class: &'static str) -> El {
    let mut actions = el("div", class);
    if row.in_use() {
        return actions.kid(el("span", "what").text("in use"));
    }
    let Some(plan) = &row.apply else {
        return actions;
    };
    let id = row.strategy.id;
    actions = actions.kid(
        button("")
            .set("aria-label", join(&["Apply ", row.strategy.title]))
            .on(On::Click, join(&["!compare apply ", id]))
            .text("Apply"),
    );
    if let Ok(link) = link::encode(plan) {
        actions = actions.kid(
            el("a", "onward")
                .set("href", join(&["#/export?p=", &link]))
                .set("aria-label", join(&["Export of ", row.strategy.title]))
                .text("Export"),
        );
    }
    actions
}
