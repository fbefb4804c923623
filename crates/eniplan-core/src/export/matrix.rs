//! Which strategy is written into what, and in which form; where it is not, why.

use core::fmt;

use crate::plan::{Cni, IpFamily, Plan, Provisioner};

/// What the exported files go into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Destination {
    /// A new VPC and cluster.
    New,
    /// A VPC that exists, and a new cluster.
    Vpc,
    /// A cluster that exists, with its VPC.
    Cluster,
}

/// How the Terraform is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// On terraform-aws-modules/vpc and /eks.
    #[default]
    Modules,
    /// With resources of the AWS provider alone.
    Plain,
}

/// How pods get addresses, as one choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strategy {
    /// The VPC CNI with single addresses, its warm targets tuned or not.
    SecondaryAddresses,
    /// The VPC CNI with further interfaces in tagged subnets.
    SubnetDiscovery,
    /// The VPC CNI with /28 prefixes.
    Prefixes,
    /// The VPC CNI with pods in subnets of their own.
    CustomNetworking,
    /// Both of them.
    CustomNetworkingPrefixes,
    /// The VPC CNI with security groups for pods.
    PodSecurityGroups,
    /// EKS Auto Mode.
    AutoMode,
    /// An IPv6 cluster.
    Ipv6,
    /// Calico with VXLAN in place of the VPC CNI.
    Calico,
    /// Cilium with an overlay.
    CiliumOverlay,
    /// Cilium in ENI mode.
    CiliumEni,
    /// flannel.
    Flannel,
    /// weave-net.
    WeaveNet,
}

/// Why a cell of the matrix is empty, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The end of a sentence.
    pub why: &'static str,
    /// What to do instead.
    pub help: &'static str,
}

const ARCHIVED: Reason = Reason {
    why: "its repositories were archived in 2024 and its domain has expired",
    help: "Choose Calico or Cilium for an overlay, or the VPC CNI on a secondary block",
};
const AUTO_MODE_IN_CLUSTER: Reason = Reason {
    why: "Auto Mode is switched on in the cluster's own resource, which belongs to whoever made it",
    help: "Follow runbooks/to-auto-mode.md, or export a new cluster with --into vpc",
};
const IPV6_IN_CLUSTER: Reason = Reason {
    why: "a cluster keeps the IP family that it was made with",
    help: "Export a new cluster with --into vpc or --into new, and move the workload",
};

impl Destination {
    /// Every destination.
    pub const ALL: [Self; 3] = [Self::New, Self::Vpc, Self::Cluster];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Vpc => "vpc",
            Self::Cluster => "cluster",
        }
    }

    /// The destination of a word.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|into| into.name() == name)
    }

    /// A few words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::New => "A new VPC and cluster",
            Self::Vpc => "A VPC that exists, and a new cluster",
            Self::Cluster => "A cluster that exists: only what changes",
        }
    }

    /// What the plan itself says exists.
    pub fn of(plan: &Plan) -> Self {
        if plan.cluster.existing {
            Self::Cluster
        } else if plan.vpc.id.is_some() || plan.vpc.shared {
            Self::Vpc
        } else {
            Self::New
        }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "a new VPC and cluster",
            Self::Vpc => "a VPC that exists",
            Self::Cluster => "a cluster that exists",
        })
    }
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Modules, Self::Plain];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Modules => "modules",
            Self::Plain => "plain",
        }
    }

    /// The form of a word.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// A few words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Modules => "On terraform-aws-modules/vpc and /eks",
            Self::Plain => "With resources of the AWS provider alone",
        }
    }
}

impl Strategy {
    /// Every strategy.
    pub const ALL: [Self; 13] = [
        Self::SecondaryAddresses,
        Self::SubnetDiscovery,
        Self::Prefixes,
        Self::CustomNetworking,
        Self::CustomNetworkingPrefixes,
        Self::PodSecurityGroups,
        Self::AutoMode,
        Self::Ipv6,
        Self::Calico,
        Self::CiliumOverlay,
        Self::CiliumEni,
        Self::Flannel,
        Self::WeaveNet,
    ];

