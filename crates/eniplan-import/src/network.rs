//! The VPC, its zones and subnets as a plan lists them.

use std::collections::BTreeMap;

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{Count, Ipv6Source, Name, Plan, Role, Subnet, Vpc, VpcCidr, Zone};

use crate::inventory::Target;
use crate::survey::{Survey, region_of};

/// Blocks that VPCs reuse, because nothing outside reaches them.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html>, read 2026-11-24.
const REUSED: (u32, u8) = (0x6440_0000, 10);

/// Writes Region, zones, VPC and subnets.
pub(crate) fn write(survey: &Survey<'_>, plan: &mut Plan) {
    let inventory = survey.inventory;
    let cluster = survey.scope.cluster.as_deref();
    let cluster = cluster.and_then(|own| inventory.clusters.get(own));
    let region = cluster.and_then(|cluster| cluster.region.as_deref());
    let mut zones = survey
        .subnets
        .iter()
        .map(|subnet| subnet.seen.zone.as_str());
    let region = region.or_else(|| zones.find_map(region_of));
    if let Some(region) = region.and_then(Name::of) {
        plan.region = region;
    }
    plan.vpc = vpc(survey);
    plan.zones = zones_of(survey);
    plan.subnets = survey
        .subnets
        .iter()
        .enumerate()
        .map(|(at, subnet)| {
            let reservations = inventory.reservations.values();
            let mut reservations: Vec<Ipv4Prefix> = reservations
                .filter(|reservation| reservation.subnet == subnet.id && reservation.is_prefix)
                .map(|reservation| reservation.block)
                .collect();
            reservations.sort_unstable();
            Subnet {
                name: Some(subnet.name.clone()),
                zone: subnet.zone.clone(),
                role: subnet.role,
                cidr: subnet.seen.block,
                free: free(survey, at).map(Count::of),
                id: given("subnet-", subnet.id),
                ipv6_cidr: subnet.seen.ipv6_block,
                reservations,
                ..plain(subnet.seen.block)
            }
        })
        .collect();
}

/// An id that AWS gave; what Terraform is to make has none yet.
fn given(prefix: &str, id: &str) -> Option<Name> {
    Name::of(id).filter(|_| id.starts_with(prefix))
}

/// A subnet with nothing said but its block.
fn plain(cidr: Ipv4Prefix) -> Subnet {
    Subnet {
        cidr,
        ..Subnet::default()
    }
}

/// Free addresses: as EC2 counts them, or what the interfaces leave.
fn free(survey: &Survey<'_>, at: usize) -> Option<u32> {
    let subnet = survey.subnets.get(at)?;
    subnet.seen.free.or_else(|| {
        let own = survey
            .interfaces
            .iter()
            .filter(|owned| owned.subnet == Some(at));
        let taken: u64 = own.map(|owned| owned.seen.size()).sum();
        let usable = eniplan_core::aws::subnet::usable(subnet.seen.block);
        let is_seen = !survey.interfaces.is_empty();
        is_seen.then(|| u32::try_from(usable.saturating_sub(taken)).unwrap_or(0))
    })
}

fn vpc(survey: &Survey<'_>) -> Vpc {
    let inventory = survey.inventory;
    let seen = inventory.vpcs.get(&survey.scope.vpc);
    let mut blocks: Vec<Ipv4Prefix> = seen.map(|vpc| vpc.blocks.clone()).unwrap_or_default();
    if blocks.is_empty() {
        blocks = around(survey.subnets.iter().map(|subnet| subnet.seen.block));
    }
    // A block that another state adds to it.
    let terraform = inventory.terraform.as_ref();
    let further = terraform.and_then(|own| own.further_blocks.get(&survey.scope.vpc));
    for block in further.into_iter().flatten() {
        if !blocks.contains(block) {
            blocks.push(*block);
        }
    }
    let reused = Ipv4Prefix::starting_at(REUSED.0, REUSED.1);
    let cidrs = blocks.iter().enumerate().map(|(at, block)| VpcCidr {
        cidr: *block,
        routable: at == 0 || !reused.is_some_and(|reused| reused.contains(*block)),
    });
    let (mut routes, mut peers) = (Vec::new(), Vec::new());
    let tables = inventory.route_tables.values();
    let own = tables.filter(|table| table.vpc == survey.scope.vpc || table.vpc.is_empty());
    for route in own.flat_map(|table| &table.routes) {
        let is_peer = route.target == Target::Peering
            && !blocks.iter().any(|block| block.overlaps(route.destination));
        match route.target {
            Target::Local | Target::Internet => {}
            _ if route.destination.length() == 0 => {}
            _ if is_peer => peers.push(route.destination),
            _ => routes.push(route.destination),
        }
    }
    peers.extend(seen.into_iter().flat_map(|vpc| &vpc.peers));
    for list in [&mut routes, &mut peers] {
        list.sort_unstable();
        list.dedup();
    }
    Vpc {
        id: given("vpc-", &survey.scope.vpc),
        cidrs: cidrs.collect(),
        ipv6_cidr: seen.and_then(|vpc| {
            let block = vpc.ipv6_block?;
            Some(Ipv6Source::Block(block))
        }),
        routes,
        peers,
        shared: is_shared(survey),
    }
}

/// Whether another account owns the VPC than runs the cluster.
fn is_shared(survey: &Survey<'_>) -> bool {
    let cluster = survey.scope.cluster.as_deref();
    let cluster = cluster.and_then(|own| survey.inventory.clusters.get(own));
    let account = cluster.and_then(|cluster| cluster.account.as_deref());
    let vpc = survey.inventory.vpcs.get(&survey.scope.vpc);
    let of_subnets = survey
        .subnets
        .iter()
        .find_map(|subnet| subnet.seen.owner.as_deref());
    let owner = vpc.and_then(|vpc| vpc.owner.as_deref()).or(of_subnets);
    matches!((account, owner), (Some(account), Some(owner)) if account != owner)
}

/// Blocks that a VPC could have whose subnets alone are known: the smallest around each run of them, /16 at most.
pub(crate) fn around(subnets: impl IntoIterator<Item = Ipv4Prefix>) -> Vec<Ipv4Prefix> {
    let mut blocks: Vec<Ipv4Prefix> = subnets
        .into_iter()
        .filter_map(|subnet| Ipv4Prefix::containing(subnet.network(), subnet.length().min(16)))
        .collect();
    blocks.sort_unstable();
    blocks.dedup();
    blocks
}

/// The zones of the subnets by name, with their ids where they are known.
fn zones_of(survey: &Survey<'_>) -> Vec<Zone> {
    let mut zones: BTreeMap<&Name, Option<Name>> = BTreeMap::new();
    for subnet in &survey.subnets {
        let id = subnet.seen.zone_id.as_deref().and_then(Name::of);
        let zone = zones.entry(&subnet.zone).or_default();
        *zone = zone.take().or(id);
    }
    let zone = |(name, id): (&Name, Option<Name>)| Zone {
        name: name.clone(),
        id,
        ..Zone::default()
    };
    zones.into_iter().map(zone).collect()
}

/// Whether a plan lists a subnet of a role.
pub(crate) fn has_role(plan: &Plan, role: Role) -> bool {
    plan.subnets.iter().any(|subnet| subnet.role == role)
}
