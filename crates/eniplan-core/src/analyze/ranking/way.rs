//! A column: what a strategy does to the settings of a node, and which types take it.

use alloc::string::String;

use super::facts::Facts;
use crate::analyze::node::Addressing;
use crate::aws::catalogue::InstanceType;
use crate::aws::max_pods::{self, Settings};
use crate::aws::warm_pool::{Limits, PoolSettings, Targets, advice};
use crate::plan::{
    Ami, Cni, IpFamily, Networking, NodeGroup, Plan, Provisioner, Target, Warm, Within,
};

/// What a type must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    Nothing,
    /// Nitro or bare metal, for prefixes.
    Prefixes,
    /// A second interface.
    Interfaces,
    /// Both.
    PrefixesAndInterfaces,
    /// A trunk interface.
    Trunk,
    /// What no type has: the group or the plan refuses the strategy.
    Refused,
}

/// What a strategy does about max pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settles {
    /// Nothing: nodes are told what they are told.
    Nothing,
    /// Lowers what the network does not serve.
    Down,
    /// Lowers it, and raises it to what AWS recommends.
    Both,
}

/// Operands of EKS's rule for max pods; it knows nothing of other CNIs.
#[derive(Clone, Copy, Debug)]
struct Eks {
    max_eni: u32,
    /// Interfaces that give no addresses to pods.
    primary: u32,
    prefixes: bool,
}

/// The pool on a type that takes everything, and its targets by whether a type takes prefixes.
#[derive(Clone, Copy, Debug)]
struct Able {
    settings: PoolSettings,
    targets: [Targets; 2],
}

impl Able {
    fn of(settings: PoolSettings) -> Self {
        let targets = [false, true].map(|takes_prefixes| {
            let own = PoolSettings {
                prefix_delegation: settings.prefix_delegation && takes_prefixes,
                ..settings
            };
            own.targets()
        });
        Self { settings, targets }
    }
}

/// The pool of a column on a type.
pub(super) struct Pool {
    pub(super) limits: Limits,
    pub(super) targets: Targets,
    pub(super) custom_networking: bool,
    pub(super) trunk_attached: bool,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The pool on a type that takes everything; none where pods take no address of the VPC.
    pool: Option<Able>,
    /// Whether the pool grows beyond max pods.
    pub(super) is_endless: bool,
    pod_security_groups: bool,
    own_max_pods: Option<u32>,
    settings: Settings,
    /// The operands of the rule by which EKS sets max pods, where it does.
    eks: Option<Eks>,
    pub(super) host_network: u32,
    needs: Needs,
    settles: Settles,
}

impl Way {
    /// The column of an id; `able` is a type that takes prefixes and a trunk.
    pub(super) fn of(id: &str, plan: &Plan, group: &NodeGroup, able: &InstanceType) -> Self {
        let mut group = group.clone();
        let mut net = group.networking(plan);
        let is_auto = group.provisioner == Provisioner::AutoMode;
        let has_security_groups = group.pods.security_group_pods.get() > 0;
        let refused_if = |refused: bool, needs: Needs| if refused { Needs::Refused } else { needs };
        let of_vpc_cni = |needs| refused_if(is_auto || net.ip_family == IpFamily::Ipv6, needs);
        let of_overlay = refused_if(
            is_auto || has_security_groups || plan.networking.ip_family == IpFamily::Ipv6,
            Needs::Nothing,
        );
        let (needs, settles) = match id {
            "warm-targets" => (of_vpc_cni(Needs::Nothing), Settles::Nothing),
            "prefix-delegation" => (of_vpc_cni(Needs::Prefixes), Settles::Both),
            "custom-networking" => (of_vpc_cni(Needs::Interfaces), Settles::Down),
            "custom-prefixes" => (of_vpc_cni(Needs::PrefixesAndInterfaces), Settles::Both),
            "pod-security-groups" => (of_vpc_cni(Needs::Trunk), Settles::Down),
            "auto-mode" => (
                refused_if(has_security_groups, Needs::Nothing),
                Settles::Nothing,
            ),
            "ipv6" => (Needs::Prefixes, Settles::Both),
            "calico" => (of_overlay, Settles::Both),
            "cilium-eni" => (of_overlay, Settles::Down),
            _ => (Needs::Nothing, Settles::Nothing),
        };
        change(id, plan, &mut net, &mut group);
        let takes_custom = net.cni == Cni::VpcCni
            && net.ip_family == IpFamily::Ipv4
            && group.provisioner != Provisioner::AutoMode;
        net.custom_networking &= takes_custom;
        let addressing = Addressing::of(&group, &net, able);
        let known = net.cni == Cni::VpcCni;
        let is_eks = group.provisioner == Provisioner::Managed && !group.custom_ami;
        let max_eni = net.max_eni.filter(|_| known).map_or(u32::MAX, Within::get);
        Self {
            eks: (is_eks && max_eni > 0).then_some(Eks {
                max_eni,
                primary: u32::from(known && net.custom_networking),
                prefixes: known && (net.prefix_delegation || net.ip_family == IpFamily::Ipv6),
            }),
            settings: Settings::of(&group, &net),
            host_network: group.host_network_pods(net.cni),
            settles: if group.provisioner == Provisioner::AutoMode {
                Settles::Nothing
            } else {
                settles
            },
            pool: addressing.pool().map(Able::of),
            is_endless: matches!(addressing, Addressing::CiliumEni(_)),
            pod_security_groups: net.pod_security_groups,
            own_max_pods: group.max_pods.map(Within::get),
            needs,
        }
    }

