//! What there is to say once everything is counted: who is short of what, and what to do.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::capacity::{Scene, Usage};
use super::group::Group;
use super::moments_counted::MomentsCounted;
use super::overlay_checks;
use super::report::{SubnetReport, Wall};
use crate::aws::quotas;
use crate::aws::subnet::{BALANCER_SUBNET, CLUSTER_NEEDS, LOAD_BALANCER_NEEDS, UPGRADE_NEEDS};
use crate::finding::{Code, Counted, Finding};
use crate::operands;
use crate::plan::{Cni, Plan, Role};

/// Tells what the counted plan is short of.
pub(super) fn tell(
    plan: &Plan,
    scene: &Scene<'_>,
    counted: &MomentsCounted,
    subnets: &[SubnetReport],
    walls: &[Wall],
    findings: &mut Vec<Finding>,
) {
    let desired = &counted.desired;
    for (index, subnet) in subnets.iter().enumerate() {
        short_subnet(plan, scene, desired, index, subnet, findings);
        if scene.cluster.binary_search(&index).is_ok() && !plan.node_groups.is_empty() {
            cluster_subnet(subnet, findings);
        }
        policy(plan, subnet, findings);
        let is_small = subnet.cidr.length() > BALANCER_SUBNET;
        if is_small && scene.items.application.get(index) == Some(&true) {
            let operands = operands![subnet.name.as_str(), subnet.cidr];
            let name = subnet.name.clone();
            findings.push(Finding::new(Code::LoadBalancerSubnetSmall, name, operands));
        }
        if scene.items.balanced.get(index) == Some(&true) && subnet.free < LOAD_BALANCER_NEEDS {
            let operands = operands![subnet.name.as_str(), subnet.cidr, subnet.free];
            findings.push(Finding::new(
                Code::LoadBalancerBlocked,
                subnet.name.clone(),
                operands,
            ));
        }
    }
    groups(scene, desired, findings);
    upper_bound(scene, desired, subnets, walls, findings);
    modelled_in_part(plan, scene, findings);
    for (index, group) in scene.groups.iter().enumerate() {
        chosen_by_karpenter(group, index, findings);
    }
    overlay_checks::tell(plan, scene, desired, &counted.at_max, findings);
    too_soon(plan, walls, findings);
    service_block(plan, findings);
}

fn short_subnet(
    plan: &Plan,
    scene: &Scene<'_>,
    desired: &Usage,
    index: usize,
    subnet: &SubnetReport,
    findings: &mut Vec<Finding>,
) {
    let name = subnet.name.as_str();
    if subnet.short > 0 {
        let help = if subnet.role == Role::Nodes
            && !plan.networking.custom_networking
            && subnet.demand.idle > subnet.short
        {
            alloc::format!(
                "Nodes hold {} here: set WARM_IP_TARGET, use a larger subnet, or move pods to a secondary block",
                Counted(subnet.demand.idle, "idle address")
            )
        } else {
            "Use a larger subnet, or fewer nodes in this zone".to_string()
        };
        let wanted = subnet.demand.total();
        let operands = operands![name, subnet.cidr, subnet.short, wanted, subnet.usable, help];
        findings.push(Finding::new(Code::SubnetShort, name, operands));
    }
    let blocks = scene.short_of_blocks(&desired.loads, index);
    let held = desired.loads.get(index).map_or(0, |load| load.prefixes);
    if blocks > 0 {
        let operands = operands![name, subnet.cidr, held.saturating_sub(blocks), held];
        findings.push(Finding::new(Code::NoPrefixRoom, name, operands));
    } else if held > 0
        && subnet.prefixes_free < subnet.prefixes_free_best
        && scene.reservations(index).is_empty()
    {
        findings.push(Finding::new(
            Code::PrefixesOverMinimum,
            name,
            operands![name, subnet.cidr],
        ));
    }
}

/// The team's own reserve, which AWS does not ask for.
fn policy(plan: &Plan, subnet: &SubnetReport, findings: &mut Vec<Finding>) {
    let wanted = plan
        .policy
        .min_free
        .map_or(0, |share| share.of(subnet.usable));
    if subnet.free < wanted {
        let name = subnet.name.as_str();
        let operands = operands![name, subnet.cidr, subnet.free, wanted];
        findings.push(Finding::new(Code::BelowPolicy, name, operands));
    }
}

