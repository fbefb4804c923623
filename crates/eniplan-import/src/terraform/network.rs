//! VPCs, subnets, routes and peerings, as Terraform has them.
//!
//! Arguments are those of the AWS provider: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>, read 2026-11-24.

use std::collections::BTreeMap;

use eniplan_core::finding::{Code, Finding};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::operands;

use super::resources::{Resource, Resources, text};
use crate::inventory::{Inventory, Reservation, Route, RouteTable, Subnet, Target, Vpc};

const VPC: [&str; 1] = ["aws_vpc"];
const SUBNET: [&str; 1] = ["aws_subnet"];

/// Adds the network.
pub(super) fn take(
    resources: &Resources<'_>,
    inventory: &mut Inventory,
    findings: &mut Vec<Finding>,
) {
    vpcs(resources, inventory, findings);
    subnets(resources, inventory, findings);
    reservations(resources, inventory);
    routes(resources, inventory);
    peerings(resources, inventory);
}

/// A block that is known; one that only apply will tell is a finding.
fn block(resource: &Resource, key: &str, findings: &mut Vec<Finding>) -> Option<Ipv4Prefix> {
    let block = resource.text(key).and_then(|text| text.parse().ok());
    if block.is_none() {
        let operands = operands![resource.written.as_str(), key];
        findings.push(Finding::new(
            Code::TerraformUnknown,
            resource.written.as_str(),
            operands,
        ));
    }
    block
}

fn vpcs(resources: &Resources<'_>, inventory: &mut Inventory, findings: &mut Vec<Finding>) {
    for resource in resources.of_kind("aws_vpc") {
        let Some(primary) = block(resource, "cidr_block", findings) else {
            continue;
        };
        let ipv6 = resource.text("ipv6_cidr_block");
        let assigned = resource.values.get("assign_generated_ipv6_cidr_block");
        let vpc = Vpc {
            blocks: vec![primary],
            ipv6_block: ipv6.and_then(|text| text.parse().ok()),
            amazon_ipv6: assigned.is_some_and(|assigned| assigned == true),
            owner: resource.text("owner_id").map(str::to_owned),
            tags: resource.tags(),
            ..Vpc::default()
        };
        let vpc = inventory.vpcs.entry(resource.id.clone()).or_insert(vpc);
        // A data source lists every block of the VPC that it read.
        let listed = resource.values.get("cidr_block_associations");
        let listed = listed
            .and_then(|listed| listed.as_array())
            .into_iter()
            .flatten();
        for further in listed.filter_map(|one| text(one, "cidr_block")?.parse().ok()) {
            add(&mut vpc.blocks, further);
        }
    }
    let kind = "aws_vpc_ipv4_cidr_block_association";
    let mut associations: Vec<&Resource> = resources.managed(kind).collect();
    // EC2 judges a block by those that are there before it.
    associations.sort_by_key(|resource| !resource.exists);
    for resource in associations {
        let Some(further) = block(resource, "cidr_block", findings) else {
            continue;
        };
        let id = vpc_of(resources, resource);
        if let Some(vpc) = inventory.vpcs.get_mut(&id) {
            add(&mut vpc.blocks, further);
        } else {
            let terraform = inventory.terraform.get_or_insert_default();
            add(terraform.further_blocks.entry(id).or_default(), further);
        }
    }
}

fn add(blocks: &mut Vec<Ipv4Prefix>, block: Ipv4Prefix) {
    if !blocks.contains(&block) {
        blocks.push(block);
    }
}

/// The VPC of a resource: by its argument, or the only one there is in its module or anywhere.
fn vpc_of(resources: &Resources<'_>, resource: &Resource) -> String {
    if let Some(id) = resources.id(resource, &["vpc_id"], &VPC) {
        return id;
    }
    let only = |beside: &dyn Fn(&Resource) -> bool| {
        let mut vpcs = resources.managed("aws_vpc").filter(|vpc| beside(vpc));
        let first = vpcs.next();
        first.filter(|_| vpcs.next().is_none())
    };
    let beside = only(&|vpc| vpc.address.modules == resource.address.modules);
    let only = beside.or_else(|| only(&|_| true));
    only.map_or_else(String::new, |vpc| vpc.id.clone())
}

