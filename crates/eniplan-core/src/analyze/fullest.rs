//! The fullest node of a group: how full each of its resources is, and what it would take with other pods and targets.
//!
//! [`analyze`](super::analyze) calls nothing of this, so that only the page that shows a node carries it.

use alloc::string::String;
use alloc::vec::Vec;

use super::group::Group;
use super::kind::{Fit, Kind};
use super::moments;
use super::spread::{Count, Segment, segments};
use crate::aws::catalogue::Catalogue;
use crate::aws::warm_pool::{PoolSettings, Targets};
use crate::plan::{Cni, Plan, Provisioner, WarmOverride, Within};

/// The most pods for which a curve is drawn; the limits of AWS stay below.
const MOST_PODS: u32 = 1_000;

/// The fullest node of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullestNode {
    /// Its type.
    pub instance_type: String,
    /// Workload pods on it.
    pub workload: u32,
    /// Pods on it with an address of its own interfaces.
    pub pods: u32,
    /// Pods with such an address that its max pods leaves room for.
    pub most: u32,
    /// How full each resource is that bounds its pods.
    pub bars: Vec<Bar>,
    /// What it takes under each warm setting, the plan's own first; none where it keeps no pool that targets govern.
    pub curves: Vec<Curve>,
}

/// How full a resource of the node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Which one.
    pub resource: Resource,
    /// What the pods take.
    pub used: u64,
    /// What there is for pods.
    pub has: u64,
    /// Further workload pods that it carries.
    pub room: u64,
}

/// What bounds the pods of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// Max pods of the kubelet, in pods.
    MaxPods,
    /// Addresses that its interfaces can have, in pods.
    Addresses,
    /// CPU for workload pods, in millicores.
    Cpu,
    /// Memory for workload pods, in bytes.
    Memory,
}

/// A way to keep addresses ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `ENABLE_PREFIX_DELEGATION`.
    pub prefix_delegation: bool,
    /// The targets.
    pub targets: Targets,
}

/// What the node takes under a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// The setting.
    pub setting: Setting,
    /// Addresses with 0, 1, 2 and so on pods.
    pub addresses: Vec<u64>,
    /// The fewest pods whose absence gives addresses back, and what they give; none where nothing does.
    pub cliff: Option<Cliff>,
}

/// Pods that give addresses back when they are not on the node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cliff {
    /// So many fewer on each node.
    pub pods: u32,
    /// Addresses that the fullest node gives back.
    pub of_node: u64,
    /// Addresses that all nodes of the group give back.
    pub of_group: u64,
}

impl FullestNode {
    /// The fullest node of a group with its desired nodes and pods; none where its type is unknown or it has no nodes.
    ///
    /// ```
    /// use eniplan_core::{analyze::fullest::FullestNode, aws::catalogue::Catalogue, plan::Plan};
    ///
    /// let text = "node_groups: [{instance_types: [m5.large], nodes: {desired: 2}, pods: {desired: 20}}]";
    /// let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    /// let node = FullestNode::of(&plan, 0, &Catalogue::bundled()).unwrap();
    /// let own = &node.curves[0];
    /// // Ten pods begin a second interface, and one more is kept warm.
    /// assert_eq!(own.addresses[10], 30);
    /// assert_eq!(own.cliff.map(|cliff| (cliff.pods, cliff.of_node)), Some((1, 10)));
    /// ```
    pub fn of(plan: &Plan, index: usize, catalogue: &Catalogue) -> Option<Self> {
        let mut told = Vec::new();
        let group = Group::of(plan, index, catalogue, &mut told)?;
        let segments = desired(&group);
        let (segment, kind) = fullest(&group, &segments)?;
        let pods = own_pods(kind, segment);
        let most = kind
            .room_by_max_pods()
            .saturating_add(group.daemonset)
            .min(MOST_PODS);
        Some(Self {
            instance_type: kind
                .hungriest()
                .map_or_else(String::new, |(kind, _)| kind.name.clone()),
            workload: segment.workload,
            pods,
            most,
            bars: bars(&group, kind, segment, pods),
            curves: curves(plan, index, catalogue, &group, most),
        })
    }

    /// The resource that carries the fewest further pods: which is full first.
    pub fn first_full(&self) -> Option<&Bar> {
        self.bars.iter().min_by_key(|bar| bar.room)
    }
}

impl Setting {
    /// The plan with this setting for a group.
    ///
    /// `aws-node` runs with one set of targets in the whole cluster, so that it goes where the plan has them; what the
    /// group says of its own gives way.
    pub fn applied(self, plan: &Plan, index: usize) -> Plan {
        let mut plan = plan.clone();
        if let Some(group) = plan.node_groups.get_mut(index) {
            group.networking.prefix_delegation = None;
            group.networking.warm = WarmOverride::default();
        }
        let networking = &mut plan.networking;
        networking.prefix_delegation = self.prefix_delegation;
        let warm = &mut networking.warm;
        (warm.ip, warm.minimum_ip) = (None, None);
        match self.targets {
            Targets::Addresses { warm: ip, minimum } => {
                warm.ip = (ip > 0).then(|| Within::of(ip));
                warm.minimum_ip = (minimum > 0).then(|| Within::of(minimum));
            }
            Targets::Prefixes(target) => warm.prefix = Within::of(target),
            Targets::Interfaces(target) => warm.eni = Within::of(target),
        }
        plan
    }
}