    /// Whether no node is told more than AWS recommends.
    pub(super) fn is_capped(&self) -> bool {
        let settings = &self.settings;
        let by_eks = settings.provisioner == Provisioner::Managed && !settings.custom_ami;
        by_eks || settings.provisioner == Provisioner::AutoMode || settings.ami == Ami::Windows
    }

    /// What the kubelet is told: [`max_pods::told`], in fewer steps where that is EKS's rule and no operand is 0.
    #[inline]
    pub(super) fn told(&self, instance: &InstanceType, facts: &Facts) -> u32 {
        match &self.eks {
            Some(eks) if facts.max_enis > 0 && facts.ipv4_per_eni > 0 => {
                let interfaces = facts.max_enis.min(eks.max_eni) - eks.primary;
                let prefixes = eks.prefixes && facts.is_nitro;
                let slots = interfaces.saturating_mul(facts.ipv4_per_eni - 1);
                let addresses = slots.saturating_mul(if prefixes { 16 } else { 1 });
                addresses
                    .saturating_add(max_pods::HOST_NETWORK_PODS)
                    .min(facts.cap)
            }
            _ => max_pods::told(instance, &self.settings),
        }
    }

    /// Whether a type can be used so.
    pub(super) fn takes(&self, facts: &Facts) -> bool {
        match self.needs {
            Needs::Nothing => true,
            Needs::Prefixes => facts.takes_prefixes,
            Needs::Interfaces => facts.max_enis > 1,
            Needs::PrefixesAndInterfaces => facts.max_enis > 1 && facts.takes_prefixes,
            Needs::Trunk => facts.is_trunking,
            Needs::Refused => false,
        }
    }

    /// Whether every pod has a branch interface.
    pub(super) fn is_on_branches(&self) -> bool {
        self.needs == Needs::Trunk
    }

    /// Whether any cell depends on branch interfaces.
    pub(super) fn counts_branches(&self) -> bool {
        self.pod_security_groups
    }

    /// Branch interfaces of a node.
    pub(super) fn branch_limit(&self, facts: &Facts) -> u32 {
        if self.pod_security_groups {
            facts.branch_enis
        } else {
            0
        }
    }

    /// The pool on a type; none where pods take no address of the VPC.
    #[inline]
    pub(super) fn pool(&self, facts: &Facts) -> Option<Pool> {
        let Able { settings, targets } = self.pool.as_ref()?;
        let own = PoolSettings {
            max_enis: facts.max_enis,
            ipv4_per_eni: facts.ipv4_per_eni,
            prefix_delegation: settings.prefix_delegation && facts.takes_prefixes,
            trunk: settings.trunk && facts.is_trunking,
            ..*settings
        };
        let [single, prefixes] = targets;
        Some(Pool {
            limits: Limits::of(&own),
            targets: if facts.takes_prefixes {
                *prefixes
            } else {
                *single
            },
            custom_networking: own.custom_networking,
            trunk_attached: own.trunk_attached(),
        })
    }

