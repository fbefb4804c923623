//! `vpc.tf`: the VPC module, and every subnet's id by its name.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Place, Subnet};
use super::super::hcl::{Expr, Item, Step, comment, labelled, set};
use super::super::text::push;
use crate::finding::Grouped;
use crate::plan::NatGateways;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = Vec::from([labelled("module", &["vpc"], module(blueprint)), Item::Blank]);
    let ids = blueprint
        .subnets
        .iter()
        .map(|subnet| set(subnet.key.clone(), id(subnet)))
        .collect();
    items.push(comment("Every subnet by its name in the plan."));
    items.push(labelled(
        "locals",
        &[],
        Vec::from([set("subnet_ids", Expr::Object(ids))]),
    ));
    items
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
        tag("kubernetes.io/role/internal-elb"),
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
    body.push(Item::Blank);
    body.extend(nat_gateways(blueprint));
    body
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

fn id(subnet: &Subnet) -> Expr {
    let own = |path| {
        Expr::Reference(
            path,
            Vec::from([Step::Key(subnet.key.clone()), Step::Attribute("id")]),
        )
    };
    match subnet.place {
        Place::Private(index) => Expr::Reference(
            "module.vpc.private_subnets",
            Vec::from([Step::Index(index)]),
        ),
        Place::Public(index) => {
            Expr::Reference("module.vpc.public_subnets", Vec::from([Step::Index(index)]))
        }
        Place::Pods => own("aws_subnet.pods"),
        Place::Further => own("aws_subnet.further"),
    }
}

/// The id of a subnet by its name.
pub(super) fn id_by_name(key: &str) -> Expr {
    Expr::Reference("local.subnet_ids", Vec::from([Step::Key(key.into())]))
}

/// A map of one tag that is set.
pub(super) fn tag(key: &str) -> Expr {
    Expr::Inline(Vec::from([(String::from(key).into(), Expr::text("1"))]))
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
