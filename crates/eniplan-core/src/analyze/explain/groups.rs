//! Max pods, what becomes of pods, what the kubelet keeps back, and the nodes of an update.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Term::{Least, Most, Product, Sum, Value};
use super::{Of, Teller, Term};
use crate::analyze::group::Group;
use crate::analyze::moments;
use crate::aws::Certainty;
use crate::aws::catalogue::{Hypervisor, InstanceType};
use crate::aws::max_pods::{
    self, ADDRESSES_PER_PREFIX, Ceiling, Formula, HOST_NETWORK_PODS, Setter,
};
use crate::aws::reservations::{EVICTION_MEMORY_MIB, VM_MEMORY_OVERHEAD_PER_MILLE};
use crate::aws::warm_pool::advice::{COOL_DOWN_SECONDS, LEAST_SPARE, SUPPLY_SECONDS};
use crate::plan::{Ami, Cni, IpFamily, Memory, Provisioner, Share, UpdateStrategy};

const CNI_GUIDE: &str = "https://docs.aws.amazon.com/eks/latest/best-practices/vpc-cni.html";
const MAX_PODS: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html";
const NODEADM: &str = "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/internal/kubelet/config.go";
const KARPENTER_MEMORY: &str = "https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/pkg/operator/options/options.go";
const UPDATE: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
const DISRUPTION: &str = "https://karpenter.sh/docs/concepts/disruption/";
const README: &str = "https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/README.md";

