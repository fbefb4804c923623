//! The report in Markdown, for a wiki or a pull request.

use std::io::{self, Write};

use eniplan_core::export::markdown::escaped;
use eniplan_core::finding::{Finding, Grouped};

use super::{derivations, group, outline, summary, tally, together, uses_prefixes, wall};
use crate::input::{Case, Cases};
use crate::table::Side;

/// Writes the whole report.
pub(crate) fn write(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    heading(out, case)?;
    walls(out, case)?;
    subnets(out, case)?;
    pod_pools(out, case)?;
    groups(out, case)?;
    findings(out, case, case.findings())?;
    derivations::markdown(out, case.derivations())
}

/// The plan's name, outline and gates.
pub(crate) fn heading(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    writeln!(out, "## {}\n", escaped(case.plan.name()))?;
    writeln!(out, "{}.\n", escaped(&outline(case)))?;
    let gates = case.report.gates.iter().map(|gate| {
        let answer = if gate.ok { "✅ yes" } else { "❌ **no**" };
        vec![
            gate.kind.question().to_owned(),
            answer.to_owned(),
            escaped(&gate.message()),
        ]
    });
    table(
        out,
        &[
            ("Question", Side::Left),
            ("Answer", Side::Left),
            ("Why", Side::Left),
        ],
        gates,
    )?;
    super::caveat(case).map_or(Ok(()), |caveat| writeln!(out, "\n{caveat}"))
}

fn walls(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    if case.report.walls.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### What stops growth, the first wall first\n")?;
    for wall in &case.report.walls {
        writeln!(
            out,
            "1. **{}** ({}): {}",
            wall.kind.title(),
            wall.distance(),
            escaped(&wall.message())
        )?;
        writeln!(out, "   - {}", escaped(&wall::reckoning(wall, case.as_of)))?;
        writeln!(out, "   - *Way past:* {}", escaped(&wall.fix()))?;
    }
    Ok(())
}

/// Columns of figures that may be estimates.
const USED: usize = 5;
const FREE: usize = 7;

fn subnets(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    if case.report.subnets.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Subnets\n")?;
    let blocks = uses_prefixes(case);
    let mut headings = vec![
        ("Name", Side::Left),
        ("Zone", Side::Left),
        ("Role", Side::Left),
        ("CIDR", Side::Left),
        ("Usable", Side::Right),
        ("Used", Side::Right),
        ("Idle", Side::Right),
        ("Free", Side::Right),
        ("Short", Side::Right),
    ];
    if blocks {
        headings.push(("Free /28 blocks", Side::Right));
    }
    let rows = case
        .report
        .subnets
        .iter()
        .enumerate()
        .map(|(index, subnet)| {
            let mut row = vec![
                escaped(&subnet.name),
                escaped(&subnet.zone),
                subnet.role.word().to_owned(),
                format!("`{}`", subnet.cidr),
            ];
            let counts = [
                subnet.usable,
                subnet.used,
                subnet.demand.idle,
                subnet.free,
                subnet.short,
            ];
            row.extend(counts.map(|count| Grouped(count).to_string()));
            for (column, key) in [(USED, "used"), (FREE, "free")] {
                let path = format!("subnets[{index}].{key}");
                row[column] = case.figure(&path, std::mem::take(&mut row[column]));
            }
            if blocks {
                row.push(Grouped(subnet.prefixes_free).to_string());
            }
            row
        });
    table(out, &headings, rows)
}

fn pod_pools(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    if case.report.pod_pools.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Pools of the overlay\n")?;
    for pool in &case.report.pod_pools {
        writeln!(out, "- {}", escaped(&super::pool(pool)))?;
    }
    Ok(())
}

fn groups(out: &mut dyn Write, case: &Case) -> io::Result<()> {
    if case.report.node_groups.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### Node groups\n")?;
    for (index, report) in case.report.node_groups.iter().enumerate() {
        let path = format!("node_groups[{index}].addresses_per_node");
        writeln!(
            out,
            "- **{}**: {}",
            escaped(&report.name),
            escaped(&group::outcome(&case.plan, report))
        )?;
        for (label, text) in [
            ("max pods", group::max_pods(&case.plan, report)),
            ("addresses", case.figure(&path, group::addresses(report))),
            ("room", group::room(report)),
        ] {
            writeln!(out, "  - {label}: {}", escaped(&text))?;
        }
    }
    Ok(())
}

/// The findings, those that share a help together.
pub(crate) fn findings<'a>(
    out: &mut dyn Write,
    case: &Case,
    findings: impl Iterator<Item = &'a Finding> + Clone,
) -> io::Result<()> {
    writeln!(out, "\n### Findings: {}\n", tally(findings.clone()))?;
    for together in together(findings) {
        let first = together.findings[0];
        writeln!(
            out,
            "- {} [{}]({}) **{}**",
            first.severity.name(),
            first.code,
            first.url(),
            first.code.entry().title
        )?;
        for finding in &together.findings {
            let place = case
                .place(finding)
                .map_or_else(String::new, |place| format!(" ({})", escaped(&place)));
            writeln!(out, "  - {}{place}", escaped(&finding.message()))?;
        }
        writeln!(out, "  - *Help:* {}", escaped(&together.help))?;
    }
    Ok(())
}

/// Writes a row a plan, the worst first, and what plans of one VPC come to together.
pub(crate) fn rows(
    out: &mut dyn Write,
    cases: &Cases,
    check: Option<summary::Said<'_>>,
) -> io::Result<()> {
    let cells = |row: Vec<String>| row.iter().map(|cell| escaped(cell)).collect();
    let (headings, rows) = summary::rows(&cases.read, check);
    table(out, &headings, rows.into_iter().map(cells))?;
    for shared in summary::shared(cases) {
        writeln!(out, "\n{}\n", escaped(&shared.title))?;
        table(out, &summary::SHARED, shared.rows.into_iter().map(cells))?;
    }
    Ok(())
}

/// A table.
pub(crate) fn table(
    out: &mut dyn Write,
    headings: &[(&str, Side)],
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<()> {
    let names: Vec<&str> = headings.iter().map(|(name, _)| *name).collect();
    writeln!(out, "| {} |", names.join(" | "))?;
    let rules = headings.iter().map(|(_, side)| match side {
        Side::Left => "---",
        Side::Right => "---:",
    });
    writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
    for row in rows {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    Ok(())
}
