//! Whether AWS would take the network as it is planned.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::layout::{Layout, PlacedSubnet};
use super::line_items::unknown_subnet;
use crate::aws::subnet::{self, LONGEST, SHORTEST};
use crate::aws::vpc::{self, Restriction};
use crate::finding::{Code, Finding, Operand};
use crate::net::Ipv4Prefix;
use crate::operands;
use crate::plan::{Mix, Percent, Plan, Role};

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
    findings: &'a mut Vec<Finding>,
}

/// Tells everything in the network that AWS would refuse, or that names what is not there.
pub(super) fn check(plan: &Plan, layout: &Layout, findings: &mut Vec<Finding>) {
    let mut checker = Checker {
        plan,
        layout,
        findings,
    };
    checker.blocks();
    checker.neighbours();
    checker.subnets();
    checker.overlaps();
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

    fn blocks(&mut self) {
        let blocks = self.plan.vpc_blocks();
        for (index, block) in blocks.iter().enumerate() {
            let subject = alloc::format!("vpc.cidrs[{index}]");
            if !(SHORTEST..=LONGEST).contains(&block.length()) {
                self.tell(Code::VpcCidrSize, subject.clone(), operands![*block]);
            }
            if let Some(range) = vpc::NEVER.into_iter().find(|range| range.overlaps(*block)) {
                self.tell(Code::NeverUsable, subject.clone(), operands![*block, range]);
            }
            if block.overlaps(vpc::DOCKER) {
                self.tell(Code::DockerRange, subject.clone(), operands![*block]);
            }
            for earlier in blocks.iter().take(index) {
                if earlier.overlaps(*block) {
                    self.tell(
                        Code::VpcCidrsOverlap,
                        subject.clone(),
                        operands![*earlier, *block],
                    );
                    continue;
                }
                match vpc::restriction(*earlier, *block) {
                    Some(Restriction::Disputed) => {
                        self.tell(
                            Code::VpcCidrDisputed,
                            subject.clone(),
                            operands![*block, *earlier],
                        );
                    }
                    Some(restriction) => self.tell(
                        Code::VpcCidrRestricted,
                        subject.clone(),
                        operands![*block, *earlier, restriction.reason()],
                    ),
                    None => {}
                }
            }
        }
        let count = blocks.len() as u64;
        if count > vpc::BLOCKS.0 {
            self.tell(Code::VpcCidrQuota, "vpc.cidrs", operands![count]);
        }
    }

    fn neighbours(&mut self) {
        for (index, block) in self.plan.vpc_blocks().into_iter().enumerate() {
            let subject = alloc::format!("vpc.cidrs[{index}]");
            for peer in self
                .plan
                .vpc
                .peers
                .iter()
                .filter(|peer| peer.overlaps(block))
            {
                self.tell(Code::PeerOverlap, subject.clone(), operands![block, *peer]);
            }
            // Routes are in the way of blocks that are added; the primary was there before them.
            for route in self
                .plan
                .vpc
                .routes
                .iter()
                .filter(|route| index > 0 && block.contains(**route))
            {
                self.tell(
                    Code::RouteConflict,
                    subject.clone(),
                    operands![block, *route],
                );
            }
        }
    }

    fn subnets(&mut self) {
        let blocks = self.plan.vpc_blocks();
        let mut names: Vec<&str> = Vec::new();
        for placed in &self.layout.subnets {
            let name = placed.name.as_str();
            if !is_new(&mut names, name) {
                self.tell(Code::DuplicateName, name, operands!["Subnet", name]);
            }
            if !blocks.iter().any(|block| block.contains(placed.cidr)) {
                let blocks: Vec<String> = blocks.iter().take(5).map(ToString::to_string).collect();
                self.tell(
                    Code::SubnetOutsideVpc,
                    name,
                    operands![name, placed.cidr, blocks.join(" or ")],
                );
            }
            if !(SHORTEST..=LONGEST).contains(&placed.cidr.length()) {
                self.tell(Code::SubnetSize, name, operands![name, placed.cidr]);
            }
        }
        let listed = self.plan.subnets.iter().enumerate();
        for (index, subnet) in
            listed.filter(|(_, subnet)| subnet.used.is_some() && subnet.free.is_some())
        {
            let name = subnet.name.as_deref().unwrap_or("this subnet");
            self.tell(
                Code::BothUsedAndFree,
                alloc::format!("subnets[{index}]"),
                operands![name],
            );
        }
        let count = self.layout.subnets.len() as u64;
        if count > subnet::PER_VPC {
            self.tell(Code::SubnetQuota, "subnets", operands![count]);
        }
    }

    /// Sorted by first address, a block overlaps an earlier one only where it starts before that one ends.
    fn overlaps(&mut self) {
        let key = |subnet: &PlacedSubnet| {
            u64::from(subnet.cidr.first()) << 8 | u64::from(subnet.cidr.length())
        };
        let keys = self.layout.subnets.iter().map(key);
        let mut sorted: Vec<(u64, u64)> = keys.zip(0..).collect();
        sorted.sort_unstable();
        let sorted = sorted.into_iter().filter_map(|(_, index)| {
            let index = usize::try_from(index).ok()?;
            self.layout.subnets.get(index)
        });
        let mut widest: Option<&PlacedSubnet> = None;
        for subnet in sorted {
            if let Some(other) = widest.filter(|other| other.cidr.overlaps(subnet.cidr)) {
                let operands = operands![
                    other.name.as_str(),
                    other.cidr,
                    subnet.name.as_str(),
                    subnet.cidr
                ];
                self.tell(Code::SubnetsOverlap, subnet.name.as_str(), operands);
            } else {
                widest = Some(subnet);
            }
        }
    }

    fn zones(&mut self) {
        let zones = self.plan.zones();
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
            let cluster_here = self.layout.of_cluster().iter().any(|index| {
                self.layout
                    .subnets
                    .get(*index)
                    .is_some_and(|subnet| subnet.zone == name)
            });
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

    fn service_block(&mut self) {
        let block = self.plan.service_cidr();
        let blocks = self.plan.vpc_blocks();
        let inside = |ranges: &[Ipv4Prefix]| ranges.iter().any(|range| range.contains(block));
        let reason = if !(12..=24).contains(&block.length()) {
            Some("it must be from /12 to /24".to_string())
        } else if !inside(&vpc::SERVICE_RANGES) {
            Some("it is in none of the private ranges".to_string())
        } else {
            blocks
                .iter()
                .find(|vpc| vpc.overlaps(block))
                .map(|vpc| alloc::format!("it overlaps the VPC's {vpc}"))
        };
        if let Some(reason) = reason {
            self.tell(
                Code::ServiceCidrBad,
                "cluster.service_cidr",
                operands![block, reason],
            );
        }
    }

    fn groups(&mut self) {
        let zones = self.plan.zones();
        let mut names: Vec<String> = Vec::new();
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
            for (at, zone) in group.zones.iter().enumerate() {
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
                if self.layout.named(wanted).is_none() {
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
