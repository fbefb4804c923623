//! A layout as people read it: the VPC's blocks from the lowest address on, holes included.

use std::io::{self, Write};

use eniplan_core::aws::subnet;
use eniplan_core::finding::{Finding, Grouped, Severity};
use eniplan_core::layout::{LaidSubnet, Summary, holes, summaries};
use eniplan_core::net::Ipv4Prefix;

use super::Laid;
use crate::commands::shown;
use crate::screen::{Ink, Screen};
use crate::show::plural;
use crate::table::{self, Side};

/// Writes the map, what one prefix covers, what is new, the gates and the findings.
pub(super) fn write(out: &mut dyn Write, laid: &Laid, screen: Screen) -> io::Result<()> {
    let outcome = &laid.outcome;
    let name = shown(outcome.plan.name());
    writeln!(
        out,
        "{}  preset {}\n",
        screen.paint(Ink::Bold, &name),
        laid.presets
    )?;
    let headings = [
        ("block", Side::Left),
        ("", Side::Left),
        ("zone", Side::Left),
        ("role", Side::Left),
        ("usable", Side::Right),
        ("wanted", Side::Right),
        ("/28s", Side::Right),
        ("", Side::Left),
    ];
    table::write(out, &headings, &rows(laid))?;
    let (roles, zones) = summaries(&outcome.plan, &outcome.subnets);
    covered(out, "role", &roles, screen)?;
    covered(out, "zone", &zones, screen)?;
    writeln!(out, "\n{}\n", screen.wrap(0, &changes(laid)))?;
    for gate in &laid.gates {
        let (ink, word) = if gate.ok {
            (Ink::Green, "yes")
        } else {
            (Ink::Red, "no")
        };
        let message = screen.wrap(19, &shown(&gate.message()));
        writeln!(
            out,
            "{:12}  {}  {message}",
            gate.kind.name(),
            screen.paint(ink, &format!("{word:3}"))
        )?;
    }
    findings(out, laid.findings(), screen)
}

/// Findings one by one, each with what to do.
pub(super) fn findings<'a>(
    out: &mut dyn Write,
    findings: impl Iterator<Item = &'a Finding>,
    screen: Screen,
) -> io::Result<()> {
    for finding in findings {
        let ink = match finding.severity {
            Severity::Error => Ink::Red,
            Severity::Warning => Ink::Yellow,
            Severity::Note => Ink::Blue,
        };
        let head = screen.paint(
            ink,
            &format!("{}[{}]", finding.severity.name(), finding.code),
        );
        let place = if finding.at.is_known() {
            format!(" ({})", finding.at)
        } else {
            String::new()
        };
        let message = screen.wrap(2, &shown(&finding.message()));
        let help = screen.wrap(8, &shown(&finding.help()));
        writeln!(out, "\n{head}{place}\n  {message}\n  help: {help}")?;
    }
    Ok(())
}

fn rows(laid: &Laid) -> Vec<Vec<String>> {
    let outcome = &laid.outcome;
    let mut rows = Vec::new();
    for (index, (block, free)) in holes(&outcome.plan).into_iter().enumerate() {
        let routable = outcome
            .plan
            .vpc
            .cidrs
            .get(index)
            .is_none_or(|block| block.routable);
        let mut what = if index == 0 { "primary" } else { "secondary" }.to_owned();
        if !routable {
            what.push_str(", not routed");
        }
        let mark = mark(outcome.added_blocks.contains(&block));
        rows.push(row([&block.to_string(), &what, "", "", "", "", "", mark]));
        let mut inside: Vec<(Ipv4Prefix, Option<&LaidSubnet>)> =
            free.into_iter().map(|hole| (hole, None)).collect();
        let subnets = outcome.subnets.iter();
        inside.extend(
            subnets
                .filter(|subnet| block.contains(subnet.cidr))
                .map(|subnet| (subnet.cidr, Some(subnet))),
        );
        inside.sort_by_key(|(cidr, _)| *cidr);
        for (cidr, subnet) in inside {
            match subnet {
                Some(subnet) => of_subnet(subnet, &mut rows),
                None => rows.push(row([&format!("  {cidr}"), "free", "", "", "", "", "", ""])),
            }
        }
    }
    // What stands outside every block of the VPC is shown as well; a finding says that it does.
    let blocks = outcome.plan.vpc_blocks();
    for subnet in &outcome.subnets {
        if !blocks.iter().any(|block| block.contains(subnet.cidr)) {
            of_subnet(subnet, &mut rows);
        }
    }
    rows
}

fn of_subnet(subnet: &LaidSubnet, rows: &mut Vec<Vec<String>>) {
    let usable = Grouped(subnet::usable(subnet.cidr)).to_string();
    let number = |number: u64| {
        if number == 0 {
            String::new()
        } else {
            Grouped(number).to_string()
        }
    };
    rows.push(row([
        &format!("  {}", subnet.cidr),
        &shown(&subnet.name),
        &shown(&subnet.zone),
        subnet.role.word(),
        &usable,
        &number(subnet.addresses_wanted),
        &number(subnet.prefixes_wanted),
        mark(subnet.added),
    ]));
    if let Some(ipv6) = subnet.ipv6_cidr {
        rows.push(row([&format!("    {ipv6}"), "", "", "", "", "", "", ""]));
    }
    for reserved in &subnet.reservations {
        rows.push(row([
            &format!("    {reserved}"),
            "kept for prefixes",
            "",
            "",
            "",
            "",
            "",
            "",
        ]));
    }
}

fn mark(added: bool) -> &'static str {
    if added { "new" } else { "" }
}

fn row(cells: [&str; 8]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn covered(
    out: &mut dyn Write,
    what: &str,
    summaries: &[Summary],
    screen: Screen,
) -> io::Result<()> {
    writeln!(
        out,
        "\nThe fewest prefixes that cover each {what} and no other:"
    )?;
    for summary in summaries {
        let prefixes: Vec<String> = summary.prefixes.iter().map(ToString::to_string).collect();
        let prefixes = screen.wrap(18, &prefixes.join(" "));
        writeln!(out, "  {:14}  {prefixes}", shown(&summary.of))?;
    }
    Ok(())
}

fn changes(laid: &Laid) -> String {
    let outcome = &laid.outcome;
    let added = outcome.subnets.iter().filter(|subnet| subnet.added).count() as u64;
    let kept = outcome.subnets.len() as u64 - added;
    let mut parts = vec![
        format!("{} new", plural(added, "subnet")),
        format!("{} kept where they are", plural(kept, "subnet")),
    ];
    if !outcome.added_blocks.is_empty() {
        let blocks: Vec<String> = outcome
            .added_blocks
            .iter()
            .map(ToString::to_string)
            .collect();
        parts.push(format!("block {} added", blocks.join(", ")));
    }
    if !outcome.stuck.is_empty() {
        let count = outcome.stuck.len() as u64;
        parts.push(format!("{} cannot grow", plural(count, "subnet")));
    }
    parts.join(", ")
}
