//! Two plans side by side, figure by figure.

use std::io::{self, Write};

use eniplan_core::analyze::strategies::Figures;
use eniplan_core::export::markdown::escaped;
use eniplan_core::finding::Grouped;

use super::{difference, first_wall};
use crate::input::Case;
use crate::show::{markdown, wall};
use crate::table::{self, Side};

/// The figures of two plans, a row each: name, first, second, difference.
pub(super) fn figure_rows(before: &Figures, after: &Figures) -> Vec<Vec<String>> {
    let counts = |name: &str, was: u64, is: u64| {
        vec![
            name.to_owned(),
            Grouped(was).to_string(),
            Grouped(is).to_string(),
            difference(was, is),
        ]
    };
    let mut rows = vec![
        counts("routable addresses", before.routable, after.routable),
        counts("other addresses", before.non_routable, after.non_routable),
        counts("addresses short", before.short, after.short),
        counts(
            "addresses of the fullest node",
            before.addresses_per_node,
            after.addresses_per_node,
        ),
        counts("nodes", before.nodes, after.nodes),
    ];
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
        let same = if was.ok == is.ok { "=" } else { "" }.to_owned();
        rows.push(vec![
            was.kind.question().to_owned(),
            answer(was.ok),
            answer(is.ok),
            same,
        ]);
    }
    let more = |figures: &Figures| {
        figures
            .wall
            .as_ref()
            .map_or_else(|| "none".to_owned(), wall::distance)
    };
    rows.push(vec![
        "first wall".to_owned(),
        more(before),
        more(after),
        String::new(),
    ]);
    rows.push(vec![
        "what runs out".to_owned(),
        first_wall(before),
        first_wall(after),
        String::new(),
    ]);
    let certainty = |figures: &Figures| figures.certainty.name().to_owned();
    rows.push(vec![
        "certainty".to_owned(),
        certainty(before),
        certainty(after),
        String::new(),
    ]);
    rows
}

/// What two plans are called: by their names, or where these are the same, by the files they were read from.
fn names<'a>(first: &'a Case, second: &'a Case) -> [&'a str; 2] {
    let names = [first, second].map(|case| case.plan.name());
    if names[0] != names[1] {
        return names;
    }
    [first, second].map(|case| case.source.rsplit('/').next().unwrap_or(&case.source))
}

/// Writes two plans side by side.
pub(crate) fn two(
    out: &mut dyn Write,
    first: (&Case, &Figures),
    second: (&Case, &Figures),
) -> io::Result<()> {
    let names = names(first.0, second.0).map(crate::commands::shown);
    let headings = [
        ("", Side::Left),
        (names[0].as_str(), Side::Right),
        (names[1].as_str(), Side::Right),
        ("DIFFERENCE", Side::Right),
    ];
    table::write(out, &headings, &figure_rows(first.1, second.1))
}

/// Writes two plans side by side in Markdown.
pub(crate) fn two_in_markdown(
    out: &mut dyn Write,
    first: (&Case, &Figures),
    second: (&Case, &Figures),
) -> io::Result<()> {
    let names = names(first.0, second.0).map(escaped);
    let headings = [
        ("Figure", Side::Left),
        (names[0].as_str(), Side::Right),
        (names[1].as_str(), Side::Right),
        ("Difference", Side::Right),
    ];
    let rows = figure_rows(first.1, second.1);
    markdown::table(
        out,
        &headings,
        rows.into_iter()
            .map(|row| row.iter().map(|cell| escaped(cell)).collect()),
    )
}
