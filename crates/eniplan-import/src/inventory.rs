//! What was found: every thing once, by its id, whatever the order in which the documents came.

use std::collections::{BTreeMap, BTreeSet};

use eniplan_core::aws::catalogue::InstanceType;
use eniplan_core::finding::Finding;
use eniplan_core::net::{Ipv4Prefix, Ipv6Prefix};
use eniplan_core::plan::{Cni, Plan};

use crate::recognise::Kind;

/// Tags or labels, by key.
pub type Tags = BTreeMap<String, String>;

/// Everything that documents showed so far; reading one more never takes anything away.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// VPCs, by id.
    pub vpcs: BTreeMap<String, Vpc>,
    /// Subnets, by id.
    pub subnets: BTreeMap<String, Subnet>,
    /// CIDR reservations of subnets, by id.
    pub reservations: BTreeMap<String, Reservation>,
    /// Network interfaces, by id.
    pub interfaces: BTreeMap<String, Interface>,
    /// Route tables, by id.
    pub route_tables: BTreeMap<String, RouteTable>,
    /// EC2 instances, by id.
    pub instances: BTreeMap<String, Instance>,
    /// Instance types as EC2 describes them, by name.
    pub instance_types: BTreeMap<String, InstanceType>,
    /// EKS clusters, by name.
    pub clusters: BTreeMap<String, Cluster>,
    /// Managed node groups, by cluster and name.
    pub node_groups: BTreeMap<(String, String), NodeGroup>,
    /// Add-ons, by cluster and name.
    pub addons: BTreeMap<(String, String), Addon>,
    /// Kubernetes nodes, by name.
    pub nodes: BTreeMap<String, Node>,
    /// Pods, by namespace and name.
    pub pods: BTreeMap<(String, String), Pod>,
    /// Environment of the VPC CNI, from the DaemonSet `aws-node`.
    pub cni: Option<Tags>,
    /// Karpenter's and Auto Mode's NodePools, by name.
    pub node_pools: BTreeMap<String, NodePool>,
    /// EC2NodeClasses and NodeClasses, by name.
    pub node_classes: BTreeMap<String, NodeClass>,
    /// ENIConfigs of custom networking, by name.
    pub eni_configs: BTreeMap<String, EniConfig>,
    /// Bare blocks, in the order in which they came.
    pub blocks: Vec<Block>,
    /// What Terraform alone shows.
    pub terraform: Option<Terraform>,
    /// Plans that were given among the rest, in the order in which they came.
    pub plans: Vec<GivenPlan>,
    /// What each document was.
    pub documents: Vec<Document>,
    /// Pages of answers, by what they list.
    pages: BTreeMap<Kind, Pages>,
}

/// Pages that were read of one kind of answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pages {
    /// Whether one says that another follows.
    followed: bool,
    /// Whether one does not.
    last: bool,
}

/// A document that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The file or input that held it.
    pub source: String,
    /// What it shows, as in `network interfaces`.
    pub kind: &'static str,
    /// How many of them.
    pub count: usize,
}

/// A VPC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vpc {
    /// Its IPv4 blocks that are associated, the primary first.
    pub blocks: Vec<Ipv4Prefix>,
    /// Its IPv6 block.
    pub ipv6_block: Option<Ipv6Prefix>,
    /// Whether that block is Amazon's.
    pub amazon_ipv6: bool,
    /// Blocks of VPCs that are peered with it.
    pub peers: Vec<Ipv4Prefix>,
    /// The account that owns it.
    pub owner: Option<String>,
    /// Its tags.
    pub tags: Tags,
}

/// A subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    /// Its VPC; empty where the document does not say.
    pub vpc: String,
    /// Its block.
    pub block: Ipv4Prefix,
    /// Its IPv6 block.
    pub ipv6_block: Option<Ipv6Prefix>,
    /// Its zone's name, such as eu-west-1a; empty where the document does not say.
    pub zone: String,
    /// Its zone's id, such as use1-az1.
    pub zone_id: Option<String>,
    /// AvailableIpAddressCount.
    pub free: Option<u32>,
    /// Whether instances in it get public addresses.
    pub maps_public: bool,
    /// The account that owns it.
    pub owner: Option<String>,
    /// Its tags.
    pub tags: Tags,
}

/// A CIDR reservation of a subnet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reservation {
    /// The subnet.
    pub subnet: String,
    /// Its block.
    pub block: Ipv4Prefix,
    /// Whether it is of type prefix, and not explicit.
    pub is_prefix: bool,
}

