//! The strategies, in the order in which teams try them.

use super::change::Break;
use super::{
    Present, Refusal, auto_mode, custom_networking, ipv6, nodes, overlay, pod_security_groups,
    prefixes, subnets, warm,
};
use crate::aws::Certainty;
use crate::plan::Plan;

/// A way to give pods addresses.
#[derive(Clone, Debug)]
pub struct Strategy {
    /// The word for programs and the command line.
    pub id: &'static str,
    /// A few words for people.
    pub title: &'static str,
    /// Whether it needs nodes that replace the present ones.
    pub new_nodes: bool,
    /// Whether it needs a cluster beside the present one.
    pub new_cluster: bool,
    /// Whether running pods have to start anew.
    pub restarts_pods: bool,
    /// What stops working, or works otherwise.
    pub breaks: &'static [Break],
    /// How far its figures can be trusted at best.
    pub certainty: Certainty,
    /// Where to read on.
    pub source: &'static str,
    /// Why nobody should run it, though it is sized.
    pub(super) refused: Option<Refusal>,
    /// The changed plan.
    pub(in crate::analyze) apply: fn(&Present<'_>) -> Result<Plan, Refusal>,
}

impl PartialEq for Strategy {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Strategy {}

impl Strategy {
    /// The strategy of an id.
    ///
    /// ```
    /// use eniplan_core::analyze::strategies::Strategy;
    /// assert_eq!(Strategy::of_id("calico").unwrap().title, "Calico VXLAN");
    /// ```
    pub fn of_id(id: &str) -> Option<&'static Self> {
        STRATEGIES.iter().find(|strategy| strategy.id == id)
    }
}

const POOL: &str = "https://docs.aws.amazon.com/eks/latest/best-practices/ip-opt.html";
const OTHER_CNI: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/alternate-cni-plugins.html";

const OVERLAY: &[Break] = &[
    Break::Webhooks,
    Break::InstanceTargets,
    Break::Snat,
    Break::Mtu,
    Break::SecurityGroups,
    Break::Windows,
    Break::Ipv6,
    Break::Fargate,
    Break::MaxPods,
    Break::Support,
];

/// What all of them start from; what differs is written out below.
const BASE: Strategy = Strategy {
    id: "",
    title: "",
    new_nodes: false,
    new_cluster: false,
    restarts_pods: false,
    breaks: &[],
    certainty: Certainty::Exact,
    source: POOL,
    refused: None,
    apply: warm::tuned,
};

/// A strategy that replaces the nodes, and with them every pod.
const NEW_NODES: Strategy = Strategy {
    new_nodes: true,
    restarts_pods: true,
    ..BASE
};

/// Every strategy.
pub static STRATEGIES: [Strategy; 16] = [
    Strategy {
        id: "warm-targets",
        title: "Warm targets tuned",
        breaks: &[Break::Calls],
        apply: warm::tuned,
        ..BASE
    },
    Strategy {
        id: "more-subnets",
        title: "Further node subnets",
        apply: subnets::further_node_subnets,
        source: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
        ..NEW_NODES
    },
    Strategy {
        id: "larger-nodes",
        title: "Fewer, larger nodes",
        breaks: &[Break::Blast],
        apply: nodes::fewer_larger,
        ..NEW_NODES
    },
    Strategy {
        id: "move-tenants",
        title: "Tenants moved out",
        apply: subnets::tenants_apart,
        ..BASE
    },
    Strategy {
        id: "subnet-discovery",
        title: "Subnet discovery by tag",
        breaks: &[Break::Snat],
        certainty: Certainty::Documented,
        source: "https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html",
        apply: subnets::discovery,
        ..BASE
    },
    Strategy {
        id: "prefix-delegation",
        title: "Prefix delegation",
        breaks: &[Break::Fragments, Break::MaxPods],
        source: "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html",
        apply: prefixes::prefix_delegation,
        ..NEW_NODES
    },
    Strategy {
        id: "custom-networking",
        title: "Custom networking",
        breaks: &[
            Break::FirstInterface,
            Break::Snat,
            Break::Windows,
            Break::Ipv6,
        ],
        source: "https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html",
        apply: custom_networking::with_addresses,
        ..NEW_NODES
    },
    Strategy {
        id: "custom-prefixes",
        title: "Custom networking with prefixes",
        breaks: &[
            Break::FirstInterface,
            Break::Fragments,
            Break::Snat,
            Break::Windows,
            Break::Ipv6,
            Break::MaxPods,
        ],
        source: "https://docs.aws.amazon.com/eks/latest/best-practices/custom-networking.html",
        apply: custom_networking::with_prefixes,
        ..NEW_NODES
    },
    Strategy {
        id: "pod-security-groups",
        title: "Security groups for pods",
        restarts_pods: true,
        breaks: &[Break::Branches, Break::Windows],
        source: "https://docs.aws.amazon.com/eks/latest/best-practices/sgpp.html",
        apply: pod_security_groups::branch_interfaces,
        ..BASE
    },
    Strategy {
        id: "auto-mode",
        title: "EKS Auto Mode",
        breaks: &[Break::NoSettings, Break::SecurityGroups, Break::Windows],
        certainty: Certainty::Estimate,
        source: "https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html",
        apply: auto_mode::auto_mode,
        ..NEW_NODES
    },
    Strategy {
        id: "ipv6",
        title: "IPv6",
        new_cluster: true,
        breaks: &[Break::DualStack, Break::Windows, Break::MaxPods],
        certainty: Certainty::Documented,
        source: "https://docs.aws.amazon.com/eks/latest/best-practices/ipv6.html",
        apply: ipv6::ipv6,
        ..NEW_NODES
    },
    Strategy {
        id: "calico",
        title: "Calico VXLAN",
        breaks: OVERLAY,
        certainty: Certainty::Derived,
        source: "https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/eks",
        apply: overlay::calico,
        ..NEW_NODES
    },
    Strategy {
        id: "cilium-overlay",
        title: "Cilium overlay",
        breaks: OVERLAY,
        certainty: Certainty::Derived,
        source: "https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/",
        apply: overlay::cilium,
        ..NEW_NODES
    },
    Strategy {
        id: "cilium-eni",
        title: "Cilium ENI",
        breaks: &[
            Break::FirstInterface,
            Break::SecurityGroups,
            Break::Windows,
            Break::Fargate,
            Break::MaxPods,
            Break::Support,
        ],
        certainty: Certainty::Derived,
        source: "https://docs.cilium.io/en/stable/network/concepts/ipam/eni/",
        apply: overlay::cilium_eni,
        ..NEW_NODES
    },
    Strategy {
        id: "flannel",
        title: "flannel",
        breaks: OVERLAY,
        certainty: Certainty::Derived,
        source: "https://github.com/aws/containers-roadmap/issues/315",
        refused: Some(Refusal::NeedsAllocator),
        apply: overlay::flannel,
        ..NEW_NODES
    },
    Strategy {
        id: "weave-net",
        title: "weave-net",
        breaks: OVERLAY,
        certainty: Certainty::Derived,
        source: OTHER_CNI,
        refused: Some(Refusal::Archived),
        apply: overlay::weave,
        ..NEW_NODES
    },
];
