//! Whether AWS would take the network as it is planned.

mod ipv6_blocks;
mod room;
mod subnets;
mod vpc_blocks;

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::layout::Layout;
use super::line_items::unknown_subnet;
use crate::aws::region::is_region;
use crate::finding::{Code, Finding, Operand};
use crate::operands;
use crate::plan::{MOST_ZONES, Mix, Percent, Plan, Role};
use room::Room;

/// Zones in which EKS places no cluster subnets.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html>, read 2026-11-23.
const ZONES_WITHOUT_CLUSTERS: [&str; 3] = ["use1-az3", "usw1-az2", "cac1-az3"];

/// Adds a name to those that were seen, and says whether it was new.
fn is_new<T: PartialEq>(seen: &mut Vec<T>, name: T) -> bool {
    let new = !seen.contains(&name);
    seen.push(name);
    new
}

struct Checker<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    room: Room<'a>,
    findings: &'a mut Vec<Finding>,
}

/// Tells everything in the network that AWS would refuse, or that names what is not there.
pub(super) fn check(plan: &Plan, layout: &Layout, findings: &mut Vec<Finding>) {
    let mut checker = Checker {
        plan,
        layout,
        room: Room::of(plan, layout),
        findings,
    };
    checker.region();
    checker.vpc_blocks();
    checker.neighbours();
    checker.subnets();
    checker.overlaps();
    checker.reservations();
    checker.ipv6();
    checker.zones();
    checker.service_block();
    checker.groups();
}

impl Checker<'_> {
    fn tell(
        &mut self,
        code: Code,
        subject: impl Into<String>,
        operands: impl IntoIterator<Item = Operand>,
    ) {
        self.findings.push(Finding::new(code, subject, operands));
    }

    /// Tells of more zones than are counted.
    fn too_many_zones(&mut self, subject: String, zones: usize) {
        if zones > MOST_ZONES {
            let operands = operands![zones as u64, MOST_ZONES as u64];
            self.tell(Code::TooMany, subject, operands);
        }
    }

    fn zones(&mut self) {
        let zones = self.plan.zones();
        let of_subnets = self.plan.subnets.iter().map(|subnet| subnet.zone.as_str());
        let listed = match self.plan.zones.len() {
            0 => of_subnets.collect::<BTreeSet<&str>>().len(),
            listed => listed,
        };
        self.too_many_zones("zones".to_string(), listed);
        let clusters = self.layout.of_cluster().into_iter();
        let clusters = clusters.filter_map(|index| self.layout.subnets.get(index));
        let clusters: BTreeSet<&str> = clusters.map(|subnet| subnet.zone.as_str()).collect();
        let mut names: Vec<&str> = Vec::new();
        for (index, zone) in zones.iter().enumerate() {
            let name = zone.name.as_str();
            if !is_new(&mut names, name) {
                self.tell(
                    Code::DuplicateName,
                    alloc::format!("zones[{index}]"),
                    operands!["Zone", name],
                );
            }
            let cluster_here = clusters.contains(name);
            let disallowed = zone
                .id
                .as_deref()
                .is_some_and(|id| ZONES_WITHOUT_CLUSTERS.contains(&id));
            if cluster_here && (disallowed || zone.is_local()) {
                let shown = zone.id.as_deref().unwrap_or(name);
                self.tell(
                    Code::ZoneDisallowed,
                    alloc::format!("zones[{index}]"),
                    operands![shown],
                );
            }
        }
        for subnet in &self.layout.subnets {
            if !names.contains(&subnet.zone.as_str()) {
                let help = alloc::format!("Zones here are {}", names.join(", "));
                self.tell(
                    Code::UnknownName,
                    subnet.name.as_str(),
                    operands!["zone", subnet.zone.as_str(), help],
                );
            }
        }
        let of_cluster = self.layout.of_cluster();
        let mut of_cluster = of_cluster
            .iter()
            .filter_map(|index| self.layout.subnets.get(*index))
            .map(|subnet| subnet.zone.as_str());
        let first = of_cluster.next();
        if of_cluster.all(|zone| Some(zone) == first) {
            let zones = u64::from(first.is_some());
            self.tell(Code::TooFewZones, "zones", operands![zones]);
        }
    }

    fn region(&mut self) {
        let region = self.plan.region.as_str();
        if !is_region(region) {
            self.tell(Code::NotARegion, "region", operands![region]);
        }
    }

    fn groups(&mut self) {
        let zones = self.plan.zones();
        let mut names: Vec<String> = Vec::new();
        let subnets = self.layout.names();
        for (index, group) in self.plan.node_groups.iter().enumerate() {
            let (name, path) = (
                self.plan.group_name(index),
                alloc::format!("node_groups[{index}]"),
            );
            if !is_new(&mut names, name.clone()) {
                self.tell(
                    Code::DuplicateName,
                    path.clone(),
                    operands!["Node group", name.as_str()],
                );
            }
            let (min, desired, max) = (group.nodes.min(), group.nodes.desired(), group.nodes.max());
            if min > desired || desired > max {
                self.tell(
                    Code::NodeCountsOutOfOrder,
                    alloc::format!("{path}.nodes"),
                    operands![name.as_str(), min, desired, max],
                );
            }
            self.too_many_zones(alloc::format!("{path}.zones"), group.zones.len());
            for (at, zone) in group.zones.iter().enumerate().take(MOST_ZONES) {
                if !zones.iter().any(|known| known.name == *zone) {
                    let known: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
                    let help = alloc::format!("Zones here are {}", known.join(", "));
                    self.tell(
                        Code::UnknownName,
                        alloc::format!("{path}.zones[{at}]"),
                        operands!["zone", zone.as_str(), help],
                    );
                }
            }
            for (at, wanted) in group.subnets.iter().flatten().enumerate() {
                if !subnets.contains_key(wanted.as_str()) {
                    let finding =
                        unknown_subnet(self.layout, wanted, alloc::format!("{path}.subnets[{at}]"));
                    self.findings.push(finding);
                }
            }
            if let Some(Mix(mix)) = &group.mix {
                let sum = mix
                    .iter()
                    .map(|(_, percent)| percent.hundredths())
                    .fold(0, u32::saturating_add);
                if sum != 10_000 {
                    let shown = Percent::of_hundredths(sum).to_string();
                    let operands = operands![name.as_str(), shown.trim_end_matches('%')];
                    self.tell(Code::BadMix, alloc::format!("{path}.mix"), operands);
                }
            }
        }
        self.pods_subnets();
    }

    /// Pods subnets beyond the first of a zone, which custom networking does not use.
    fn pods_subnets(&mut self) {
        if !super::layout::wants_pods(self.plan) {
            return;
        }
        for zone in self.plan.zones() {
            let mut pods = self
                .layout
                .of(Role::Pods, &zone.name)
                .map(|(_, subnet)| subnet);
            let first = pods.next();
            for (subnet, first) in pods.zip(first.into_iter().cycle()) {
                let operands = operands![
                    subnet.name.as_str(),
                    zone.name.as_str(),
                    first.name.as_str()
                ];
                self.findings.push(Finding::new(
                    Code::SubnetUnused,
                    subnet.name.clone(),
                    operands,
                ));
            }
        }
    }
}
