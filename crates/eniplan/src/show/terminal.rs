//! The report on a terminal: the verdict first, then why.

use std::io::{self, Write};

use eniplan_core::analyze::{Demand, SubnetReport, Wall};
use eniplan_core::finding::{Finding, Grouped, Severity};

use super::{Together, group, outline, tally, together, uses_prefixes, wall};
use crate::input::Case;
use crate::screen::{Ink, Screen};
use crate::table::{self, Side};

/// Cells of a bar.
const BAR: u64 = 8;
/// Walls that are shown; the further ones are too far off to plan for.
const WALLS: usize = 5;
/// Characters of a name that are always shown.
const SHORTEST_NAME: usize = 10;

/// Writes the whole report.
pub(crate) fn write(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    heading(out, case, screen)?;
    gates(out, case, screen)?;
    walls(out, case, screen)?;
    subnets(out, case, screen)?;
    pod_pools(out, case, screen)?;
    groups(out, case, screen)?;
    findings(out, case, case.findings(), screen)
}

/// The plan's name, where it was read from, and its outline.
pub(crate) fn heading(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    writeln!(
        out,
        "{}  {}",
        screen.paint(Ink::Bold, case.plan.name()),
        screen.paint(Ink::Dim, &format!("({})", case.source))
    )?;
    writeln!(out, "{}", screen.wrap(0, &outline(case)))
}

fn title(out: &mut dyn Write, text: &str, screen: Screen) -> io::Result<()> {
    writeln!(out, "\n{}", screen.paint(Ink::Bold, text))
}

/// The questions with their answers.
pub(crate) fn gates(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    writeln!(out)?;
    for gate in &case.report.gates {
        let (ink, answer) = if gate.ok {
            (Ink::Green, "yes")
        } else {
            (Ink::Red, "NO ")
        };
        writeln!(
            out,
            "{}  {:<21} {}",
            screen.paint(ink, answer),
            gate.kind.question(),
            screen.wrap(27, &gate.message())
        )?;
    }
    if let Some(caveat) = super::caveat(case) {
        writeln!(out, "{}", screen.wrap(0, &caveat))?;
    }
    Ok(())
}

fn walls(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    let walls = &case.report.walls;
    let Some(first) = walls.first() else {
        return Ok(());
    };
    let past = walls.iter().filter(|wall| wall.more < 0).count();
    let (walls, further) = walls.split_at(walls.len().min(WALLS.max(past)));
    title(out, "What stops growth, the first wall first", screen)?;
    let distances = walls.iter().map(|wall| wall.distance().chars().count());
    let distances = distances.max().unwrap_or_default();
    let indent = 2 + distances + 2;
    for wall in walls {
        let distance = format!("{:>distances$}", wall.distance());
        let ink = if wall.more < 0 { Ink::Red } else { Ink::Bold };
        let is_first = std::ptr::eq(wall, first);
        writeln!(
            out,
            "  {}  {}",
            if is_first || wall.more < 0 {
                screen.paint(ink, &distance)
            } else {
                distance
            },
            screen.wrap(indent, &wall.message())
        )?;
        way_past(out, case, wall, is_first, indent, screen)?;
    }
    if let Some(next) = further.first() {
        let count = super::plural(further.len() as u64, "further wall");
        let text = format!(
            "{count}, the next at {}: --format json has them all",
            super::plural(next.pods, "pod")
        );
        writeln!(out, "  {}", screen.paint(Ink::Dim, &screen.wrap(2, &text)))?;
    }
    Ok(())
}

/// What leads past a wall: in full for the first one and those that the plan is past, in a line for the others.
fn way_past(
    out: &mut dyn Write,
    case: &Case,
    wall: &Wall,
    is_first: bool,
    indent: usize,
    screen: Screen,
) -> io::Result<()> {
    let margin = " ".repeat(indent);
    if !is_first && wall.more >= 0 {
        let when = wall::when(wall, case.as_of).map(|when| format!("{when} "));
        let text = format!("{}→ {}", when.unwrap_or_default(), wall.fix());
        return writeln!(out, "{margin}{}", screen.wrap(indent, &text));
    }
    let reckoning = screen.wrap(indent, &wall::reckoning(wall, case.as_of));
    writeln!(out, "{margin}{}", screen.paint(Ink::Dim, &reckoning))?;
    let fix = screen.wrap(indent + 2, &wall.fix());
    let fix = if is_first {
        screen.paint(Ink::Bold, &fix)
    } else {
        fix
    };
    writeln!(out, "{margin}→ {fix}")
}