impl Teller<'_> {
    pub(super) fn group(&mut self, index: usize) {
        let path = |key: &str| format!("node_groups[{index}].{key}");
        let scene = self.scene;
        let Some(group) = scene.groups.get(index) else {
            return;
        };
        self.max_pods(group, &path);
        self.node(index, &path);
        self.pods(index, group, &path);
        self.reserved(group, &path);
        self.surge(group, &path);
        self.spare(index, group, &path);
    }

    fn max_pods(&mut self, group: &Group<'_>, path: &dyn Fn(&str) -> String) {
        let name = group.name.as_str();
        let (what, source) = ("max pods", group.set_by.source);
        let (certainty, note, term) = if let Some(set) = group.plan.max_pods {
            let term = Value("max pods of the plan", set.get().into());
            (Certainty::Exact, "as the plan sets it", term)
        } else {
            let set_by = &group.set_by;
            (set_by.certainty, setter(set_by.setter), by_rules(group))
        };
        let of = Of {
            what,
            source,
            certainty,
            note,
        };
        self.tell(path("max_pods"), name, of, term);
        let of = |what, source| Of {
            source,
            certainty: Certainty::Documented,
            ..Of::sum(what)
        };
        let served = match &group.ceiling {
            Ceiling::Interfaces(formula) => Some(of_formula(formula)),
            Ceiling::Overlay => None,
            Ceiling::Ipv6NeedsNitro => Some(Value("IPv6 on Xen", 0)),
        };
        if let Some(served) = served.clone() {
            let of = of("max pods, by the network", CNI_GUIDE);
            self.tell(path("formula_max_pods"), name, of, served);
        }
        let cap = Value(
            "what AWS recommends at most",
            max_pods::cap(group.lowest.vcpus).into(),
        );
        let recommended = match served {
            Some(served) => Least([cap, served].into()),
            None => cap,
        };
        let of = of("max pods, as AWS recommends", MAX_PODS);
        self.tell(path("recommended_max_pods"), name, of, recommended);
    }

    /// Pods over nodes that are alike.
    fn pods(&mut self, index: usize, group: &Group<'_>, path: &dyn Fn(&str) -> String) {
        let Some(report) = self.report.node_groups.get(index) else {
            return;
        };
        let scene = self.scene;
        let alike = scene.alike(&moments::desired(scene.groups));
        let stands = |zone: usize| {
            let places = scene.places.get(index).and_then(|places| places.get(zone));
            places.is_some_and(|place| !place.nodes.all.is_empty())
        };
        let placed = alike
            .iter()
            .filter(|alike| alike.group == index && stands(alike.zone))
            .map(|alike| (alike.count.into(), alike.workload.into()));
        let placed = Term::total("pods a node", "nodes", placed);
        let name = group.name.as_str();
        self.tell(path("pods_placed"), name, Of::sum("pods placed"), placed);
        let pending = Term::left(
            Value("pods wanted", report.pods_desired),
            Value("pods placed", report.pods_placed),
        );
        self.tell(path("pods_pending"), name, Of::sum("pods pending"), pending);
    }

    /// What the kubelet keeps back, and what that leaves for pods by their requests.
    fn reserved(&mut self, group: &Group<'_>, path: &dyn Fn(&str) -> String) {
        if group.plan.ami == Ami::Windows || group.is_fargate() {
            return;
        }
        let name = group.name.as_str();
        let of = |what| Of {
            source: NODEADM,
            ..Of::sum(what)
        };
        let memory = reserved_memory(group);
        let of_memory = of("kubelet's memory, MiB");
        self.tell(path("reserved_memory_mib"), name, of_memory, memory.clone());
        let Some(vcpus) = group.lowest.vcpus else {
            return;
        };
        let cpu = reserved_cpu(vcpus);
        let of_cpu = of("kubelet's CPU, millicores");
        self.tell(path("reserved_cpu_millicores"), name, of_cpu, cpu.clone());
        // Of several types the worst counts for each resource, which is no one formula.
        if group.types.len() > 1 {
            return;
        }
        if let Some(request) = group.plan.pods.cpu.filter(|cpu| cpu.millicores() > 0) {
            let all = Product([Value("vCPUs", vcpus.into()), Value("millicores", 1_000)].into());
            let fit = Term::down(
                Term::left(all, cpu),
                Value("request of a pod", request.millicores().into()),
            );
            self.tell(path("pods_by_cpu"), name, of("pods a node by CPU"), fit);
        }
        let wants = group.plan.pods.memory.map_or(0, Memory::bytes);
        if let (Some(mib), true) = (group.lowest.memory_mib, wants > 0) {
            let fit = Term::down(
                Product([allocatable(mib, memory), Value("bytes of a MiB", 1 << 20)].into()),
                Value("request of a pod, bytes", wants),
            );
            let of = Of {
                source: KARPENTER_MEMORY,
                certainty: Certainty::Estimate,
                note: "what a machine reports is a little less than EC2 says; 7.5 % is Karpenter's guess",
                ..Of::sum("pods a node by memory")
            };
            self.tell(path("pods_by_memory"), name, of, fit);
        }
    }

    fn surge(&mut self, group: &Group<'_>, path: &dyn Fn(&str) -> String) {
        let nodes = moments::desired_count(group).nodes;
        if nodes == 0 {
            return;
        }
        let of = |source, certainty| Of {
            source,
            certainty,
            ..Of::sum("further nodes of an update")
        };
        let (of, term) = match (group.plan.provisioner, group.plan.update.strategy) {
            (Provisioner::Managed, UpdateStrategy::Default) => {
                let zones = group.plan.zones(self.plan).len() as u64;
                let twice = Product([Value("a zone", 2), Value("zones", zones)].into());
                let unavailable = share(group.plan.update.max_unavailable, nodes);
                let term = Most([twice, unavailable].into());
                (of(UPDATE, Certainty::Documented), term)
            }
            (Provisioner::Karpenter | Provisioner::AutoMode, _) => {
                let term = share(group.plan.disruption.budget, nodes);
                (of(DISRUPTION, Certainty::Derived), term)
            }
            _ => return,
        };
        self.tell(path("surge"), group.name.as_str(), of, term);
    }

    /// How many addresses a node should keep spare.
    fn spare(&mut self, index: usize, group: &Group<'_>, path: &dyn Fn(&str) -> String) {
        let Some(advice) = self
            .report
            .node_groups
            .get(index)
            .and_then(|report| report.advice)
        else {
            return;
        };
        let nodes = moments::desired_count(group).nodes;
        let started = Term::up(
            Product(
                [
                    Value("pods of the group started a minute", advice.pods_per_minute),
                    Sum([
                        Value("seconds of cool-down", COOL_DOWN_SECONDS),
                        Value("seconds until the next address", SUPPLY_SECONDS),
                    ]
                    .into()),
                ]
                .into(),
            ),
            Product(
                [
                    Value("seconds of a minute", 60),
                    Value("nodes", nodes.into()),
                ]
                .into(),
            ),
        );
        let of = Of {
            what: "addresses to keep spare",
            source: README,
            certainty: Certainty::Estimate,
            note: "pods are taken to start evenly; how long EC2 takes is an assumption",
        };
        let term = Most([Value("at least", LEAST_SPARE), started].into());
        self.tell(path("advice.spare"), group.name.as_str(), of, term);
    }
}

fn setter(setter: Setter) -> &'static str {
    match setter {
        Setter::ManagedNodeGroup => "EKS sets it in a managed node group",
        Setter::Nodeadm => "nodeadm sets it on the node",
        Setter::Bootstrap => "bootstrap.sh sets it on the node",
        Setter::Bottlerocket => "Bottlerocket sets it on the node",
        Setter::KubeletDefault => "the kubelet's default",
        Setter::Karpenter => "Karpenter sets it",
        Setter::AutoMode => "Auto Mode sets it",
        Setter::Fargate => "a pod has its Fargate node to itself",
    }
}