/// A network interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interface {
    /// Its subnet.
    pub subnet: String,
    /// Its VPC.
    pub vpc: String,
    /// EC2's `InterfaceType`, such as interface, trunk, branch or lambda.
    pub kind: String,
    /// Its description.
    pub description: String,
    /// Who asked for it, such as amazon-elb.
    pub requester: String,
    /// Whether it is attached to nothing.
    pub is_available: bool,
    /// The instance that it is attached to.
    pub instance: Option<String>,
    /// Its place at the instance; 0 is the primary interface.
    pub device_index: Option<u32>,
    /// Its IPv4 addresses, the primary first.
    pub addresses: Vec<u32>,
    /// Its IPv4 prefixes, by their first address.
    pub prefixes: Vec<Ipv4Prefix>,
    /// Whether it has a public address.
    pub is_public: bool,
    /// The account that owns it.
    pub owner: Option<String>,
    /// Those of its tags that say whose it is.
    pub tags: Tags,
}

impl Interface {
    /// The addresses that it takes from its subnet.
    pub fn size(&self) -> u64 {
        let prefixes = self.prefixes.iter().map(|prefix| prefix.size());
        prefixes.fold(self.addresses.len() as u64, u64::saturating_add)
    }
}

/// A route table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RouteTable {
    /// Its VPC.
    pub vpc: String,
    /// Whether it serves the subnets that name no other.
    pub is_main: bool,
    /// The subnets that name it.
    pub subnets: Vec<String>,
    /// Its IPv4 routes.
    pub routes: Vec<Route>,
}

/// A route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where it leads.
    pub destination: Ipv4Prefix,
    /// Through what.
    pub target: Target,
}

/// What a route goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The VPC itself.
    Local,
    /// An internet gateway.
    Internet,
    /// A NAT gateway or instance.
    Nat,
    /// A VPC peering connection.
    Peering,
    /// A transit gateway, a virtual private gateway, or anything else.
    Other,
}

/// An EC2 instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instance {
    /// Its type, such as m5.large.
    pub instance_type: String,
    /// The subnet of its primary interface.
    pub subnet: String,
    /// Its VPC.
    pub vpc: String,
    /// Whether it runs or is about to.
    pub is_running: bool,
    /// Its private DNS name, which is a node's name unless it has another.
    pub private_dns: String,
    /// Its tags.
    pub tags: Tags,
}

/// An EKS cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// Kubernetes version, such as 1.34.
    pub version: Option<String>,
    /// Its VPC.
    pub vpc: String,
    /// Its subnets.
    pub subnets: Vec<String>,
    /// The block of service addresses.
    pub service_block: Option<Ipv4Prefix>,
    /// Whether pods and services have IPv6 addresses.
    pub is_ipv6: bool,
    /// Whether EKS Auto Mode starts nodes.
    pub auto_mode: bool,
    /// Its Region, from its ARN.
    pub region: Option<String>,
    /// The account that owns it, from its ARN.
    pub account: Option<String>,
}

/// A managed node group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeGroup {
    /// Its instance types.
    pub instance_types: Vec<String>,
    /// Such as AL2023_x86_64_STANDARD or CUSTOM.
    pub ami_type: String,
    /// Nodes at least, wanted, and at most.
    pub scaling: [Option<u32>; 3],
    /// Its subnets.
    pub subnets: Vec<String>,
    /// Nodes updated at once.
    pub max_unavailable: Option<u32>,
    /// The same in percent.
    pub max_unavailable_percentage: Option<u32>,
    /// Whether updates end old nodes first.
    pub is_minimal: bool,
    /// Max pods as something else says it, such as eksctl's maxPodsPerNode.
    pub max_pods: Option<u32>,
    /// Whether EKS manages it; an eksctl node group may be of one's own.
    pub is_managed: bool,
}

/// An add-on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addon {
    /// Its version.
    pub version: String,
    /// Environment variables that its configuration sets.
    pub env: Tags,
}

/// A Kubernetes node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its labels.
    pub labels: Tags,
    /// The instance, from its provider id.
    pub instance: Option<String>,
    /// `.status.capacity.pods`.
    pub max_pods: Option<u32>,
    /// `.status.capacity.memory` in KiB.
    pub memory_kib: Option<u64>,
    /// `.status.allocatable.memory` in KiB.
    pub allocatable_memory_kib: Option<u64>,
    /// `.status.allocatable.cpu` in thousandths.
    pub allocatable_cpu: Option<u64>,
    /// Its image, as in `Amazon Linux 2023.6.20250203`.
    pub os_image: String,
    /// Its internal address.
    pub address: Option<u32>,
}

/// A pod that has a node, or waits for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pod {
    /// Its node; none while it waits.
    pub node: Option<String>,
    /// Whether it uses the node's own address.
    pub host_network: bool,
    /// Whether a DaemonSet made it.
    pub is_daemon: bool,
    /// The name of what made it, such as the DaemonSet's.
    pub owner: String,
    /// Whether it is on a branch interface, with security groups of its own.
    pub has_branch: bool,
    /// CPU that its containers request, in thousandths.
    pub cpu: u64,
    /// Memory that its containers request, in bytes.
    pub memory: u64,
}

