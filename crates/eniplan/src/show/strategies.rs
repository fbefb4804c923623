//! A plan beside what strategies make of it, differences first; and two plans side by side.

mod pair;

use std::io::{self, Write};

use eniplan_core::analyze::strategies::{Comparison, Figures, Row};
use eniplan_core::export::comparison::{
    FigureRow, cells, changes, figure_rows, present_cells, why_not,
};
use eniplan_core::finding::Severity;

pub(crate) use pair::{two, two_in_markdown};

use super::{tally, together};
use crate::input::Case;
use crate::screen::{Ink, Screen};
use crate::table::{self, Side};

const HEADINGS: [(&str, Side); 8] = [
    ("STRATEGY", Side::Left),
    ("ROUTABLE", Side::Right),
    ("OTHER", Side::Right),
    ("/NODE", Side::Right),
    ("NODES", Side::Right),
    ("NOT RUN", Side::Right),
    ("UMZ", Side::Left),
    ("WALL", Side::Right),
];

/// Writes every strategy: a row each, then what it changes, then what cannot run and why.
pub(crate) fn all(
    out: &mut dyn Write,
    case: &Case,
    comparison: &Comparison,
    screen: Screen,
) -> io::Result<()> {
    super::terminal::heading(out, case, screen)?;
    let can: Vec<_> = comparison.runnable().collect();
    writeln!(out)?;
    let mut rows = vec![present_cells(&comparison.present)];
    rows.extend(
        can.iter()
            .map(|(row, figures)| cells(&comparison.present, row, figures)),
    );
    table::write(out, &HEADINGS, &rows)?;
    let legend = "Differences to the present plan. ROUTABLE, OTHER: addresses of routable and of other blocks; \
         /NODE: addresses of the fullest node; NOT RUN: pods pending or without address; UMZ: can it upgrade, scale to \
         max, lose a zone; WALL: further pods until growth stops; ≈ an estimate";
    writeln!(out, "{}", screen.paint(Ink::Dim, &screen.wrap(0, legend)))?;
    title(out, "What each changes", screen)?;
    let widest = can
        .iter()
        .map(|(row, _)| row.strategy.id.len())
        .max()
        .unwrap_or(0);
    for (row, figures) in &can {
        let mut text = changes(row);
        if let Some(wall) = &figures.wall {
            text.extend(["; ", wall.kind.name(), " stops it first"]);
        }
        let new = row
            .raised
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        if new > 0 {
            text.extend(["; raises ", &super::plural(new as u64, "error")]);
        }
        if row.owner_request.is_some() {
            text.push_str("; needs the owner of the VPC");
        }
        writeln!(
            out,
            "  {:<widest$}  {}",
            row.strategy.id,
            screen.wrap(widest + 4, &text)
        )?;
    }
    let names: Vec<&str> = comparison.in_use().map(|row| row.strategy.id).collect();
    if !names.is_empty() {
        writeln!(
            out,
            "  {}",
            screen.wrap(
                2,
                &format!("The plan is of these already: {}", names.join(", "))
            )
        )?;
    }
    let cannot: Vec<_> = comparison.refused().collect();
    if !cannot.is_empty() {
        title(out, "What cannot run, and why", screen)?;
        let widest = cannot
            .iter()
            .map(|row| row.strategy.id.len())
            .max()
            .unwrap_or(0);
        for row in cannot {
            writeln!(
                out,
                "  {:<widest$}  {}",
                row.strategy.id,
                screen.wrap(widest + 4, &why_not(row))
            )?;
        }
    }
    let name = can.first().map_or("ID", |(row, _)| row.strategy.id);
    let source = crate::commands::shown(&case.source);
    let next = format!(
        "One in full: eniplan compare {source} --strategy {name}; with --output FILE it writes the changed plan."
    );
    writeln!(out, "\n{}", screen.paint(Ink::Dim, &screen.wrap(0, &next)))
}

fn title(out: &mut dyn Write, text: &str, screen: Screen) -> io::Result<()> {
    writeln!(out, "\n{}", screen.paint(Ink::Bold, text))
}

/// Writes one strategy in full.
pub(crate) fn one(
    out: &mut dyn Write,
    case: &Case,
    present: &Figures,
    row: &Row,
    screen: Screen,
) -> io::Result<()> {
    super::terminal::heading(out, case, screen)?;
    let strategy = row.strategy;
    title(out, strategy.title, screen)?;
    if row.refusal.is_some() {
        writeln!(
            out,
            "{}  {}",
            screen.paint(Ink::Red, "cannot run"),
            screen.wrap(12, &why_not(row))
        )?;
    } else if row.in_use() {
        writeln!(out, "The plan is of this strategy already.")?;
    } else {
        writeln!(out, "changes {}", screen.wrap(8, &changes(row)))?;
    }
    if let Some(figures) = &row.figures {
        writeln!(out)?;
        let names = [
            ("", Side::Left),
            ("PRESENT", Side::Right),
            ("THEN", Side::Right),
            ("DIFFERENCE", Side::Right),
        ];
        let rows: Vec<_> = figure_rows(present, figures)
            .into_iter()
            .map(FigureRow::cells)
            .collect();
        table::write(out, &names, &rows)?;
    }
    if !strategy.breaks.is_empty() {
        title(out, "What to know first", screen)?;
        for what in strategy.breaks {
            writeln!(out, "- {}", screen.wrap(2, what.text()))?;
        }
    }
    if let Some(request) = &row.owner_request {
        title(out, "To send to the owner of the VPC", screen)?;
        write!(out, "{request}")?;
    }
    for (heading, findings) in [
        ("Findings it raises", &row.raised),
        ("Findings it solves", &row.solved),
    ] {
        if findings.is_empty() {
            continue;
        }
        title(
            out,
            &format!("{heading}: {}", tally(findings.iter())),
            screen,
        )?;
        for together in together(findings.iter()) {
            let first = together.findings[0];
            writeln!(
                out,
                "  {} {}  {}",
                first.severity.name(),
                first.code,
                first.code.entry().title
            )?;
            for finding in &together.findings {
                writeln!(
                    out,
                    "    {}",
                    screen.wrap(4, &crate::commands::shown(&finding.message()))
                )?;
            }
        }
    }
    writeln!(out, "\n{}", screen.paint(Ink::Dim, strategy.source))
}
