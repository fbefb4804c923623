//! CIDR reservations in `subnets.tf`: blocks that give prefixes only.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Subnet};
use super::super::hcl::{Expr, Item, Step, comment, labelled, set};
use crate::aws::max_pods::ADDRESSES_PER_PREFIX;
use crate::aws::prefixes;
use crate::finding::Grouped;
use crate::net::Ipv4Prefix;

/// Reservations keep single addresses out of the blocks that prefixes are made of.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>, read 2026-11-23.
pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    if blueprint.is_shared() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for subnet in &blueprint.subnets {
        let (blocks, why) = reserved(blueprint, subnet);
        if blocks.is_empty() {
            continue;
        }
        if !entries.is_empty() {
            entries.push(Item::Blank);
        }
        entries.push(comment(why));
        for block in blocks {
            entries.push(set(block.to_string(), Expr::text(subnet.key.as_str())));
        }
    }
    if entries.is_empty() {
        return Vec::new();
    }
    let subnet = Expr::Reference("local.subnet_ids", Vec::from([Step::EachValue]));
    Vec::from([
        comment(
            "Parts of subnets that give /28 prefixes only, so that single addresses do not fragment them.",
        ),
        labelled(
            "locals",
            &[],
            Vec::from([set("prefix_reservations", Expr::Object(entries))]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_ec2_subnet_cidr_reservation", "prefixes"],
            Vec::from([
                set("for_each", Expr::path("local.prefix_reservations")),
                Item::Blank,
                set("subnet_id", subnet),
                set("cidr_block", Expr::path("each.key")),
                set("reservation_type", Expr::text("prefix")),
                set("description", Expr::text("Prefixes of the VPC CNI")),
            ]),
        ),
    ])
}

/// The blocks to reserve in a subnet, and why; none where it exists with reservations.
pub(in super::super) fn reserved(
    blueprint: &Blueprint,
    subnet: &Subnet,
) -> (Vec<Ipv4Prefix>, String) {
    let listed = subnet.listed;
    if !subnet.is_made() && listed.is_some_and(|listed| !listed.reservations.is_empty()) {
        return (Vec::new(), String::new());
    }
    if let Some(listed) = listed.filter(|listed| !listed.reservations.is_empty()) {
        let why = format!("{}: as the plan lists them.", subnet.key);
        let mut blocks = listed.reservations.clone();
        blocks.retain(|block| subnet.placed.cidr.contains(*block));
        blocks.sort_unstable();
        blocks.dedup();
        return (blocks, why);
    }
    let gives = blueprint
        .prefix_subnets()
        .iter()
        .any(|other| other.key == subnet.key);
    let Some(most) = subnet.at_max.or(subnet.report).filter(|_| gives) else {
        return (Vec::new(), String::new());
    };
    let in_prefixes = most.demand.pods.saturating_add(most.demand.idle);
    let single = most.demand.total().saturating_sub(in_prefixes);
    let blocks = for_prefixes(subnet.placed.cidr, in_prefixes, single);
    let reserved: u64 = blocks.iter().map(|block| block.size()).sum();
    let prefix = u64::from(ADDRESSES_PER_PREFIX);
    let why = format!(
        "{}: {} prefixes for the {} that its nodes want at max; {} addresses stay for the {} single ones.",
        subnet.key,
        Grouped(reserved / prefix),
        Grouped(in_prefixes.div_ceil(prefix)),
        Grouped(subnet.placed.cidr.size().saturating_sub(reserved)),
        Grouped(single)
    );
    (blocks, why)
}

/// What to reserve in a subnet whose nodes want so many addresses in prefixes, beside `single` ones.
///
/// Half of the subnet at least, because nodes to come find no whole block where single addresses have been; and single
/// addresses keep twice the room they need. A /26 has four blocks, of which two are never whole, so it is left alone.
fn for_prefixes(subnet: Ipv4Prefix, in_prefixes: u64, single: u64) -> Vec<Ipv4Prefix> {
    let prefix = u64::from(ADDRESSES_PER_PREFIX);
    let half = subnet.size() / prefix / 2;
    if half <= 2 {
        return Vec::new();
    }
    let wanted = in_prefixes.div_ceil(prefix).max(half.saturating_sub(1));
    let room = single.saturating_mul(2).saturating_add(prefix);
    prefixes::reservations(subnet, wanted, room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    fn texts(subnet: &str, in_prefixes: u64, single: u64) -> Vec<String> {
        let blocks = for_prefixes(subnet.parse().unwrap(), in_prefixes, single);
        blocks.iter().map(ToString::to_string).collect()
    }

    /// Worked out by hand from 16 blocks of a /24, the last of which holds the broadcast address.
    #[test]
    fn reservations_grow_with_the_prefixes_wanted() {
        assert_eq!(texts("10.0.0.0/24", 100, 10), ["10.0.0.128/25"]);
        // Ten prefixes and the last block are eleven.
        assert_eq!(
            texts("10.0.0.0/24", 150, 10),
            ["10.0.0.80/28", "10.0.0.96/27", "10.0.0.128/25"]
        );
        // 100 addresses stay for the 40 single ones and AWS's four, so nine blocks are left.
        assert_eq!(
            texts("10.0.0.0/24", 150, 40),
            ["10.0.0.112/28", "10.0.0.128/25"]
        );
        assert_eq!(texts("10.0.0.0/26", 10, 1), Vec::<String>::new());
        assert_eq!(texts("10.0.0.0/25", 10, 1), vec!["10.0.0.64/26"]);
    }
}
