//! `subnets.tf`: subnets that the VPC module has no place for, and CIDR reservations for prefixes.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Place, Subnet};
use super::super::hcl::{Expr, Item, Step, comment, labelled, set};
use super::vpc::{numbers, tag};
use crate::aws::max_pods::ADDRESSES_PER_PREFIX;
use crate::aws::prefixes;
use crate::finding::Grouped;
use crate::net::Ipv4Prefix;
use crate::plan::Role;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = Vec::new();
    let pods: Vec<&Subnet> = blueprint.subnets_at(|place| place == Place::Pods).collect();
    if !pods.is_empty() {
        items.push(comment(pods_text(blueprint)));
        items.extend(resources(blueprint, "pods", "pods_subnets", &pods));
    }
    let further: Vec<&Subnet> = blueprint
        .subnets_at(|place| place == Place::Further)
        .collect();
    if !further.is_empty() {
        if !items.is_empty() {
            items.push(Item::Blank);
        }
        items.push(comment(
            "Subnets beyond one a zone, and those of other roles.",
        ));
        items.extend(resources(blueprint, "further", "further_subnets", &further));
    }
    items.extend(reservations(blueprint, !items.is_empty()));
    items
}

fn pods_text(blueprint: &Blueprint) -> &'static str {
    let networking = blueprint.networking();
    if networking.custom_networking {
        "Pods subnets stay outside the VPC module: they must not carry the tags of load balancers, and can only be\n\
         created once their block is associated with the VPC."
    } else if networking.subnet_discovery {
        "Pods subnets: the tag lets the VPC CNI put further interfaces here; the first one stays in the node subnet."
    } else {
        "Pods subnets, which nothing uses until custom networking or subnet discovery is on."
    }
}

/// A map of subnets, the subnets and their route table associations.
fn resources(
    blueprint: &Blueprint,
    label: &'static str,
    map: &'static str,
    subnets: &[&Subnet],
) -> Vec<Item> {
    let mut entries = Vec::new();
    for (index, subnet) in subnets.iter().enumerate() {
        if index > 0 {
            entries.push(Item::Blank);
        }
        entries.push(comment(numbers(&[subnet])));
        entries.push(set(
            subnet.key.clone(),
            Expr::Object(Vec::from([
                set("cidr", Expr::text(subnet.placed.cidr.to_string())),
                set("zone", Expr::text(subnet.zone.as_str())),
                set("route_table", route_table(blueprint, subnet)),
                set("tags", tags(blueprint, subnet)),
            ])),
        ));
    }
    let (all, of_each) = match label {
        "pods" => ("local.pods_subnets", "aws_subnet.pods"),
        _ => ("local.further_subnets", "aws_subnet.further"),
    };
    let name = Expr::Inline(Vec::from([("Name".into(), Expr::path("each.key"))]));
    Vec::from([
        labelled("locals", &[], Vec::from([set(map, Expr::Object(entries))])),
        Item::Blank,
        labelled(
            "resource",
            &["aws_subnet", label],
            Vec::from([
                set("for_each", Expr::path(all)),
                Item::Blank,
                set("vpc_id", Expr::path("module.vpc.vpc_id")),
                set("availability_zone", Expr::path("each.value.zone")),
                set("cidr_block", Expr::path("each.value.cidr")),
                Item::Blank,
                set(
                    "tags",
                    Expr::Call("merge", Vec::from([name, Expr::path("each.value.tags")])),
                ),
                Item::Blank,
                comment("The module's vpc_id does not wait for secondary blocks."),
                set(
                    "depends_on",
                    Expr::List(Vec::from([Expr::path("module.vpc")])),
                ),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_route_table_association", label],
            Vec::from([
                set("for_each", Expr::path(all)),
                Item::Blank,
                set(
                    "subnet_id",
                    Expr::Reference(of_each, Vec::from([Step::EachKey, Step::Attribute("id")])),
                ),
                set("route_table_id", Expr::path("each.value.route_table")),
            ]),
        ),
    ])
}

fn route_table(blueprint: &Blueprint, subnet: &Subnet) -> Expr {
    if subnet.placed.role == Role::Public {
        return Expr::Reference(
            "module.vpc.public_route_table_ids",
            Vec::from([Step::Index(0)]),
        );
    }
    let index = blueprint.route_table(&subnet.zone);
    Expr::Reference(
        "module.vpc.private_route_table_ids",
        Vec::from([Step::Index(index)]),
    )
}

/// Tags beside the name. Pods subnets carry none of load balancers, which would be placed there.
fn tags(blueprint: &Blueprint, subnet: &Subnet) -> Expr {
    let networking = blueprint.networking();
    match subnet.placed.role {
        Role::Nodes => tag("kubernetes.io/role/internal-elb"),
        Role::Public => tag("kubernetes.io/role/elb"),
        Role::Pods if networking.subnet_discovery && !networking.custom_networking => {
            tag("kubernetes.io/role/cni")
        }
        Role::Pods | Role::ControlPlane | Role::Other => Expr::Inline(Vec::new()),
    }
}

/// Reservations keep single addresses out of the blocks that prefixes are made of.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html>, read 2026-11-23.
fn reservations(blueprint: &Blueprint, follows: bool) -> Vec<Item> {
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
    let mut items = Vec::new();
    if follows {
        items.push(Item::Blank);
    }
    let subnet = Expr::Reference("local.subnet_ids", Vec::from([Step::EachValue]));
    items.extend([
        comment("Parts of subnets that give /28 prefixes only, so that single addresses do not fragment them."),
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
    ]);
    items
}

/// The blocks to reserve in a subnet, and why.
fn reserved(blueprint: &Blueprint, subnet: &Subnet) -> (Vec<Ipv4Prefix>, String) {
    let listed = subnet
        .placed
        .listed
        .and_then(|index| blueprint.plan.subnets.get(index));
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