    /// Max pods as the strategy settles it: what the network serves and AWS recommends, where nodes would be `told`
    /// otherwise.
    pub(super) fn max_pods(&self, facts: &Facts, told: u32, pool: Option<&Pool>) -> u32 {
        let own = self.own_max_pods;
        if self.settles == Settles::Nothing {
            return own.unwrap_or(told);
        }
        let recommended = pool.map_or(facts.cap, |pool| {
            let possible = serves(pool)
                .saturating_add(self.host_network)
                .saturating_add(self.branch_limit(facts));
            possible.min(facts.cap)
        });
        let raises = self.settles == Settles::Both;
        match own {
            Some(own) if !raises => own.min(recommended),
            None if !raises => told.min(recommended),
            _ => recommended,
        }
    }
}

/// Pods with an address that a pool serves at most.
fn serves(pool: &Pool) -> u32 {
    let Limits { capacity, unit, .. } = pool.limits;
    capacity.saturating_mul(unit.addresses())
}

/// What the strategy changes of a group's settings, as its function from plan to plan does.
fn change(id: &str, plan: &Plan, net: &mut Networking, group: &mut NodeGroup) {
    match id {
        "warm-targets"
        | "prefix-delegation"
        | "custom-networking"
        | "custom-prefixes"
        | "pod-security-groups" => {
            net.cni = Cni::VpcCni;
        }
        "auto-mode" | "ipv6" | "calico" | "cilium-eni" => {
            // These change the plan's settings for all groups alike.
            net.clone_from(&plan.networking);
            net.custom_networking = false;
            if id != "cilium-eni" || net.cni != Cni::CiliumEni {
                net.warm = Warm::default();
            }
        }
        _ => {}
    }
    let prefixes = |net: &mut Networking, on: bool| {
        if net.prefix_delegation != on {
            net.warm = Warm::default();
        }
        net.prefix_delegation = on;
    };
    match id {
        "warm-targets" => {
            let nodes = plan
                .node_groups
                .iter()
                .map(|group| u64::from(group.nodes.desired()));
            let spare = advice::spare(plan.churn.pods_per_minute.get().into(), nodes.sum());
            net.warm.ip = Some(Target::of(spare));
            net.warm.minimum_ip = None;
        }
        "prefix-delegation" => {
            net.prefix_delegation = true;
            net.warm = Warm::default();
        }
        "custom-networking" => {
            net.custom_networking = true;
            prefixes(net, false);
        }
        "custom-prefixes" => {
            net.custom_networking = true;
            prefixes(net, true);
        }
        "pod-security-groups" => net.pod_security_groups = true,
        "auto-mode" => {
            net.cni = Cni::VpcCni;
            net.prefix_delegation = false;
            net.pod_security_groups = false;
            net.max_eni = None;
            group.provisioner = Provisioner::AutoMode;
            group.custom_ami = false;
            group.max_pods = None;
            group.host_network_pods = None;
        }
        "ipv6" => {
            if net.cni != Cni::AutoMode {
                net.cni = Cni::VpcCni;
            }
            net.ip_family = IpFamily::Ipv6;
            net.prefix_delegation = false;
        }
        "calico" => other_cni(net, Cni::Calico),
        "cilium-eni" => other_cni(net, Cni::CiliumEni),
        _ => {}
    }
}

fn other_cni(net: &mut Networking, cni: Cni) {
    net.prefix_delegation &= net.cni == cni;
    net.cni = cni;
    net.pod_security_groups = false;
    net.max_eni = None;
}

/// A type that takes whatever a node can take, to ask for settings that hold for every type.
pub(super) fn able() -> InstanceType {
    InstanceType {
        name: String::new(),
        vcpus: None,
        memory_mib: None,
        arch: None,
        hypervisor: None,
        bare_metal: true,
        network_cards: 1,
        max_enis: 2,
        ipv4_per_eni: 2,
        trunking: Some(true),
        branch_enis: None,
        aws_max_pods: None,
    }
}
