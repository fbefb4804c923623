//! A row a plan, the worst first.

use std::cmp::Reverse;
use std::io::{self, Write};

use eniplan_core::finding::{Grouped, Severity};

use crate::input::Case;
use crate::table::{self, Side};

/// The plans, the worst first: by gates that are shut, then errors, then the pods that do not run.
pub(crate) fn worst_first(cases: &[Case]) -> Vec<&Case> {
    let mut sorted: Vec<&Case> = cases.iter().collect();
    sorted.sort_by_key(|case| {
        let totals = &case.report.totals;
        let shut = case.report.gates.iter().filter(|gate| !gate.ok).count();
        let first = case.report.walls.first().map_or(i64::MAX, |wall| wall.more);
        (
            Reverse(shut),
            Reverse(count(case, Severity::Error)),
            Reverse(
                totals
                    .pods_pending
                    .saturating_add(totals.pods_without_address),
            ),
            first,
            case.source.clone(),
        )
    });
    sorted
}

/// The headings and the rows of the summary.
pub(crate) fn rows(cases: &[Case]) -> (Vec<table::Heading<'static>>, Vec<Vec<String>>) {
    let headings = vec![
        ("PLAN", Side::Left),
        ("UPGRADE", Side::Left),
        ("MAX", Side::Left),
        ("ZONE LOSS", Side::Left),
        ("ERRORS", Side::Right),
        ("PODS", Side::Right),
        ("FIRST WALL", Side::Left),
    ];
    let row = |case: &Case| {
        let is_alone =
            |other: &Case| std::ptr::eq(case, other) || case.plan.name() != other.plan.name();
        let name = if cases.iter().all(is_alone) {
            case.plan.name()
        } else {
            &case.source
        };
        let mut row = vec![name.to_owned()];
        let gates = case.report.gates.iter();
        row.extend(gates.map(|gate| if gate.ok { "yes" } else { "NO" }.to_owned()));
        row.push(count(case, Severity::Error).to_string());
        row.push(Grouped(case.report.totals.pods_desired).to_string());
        row.push(case.report.walls.first().map_or_else(String::new, |wall| {
            format!("{}, {}", wall.distance(), wall.kind.name())
        }));
        row
    };
    let rows = worst_first(cases).into_iter().map(row).collect();
    (headings, rows)
}

/// Writes the summary as a table.
pub(crate) fn write(out: &mut dyn Write, cases: &[Case]) -> io::Result<()> {
    let (headings, rows) = rows(cases);
    table::write(out, &headings, &rows)
}

fn count(case: &Case, severity: Severity) -> usize {
    case.findings()
        .filter(|finding| finding.severity == severity)
        .count()
}