/// A NodePool of Karpenter or Auto Mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodePool {
    /// Its node class.
    pub node_class: String,
    /// Whether that is Auto Mode's own kind of class.
    pub auto_mode: bool,
    /// Instance types that it asks for by name.
    pub instance_types: Vec<String>,
    /// Instance families that it asks for.
    pub families: Vec<String>,
    /// Zones that it asks for.
    pub zones: Vec<String>,
    /// The largest disruption budget, as a number or in percent.
    pub budget: Option<String>,
    /// How large it may grow.
    pub limits: Limits,
}

/// What the nodes of a NodePool may come to together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// CPU in thousandths.
    pub cpu: Option<u64>,
    /// Memory in bytes.
    pub memory: Option<u64>,
    /// Nodes.
    pub nodes: Option<u64>,
}

/// An EC2NodeClass of Karpenter or a NodeClass of Auto Mode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeClass {
    /// Its image family or alias, such as al2023@latest.
    pub ami: String,
    /// `spec.kubelet.maxPods`.
    pub max_pods: Option<u32>,
    /// The subnets that it chose.
    pub subnets: Vec<String>,
    /// The subnets of pods, where they are apart.
    pub pod_subnets: Vec<String>,
}

/// An ENIConfig.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EniConfig {
    /// The subnet of pod interfaces.
    pub subnet: String,
}

/// What a state or plan of Terraform shows that nothing else does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terraform {
    /// What takes addresses and has no interfaces that were listed.
    pub line_items: Vec<LineItem>,
    /// Blocks that are added to VPCs of which nothing else is known, by the VPC's id.
    pub further_blocks: BTreeMap<String, Vec<Ipv4Prefix>>,
    /// The CNI that a Helm release installs in place of the VPC CNI.
    pub cni: Option<OtherCni>,
    /// Clusters that it makes, by name.
    pub new_clusters: BTreeSet<String>,
    /// Node groups that it has, by name.
    pub node_groups: BTreeSet<String>,
    /// Ids, names and blocks of what it destroys.
    pub gone: BTreeSet<String>,
    /// Subnets that it makes anew: their ids and blocks of today, and what they are in the inventory.
    pub replaced: BTreeMap<String, String>,
}

/// A NAT gateway, an endpoint, a load balancer, or the like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineItem {
    /// What it is.
    pub kind: LineItemKind,
    /// The subnets in which it takes addresses.
    pub subnets: Vec<String>,
    /// How many it takes in each of them.
    pub addresses: u64,
    /// Whether it is reached from the internet.
    pub is_public: bool,
}

/// What takes addresses and is no node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineItemKind {
    /// A NAT gateway.
    NatGateway,
    /// An interface endpoint.
    InterfaceEndpoint,
    /// An Application Load Balancer.
    ApplicationLoadBalancer,
    /// A Network Load Balancer.
    NetworkLoadBalancer,
    /// Anything else, by the name of its entry under `others`.
    Other(String),
}

/// A CNI in place of the VPC CNI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCni {
    /// Which.
    pub cni: Cni,
    /// The blocks of its pods' addresses.
    pub pod_blocks: Vec<Ipv4Prefix>,
    /// The length of the block that a node gets.
    pub block_size: Option<u8>,
}

/// A bare block, as of a list of CIDRs or of another calculator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it was called there.
    pub name: Option<String>,
    /// The block.
    pub block: Ipv4Prefix,
    /// Whether it is a network that the others are parts of.
    pub is_root: bool,
}

/// A plan that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenPlan {
    /// The file or input that held it.
    pub source: String,
    /// The plan.
    pub plan: Plan,
    /// What its reading found.
    pub findings: Vec<Finding>,
}

impl Inventory {
    /// Whether anything shows a network or a cluster, and not only blocks, plans or instance types.
    pub fn shows_a_cluster(&self) -> bool {
        !(self.vpcs.is_empty()
            && self.subnets.is_empty()
            && self.interfaces.is_empty()
            && self.clusters.is_empty()
            && self.node_groups.is_empty()
            && self.instances.is_empty()
            && self.nodes.is_empty()
            && self.node_pools.is_empty()
            && self.pods.is_empty()
            && self.cni.is_none()
            && self.addons.is_empty()
            && self.route_tables.is_empty())
    }

    /// Notes a page of an answer.
    pub(crate) fn turn(&mut self, kind: Kind, is_followed: bool) {
        let pages = self.pages.entry(kind).or_default();
        pages.followed |= is_followed;
        pages.last |= !is_followed;
    }

    /// What was given in pages of which the last is missing.
    pub(crate) fn unfinished(&self) -> impl Iterator<Item = Kind> {
        let pages = self.pages.iter();
        let open = pages.filter(|(_, pages)| pages.followed && !pages.last);
        open.map(|(kind, _)| *kind)
    }

    /// Whether nothing was found yet.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}
