//! A node group as the analysis needs it: types looked up, max pods settled, what a node can carry.

use alloc::string::String;
use alloc::vec::Vec;

use super::chosen;
use super::kind::{self, Kind};
use super::node::NodeTake;
use super::node_counts::NodeCounts;
use super::pools;
use super::report::TypeRange;
use super::spread::{Count, segments};
use crate::aws::catalogue::{Catalogue, InstanceType};
use crate::aws::max_pods::{self, Ceiling, Doubt, MaxPods, Settings};
use crate::aws::reservations;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Ami, Cni, IpFamily, Networking, NodeGroup, Plan, Provisioner};

/// A node group of a plan, resolved.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// Its name.
    pub(super) name: String,
    /// As the plan has it.
    pub(super) plan: &'a NodeGroup,
    /// How many zones it has.
    pub(super) zones: u32,
    /// How its pods get addresses, its own settings over the plan's.
    pub(super) net: Networking,
    /// Its types, as far as the catalogue knows them; never empty.
    pub(super) types: Vec<&'a InstanceType>,
    /// The type with the lowest max pods.
    pub(super) lowest: &'a InstanceType,
    /// Its nodes by what they can carry: one kind that is the worse of all types, or with Karpenter's `mix` a kind each;
    /// never empty.
    pub(super) kinds: Vec<Kind<'a>>,
    /// How many nodes it has.
    pub(super) nodes: NodeCounts,
    /// Max pods a node, on the type with fewest.
    pub(super) max_pods: u32,
    /// Who would set it, and how sure that is.
    pub(super) set_by: MaxPods,
    /// What the network can serve on the lowest type.
    pub(super) ceiling: Ceiling,
    /// Pods a node on the host's network.
    pub(super) host_network: u32,
    /// DaemonSet pods a node with an address each.
    pub(super) daemonset: u32,
    /// What decides max pods and ceiling.
    pub(super) settings: Settings,
}

/// What stands for a group of unknown types: what AWS starts where nothing is said.
pub(super) const FALLBACK: &str = "m6i.large";

impl<'a> Group<'a> {
    /// Resolves the group at `index`, or `None` where even the fallback type is not in the catalogue.
    pub(super) fn of(
        plan: &'a Plan,
        index: usize,
        catalogue: &'a Catalogue,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let group = plan.node_groups.get(index)?;
        let name = plan.group_name(index);
        let mut net = group.networking(plan);
        let mixed = chosen::types(group, &name, index, catalogue, findings)?;
        if net.custom_networking && !takes_custom_networking(group, &net) {
            let other = if group.ami == Ami::Windows {
                "Windows"
            } else {
                other_choice(group, &net)
            };
            findings.push(Finding::new(
                Code::CustomNetworkingNotHere,
                name.clone(),
                operands![other, name.as_str()],
            ));
            net.custom_networking = false;
        }
        let settings = Settings::of(group, &net);
        let types: Vec<&InstanceType> = mixed
            .iter()
            .flat_map(|(types, _)| types.iter().copied())
            .collect();
        let (lowest, set_by) = max_pods::lowest(types.iter().copied(), &settings)?;
        let kinds: Vec<Kind<'_>> = mixed
            .into_iter()
            .map(|(types, weight)| Kind::of(group, &net, &settings, types, weight))
            .collect();
        Some(Self {
            nodes: NodeCounts::of(group, &kinds),
            name,
            zones: u32::try_from(group.zones(plan).len()).unwrap_or(u32::MAX),
            plan: group,
            types,
            lowest,
            max_pods: group.max_pods.map_or(set_by.pods, crate::plan::Within::get),
            ceiling: max_pods::ceiling(lowest, &settings),
            set_by,
            host_network: group.host_network_pods(net.cni),
            daemonset: group.daemonset_pods.get(),
            kinds,
            net,
            settings,
        })
    }

    /// Whether its further interfaces go to tagged subnets of the zone.
    ///
    /// Source: <https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html>, read 2026-11-23.
    pub(super) fn discovers(&self) -> bool {
        self.net.subnet_discovery
            && self.net.cni == Cni::VpcCni
            && takes_custom_networking(self.plan, &self.net)
    }

