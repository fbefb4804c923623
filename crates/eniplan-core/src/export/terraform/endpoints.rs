//! `endpoints.tf`: interface endpoints as many as the plan has, and the gateway of S3, which takes no address.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, comment, labelled, set};
use super::super::matrix::{Destination, Form};
use super::plain_vpc::named;
use super::references::{subnet_by_name, vpc_id};
use crate::plan::{NatGateways, Role};

/// Services in the order in which a private cluster needs them.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html>, read 2026-11-24.
pub(in super::super) const SERVICES: [&str; 14] = [
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "sts",
    "eks",
    "eks-auth",
    "logs",
    "elasticloadbalancing",
    "autoscaling",
    "ssm",
    "ssmmessages",
    "ec2messages",
    "sqs",
    "kms",
];

/// How many of them nodes need to join: up to eks.
pub(in super::super) const NEEDED: usize = 5;

/// The services of the endpoints that are made.
pub(in super::super) fn chosen(blueprint: &Blueprint) -> Vec<&'static str> {
    let count = blueprint.plan.endpoints.interface_endpoints.count.get();
    SERVICES
        .into_iter()
        .take(usize::try_from(count).unwrap_or(usize::MAX))
        .collect()
}

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let services = chosen(blueprint);
    if blueprint.destination != Destination::New
        || (services.is_empty() && blueprint.nat != NatGateways::None)
    {
        return Vec::new();
    }
    let mut items = Vec::new();
    if !services.is_empty() {
        items.extend(interface(blueprint, &services));
        items.push(Item::Blank);
    }
    items.extend(gateway(blueprint));
    items
}

/// Keys of the subnets that hold the endpoints: the named ones, or the first node subnet of each zone.
fn subnets<'b>(blueprint: &'b Blueprint) -> Vec<&'b str> {
    let names = &blueprint.plan.endpoints.interface_endpoints.subnets;
    let mut zones: Vec<&str> = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for subnet in &blueprint.subnets {
        let is_wanted = if names.is_empty() {
            subnet.placed.role == Role::Nodes && blueprint.is_regional(&subnet.zone)
        } else {
            names.iter().any(|name| name.as_str() == subnet.placed.name)
        };
        // AWS takes one subnet a zone.
        if is_wanted && !zones.contains(&subnet.zone.as_str()) {
            zones.push(&subnet.zone);
            keys.push(&subnet.key);
        }
    }
    keys
}

fn interface(blueprint: &Blueprint, services: &[&str]) -> Vec<Item> {
    let blocks = blueprint.plan.vpc_blocks();
    let blocks = blocks.iter().map(|block| Expr::text(block.to_string()));
    let services = services.iter().map(|service| Expr::text(*service));
    let subnets = subnets(blueprint).into_iter().map(subnet_by_name);
    let mut service = String::from("com.amazonaws.");
    service.push_str(blueprint.plan.region.as_str());
    service.push('.');
    Vec::from([
        comment(
            "As many as the plan has, each with an address in each subnet; the plan does not say which services.",
        ),
        labelled(
            "locals",
            &[],
            Vec::from([set("interface_endpoints", Expr::List(services.collect()))]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_security_group", "endpoints"],
            Vec::from([
                set(
                    "name_prefix",
                    Expr::Template(Vec::from([
                        Part::Value(Expr::path("var.name")),
                        Part::Text("-endpoints-".into()),
                    ])),
                ),
                set("description", Expr::text("Interface endpoints")),
                set("vpc_id", vpc_id(blueprint)),
                Item::Blank,
                named("-endpoints"),
                Item::Blank,
                super::plain_vpc::replaced_by_new(),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_vpc_security_group_ingress_rule", "endpoints"],
            Vec::from([
                set(
                    "for_each",
                    Expr::Call("toset", Vec::from([Expr::List(blocks.collect())])),
                ),
                Item::Blank,
                set(
                    "security_group_id",
                    Expr::path("aws_security_group.endpoints.id"),
                ),
                set("description", Expr::text("HTTPS from the VPC")),
                set("ip_protocol", Expr::text("tcp")),
                set("from_port", Expr::Number(443)),
                set("to_port", Expr::Number(443)),
                set("cidr_ipv4", Expr::path("each.value")),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_vpc_endpoint", "interface"],
            Vec::from([
                set(
                    "for_each",
                    Expr::Call(
                        "toset",
                        Vec::from([Expr::path("local.interface_endpoints")]),
                    ),
                ),
                Item::Blank,
                set("vpc_id", vpc_id(blueprint)),
                set("vpc_endpoint_type", Expr::text("Interface")),
                set(
                    "service_name",
                    Expr::Template(Vec::from([
                        Part::Text(service),
                        Part::Value(Expr::path("each.value")),
                    ])),
                ),
                set("private_dns_enabled", Expr::Bool(true)),
                set("subnet_ids", Expr::List(subnets.collect())),
                set(
                    "security_group_ids",
                    Expr::List(Vec::from([Expr::path("aws_security_group.endpoints.id")])),
                ),
                Item::Blank,
                set(
                    "tags",
                    Expr::Inline(Vec::from([("Name".into(), Expr::path("each.value"))])),
                ),
            ]),
        ),
    ])
}

fn gateway(blueprint: &Blueprint) -> Vec<Item> {
    let service = alloc::format!("com.amazonaws.{}.s3", blueprint.plan.region.as_str());
    let tables = match blueprint.form {
        Form::Modules => Expr::path("module.vpc.private_route_table_ids"),
        Form::Plain => Expr::Own("values(aws_route_table.private)[*].id"),
    };
    Vec::from([
        comment("Images come from S3; its gateway takes no address and costs nothing."),
        labelled(
            "resource",
            &["aws_vpc_endpoint", "s3"],
            Vec::from([
                set("vpc_id", vpc_id(blueprint)),
                set("vpc_endpoint_type", Expr::text("Gateway")),
                set("service_name", Expr::Text(service)),
                set("route_table_ids", tables),
                Item::Blank,
                set(
                    "tags",
                    Expr::Inline(Vec::from([("Name".into(), Expr::text("s3"))])),
                ),
            ]),
        ),
    ])
}