/// What whoever sets max pods computes.
fn by_rules(group: &Group<'_>) -> Term {
    let instance = group.lowest;
    let single = || of_formula(&formula(instance, None, false, 1));
    match group.set_by.setter {
        Setter::Fargate | Setter::KubeletDefault => {
            Value("set without a formula", group.set_by.pods.into())
        }
        Setter::Karpenter if group.plan.ami == Ami::Windows => {
            Value("the kubelet's default", group.set_by.pods.into())
        }
        Setter::Nodeadm | Setter::Bootstrap | Setter::Bottlerocket | Setter::Karpenter => single(),
        Setter::AutoMode => Least([Value("the cap of Auto Mode", 110), single()].into()),
        Setter::ManagedNodeGroup => {
            let net = &group.net;
            let known = net.cni == Cni::VpcCni;
            let prefixes = known && (net.ip_family == IpFamily::Ipv6 || net.prefix_delegation);
            // The script that EKS follows takes bare metal for not Nitro.
            let slot = if prefixes && instance.hypervisor == Some(Hypervisor::Nitro) {
                ADDRESSES_PER_PREFIX
            } else {
                1
            };
            let max_eni = net.max_eni.map(crate::plan::Within::get).filter(|_| known);
            let own = known && net.custom_networking;
            let served = of_formula(&formula(instance, max_eni, own, slot));
            Least(
                [
                    Value("the cap of EKS", max_pods::cap(instance.vcpus).into()),
                    served,
                ]
                .into(),
            )
        }
    }
}

fn formula(instance: &InstanceType, max_eni: Option<u32>, own: bool, slot: u32) -> Formula {
    Formula {
        interfaces: instance.max_enis,
        max_eni: max_eni.filter(|limit| *limit < instance.max_enis),
        primary_interface: own.into(),
        trunk_interface: 0,
        addresses_per_interface: instance.ipv4_per_eni,
        addresses_per_slot: slot,
        host_network_pods: HOST_NETWORK_PODS,
    }
}

/// The formula of interfaces and addresses.
fn of_formula(formula: &Formula) -> Term {
    let interfaces = Value("interfaces", formula.interfaces.into());
    let interfaces = match formula.max_eni {
        Some(limit) => Least([interfaces, Value("MAX_ENI", limit.into())].into()),
        None => interfaces,
    };
    let taken = Term::sum([
        Value("the node's own interface", formula.primary_interface.into()),
        Value("the trunk", formula.trunk_interface.into()),
    ]);
    let carriers = if taken.value() > 0 {
        Term::left(interfaces, taken)
    } else {
        interfaces
    };
    let slots = Term::left(
        Value(
            "addresses of an interface",
            formula.addresses_per_interface.into(),
        ),
        Value("its own address", 1),
    );
    let mut factors: Vec<Term> = [carriers, slots].into();
    if formula.addresses_per_slot != 1 {
        factors.push(Value(
            "addresses of a /28",
            formula.addresses_per_slot.into(),
        ));
    }
    if formula.host_network_pods == 0 {
        return Product(factors);
    }
    let host_network = Value(
        "pods on the host's network",
        formula.host_network_pods.into(),
    );
    Sum([Product(factors), host_network].into())
}

/// `kubeReserved.memory`, by the max pods that the AMI or the provisioner computes.
fn reserved_memory(group: &Group<'_>) -> Term {
    let pods = Value("max pods as computed", group.set_by.pods.into());
    Sum([
        Value("MiB in any case", 255),
        Product([Value("MiB a pod", 11), pods].into()),
    ]
    .into())
}

/// `kubeReserved.cpu`: 60, 10, 5 and 2.5 millicores of the first, the second, the next two and each further core.
fn reserved_cpu(vcpus: u32) -> Term {
    let vcpus = u64::from(vcpus);
    let middle = Product(
        [
            Value("of the third and fourth core", 5),
            Value("cores", vcpus.saturating_sub(2).min(2)),
        ]
        .into(),
    );
    let rest = Term::down(
        Product(
            [
                Value("further cores", vcpus.saturating_sub(4)),
                Value("of two cores", 5),
            ]
            .into(),
        ),
        Value("cores", 2),
    );
    Term::sum([
        Value("of the first core", if vcpus > 0 { 60 } else { 0 }),
        Value("of the second core", if vcpus > 1 { 10 } else { 0 }),
        middle,
        rest,
    ])
}

/// MiB that pods can request of a type that EC2 lists with so much.
fn allocatable(mib: u32, reserved: Term) -> Term {
    let listed = || Value("MiB by EC2", mib.into());
    let overhead = Term::up(
        Product([listed(), Value("per mille", VM_MEMORY_OVERHEAD_PER_MILLE)].into()),
        Value("of a thousand", 1_000),
    );
    let gone = Sum([
        overhead,
        reserved,
        Value("eviction", EVICTION_MEMORY_MIB.into()),
    ]
    .into());
    Term::left(listed(), gone)
}

/// A number or a share of the nodes, at most all of them.
fn share(share: Share, nodes: u32) -> Term {
    let all = Value("nodes", nodes.into());
    let part = match share {
        Share::Count(count) => Value("max unavailable", count.into()),
        Share::Percent(percent) => Term::up(
            Product(
                [
                    all.clone(),
                    Value("hundredths of a percent", percent.hundredths().into()),
                ]
                .into(),
            ),
            Value("of the whole", 10_000),
        ),
    };
    if part.value() > all.value() {
        Least([part, all].into())
    } else {
        part
    }
}
