//! A row a plan, the worst first.

use std::cmp::Reverse;
use std::io::{self, Write};

use eniplan_core::analyze::{SharedSubnet, SharedVpc};
use eniplan_core::finding::{Grouped, Severity};

use crate::input::{Case, Cases};
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

/// What a further column says of a plan.
pub(crate) type Said<'a> = &'a dyn Fn(&Case) -> String;

/// The headings and the rows of the summary, with the verdict of a check where there is one.
pub(crate) fn rows(
    cases: &[Case],
    check: Option<Said<'_>>,
) -> (Vec<table::Heading<'static>>, Vec<Vec<String>>) {
    let mut headings = vec![
        ("PLAN", Side::Left),
        ("UPGRADE", Side::Left),
        ("MAX", Side::Left),
        ("ZONE LOSS", Side::Left),
        ("ERRORS", Side::Right),
        ("PODS", Side::Right),
        ("FIRST WALL", Side::Left),
    ];
    if check.is_some() {
        headings.insert(1, ("CHECK", Side::Left));
    }
    let row = |case: &Case| {
        let is_alone =
            |other: &Case| std::ptr::eq(case, other) || case.plan.name() != other.plan.name();
        let name = if cases.iter().all(is_alone) {
            case.plan.name()
        } else {
            &case.source
        };
        let mut row = vec![crate::commands::shown(name)];
        row.extend(check.map(|check| check(case)));
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

/// Writes the summary as a table, and what plans of one VPC come to together.
pub(crate) fn write(out: &mut dyn Write, cases: &Cases, check: Option<Said<'_>>) -> io::Result<()> {
    let (headings, rows) = rows(&cases.read, check);
    table::write(out, &headings, &rows)?;
    for line in shared(cases) {
        writeln!(out, "\n{}", crate::commands::shown(&line.title))?;
        table::write(out, &SHARED, &line.rows)?;
    }
    Ok(())
}

/// What plans of one VPC come to together.
pub(crate) struct Shared {
    /// Which plans, and which VPC.
    pub(crate) title: String,
    /// A row for each subnet that more than one of them lists.
    pub(crate) rows: Vec<Vec<String>>,
}

/// The headings of those rows.
pub(crate) const SHARED: [table::Heading<'_>; 6] = [
    ("SUBNET", Side::Left),
    ("CIDR", Side::Left),
    ("USABLE", Side::Right),
    ("AS DESIRED", Side::Right),
    ("AT MAX", Side::Right),
    ("SHORT", Side::Right),
];

/// The VPCs that several plans stand in.
pub(crate) fn shared(cases: &Cases) -> Vec<Shared> {
    let name = |plan: &usize| cases.read.get(*plan).map_or("", |case| case.plan.name());
    let of_vpc = |vpc: &SharedVpc| {
        let names: Vec<&str> = vpc.plans.iter().map(name).collect();
        let row = |subnet: &SharedSubnet| {
            let mut names: Vec<&str> = subnet.names.iter().map(|(_, name)| &**name).collect();
            names.dedup();
            let [_, short] = subnet.short();
            let counts = [subnet.usable, subnet.desired, subnet.max, short];
            let mut row = vec![
                crate::commands::shown(&names.join(", ")),
                subnet.cidr.to_string(),
            ];
            row.extend(counts.map(|count| Grouped(count).to_string()));
            row
        };
        Shared {
            title: format!(
                "{} stand in {}; added up on the subnets that they share:",
                names.join(", "),
                vpc.id
            ),
            rows: vpc.subnets.iter().map(row).collect(),
        }
    };
    cases.shared.iter().map(of_vpc).collect()
}

fn count(case: &Case, severity: Severity) -> usize {
    case.findings()
        .filter(|finding| finding.severity == severity)
        .count()
}