fn cluster_subnet(subnet: &SubnetReport, findings: &mut Vec<Finding>) {
    let name = subnet.name.as_str();
    if subnet.usable < CLUSTER_NEEDS.1 {
        findings.push(Finding::new(
            Code::ClusterSubnetSmall,
            name,
            operands![name, subnet.cidr, subnet.usable],
        ));
    }
    if subnet.free < UPGRADE_NEEDS {
        findings.push(Finding::new(
            Code::UpgradeBlocked,
            name,
            operands![name, subnet.free, UPGRADE_NEEDS],
        ));
    }
}

fn groups(scene: &Scene<'_>, desired: &Usage, findings: &mut Vec<Finding>) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (index, (group, outcome)) in scene.groups.iter().zip(&desired.groups).enumerate() {
        group.tell(findings);
        let name = group.name.as_str();
        for zone in scene.zones_without_subnet(index) {
            findings.push(Finding::new(
                Code::NoNodeSubnet,
                name,
                operands![name, zone],
            ));
        }
        if group.net.custom_networking {
            let places = scene.places.get(index).into_iter().flatten();
            for place in places.filter(|place| place.apart.is_none()) {
                let zone = place.zone.as_str();
                if told.insert(zone) {
                    let at = alloc::format!("zones.{zone}");
                    findings.push(Finding::new(Code::NoPodsSubnet, at, operands![zone]));
                }
            }
        } else if group.discovers()
            && scene
                .layout
                .subnets
                .iter()
                .any(|subnet| subnet.role == Role::Pods)
        {
            findings.push(Finding::new(Code::TaggedSubnets, name, operands![]));
        }
        let pending = outcome.desired.saturating_sub(outcome.placed);
        if pending > 0 {
            let (nodes, capacity) = (outcome.nodes, u64::from(group.capacity()));
            let secured = group.plan.pods.security_group_pods.get();
            let help = if capacity == 0 && group.plan.max_pods.is_some() {
                "Raise max_pods: nothing is left of a node for the workload".to_string()
            } else if capacity == 0 {
                "Choose a larger type: nothing is left of a node for the workload".to_string()
            } else if nodes.saturating_mul(capacity) >= outcome.desired && secured > 0 {
                alloc::format!(
                    "Each node has {} for pods with security groups: use more nodes, or a type that has more",
                    Counted(group.branch_limit().into(), "branch interface")
                )
            } else {
                let needed = outcome.desired.div_ceil(capacity);
                alloc::format!(
                    "Use {} or more, or a type that takes more pods",
                    Counted(needed, "node")
                )
            };
            let operands = operands![pending, outcome.desired, name, nodes, capacity, help];
            findings.push(Finding::new(Code::PodsPending, name, operands));
        }
        if outcome.without_address > 0 {
            let help = match group
                .possible_max_pods()
                .filter(|possible| *possible < u64::from(group.max_pods))
            {
                Some(possible) => alloc::format!(
                    "Set max_pods: {possible}, so that they go to nodes that can serve them"
                ),
                None if group.is_overlaid() => {
                    "Give the overlay more or larger blocks with pod_cidr".to_string()
                }
                None => {
                    "Give the nodes' subnets more addresses, or lower the warm targets".to_string()
                }
            };
            findings.push(Finding::new(
                Code::PodsWithoutAddress,
                name,
                operands![outcome.without_address, name, help],
            ));
        }
    }
}

/// Addresses minus nodes is what people reckon with; where it promises more than runs, say why.
fn upper_bound(
    scene: &Scene<'_>,
    desired: &Usage,
    subnets: &[SubnetReport],
    walls: &[Wall],
    findings: &mut Vec<Finding>,
) {
    let totals = scene.totals(desired);
    let usable: u64 = subnets
        .iter()
        .filter(|subnet| subnet.demand.nodes() > 0)
        .map(|subnet| subnet.usable)
        .sum();
    let running = totals
        .pods_placed
        .saturating_sub(totals.pods_without_address);
    let bound = usable.saturating_sub(totals.nodes);
    let apart = scene
        .groups
        .iter()
        .any(|group| group.net.custom_networking || group.serves().is_none());
    if running >= bound || running >= totals.pods_desired || bound == 0 || apart {
        return;
    }
    // Reserves keep addresses free; what runs is bound by something else.
    let binding = walls.iter().find(|wall| !wall.kind.is_reserve());
    let first = binding.map_or_else(String::new, Wall::message);
    let help =
        "Count interfaces too: each takes an address of its own, and holds idle ones".to_string();
    let operands = operands![
        usable,
        totals.nodes,
        bound,
        running,
        first.trim_end_matches('.'),
        help
    ];
    findings.push(Finding::new(Code::UpperBound, "subnets", operands));
}