/// The nodes of a group as desired, of which there is at least one.
fn desired(group: &Group<'_>) -> Vec<Segment> {
    let count = moments::desired_count(group);
    let nodes = count.nodes.max(1);
    segments(group, Count { nodes, ..count })
}

/// The node that takes most, as the report shows it.
fn fullest<'a, 'b>(
    group: &'a Group<'b>,
    segments: &'a [Segment],
) -> Option<(&'a Segment, &'a Kind<'b>)> {
    let kinds = segments
        .iter()
        .filter_map(|segment| Some((segment, group.kinds.get(segment.kind)?)));
    kinds.max_by_key(|(segment, kind)| {
        let take = kind.take(segment.workload, segment.branches);
        (take.addresses(), segment.workload)
    })
}

/// Pods of a node that need an address of its interfaces.
fn own_pods(kind: &Kind<'_>, segment: &Segment) -> u32 {
    let (_, take) = kind.taking(segment.workload, segment.branches);
    let served = take.pod_addresses.saturating_sub(take.idle);
    u32::try_from(served.saturating_add(take.without_address)).unwrap_or(u32::MAX)
}

fn bars(group: &Group<'_>, kind: &Kind<'_>, segment: &Segment, pods: u32) -> Vec<Bar> {
    let workload = u64::from(segment.workload);
    let by_pods = |resource, used: u64, has: u64| Bar {
        resource,
        used,
        has,
        room: has.saturating_sub(used),
    };
    let on_node = workload
        .saturating_add(group.host_network.into())
        .saturating_add(group.daemonset.into());
    let max_pods = u64::from(kind.max_pods);
    let mut bars = Vec::from([by_pods(Resource::MaxPods, on_node.min(max_pods), max_pods)]);
    bars.extend(
        kind.serves()
            .map(|serves| by_pods(Resource::Addresses, pods.into(), serves)),
    );
    let fits = [(Resource::Cpu, kind.cpu), (Resource::Memory, kind.memory)];
    bars.extend(fits.into_iter().filter_map(|(resource, fit)| {
        let fit: Fit = fit?;
        Some(Bar {
            resource,
            used: workload.saturating_mul(fit.wants),
            has: fit.has,
            room: u64::from(fit.pods()).saturating_sub(workload),
        })
    }));
    bars
}

/// A curve for each setting that differs on this node, the group's own first.
fn curves(
    plan: &Plan,
    index: usize,
    catalogue: &Catalogue,
    group: &Group<'_>,
    most: u32,
) -> Vec<Curve> {
    let governed = group.net.cni == Cni::VpcCni && group.plan.provisioner != Provisioner::AutoMode;
    let present = group
        .kinds
        .first()
        .and_then(Kind::pool)
        .filter(|_| governed);
    let Some((present, _)) = present else {
        return Vec::new();
    };
    let mut curves: Vec<Curve> = Vec::new();
    for setting in settings(&present) {
        if curves.iter().any(|curve| curve.setting == setting) {
            continue;
        }
        let changed = setting.applied(plan, index);
        let mut told = Vec::new();
        let Some(group) = Group::of(&changed, index, catalogue, &mut told) else {
            continue;
        };
        let pool = group.kinds.first().and_then(Kind::pool);
        if pool.is_some_and(|(pool, _)| pool.prefix_delegation == setting.prefix_delegation) {
            curves.extend(curve(setting, &group, most));
        }
    }
    curves
}

/// The settings that people choose between, the present one first.
fn settings(present: &PoolSettings) -> [Setting; 7] {
    let single = |targets| Setting {
        prefix_delegation: false,
        targets,
    };
    let prefixes = |targets| Setting {
        prefix_delegation: true,
        targets,
    };
    let addresses = |warm| Targets::Addresses { warm, minimum: 0 };
    [
        Setting {
            prefix_delegation: present.prefix_delegation,
            targets: present.targets(),
        },
        single(Targets::Interfaces(1)),
        single(addresses(2)),
        single(addresses(5)),
        prefixes(Targets::Prefixes(1)),
        prefixes(addresses(2)),
        prefixes(addresses(5)),
    ]
}

