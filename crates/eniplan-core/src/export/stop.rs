//! Why a plan gives no Terraform, if so.

use alloc::format;
use alloc::string::{String, ToString};

use super::blueprint::{Blueprint, Subnet};
use super::matrix::{Destination, Form, Strategy, cell};
use super::names;
use crate::aws::region::is_region;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Ipv6Source, Role};

/// The reason as a finding.
pub(super) fn stop(blueprint: &Blueprint) -> Option<Finding> {
    if let Err(reason) = cell(blueprint.strategy, blueprint.destination) {
        let code = if blueprint.strategy == Strategy::WeaveNet {
            Code::ExportNotYet
        } else {
            Code::CellEmpty
        };
        return Some(Finding::new(
            code,
            "networking",
            operands![
                blueprint.strategy.to_string(),
                blueprint.destination.to_string(),
                reason.why,
                reason.help
            ],
        ));
    }
    let (why, help) = names(blueprint).or_else(|| subnets(blueprint))?;
    Some(Finding::new(
        Code::ExportStopped,
        blueprint.plan.name().to_string(),
        operands![why, help],
    ))
}

type Stop = (String, &'static str);

/// What is not named as AWS names it.
fn names(blueprint: &Blueprint) -> Option<Stop> {
    let plan = blueprint.plan;
    if !is_region(&plan.region) {
        return Some((
            format!("“{}” is not a Region", plan.region.as_str()),
            "Write the Region as AWS does, such as eu-west-1",
        ));
    }
    let zone = blueprint
        .subnets
        .iter()
        .find(|subnet| !names::is_zone(&subnet.zone, &plan.region));
    if let Some(zone) = zone {
        return Some((
            format!("“{}” is not a zone of {}", zone.placed.zone, plan.region),
            "Write a zone as a letter or by its full name, such as eu-west-1a",
        ));
    }
    if blueprint.destination == Destination::New {
        return None;
    }
    if let Some(id) = plan.vpc.id.as_deref().filter(|id| !names::is_id(id, "vpc")) {
        return Some((
            format!("“{id}” is not the id of a VPC"),
            "Write vpc.id as AWS does, such as vpc-0123456789abcdef0",
        ));
    }
    let bad = |subnet: &&Subnet| subnet.id().is_some_and(|id| !names::is_id(id, "subnet"));
    blueprint.subnets.iter().find(bad).map(|subnet| {
        (
            format!(
                "“{}” is not the id of a subnet",
                subnet.id().unwrap_or_default()
            ),
            "Write its id as AWS does, such as subnet-0123456789abcdef0",
        )
    })
}

/// What no cluster can stand on.
fn subnets(blueprint: &Blueprint) -> Option<Stop> {
    let in_zones = |role: Role| {
        blueprint
            .of_role(role)
            .any(|subnet| blueprint.zones.contains(&subnet.zone))
    };
    if !in_zones(Role::Nodes) {
        return Some((
            "no node subnet stands in an Availability Zone".to_string(),
            "Add node subnets, or leave subnets out to have them laid out",
        ));
    }
    let by_module = blueprint.destination == Destination::New && blueprint.form == Form::Modules;
    if by_module && blueprint.of_role(Role::Public).next().is_some() && !in_zones(Role::Public) {
        return Some((
            "the public subnets stand only in zones without node subnets".to_string(),
            "Put a public subnet into a zone that has node subnets",
        ));
    }
    let known = matches!(blueprint.plan.vpc.ipv6_cidr, Some(Ipv6Source::Block(_)));
    if blueprint.is_ipv6() && blueprint.destination == Destination::Vpc && !known {
        let without = |subnet: &&Subnet| {
            subnet.is_made()
                && subnet
                    .listed
                    .is_none_or(|listed| listed.ipv6_cidr.is_none())
        };
        if let Some(subnet) = blueprint.subnets.iter().find(without) {
            return Some((
                format!(
                    "{} is added to a VPC whose IPv6 block the plan does not tell",
                    subnet.key
                ),
                "Tell vpc.ipv6_cidr, or the ipv6_cidr of each subnet that is added",
            ));
        }
    }
    None
}