fn subnets(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    let subnets = &case.report.subnets;
    if subnets.is_empty() {
        return Ok(());
    }
    title(out, "Subnets", screen)?;
    let is_short = subnets.iter().any(|subnet| subnet.short > 0);
    let blocks = uses_prefixes(case);
    let mut headings = vec![
        ("NAME", Side::Left),
        ("AZ", Side::Left),
        ("ROLE", Side::Left),
        ("CIDR", Side::Left),
        ("", Side::Left),
        ("USED", Side::Right),
        ("OF", Side::Right),
        ("FREE", Side::Right),
    ];
    if is_short {
        headings.push(("SHORT", Side::Right));
    }
    if blocks {
        headings.push(("/28S", Side::Right));
    }
    let row = |(index, subnet): (usize, &SubnetReport)| {
        let figure = |key: &str, count| {
            let path = format!("subnets[{index}].{key}");
            case.figure(&path, Grouped(count).to_string())
        };
        let mut row = vec![
            subnet.name.clone(),
            subnet.zone.clone(),
            subnet.role.word().to_owned(),
            subnet.cidr.to_string(),
            bar(subnet),
            figure("used", subnet.used),
            Grouped(subnet.usable).to_string(),
            figure("free", subnet.free),
        ];
        if is_short {
            row.push(count(subnet.short));
        }
        if blocks {
            let is_pool = subnet.demand.pods.saturating_add(subnet.demand.idle) > 0;
            row.push(if is_pool {
                Grouped(subnet.prefixes_free).to_string()
            } else {
                "·".to_owned()
            });
        }
        row
    };
    let mut rows: Vec<Vec<String>> = subnets.iter().enumerate().map(row).collect();
    let totals = &case.report.totals;
    let mut all = vec![String::new(); headings.len()];
    "all".clone_into(&mut all[0]);
    all[5] = Grouped(totals.addresses_used).to_string();
    all[6] = Grouped(totals.usable).to_string();
    let free = subnets.iter().map(|subnet| subnet.free);
    all[7] = Grouped(free.fold(0, u64::saturating_add)).to_string();
    rows.push(all);
    let guessed = rows.iter().flatten().any(|cell| cell.starts_with('≈'));
    indented(out, &headings, rows, screen)?;
    let mut legend =
        "█ in use, ▒ held idle by nodes, · free; AWS keeps 5 addresses of each subnet".to_owned();
    if blocks {
        legend.push_str("; /28S: whole /28 blocks left for prefixes, at worst");
    }
    if guessed {
        legend.push_str("; ≈ an estimate");
    }
    writeln!(
        out,
        "  {}",
        screen.paint(Ink::Dim, &screen.wrap(2, &legend))
    )?;
    demand(out, subnets, screen)
}

/// The pools from which the pods of overlays have their addresses.
fn pod_pools(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    let pools = &case.report.pod_pools;
    if pools.is_empty() {
        return Ok(());
    }
    title(out, "Pools of the overlay", screen)?;
    for pool in pools {
        writeln!(out, "  {}", screen.wrap(2, &super::pool(pool)))?;
    }
    Ok(())
}

/// A part of the demand.
type Part = fn(&Demand) -> u64;

/// Who takes the addresses: a column for everyone who takes any.
fn demand(out: &mut dyn Write, subnets: &[SubnetReport], screen: Screen) -> io::Result<()> {
    let columns: [(&str, Part); 8] = [
        ("PODS", |demand| demand.pods),
        ("IDLE", |demand| demand.idle),
        ("NODE ENIS", |demand| demand.interfaces),
        ("CONTROL PLANE", |demand| demand.control_plane),
        ("NAT", |demand| demand.nat_gateways),
        ("ENDPOINTS", |demand| demand.interface_endpoints),
        ("LBS", |demand| demand.load_balancers),
        ("OTHERS", |demand| demand.others),
    ];
    let taken: Vec<_> = columns
        .into_iter()
        .filter(|(_, of)| subnets.iter().any(|subnet| of(&subnet.demand) > 0))
        .collect();
    if taken.is_empty() {
        return Ok(());
    }
    title(out, "Who takes the addresses", screen)?;
    let mut headings = vec![("NAME", Side::Left)];
    headings.extend(taken.iter().map(|(heading, _)| (*heading, Side::Right)));
    let mut rows: Vec<Vec<String>> = subnets
        .iter()
        .filter(|subnet| subnet.demand.total() > 0)
        .map(|subnet| {
            let mut row = vec![subnet.name.clone()];
            row.extend(taken.iter().map(|(_, of)| count(of(&subnet.demand))));
            row
        })
        .collect();
    let mut all = vec!["all".to_owned()];
    all.extend(taken.iter().map(|(_, of)| {
        let counts = subnets.iter().map(|subnet| of(&subnet.demand));
        count(counts.fold(0, u64::saturating_add))
    }));
    rows.push(all);
    indented(out, &headings, rows, screen)
}

