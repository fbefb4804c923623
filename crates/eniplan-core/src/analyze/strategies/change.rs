//! What a strategy changes, and what stops working for those who use the cluster.

use alloc::vec::Vec;

use super::table::Strategy;
use crate::analyze::layout::lay_out;
use crate::plan::{Plan, Role};

/// What has to be touched, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Settings of the CNI, of tags or of endpoints.
    Setting,
    /// Nodes that replace the present ones.
    NewNodes,
    /// Subnets.
    NewSubnets,
    /// A block of the VPC.
    NewCidr,
    /// A cluster beside the present one.
    NewCluster,
}

impl Change {
    /// Every change, the lightest first.
    pub const ALL: [Self; 5] = [
        Self::Setting,
        Self::NewNodes,
        Self::NewSubnets,
        Self::NewCidr,
        Self::NewCluster,
    ];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::NewNodes => "new-nodes",
            Self::NewSubnets => "new-subnets",
            Self::NewCidr => "new-cidr",
            Self::NewCluster => "new-cluster",
        }
    }

    /// A few words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Setting => "settings",
            Self::NewNodes => "new nodes",
            Self::NewSubnets => "new subnets",
            Self::NewCidr => "new CIDR",
            Self::NewCluster => "new cluster",
        }
    }
}

/// What stops working, or works otherwise, for those who use the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// The control plane does not reach overlay pods.
    Webhooks,
    /// Load balancers do not reach overlay pods.
    InstanceTargets,
    /// Security groups for pods are the VPC CNI's.
    SecurityGroups,
    /// The way has no Windows nodes.
    Windows,
    /// The way has no IPv6.
    Ipv6,
    /// Fargate runs the VPC CNI alone.
    Fargate,
    /// AWS supports no other CNI on EC2 nodes.
    Support,
    /// The kubelet's limit does not follow the CNI by itself.
    MaxPods,
    /// Addresses are asked for one by one.
    Calls,
    /// Pods wait for the second interface.
    FirstInterface,
    /// Pods leave the VPC under their node's address.
    Snat,
    /// A lost node takes more pods with it.
    Blast,
    /// Stray addresses break /28 blocks.
    Fragments,
    /// Branch interfaces are few, and slow to come back.
    Branches,
    /// Auto Mode takes no settings of the CNI.
    NoSettings,
    /// Packets are shorter.
    Mtu,
    /// IPv4 services outside see the node's address.
    DualStack,
}

