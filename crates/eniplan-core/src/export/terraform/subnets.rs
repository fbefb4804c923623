//! `subnets.tf`: subnets that no module makes, tags on those that exist, and CIDR reservations for prefixes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Place, Subnet};
use super::super::hcl::{Expr, Item, Step, comment, labelled, set};
use super::super::matrix::{Destination, Form};
use super::karpenter::DISCOVERY;
use super::module_vpc::{numbers, tag, tags as node_tags};
use super::{apart, reservations};
use crate::plan::{Ipv6Source, Role};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let at =
        |wanted: Place| -> Vec<&Subnet> { blueprint.subnets_at(|place| place == wanted).collect() };
    let mut groups = Vec::new();
    for (place, why) in [
        (Place::Pods, pods_text(blueprint)),
        (
            Place::Further,
            "Subnets beyond one a zone, and those of other roles.",
        ),
        (Place::Own, own_text(blueprint)),
    ] {
        let subnets = at(place);
        if subnets.is_empty() {
            continue;
        }
        let mut group = Vec::from([comment(why)]);
        group.extend(resources(blueprint, &labels(place), &subnets));
        groups.push(group);
    }
    groups.push(tags_of_found(blueprint));
    groups.push(reservations::items(blueprint));
    apart(groups)
}

/// What the subnets of a place are called.
struct Labels {
    label: &'static str,
    map: &'static str,
    all: &'static str,
    of_each: &'static str,
}

fn labels(place: Place) -> Labels {
    let (label, map, all, of_each) = match place {
        Place::Pods => (
            "pods",
            "pods_subnets",
            "local.pods_subnets",
            "aws_subnet.pods",
        ),
        Place::Further => (
            "further",
            "further_subnets",
            "local.further_subnets",
            "aws_subnet.further",
        ),
        _ => ("this", "subnets", "local.subnets", "aws_subnet.this"),
    };
    Labels {
        label,
        map,
        all,
        of_each,
    }
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

fn own_text(blueprint: &Blueprint) -> &'static str {
    match blueprint.destination {
        Destination::New => {
            "Every subnet of the plan. Those of pods carry no tags of load balancers, which would be placed there."
        }
        _ => "What is added; the subnets that exist are left as they are.",
    }
}

/// A map of subnets, the subnets and their route table associations.
fn resources(blueprint: &Blueprint, labels: &Labels, subnets: &[&Subnet]) -> Vec<Item> {
    let mut entries = Vec::new();
    for (index, subnet) in subnets.iter().enumerate() {
        if index > 0 {
            entries.push(Item::Blank);
        }
        entries.push(comment(numbers(&[subnet])));
        let mut entry = Vec::from([
            set("cidr", Expr::text(subnet.placed.cidr.to_string())),
            set("zone", Expr::text(subnet.zone.as_str())),
        ]);
        if blueprint.is_ipv6() {
            entry.push(set("ipv6_cidr", ipv6_block(blueprint, subnet)));
        }
        entry.push(set("route_table", route_table(blueprint, subnet)));
        entry.push(set("tags", tags(blueprint, subnet)));
        entries.push(set(subnet.key.clone(), Expr::Object(entry)));
    }
    let name = Expr::Inline(Vec::from([("Name".into(), Expr::path("each.key"))]));
    let mut body = Vec::from([
        set("for_each", Expr::path(labels.all)),
        Item::Blank,
        set("vpc_id", super::references::vpc_id(blueprint)),
        set("availability_zone", Expr::path("each.value.zone")),
        set("cidr_block", Expr::path("each.value.cidr")),
    ]);
    if blueprint.is_ipv6() {
        body.push(set("ipv6_cidr_block", Expr::path("each.value.ipv6_cidr")));
        body.push(set("assign_ipv6_address_on_creation", Expr::Bool(true)));
    }
    body.push(Item::Blank);
    body.push(set(
        "tags",
        Expr::Call("merge", Vec::from([name, Expr::path("each.value.tags")])),
    ));
    if let Some((what, why)) = waits_for(blueprint) {
        body.push(Item::Blank);
        body.push(comment(why));
        body.push(set("depends_on", Expr::List(Vec::from([Expr::path(what)]))));
    }
    Vec::from([
        labelled(
            "locals",
            &[],
            Vec::from([set(labels.map, Expr::Object(entries))]),
        ),
        Item::Blank,
        labelled("resource", &["aws_subnet", labels.label], body),
        Item::Blank,
        labelled(
            "resource",
            &["aws_route_table_association", labels.label],
            Vec::from([
                set("for_each", Expr::path(labels.all)),
                Item::Blank,
                set(
                    "subnet_id",
                    Expr::Reference(
                        labels.of_each,
                        Vec::from([Step::EachKey, Step::Attribute("id")]),
                    ),
                ),
                set("route_table_id", Expr::path("each.value.route_table")),
            ]),
        ),
    ])
}

/// What has to be there before a subnet of a secondary block.
fn waits_for(blueprint: &Blueprint) -> Option<(&'static str, &'static str)> {
    match (blueprint.destination, blueprint.form) {
        (Destination::New, Form::Modules) => Some((
            "module.vpc",
            "The module's vpc_id does not wait for secondary blocks.",
        )),
        (Destination::New, Form::Plain) if blueprint.plan.vpc_blocks().len() > 1 => Some((
            "aws_vpc_ipv4_cidr_block_association.this",
            "A subnet of a secondary block needs its association.",
        )),
        (Destination::Vpc | Destination::Cluster, _) if !blueprint.new_blocks().is_empty() => {
            Some((
                "aws_vpc_ipv4_cidr_block_association.added",
                "A subnet of a new block needs its association.",
            ))
        }
        _ => None,
    }
}

