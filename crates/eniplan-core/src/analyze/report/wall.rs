//! What stops growth, as data.

use alloc::format;
use alloc::string::String;

use super::Certainty;
use super::fix::Fix;
use super::formula::Formula;
use crate::finding::{Counted, Grouped};
use crate::plan::Date;

/// A limit that stops growth. A closed list, in the order of ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WallKind {
    /// A subnet runs out of addresses.
    SubnetAddresses,
    /// A subnet runs out of whole /28 blocks.
    PrefixBlocks,
    /// A node runs out of interface slots.
    InterfaceSlots,
    /// A node runs out of branch interfaces.
    BranchInterfaces,
    /// Nodes run out of max pods.
    MaxPods,
    /// Nodes run out of CPU.
    Cpu,
    /// Nodes run out of memory.
    Memory,
    /// Too few addresses stay free to upgrade.
    UpgradeReserve,
    /// Too few addresses stay free for a load balancer.
    LoadBalancerReserve,
    /// Too few addresses stay for the cluster's interfaces, those that it has included.
    ///
    /// EKS demands six addresses for its own use in each subnet of a cluster. Growth cannot take from what stood there
    /// when the cluster was made, but it takes what EKS needs to place its interfaces again.
    ControlPlaneReserve,
    /// An overlay runs out of blocks.
    OverlayBlocks,
    /// Services run out of addresses.
    ///
    /// No plan meets this wall yet: a plan counts no services, and neither nodes nor pods take an address of the service
    /// block. The word is kept for when it does.
    ServiceCidr,
    /// Groups stand at their max.
    NodesMax,
    /// A group stands at EKS's quota of nodes, or the cluster at what Kubernetes is tested to.
    NodeQuota,
    /// The Region stands at its quota of interfaces.
    InterfaceQuota,
    /// The VPC stands at its quota of blocks: even with every further one a /16, its addresses are used up.
    CidrQuota,
    /// The VPC stands at its quota of network address usage.
    Nau,
}

impl WallKind {
    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::SubnetAddresses => "subnet-addresses",
            Self::PrefixBlocks => "prefix-blocks",
            Self::InterfaceSlots => "interface-slots",
            Self::BranchInterfaces => "branch-interfaces",
            Self::MaxPods => "max-pods",
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::UpgradeReserve => "upgrade-reserve",
            Self::LoadBalancerReserve => "load-balancer-reserve",
            Self::ControlPlaneReserve => "control-plane-reserve",
            Self::OverlayBlocks => "overlay-blocks",
            Self::ServiceCidr => "service-cidr",
            Self::NodesMax => "nodes-max",
            Self::NodeQuota => "node-quota",
            Self::InterfaceQuota => "interface-quota",
            Self::CidrQuota => "cidr-quota",
            Self::Nau => "nau",
        }
    }

    /// Whether it keeps addresses free for something, and pods run beyond it all the same.
    pub fn is_reserve(self) -> bool {
        matches!(
            self,
            Self::UpgradeReserve | Self::LoadBalancerReserve | Self::ControlPlaneReserve
        )
    }

    /// Where its limit is written.
    pub fn source(self) -> &'static str {
        match self {
            Self::SubnetAddresses => {
                "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"
            }
            Self::PrefixBlocks => {
                "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html"
            }
            Self::InterfaceSlots | Self::MaxPods => {
                "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html"
            }
            Self::BranchInterfaces => {
                "https://docs.aws.amazon.com/eks/latest/best-practices/sgpp.html"
            }
            Self::Cpu | Self::Memory => {
                "https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go"
            }
            Self::UpgradeReserve => {
                "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html"
            }
            Self::LoadBalancerReserve => {
                "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"
            }
            Self::ControlPlaneReserve => {
                "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html"
            }
            Self::OverlayBlocks => {
                "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html"
            }
            Self::ServiceCidr => {
                "https://docs.aws.amazon.com/eks/latest/userguide/create-cluster.html"
            }
            Self::NodesMax => {
                "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html"
            }
            Self::NodeQuota => {
                "https://docs.aws.amazon.com/eks/latest/best-practices/scale-data-plane.html"
            }
            Self::InterfaceQuota | Self::CidrQuota => {
                "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
            }
            Self::Nau => {
                "https://docs.aws.amazon.com/vpc/latest/userguide/network-address-usage.html"
            }
        }
    }

    /// What runs out, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::SubnetAddresses => "Subnet addresses",
            Self::PrefixBlocks => "/28 blocks",
            Self::InterfaceSlots => "Interface slots",
            Self::BranchInterfaces => "Branch interfaces",
            Self::MaxPods => "Max pods",
            Self::Cpu => "CPU",
            Self::Memory => "Memory",
            Self::UpgradeReserve => "Room to upgrade",
            Self::LoadBalancerReserve => "Room for load balancers",
            Self::ControlPlaneReserve => "Room for the control plane",
            Self::OverlayBlocks => "Overlay blocks",
            Self::ServiceCidr => "Service addresses",
            Self::NodesMax => "Max nodes of the groups",
            Self::NodeQuota => "Quota of nodes",
            Self::InterfaceQuota => "Interfaces per Region",
            Self::CidrQuota => "Blocks per VPC",
            Self::Nau => "Network address usage",
        }
    }
}

