//! What the analysis says of a plan: plain data, integers only; text is made when it is shown.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::layout::Layout;
use crate::finding::{Finding, Grouped};
use crate::net::Ipv4Prefix;
use crate::plan::Role;

/// Everything that eniplan says of a plan, at the nodes and pods that are desired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Every subnet with its block: those of the plan, and those laid out.
    pub layout: Layout,
    /// The yes/no questions, in the order of [`GateKind::ALL`].
    pub gates: Vec<Gate>,
    /// How full each subnet is, in the order of the layout.
    pub subnets: Vec<SubnetReport>,
    /// What becomes of each node group, in plan order.
    pub node_groups: Vec<GroupReport>,
    /// The whole plan.
    pub totals: Totals,
    /// What stops growth, the first one first.
    pub walls: Vec<Wall>,
    /// What there is to say, errors first.
    pub findings: Vec<Finding>,
    /// The same at other moments: at max, while upgrading, without a zone.
    pub states: Vec<State>,
}

/// A yes/no question about a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GateKind {
    /// Can the cluster's version be upgraded and every group be updated?
    Upgrade,
    /// Can every group grow to its max?
    ScaleToMax,
    /// Can the other zones take over when any one fails?
    ZoneLoss,
}

impl GateKind {
    /// Every gate, in the order in which it is shown.
    pub const ALL: [Self; 3] = [Self::Upgrade, Self::ScaleToMax, Self::ZoneLoss];

    /// The word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::ScaleToMax => "scale-to-max",
            Self::ZoneLoss => "zone-loss",
        }
    }

    /// The question, for people.
    pub fn question(self) -> &'static str {
        match self {
            Self::Upgrade => "Can it upgrade?",
            Self::ScaleToMax => "Can it scale to max?",
            Self::ZoneLoss => "Can it lose a zone?",
        }
    }
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Which question.
    pub kind: GateKind,
    /// The answer.
    pub ok: bool,
    /// What fails, or what comes closest to failing: a subnet's or a group's name.
    pub subject: String,
    /// Why.
    pub reason: GateReason,
}

/// Why a gate is open or shut; the numbers are those of its subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GateReason {
    /// Addresses: what stays free at that moment, and what must.
    Addresses {
        /// When, as in "while upgrading".
        moment: String,
        /// Addresses that stay free.
        free: u64,
        /// Addresses that must stay free.
        wanted: u64,
        /// Addresses that are missing altogether.
        short: u64,
    },
    /// /28 blocks that prefixes want and the subnet does not have.
    Blocks {
        /// When.
        moment: String,
        /// Blocks that are missing.
        short: u64,
    },
    /// Pods: so many find no node or no address at that moment.
    Pods {
        /// When.
        moment: String,
        /// Pods without a node or an address.
        pods: u64,
    },
    /// There is nothing to ask, as in a plan without nodes.
    NotAsked,
}

impl Gate {
    /// The answer for people, in one sentence.
    pub fn message(&self) -> String {
        let subject = &self.subject;
        match &self.reason {
            GateReason::Addresses { moment, short, .. } if *short > 0 => {
                format!(
                    "{moment}, {subject} is short of {} addresses.",
                    Grouped(*short)
                )
            }
            GateReason::Addresses {
                moment,
                free,
                wanted: 0,
                ..
            } => {
                format!(
                    "{moment}, {subject} comes closest: {} addresses stay free.",
                    Grouped(*free)
                )
            }
            GateReason::Addresses {
                moment,
                free,
                wanted,
                ..
            } if self.ok => format!(
                "{moment}, {subject} comes closest: {} addresses are free, {} must be.",
                Grouped(*free),
                Grouped(*wanted)
            ),
            GateReason::Addresses {
                moment,
                free,
                wanted,
                ..
            } => format!(
                "{moment}, {subject} has {} free addresses; {} must be free.",
                Grouped(*free),
                Grouped(*wanted)
            ),
            GateReason::Blocks { moment, short } => {
                format!(
                    "{moment}, {subject} is short of {} whole /28 blocks.",
                    Grouped(*short)
                )
            }
            GateReason::Pods { moment, pods } => {
                format!(
                    "{moment}, {} pods of {subject} find no room.",
                    Grouped(*pods)
                )
            }
            GateReason::NotAsked => "There are no nodes to ask about.".into(),
        }
    }
}

