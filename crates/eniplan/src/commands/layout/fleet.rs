//! Many VPCs from one pool: the table, the data, and a plan file for each.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;

use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::{Finding, Grouped};
use eniplan_core::layout::Options;
use eniplan_core::layout::fleet::{self, Fleet, FleetVpc};
use serde::Serialize;

use super::{Args, Format, files, table, text_of};
use crate::commands::shown;
use crate::failure::{Failure, Fault};
use crate::input;
use crate::screen::{Ink, Screen};
use crate::show::plural;
use crate::table::Side;

pub(super) fn run(
    args: &Args,
    wants: &str,
    options: &Options,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    if args.format == Format::Yaml {
        return Err(Fault::new("many VPCs have no one plan")
            .at("--format")
            .help("take -o DIR for a plan file a VPC, or --format json")
            .into());
    }
    let (wants, reading) = input::wants(wants)?;
    let fleet = fleet::lay_out(&wants, &args.pool, &Catalogue::bundled(), options);
    let mut names = BTreeSet::new();
    let names: Vec<String> = fleet
        .vpcs
        .iter()
        .map(|vpc| files::name_of(&vpc.name, &mut names))
        .collect();
    if let Some(folder) = &args.output {
        let mut plans = Vec::new();
        for (vpc, name) in fleet.vpcs.iter().zip(&names) {
            if !vpc.routable.is_empty() {
                plans.push((folder.join(name), text_of(&vpc.plan)?));
            }
        }
        files::write(&plans, args.force)?;
    }
    let findings = || reading.iter().chain(&fleet.findings);
    if args.format == Format::Json {
        let document = Document {
            version: 1,
            vpcs: fleet
                .vpcs
                .iter()
                .zip(&names)
                .map(|(vpc, name)| Vpc::of(vpc, name))
                .collect(),
            regions: fleet.regions.iter().map(Region::of).collect(),
            free: fleet.free.iter().map(ToString::to_string).collect(),
            findings: findings().collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)?;
    } else {
        let screen = Screen::of_stdout();
        people(out, &fleet, screen)?;
        table::findings(out, findings(), screen)?;
        if let Some(folder) = &args.output {
            writeln!(out, "\nwritten to {}", folder.display())?;
        }
    }
    Ok(ExitCode::from(u8::from(args.fails(findings()))))
}

fn people(out: &mut dyn Write, fleet: &Fleet, screen: Screen) -> Result<(), Failure> {
    let headings = [
        ("VPC", Side::Left),
        ("block", Side::Left),
        ("addresses", Side::Right),
        ("not routed", Side::Left),
        ("subnets", Side::Right),
        ("kept free beside", Side::Left),
    ];
    for region in &fleet.regions {
        let prefixes: Vec<String> = region.prefixes.iter().map(ToString::to_string).collect();
        writeln!(
            out,
            "{}  {}, {} addresses in {}",
            screen.paint(Ink::Bold, &shown(&region.name)),
            plural(region.vpcs, "VPC"),
            Grouped(region.addresses),
            if prefixes.is_empty() {
                "no block".to_owned()
            } else {
                prefixes.join(" ")
            }
        )?;
        let mut vpcs: Vec<&FleetVpc> = fleet
            .vpcs
            .iter()
            .filter(|vpc| vpc.region == region.name)
            .collect();
        vpcs.sort_by_key(|vpc| (vpc.routable.is_empty(), vpc.routable.first().copied()));
        let rows: Vec<Vec<String>> = vpcs.into_iter().map(row).collect();
        crate::table::write(out, &headings, &rows)?;
        writeln!(out)?;
    }
    let free: Vec<String> = fleet.free.iter().map(ToString::to_string).collect();
    let free = if free.is_empty() {
        "nothing".to_owned()
    } else {
        free.join(" ")
    };
    writeln!(out, "free in the pool: {}", screen.wrap(18, &free))?;
    Ok(())
}

fn row(vpc: &FleetVpc) -> Vec<String> {
    let texts = |blocks: &[eniplan_core::net::Ipv4Prefix]| {
        let texts: Vec<String> = blocks.iter().map(ToString::to_string).collect();
        texts.join(" ")
    };
    let addresses: u64 = vpc.routable.iter().map(|block| block.size()).sum();
    vec![
        shown(&vpc.name),
        texts(&vpc.routable),
        Grouped(addresses).to_string(),
        texts(&vpc.hidden),
        vpc.plan.subnets.len().to_string(),
        vpc.room.map(|room| room.to_string()).unwrap_or_default(),
    ]
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    vpcs: Vec<Vpc<'a>>,
    regions: Vec<Region<'a>>,
    free: Vec<String>,
    findings: Vec<&'a Finding>,
}

#[derive(Serialize)]
struct Vpc<'a> {
    name: &'a str,
    region: &'a str,
    file: &'a str,
    cidrs: Vec<String>,
    kept: usize,
    not_routed: Vec<String>,
    kept_free: Option<String>,
    subnets: Vec<Subnet<'a>>,
}

#[derive(Serialize)]
struct Subnet<'a> {
    name: Option<&'a str>,
    zone: &'a str,
    role: &'static str,
    cidr: String,
}

#[derive(Serialize)]
struct Region<'a> {
    name: &'a str,
    vpcs: u64,
    addresses: u64,
    prefixes: Vec<String>,
}

impl<'a> Vpc<'a> {
    fn of(vpc: &'a FleetVpc, file: &'a str) -> Self {
        let texts = |blocks: &[eniplan_core::net::Ipv4Prefix]| {
            blocks.iter().map(ToString::to_string).collect()
        };
        let subnet = |subnet: &'a eniplan_core::plan::Subnet| Subnet {
            name: subnet.name.as_deref(),
            zone: &subnet.zone,
            role: subnet.role.word(),
            cidr: subnet.cidr.to_string(),
        };
        Self {
            name: &vpc.name,
            region: &vpc.region,
            file,
            cidrs: texts(&vpc.routable),
            kept: vpc.kept,
            not_routed: texts(&vpc.hidden),
            kept_free: vpc.room.map(|room| room.to_string()),
            subnets: vpc.plan.subnets.iter().map(subnet).collect(),
        }
    }
}

impl<'a> Region<'a> {
    fn of(region: &'a fleet::Region) -> Self {
        Self {
            name: &region.name,
            vpcs: region.vpcs,
            addresses: region.addresses,
            prefixes: region.prefixes.iter().map(ToString::to_string).collect(),
        }
    }
}