    /// Whether it has neither nodes nor pods, now or at its max.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.max == 0 && self.plan.pods.max() == 0
    }

    /// Whether every node is a pod of its own.
    pub(super) fn is_fargate(&self) -> bool {
        self.plan.provisioner == Provisioner::Fargate
    }

    /// Whether its pods have addresses of an overlay's pool.
    pub(super) fn is_overlaid(&self) -> bool {
        let auto = self.plan.provisioner == Provisioner::AutoMode;
        !auto && !self.is_fargate() && pools::overlay(&self.net).is_some()
    }

    /// The least of what any kind of its nodes has; none where no kind has any.
    fn least<T: Ord>(&self, of: impl Fn(&Kind<'a>) -> Option<T>) -> Option<T> {
        self.kinds.iter().filter_map(of).min()
    }

    /// Workload pods that the scheduler binds to one node at most, on the kind that takes fewest.
    pub(super) fn capacity(&self) -> u32 {
        self.least(|kind| Some(kind.capacity())).unwrap_or(0)
    }

    /// Pods with an address that every node can serve; none where interfaces are no limit.
    pub(super) fn serves(&self) -> Option<u64> {
        self.least(Kind::serves)
    }

    /// Pods that a node's own block of an overlay's pool holds; none where it can claim another.
    pub(super) fn block_serves(&self) -> Option<u64> {
        self.least(Kind::block_serves)
    }

    /// How many of so many nodes are of each kind.
    pub(super) fn shares(&self, nodes: u32) -> Vec<u32> {
        let weights: Vec<u32> = self.kinds.iter().map(|kind| kind.weight).collect();
        kind::shares(nodes, &weights)
    }

    /// Workload pods that so many nodes carry by some limit of a node; none where it binds none of them.
    pub(super) fn room(&self, nodes: u32, fit: impl Fn(&Kind<'_>) -> Option<u64>) -> Option<u64> {
        let shares = self.shares(nodes);
        let mut bound = false;
        let room = self.kinds.iter().zip(shares).map(|(kind, nodes)| {
            let fits = fit(kind);
            bound |= fits.is_some();
            fits.unwrap_or_else(|| kind.capacity().into())
                .saturating_mul(nodes.into())
        });
        let room = room.fold(0, u64::saturating_add);
        bound.then_some(room)
    }

    /// What the fullest node takes when the group has so many nodes and pods.
    pub(super) fn fullest(&self, count: Count) -> NodeTake {
        let nodes = count.nodes.max(1);
        let segments = segments(self, Count { nodes, ..count });
        let takes = segments.iter().filter_map(|segment| {
            let kind = self.kinds.get(segment.kind)?;
            let take = kind.take(segment.workload, segment.branches);
            Some((segment.workload, take))
        });
        // Of nodes that take as much, the one with most pods is the fullest.
        takes
            .max_by_key(|(workload, take)| (take.addresses(), *workload))
            .map_or_else(|| self.empty(), |(_, take)| take)
    }

    /// What a node takes that has no workload.
    fn empty(&self) -> NodeTake {
        let takes = self.kinds.iter().map(|kind| kind.take(0, 0));
        takes.max_by_key(NodeTake::addresses).unwrap_or_default()
    }

    /// What a node takes once churn has pinned every interface or prefix that it ever had.
    pub(super) fn peak(&self) -> NodeTake {
        let secured = self.plan.pods.security_group_pods.get() > 0;
        let takes = self.kinds.iter().map(|kind| kind.peak(secured));
        takes.max_by_key(NodeTake::addresses).unwrap_or_default()
    }

    /// Branch interfaces that every node takes: 0 without security groups for pods.
    pub(super) fn branch_limit(&self) -> u32 {
        self.least(|kind| Some(kind.branch_limit())).unwrap_or(0)
    }

    /// Between what its nodes lie while nobody knows their types, at the desired pods.
    ///
    /// Karpenter starts what suits it, so each bound is that of nodes of one type alone.
    pub(super) fn range(&self) -> Option<TypeRange> {
        let open = self.kinds.len() == 1 && self.plan.provisioner == Provisioner::Karpenter;
        if !open || self.types.len() < 2 {
            return None;
        }
        let pods = self.plan.pods.desired.get();
        let mut range: Option<TypeRange> = None;
        for instance in &self.types {
            let kind = Kind::of(
                self.plan,
                &self.net,
                &self.settings,
                alloc::vec![instance],
                1,
            );
            let capacity = kind.capacity();
            let full = capacity.min(pods.div_ceil(self.nodes.desired.max(1)));
            let nodes = if capacity == 0 {
                0
            } else {
                pods.div_ceil(capacity)
            };
            let alone = TypeRange {
                max_pods: (kind.max_pods.into(), kind.max_pods.into()),
                addresses_per_node: (
                    kind.take(full, 0).addresses(),
                    kind.take(full, 0).addresses(),
                ),
                nodes: (nodes.into(), nodes.into()),
            };
            range = Some(range.map_or(alone, |range| range.with(alone)));
        }
        range
    }

    /// Tells what there is to say about its settings, whatever the subnets.
    pub(super) fn tell(&self, findings: &mut Vec<Finding>) {
        let mut tell = |code, operands: &mut dyn Iterator<Item = crate::finding::Operand>| {
            findings.push(Finding::new(code, self.name.clone(), operands));
        };
        let name = self.name.as_str();
        let lowest = self.lowest.name.as_str();
        let vpc_cni = self.net.cni == Cni::VpcCni && self.plan.provisioner != Provisioner::AutoMode;
        if self.net.prefix_delegation && vpc_cni {
            for instance in self
                .types
                .iter()
                .filter(|instance| !instance.supports_prefix_delegation())
            {
                tell(
                    Code::PrefixesNeedNitro,
                    &mut operands![instance.name.as_str(), name].into_iter(),
                );
            }
        }
        if self.net.pod_security_groups && vpc_cni && self.plan.pods.security_group_pods.get() > 0 {
            for instance in self
                .types
                .iter()
                .filter(|instance| instance.is_trunking_compatible() != Some(true))
            {
                tell(
                    Code::NotTrunking,
                    &mut operands![instance.name.as_str(), name].into_iter(),
                );
            }
        }
        if self.net.custom_networking && vpc_cni && self.serves() == Some(0) {
            let interfaces = self.lowest.max_enis;
            tell(
                Code::CustomNetworkingNeedsInterfaces,
                &mut operands![lowest, interfaces, name].into_iter(),
            );
        }
        if let Some(possible) = self
            .possible_max_pods()
            .filter(|possible| *possible < u64::from(self.max_pods))
        {
            let stuck = u64::from(self.max_pods) - possible;
            tell(
                Code::MaxPodsTooHigh,
                &mut operands![name, self.max_pods, possible, lowest, stuck].into_iter(),
            );
        }
        let managed_set = self
            .plan
            .max_pods
            .is_some_and(|set| set.get() != self.set_by.pods);
        if managed_set && self.set_by.doubts.contains(&Doubt::ManagedPrecedence) {
            tell(
                Code::MaxPodsDoubt,
                &mut operands![name, self.set_by.pods].into_iter(),
            );
        }
        if self.plan.provisioner == Provisioner::AutoMode || self.net.cni == Cni::AutoMode {
            tell(Code::AutoModeEstimate, &mut operands![name].into_iter());
        }
        if let Some(memory) = self.lowest.memory_mib {
            let reserved = reservations::memory_mib(self.max_pods)
                .saturating_add(reservations::EVICTION_MEMORY_MIB);
            if self.plan.ami != Ami::Windows
                && !self.is_fargate()
                && reserved.saturating_mul(2) > memory
            {
                tell(
                    Code::ReservedMemory,
                    &mut operands![name, self.max_pods, reserved, lowest, memory].into_iter(),
                );
            }
        }
        for kind in self.kinds.iter().filter(|kind| kind.types.len() > 1) {
            if let Some((most, _)) = kind.hungriest() {
                tell(
                    Code::MixedTypes,
                    &mut operands![name, lowest, self.set_by.pods, most.name.as_str()].into_iter(),
                );
            }
        }
        let troubles = self.kinds.iter().flat_map(|kind| {
            [kind.take(kind.capacity(), 0), kind.take(0, 0)].map(|take| take.trouble)
        });
        if let Some(trouble) = troubles.flatten().next() {
            tell(
                Code::PoolUnstable,
                &mut operands![name, trouble_text(trouble)].into_iter(),
            );
        }
    }

    /// Branch interfaces of a kind of node that pods use, beside the slots of the other interfaces: none where the plan has
    /// pods and none of them has security groups of its own.
    pub(super) fn used_branches(&self, kind: &Kind<'_>) -> u32 {
        let pods = &self.plan.pods;
        if pods.security_group_pods.get() > 0 || pods.desired.get() == 0 {
            kind.branch_limit()
        } else {
            0
        }
    }

    /// Max pods that the network can serve, pods on the host's network included.
    pub(super) fn possible_max_pods(&self) -> Option<u64> {
        self.least(|kind| {
            Some(
                kind.serves()?
                    .saturating_add(self.used_branches(kind).into()),
            )
        })
        .map(|pods| pods.saturating_add(self.host_network.into()))
    }

    /// Whether what its nodes take is an estimate: where nobody publishes how their pool fills.
    pub(super) fn is_estimate(&self) -> bool {
        self.plan.provisioner == Provisioner::AutoMode
            || matches!(self.net.cni, Cni::AutoMode | Cni::CiliumEni)
    }
}

/// Custom networking is the VPC CNI's, on IPv4 and Linux nodes that one starts oneself.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html>, read 2026-11-23.
fn takes_custom_networking(group: &NodeGroup, net: &Networking) -> bool {
    net.cni == Cni::VpcCni
        && net.ip_family == IpFamily::Ipv4
        && group.ami != Ami::Windows
        && !matches!(
            group.provisioner,
            Provisioner::AutoMode | Provisioner::Fargate
        )
}

fn other_choice(group: &NodeGroup, net: &Networking) -> &'static str {
    match (group.provisioner, net.cni) {
        (Provisioner::AutoMode, _) => Provisioner::AutoMode.text(),
        (Provisioner::Fargate, _) => "Fargate",
        (_, Cni::VpcCni) => "IPv6",
        (_, cni) => cni.text(),
    }
}

fn trouble_text(trouble: crate::aws::warm_pool::Trouble) -> &'static str {
    use crate::aws::warm_pool::Trouble;
    match trouble {
        Trouble::InterfaceOscillates => {
            "with WARM_ENI_TARGET=0 an interface is attached and detached over and over"
        }
        Trouble::PrefixOscillates => {
            "with WARM_PREFIX_TARGET=0, which AWS does not support, a prefix is added and returned over and over"
        }
        Trouble::StopsAtMinimum => {
            "MINIMUM_IP_TARGET without WARM_IP_TARGET leaves pods beyond the minimum without an address"
        }
        Trouble::NoPodInterface => "no interface is left for pods",
    }
}
