//! Where each subnet and block of the plan stands in the Terraform, and what is there already.

use alloc::string::String;
use alloc::vec::Vec;

use super::matrix::{Destination, Form};
use super::names;
use crate::analyze::{PlacedSubnet, Report, SubnetReport};
use crate::net::Ipv4Prefix;
use crate::plan::{self, Name, Plan, Role, Zone};

/// A subnet and its place.
pub(super) struct Subnet<'a> {
    /// Its name, unique.
    pub(super) key: String,
    /// Its zone's full name.
    pub(super) zone: String,
    pub(super) placed: &'a PlacedSubnet,
    /// As the plan lists it.
    pub(super) listed: Option<&'a plan::Subnet>,
    pub(super) report: Option<&'a SubnetReport>,
    /// The same when every group stands at its max.
    pub(super) at_max: Option<&'a SubnetReport>,
    pub(super) place: Place,
    /// Which /64 of the VPC's IPv6 block it gets, counted from 0.
    pub(super) ipv6_part: u64,
}

/// Where a subnet stands in the Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Private subnet of the VPC module, by index: the first node subnet of each zone.
    Private(usize),
    /// Public subnet of the VPC module, by index.
    Public(usize),
    /// `aws_subnet.pods`.
    Pods,
    /// `aws_subnet.further`: what does not fit the module's list of one subnet a zone.
    Further,
    /// `aws_subnet.this`, where no module makes subnets.
    Own,
    /// It exists, and is only looked up.
    Found,
}

impl Subnet<'_> {
    /// Whether the export makes it.
    pub(super) fn is_made(&self) -> bool {
        self.place != Place::Found
    }

    /// Its id where the plan tells it.
    pub(super) fn id(&self) -> Option<&str> {
        self.listed?.id.as_deref()
    }
}

/// The zones of the VPC module, and each subnet's place.
///
/// The module puts subnet i into zone i modulo the number of zones, so it gets one node subnet a zone and one public
/// subnet for each of the first zones; everything else stands outside it.
pub(super) fn place<'a>(
    plan: &'a Plan,
    report: &'a Report,
    destination: Destination,
    form: Form,
) -> (Vec<String>, Vec<Subnet<'a>>) {
    let listed = plan.zones();
    let zone_of = |name: &str| -> Zone {
        let known = listed.iter().find(|zone| zone.name.as_str() == name);
        let unlisted = || {
            let name = Name::of(name)?;
            Some(Zone {
                name,
                ..Zone::default()
            })
        };
        known.cloned().or_else(unlisted).unwrap_or_default()
    };
    let layout = &report.layout.subnets;
    let max = report.states.iter().find(|state| state.name == "max");
    let mut subnets: Vec<Subnet<'a>> = Vec::new();
    for (index, placed) in layout.iter().enumerate() {
        let key = names::unique(&placed.name, |name| {
            subnets.iter().any(|other| other.key == name)
        });
        let of_plan = placed.listed.and_then(|index| plan.subnets.get(index));
        subnets.push(Subnet {
            key,
            zone: zone_of(&placed.zone).full_name(&plan.region),
            placed,
            listed: of_plan,
            report: report.subnets.get(index),
            at_max: max.and_then(|state| state.subnets.get(index)),
            place: outside_module(plan, destination, form, placed, of_plan),
            ipv6_part: u64::try_from(index).unwrap_or(u64::MAX),
        });
    }
    let has = |role: Role, zone: &str| {
        subnets
            .iter()
            .any(|subnet| subnet.placed.role == role && subnet.zone == zone)
    };
    let mut zones: Vec<String> = Vec::new();
    let mut names: Vec<&str> = listed.iter().map(|zone| zone.name.as_str()).collect();
    names.extend(layout.iter().map(|subnet| subnet.zone.as_str()));
    for public in [true, false] {
        for name in &names {
            let zone = zone_of(name);
            let full = zone.full_name(&plan.region);
            if !zone.is_local()
                && has(Role::Nodes, &full)
                && has(Role::Public, &full) == public
                && !zones.contains(&full)
            {
                zones.push(full);
            }
        }
    }
    if destination == Destination::New && form == Form::Modules {
        into_module(&zones, &mut subnets);
    }
    (zones, subnets)
}

/// Takes into the VPC module what its lists have room for.
fn into_module(zones: &[String], subnets: &mut [Subnet]) {
    let mut taken = Vec::new();
    for subnet in subnets {
        let Some(index) = zones.iter().position(|zone| *zone == subnet.zone) else {
            continue;
        };
        let place = match subnet.placed.role {
            Role::Nodes => Place::Private(index),
            Role::Public => Place::Public(index),
            _ => continue,
        };
        if !taken.contains(&place) {
            taken.push(place);
            subnet.place = place;
        }
    }
}

/// The place of a subnet that the VPC module does not make.
fn outside_module(
    plan: &Plan,
    destination: Destination,
    form: Form,
    placed: &PlacedSubnet,
    listed: Option<&plan::Subnet>,
) -> Place {
    match (destination, form) {
        (Destination::New, Form::Modules) if placed.role == Role::Pods => Place::Pods,
        (Destination::New, Form::Modules) => Place::Further,
        (Destination::New, Form::Plain) => Place::Own,
        _ if exists(plan, destination, listed) => Place::Found,
        _ => Place::Own,
    }
}

/// Whether a subnet is there already, in a VPC that exists.
///
/// It is where the plan knows its id or what is taken in it. Where the plan knows that of no subnet, the subnets of a
/// cluster that exists are those that it lists, but for the pods' ones, which are what is new.
/// A participant of a shared VPC makes no subnets: those that are missing are asked of its owner.
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html>, read 2026-11-24.
fn exists(plan: &Plan, destination: Destination, listed: Option<&plan::Subnet>) -> bool {
    if plan.vpc.shared {
        return true;
    }
    listed.is_some_and(|subnet| {
        if plan.subnets.iter().any(is_observed) {
            is_observed(subnet)
        } else {
            destination == Destination::Cluster && subnet.role != Role::Pods
        }
    })
}

/// Whether the plan knows something of a subnet that only AWS can have told.
pub(super) fn is_observed(subnet: &plan::Subnet) -> bool {
    subnet.id.is_some()
        || subnet.free.is_some()
        || subnet.used.is_some_and(|used| used.get() > 0)
        || !subnet.taken.is_empty()
}

/// The VPC's further blocks that the export associates: those in which no subnet exists.
pub(super) fn new_blocks(plan: &Plan, subnets: &[Subnet]) -> Vec<Ipv4Prefix> {
    let mut blocks = plan.vpc_blocks();
    blocks.drain(..1.min(blocks.len()));
    blocks.retain(|block| {
        !subnets
            .iter()
            .any(|subnet| !subnet.is_made() && block.contains(subnet.placed.cidr))
    });
    blocks
}