/// Where growth stops if this were the only limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// What runs out.
    pub kind: WallKind,
    /// Where: a subnet's or a group's name, or the plan's.
    pub subject: String,
    /// Nodes there, over all groups.
    pub nodes: u64,
    /// The largest workload that would run.
    pub pods: u64,
    /// That less what is desired; negative where the plan is past it.
    pub more: i64,
    /// The limit that is reached, in the units of its kind.
    pub limit: u64,
    /// Whole months of growth until it comes; 0 where the plan is past it, none where growth never leads there, or not
    /// within a hundred years.
    pub months: Option<u32>,
    /// How sure that is.
    pub certainty: Certainty,
    /// How it comes out.
    pub formula: Formula,
    /// The cheapest way past it.
    pub fix: Fix,
}

impl Wall {
    /// How it comes out, with the plan's numbers.
    pub fn formula(&self) -> String {
        self.formula.text(match self.kind {
            WallKind::Cpu => "m",
            WallKind::Memory => " MiB",
            _ => "",
        })
    }

    /// What its formula counts; nothing where that stands in the formula.
    pub fn unit(&self) -> &'static str {
        match self.kind {
            WallKind::SubnetAddresses
            | WallKind::UpgradeReserve
            | WallKind::LoadBalancerReserve
            | WallKind::ControlPlaneReserve => "addresses",
            WallKind::PrefixBlocks => "/28 blocks",
            WallKind::InterfaceSlots | WallKind::BranchInterfaces | WallKind::MaxPods => {
                "pods on a node"
            }
            WallKind::NodesMax | WallKind::NodeQuota => "nodes",
            WallKind::InterfaceQuota => "interfaces",
            WallKind::CidrQuota => "VPC blocks",
            WallKind::Nau => "units",
            WallKind::Cpu | WallKind::Memory | WallKind::OverlayBlocks | WallKind::ServiceCidr => {
                ""
            }
        }
    }

    /// Its kind in words, with the limit where another of the walls has the same kind and subject.
    pub fn title_among(&self, walls: &[Self]) -> String {
        let is_alike = |other: &&Self| other.kind == self.kind && other.subject == self.subject;
        let title = self.kind.title();
        if walls.iter().filter(is_alike).count() > 1 {
            format!("{title}, {}", Grouped(self.limit))
        } else {
            title.into()
        }
    }

    /// The cheapest way past it, as an order.
    pub fn fix(&self) -> String {
        self.fix.text(self)
    }

    /// How far the plan is from it, in pods; in nodes where they carry none. An estimate has ≈ before it.
    pub fn distance(&self) -> String {
        let mark = if self.certainty == Certainty::Estimate {
            "≈ "
        } else {
            ""
        };
        match self.more {
            0 if self.pods == 0 => {
                format!("{mark}at {}", Counted(self.nodes, "node"))
            }
            0 => format!("{mark}just reached"),
            more if more < 0 => {
                format!("{mark}{} short", Counted(more.unsigned_abs(), "pod"))
            }
            more => format!("{mark}{}", Counted(more.unsigned_abs(), "more pod")),
        }
    }

    /// The day on which growth reaches it when it starts on `day`; none without either.
    pub fn date(&self, day: Option<Date>) -> Option<Date> {
        day?.after_months(self.months?)
    }

    /// What stops growth, in one sentence.
    pub fn message(&self) -> String {
        let (limit, subject) = (Grouped(self.limit), &self.subject);
        let of = |noun| Counted(self.limit, noun);
        let at = format!(
            "{} on {}",
            Counted(self.pods, "pod"),
            Counted(self.nodes, "node")
        );
        if self.nodes == 0 && self.kind.is_reserve() {
            let when = match self.kind {
                WallKind::UpgradeReserve => " while upgrading",
                _ => "",
            };
            return format!(
                "The first node already leaves {subject} too few free addresses{when}: {limit} must stay."
            );
        }
        if self.nodes == 0 && self.kind == WallKind::SubnetAddresses {
            return format!(
                "{subject} cannot hold the first node with all its pods; it gives out {limit}."
            );
        }
        match self.kind {
            WallKind::SubnetAddresses => {
                format!("{subject} has no address left at {at}; it gives out {limit}.")
            }
            WallKind::PrefixBlocks => {
                format!("{subject} has no whole /28 block left at {at}; it holds {limit}.")
            }
            WallKind::InterfaceSlots => {
                format!(
                    "The interfaces of {subject} serve {} a node: {at}.",
                    of("pod")
                )
            }
            WallKind::BranchInterfaces => {
                format!("{subject} takes {} a node: {at}.", of("branch interface"))
            }
            WallKind::MaxPods => format!("{subject} takes {} a node: {at}.", of("workload pod")),
            WallKind::Cpu => format!("The CPU of {subject} carries {} a node: {at}.", of("pod")),
            WallKind::Memory => {
                format!(
                    "The memory of {subject} carries {} a node: {at}.",
                    of("pod")
                )
            }
            WallKind::UpgradeReserve => format!(
                "Beyond {at}, {subject} keeps fewer than {limit} addresses free while upgrading."
            ),
            WallKind::LoadBalancerReserve => format!(
                "Beyond {at}, {subject} keeps fewer than the {limit} free addresses that load balancers want."
            ),
            WallKind::ControlPlaneReserve => format!(
                "Beyond {at}, {subject} keeps fewer than the {limit} addresses that EKS demands for its interfaces."
            ),
            WallKind::OverlayBlocks if matches!(self.formula, Formula::PerNode { .. }) => {
                format!(
                    "A node's own block carries {} of {subject}: {at}.",
                    of("workload pod")
                )
            }
            WallKind::OverlayBlocks => {
                format!("The pool of {subject} has no block left at {at}; it holds {limit}.")
            }
            WallKind::ServiceCidr => format!("The service block holds {limit} addresses: {at}."),
            WallKind::NodesMax if self.limit == 0 => {
                format!("{subject} may have no node: its nodes.max is 0.")
            }
            WallKind::NodesMax => format!("The groups stand at their max at {at}."),
            WallKind::NodeQuota if self.limit > 1_000 => format!(
                "{subject} stands at {limit} nodes at {at}, to which Kubernetes is tested; EKS takes more, and AWS wants to be told before a cluster has more than 1,000."
            ),
            WallKind::NodeQuota => format!(
                "{subject} stands at {limit} nodes at {at}, EKS's quota for a managed node group."
            ),
            WallKind::InterfaceQuota => {
                format!("The Region's quota of {limit} network interfaces is reached at {at}.")
            }
            WallKind::CidrQuota => {
                format!("All {limit} blocks of the VPC's quota are used up at {at}.")
            }
            WallKind::Nau => format!(
                "The VPC's quota of {limit} network address usage units is reached at {at}."
            ),
        }
    }
}
