//! An import as people read it: the verdict, what was found, and how the plan counts it.

use std::io::{self, Write};

use eniplan_core::finding::Grouped;
use eniplan_import::{BlockMap, ObservedGroup, ObservedSubnet, Outcome};

use crate::commands::shown;
use crate::input::Gathered;
use crate::screen::{Ink, Screen};
use crate::show::terminal;
use crate::table::{self, Side};

/// Owners of a subnet's addresses that are named.
const OWNERS: usize = 4;

/// Writes everything that there is to say of an import.
pub(super) fn write(
    out: &mut dyn Write,
    gathered: &Gathered,
    outcome: Outcome,
    screen: Screen,
) -> io::Result<()> {
    let (subnets, groups, blocks) = (
        outcome.subnets.clone(),
        outcome.groups.clone(),
        outcome.blocks.clone(),
    );
    let case = gathered.case(outcome);
    terminal::heading(out, &case, screen)?;
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for document in &gathered.inventory.documents {
        match kinds.iter_mut().find(|(kind, _)| *kind == document.kind) {
            Some((_, count)) => *count += document.count,
            None => kinds.push((document.kind, document.count)),
        }
    }
    let found: Vec<String> = kinds
        .iter()
        .map(|(kind, count)| format!("{} {kind}", Grouped(*count as u64)))
        .collect();
    writeln!(
        out,
        "{}",
        screen.wrap(0, &format!("Read: {}", found.join(", ")))
    )?;
    terminal::gates(out, &case, screen)?;
    of_subnets(out, &subnets, screen)?;
    of_groups(out, &groups, screen)?;
    of_blocks(out, &blocks, screen)?;
    terminal::findings(out, &case, case.findings(), screen)
}

fn title(out: &mut dyn Write, text: &str, screen: Screen) -> io::Result<()> {
    writeln!(out, "\n{}", screen.paint(Ink::Bold, text))
}

fn number(number: Option<u64>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| Grouped(number).to_string())
}

fn signed(number: Option<i64>) -> String {
    match number {
        None => "-".to_owned(),
        Some(number) if number < 0 => format!("−{}", Grouped(number.unsigned_abs())),
        Some(number) => Grouped(number.unsigned_abs()).to_string(),
    }
}

fn of_subnets(out: &mut dyn Write, subnets: &[ObservedSubnet], screen: Screen) -> io::Result<()> {
    if subnets.is_empty() {
        return Ok(());
    }
    title(
        out,
        "Free addresses: as AWS counts them, and as the plan does",
        screen,
    )?;
    let headings = [
        ("subnet", Side::Left),
        ("usable", Side::Right),
        ("free", Side::Right),
        ("by plan", Side::Right),
        ("unexplained", Side::Right),
        ("who holds them", Side::Left),
    ];
    let row = |subnet: &ObservedSubnet| {
        let mut owners: Vec<String> = subnet
            .owners
            .iter()
            .take(OWNERS)
            .map(|(owner, count)| format!("{} {}", shown(owner), Grouped(*count)))
            .collect();
        if subnet.owners.len() > OWNERS {
            owners.push(format!("{} more", subnet.owners.len() - OWNERS));
        }
        vec![
            shown(&subnet.name),
            number(Some(subnet.usable)),
            number(subnet.observed_free),
            signed(subnet.modelled_free),
            signed(subnet.unexplained),
            owners.join(", "),
        ]
    };
    let rows: Vec<Vec<String>> = subnets.iter().map(row).collect();
    table::write(out, &headings, &rows)?;
    for subnet in subnets.iter().filter(|subnet| !subnet.causes.is_empty()) {
        let text = format!(
            "{}: {}",
            shown(&subnet.name),
            shown(&subnet.causes.join("; "))
        );
        writeln!(out, "  {}", screen.paint(Ink::Dim, &screen.wrap(2, &text)))?;
    }
    Ok(())
}

fn of_groups(out: &mut dyn Write, groups: &[ObservedGroup], screen: Screen) -> io::Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    title(
        out,
        "Nodes: as they are, and as the plan counts them",
        screen,
    )?;
    let headings = [
        ("group", Side::Left),
        ("nodes", Side::Right),
        ("zones", Side::Left),
        ("max pods", Side::Right),
        ("possible", Side::Right),
        ("addresses held", Side::Right),
        ("by plan", Side::Right),
        ("peak", Side::Right),
    ];
    let row = |group: &ObservedGroup| {
        let zones: Vec<String> = group
            .zones
            .iter()
            .map(|(zone, count)| format!("{} {count}", shown(zone)))
            .collect();
        let range = |least: u64, most: u64| {
            if least == most {
                Grouped(most).to_string()
            } else {
                format!("{} to {}", Grouped(least), Grouped(most))
            }
        };
        vec![
            shown(&group.name),
            number(Some(group.nodes)),
            zones.join(", "),
            group.max_pods.map_or_else(
                || "-".to_owned(),
                |(least, most)| range(least.into(), most.into()),
            ),
            number(group.served),
            group
                .held
                .map_or_else(|| "-".to_owned(), |(least, most, _)| range(least, most)),
            number(Some(group.modelled)),
            number(Some(group.peak)),
        ]
    };
    table::write(out, &headings, &groups.iter().map(row).collect::<Vec<_>>())
}

fn of_blocks(out: &mut dyn Write, maps: &[BlockMap], screen: Screen) -> io::Result<()> {
    let rows: Vec<Vec<String>> = maps
        .iter()
        .filter(|map| map.states.len() > 2)
        .map(|map| {
            let drain: Vec<String> = map
                .drains
                .iter()
                .take(2)
                .map(|drain| format!("{} ({})", shown(&drain.node), drain.blocks))
                .collect();
            vec![
                shown(&map.subnet),
                number(Some(map.free())),
                number(Some(map.held())),
                number(Some(map.fragmented())),
                number(Some(map.stranded)),
                map.reservation
                    .map_or_else(|| "-".to_owned(), |block| block.to_string()),
                drain.join(", "),
            ]
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    title(
        out,
        "/28 blocks: free for prefixes, held, and spoilt by single addresses",
        screen,
    )?;
    let headings = [
        ("subnet", Side::Left),
        ("free", Side::Right),
        ("held", Side::Right),
        ("spoilt", Side::Right),
        ("free in them", Side::Right),
        ("reserve", Side::Left),
        ("drain first (blocks)", Side::Left),
    ];
    table::write(out, &headings, &rows)
}
