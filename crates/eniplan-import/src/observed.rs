//! What was seen beside what the plan counts: subnet by subnet and group by group, with the likely causes of differences.

use std::collections::{BTreeMap, BTreeSet};

use eniplan_core::analyze::{GroupReport, Report};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::reservations;
use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use eniplan_core::plan::{Plan, Provisioner, Role};

use crate::groups::Gathered;
use crate::outcome::Leaked;
use crate::owner::Owner;
use crate::survey::{Owned, Survey};

/// A difference is told from so many addresses on, and from a twentieth of the subnet on.
const SMALL: u64 = 16;

/// A subnet as it was seen and as the plan counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedSubnet {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Addresses that it gives out.
    pub usable: u64,
    /// Free addresses as EC2 counts them.
    pub observed_free: Option<u64>,
    /// Free addresses as the plan counts them, with the nodes that there are now.
    pub modelled_free: Option<i64>,
    /// Addresses that the plan does not explain; negative where it counts more than there are.
    pub unexplained: Option<i64>,
    /// Addresses of the interfaces that were listed; none where none were listed at all.
    pub listed: Option<u64>,
    /// The same by whose they are, the largest first.
    pub owners: Vec<(String, u64)>,
    /// What the unexplained ones may be.
    pub causes: Vec<String>,
}

/// A node group as it was seen and as the plan counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedGroup {
    /// Its name.
    pub name: String,
    /// Nodes that were seen.
    pub nodes: u64,
    /// Nodes by zone.
    pub zones: Vec<(String, u32)>,
    /// The same as the plan counts them.
    pub planned: Vec<(String, u32)>,
    /// `.status.capacity.pods`, lowest and highest, where nodes were seen.
    pub max_pods: Option<(u32, u32)>,
    /// Pods that the network can serve on one of its nodes; none where it sets no limit.
    pub served: Option<u64>,
    /// Addresses that its nodes hold, least, most and all, where interfaces were seen.
    pub held: Option<(u64, u64, u64)>,
    /// Addresses that the plan counts for its fullest node.
    pub modelled: u64,
    /// Addresses that churn can lead to.
    pub peak: u64,
    /// Max pods that the kubelet reserves memory for, and how many nodes do, where that is another number.
    pub reserved_for: Option<(u64, u64)>,
}

impl ObservedGroup {
    /// How many nodes more stand in a zone than the plan counts there, where it is not as many.
    fn skew(&self) -> impl Iterator<Item = (&str, i64)> {
        let seen: BTreeMap<&str, u32> = self
            .zones
            .iter()
            .map(|(zone, count)| (zone.as_str(), *count))
            .collect();
        let zones = self.planned.iter().map(move |(zone, planned)| {
            let own = seen.get(zone.as_str()).copied().unwrap_or(0);
            (zone.as_str(), i64::from(own) - i64::from(*planned))
        });
        zones.filter(|(_, more)| *more != 0)
    }
}

/// A difference in words, as in `6 nodes more`.
fn more_or_fewer(more: i64, what: &str) -> String {
    let word = if more < 0 { "fewer" } else { "more" };
    let count = more.unsigned_abs();
    if what.is_empty() {
        format!("{count} {word}")
    } else {
        format!("{count} {what} {word}")
    }
}

