//! Before and after: what a change of the plan does to gates, figures and subnets.

use std::collections::BTreeMap;
use std::io::{self, Write};

use eniplan_core::export::comparison::difference;
use eniplan_core::export::markdown::escaped;
use eniplan_core::finding::{Grouped, Severity};

use super::baseline::Earlier;
use super::verdict::Verdict;
use crate::input::Case;
use crate::show::{markdown, plural};
use crate::table::{self, Heading, Side};

/// Subnets that are listed; a change of more is a change of the layout, which the plan itself shows better.
const SUBNETS: usize = 20;

const HEADINGS: [Heading<'_>; 4] = [
    ("", Side::Left),
    ("BEFORE", Side::Right),
    ("AFTER", Side::Right),
    ("DIFFERENCE", Side::Right),
];

/// A row for each gate and figure: name, before, after, difference.
fn figures(before: &Earlier, case: &Case) -> Vec<Vec<String>> {
    let report = &case.report;
    let mut rows = Vec::new();
    for gate in &report.gates {
        let name = gate.kind.name();
        let Some(was) = before.gates.iter().find(|earlier| earlier.gate == name) else {
            continue;
        };
        let answer = |ok: bool| if ok { "yes" } else { "NO" }.to_owned();
        let difference = match (was.ok, gate.ok) {
            (true, false) => "worse",
            (false, true) => "better",
            _ => "=",
        };
        let question = gate.kind.question().to_owned();
        rows.push(vec![
            question,
            answer(was.ok),
            answer(gate.ok),
            difference.to_owned(),
        ]);
    }
    let mut count = |name: &str, was: u64, is: u64| {
        rows.push(vec![
            name.to_owned(),
            Grouped(was).to_string(),
            Grouped(is).to_string(),
            difference(was, is),
        ]);
    };
    if let Some(was) = &before.totals {
        let is = &report.totals;
        let runs = |placed: u64, without: u64| placed.saturating_sub(without);
        let ran = runs(was.pods_placed.get(), was.pods_without_address.get());
        count(
            "addresses used",
            was.addresses_used.get(),
            is.addresses_used,
        );
        count(
            "pods that run",
            ran,
            runs(is.pods_placed, is.pods_without_address),
        );
        count("pods pending", was.pods_pending.get(), is.pods_pending);
        count(
            "pods without an address",
            was.pods_without_address.get(),
            is.pods_without_address,
        );
    }
    if let (Some(was), Some(is)) = (
        before.subnets.iter().map(|subnet| subnet.free.get()).min(),
        report.subnets.iter().map(|subnet| subnet.free).min(),
    ) {
        count("free in the fullest subnet", was, is);
    }
    if let Some(walls) = &before.walls {
        let was = walls.first().map(|wall| wall.pods.get());
        let is = report.walls.first().map(|wall| wall.pods);
        if let (Some(was), Some(is)) = (was, is) {
            count("pods at the first wall", was, is);
        }
        let kind = |kind: Option<&str>| kind.unwrap_or("none").to_owned();
        let (was, is) = (
            kind(walls.first().map(|wall| wall.kind.as_str())),
            kind(report.walls.first().map(|wall| wall.kind.name())),
        );
        let same = if was == is { "=" } else { "" }.to_owned();
        rows.push(vec!["what runs out first".to_owned(), was, is, same]);
    }
    rows
}

/// A row for each subnet that came, went or has another block or other addresses free.
fn subnets(before: &Earlier, case: &Case) -> Vec<Vec<String>> {
    let mut all: BTreeMap<&str, [Option<(String, u64)>; 2]> = BTreeMap::new();
    for subnet in &before.subnets {
        all.entry(&subnet.name).or_default()[0] = Some((subnet.cidr.clone(), subnet.free.get()));
    }
    for subnet in &case.report.subnets {
        all.entry(&subnet.name).or_default()[1] = Some((subnet.cidr.to_string(), subnet.free));
    }
    let shown = |side: &Option<(String, u64)>| match side {
        Some((cidr, free)) => format!("{cidr}, {} free", Grouped(*free)),
        None => "none".to_owned(),
    };
    all.iter()
        .filter(|(_, [was, is])| was != is)
        .map(|(name, [was, is])| {
            let changed = match (was, is) {
                (Some((was, before)), Some((is, after))) if was == is => {
                    difference(*before, *after)
                }
                (Some(_), Some(_)) => "renumbered".to_owned(),
                (None, _) => "new".to_owned(),
                (_, None) => "gone".to_owned(),
            };
            vec![(*name).to_owned(), shown(was), shown(is), changed]
        })
        .collect()
}

/// The rows that fit, and how many were left out.
fn cut(mut rows: Vec<Vec<String>>) -> (Vec<Vec<String>>, Option<String>) {
    let further = rows.len().saturating_sub(SUBNETS);
    rows.truncate(SUBNETS);
    let said = (further > 0).then(|| {
        let subnets = plural(further as u64, "further subnet");
        format!("{subnets} changed.")
    });
    (rows, said)
}

/// Writes what changed as a table.
pub(super) fn table(out: &mut dyn Write, before: &Earlier, case: &Case) -> io::Result<()> {
    let mut rows = figures(before, case);
    let (subnets, further) = cut(subnets(before, case));
    rows.extend(subnets);
    writeln!(out)?;
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|cell| crate::commands::shown(cell))
                .collect()
        })
        .collect();
    table::write(out, &HEADINGS, &rows)?;
    if let Some(line) = further {
        writeln!(out, "{line}")?;
    }
    for gone in before.gone(case) {
        let line = format!("found no more  {} {}", gone.code, gone.subject);
        writeln!(out, "{}", crate::commands::shown(&line))?;
    }
    Ok(())
}

/// Writes what changed for the comment on a pull request.
pub(super) fn in_markdown(
    out: &mut dyn Write,
    before: &Earlier,
    verdict: &Verdict<'_>,
) -> io::Result<()> {
    let case = verdict.case;
    let cells = |row: Vec<String>| row.iter().map(|cell| escaped(cell)).collect();
    writeln!(out, "\n### Before and after\n")?;
    let headings = HEADINGS.map(|(_, side)| side);
    let headings = [
        ("", headings[0]),
        ("Before", headings[1]),
        ("After", headings[2]),
        ("Difference", headings[3]),
    ];
    let rows = figures(before, case).into_iter().map(|mut row| {
        if let Some(last) = row.last_mut().filter(|last| *last == "worse") {
            "❌ worse".clone_into(last);
        }
        row
    });
    markdown::table(out, &headings, rows.map(cells))?;
    let (subnets, further) = cut(subnets(before, case));
    if !subnets.is_empty() {
        writeln!(out, "\n### Subnets that change\n")?;
        let headings = [
            ("Subnet", Side::Left),
            headings[1],
            headings[2],
            headings[3],
        ];
        markdown::table(out, &headings, subnets.into_iter().map(cells))?;
    }
    if let Some(line) = further {
        writeln!(out, "\n{line}")?;
    }
    let is_new = |finding: &&eniplan_core::finding::Finding| {
        finding.severity >= Severity::Warning && !before.had(finding)
    };
    let new = case.findings().filter(is_new).count();
    let gone = before.gone(case);
    writeln!(
        out,
        "\nNew warnings and errors: {new}; found no more: {}.",
        gone.len()
    )?;
    for gone in gone {
        let (code, subject) = (escaped(&gone.code), escaped(&gone.subject));
        writeln!(out, "- ~~{code} {subject}~~ {}", escaped(&gone.message))?;
    }
    Ok(())
}
