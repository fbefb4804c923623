//! `vpc.tf` without a module: the VPC, its ways out and its route tables.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, Step, block, comment, labelled, set};
use super::apart;
use super::module_vpc::subnet_ids;
use super::references::subnet_by_name;
use crate::plan::{NatGateways, Role};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let has_public = blueprint.of_role(Role::Public).next().is_some();
    let mut groups = Vec::from([vpc(blueprint)]);
    if has_public {
        groups.push(internet(blueprint));
    }
    groups.push(private(blueprint));
    groups.push(nat_gateways(blueprint));
    groups.push(subnet_ids(blueprint));
    apart(groups)
}

/// Tags whose name is the cluster's, with something behind it.
pub(super) fn named(suffix: &str) -> Item {
    let mut parts = Vec::from([Part::Value(Expr::path("var.name"))]);
    let name = if suffix.is_empty() {
        Expr::path("var.name")
    } else {
        parts.push(Part::Text(String::from(suffix)));
        Expr::Template(parts)
    };
    set("tags", Expr::Inline(Vec::from([("Name".into(), name)])))
}

fn vpc(blueprint: &Blueprint) -> Vec<Item> {
    let blocks = blueprint.plan.vpc_blocks();
    let mut body = Vec::new();
    if let Some(primary) = blocks.first() {
        body.push(set("cidr_block", Expr::text(primary.to_string())));
    }
    body.push(set("enable_dns_support", Expr::Bool(true)));
    body.push(set("enable_dns_hostnames", Expr::Bool(true)));
    if blueprint.is_ipv6() {
        body.push(set("assign_generated_ipv6_cidr_block", Expr::Bool(true)));
    }
    body.push(Item::Blank);
    body.push(named(""));
    let mut items = Vec::from([labelled("resource", &["aws_vpc", "this"], body)]);
    if blocks.len() > 1 {
        let further = blocks
            .iter()
            .skip(1)
            .map(|block| Expr::text(block.to_string()));
        items.push(Item::Blank);
        items.push(labelled(
            "resource",
            &["aws_vpc_ipv4_cidr_block_association", "this"],
            Vec::from([
                set(
                    "for_each",
                    Expr::Call("toset", Vec::from([Expr::List(further.collect())])),
                ),
                Item::Blank,
                set("vpc_id", Expr::path("aws_vpc.this.id")),
                set("cidr_block", Expr::path("each.value")),
            ]),
        ));
    }
    items
}

/// The internet gateway and the route table of public subnets.
fn internet(blueprint: &Blueprint) -> Vec<Item> {
    let route = |label: &'static str, key: &'static str, all: &'static str| {
        labelled(
            "resource",
            &["aws_route", label],
            Vec::from([
                set("route_table_id", Expr::path("aws_route_table.public.id")),
                set(key, Expr::text(all)),
                set("gateway_id", Expr::path("aws_internet_gateway.this.id")),
            ]),
        )
    };
    let mut items = Vec::from([
        labelled(
            "resource",
            &["aws_internet_gateway", "this"],
            Vec::from([
                set("vpc_id", Expr::path("aws_vpc.this.id")),
                Item::Blank,
                named(""),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_route_table", "public"],
            Vec::from([
                set("vpc_id", Expr::path("aws_vpc.this.id")),
                Item::Blank,
                named("-public"),
            ]),
        ),
        Item::Blank,
        route("public", "destination_cidr_block", "0.0.0.0/0"),
    ]);
    if blueprint.is_ipv6() {
        items.push(Item::Blank);
        items.push(route("public_ipv6", "destination_ipv6_cidr_block", "::/0"));
    }
    items
}

/// Full names of the zones in which subnets without a way in stand.
fn private_zones(blueprint: &Blueprint) -> Vec<String> {
    let mut zones: Vec<String> = Vec::new();
    for subnet in &blueprint.subnets {
        if subnet.placed.role != Role::Public && !zones.contains(&subnet.zone) {
            zones.push(subnet.zone.clone());
        }
    }
    zones
}

fn private(blueprint: &Blueprint) -> Vec<Item> {
    let zones = private_zones(blueprint).into_iter().map(Expr::Text);
    let name = Expr::Template(Vec::from([
        Part::Value(Expr::path("var.name")),
        Part::Text("-private-".into()),
        Part::Value(Expr::path("each.value")),
    ]));
    let mut items = Vec::from([
        comment("A route table for each zone, so that each may have a NAT gateway of its own."),
        labelled(
            "resource",
            &["aws_route_table", "private"],
            Vec::from([
                set(
                    "for_each",
                    Expr::Call("toset", Vec::from([Expr::List(zones.collect())])),
                ),
                Item::Blank,
                set("vpc_id", Expr::path("aws_vpc.this.id")),
                Item::Blank,
                set("tags", Expr::Inline(Vec::from([("Name".into(), name)]))),
            ]),
        ),
    ]);
    if blueprint.is_ipv6() {
        items.extend([
            Item::Blank,
            comment("IPv6 leaves by a gateway that lets nothing in."),
            labelled(
                "resource",
                &["aws_egress_only_internet_gateway", "this"],
                Vec::from([
                    set("vpc_id", Expr::path("aws_vpc.this.id")),
                    Item::Blank,
                    named(""),
                ]),
            ),
            Item::Blank,
            labelled(
                "resource",
                &["aws_route", "private_ipv6"],
                Vec::from([
                    set("for_each", Expr::path("aws_route_table.private")),
                    Item::Blank,
                    set("route_table_id", Expr::path("each.value.id")),
                    set("destination_ipv6_cidr_block", Expr::text("::/0")),
                    set(
                        "egress_only_gateway_id",
                        Expr::path("aws_egress_only_internet_gateway.this.id"),
                    ),
                ]),
            ),
        ]);
    }
    items
}

/// The public subnets that hold NAT gateways, by zone.
fn nat_subnets<'b>(blueprint: &'b Blueprint) -> Vec<(&'b str, &'b str)> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    for zone in &blueprint.zones {
        let first = blueprint
            .of_role(Role::Public)
            .find(|subnet| subnet.zone == *zone);
        if let Some(subnet) = first {
            found.push((zone, &subnet.key));
        }
    }
    if blueprint.nat == NatGateways::Single {
        found.truncate(1);
    }
    found
}