fn subnets(resources: &Resources<'_>, inventory: &mut Inventory, findings: &mut Vec<Finding>) {
    for resource in resources.of_kind("aws_subnet") {
        let Some(block) = block(resource, "cidr_block", findings) else {
            continue;
        };
        let free = resource.values.get("available_ip_address_count");
        let public = resource.values.get("map_public_ip_on_launch");
        let subnet = Subnet {
            vpc: vpc_of(resources, resource),
            block,
            ipv6_block: resource
                .text("ipv6_cidr_block")
                .and_then(|text| text.parse().ok()),
            zone: resource
                .text("availability_zone")
                .unwrap_or_default()
                .to_owned(),
            zone_id: resource.text("availability_zone_id").map(str::to_owned),
            free: free
                .and_then(serde_json::Value::as_u64)
                .and_then(|free| u32::try_from(free).ok())
                .filter(|_| resource.address.is_data),
            maps_public: public.is_some_and(|public| public == true),
            owner: resource.text("owner_id").map(str::to_owned),
            tags: resource.tags(),
        };
        inventory
            .subnets
            .entry(resource.id.clone())
            .or_insert(subnet);
    }
}

fn reservations(resources: &Resources<'_>, inventory: &mut Inventory) {
    for resource in resources.managed("aws_ec2_subnet_cidr_reservation") {
        let block = resource
            .text("cidr_block")
            .and_then(|text| text.parse().ok());
        let subnet = resources.id(resource, &["subnet_id"], &SUBNET);
        if let (Some(block), Some(subnet)) = (block, subnet) {
            let reservation = Reservation {
                subnet,
                block,
                is_prefix: resource.text("reservation_type") == Some("prefix"),
            };
            inventory
                .reservations
                .insert(resource.id.clone(), reservation);
        }
    }
}

fn routes(resources: &Resources<'_>, inventory: &mut Inventory) {
    let table = ["aws_route_table"];
    let mut tables: BTreeMap<String, RouteTable> = BTreeMap::new();
    for resource in resources.managed("aws_route_table") {
        let inline = resource
            .values
            .get("route")
            .and_then(|routes| routes.as_array());
        let inline = inline.into_iter().flatten();
        let table = RouteTable {
            vpc: vpc_of(resources, resource),
            routes: inline
                .filter_map(|one| route(one, "cidr_block", false))
                .collect(),
            ..RouteTable::default()
        };
        tables.insert(resource.id.clone(), table);
    }
    for resource in resources.managed("aws_route") {
        let to_internet = resources.is_made_from(resource, &["gateway_id"], "aws_internet_gateway");
        let own = resources.id(resource, &["route_table_id"], &table);
        if let Some(route) = route(&resource.values, "destination_cidr_block", to_internet) {
            // A route of a table that is made elsewhere counts for the VPC as well.
            let own = own.unwrap_or_else(|| resource.id.clone());
            tables.entry(own).or_default().routes.push(route);
        }
    }
    for resource in resources.managed("aws_route_table_association") {
        let own = resources.id(resource, &["route_table_id"], &table);
        let subnet = resources.id(resource, &["subnet_id"], &SUBNET);
        if let (Some(table), Some(subnet)) = (own.and_then(|own| tables.get_mut(&own)), subnet) {
            table.subnets.push(subnet);
        }
    }
    inventory.route_tables.append(&mut tables);
}

/// A route by its arguments, of which one names what it goes through; a gateway that is not made yet has no name.
fn route(values: &serde_json::Value, destination: &str, to_internet: bool) -> Option<Route> {
    let destination = text(values, destination)?.parse().ok()?;
    let has = |key: &str| text(values, key).is_some();
    let target =
        if to_internet || text(values, "gateway_id").is_some_and(|id| id.starts_with("igw-")) {
            Target::Internet
        } else if text(values, "gateway_id") == Some("local") {
            Target::Local
        } else if has("nat_gateway_id") {
            Target::Nat
        } else if has("vpc_peering_connection_id") {
            Target::Peering
        } else {
            Target::Other
        };
    Some(Route {
        destination,
        target,
    })
}

/// Peered VPCs of which both are known: none of their blocks may overlap.
fn peerings(resources: &Resources<'_>, inventory: &mut Inventory) {
    for resource in resources.managed("aws_vpc_peering_connection") {
        let sides = [["vpc_id"], ["peer_vpc_id"]];
        let [Some(own), Some(peer)] = sides.map(|side| resources.id(resource, &side, &VPC)) else {
            continue;
        };
        for (one, other) in [(&own, &peer), (&peer, &own)] {
            let blocks = inventory.vpcs.get(other).map(|vpc| vpc.blocks.clone());
            if let (Some(vpc), Some(blocks)) = (inventory.vpcs.get_mut(one), blocks) {
                for block in blocks {
                    add(&mut vpc.peers, block);
                }
            }
        }
    }
}