/// Nodes that Karpenter chooses: how many the pods need, and between what they lie while nobody knows their types.
fn chosen_by_karpenter(group: &Group<'_>, index: usize, findings: &mut Vec<Finding>) {
    let name = group.name.as_str();
    if group.nodes.from_pods {
        let subject = alloc::format!("node_groups[{index}].nodes");
        let operands = operands![
            name,
            group.plan.pods.desired.get(),
            group.nodes.desired,
            group.capacity()
        ];
        findings.push(Finding::new(Code::NodesFromPods, subject, operands));
    }
    let Some(range) = group.range() else { return };
    if range.addresses_per_node.0 == range.addresses_per_node.1 && range.nodes.0 == range.nodes.1 {
        return;
    }
    let operands = operands![
        name,
        group.types.len() as u64,
        range.addresses_per_node.0,
        range.addresses_per_node.1,
        range.nodes.0,
        range.nodes.1
    ];
    findings.push(Finding::new(Code::TypesOpen, name, operands));
}

/// The first wall that growth reaches before the team's policy allows.
fn too_soon(plan: &Plan, walls: &[Wall], findings: &mut Vec<Finding>) {
    let Some(wanted) = plan.policy.min_months.map(crate::plan::Within::get) else {
        return;
    };
    let soon = walls.iter().filter_map(|wall| Some((wall.months?, wall)));
    let first = soon.min_by_key(|(months, _)| *months);
    if let Some((months, wall)) = first.filter(|(months, _)| *months < wanted) {
        let operands = operands![
            wall.subject.as_str(),
            wall.kind.title(),
            months,
            wanted,
            wall.fix().trim_end_matches('.')
        ];
        findings.push(Finding::new(Code::TooSoon, wall.subject.clone(), operands));
    }
}

/// A service block that holds fewer services than EKS takes; it cannot be changed later.
fn service_block(plan: &Plan, findings: &mut Vec<Finding>) {
    let block = plan.service_cidr();
    // The first and the last address are no service's.
    let holds = block.size().saturating_sub(2);
    if (12..=24).contains(&block.length()) && holds < quotas::SERVICES_PER_CLUSTER {
        let operands = operands![block, holds, quotas::SERVICES_PER_CLUSTER];
        findings.push(Finding::new(
            Code::ServiceBlockSmall,
            "cluster.service_cidr",
            operands,
        ));
    }
}

fn modelled_in_part(plan: &Plan, scene: &Scene<'_>, findings: &mut Vec<Finding>) {
    let eni = |group: &&Group<'_>| group.net.cni == Cni::CiliumEni;
    if scene.groups.iter().any(|group| eni(&group)) {
        findings.push(Finding::new(
            Code::ModelPartial,
            "networking.cni",
            operands![Cni::CiliumEni.text()],
        ));
    }
    let prefixed = |group: &Group<'_>| eni(&group) && group.net.prefix_delegation;
    if scene.groups.iter().any(prefixed) {
        findings.push(Finding::new(
            Code::CiliumPrefixes,
            "networking.prefix_delegation",
            [],
        ));
    }
    let ipv6 = plan.networking.ip_family == crate::plan::IpFamily::Ipv6;
    let warm = &plan.networking.warm;
    let set = [
        ("networking.warm.ip", warm.ip.is_some()),
        ("networking.warm.minimum_ip", warm.minimum_ip.is_some()),
    ];
    for (key, _) in set.into_iter().filter(|(_, set)| *set && ipv6) {
        findings.push(Finding::new(Code::IgnoredByIpv6, key, operands![key]));
    }
}

/// Where everything fits packed, but not once churn has left every node at its peak.
pub(super) fn peak(subnets: &[SubnetReport], peaks: &[u64], findings: &mut Vec<Finding>) {
    for (subnet, wanted) in subnets.iter().zip(peaks.iter().copied()) {
        if subnet.short == 0 && wanted > subnet.usable && subnet.demand.nodes() > 0 {
            let packed = subnet.demand.nodes();
            let operands = operands![
                subnet.name.as_str(),
                packed,
                wanted.saturating_sub(subnet.demand.apart_from_nodes()),
                subnet.usable
            ];
            findings.push(Finding::new(
                Code::PeakDoesNotFit,
                subnet.name.clone(),
                operands,
            ));
        }
    }
}
