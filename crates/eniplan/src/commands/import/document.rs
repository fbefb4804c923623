//! An import as data for programs.

use eniplan_core::analyze::Gate;
use eniplan_core::finding::Finding;
use eniplan_import::{BlockMap, ObservedGroup, ObservedSubnet, Outcome};
use serde::Serialize;

use crate::input::Gathered;

/// The plan, what was read, and how the two compare.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u8,
    plan: &'a str,
    documents: Vec<Read<'a>>,
    gates: &'a [Gate],
    subnets: Vec<Subnet<'a>>,
    node_groups: Vec<Group<'a>>,
    blocks: Vec<Blocks<'a>>,
    leaked: Vec<Leaked<'a>>,
    findings: Vec<&'a Finding>,
}

#[derive(Serialize)]
struct Read<'a> {
    source: &'a str,
    kind: &'a str,
    count: usize,
}

#[derive(Serialize)]
struct Subnet<'a> {
    name: &'a str,
    id: &'a str,
    usable: u64,
    observed_free: Option<u64>,
    modelled_free: Option<i64>,
    unexplained: Option<i64>,
    listed: Option<u64>,
    owners: Vec<Owner<'a>>,
    causes: &'a [String],
}

#[derive(Serialize)]
struct Owner<'a> {
    owner: &'a str,
    addresses: u64,
}

#[derive(Serialize)]
struct Group<'a> {
    name: &'a str,
    nodes: u64,
    zones: Vec<Zone<'a>>,
    max_pods: Option<u32>,
    served: Option<u64>,
    addresses_held_least: Option<u64>,
    addresses_held_most: Option<u64>,
    addresses_per_node: u64,
    peak_addresses_per_node: u64,
    memory_reserved_for_pods: Option<u64>,
}

#[derive(Serialize)]
struct Zone<'a> {
    zone: &'a str,
    nodes: u32,
}

#[derive(Serialize)]
struct Blocks<'a> {
    subnet: &'a str,
    cidr: String,
    free: u64,
    held: u64,
    fragmented: u64,
    fragmentation_percent: Option<u64>,
    stranded_addresses: u64,
    drain: Vec<Drain<'a>>,
    reservation: Option<String>,
}

#[derive(Serialize)]
struct Drain<'a> {
    node: &'a str,
    blocks: u64,
}

#[derive(Serialize)]
struct Leaked<'a> {
    interface: &'a str,
    subnet: &'a str,
    addresses: u64,
}

impl<'a> Document<'a> {
    pub(super) fn of(gathered: &'a Gathered, outcome: &'a Outcome, text: &'a str) -> Self {
        let documents = gathered.inventory.documents.iter().map(|document| Read {
            source: &document.source,
            kind: document.kind,
            count: document.count,
        });
        let leaked = outcome.leaked.iter().map(|leaked| Leaked {
            interface: &leaked.interface,
            subnet: &leaked.subnet,
            addresses: leaked.addresses,
        });
        Self {
            version: 1,
            plan: text,
            documents: documents.collect(),
            gates: &outcome.report.gates,
            subnets: outcome.subnets.iter().map(Subnet::of).collect(),
            node_groups: outcome.groups.iter().map(Group::of).collect(),
            blocks: outcome.blocks.iter().map(Blocks::of).collect(),
            leaked: leaked.collect(),
            findings: gathered.findings.iter().chain(&outcome.findings).collect(),
        }
    }
}

impl<'a> Subnet<'a> {
    fn of(subnet: &'a ObservedSubnet) -> Self {
        Self {
            name: &subnet.name,
            id: &subnet.id,
            usable: subnet.usable,
            observed_free: subnet.observed_free,
            modelled_free: subnet.modelled_free,
            unexplained: subnet.unexplained,
            listed: subnet.listed,
            owners: subnet
                .owners
                .iter()
                .map(|(owner, addresses)| Owner {
                    owner,
                    addresses: *addresses,
                })
                .collect(),
            causes: &subnet.causes,
        }
    }
}

impl<'a> Group<'a> {
    fn of(group: &'a ObservedGroup) -> Self {
        Self {
            name: &group.name,
            nodes: group.nodes,
            zones: group
                .zones
                .iter()
                .map(|(zone, nodes)| Zone {
                    zone,
                    nodes: *nodes,
                })
                .collect(),
            max_pods: group.max_pods.map(|(_, most)| most),
            served: group.served,
            addresses_held_least: group.held.map(|(least, ..)| least),
            addresses_held_most: group.held.map(|(_, most, _)| most),
            addresses_per_node: group.modelled,
            peak_addresses_per_node: group.peak,
            memory_reserved_for_pods: group.reserved_for.map(|(pods, _)| pods),
        }
    }
}

impl<'a> Blocks<'a> {
    fn of(map: &'a BlockMap) -> Self {
        Self {
            subnet: &map.subnet,
            cidr: map.cidr.to_string(),
            free: map.free(),
            held: map.held(),
            fragmented: map.fragmented(),
            fragmentation_percent: map.fragmentation(),
            stranded_addresses: map.stranded,
            drain: map
                .drains
                .iter()
                .map(|drain| Drain {
                    node: &drain.node,
                    blocks: drain.blocks,
                })
                .collect(),
            reservation: map.reservation.map(|block| block.to_string()),
        }
    }
}
