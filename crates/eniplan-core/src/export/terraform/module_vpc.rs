//! `vpc.tf` on the VPC module, and every subnet's id by its name.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Place, Subnet};
use super::super::hcl::{Expr, Item, comment, labelled, set};
use super::super::text::push;
use super::karpenter::DISCOVERY;
use super::references;
use crate::finding::Grouped;
use crate::plan::NatGateways;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = Vec::from([labelled("module", &["vpc"], module(blueprint)), Item::Blank]);
    items.extend(subnet_ids(blueprint));
    items
}

/// Every subnet's id by its name, as a local.
pub(super) fn subnet_ids(blueprint: &Blueprint) -> Vec<Item> {
    let ids = blueprint
        .subnets
        .iter()
        .map(|subnet| set(subnet.key.clone(), references::subnet(subnet)))
        .collect();
    Vec::from([
        comment("Every subnet by its name in the plan."),
        labelled(
            "locals",
            &[],
            Vec::from([set("subnet_ids", Expr::Object(ids))]),
        ),
    ])
}

fn module(blueprint: &Blueprint) -> Vec<Item> {
    let mut body = Vec::from([
        set("source", Expr::text("terraform-aws-modules/vpc/aws")),
        set("version", Expr::text("~> 6.0")),
        Item::Blank,
        set("name", Expr::path("var.name")),
    ]);
    let blocks = blueprint.plan.vpc_blocks();
    if let Some(primary) = blocks.first() {
        body.push(set("cidr", Expr::text(primary.to_string())));
    }
    if blocks.len() > 1 {
        body.push(set(
            "secondary_cidr_blocks",
            texts(blocks.iter().skip(1).map(ToString::to_string)),
        ));
    }
    body.push(Item::Blank);
    body.push(comment(
        "The module puts subnet i into zone i, so it gets one subnet a zone; others stand in subnets.tf.",
    ));
    body.push(set("azs", texts(blueprint.zones.iter().cloned())));

    let private = in_order(blueprint, |place| match place {
        Place::Private(index) => Some(index),
        _ => None,
    });
    body.push(Item::Blank);
    body.push(comment(numbers(&private)));
    body.push(set("private_subnets", blocks_of(&private)));
    body.push(set("private_subnet_names", names_of(&private)));
    body.push(set(
        "private_subnet_tags",
        tags(blueprint, "kubernetes.io/role/internal-elb"),
    ));

    let public = in_order(blueprint, |place| match place {
        Place::Public(index) => Some(index),
        _ => None,
    });
    if !public.is_empty() {
        body.push(Item::Blank);
        body.push(comment(numbers(&public)));
        body.push(set("public_subnets", blocks_of(&public)));
        body.push(set("public_subnet_names", names_of(&public)));
        body.push(set("public_subnet_tags", tag("kubernetes.io/role/elb")));
    }
    if blueprint.is_ipv6() {
        body.push(Item::Blank);
        body.extend(ipv6(&private, &public));
    }
    body.push(Item::Blank);
    body.extend(nat_gateways(blueprint));
    body
}

/// The VPC's IPv6 block, and each subnet's /64 of it.
fn ipv6(private: &[&Subnet], public: &[&Subnet]) -> Vec<Item> {
    let parts = |subnets: &[&Subnet]| {
        Expr::List(
            subnets
                .iter()
                .map(|subnet| Expr::Number(subnet.ipv6_part))
                .collect(),
        )
    };
    let mut items = Vec::from([
        comment(
            "AWS assigns a /56; each subnet gets the /64 of this number. Pods leave by the egress-only gateway.",
        ),
        set("enable_ipv6", Expr::Bool(true)),
        set("create_egress_only_igw", Expr::Bool(true)),
        set("private_subnet_ipv6_prefixes", parts(private)),
        set(
            "private_subnet_assign_ipv6_address_on_creation",
            Expr::Bool(true),
        ),
    ]);
    if !public.is_empty() {
        items.push(set("public_subnet_ipv6_prefixes", parts(public)));
        items.push(set(
            "public_subnet_assign_ipv6_address_on_creation",
            Expr::Bool(true),
        ));
    }
    items
}

fn nat_gateways(blueprint: &Blueprint) -> Vec<Item> {
    match blueprint.nat {
        NatGateways::None => Vec::from([
            comment(
                "No NAT gateway, as planned: nodes reach nothing outside the VPC. They join only if VPC endpoints for\n\
                 ec2, ecr.api, ecr.dkr, eks, sts and S3 (gateway) are there before the node groups are.",
            ),
            set("enable_nat_gateway", Expr::Bool(false)),
        ]),
        NatGateways::Single => Vec::from([
            comment("One NAT gateway for all zones: cheap, and gone with its zone."),
            set("enable_nat_gateway", Expr::Bool(true)),
            set("single_nat_gateway", Expr::Bool(true)),
        ]),
        NatGateways::PerZone => Vec::from([
            set("enable_nat_gateway", Expr::Bool(true)),
            set("one_nat_gateway_per_az", Expr::Bool(true)),
        ]),
    }
}

/// The subnets of a list of the module, by their index there.
fn in_order<'b, 'a>(
    blueprint: &'b Blueprint<'a>,
    index: impl Fn(Place) -> Option<usize>,
) -> Vec<&'b Subnet<'a>> {
    let mut subnets: Vec<(usize, &Subnet)> = blueprint
        .subnets
        .iter()
        .filter_map(|subnet| Some((index(subnet.place)?, subnet)))
        .collect();
    subnets.sort_by_key(|(index, _)| *index);
    subnets.into_iter().map(|(_, subnet)| subnet).collect()
}

/// How full subnets are, a line each.
pub(super) fn numbers(subnets: &[&Subnet]) -> String {
    let lines: Vec<String> = subnets.iter().map(|subnet| line(subnet)).collect();
    lines.join("\n")
}

fn line(subnet: &Subnet) -> String {
    let mut text = format!("{} ({})", subnet.key, subnet.placed.cidr);
    if let Some(now) = subnet.report {
        push(
            &mut text,
            format_args!(
                ": {} usable, {} taken at the desired size",
                Grouped(now.usable),
                Grouped(now.used)
            ),
        );
        if let Some(max) = subnet.at_max.filter(|max| max.used != now.used) {
            push(&mut text, format_args!(", {} at max", Grouped(max.used)));
        }
        if now.short > 0 {
            push(&mut text, format_args!("; {} short", Grouped(now.short)));
        }
    }
    text.push('.');
    text
}

/// A map of one tag that is set.
pub(super) fn tag(key: &str) -> Expr {
    Expr::Inline(Vec::from([(String::from(key).into(), Expr::text("1"))]))
}

/// The same for a node subnet, with the one by which Karpenter and Auto Mode find it.
pub(super) fn tags(blueprint: &Blueprint, key: &str) -> Expr {
    let mut tags = Vec::from([(String::from(key).into(), Expr::text("1"))]);
    if blueprint.finds_subnets() {
        tags.push((String::from(DISCOVERY).into(), Expr::path("var.name")));
    }
    Expr::Inline(tags)
}

fn blocks_of(subnets: &[&Subnet]) -> Expr {
    texts(subnets.iter().map(|subnet| subnet.placed.cidr.to_string()))
}

fn names_of(subnets: &[&Subnet]) -> Expr {
    texts(subnets.iter().map(|subnet| subnet.placed.name.clone()))
}

fn texts(texts: impl Iterator<Item = String>) -> Expr {
    Expr::List(texts.map(Expr::Text).collect())
}