/// How full a subnet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubnetReport {
    /// Its name.
    pub name: String,
    /// Its block.
    pub cidr: Ipv4Prefix,
    /// Its zone, as named in the plan.
    pub zone: String,
    /// What it is for.
    pub role: Role,
    /// Addresses in its block.
    pub addresses: u64,
    /// Addresses that can be given out: without the five that AWS reserves.
    pub usable: u64,
    /// Addresses taken; usable = used + free.
    pub used: u64,
    /// Addresses left.
    pub free: u64,
    /// Addresses wanted beyond what is usable.
    pub short: u64,
    /// /28 prefixes that an empty subnet of this size holds.
    pub prefixes_total: u64,
    /// /28 prefixes left in the worst case: each stray address kills one.
    pub prefixes_free: u64,
    /// /28 prefixes left in the best case: strays stand together.
    pub prefixes_free_best: u64,
    /// Free addresses as AWS reports them, where the plan says so.
    pub observed_free: Option<u64>,
    /// Addresses that the model does not explain: observed use less modelled use; negative where the model takes more.
    pub unexplained: Option<i64>,
    /// Who wants the addresses; what is short is included.
    pub demand: Demand,
}

/// Who wants a subnet's addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// The cluster's own interfaces.
    pub control_plane: u64,
    /// NAT gateways.
    pub nat_gateways: u64,
    /// Interface VPC endpoints.
    pub interface_endpoints: u64,
    /// Load balancers.
    pub load_balancers: u64,
    /// What the plan lists under `others`, `used` and `taken`.
    pub others: u64,
    /// Primary addresses of the nodes' interfaces, trunk ones included.
    pub interfaces: u64,
    /// Addresses that pods have.
    pub pods: u64,
    /// Addresses that nodes hold for pods to come.
    pub idle: u64,
}

impl Demand {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.apart_from_nodes().saturating_add(self.nodes())
    }

    /// What nodes take: interfaces, pods, idle addresses.
    pub fn nodes(&self) -> u64 {
        self.interfaces
            .saturating_add(self.pods)
            .saturating_add(self.idle)
    }

    /// What everything else takes.
    pub fn apart_from_nodes(&self) -> u64 {
        [
            self.control_plane,
            self.nat_gateways,
            self.interface_endpoints,
            self.load_balancers,
            self.others,
        ]
        .into_iter()
        .fold(0, u64::saturating_add)
    }
}

/// What becomes of a node group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupReport {
    /// Its name.
    pub name: String,
    /// The type with the lowest max pods.
    pub instance_type: String,
    /// Its types.
    pub instance_types: Vec<String>,
    /// Nodes desired.
    pub nodes: u64,
    /// Max pods that a node will run with.
    pub max_pods: u64,
    /// How that comes out: `3 × (10 − 1) + 2 = 29`; none where no formula of the network leads to it.
    pub max_pods_formula: Option<String>,
    /// Max pods that the network can serve, uncapped; none where the network sets no limit.
    pub formula_max_pods: Option<u64>,
    /// Who sets it.
    pub max_pods_source: MaxPodsSource,
    /// How sure that is.
    pub certainty: Certainty,
    /// Pods a node on the host's network, which need no address.
    pub host_network_pods: u64,
    /// Interfaces attached to the fullest node, the primary among them.
    pub interfaces: u64,
    /// Addresses that the fullest node takes from all its subnets.
    pub addresses_per_node: u64,
    /// Those of them that no pod has.
    pub idle_addresses_per_node: u64,
    /// Addresses that churn can lead to.
    pub peak_addresses_per_node: u64,
    /// The most nodes at which nothing is short, the other groups as desired; none where nothing bounds it.
    pub max_nodes: Option<u64>,
    /// Workload pods wanted.
    pub pods_desired: u64,
    /// Workload pods that the scheduler binds.
    pub pods_placed: u64,
    /// Workload pods that find no node.
    pub pods_pending: u64,
    /// Bound pods that get no address.
    pub pods_without_address: u64,
}