    /// The strategy of a plan.
    pub fn of(plan: &Plan) -> Self {
        let networking = &plan.networking;
        let only_auto = !plan.node_groups.is_empty()
            && plan
                .node_groups
                .iter()
                .all(|group| group.provisioner == Provisioner::AutoMode);
        match networking.cni {
            Cni::Calico => Self::Calico,
            Cni::CiliumOverlay => Self::CiliumOverlay,
            Cni::CiliumEni => Self::CiliumEni,
            Cni::Flannel => Self::Flannel,
            Cni::WeaveNet => Self::WeaveNet,
            Cni::AutoMode => Self::AutoMode,
            Cni::VpcCni if networking.ip_family == IpFamily::Ipv6 => Self::Ipv6,
            Cni::VpcCni if only_auto => Self::AutoMode,
            Cni::VpcCni => match (networking.custom_networking, networking.prefix_delegation) {
                (true, true) => Self::CustomNetworkingPrefixes,
                (true, false) => Self::CustomNetworking,
                _ if networking.pod_security_groups => Self::PodSecurityGroups,
                (false, true) => Self::Prefixes,
                (false, false) if uses_discovery(plan) => Self::SubnetDiscovery,
                (false, false) => Self::SecondaryAddresses,
            },
        }
    }

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::SecondaryAddresses => "secondary-addresses",
            Self::SubnetDiscovery => "subnet-discovery",
            Self::Prefixes => "prefixes",
            Self::CustomNetworking => "custom-networking",
            Self::CustomNetworkingPrefixes => "custom-networking-prefixes",
            Self::PodSecurityGroups => "pod-security-groups",
            Self::AutoMode => "auto-mode",
            Self::Ipv6 => "ipv6",
            Self::Calico => "calico",
            Self::CiliumOverlay => "cilium-overlay",
            Self::CiliumEni => "cilium-eni",
            Self::Flannel => "flannel",
            Self::WeaveNet => "weave-net",
        }
    }

    /// Whether another CNI stands in for the VPC CNI.
    pub fn replaces_vpc_cni(self) -> bool {
        matches!(
            self,
            Self::Calico | Self::CiliumOverlay | Self::CiliumEni | Self::Flannel
        )
    }

    /// Whether nodes that run keep the old way, so that new ones have to take their place.
    pub fn needs_new_nodes(self) -> bool {
        self.replaces_vpc_cni()
            || matches!(
                self,
                Self::Prefixes | Self::CustomNetworking | Self::CustomNetworkingPrefixes
            )
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SecondaryAddresses => "the VPC CNI with single addresses",
            Self::SubnetDiscovery => "the VPC CNI with subnet discovery",
            Self::Prefixes => "the VPC CNI with prefix delegation",
            Self::CustomNetworking => "the VPC CNI with custom networking",
            Self::CustomNetworkingPrefixes => {
                "the VPC CNI with custom networking and prefix delegation"
            }
            Self::PodSecurityGroups => "the VPC CNI with security groups for pods",
            Self::AutoMode => "EKS Auto Mode",
            Self::Ipv6 => "an IPv6 cluster",
            Self::Calico => "Calico in place of the VPC CNI",
            Self::CiliumOverlay => "Cilium with an overlay",
            Self::CiliumEni => "Cilium in ENI mode",
            Self::Flannel => "flannel",
            Self::WeaveNet => "weave-net",
        })
    }
}

fn uses_discovery(plan: &Plan) -> bool {
    let pods = |subnet: &crate::plan::Subnet| subnet.role == crate::plan::Role::Pods;
    plan.networking.subnet_discovery && plan.subnets.iter().any(pods)
}

/// Whether a strategy is written into a destination.
///
/// What is, is written in both forms: into a cluster that exists there is nothing for a module to make, so that plain
/// resources stand in either.
///
/// # Errors
///
/// Why it is not, and what to do; that is then all that is exported.
///
/// ```
/// use eniplan_core::export::{Destination, Strategy, cell};
///
/// assert!(cell(Strategy::Ipv6, Destination::Vpc).is_ok());
/// assert!(cell(Strategy::Ipv6, Destination::Cluster).is_err());
/// ```
pub fn cell(strategy: Strategy, destination: Destination) -> Result<(), Reason> {
    match (strategy, destination) {
        (Strategy::WeaveNet, _) => Err(ARCHIVED),
        (Strategy::AutoMode, Destination::Cluster) => Err(AUTO_MODE_IN_CLUSTER),
        (Strategy::Ipv6, Destination::Cluster) => Err(IPV6_IN_CLUSTER),
        _ => Ok(()),
    }
}
