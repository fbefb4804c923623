//! What takes addresses beside nodes, as Terraform has it: gateways, endpoints, load balancers and the like.
//!
//! Arguments are those of the AWS provider: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs>, read 2026-11-25.

use serde_json::Value;

use super::resources::{Resource, Resources};
use crate::inventory::{Inventory, LineItem, LineItemKind};
use crate::owner::{Balancer, Owner};

const SUBNET: [&str; 1] = ["aws_subnet"];

/// Resources that take one address in each of their subnets, the path to these, and whose the addresses are.
const ONE_EACH: [(&str, &[&str], Owner); 4] = [
    (
        "aws_elb",
        &["subnets"],
        Owner::LoadBalancer(Balancer::Classic, String::new()),
    ),
    (
        "aws_ec2_transit_gateway_vpc_attachment",
        &["subnet_ids"],
        Owner::TransitGateway,
    ),
    ("aws_efs_mount_target", &["subnet_id"], Owner::Efs),
    ("aws_instance", &["subnet_id"], Owner::Instance),
];

/// Adds what takes addresses.
pub(super) fn take(resources: &Resources<'_>, inventory: &mut Inventory) {
    let mut items = Vec::new();
    nat_gateways(resources, &mut items);
    endpoints(resources, &mut items);
    load_balancers(resources, &mut items);
    for (kind, path, owner) in ONE_EACH {
        for resource in resources.managed(kind) {
            let subnets = resources.ids(resource, path, &SUBNET);
            items.push(other(&owner, subnets));
        }
    }
    for resource in resources.managed("aws_route53_resolver_endpoint") {
        // One address for each block, several of which may name the same subnet.
        let subnets = resources.ids(resource, &["ip_address", "subnet_id"], &SUBNET);
        let owner = Owner::Service("route53-resolver".to_owned());
        items.extend(
            subnets
                .into_iter()
                .map(|subnet| other(&owner, vec![subnet])),
        );
    }
    if !items.is_empty() {
        let terraform = inventory.terraform.get_or_insert_default();
        terraform.line_items.append(&mut items);
    }
}

fn other(owner: &Owner, subnets: Vec<String>) -> LineItem {
    LineItem {
        kind: LineItemKind::Other(owner.name()),
        subnets,
        addresses: 1,
        is_public: false,
    }
}

fn nat_gateways(resources: &Resources<'_>, items: &mut Vec<LineItem>) {
    for resource in resources.managed("aws_nat_gateway") {
        let value = |key: &str| resource.values.get(key);
        let counted = value("secondary_private_ip_address_count").and_then(Value::as_u64);
        let listed = value("secondary_private_ip_addresses").and_then(Value::as_array);
        let secondary = counted
            .unwrap_or(0)
            .max(listed.map_or(0, |listed| listed.len() as u64));
        items.push(LineItem {
            kind: LineItemKind::NatGateway,
            subnets: resources
                .id(resource, &["subnet_id"], &SUBNET)
                .into_iter()
                .collect(),
            addresses: secondary.saturating_add(1),
            is_public: resource.text("connectivity_type") != Some("private"),
        });
    }
}

/// Endpoints that have interfaces, with the subnets that are associated with them apart.
fn endpoints(resources: &Resources<'_>, items: &mut Vec<LineItem>) {
    let mut known: Vec<(&str, Vec<String>)> = Vec::new();
    for resource in resources.managed("aws_vpc_endpoint") {
        let kind = resource.text("vpc_endpoint_type").unwrap_or("Gateway");
        if matches!(kind, "Interface" | "GatewayLoadBalancer" | "Resource") {
            let subnets = resources.ids(resource, &["subnet_ids"], &SUBNET);
            known.push((resource.id.as_str(), subnets));
        }
    }
    for resource in resources.managed("aws_vpc_endpoint_subnet_association") {
        let endpoint = resources.id(resource, &["vpc_endpoint_id"], &["aws_vpc_endpoint"]);
        let subnet = resources.id(resource, &["subnet_id"], &SUBNET);
        let (Some(endpoint), Some(subnet)) = (endpoint, subnet) else {
            continue;
        };
        // A state lists the subnet with the endpoint as well.
        let own = known.iter_mut().find(|(id, _)| *id == endpoint);
        match own {
            Some((_, subnets)) if subnets.contains(&subnet) => {}
            Some((_, subnets)) => subnets.push(subnet),
            None => known.push(("", vec![subnet])),
        }
    }
    items.extend(known.into_iter().map(|(_, subnets)| LineItem {
        kind: LineItemKind::InterfaceEndpoint,
        subnets,
        addresses: 1,
        is_public: false,
    }));
}

fn load_balancers(resources: &Resources<'_>, items: &mut Vec<LineItem>) {
    let all = resources
        .managed("aws_lb")
        .chain(resources.managed("aws_alb"));
    for resource in all {
        let subnets = subnets_of(resources, resource);
        let is_internal = resource
            .values
            .get("internal")
            .is_some_and(|own| own == true);
        let (kind, addresses) = match resource.text("load_balancer_type") {
            None | Some("application") => (LineItemKind::ApplicationLoadBalancer, 2),
            Some("network") => (LineItemKind::NetworkLoadBalancer, 1),
            Some(_) => {
                let owner = Owner::LoadBalancer(Balancer::Gateway, String::new());
                items.push(other(&owner, subnets));
                continue;
            }
        };
        items.push(LineItem {
            kind,
            subnets,
            addresses,
            is_public: !is_internal,
        });
    }
}

/// The subnets of a load balancer: those that it lists, or maps addresses to.
fn subnets_of(resources: &Resources<'_>, resource: &Resource) -> Vec<String> {
    let listed = resources.ids(resource, &["subnets"], &SUBNET);
    if listed.is_empty() {
        return resources.ids(resource, &["subnet_mapping", "subnet_id"], &SUBNET);
    }
    listed
}