/// Compares every subnet of the plan.
pub(crate) fn subnets(
    survey: &Survey<'_>,
    groups: &[ObservedGroup],
    report: &Report,
) -> Vec<ObservedSubnet> {
    let mut of_subnet: BTreeMap<usize, Vec<&Owned<'_>>> = BTreeMap::new();
    for owned in &survey.interfaces {
        if let Some(at) = owned.subnet {
            of_subnet.entry(at).or_default().push(owned);
        }
    }
    let is_listed = !survey.interfaces.is_empty();
    let compare = |(at, seen): (usize, &crate::survey::SurveyedSubnet<'_>)| {
        let mut reports = report.subnets.iter();
        let counted = reports.find(|subnet| subnet.name == seen.name.as_str())?;
        let interfaces = of_subnet.get(&at).map_or(&[][..], Vec::as_slice);
        let mut owners: BTreeMap<String, u64> = BTreeMap::new();
        for owned in interfaces {
            *owners.entry(owned.owner.name()).or_default() += owned.seen.size();
        }
        let listed: u64 = owners.values().sum();
        let mut owners: Vec<(String, u64)> = owners.into_iter().collect();
        owners.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), name.clone()));
        let free = counted.observed_free;
        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let mut subnet = ObservedSubnet {
            name: counted.name.clone(),
            id: seen.id.to_owned(),
            usable: counted.usable,
            observed_free: free,
            modelled_free: free
                .zip(counted.unexplained)
                .map(|(free, more)| signed(free).saturating_add(more)),
            unexplained: counted.unexplained,
            listed: is_listed.then_some(listed),
            owners,
            causes: Vec::new(),
        };
        subnet.causes = causes(survey, groups, &subnet, counted);
        Some(subnet)
    };
    survey
        .subnets
        .iter()
        .enumerate()
        .filter_map(compare)
        .collect()
}

/// What explains a difference, by what differs.
fn causes(
    survey: &Survey<'_>,
    groups: &[ObservedGroup],
    subnet: &ObservedSubnet,
    counted: &eniplan_core::analyze::SubnetReport,
) -> Vec<String> {
    let mut causes = Vec::new();
    let Some(unexplained) = subnet.unexplained.filter(|more| *more != 0) else {
        return causes;
    };
    let Some(listed) = subnet.listed else {
        causes.push("whose addresses they are was not seen; give the output of aws ec2 describe-network-interfaces".to_owned());
        return causes;
    };
    let taken = subnet
        .observed_free
        .map_or(listed, |free| subnet.usable.saturating_sub(free));
    if taken != listed {
        causes.push(format!("the interfaces that were listed hold {listed} addresses and EC2 counts {taken}: they were listed at another time, in part, or belong to another account"));
    }
    let held = |name: &str| {
        let mut owners = subnet.owners.iter();
        owners
            .find(|(own, _)| own == name)
            .map_or(0, |(_, count)| *count)
    };
    let nodes = held(&Owner::Node.name());
    let modelled = counted.demand.nodes();
    if nodes != modelled {
        let all = groups.iter().flat_map(ObservedGroup::skew);
        let here = all.filter(|(zone, _)| *zone == counted.zone.as_str());
        let why = match here.map(|(_, more)| more).sum::<i64>() {
            0 => why_nodes(survey, nodes > modelled).to_owned(),
            more => format!("{} in its zone", more_or_fewer(more, "nodes")),
        };
        causes.push(format!(
            "nodes hold {nodes} addresses here, and the plan counts {modelled}: {why}"
        ));
    }
    let control_plane = held(&Owner::ControlPlane.name());
    if control_plane != counted.demand.control_plane {
        causes.push(format!(
            "{control_plane} interfaces of the control plane stand here, and the plan counts {}",
            counted.demand.control_plane
        ));
    }
    let balancers: u64 = subnet
        .owners
        .iter()
        .filter(|(name, _)| name.ends_with("-load-balancers"))
        .map(|(_, count)| *count)
        .sum();
    if balancers < counted.demand.load_balancers {
        causes.push(format!("load balancers hold {balancers} addresses here, and the plan counts {}, two for an Application Load Balancer that has work", counted.demand.load_balancers));
    }
    if causes.is_empty() {
        causes.push(if unexplained > 0 {
            "addresses without an interface of their own, or counted at another moment".to_owned()
        } else {
            "the plan counts what is not there yet".to_owned()
        });
    }
    causes
}

