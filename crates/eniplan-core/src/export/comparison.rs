//! Strategies and two plans side by side, as words, Markdown and a table for spreadsheets.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::csv::{self, Cell};
use super::markdown::escaped;
use super::text::push;
use crate::analyze::Report;
use crate::analyze::strategies::{Comparison, Figures, Refusal, Row};
use crate::aws::Certainty;
use crate::finding::Grouped;
use crate::plan::Plan;
use crate::plan::difference::Changed;

/// How a figure differs: `=`, `+1,200` or `−40`.
///
/// ```
/// use eniplan_core::export::comparison::difference;
/// assert_eq!(difference(1_240, 1_200), "−40");
/// ```
pub fn difference(was: u64, is: u64) -> String {
    match is.checked_sub(was) {
        Some(0) => "=".to_owned(),
        Some(more) => format!("+{}", Grouped(more)),
        None => format!("−{}", Grouped(was.saturating_sub(is))),
    }
}

/// Yes or no to each gate, as in `yNy`.
pub fn gates(figures: &Figures) -> String {
    let answers = figures.gates.iter();
    answers
        .map(|gate| if gate.ok { 'y' } else { 'N' })
        .collect()
}

/// Pods until the first wall; less than none where the plan is past it.
pub fn to_first_wall(figures: &Figures) -> String {
    let Some(wall) = &figures.wall else {
        return "·".to_owned();
    };
    let sign = if wall.more < 0 { "−" } else { "" };
    format!("{sign}{}", Grouped(wall.more.unsigned_abs()))
}

/// What runs out first, as the word for programs.
pub fn first_wall(figures: &Figures) -> &'static str {
    figures
        .wall
        .as_ref()
        .map_or("none", |wall| wall.kind.name())
}

/// What a strategy changes, as in `new-nodes, new-subnets; pods restart`.
pub fn changes(row: &Row) -> String {
    let names: Vec<&str> = row.changes.iter().map(|change| change.name()).collect();
    let restart = if row.restarts_pods {
        "; pods restart"
    } else {
        ""
    };
    format!("{}{restart}", names.join(", "))
}

/// Why a strategy cannot run; empty where it can.
pub fn why_not(row: &Row) -> String {
    row.refusal
        .as_ref()
        .map(Refusal::message)
        .unwrap_or_default()
}

/// The present plan in the cells of a table of strategies.
pub fn present_cells(figures: &Figures) -> Vec<String> {
    let counts = [
        figures.routable,
        figures.non_routable,
        figures.addresses_per_node,
        figures.nodes,
        figures.pods_idle(),
    ];
    let mut cells = Vec::from(["present plan".to_owned()]);
    cells.extend(counts.map(|count| Grouped(count).to_string()));
    cells.extend([gates(figures), to_first_wall(figures)]);
    cells
}

/// A strategy in the same cells, as differences to the present plan; an estimate has ≈ before its name.
pub fn cells(present: &Figures, row: &Row, figures: &Figures) -> Vec<String> {
    let is_estimate = figures.certainty == Certainty::Estimate;
    let mark = if is_estimate { "≈" } else { "" };
    let differences = [
        (present.routable, figures.routable),
        (present.non_routable, figures.non_routable),
        (present.addresses_per_node, figures.addresses_per_node),
        (present.nodes, figures.nodes),
    ];
    let mut cells = Vec::from([format!("{mark}{}", row.strategy.id)]);
    cells.extend(differences.map(|(was, is)| difference(was, is)));
    cells.push(Grouped(figures.pods_idle()).to_string());
    cells.extend([gates(figures), to_first_wall(figures)]);
    cells
}

/// A figure of two plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    /// What it is.
    pub name: &'static str,
    /// Of the first plan.
    pub was: String,
    /// Of the second plan.
    pub is: String,
    /// How they differ, for counts; empty where that is not a number.
    pub difference: String,
}

impl FigureRow {
    /// Whether it differs.
    pub fn differs(&self) -> bool {
        self.was != self.is
    }

    /// Its cells in a table.
    pub fn cells(self) -> Vec<String> {
        Vec::from([self.name.to_owned(), self.was, self.is, self.difference])
    }
}