fn route_table(blueprint: &Blueprint, subnet: &Subnet) -> Expr {
    match (blueprint.destination, blueprint.form) {
        (Destination::New, Form::Modules) if subnet.placed.role == Role::Public => {
            Expr::path("module.vpc.public_route_table_ids[0]")
        }
        (Destination::New, Form::Modules) => Expr::Reference(
            "module.vpc.private_route_table_ids",
            Vec::from([Step::Index(blueprint.route_table(&subnet.zone))]),
        ),
        (Destination::New, Form::Plain) if subnet.placed.role == Role::Public => {
            Expr::path("aws_route_table.public.id")
        }
        (Destination::New, Form::Plain) => Expr::Reference(
            "aws_route_table.private",
            Vec::from([Step::Key(subnet.zone.clone()), Step::Attribute("id")]),
        ),
        _ => Expr::Call(
            "lookup",
            Vec::from([
                Expr::path("var.route_table_ids"),
                Expr::text(subnet.key.as_str()),
                Expr::path("data.aws_vpc.this.main_route_table_id"),
            ]),
        ),
    }
}

/// The subnet's /64: as the plan lists it, or the one of its number in the VPC's block.
fn ipv6_block(blueprint: &Blueprint, subnet: &Subnet) -> Expr {
    if let Some(block) = subnet.listed.and_then(|listed| listed.ipv6_cidr)
        && blueprint.destination != Destination::New
    {
        return Expr::text(block.to_string());
    }
    // A VPC of 56 bits has 256 subnets of 64; those that exist have most likely been numbered from the first.
    let (of, bits, part) = match (
        blueprint.destination,
        blueprint.form,
        &blueprint.plan.vpc.ipv6_cidr,
    ) {
        (Destination::New, Form::Modules, _) => (
            Expr::path("module.vpc.vpc_ipv6_cidr_block"),
            8,
            subnet.ipv6_part,
        ),
        (Destination::New, Form::Plain, _) => (
            Expr::path("aws_vpc.this.ipv6_cidr_block"),
            8,
            subnet.ipv6_part,
        ),
        (_, _, Some(Ipv6Source::Block(block))) => {
            let bits = u32::from(64u8.saturating_sub(block.length()));
            let last = 1u64.checked_shl(bits).unwrap_or(u64::MAX).saturating_sub(1);
            (
                Expr::text(block.to_string()),
                u64::from(bits),
                last.saturating_sub(subnet.ipv6_part),
            )
        }
        _ => (
            Expr::path("data.aws_vpc.this.ipv6_cidr_block"),
            8,
            subnet.ipv6_part,
        ),
    };
    Expr::Call(
        "cidrsubnet",
        Vec::from([of, Expr::Number(bits), Expr::Number(part)]),
    )
}

/// Tags beside the name. Pods subnets carry none of load balancers, which would be placed there.
fn tags(blueprint: &Blueprint, subnet: &Subnet) -> Expr {
    match subnet.placed.role {
        Role::Nodes => node_tags(blueprint, "kubernetes.io/role/internal-elb"),
        Role::Public => tag("kubernetes.io/role/elb"),
        Role::Pods if is_discovered(blueprint) => tag("kubernetes.io/role/cni"),
        Role::Pods | Role::ControlPlane | Role::Other => Expr::Inline(Vec::new()),
    }
}

/// Whether the VPC CNI finds pods subnets by their tag.
pub(in super::super) fn is_discovered(blueprint: &Blueprint) -> bool {
    let networking = blueprint.networking();
    networking.subnet_discovery
        && !networking.custom_networking
        && !blueprint.strategy.replaces_vpc_cni()
}

/// Tags that subnets get that exist: by name and nothing else of them changes.
fn tags_of_found(blueprint: &Blueprint) -> Vec<Item> {
    if blueprint.is_shared() {
        return Vec::new();
    }
    let mut entries = Vec::new();
    for subnet in blueprint.subnets_at(|place| place == Place::Found) {
        let wanted = match subnet.placed.role {
            Role::Pods if is_discovered(blueprint) => {
                (String::from("kubernetes.io/role/cni"), Expr::text("1"))
            }
            Role::Nodes if blueprint.finds_subnets() => {
                (String::from(DISCOVERY), Expr::path("var.name"))
            }
            _ => continue,
        };
        let (key, value) = wanted;
        entries.push(set(
            subnet.key.clone(),
            Expr::Inline(Vec::from([
                ("key".into(), Expr::Text(key)),
                ("value".into(), value),
            ])),
        ));
    }
    if entries.is_empty() {
        return Vec::new();
    }
    Vec::from([
        comment(
            "Tags by which the VPC CNI, Karpenter and Auto Mode find subnets that exist; destroying this takes the tags away.",
        ),
        labelled(
            "locals",
            &[],
            Vec::from([set("subnet_tags", Expr::Object(entries))]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_ec2_tag", "subnets"],
            Vec::from([
                set("for_each", Expr::path("local.subnet_tags")),
                Item::Blank,
                set(
                    "resource_id",
                    Expr::Reference("local.subnet_ids", Vec::from([Step::EachKey])),
                ),
                set("key", Expr::path("each.value.key")),
                set("value", Expr::path("each.value.value")),
            ]),
        ),
    ])
}
