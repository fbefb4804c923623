//! A layout as data for programs.

use eniplan_core::analyze::Gate;
use eniplan_core::aws::subnet;
use eniplan_core::finding::Finding;
use eniplan_core::layout::{LaidSubnet, Stuck, Summary, holes, summaries};
use serde::Serialize;

use super::Laid;

/// The layout with what is new in it.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u8,
    name: &'a str,
    preset: &'a str,
    blocks: Vec<Block>,
    subnets: Vec<Subnet<'a>>,
    summaries: Summaries,
    changes: Changes<'a>,
    gates: &'a [Gate],
    findings: Vec<&'a Finding>,
}

#[derive(Serialize)]
struct Block {
    cidr: String,
    routable: bool,
    status: &'static str,
    free: Vec<String>,
}

#[derive(Serialize)]
struct Subnet<'a> {
    name: &'a str,
    zone: &'a str,
    role: &'static str,
    cidr: String,
    ipv6_cidr: Option<String>,
    status: &'static str,
    addresses: u64,
    usable: u64,
    wanted: Option<u64>,
    prefixes_total: u64,
    prefixes_wanted: Option<u64>,
    reservations: Vec<String>,
}

#[derive(Serialize)]
struct Summaries {
    roles: Vec<Covered>,
    zones: Vec<Covered>,
}

#[derive(Serialize)]
struct Covered {
    of: String,
    prefixes: Vec<String>,
}

#[derive(Serialize)]
struct Changes<'a> {
    added_blocks: Vec<String>,
    added_subnets: Vec<&'a str>,
    cannot_grow: Vec<CannotGrow<'a>>,
}

#[derive(Serialize)]
struct CannotGrow<'a> {
    name: &'a str,
    cidr: String,
    addresses_short: u64,
    prefixes_short: u64,
    added: &'a [String],
    in_place: Option<String>,
    would_move: &'a [String],
}

fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

fn status(added: bool) -> &'static str {
    if added { "added" } else { "kept" }
}

impl<'a> Document<'a> {
    pub(super) fn of(laid: &'a Laid) -> Self {
        let outcome = &laid.outcome;
        let (roles, zones) = summaries(&outcome.plan, &outcome.subnets);
        let routable = outcome.plan.vpc.cidrs.iter().map(|block| block.routable);
        let blocks = holes(&outcome.plan)
            .into_iter()
            .zip(routable.chain(std::iter::repeat(true)));
        Self {
            version: 1,
            name: outcome.plan.name(),
            preset: &laid.presets,
            blocks: blocks
                .map(|((block, free), routable)| Block {
                    cidr: block.to_string(),
                    routable,
                    status: status(outcome.added_blocks.contains(&block)),
                    free: texts(&free),
                })
                .collect(),
            subnets: outcome.subnets.iter().map(Subnet::of).collect(),
            summaries: Summaries {
                roles: roles.into_iter().map(Covered::of).collect(),
                zones: zones.into_iter().map(Covered::of).collect(),
            },
            changes: Changes {
                added_blocks: texts(&outcome.added_blocks),
                added_subnets: outcome
                    .subnets
                    .iter()
                    .filter(|subnet| subnet.added)
                    .map(|subnet| subnet.name.as_str())
                    .collect(),
                cannot_grow: outcome.stuck.iter().map(CannotGrow::of).collect(),
            },
            gates: &laid.gates,
            findings: laid.findings().collect(),
        }
    }
}

impl<'a> Subnet<'a> {
    fn of(subnet: &'a LaidSubnet) -> Self {
        Self {
            name: &subnet.name,
            zone: &subnet.zone,
            role: subnet.role.word(),
            cidr: subnet.cidr.to_string(),
            ipv6_cidr: subnet.ipv6_cidr.map(|block| block.to_string()),
            status: status(subnet.added),
            addresses: subnet.cidr.size(),
            usable: subnet::usable(subnet.cidr),
            wanted: subnet.added.then_some(subnet.addresses_wanted),
            prefixes_total: subnet::prefixes(subnet.cidr),
            prefixes_wanted: subnet.added.then_some(subnet.prefixes_wanted),
            reservations: texts(&subnet.reservations),
        }
    }
}

impl Covered {
    fn of(summary: Summary) -> Self {
        Self {
            prefixes: texts(&summary.prefixes),
            of: summary.of,
        }
    }
}

impl<'a> CannotGrow<'a> {
    fn of(stuck: &'a Stuck) -> Self {
        Self {
            name: &stuck.name,
            cidr: stuck.cidr.to_string(),
            addresses_short: stuck.addresses_short,
            prefixes_short: stuck.prefixes_short,
            added: &stuck.added,
            in_place: stuck.insisted.map(|block| block.to_string()),
            would_move: &stuck.would_move,
        }
    }
}