/// The figures of two plans, a row each.
pub fn figure_rows(before: &Figures, after: &Figures) -> Vec<FigureRow> {
    let counts = |name, was: u64, is: u64| FigureRow {
        name,
        was: Grouped(was).to_string(),
        is: Grouped(is).to_string(),
        difference: difference(was, is),
    };
    let words = |name, was: String, is: String| FigureRow {
        name,
        was,
        is,
        difference: String::new(),
    };
    let mut rows = Vec::from([
        counts("routable addresses", before.routable, after.routable),
        counts("other addresses", before.non_routable, after.non_routable),
        counts("addresses short", before.short, after.short),
        counts(
            "addresses of the fullest node",
            before.addresses_per_node,
            after.addresses_per_node,
        ),
        counts("nodes", before.nodes, after.nodes),
    ]);
    if let (Some(was), Some(is)) = (before.nodes_needed, after.nodes_needed) {
        rows.push(counts("nodes that the pods need", was, is));
    }
    rows.extend([
        counts("pods that run", before.pods_running(), after.pods_running()),
        counts("pods pending", before.pods_pending, after.pods_pending),
        counts(
            "pods without address",
            before.pods_without_address,
            after.pods_without_address,
        ),
    ]);
    for (was, is) in before.gates.iter().zip(&after.gates) {
        let answer = |ok: bool| if ok { "yes" } else { "NO" }.to_owned();
        let mut row = words(was.kind.question(), answer(was.ok), answer(is.ok));
        if was.ok == is.ok {
            row.difference.push('=');
        }
        rows.push(row);
    }
    let wall = |figures: &Figures| {
        let wall = figures.wall.as_ref();
        wall.map_or_else(|| "none".to_owned(), crate::analyze::Wall::distance)
    };
    rows.push(words("first wall", wall(before), wall(after)));
    let runs_out = |figures: &Figures| first_wall(figures).to_owned();
    rows.push(words("what runs out", runs_out(before), runs_out(after)));
    let certainty = |figures: &Figures| figures.certainty.name().to_owned();
    rows.push(words("certainty", certainty(before), certainty(after)));
    rows
}

/// Region, zones, blocks and size of a plan in a line.
pub fn outline(plan: &Plan, report: &Report) -> String {
    let zones: Vec<String> = plan
        .zones()
        .iter()
        .map(|zone| zone.name.to_string())
        .collect();
    let blocks: Vec<String> = plan.vpc_blocks().iter().map(ToString::to_string).collect();
    let totals = &report.totals;
    let plural = |count: u64, noun: &str| {
        let ending = if count == 1 { "" } else { "s" };
        format!("{} {noun}{ending}", Grouped(count))
    };
    format!(
        "{}, {} {}; VPC {}; {}, {} wanted",
        plan.region,
        if zones.len() == 1 { "zone" } else { "zones" },
        zones.join(" "),
        blocks.join(" + "),
        plural(totals.nodes, "node"),
        plural(totals.pods_desired, "pod"),
    )
}

const LEFT: &str = "---";
const RIGHT: &str = "---:";

/// A table whose columns keep to a side; cells are text.
fn push_table(
    out: &mut String,
    headings: &[(&str, &str)],
    rows: impl Iterator<Item = Vec<String>>,
) {
    let names: Vec<&str> = headings.iter().map(|(name, _)| *name).collect();
    let rules: Vec<&str> = headings.iter().map(|(_, rule)| *rule).collect();
    push(
        out,
        format_args!("| {} |\n| {} |\n", names.join(" | "), rules.join(" | ")),
    );
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        push(out, format_args!("| {} |\n", cells.join(" | ")));
    }
}

/// Every strategy in Markdown, as differences to the present plan.
pub fn in_markdown(plan: &Plan, report: &Report, comparison: &Comparison) -> String {
    let mut out = format!(
        "## {}\n\n{}.\n\n",
        escaped(plan.name()),
        escaped(&outline(plan, report))
    );
    let mut rows = Vec::from([present_cells(&comparison.present)]);
    for row in &mut rows {
        row.extend([first_wall(&comparison.present).to_owned(), String::new()]);
    }
    for (row, figures) in comparison.runnable() {
        let mut cells = cells(&comparison.present, row, figures);
        cells.extend([first_wall(figures).to_owned(), changes(row)]);
        rows.push(cells);
    }
    let headings = [
        ("Strategy", LEFT),
        ("Routable addresses", RIGHT),
        ("Other addresses", RIGHT),
        ("Addresses a node", RIGHT),
        ("Nodes", RIGHT),
        ("Pods that do not run", RIGHT),
        ("Upgrade, max, zone loss", LEFT),
        ("Pods to the first wall", RIGHT),
        ("First wall", LEFT),
        ("Changes", LEFT),
    ];
    push_table(&mut out, &headings, rows.into_iter());
    out.push_str(
        "\nFigures of strategies are differences to the present plan; ≈ marks an estimate.\n\n",
    );
    let in_use: Vec<&str> = comparison.in_use().map(|row| row.strategy.id).collect();
    if !in_use.is_empty() {
        push(
            &mut out,
            format_args!("The plan is of these already: {}.\n\n", in_use.join(", ")),
        );
    }
    for row in comparison.refused() {
        let why = escaped(&why_not(row));
        push(
            &mut out,
            format_args!("- **{}** cannot run: {why}\n", row.strategy.id),
        );
    }
    out
}