fn why_nodes(survey: &Survey<'_>, is_more: bool) -> &'static str {
    match (survey.inventory.pods.is_empty(), is_more) {
        (true, _) => "pods were not seen; give the output of kubectl get pods -A -o json",
        (false, true) => {
            "nodes or pods stand unevenly, keep what they once needed, or run DaemonSets with addresses"
        }
        (false, false) => "nodes or pods stand unevenly, or nodes are younger than their pools",
    }
}

/// Compares every group of the plan.
pub(crate) fn groups(
    survey: &Survey<'_>,
    gathered: &[Gathered<'_>],
    plan: &Plan,
    report: &Report,
) -> Vec<ObservedGroup> {
    let is_listed = !survey.interfaces.is_empty();
    let compare = |group: &Gathered<'_>| {
        let own = group.plan.name.as_deref().unwrap_or_default();
        let counted: &GroupReport = report
            .node_groups
            .iter()
            .find(|report| report.name == own)?;
        let max_pods = group.nodes.iter().filter_map(|node| node.max_pods);
        let held = group
            .nodes
            .iter()
            .map(|node| node.held)
            .filter(|held| *held > 0);
        let is_fargate = group.plan.provisioner == Provisioner::Fargate;
        Some(ObservedGroup {
            name: own.to_owned(),
            nodes: group.nodes.len() as u64,
            zones: group
                .zones
                .iter()
                .map(|(zone, count)| (zone.to_string(), *count))
                .collect(),
            planned: group
                .planned(plan)
                .into_iter()
                .map(|(zone, count)| (zone.to_string(), count))
                .collect(),
            max_pods: max_pods.clone().min().zip(max_pods.max()),
            served: counted.formula_max_pods.filter(|_| !is_fargate),
            held: is_listed
                .then(|| Some((held.clone().min()?, held.clone().max()?, held.sum())))
                .flatten(),
            modelled: counted.addresses_per_node,
            peak: counted.peak_addresses_per_node,
            reserved_for: reserved_for(group),
        })
    };
    gathered.iter().filter_map(compare).collect()
}

/// The max pods for which the kubelets reserve memory, where it is not what they take.
///
/// What is reserved is 255 + 11 × max pods MiB, and 100 MiB more are kept for eviction.
fn reserved_for(group: &Gathered<'_>) -> Option<(u64, u64)> {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for node in &group.nodes {
        let (Some(capacity), Some(allocatable), Some(max_pods)) =
            (node.memory_kib, node.allocatable_memory_kib, node.max_pods)
        else {
            continue;
        };
        if allocatable == reservations::allocatable_memory_kib(capacity, max_pods) {
            continue;
        }
        let kept = capacity.saturating_sub(allocatable);
        let base = capacity.saturating_sub(reservations::allocatable_memory_kib(capacity, 0));
        let for_pods = kept.checked_sub(base)?;
        // Any other remainder is another rule than EKS's, such as one's own systemReserved.
        if for_pods % (11 << 10) == 0 {
            *counts.entry(for_pods / (11 << 10)).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count)
}

/// What stands out.
pub(crate) fn findings(
    survey: &Survey<'_>,
    subnets: &[ObservedSubnet],
    groups: &[ObservedGroup],
    catalogue: &Catalogue,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for subnet in subnets {
        let (Some(unexplained), Some(free), Some(modelled)) = (
            subnet.unexplained,
            subnet.observed_free,
            subnet.modelled_free,
        ) else {
            continue;
        };
        if unexplained.unsigned_abs() > SMALL.max(subnet.usable / 20) {
            let causes = capital(&subnet.causes.join("; "));
            let operands = operands![
                subnet.name.as_str(),
                free,
                modelled.to_string(),
                unexplained.to_string(),
                causes
            ];
            findings.push(Finding::new(
                Code::ImportUnexplained,
                subnet.name.as_str(),
                operands,
            ));
        }
    }
    for group in groups {
        let own = group.name.as_str();
        if let (Some((_, set)), Some(served)) = (group.max_pods, group.served)
            && u64::from(set) > served
        {
            let more = u64::from(set) - served;
            findings.push(Finding::new(
                Code::ImportCapacity,
                own,
                operands![own, set, served, more],
            ));
        }
        if let (Some((reserved, nodes)), Some((_, set))) = (group.reserved_for, group.max_pods)
            && reserved != u64::from(set)
        {
            let mib = reserved.saturating_mul(11).saturating_add(255);
            let operands = operands![own, reserved, set, mib, nodes];
            findings.push(Finding::new(Code::ImportReserved, own, operands));
        }
        let (least, most) = (
            group
                .zones
                .iter()
                .map(|(_, count)| *count)
                .min()
                .unwrap_or(0),
            group
                .zones
                .iter()
                .map(|(_, count)| *count)
                .max()
                .unwrap_or(0),
        );
        // One node more is how counts come out; a third more than elsewhere is how a zone fills up.
        if most > least.saturating_add(1) && u64::from(most - least) * 3 > u64::from(least) {
            let zones: Vec<String> = group
                .zones
                .iter()
                .map(|(zone, count)| format!("{count} in {zone}"))
                .collect();
            let by_plan: Vec<String> = group
                .skew()
                .map(|(zone, more)| format!("{} in {zone}", more_or_fewer(-more, "")))
                .collect();
            findings.push(Finding::new(
                Code::ImportSkew,
                own,
                operands![own, zones.join(", "), by_plan.join(", ")],
            ));
        }
        if let Some((_, most, _)) = group.held
            && most > group.modelled.max(group.peak)
        {
            findings.push(Finding::new(
                Code::ImportFootprint,
                own,
                operands![own, most, group.modelled, group.peak],
            ));
        }
    }
    findings.extend(unknown_types(survey, catalogue));
    findings.extend(disagreeing(survey, subnets));
    findings
}

/// Types of nodes that neither eniplan nor EC2's answers describe.
fn unknown_types(survey: &Survey<'_>, catalogue: &Catalogue) -> Vec<Finding> {
    let types = survey.nodes.values().filter_map(|node| node.instance_type);
    let unknown: BTreeSet<&str> = types.filter(|own| catalogue.get(own).is_none()).collect();
    let tell = |own: &str| {
        let nodes = survey
            .nodes
            .values()
            .filter(|node| node.instance_type == Some(own))
            .count() as u64;
        Finding::new(Code::ImportUnknownType, own, operands![own, nodes])
    };
    unknown.into_iter().map(tell).collect()
}

/// Subnets of which more or fewer addresses were listed than EC2 counts.
fn disagreeing(survey: &Survey<'_>, subnets: &[ObservedSubnet]) -> Vec<Finding> {
    let tell = |subnet: &ObservedSubnet| {
        let (listed, free) = (subnet.listed?, subnet.observed_free?);
        let taken = subnet.usable.saturating_sub(free);
        let more = taken.abs_diff(listed);
        let role = survey.subnets.iter().find(|own| own.id == subnet.id)?.role;
        let matters = role != Role::Other || listed > taken;
        (matters && more > SMALL.max(subnet.usable / 20)).then(|| {
            let operands = operands![subnet.name.as_str(), listed, taken];
            Finding::new(Code::ImportListing, subnet.name.as_str(), operands)
        })
    };
    subnets.iter().filter_map(tell).collect()
}

/// Interfaces that were left behind, a finding a subnet.
pub(crate) fn leaks(leaked: &[Leaked]) -> Vec<Finding> {
    let mut of_subnet: BTreeMap<&str, (u64, u64, &str)> = BTreeMap::new();
    for leak in leaked {
        let entry = of_subnet
            .entry(&leak.subnet)
            .or_insert((0, 0, &leak.interface));
        entry.0 += 1;
        entry.1 += leak.addresses;
    }
    let tell = |(subnet, (count, addresses, first)): (&str, (u64, u64, &str))| {
        Finding::new(
            Code::ImportLeaked,
            subnet,
            operands![subnet, count, addresses, first],
        )
    };
    of_subnet.into_iter().map(tell).collect()
}

/// A sentence's first letter as one.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
