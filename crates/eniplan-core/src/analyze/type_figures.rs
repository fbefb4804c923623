//! What each instance type would be as a node of a group: its max pods, what bounds its pods, and what it takes.
//!
//! [`analyze`](super::analyze) calls nothing of this, so that only the page with the table of types carries it.

use alloc::vec::Vec;

use super::kind::{Fit, Kind};
use super::node::Addressing;
use crate::aws::catalogue::InstanceType;
use crate::aws::max_pods::{self, Settings};
use crate::plan::{Networking, NodeGroup, Plan, Within};

/// The group for which types are looked at.
#[derive(Clone, Debug)]
pub struct TypeTable {
    group: NodeGroup,
    net: Networking,
    settings: Settings,
    pods: u32,
}

/// A type as a node of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeFigures {
    /// Max pods that it would run with.
    pub max_pods: u32,
    /// Workload pods that fit on it.
    pub fit: u32,
    /// What bounds them.
    pub limit: Limit,
    /// What it takes for the pods that are asked for; none where its max pods or its interfaces leave no room for them.
    pub node: Option<TypeNode>,
}

/// What a node takes for pods with an address each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeNode {
    /// Addresses over all subnets.
    pub addresses: u64,
    /// Those of them that no pod has.
    pub idle: u64,
    /// Addresses a pod, in hundredths; none without pods.
    pub per_pod: Option<u64>,
}

/// What bounds the workload pods of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Max pods of the kubelet.
    MaxPods,
    /// Addresses that its interfaces can have.
    Addresses,
    /// CPU.
    Cpu,
    /// Memory.
    Memory,
}

impl Limit {
    /// A word for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::MaxPods => "max pods",
            Self::Addresses => "addresses",
            Self::Cpu => "CPU",
            Self::Memory => "memory",
        }
    }
}

impl TypeTable {
    /// The types for a group of the plan, or for one that says nothing where there is none, with so many pods on a node
    /// that have an address each.
    ///
    /// ```
    /// use eniplan_core::{analyze::type_figures::TypeTable, aws::catalogue::Catalogue, plan::Plan};
    ///
    /// let catalogue = Catalogue::bundled();
    /// let table = TypeTable::of(&Plan::default(), 0, 10);
    /// let figures = table.figures(catalogue.get("m5.large").unwrap());
    /// // Two interfaces of ten carry ten pods, and a third is kept warm.
    /// assert_eq!((figures.max_pods, figures.node.unwrap().addresses), (29, 30));
    /// ```
    pub fn of(plan: &Plan, index: usize, pods: u32) -> Self {
        let group = plan.node_groups.get(index).cloned().unwrap_or_default();
        let net = group.networking(plan);
        let settings = Settings::of(&group, &net);
        Self {
            group,
            net,
            settings,
            pods,
        }
    }

    /// A type's figures.
    pub fn figures(&self, instance: &InstanceType) -> TypeFigures {
        let set = max_pods::set_by(instance, &self.settings).pods;
        let max_pods = self.group.max_pods.map_or(set, Within::get);
        let kind = Kind::of(
            &self.group,
            &self.net,
            &self.settings,
            Vec::from([instance]),
            1,
        );
        let serves = kind.serves().map(|serves| {
            let serves = u32::try_from(serves).unwrap_or(u32::MAX);
            (
                serves.saturating_sub(self.group.daemonset_pods.get()),
                Limit::Addresses,
            )
        });
        let fits = [
            Some((kind.room_by_max_pods(), Limit::MaxPods)),
            serves,
            kind.cpu.map(|fit| (Fit::pods(fit), Limit::Cpu)),
            kind.memory.map(|fit| (Fit::pods(fit), Limit::Memory)),
        ];
        let least = fits.into_iter().flatten().min();
        let (fit, limit) = least.unwrap_or((0, Limit::MaxPods));
        TypeFigures {
            max_pods,
            fit,
            limit,
            node: self.node(instance, max_pods),
        }
    }

    fn node(&self, instance: &InstanceType, max_pods: u32) -> Option<TypeNode> {
        let host_network = self.group.host_network_pods(self.net.cni);
        if self.pods > max_pods.saturating_sub(host_network) {
            return None;
        }
        let way = Addressing::of(&self.group, &self.net, instance);
        let take = way.take(self.pods, 0, max_pods);
        let addresses = take.addresses();
        (take.without_address == 0).then(|| TypeNode {
            addresses,
            idle: take.idle,
            per_pod: addresses.saturating_mul(100).checked_div(self.pods.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze::analyze;
    use crate::aws::catalogue::Catalogue;

    /// The table and the report count the same node by different ways.
    #[test]
    fn a_types_figures_are_those_of_a_group_with_it() {
        let catalogue = Catalogue::bundled();
        for networking in [
            "{}",
            "{prefix_delegation: true}",
            "{custom_networking: true}",
            "{warm: {ip: 3}}",
        ] {
            for name in ["t3.medium", "m5.large", "m5.4xlarge", "c4.large"] {
                let text = alloc::format!(
                    "networking: {networking}\nnode_groups: [{{instance_types: [{name}], nodes: {{desired: 1}}, pods: {{desired: 9, cpu: 120m, memory: 300Mi}}}}]"
                );
                let (plan, _) = Plan::from_text(text.as_bytes()).expect("a plan");
                let report = analyze(&plan, &catalogue);
                let group = &report.node_groups[0];
                let figures =
                    TypeTable::of(&plan, 0, 9).figures(catalogue.get(name).expect("a type"));
                assert_eq!(u64::from(figures.max_pods), group.max_pods, "{name}");
                if group.pods_placed == 9 {
                    let node = figures.node.expect("room");
                    assert_eq!(
                        node.addresses, group.addresses_per_node,
                        "{name} {networking}"
                    );
                    assert_eq!(node.idle, group.idle_addresses_per_node);
                } else {
                    assert_eq!(
                        u64::from(figures.fit),
                        group.pods_placed,
                        "{name} {networking}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_limit_that_binds_is_told() {
        let catalogue = Catalogue::bundled();
        let instance = catalogue.get("m5.large").expect("a type");
        for (pod, limit, fit) in [
            ("{}", Limit::MaxPods, 27),
            // 1,930m and 500m.
            ("{cpu: 500m}", Limit::Cpu, 3),
            ("{cpu: 10m, memory: 3Gi}", Limit::Memory, 2),
        ] {
            let text = alloc::format!("node_groups: [{{pods: {pod}}}]");
            let (plan, _) = Plan::from_text(text.as_bytes()).expect("a plan");
            let figures = TypeTable::of(&plan, 0, 1).figures(instance);
            assert_eq!((figures.limit, figures.fit), (limit, fit), "{pod}");
        }
        let none = TypeTable::of(&Plan::default(), 0, 28).figures(instance);
        assert_eq!(none.node, None, "max pods leave room for 27");
    }
}