impl Break {
    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Webhooks => "webhooks-host-network",
            Self::InstanceTargets => "instance-targets",
            Self::SecurityGroups => "security-groups",
            Self::Windows => "windows",
            Self::Ipv6 => "ipv6",
            Self::Fargate => "fargate",
            Self::Support => "support",
            Self::MaxPods => "max-pods",
            Self::Calls => "ec2-calls",
            Self::FirstInterface => "first-interface",
            Self::Snat => "snat",
            Self::Blast => "blast-radius",
            Self::Fragments => "fragmentation",
            Self::Branches => "branch-interfaces",
            Self::NoSettings => "cni-settings",
            Self::Mtu => "mtu",
            Self::DualStack => "dual-stack",
        }
    }

    /// A few words for people, for a list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Webhooks => "webhooks",
            Self::InstanceTargets => "load balancer targets",
            Self::SecurityGroups => "security groups",
            Self::Windows => "Windows",
            Self::Ipv6 => "IPv6",
            Self::Fargate => "Fargate",
            Self::Support => "AWS support",
            Self::MaxPods => "max pods",
            Self::Calls => "EC2 calls",
            Self::FirstInterface => "first interface",
            Self::Snat => "source addresses",
            Self::Blast => "blast radius",
            Self::Fragments => "fragmentation",
            Self::Branches => "branch interfaces",
            Self::NoSettings => "CNI settings",
            Self::Mtu => "MTU",
            Self::DualStack => "IPv4 services",
        }
    }

    /// One sentence for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::Webhooks => {
                "Admission webhooks and aggregated APIs need hostNetwork: the control plane cannot reach overlay pods."
            }
            Self::InstanceTargets => {
                "Load balancers need instance targets: ip targets cannot reach overlay pods."
            }
            Self::SecurityGroups => "Pods cannot have security groups of their own.",
            Self::Windows => "Windows nodes cannot take part.",
            Self::Ipv6 => "IPv6 clusters cannot take part.",
            Self::Fargate => "Fargate pods cannot take part: they run the VPC CNI alone.",
            Self::Support => {
                "AWS supports no CNI but its own on EC2 nodes; support comes from the CNI's maker."
            }
            Self::MaxPods => {
                "Max pods has to be set by hand for nodes that EKS does not size itself."
            }
            Self::Calls => {
                "Nodes ask EC2 for single addresses, so pods that come in bursts wait for API calls."
            }
            Self::FirstInterface => {
                "The first interface of a node carries no pods, so a node takes fewer of them."
            }
            Self::Snat => "Outside the VPC pods are seen under their node's address.",
            Self::Blast => "There are fewer nodes, so a lost one takes more pods with it.",
            Self::Fragments => {
                "A /28 must be whole and free: stray addresses outside the reservation use blocks up."
            }
            Self::Branches => {
                "A node takes as many such pods as it has branch interfaces, which cool down for a minute when freed."
            }
            Self::NoSettings => {
                "Warm targets, ENIConfig, security groups for pods and other CNIs do not exist in Auto Mode."
            }
            Self::Mtu => "VXLAN takes 50 bytes of every packet.",
            Self::DualStack => {
                "What answers on IPv4 alone is reached under the node's address; peers and tools must speak IPv6."
            }
        }
    }
}

/// What differs between two plans, and what the strategy needs besides; then whether running pods start anew.
pub(super) fn changes(strategy: &Strategy, present: &Plan, changed: &Plan) -> (Vec<Change>, bool) {
    let subnets = |plan: &Plan| {
        let subnets = lay_out(plan, &mut Vec::new()).subnets.into_iter();
        subnets
            .map(|subnet| (subnet.cidr, subnet.role))
            .collect::<Vec<_>>()
    };
    let [was, is] = [subnets(present), subnets(changed)];
    let new: Vec<Role> = is
        .iter()
        .filter(|subnet| !was.contains(subnet))
        .map(|(_, role)| *role)
        .collect();
    let concerns_nodes = present.networking != changed.networking
        || present.node_groups != changed.node_groups
        || new.contains(&Role::Nodes);
    let all = [
        (Change::Setting, settings_differ(present, changed)),
        (Change::NewNodes, concerns_nodes && strategy.new_nodes),
        (Change::NewSubnets, !new.is_empty()),
        (Change::NewCidr, present.vpc.cidrs != changed.vpc.cidrs),
        (Change::NewCluster, concerns_nodes && strategy.new_cluster),
    ];
    let told = all
        .into_iter()
        .filter(|(_, is_so)| *is_so)
        .map(|(change, _)| change);
    (told.collect(), concerns_nodes && strategy.restarts_pods)
}

/// Whether anything differs beside the network and the kind of nodes.
fn settings_differ(present: &Plan, changed: &Plan) -> bool {
    let reservations = |plan: &Plan| {
        let subnets = plan.subnets.iter();
        subnets
            .map(|subnet| subnet.reservations.len())
            .sum::<usize>()
    };
    let groups = || present.node_groups.iter().zip(&changed.node_groups);
    present.networking != changed.networking
        || present.endpoints != changed.endpoints
        || present.others != changed.others
        || reservations(present) != reservations(changed)
        || groups().any(|(was, is)| {
            (&was.networking, was.max_pods, was.provisioner, &was.pods)
                != (&is.networking, is.max_pods, is.provisioner, &is.pods)
                || was.nodes.desired() < is.nodes.desired()
        })
}