/// Two plans in Markdown: their figures, then the fields in which they differ.
pub fn two_in_markdown(names: [&str; 2], figures: [&Figures; 2], fields: &[Changed]) -> String {
    let mut out = String::new();
    let [first, second] = names.map(escaped);
    let headings = [
        ("Figure", LEFT),
        (first.as_str(), RIGHT),
        (second.as_str(), RIGHT),
        ("Difference", RIGHT),
    ];
    let [before, after] = figures;
    let rows = figure_rows(before, after).into_iter();
    push_table(&mut out, &headings, rows.map(FigureRow::cells));
    if !fields.is_empty() {
        out.push('\n');
        let headings = [
            ("Field", LEFT),
            (first.as_str(), LEFT),
            (second.as_str(), LEFT),
        ];
        let rows = fields
            .iter()
            .map(|field| Vec::from([field.path.clone(), field.was.clone(), field.is.clone()]));
        push_table(&mut out, &headings, rows);
    }
    out
}

/// Every strategy as a table for spreadsheets, in whole figures; those that cannot run say why.
pub fn in_csv(comparison: &Comparison) -> String {
    const HEADER: [&str; 20] = [
        "strategy",
        "addresses_routable",
        "addresses_non_routable",
        "addresses_short",
        "addresses_per_node",
        "nodes",
        "nodes_needed",
        "pods_running",
        "pods_pending",
        "pods_without_address",
        "upgrade",
        "scale_to_max",
        "zone_loss",
        "first_wall",
        "wall_pods",
        "certainty",
        "changes",
        "restarts_pods",
        "breaks",
        "why_not",
    ];
    let yes = |is: bool| Cell::from(if is { "yes" } else { "no" });
    let of_figures = |figures: &Figures| {
        let mut cells = Vec::from([
            figures.routable.into(),
            figures.non_routable.into(),
            figures.short.into(),
            figures.addresses_per_node.into(),
            figures.nodes.into(),
            figures.nodes_needed.into(),
            figures.pods_running().into(),
            figures.pods_pending.into(),
            figures.pods_without_address.into(),
        ]);
        cells.extend(figures.gates.iter().map(|gate| yes(gate.ok)));
        cells.extend([
            first_wall(figures).into(),
            figures.wall.as_ref().map(|wall| wall.pods).into(),
            figures.certainty.name().into(),
        ]);
        cells
    };
    let mut rows = Vec::from([{
        let mut cells = Vec::from([Cell::from("present plan")]);
        cells.extend(of_figures(&comparison.present));
        cells.resize(HEADER.len(), Cell::Empty);
        cells
    }]);
    for row in &comparison.rows {
        let mut cells = Vec::from([Cell::from(row.strategy.id)]);
        cells.extend(row.figures.as_ref().map(of_figures).unwrap_or_default());
        cells.resize(HEADER.len().saturating_sub(4), Cell::Empty);
        let changes: Vec<&str> = row.changes.iter().map(|change| change.name()).collect();
        let breaks: Vec<&str> = row.strategy.breaks.iter().map(|what| what.name()).collect();
        cells.extend([
            changes.join(" ").as_str().into(),
            yes(row.restarts_pods),
            breaks.join(" ").as_str().into(),
            why_not(row).as_str().into(),
        ]);
        rows.push(cells);
    }
    csv::write(&HEADER, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::{analyze, strategies::compare};
    use crate::aws::catalogue::Catalogue;

    fn comparison(text: &str) -> (Plan, Report, Comparison) {
        let catalogue = Catalogue::bundled();
        let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
        assert_eq!(findings, []);
        let report = analyze(&plan, &catalogue);
        let comparison = compare(&plan, &report, &catalogue);
        (plan, report, comparison)
    }

    #[test]
    fn the_table_has_every_strategy_once_and_every_line_as_many_cells() {
        let (_, _, comparison) =
            comparison("node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]");
        let table = in_csv(&comparison);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), 2 + comparison.rows.len());
        let cells = |line: &str| {
            let mut quoted = false;
            let commas = line.chars().filter(|c| {
                quoted ^= *c == '"';
                *c == ',' && !quoted
            });
            commas.count() + 1
        };
        for line in &lines {
            assert_eq!(cells(line), 20, "{line}");
        }
        // 60 pods on m5.large: three nodes of three full interfaces, and what the cluster takes.
        assert!(lines[1].starts_with("present plan,"), "{}", lines[1]);
        assert!(table.contains("\r\nweave-net,"), "{table}");
    }

    /// The user's own words stand in both tables as data.
    #[test]
    fn names_obey_nothing() {
        let (plan, report, comparison) = comparison(
            "{name: \"=a|b<script>\", node_groups: [{name: \"=cmd\", instance_types: [m5.large], pods: {desired: 6}}]}",
        );
        let text = in_markdown(&plan, &report, &comparison);
        assert!(text.starts_with("## =a\\|b\\<script\\>\n"), "{text}");
        assert!(!in_csv(&comparison).contains(",=cmd"));
    }
}
