//! VPCs, subnets, interfaces and route tables.

use std::net::Ipv4Addr;

use eniplan_core::net::{Ipv4Prefix, Ipv6Prefix};
use serde::Deserialize;
use serde::de::Error as _;

use super::{Tag, tags};
use crate::inventory::{Interface, Inventory, Reservation, Route, RouteTable, Subnet, Target, Vpc};

/// A block that must be one; EC2 never answers with bits behind the length.
fn block(text: &str) -> Result<Ipv4Prefix, serde_json::Error> {
    let wrong = |_| serde_json::Error::custom(format_args!("`{text:.40}` is no IPv4 block"));
    text.parse().map_err(wrong)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct VpcAnswer {
    vpc_id: String,
    #[serde(default)]
    cidr_block: Option<String>,
    #[serde(default)]
    cidr_block_association_set: Option<Vec<Association>>,
    #[serde(default)]
    ipv6_cidr_block_association_set: Option<Vec<Association>>,
    #[serde(default)]
    owner_id: Option<String>,
    #[serde(default)]
    tags: Option<Vec<Tag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Association {
    #[serde(default)]
    cidr_block: Option<String>,
    #[serde(default)]
    ipv6_cidr_block: Option<String>,
    #[serde(default)]
    ipv6_pool: Option<String>,
    #[serde(default)]
    cidr_block_state: Option<State>,
    #[serde(default)]
    ipv6_cidr_block_state: Option<State>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    #[serde(default)]
    state: Option<String>,
}

/// Whether an association holds or is about to.
fn holds(state: Option<&State>) -> bool {
    let state = state.and_then(|state| state.state.as_deref());
    state.is_none_or(|state| matches!(state, "associated" | "associating"))
}

pub(super) fn vpc(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    let answer: VpcAnswer = serde_json::from_str(raw)?;
    let mut blocks = Vec::new();
    let associated = answer.cidr_block_association_set.iter().flatten();
    let associated = associated
        .filter(|association| holds(association.cidr_block_state.as_ref()))
        .filter_map(|association| association.cidr_block.as_deref());
    for text in answer.cidr_block.as_deref().into_iter().chain(associated) {
        let block = block(text)?;
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    let mut ipv6 = answer.ipv6_cidr_block_association_set.iter().flatten();
    let ipv6 = ipv6.find(|association| holds(association.ipv6_cidr_block_state.as_ref()));
    let vpc = Vpc {
        blocks,
        ipv6_block: ipv6.and_then(|ipv6| ipv6.ipv6_cidr_block.as_deref()?.parse().ok()),
        amazon_ipv6: ipv6.is_some_and(|ipv6| ipv6.ipv6_pool.as_deref() == Some("Amazon")),
        peers: Vec::new(),
        owner: answer.owner_id,
        tags: tags(answer.tags),
    };
    inventory.vpcs.insert(answer.vpc_id, vpc);
    Ok(1)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SubnetAnswer {
    subnet_id: String,
    #[serde(default)]
    vpc_id: Option<String>,
    cidr_block: String,
    #[serde(default)]
    ipv6_cidr_block_association_set: Option<Vec<Association>>,
    #[serde(default)]
    availability_zone: Option<String>,
    #[serde(default)]
    availability_zone_id: Option<String>,
    #[serde(default)]
    available_ip_address_count: Option<u32>,
    #[serde(default)]
    map_public_ip_on_launch: Option<bool>,
    #[serde(default)]
    owner_id: Option<String>,
    #[serde(default)]
    tags: Option<Vec<Tag>>,
}

pub(super) fn subnet(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    let answer: SubnetAnswer = serde_json::from_str(raw)?;
    let mut ipv6 = answer.ipv6_cidr_block_association_set.iter().flatten();
    let ipv6 = ipv6.find(|association| holds(association.ipv6_cidr_block_state.as_ref()));
    let subnet = Subnet {
        vpc: answer.vpc_id.unwrap_or_default(),
        block: block(&answer.cidr_block)?,
        ipv6_block: ipv6
            .and_then(|ipv6| ipv6.ipv6_cidr_block.as_deref()?.parse::<Ipv6Prefix>().ok()),
        zone: answer.availability_zone.unwrap_or_default(),
        zone_id: answer.availability_zone_id,
        free: answer.available_ip_address_count,
        maps_public: answer.map_public_ip_on_launch.unwrap_or_default(),
        owner: answer.owner_id,
        tags: tags(answer.tags),
    };
    inventory.subnets.insert(answer.subnet_id, subnet);
    Ok(1)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ReservationAnswer {
    subnet_cidr_reservation_id: String,
    subnet_id: String,
    cidr: String,
    #[serde(default)]
    reservation_type: Option<String>,
}

pub(super) fn reservation(
    inventory: &mut Inventory,
    raw: &str,
) -> Result<usize, serde_json::Error> {
    let answer: ReservationAnswer = serde_json::from_str(raw)?;
    let reservation = Reservation {
        block: block(&answer.cidr)?,
        is_prefix: answer.reservation_type.as_deref() == Some("prefix"),
        subnet: answer.subnet_id,
    };
    let reservations = &mut inventory.reservations;
    reservations.insert(answer.subnet_cidr_reservation_id, reservation);
    Ok(1)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct InterfaceAnswer {
    network_interface_id: String,
    #[serde(default)]
    subnet_id: Option<String>,
    #[serde(default)]
    vpc_id: Option<String>,
    #[serde(default)]
    interface_type: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    requester_id: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    attachment: Option<Attachment>,
    #[serde(default)]
    private_ip_address: Option<Ipv4Addr>,
    #[serde(default)]
    private_ip_addresses: Option<Vec<PrivateAddress>>,
    #[serde(default)]
    ipv4_prefixes: Option<Vec<PrefixAnswer>>,
    #[serde(default)]
    association: Option<PublicAddress>,
    #[serde(default)]
    owner_id: Option<String>,
    #[serde(default)]
    tag_set: Option<Vec<Tag>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attachment {
    #[serde(default)]
    instance_id: Option<String>,
    #[serde(default)]
    device_index: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PrivateAddress {
    #[serde(default)]
    private_ip_address: Option<Ipv4Addr>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PrefixAnswer {
    #[serde(default)]
    ipv4_prefix: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PublicAddress {
    #[serde(default)]
    public_ip: Option<String>,
}

pub(super) fn interface(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    let answer: InterfaceAnswer = serde_json::from_str(raw)?;
    // A --query may leave the addresses out, and the primary one stands apart.
    let own = answer.private_ip_addresses.iter().flatten();
    let own = own.filter_map(|address| address.private_ip_address);
    let mut addresses: Vec<u32> = answer
        .private_ip_address
        .into_iter()
        .chain(own)
        .map(u32::from)
        .collect();
    if let [primary, rest @ ..] = addresses.as_slice()
        && let Some(again) = rest.iter().position(|address| address == primary)
    {
        addresses.remove(again + 1);
    }
    let mut prefixes = Vec::new();
    for prefix in answer.ipv4_prefixes.iter().flatten() {
        prefixes.extend(prefix.ipv4_prefix.as_deref().map(block).transpose()?);
    }
    prefixes.sort_unstable();
    let attachment = answer.attachment.as_ref();
    let interface = Interface {
        subnet: answer.subnet_id.unwrap_or_default(),
        vpc: answer.vpc_id.unwrap_or_default(),
        kind: answer.interface_type.unwrap_or_default(),
        description: answer.description.unwrap_or_default(),
        requester: answer.requester_id.unwrap_or_default(),
        is_available: answer.status.as_deref() == Some("available"),
        instance: attachment.and_then(|attachment| attachment.instance_id.clone()),
        device_index: attachment.and_then(|attachment| attachment.device_index),
        addresses,
        prefixes,
        is_public: answer
            .association
            .is_some_and(|association| association.public_ip.is_some()),
        owner: answer.owner_id,
        tags: tags(answer.tag_set),
    };
    let interfaces = &mut inventory.interfaces;
    interfaces.insert(answer.network_interface_id, interface);
    Ok(1)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RouteTableAnswer {
    route_table_id: String,
    #[serde(default)]
    vpc_id: Option<String>,
    #[serde(default)]
    associations: Option<Vec<TableAssociation>>,
    #[serde(default)]
    routes: Option<Vec<RouteAnswer>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TableAssociation {
    #[serde(default)]
    main: Option<bool>,
    #[serde(default)]
    subnet_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct RouteAnswer {
    #[serde(default)]
    destination_cidr_block: Option<String>,
    #[serde(default)]
    gateway_id: Option<String>,
    #[serde(default)]
    nat_gateway_id: Option<String>,
    #[serde(default)]
    instance_id: Option<String>,
    #[serde(default)]
    vpc_peering_connection_id: Option<String>,
}

impl RouteAnswer {
    fn target(&self) -> Target {
        match self.gateway_id.as_deref() {
            Some("local") => Target::Local,
            Some(gateway) if gateway.starts_with("igw-") => Target::Internet,
            _ if self.nat_gateway_id.is_some() || self.instance_id.is_some() => Target::Nat,
            _ if self.vpc_peering_connection_id.is_some() => Target::Peering,
            _ => Target::Other,
        }
    }
}

pub(super) fn route_table(
    inventory: &mut Inventory,
    raw: &str,
) -> Result<usize, serde_json::Error> {
    let answer: RouteTableAnswer = serde_json::from_str(raw)?;
    let associations = answer.associations.unwrap_or_default();
    let routes = answer.routes.iter().flatten().filter_map(|route| {
        Some(Route {
            destination: route.destination_cidr_block.as_deref()?.parse().ok()?,
            target: route.target(),
        })
    });
    let table = RouteTable {
        vpc: answer.vpc_id.unwrap_or_default(),
        is_main: associations.iter().any(|own| own.main == Some(true)),
        routes: routes.collect(),
        subnets: associations
            .into_iter()
            .filter_map(|own| own.subnet_id)
            .collect(),
    };
    inventory.route_tables.insert(answer.route_table_id, table);
    Ok(1)
}
