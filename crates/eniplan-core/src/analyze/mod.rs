//! Plan and catalogue to report.

mod address_usage;
mod advice;
mod amount;
pub mod block_map;
mod blocks;
mod capacity;
mod chosen;
pub mod explain;
mod field;
mod fixes;
pub mod fullest;
mod gates;
mod group;
mod growth;
mod kind;
pub(crate) mod layout;
mod line_items;
mod max_nodes;
pub mod mend;
mod moments;
mod moments_counted;
mod months;
mod neighbours;
mod network;
mod node;
mod node_counts;
mod node_walls;
mod overlay_checks;
mod places;
mod placing;
mod pools;
pub mod ranking;
mod report;
#[cfg(feature = "serde")]
mod serialize;
mod settings;
mod shortages;
pub(crate) mod sizing;
mod spread;
mod starvation;
pub mod strategies;
mod surge;
pub mod type_figures;
mod usage;
mod walls;
mod zones;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Reverse;

#[cfg(feature = "yaml")]
pub(crate) use chosen::tell_unknown;
pub use field::Fields;
pub use layout::{Layout, PlacedSubnet};
pub use months::pods_after;
pub use neighbours::{SharedSubnet, SharedVpc, on_shared_vpcs};
pub use report::*;
#[cfg(feature = "serde")]
pub use serialize::Document;

use crate::aws::catalogue::Catalogue;
use crate::finding::{Code, Finding, Severity};
use crate::operands;
use crate::plan::Plan;
use capacity::{Scene, Usage};
use group::Group;
use moments_counted::MomentsCounted;

/// Says everything there is to say of a plan.
///
/// ```
/// use eniplan_core::{analyze::analyze, aws::catalogue::Catalogue, plan::Plan};
/// let (plan, _) = Plan::from_text(b"node_groups: [{instance_types: [m5.large], pods: {desired: 60}}]").unwrap();
/// let report = analyze(&plan, &Catalogue::bundled());
/// assert_eq!(report.node_groups[0].max_pods, 29);
/// assert_eq!(report.totals.pods_placed, 60);
/// ```
pub fn analyze(plan: &Plan, catalogue: &Catalogue) -> Report {
    let mut findings = Vec::new();
    let layout = layout::lay_out(plan, &mut findings);
    network::check(plan, &layout, &mut findings);
    let indexes = 0..plan.node_groups.len();
    let groups: Vec<Group<'_>> = indexes
        .filter_map(|index| Group::of(plan, index, catalogue, &mut findings))
        .collect();
    let scene = Scene::of(plan, &layout, &groups, &mut findings);
    let counted = MomentsCounted::of(plan, &scene);
    let desired = &counted.desired;
    let drills = gates::drill(&scene, &counted);
    let peaks = scene.at_peak();
    let walls = walls::find(plan, &scene);
    let advice = advice::of_groups(plan, &scene);
    let subnets = scene.subnets(desired);
    shortages::tell(plan, &scene, &counted, &subnets, &walls, &mut findings);
    shortages::peak(&subnets, &peaks, &mut findings);
    zones::tell(plan, &layout, &mut findings);
    settings::tell(&groups, &mut findings);
    surge::tell(&scene, &counted, &mut findings);
    if !counted.were_replayed {
        let operands = operands![scene.most_replayed()];
        findings.push(Finding::new(Code::ServedWhole, "subnets", operands));
    }
    if counted.were_in_lots {
        let operands = operands![places::CHOICES];
        findings.push(Finding::new(Code::PlacedInLots, "subnets", operands));
    }
    advice::tell(&scene, &counted, &advice, &mut findings);
    Report {
        gates: gates::ask(&scene, &counted, &drills),
        drills,
        subnets,
        peaks,
        node_groups: group_reports(&scene, desired, &advice),
        pod_pools: scene.pod_pools(desired),
        totals: scene.totals(desired),
        walls,
        findings: in_order(findings),
        states: states(&scene, &counted),
        layout,
    }
}

/// The plan at max, while upgrading, and without each zone.
fn states(scene: &Scene<'_>, counted: &MomentsCounted) -> Vec<State> {
    let state = |name: String, usage: &Usage| State {
        name,
        subnets: scene.subnets(usage),
        pod_pools: scene.pod_pools(usage),
        totals: scene.totals(usage),
    };
    let mut states = Vec::with_capacity(2 + counted.without.len());
    states.push(state("max".to_string(), &counted.at_max));
    states.push(state("upgrade".to_string(), &counted.upgrading));
    for (zone, usage) in &counted.without {
        states.push(state(alloc::format!("zone-loss:{zone}"), usage));
    }
    states
}

/// Errors first, and within a severity in the order of codes; what is equal keeps its order.
///
/// One pass for each code that is there: the page is smaller without one more sort.
fn in_order(findings: Vec<Finding>) -> Vec<Finding> {
    let of = |finding: &Finding| (Reverse(finding.severity), finding.code);
    let mut kinds: Vec<(Reverse<Severity>, Code)> = Vec::new();
    for kind in findings.iter().map(of) {
        if let Err(at) = kinds.binary_search(&kind) {
            kinds.insert(at, kind);
        }
    }
    let mut left: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(left.len());
    for kind in kinds {
        let slots = left.iter_mut();
        ordered.extend(slots.filter_map(|slot| slot.take_if(|finding| of(finding) == kind)));
    }
    ordered
}

fn group_reports(
    scene: &Scene<'_>,
    desired: &Usage,
    advice: &[Option<Advice>],
) -> Vec<GroupReport> {
    let max_nodes = max_nodes::of_groups(scene, desired);
    let report = |(index, group): (usize, &Group<'_>)| {
        let outcome = desired.groups.get(index).copied().unwrap_or_default();
        let count = moments::desired_count(group);
        let take = group.fullest(count);
        GroupReport {
            name: group.name.clone(),
            instance_type: group.lowest.name.clone(),
            instance_types: group
                .types
                .iter()
                .map(|instance| instance.name.clone())
                .collect(),
            nodes: outcome.nodes,
            nodes_max: group.nodes.max.into(),
            nodes_from_pods: group.nodes.from_pods,
            max_pods: group.max_pods.into(),
            max_pods_formula: group.ceiling.formula().map(ToString::to_string),
            formula_max_pods: group.ceiling.pods().map(Into::into),
            max_pods_source: if group.plan.max_pods.is_some() {
                MaxPodsSource::Plan
            } else {
                MaxPodsSource::Rules
            },
            certainty: if group.plan.max_pods.is_some() {
                Certainty::Exact
            } else {
                group.set_by.certainty
            },
            host_network_pods: group.host_network.into(),
            interfaces: take.interfaces,
            addresses_per_node: take.addresses(),
            idle_addresses_per_node: take.idle,
            peak_addresses_per_node: group.peak().addresses().max(take.addresses()),
            range: group.range(),
            max_nodes: max_nodes.get(index).copied().flatten(),
            pods_desired: outcome.desired,
            pods_placed: outcome.placed,
            pods_pending: outcome.desired.saturating_sub(outcome.placed),
            pods_without_address: outcome.without_address,
            advice: advice.get(index).copied().flatten(),
        }
    };
    scene.groups.iter().enumerate().map(report).collect()
}
