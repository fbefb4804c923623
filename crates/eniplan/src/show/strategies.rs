//! A plan beside what strategies make of it, differences first; and two plans side by side.

mod pair;

use std::io::{self, Write};

use eniplan_core::analyze::Certainty;
use eniplan_core::analyze::strategies::{Comparison, Figures, Refusal, Row};
use eniplan_core::export::markdown::escaped;
use eniplan_core::finding::{Grouped, Severity};

pub(crate) use pair::{two, two_in_markdown};

use super::{markdown, tally, together};
use crate::input::Case;
use crate::screen::{Ink, Screen};
use crate::table::{self, Side};

/// How a figure differs: `=`, `+1,200` or `−40`.
pub(crate) fn difference(was: u64, is: u64) -> String {
    match is.checked_sub(was) {
        Some(0) => "=".to_owned(),
        Some(more) => format!("+{}", Grouped(more)),
        None => format!("−{}", Grouped(was - is)),
    }
}

/// Yes or no to each gate, as in `yNy`.
fn gates(figures: &Figures) -> String {
    let answers: Vec<&str> = figures
        .gates
        .iter()
        .map(|gate| if gate.ok { "y" } else { "N" })
        .collect();
    answers.concat()
}

/// Pods until the first wall; less than none where the plan is past it.
fn to_first_wall(figures: &Figures) -> String {
    let Some(wall) = &figures.wall else {
        return "·".to_owned();
    };
    let sign = if wall.more < 0 { "−" } else { "" };
    format!("{sign}{}", Grouped(wall.more.unsigned_abs()))
}

/// What runs out first.
fn first_wall(figures: &Figures) -> String {
    figures
        .wall
        .as_ref()
        .map_or_else(|| "none".to_owned(), |wall| wall.kind.name().to_owned())
}

/// Pods that do not run: pending, or without an address.
fn idle_pods(figures: &Figures) -> u64 {
    figures
        .pods_pending
        .saturating_add(figures.pods_without_address)
}

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

fn present_cells(figures: &Figures) -> Vec<String> {
    let counts = [
        figures.routable,
        figures.non_routable,
        figures.addresses_per_node,
        figures.nodes,
        idle_pods(figures),
    ];
    let mut cells = vec!["present plan".to_owned()];
    cells.extend(counts.map(|count| Grouped(count).to_string()));
    cells.extend([gates(figures), to_first_wall(figures)]);
    cells
}

fn cells(present: &Figures, row: &Row, figures: &Figures) -> Vec<String> {
    let estimate = if figures.certainty == Certainty::Estimate {
        "≈"
    } else {
        ""
    };
    let differences = [
        (present.routable, figures.routable),
        (present.non_routable, figures.non_routable),
        (present.addresses_per_node, figures.addresses_per_node),
        (present.nodes, figures.nodes),
    ];
    let mut cells = vec![format!("{estimate}{}", row.strategy.id)];
    cells.extend(differences.map(|(was, is)| difference(was, is)));
    cells.push(Grouped(idle_pods(figures)).to_string());
    cells.extend([gates(figures), to_first_wall(figures)]);
    cells
}

/// What a strategy changes, as in `new-nodes, new-subnets; pods restart`.
fn changes(row: &Row) -> String {
    let names: Vec<&str> = row.changes.iter().map(|change| change.name()).collect();
    let restart = if row.restarts_pods {
        "; pods restart"
    } else {
        ""
    };
    format!("{}{restart}", names.join(", "))
}

/// The rows that can run, those in use, and those that cannot.
fn sorted(comparison: &Comparison) -> (Vec<(&Row, &Figures)>, Vec<&Row>, Vec<&Row>) {
    let mut can = Vec::new();
    let (mut in_use, mut cannot) = (Vec::new(), Vec::new());
    for row in &comparison.rows {
        match &row.figures {
            _ if row.refusal.is_some() => cannot.push(row),
            Some(_) if row.in_use() => in_use.push(row),
            Some(figures) => can.push((row, figures)),
            None => {}
        }
    }
    (can, in_use, cannot)
}

fn why_not(row: &Row) -> String {
    row.refusal
        .as_ref()
        .map(Refusal::message)
        .unwrap_or_default()
}

/// Writes every strategy: a row each, then what it changes, then what cannot run and why.
pub(crate) fn all(
    out: &mut dyn Write,
    case: &Case,
    comparison: &Comparison,
    screen: Screen,
) -> io::Result<()> {
    super::terminal::heading(out, case, screen)?;
    let (can, in_use, cannot) = sorted(comparison);
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
    if !in_use.is_empty() {
        let names: Vec<&str> = in_use.iter().map(|row| row.strategy.id).collect();
        writeln!(
            out,
            "  {}",
            screen.wrap(
                2,
                &format!("The plan is of these already: {}", names.join(", "))
            )
        )?;
    }
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
        table::write(out, &names, &pair::figure_rows(present, figures))?;
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

/// Writes every strategy in Markdown.
pub(crate) fn markdown(
    out: &mut dyn Write,
    case: &Case,
    comparison: &Comparison,
) -> io::Result<()> {
    writeln!(
        out,
        "## {}\n\n{}.\n",
        escaped(case.plan.name()),
        escaped(&super::outline(case))
    )?;
    let (can, in_use, cannot) = sorted(comparison);
    let headings = [
        ("Strategy", Side::Left),
        ("Routable addresses", Side::Right),
        ("Other addresses", Side::Right),
        ("Addresses a node", Side::Right),
        ("Nodes", Side::Right),
        ("Pods that do not run", Side::Right),
        ("Upgrade, max, zone loss", Side::Left),
        ("Pods to the first wall", Side::Right),
        ("First wall", Side::Left),
        ("Changes", Side::Left),
    ];
    let mut rows = vec![present_cells(&comparison.present)];
    rows[0].extend([first_wall(&comparison.present), String::new()]);
    for (row, figures) in &can {
        let mut cells = cells(&comparison.present, row, figures);
        cells.extend([first_wall(figures), changes(row)]);
        rows.push(cells);
    }
    markdown::table(
        out,
        &headings,
        rows.into_iter()
            .map(|row| row.iter().map(|cell| escaped(cell)).collect()),
    )?;
    writeln!(
        out,
        "\nFigures of strategies are differences to the present plan; ≈ marks an estimate.\n"
    )?;
    if !in_use.is_empty() {
        let names: Vec<&str> = in_use.iter().map(|row| row.strategy.id).collect();
        writeln!(out, "The plan is of these already: {}.\n", names.join(", "))?;
    }
    for row in cannot {
        writeln!(
            out,
            "- **{}** cannot run: {}",
            row.strategy.id,
            escaped(&why_not(row))
        )?;
    }
    Ok(())
}
