//! `vpc.tf` for a VPC that exists: what is looked up, and the blocks that are added to it.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Place, Subnet};
use super::super::hcl::{Expr, Item, Step, comment, labelled, set};
use super::super::matrix::Destination;
use super::apart;
use super::module_vpc::{numbers, subnet_ids};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut groups = Vec::from([Vec::from([
        comment("The VPC is looked up and never changed or destroyed from here."),
        labelled(
            "data",
            &["aws_vpc", "this"],
            Vec::from([set("id", Expr::path("var.vpc_id"))]),
        ),
    ])]);
    if blueprint.destination == Destination::Cluster {
        groups.push(Vec::from([labelled(
            "data",
            &["aws_eks_cluster", "this"],
            Vec::from([set("name", Expr::path("var.name"))]),
        )]));
    }
    groups.push(blocks(blueprint));
    groups.push(lookups(blueprint));
    groups.push(subnet_ids(blueprint));
    apart(groups)
}

/// Blocks that the VPC gets.
fn blocks(blueprint: &Blueprint) -> Vec<Item> {
    let blocks = blueprint.new_blocks();
    if blocks.is_empty() || blueprint.is_shared() {
        return Vec::new();
    }
    let blocks = blocks.iter().map(|block| Expr::text(block.to_string()));
    Vec::from([
        comment(
            "No subnet is known to stand in these blocks, so the VPC gets them. Take out what it has already.",
        ),
        labelled(
            "resource",
            &["aws_vpc_ipv4_cidr_block_association", "added"],
            Vec::from([
                set(
                    "for_each",
                    Expr::Call("toset", Vec::from([Expr::List(blocks.collect())])),
                ),
                Item::Blank,
                set("vpc_id", Expr::path("data.aws_vpc.this.id")),
                set("cidr_block", Expr::path("each.value")),
            ]),
        ),
    ])
}

/// Subnets that are found by their blocks, since the plan has no id of them.
fn lookups(blueprint: &Blueprint) -> Vec<Item> {
    let found: Vec<&Subnet> = blueprint
        .subnets_at(|place| place == Place::Found)
        .filter(|subnet| subnet.id().is_none())
        .collect();
    if found.is_empty() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for subnet in found {
        entries.push(comment(numbers(&[subnet])));
        entries.push(set(
            subnet.key.clone(),
            Expr::text(subnet.placed.cidr.to_string()),
        ));
    }
    let why = if blueprint.is_shared() {
        "The VPC's owner makes its subnets; they are found by their blocks once they are shared."
    } else {
        "Subnets that exist, found by their blocks. With their ids in the plan none is looked up."
    };
    Vec::from([
        comment(why),
        labelled(
            "locals",
            &[],
            Vec::from([set("found_subnets", Expr::Object(entries))]),
        ),
        Item::Blank,
        labelled(
            "data",
            &["aws_subnet", "found"],
            Vec::from([
                set("for_each", Expr::path("local.found_subnets")),
                Item::Blank,
                set("vpc_id", Expr::path("data.aws_vpc.this.id")),
                set(
                    "cidr_block",
                    Expr::Reference("each", Vec::from([Step::Attribute("value")])),
                ),
            ]),
        ),
    ])
}
