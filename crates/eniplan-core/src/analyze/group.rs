//! A node group as the analysis needs it: types looked up, max pods settled, what a node can carry.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::node::{Addressing, NodeTake};
use crate::aws::catalogue::{Catalogue, InstanceType};
use crate::aws::max_pods::{self, Ceiling, Doubt, MaxPods, Settings};
use crate::aws::reservations;
use crate::finding::{Code, Finding};
use crate::operands;
use crate::plan::{Ami, Cni, IpFamily, Networking, NodeGroup, Plan, Provisioner};

/// A node group of a plan, resolved.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// Its name.
    pub(super) name: String,
    /// As the plan has it.
    pub(super) plan: &'a NodeGroup,
    /// How its pods get addresses, its own settings over the plan's.
    pub(super) net: Networking,
    /// Its types, as far as the catalogue knows them; never empty.
    pub(super) types: Vec<&'a InstanceType>,
    /// The type with the lowest max pods.
    pub(super) lowest: &'a InstanceType,
    /// How pods get addresses on each type, in the order of `types`.
    addressing: Vec<Addressing>,
    /// Max pods a node.
    pub(super) max_pods: u32,
    /// Who would set it, and how sure that is.
    pub(super) set_by: MaxPods,
    /// What the network can serve on the lowest type.
    pub(super) ceiling: Ceiling,
    /// Pods a node on the host's network.
    pub(super) host_network: u32,
    /// DaemonSet pods a node with an address each.
    pub(super) daemonset: u32,
    /// Workload pods a node by CPU; none where it does not bind.
    pub(super) cpu_fit: Option<u32>,
    /// Workload pods a node by memory; none where it does not bind.
    pub(super) memory_fit: Option<u32>,
}