pub use crate::aws::Certainty;

/// Who says how many pods a node takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxPodsSource {
    /// The plan.
    Plan,
    /// EKS, AMI or provisioner, by their rules.
    Rules,
}

/// The whole plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Addresses that subnets can give out.
    pub usable: u64,
    /// Addresses taken over all subnets.
    pub addresses_used: u64,
    /// Nodes.
    pub nodes: u64,
    /// Workload pods wanted.
    pub pods_desired: u64,
    /// Workload pods that the scheduler binds.
    pub pods_placed: u64,
    /// Workload pods that find no node.
    pub pods_pending: u64,
    /// Bound pods that get no address.
    pub pods_without_address: u64,
}

/// The plan at another moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Which: `max`, `upgrade`, `zone-loss:a`.
    pub name: String,
    /// How full each subnet is then.
    pub subnets: Vec<SubnetReport>,
    /// The whole plan then.
    pub totals: Totals,
}

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
    /// Too few addresses stay free for the cluster's interfaces.
    ControlPlaneReserve,
    /// An overlay runs out of blocks.
    OverlayBlocks,
    /// Services run out of addresses.
    ServiceCidr,
    /// Groups stand at their max.
    NodesMax,
    /// A group stands at EKS's quota of nodes.
    NodeQuota,
    /// The Region stands at its quota of interfaces.
    InterfaceQuota,
    /// The VPC stands at its quota of blocks.
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
            Self::NodeQuota => "Nodes a managed group",
            Self::InterfaceQuota => "Interfaces a Region",
            Self::CidrQuota => "Blocks a VPC",
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
}

impl Wall {
    /// What stops growth, in one sentence.
    pub fn message(&self) -> String {
        let (pods, nodes, limit, subject) = (
            Grouped(self.pods),
            Grouped(self.nodes),
            Grouped(self.limit),
            &self.subject,
        );
        let at = format!("{pods} pods on {nodes} nodes");
        match self.kind {
            WallKind::SubnetAddresses => {
                format!("{subject} has no address left at {at}; it gives out {limit}.")
            }
            WallKind::PrefixBlocks => {
                format!("{subject} has no whole /28 block left at {at}; it holds {limit}.")
            }
            WallKind::InterfaceSlots => {
                format!("The interfaces of {subject} serve {limit} pods a node: {at}.")
            }
            WallKind::BranchInterfaces => {
                format!("{subject} takes {limit} branch interfaces a node: {at}.")
            }
            WallKind::MaxPods => format!("{subject} takes {limit} pods a node: {at}."),
            WallKind::Cpu => format!("The CPU of {subject} carries {limit} pods a node: {at}."),
            WallKind::Memory => {
                format!("The memory of {subject} carries {limit} pods a node: {at}.")
            }
            WallKind::UpgradeReserve => format!(
                "Beyond {at}, {subject} keeps fewer than {limit} addresses free while upgrading."
            ),
            WallKind::LoadBalancerReserve => format!(
                "Beyond {at}, {subject} keeps fewer than the {limit} free addresses that load balancers want."
            ),
            WallKind::ControlPlaneReserve => format!(
                "Beyond {at}, {subject} keeps fewer than the {limit} free addresses that EKS demands."
            ),
            WallKind::OverlayBlocks => {
                format!("The overlay has no block left at {at}; it holds {limit}.")
            }
            WallKind::ServiceCidr => format!("The service block holds {limit} addresses: {at}."),
            WallKind::NodesMax => format!("The groups stand at their max at {at}."),
            WallKind::NodeQuota => format!(
                "{subject} stands at {limit} nodes at {at}, EKS's quota for a managed node group."
            ),
            WallKind::InterfaceQuota => {
                format!("The Region's quota of {limit} network interfaces is reached at {at}.")
            }
            WallKind::CidrQuota => format!("The VPC's quota of {limit} blocks is reached at {at}."),
            WallKind::Nau => format!(
                "The VPC's quota of {limit} network address usage units is reached at {at}."
            ),
        }
    }
}
