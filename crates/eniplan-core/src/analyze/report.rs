//! What the analysis says of a plan: plain data, integers only; text is made when it is shown.

mod advice;
mod fix;
mod formula;
mod gate;
mod pool;
mod wall;
mod zone;

use alloc::string::String;
use alloc::vec::Vec;

pub use crate::aws::Certainty;
pub use advice::Advice;
pub use fix::Fix;
pub use formula::{Each, Formula};
pub use gate::{Drill, Gate, GateKind, GateReason};
pub use pool::{PodPool, TypeRange};
pub use wall::{Wall, WallKind};
pub use zone::ZoneUse;

use super::layout::Layout;
use crate::finding::Finding;
use crate::net::Ipv4Prefix;
use crate::plan::Role;

/// Everything that eniplan says of a plan, at the nodes and pods that are desired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Every subnet with its block: those of the plan, and those laid out.
    pub layout: Layout,
    /// The yes/no questions, in the order of [`GateKind::ALL`].
    pub gates: Vec<Gate>,
    /// The last of them zone by zone, in plan order.
    pub drills: Vec<Drill>,
    /// How full each subnet is, in the order of the layout.
    pub subnets: Vec<SubnetReport>,
    /// What each subnet is asked for once churn has left every node at its peak, in the same order.
    pub peaks: Vec<u64>,
    /// What becomes of each node group, in plan order.
    pub node_groups: Vec<GroupReport>,
    /// How full each overlay's pool is; empty where pods have addresses of the VPC.
    pub pod_pools: Vec<PodPool>,
    /// The whole plan.
    pub totals: Totals,
    /// What stops growth, the first one first.
    pub walls: Vec<Wall>,
    /// What there is to say, errors first.
    pub findings: Vec<Finding>,
    /// The same at other moments: at max, while upgrading, without a zone.
    pub states: Vec<State>,
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
    /// /28 prefixes that nodes hold.
    pub prefixes_held: u64,
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
    /// Nodes at most: the plan's, or as many as its most pods need where they are counted from the pods.
    pub nodes_max: u64,
    /// Whether they were counted from the pods.
    pub nodes_from_pods: bool,
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
    /// Between what its nodes lie, where Karpenter chooses among several types and the plan gives no mix.
    pub range: Option<TypeRange>,
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
    /// The smallest warm targets that would do; none where its nodes keep no pool that targets govern.
    pub advice: Option<Advice>,
}

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
    /// How full each overlay's pool is then.
    pub pod_pools: Vec<PodPool>,
    /// The whole plan then.
    pub totals: Totals,
}