/// What stands for a group of unknown types: what AWS starts where nothing is said.
const FALLBACK: &str = "m6i.large";

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
        let types = types(group, &name, index, catalogue, findings)?;
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
        let (lowest, set_by) = max_pods::lowest(types.iter().copied(), &settings)?;
        let max_pods = group.max_pods.map_or(set_by.pods, crate::plan::Within::get);
        let addressing = types
            .iter()
            .map(|instance| Addressing::of(group, &net, instance))
            .collect();
        let fits = |fit: &dyn Fn(&InstanceType) -> Option<u32>| {
            types.iter().filter_map(|instance| fit(instance)).min()
        };
        let cpu_fit = group
            .pods
            .cpu
            .filter(|cpu| cpu.millicores() > 0)
            .and_then(|cpu| {
                fits(&|instance| {
                    Some(
                        reservations::allocatable_cpu_millicores(instance.vcpus?)
                            / cpu.millicores(),
                    )
                })
            });
        let memory_fit = group
            .pods
            .memory
            .filter(|memory| memory.bytes() > 0)
            .and_then(|memory| {
                fits(&|instance| {
                    let capacity = reservations::capacity_kib(instance.memory_mib?);
                    let reserved_for = max_pods::set_by(instance, &settings).pods;
                    let allocatable = reservations::allocatable_memory_kib(capacity, reserved_for)
                        .saturating_mul(1024);
                    u32::try_from(allocatable / memory.bytes()).ok()
                })
            });
        Some(Self {
            name,
            plan: group,
            types,
            lowest,
            addressing,
            max_pods,
            ceiling: max_pods::ceiling(lowest, &settings),
            set_by,
            host_network: group.host_network_pods(net.cni),
            daemonset: group.daemonset_pods.get(),
            cpu_fit,
            memory_fit,
            net,
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
        self.plan.nodes.max() == 0 && self.plan.pods.max() == 0
    }

    /// Whether every node is a pod of its own.
    pub(super) fn is_fargate(&self) -> bool {
        self.plan.provisioner == Provisioner::Fargate
    }

    /// Workload pods that the kubelet's max pods leaves room for.
    pub(super) fn room_by_max_pods(&self) -> u32 {
        self.max_pods
            .saturating_sub(self.host_network)
            .saturating_sub(self.daemonset)
    }

    /// Workload pods that the scheduler binds to one node at most.
    pub(super) fn capacity(&self) -> u32 {
        [Some(self.room_by_max_pods()), self.cpu_fit, self.memory_fit]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(0)
    }

    /// Pods with an address that every node can serve; none where the network sets no limit.
    pub(super) fn serves(&self) -> Option<u64> {
        self.addressing.iter().filter_map(Addressing::serves).min()
    }

    /// What a node takes that has so many workload pods bound to it, of which so many on branch interfaces: the most
    /// that any of its types takes.
    pub(super) fn take(&self, workload: u32, branches: u32) -> NodeTake {
        let branches = branches.min(workload).min(self.branch_limit());
        let pods = workload
            .saturating_sub(branches)
            .saturating_add(self.daemonset_room(workload));
        let takes = self
            .addressing
            .iter()
            .map(|addressing| addressing.take(pods, branches, self.max_pods));
        takes.max_by_key(NodeTake::addresses).unwrap_or_default()
    }

    /// What a node takes once churn has pinned every interface or prefix that it ever had.
    pub(super) fn peak(&self) -> NodeTake {
        let branches = if self.plan.pods.security_group_pods.get() > 0 {
            self.branch_limit()
        } else {
            0
        };
        self.take(self.capacity(), branches.min(self.capacity()))
    }

    /// DaemonSet pods for which max pods leaves room beside so many workload pods.
    fn daemonset_room(&self, workload: u32) -> u32 {
        self.daemonset.min(
            self.max_pods
                .saturating_sub(self.host_network)
                .saturating_sub(workload),
        )
    }

    /// Branch interfaces of a node: 0 without security groups for pods.
    pub(super) fn branch_limit(&self) -> u32 {
        if !self.net.pod_security_groups {
            return 0;
        }
        self.types
            .iter()
            .map(|instance| instance.branch_enis.unwrap_or(0))
            .min()
            .unwrap_or(0)
    }

    /// The pool settings of the type that takes most, for contention; none where no pool is kept.
    pub(super) fn pool(&self) -> Option<crate::aws::warm_pool::PoolSettings> {
        self.addressing
            .iter()
            .find_map(|addressing| match addressing {
                Addressing::Pool(pool) => Some(*pool),
                _ => None,
            })
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
        if self.types.len() > 1 {
            let most = self
                .types
                .iter()
                .zip(&self.addressing)
                .max_by_key(|(_, addressing)| {
                    addressing
                        .take(self.capacity(), 0, self.max_pods)
                        .addresses()
                });
            if let Some((most, _)) = most {
                tell(
                    Code::MixedTypes,
                    &mut operands![name, lowest, self.set_by.pods, most.name.as_str()].into_iter(),
                );
            }
        }
        if let Some(trouble) = self
            .take(self.capacity(), 0)
            .trouble
            .or_else(|| self.take(0, 0).trouble)
        {
            tell(
                Code::PoolUnstable,
                &mut operands![name, trouble_text(trouble)].into_iter(),
            );
        }
    }

    /// Max pods that the network can serve, pods on the host's network included.
    pub(super) fn possible_max_pods(&self) -> Option<u64> {
        self.serves()
            .map(|pods| pods + u64::from(self.host_network) + u64::from(self.branch_limit()))
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

/// The group's types in the catalogue; unknown ones are told with the nearest names, and something stands in.
fn types<'a>(
    group: &'a NodeGroup,
    name: &str,
    index: usize,
    catalogue: &'a Catalogue,
    findings: &mut Vec<Finding>,
) -> Option<Vec<&'a InstanceType>> {
    let mut types: Vec<&InstanceType> = Vec::new();
    let mut unknown = Vec::new();
    for (at, wanted) in group.instance_types.iter().enumerate() {
        let before = types.len();
        if wanted.contains('*') {
            types.extend(
                catalogue
                    .matching(wanted)
                    .filter(|instance| instance.vcpus.is_some()),
            );
        } else {
            types.extend(catalogue.get(wanted));
        }
        if types.len() == before {
            unknown.push((at, wanted));
        }
    }
    if types.is_empty() {
        types.push(
            catalogue
                .get(FALLBACK)
                .or_else(|| catalogue.iter().next())?,
        );
    }
    for (at, wanted) in unknown {
        let near = catalogue.nearest(wanted, 3);
        let help = if near.is_empty() {
            "List the types with `eniplan instances`".to_string()
        } else {
            alloc::format!("The nearest are {}", near.join(", "))
        };
        let subject = alloc::format!("node_groups[{index}].instance_types[{at}]");
        let stands_in = types
            .first()
            .map_or(FALLBACK, |instance| instance.name.as_str());
        findings.push(Finding::new(
            Code::UnknownInstanceType,
            subject,
            operands![wanted.as_str(), name, stands_in, help],
        ));
    }
    Some(types)
}
