//! What to ask the owner of a shared VPC for: a participant adds neither blocks nor subnets nor reservations.
//!
//! Source: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html>, read 2026-11-24.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::plan::{Plan, Subnet, Zone};

/// The request to send, where the VPC is shared and its owner has something to do.
pub(super) fn request(present: &Plan, changed: &Plan) -> Option<String> {
    if !present.vpc.shared {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    let blocks = changed
        .vpc
        .cidrs
        .iter()
        .filter(|block| !present.vpc.cidrs.contains(block));
    lines.extend(
        blocks.map(|block| format!("associate the IPv4 block {} with the VPC", block.cidr)),
    );
    if changed.vpc.ipv6_cidr.is_some() && present.vpc.ipv6_cidr.is_none() {
        lines.push("associate an IPv6 block with the VPC and a /64 of it with each subnet".into());
    }
    for subnet in &changed.subnets {
        let before = present
            .subnets
            .iter()
            .find(|before| before.cidr == subnet.cidr);
        let name = subnet.name.as_deref().unwrap_or("without a name");
        if before.is_none() {
            let zone = Zone {
                name: subnet.zone.clone(),
                ..Zone::default()
            };
            let zone = zone.full_name(&changed.region);
            lines.push(format!(
                "create the subnet {name}, {}, in {zone}, and share it with this account",
                subnet.cidr
            ));
        }
        for reserved in new_reservations(before, subnet) {
            lines.push(format!("reserve {reserved} of {name} for prefixes (create-subnet-cidr-reservation, type prefix)"));
        }
    }
    if lines.is_empty() {
        return None;
    }
    let vpc = changed
        .vpc
        .id
        .as_deref()
        .unwrap_or("that is shared with this account");
    let mut text = format!("Please change the VPC {vpc} in {}:\n", changed.region);
    for line in lines {
        text.push_str("- ");
        text.push_str(&line);
        text.push('\n');
    }
    Some(text)
}

fn new_reservations<'a>(
    before: Option<&'a Subnet>,
    subnet: &'a Subnet,
) -> impl Iterator<Item = &'a crate::net::Ipv4Prefix> {
    subnet
        .reservations
        .iter()
        .filter(move |reserved| before.is_none_or(|before| !before.reservations.contains(reserved)))
}