/// A number, or a dot where there is nothing to count.
fn count(number: u64) -> String {
    if number == 0 {
        "·".to_owned()
    } else {
        Grouped(number).to_string()
    }
}

/// How full a subnet is: what is taken shows at least one cell, and what is free as well.
fn bar(subnet: &SubnetReport) -> String {
    let share = |count: u64, cells: u64, of: u64| {
        let of = u128::from(of.max(1));
        let rounded = (u128::from(count) * u128::from(cells) + of / 2) / of;
        u64::try_from(rounded).unwrap_or(cells).min(cells)
    };
    let taken = match (subnet.used, subnet.free) {
        (0, _) => 0,
        (_, 0) => BAR,
        (used, _) => share(used, BAR, subnet.usable).clamp(1, BAR - 1),
    };
    let idle = share(subnet.demand.idle.min(subnet.used), taken, subnet.used);
    let part = |cell: &str, length: u64| cell.repeat(usize::try_from(length).unwrap_or_default());
    part("█", taken - idle) + &part("▒", idle) + &part("·", BAR - taken)
}

/// A table behind two blanks; where it is too wide, the names in its first column are cut.
fn indented(
    out: &mut dyn Write,
    headings: &[table::Heading<'_>],
    mut rows: Vec<Vec<String>>,
    screen: Screen,
) -> io::Result<()> {
    let wanted = 2 + table::width(headings, &rows);
    let names = rows.iter().filter_map(|row| row.first());
    let widest = names.map(|name| name.chars().count()).max().unwrap_or(0);
    let room = widest
        .saturating_sub(wanted.saturating_sub(screen.width))
        .max(SHORTEST_NAME);
    for name in rows.iter_mut().filter_map(|row| row.first_mut()) {
        if name.chars().count() > room {
            *name = name.chars().take(room - 1).chain(['…']).collect();
        }
    }
    let mut text = Vec::new();
    table::write(&mut text, headings, &rows)?;
    for line in String::from_utf8_lossy(&text).lines() {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn groups(out: &mut dyn Write, case: &Case, screen: Screen) -> io::Result<()> {
    if case.report.node_groups.is_empty() {
        return Ok(());
    }
    title(out, "Node groups", screen)?;
    for (index, report) in case.report.node_groups.iter().enumerate() {
        let path = format!("node_groups[{index}].addresses_per_node");
        let name = screen.paint(Ink::Bold, &report.name);
        writeln!(
            out,
            "  {name}: {}",
            screen.wrap(
                report.name.chars().count() + 4,
                &group::outcome(&case.plan, report)
            )
        )?;
        for (label, text) in [
            ("max pods", group::max_pods(&case.plan, report)),
            ("addresses", case.figure(&path, group::addresses(report))),
            ("room", group::room(report)),
        ] {
            writeln!(out, "    {label:<9}  {}", screen.wrap(15, &text))?;
        }
    }
    Ok(())
}

/// The findings, those that share a help together.
pub(crate) fn findings<'a>(
    out: &mut dyn Write,
    case: &Case,
    findings: impl Iterator<Item = &'a Finding> + Clone,
    screen: Screen,
) -> io::Result<()> {
    let count = tally(findings.clone());
    title(out, &format!("Findings: {count}"), screen)?;
    for together in together(findings) {
        one(out, case, &together, screen)?;
    }
    Ok(())
}

fn one(
    out: &mut dyn Write,
    case: &Case,
    together: &Together<'_>,
    screen: Screen,
) -> io::Result<()> {
    let first = together.findings[0];
    let ink = match first.severity {
        Severity::Error => Ink::Red,
        Severity::Warning => Ink::Yellow,
        Severity::Note => Ink::Blue,
    };
    writeln!(
        out,
        "  {} {}  {}",
        screen.paint(ink, first.severity.name()),
        first.code,
        screen.paint(Ink::Bold, first.code.entry().title)
    )?;
    for finding in &together.findings {
        let message = crate::commands::shown(&finding.message());
        let subject = crate::commands::shown(&finding.subject);
        let text = match case.place(finding) {
            Some(place) => format!("{message} ({place})"),
            None if message.contains(&subject) => message,
            None => format!("{message} ({subject})"),
        };
        writeln!(out, "    {}", screen.wrap(4, &text))?;
    }
    let help = crate::commands::shown(&together.help);
    writeln!(out, "    help: {}", screen.wrap(10, &help))?;
    writeln!(out, "    {}", screen.paint(Ink::Dim, &first.url()))
}