fn nat_gateways(blueprint: &Blueprint) -> Vec<Item> {
    if blueprint.nat == NatGateways::None {
        return Vec::from([comment(
            "No NAT gateway, as planned: nodes reach nothing outside the VPC. They join only if VPC endpoints for\n\
             ec2, ecr.api, ecr.dkr, eks, sts and S3 (gateway) are there before the node groups are.",
        )]);
    }
    let subnets = nat_subnets(blueprint);
    let first = subnets.first().map_or("", |(zone, _)| *zone);
    let gateways = subnets
        .iter()
        .map(|(zone, key)| set(String::from(*zone), subnet_by_name(key)))
        .collect();
    let ways = private_zones(blueprint)
        .into_iter()
        .map(|zone| {
            let own = subnets.iter().any(|(known, _)| *known == zone);
            let by = if own { zone.clone() } else { first.into() };
            set(zone, Expr::Text(by))
        })
        .collect();
    let why = if blueprint.nat == NatGateways::Single {
        "One NAT gateway for all zones: cheap, and gone with its zone."
    } else {
        "A NAT gateway in each zone."
    };
    let each = |path| Expr::Reference(path, Vec::from([Step::EachKey, Step::Attribute("id")]));
    Vec::from([
        comment(why),
        labelled(
            "locals",
            &[],
            Vec::from([
                set("nat_subnets", Expr::Object(gateways)),
                comment("Whose gateway a zone's route table leads to."),
                set("nat_by_zone", Expr::Object(ways)),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_eip", "nat"],
            Vec::from([
                set("for_each", Expr::path("local.nat_subnets")),
                Item::Blank,
                set("domain", Expr::text("vpc")),
                Item::Blank,
                named("-nat"),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_nat_gateway", "this"],
            Vec::from([
                set("for_each", Expr::path("local.nat_subnets")),
                Item::Blank,
                set("allocation_id", each("aws_eip.nat")),
                set("subnet_id", Expr::path("each.value")),
                Item::Blank,
                named(""),
                Item::Blank,
                set(
                    "depends_on",
                    Expr::List(Vec::from([Expr::path("aws_internet_gateway.this")])),
                ),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_route", "nat"],
            Vec::from([
                set("for_each", Expr::path("local.nat_by_zone")),
                Item::Blank,
                set("route_table_id", each("aws_route_table.private")),
                set("destination_cidr_block", Expr::text("0.0.0.0/0")),
                set(
                    "nat_gateway_id",
                    Expr::Reference(
                        "aws_nat_gateway.this",
                        Vec::from([Step::EachValue, Step::Attribute("id")]),
                    ),
                ),
            ]),
        ),
    ])
}

/// The lifecycle of what must be there before it is gone.
pub(super) fn replaced_by_new() -> Item {
    block(
        "lifecycle",
        Vec::from([set("create_before_destroy", Expr::Bool(true))]),
    )
}
