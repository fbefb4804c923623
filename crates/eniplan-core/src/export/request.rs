//! The request to the owner of a shared VPC: what a participant may not make itself.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::blueprint::{Blueprint, Subnet};
use super::header::MARK;
use super::markdown::{AsCode, Piece, escaped, prose, push_heading, push_table};
use super::places::is_observed;
use super::terraform::reservations::reserved;
use super::terraform::subnets::is_discovered;
use super::text::push;
use super::{File, Kind};
use crate::plan::Role;

/// The file, where the VPC is shared.
pub(super) fn file(blueprint: &Blueprint) -> Option<File> {
    if !blueprint.is_shared() {
        return None;
    }
    let mut text = String::new();
    push(
        &mut text,
        format_args!(
            "# Request to the owner of the VPC, for {}\n\n{MARK}.\n",
            escaped(blueprint.title())
        ),
    );
    if !blueprint.link.is_empty() {
        push(
            &mut text,
            format_args!("[Open the plan]({}) to see why.\n", blueprint.link),
        );
    }
    let vpc = blueprint
        .plan
        .vpc
        .id
        .as_deref()
        .unwrap_or("that is shared with us");
    text.push_str(&prose!(
        "We run Amazon EKS in the VPC {} as participants, and a participant may make no subnets, blocks, routes or reservations.\n\
         Please make what follows, and share it with our account.\n\
         Source: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-share-subnet-working-with.html>, read 2026-11-24.\n",
        AsCode(vpc)
    ));
    blocks(&mut text, blueprint);
    subnets(&mut text, blueprint);
    reservations(&mut text, blueprint);
    push_heading(&mut text, 2, "Sharing");
    text.push_str(
        "- Share each subnet with our account by AWS RAM. Tags of yours are not seen by us, so that nothing depends on them.\n\
         - Leave the routes of subnets that exist as they are.\n\
         - Tell us the ids of the subnets; with them in the plan nothing has to be looked up.\n",
    );
    Some(File {
        path: "request-to-vpc-owner.md".into(),
        contents: text,
        kind: Kind::Document,
        purpose: "What the owner of the shared VPC is asked for, before anything is applied".into(),
    })
}

fn blocks(text: &mut String, blueprint: &Blueprint) {
    let blocks = blueprint.plan.vpc_blocks();
    let missing = blocks.iter().skip(1).filter(|block| {
        !blueprint.subnets.iter().any(|subnet| {
            block.contains(subnet.placed.cidr) && subnet.listed.is_some_and(is_observed)
        })
    });
    let missing: Vec<String> = missing.map(ToString::to_string).collect();
    if missing.is_empty() {
        return;
    }
    push_heading(text, 2, "Blocks");
    text.push_str("Associate with the VPC, unless it has them:\n\n");
    for block in missing {
        push(text, format_args!("- {block}\n"));
    }
}

fn subnets(text: &mut String, blueprint: &Blueprint) {
    let missing: Vec<&Subnet> = blueprint
        .subnets
        .iter()
        .filter(|subnet| !subnet.listed.is_some_and(is_observed))
        .collect();
    if missing.is_empty() {
        return;
    }
    push_heading(text, 2, "Subnets");
    text.push_str(
        "Make these, unless they are there, each with an association with a route table:\n\n",
    );
    let rows: Vec<Vec<String>> = missing
        .iter()
        .map(|subnet| {
            Vec::from([
                AsCode(&subnet.key).markdown(),
                AsCode(&subnet.zone).markdown(),
                subnet.placed.cidr.markdown(),
                purpose(blueprint, subnet).into(),
            ])
        })
        .collect();
    push_table(
        text,
        &["name", "zone", "block", "for, and its routes"],
        &rows,
    );
}

fn purpose(blueprint: &Blueprint, subnet: &Subnet) -> &'static str {
    match subnet.placed.role {
        Role::Nodes => "nodes; to the internet by the NAT gateway of its zone",
        Role::Pods if is_discovered(blueprint) => {
            "pods; as the node subnets of its zone, tagged kubernetes.io/role/cni = 1"
        }
        Role::Pods => "pods; as the node subnets of its zone",
        Role::Public => "NAT gateways and load balancers; to the internet gateway",
        Role::ControlPlane => "the cluster's own interfaces; none beyond the VPC",
        Role::Other => "other tenants; as they need it",
    }
}

fn reservations(text: &mut String, blueprint: &Blueprint) {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for subnet in &blueprint.subnets {
        let (blocks, _) = reserved(blueprint, subnet);
        for block in blocks {
            rows.push(Vec::from([
                AsCode(&subnet.key).markdown(),
                block.markdown(),
            ]));
        }
    }
    if rows.is_empty() {
        return;
    }
    push_heading(text, 2, "CIDR reservations");
    text.push_str(
        "Reserve with type prefix, so that single addresses leave room for whole /28 blocks:\n\n",
    );
    push_table(text, &["subnet", "block"], &rows);
}