fn curve(setting: Setting, group: &Group<'_>, most: u32) -> Option<Curve> {
    let segments = desired(group);
    let (segment, kind) = fullest(group, &segments)?;
    let pods = own_pods(kind, segment);
    let take = |pods| kind.addresses(pods, segment.branches);
    let here = take(pods);
    let fewer = (1..=pods.min(MOST_PODS)).find(|fewer| take(pods.saturating_sub(*fewer)) < here);
    let cliff = fewer.map(|fewer| Cliff {
        pods: fewer,
        of_node: here.saturating_sub(take(pods.saturating_sub(fewer))),
        of_group: segments.iter().fold(0, |sum, segment| {
            let Some(kind) = group.kinds.get(segment.kind) else {
                return sum;
            };
            let pods = own_pods(kind, segment);
            let take = |pods| kind.addresses(pods, segment.branches);
            let back = take(pods).saturating_sub(take(pods.saturating_sub(fewer)));
            let nodes = u64::from(segment.to.saturating_sub(segment.from));
            back.saturating_mul(nodes).saturating_add(sum)
        }),
    });
    Some(Curve {
        setting,
        addresses: (0..=most).map(take).collect(),
        cliff,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::analyze;

    fn plan(text: &str) -> Plan {
        Plan::from_text(text.as_bytes()).expect("a plan").0
    }

    #[test]
    fn the_own_curve_stands_at_the_reports_addresses() {
        let catalogue = Catalogue::bundled();
        for networking in [
            "{}",
            "{prefix_delegation: true}",
            "{custom_networking: true}",
            "{custom_networking: true, prefix_delegation: true}",
            "{pod_security_groups: true}",
            "{warm: {ip: 2, minimum_ip: 12}}",
            "{max_eni: 2}",
        ] {
            for pods in [0, 1, 40, 77, 200] {
                let plan = plan(&alloc::format!(
                    "networking: {networking}\nnode_groups: [{{instance_types: [m5.xlarge], nodes: {{desired: 4}}, pods: {{desired: {pods}}}, daemonset_pods: 3}}]"
                ));
                let report = analyze(&plan, &catalogue);
                let node = FullestNode::of(&plan, 0, &catalogue).expect("a node");
                let own = &node.curves[0];
                let place = usize::try_from(node.pods).expect("a place");
                assert_eq!(
                    own.addresses.get(place).copied(),
                    Some(report.node_groups[0].addresses_per_node),
                    "{networking}, {pods} pods"
                );
            }
        }
    }

    /// What the chart says of a setting is what the report says once it is applied.
    #[test]
    fn a_setting_that_is_applied_gives_what_its_curve_says() {
        let catalogue = Catalogue::bundled();
        let plan = plan(
            "node_groups: [{instance_types: [m5.large], nodes: {desired: 3}, pods: {desired: 75}, networking: {warm: {eni: 2}}}]",
        );
        let node = FullestNode::of(&plan, 0, &catalogue).expect("a node");
        assert!(node.curves.len() > 5);
        for curve in &node.curves {
            let changed = curve.setting.applied(&plan, 0);
            let report = analyze(&changed, &catalogue);
            let own = FullestNode::of(&changed, 0, &catalogue).expect("a node");
            assert_eq!(own.curves[0].setting, curve.setting);
            assert_eq!(
                curve.addresses[25],
                report.node_groups[0].addresses_per_node
            );
        }
    }

    /// Worked out by hand: 30 pods on each m5.xlarge (4 interfaces of 15) hold 42 addresses on 3 interfaces and keep a
    /// fourth warm; at 28 pods two interfaces are full and the third is the warm one.
    #[test]
    fn the_next_cliff_is_counted_over_the_group() {
        let catalogue = Catalogue::bundled();
        let plan = plan(
            "node_groups: [{instance_types: [m5.xlarge], nodes: {desired: 5}, pods: {desired: 150}}]",
        );
        let node = FullestNode::of(&plan, 0, &catalogue).expect("a node");
        let cliff = node.curves[0].cliff.expect("a cliff");
        assert_eq!((cliff.pods, cliff.of_node, cliff.of_group), (2, 15, 75));
    }

    #[test]
    fn the_scarcest_resource_is_full_first() {
        let catalogue = Catalogue::bundled();
        let plan = plan(
            "node_groups: [{instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 10, cpu: 150m}}]",
        );
        let node = FullestNode::of(&plan, 0, &catalogue).expect("a node");
        // 1,930m carry 12 pods of 150m.
        let cpu = node.first_full().expect("a bar");
        assert_eq!(
            *cpu,
            Bar {
                resource: Resource::Cpu,
                used: 1_500,
                has: 1_930,
                room: 2
            }
        );
    }

    #[test]
    fn targets_govern_no_other_pool() {
        let catalogue = Catalogue::bundled();
        for text in [
            "networking: {cni: calico}\nnode_groups: [{instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 9}}]",
            "node_groups: [{instance_types: [m5.large], provisioner: auto-mode, nodes: {desired: 1}, pods: {desired: 9}}]",
        ] {
            let node = FullestNode::of(&plan(text), 0, &catalogue).expect("a node");
            assert!(node.curves.is_empty(), "{text}");
        }
    }
}
