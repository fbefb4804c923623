//! The plan document: what a user has and wants. Inputs only.
//!
//! This file is the source of the reading, the schema, docs/plan.md and the link format.

use alloc::vec::Vec;

use super::day::Date;
use super::lists::Mix;
use super::networking::{Networking, NetworkingOverride};
use super::range::AddressRange;
use super::resources::{Cpu, Memory};
use super::scalars::{Count, Ipv6Source, Name, NodeCount, Note, Within};
use super::shape::Preset::{List, Nothing, Scalar};
use super::shape::{choice, record};
use super::share::{Percent, Share};
use crate::net::{Ipv4Prefix, Ipv6Prefix};

record! {
    /// What a user has and wants.
    Plan;
    1 "version" version: Within<0, 1_000_000> = Scalar("1"), "Version of this document; always 1.";
    2 "name" name: Option<Name> = Nothing, "Name of the cluster and of what is exported; left out: eniplan.";
    3 "region" region: Name = Scalar("us-east-1"), "AWS Region, such as eu-west-1.";
    4 "zones" zones: Vec<Zone> = Nothing, "Zones, in order; left out: those of the subnets, or a, b and c.";
    5 "vpc" vpc: Vpc = Nothing, "The VPC.";
    6 "subnets" subnets: Vec<Subnet> = Nothing, "Its subnets; roles that are left out are laid out in free space.";
    7 "cluster" cluster: Cluster = Nothing, "The EKS cluster.";
    8 "networking" networking: Networking = Nothing, "How pods get addresses.";
    9 "node_groups" node_groups: Vec<NodeGroup> = Nothing, "Groups of nodes and the pods on them.";
    10 "growth" growth: Growth = Nothing, "How the workload grows.";
    11 "churn" churn: Churn = Nothing, "How fast pods come and go.";
    12 "endpoints" endpoints: Endpoints = Nothing, "NAT gateways, interface endpoints and load balancers.";
    13 "others" others: Vec<Other> = Nothing, "What else lives in the subnets.";
    14 "policy" policy: Policy = Nothing, "What the team demands beyond what AWS does.";
    15 "accept" accept: Vec<Accept> = Nothing, "Findings that the team accepts.";
}

choice! {
    /// What kind of zone it is.
    ZoneKind = Az;
    1 Az "az" "Availability Zone";
    2 Local "local" "Local Zone";
}

record! {
    /// A zone: a letter, a zone name such as us-west-2-lax-1a, or a mapping.
    Zone short "name" required "name";
    1 "name" name: Name = Scalar("a"), "A letter, or the zone's full name.";
    2 "id" id: Option<Name> = Nothing, "The zone's id, such as use1-az1, the same in every account.";
    3 "kind" kind: ZoneKind = Scalar("az"), "Availability Zone or Local Zone.";
}

record! {
    /// The VPC and what its addresses must not meet.
    Vpc;
    1 "id" id: Option<Name> = Nothing, "Its id when it exists.";
    2 "cidrs" cidrs: Vec<VpcCidr> = List(&["10.0.0.0/16"]), "Its IPv4 blocks; the first is the primary.";
    3 "ipv6_cidr" ipv6_cidr: Option<Ipv6Source> = Nothing, "Its IPv6 block: amazon, or a block.";
    4 "routes" routes: Vec<Ipv4Prefix> = Nothing, "Destinations in its route tables; they may contain the VPC.";
    5 "peers" peers: Vec<Ipv4Prefix> = Nothing, "Peered or on-premises blocks, which must not overlap it.";
    6 "shared" shared: bool = Scalar("false"), "Whether another account owns it.";
}

record! {
    /// An IPv4 block of the VPC.
    VpcCidr short "cidr" required "cidr";
    1 "cidr" cidr: Ipv4Prefix = Scalar("10.0.0.0/16"), "The block, /16 to /28.";
    2 "routable" routable: bool = Scalar("true"), "Whether it is reached from outside the VPC; false for 100.64.0.0/10 blocks that every VPC reuses.";
}

choice! {
    /// What a subnet is for.
    Role = Nodes;
    1 Nodes "nodes" "nodes, and pods where they have no subnet of their own";
    2 Pods "pods" "pod interfaces";
    3 Public "public" "NAT gateways and internet-facing load balancers";
    4 ControlPlane "control-plane" "the cluster's own interfaces";
    5 Other "other" "something else";
}

record! {
    /// A subnet.
    Subnet required "zone" "cidr", runs_on;
    1 "name" name: Option<Name> = Nothing, "Its name; left out: role and zone.";
    2 "zone" zone: Name = Scalar("a"), "Its zone, as named in zones.";
    3 "role" role: Role = Scalar("nodes"), "What it is for.";
    4 "cidr" cidr: Ipv4Prefix = Scalar("10.0.0.0/16"), "Its block, /16 to /28, in one of the VPC's.";
    5 "used" used: Option<Count> = Nothing, "Addresses taken by what the plan does not describe, without the five that AWS reserves.";
    6 "free" free: Option<Count> = Nothing, "AvailableIpAddressCount as AWS reports it now; `used` is derived from it.";
    7 "id" id: Option<Name> = Nothing, "Its id when it exists.";
    8 "ipv6_cidr" ipv6_cidr: Option<Ipv6Prefix> = Nothing, "Its IPv6 block, a /64.";
    9 "taken" taken: Vec<AddressRange> = Nothing, "Addresses that are known to be taken: single ones, ranges or blocks.";
    10 "reservations" reservations: Vec<Ipv4Prefix> = Nothing, "CIDR reservations of type prefix in it.";
}

record! {
    /// The EKS cluster.
    Cluster;
    1 "existing" existing: bool = Scalar("false"), "Whether it exists.";
    2 "kubernetes_version" kubernetes_version: Name = Scalar("1.34"), "Kubernetes minor version.";
    3 "service_cidr" service_cidr: Option<Ipv4Prefix> = Nothing, "Block of service addresses; left out: 172.20.0.0/16 where a VPC block overlaps 10.0.0.0/8, else 10.100.0.0/16.";
    4 "control_plane_interfaces" control_plane_interfaces: Within<0, 4> = Scalar("4"), "Interfaces that EKS places in the cluster's subnets, 2 to 4 in practice.";
}

choice! {
    /// Who starts the nodes of a group.
    Provisioner = Managed;
    1 Managed "managed" "managed node group";
    2 SelfManaged "self-managed" "Auto Scaling group of one's own";
    3 Karpenter "karpenter" "Karpenter";
    4 AutoMode "auto-mode" "EKS Auto Mode";
    5 Fargate "fargate" "Fargate, one pod a node";
}

choice! {
    /// The machine image of a group.
    Ami = Al2023;
    1 Al2023 "al2023" "Amazon Linux 2023";
    2 Bottlerocket "bottlerocket" "Bottlerocket";
    3 Windows "windows" "Windows Server";
    4 Al2 "al2" "Amazon Linux 2, which ended with Kubernetes 1.32";
}

record! {
    /// Nodes of a kind and the pods on them.
    NodeGroup;
    1 "name" name: Option<Name> = Nothing, "Its name; left out: group-1 and so on.";
    2 "instance_types" instance_types: Vec<Name> = List(&["m6i.large"]), "EC2 instance types; with Karpenter also patterns such as c6i.*.";
    3 "mix" mix: Option<Mix> = Nothing, "Share of each type or pattern in percent, adding up to 100; with Karpenter and Auto Mode.";
    4 "provisioner" provisioner: Provisioner = Scalar("managed"), "Who starts its nodes.";
    5 "ami" ami: Ami = Scalar("al2023"), "The operating system of its nodes, which says how max pods is set and what the kubelet keeps for itself.";
    6 "custom_ami" custom_ami: bool = Scalar("false"), "Whether a launch template names the image, so that EKS adds no user data.";
    7 "nodes" nodes: Nodes = Nothing, "How many nodes.";
    8 "zones" zones: Vec<Name> = Nothing, "Its zones, in order; left out: the plan's.";
    9 "subnets" subnets: Option<Vec<Name>> = Nothing, "Names of its subnets; left out: those of role nodes in its zones.";
    10 "max_pods" max_pods: Option<Within<0, 5_000>> = Nothing, "Pods that a node takes at most; left out: what EKS, the image or the provisioner would really set.";
    11 "pods" pods: Pods = Nothing, "Its workload.";
    12 "host_network_pods" host_network_pods: Option<Within<0, 1_000>> = Nothing, "Pods a node on the host's network; left out: 2 with the VPC CNI, 0 in Auto Mode, on Windows and Fargate.";
    13 "daemonset_pods" daemonset_pods: Within<0, 1_000> = Scalar("0"), "DaemonSet pods a node that have an address each.";
    14 "update" update: Update = Nothing, "How a managed node group is updated.";
    15 "disruption" disruption: Disruption = Nothing, "How Karpenter and Auto Mode replace nodes.";
    16 "networking" networking: NetworkingOverride = Nothing, "Any key of networking, for this group alone.";
}

record! {
    /// How many nodes a group has.
    Nodes;
    1 "min" min: Option<NodeCount> = Nothing, "Least; left out: 1, or desired if that is less.";
    2 "now" now: Option<NodeCount> = Nothing, "At this moment; left out: desired.";
    3 "desired" desired: Option<NodeCount> = Nothing, "Wanted; left out: 3, within min and max; with Karpenter or Auto Mode as many as the pods need.";
    4 "max" max: Option<NodeCount> = Nothing, "Most; left out: 3, or desired or min if that is more.";
}

record! {
    /// The workload of a group.
    Pods;
    1 "desired" desired: Count = Scalar("0"), "Pods wanted, system pods such as CoreDNS included.";
    2 "max" max: Option<Count> = Nothing, "Pods at most; left out: desired.";
    3 "cpu" cpu: Option<Cpu> = Nothing, "CPU request of a pod; left out: does not bind.";
    4 "memory" memory: Option<Memory> = Nothing, "Memory request of a pod; left out: does not bind.";
    5 "security_group_pods" security_group_pods: Count = Scalar("0"), "How many of them have security groups of their own.";
}

choice! {
    /// In which order a managed node group replaces nodes.
    UpdateStrategy = Default;
    1 Default "default" "starts new nodes first";
    2 Minimal "minimal" "ends old nodes first";
}

record! {
    /// How a managed node group is updated.
    Update;
    1 "strategy" strategy: UpdateStrategy = Scalar("default"), "Whether new nodes start first.";
    2 "max_unavailable" max_unavailable: Share = Scalar("1"), "Nodes replaced at once: a number, or a share of the group.";
}

record! {
    /// How Karpenter and Auto Mode replace nodes.
    Disruption;
    1 "budget" budget: Share = Scalar("10%"), "Nodes disrupted at once: a number, or a share of the pool.";
}

record! {
    /// How the workload grows.
    Growth;
    1 "pods_per_month" pods_per_month: Percent = Scalar("0%"), "By how much the workload grows each month, compounded, such as 5%.";
}

record! {
    /// How fast pods come and go.
    Churn;
    1 "pods_per_minute" pods_per_minute: Count = Scalar("0"), "Pods started a minute over the whole cluster.";
}

choice! {
    /// How many NAT gateways there are.
    NatGateways = None;
    1 None "none" "none";
    2 Single "single" "one for the VPC";
    3 PerZone "per-zone" "one in each zone";
}

record! {
    /// NAT gateways, interface endpoints and load balancers.
    Endpoints;
    1 "nat_gateways" nat_gateways: NatGateways = Scalar("none"), "One for each zone, a single one for all, or none; each takes an address of a public subnet.";
    2 "interface_endpoints" interface_endpoints: InterfaceEndpoints = Nothing, "Interface VPC endpoints.";
    3 "load_balancers" load_balancers: LoadBalancers = Nothing, "Load balancers.";
}

record! {
    /// Interface VPC endpoints: one address in each of their subnets.
    InterfaceEndpoints short "count";
    1 "count" count: Within<0, 10_000> = Scalar("0"), "How many VPC endpoints of type interface; each takes an address in every zone.";
    2 "subnets" subnets: Vec<Name> = Nothing, "Names of their subnets; left out: the first node subnet of each zone.";
}

record! {
    /// Load balancers: counts, or a list.
    LoadBalancers short "list";
    1 "alb" alb: Within<0, 10_000> = Scalar("0"), "Application Load Balancers.";
    2 "nlb" nlb: Within<0, 10_000> = Scalar("0"), "Network Load Balancers.";
    3 "list" list: Vec<LoadBalancer> = Nothing, "Load balancers one by one; the list may stand in place of the mapping.";
}

choice! {
    /// What kind of load balancer it is.
    LoadBalancerType = Alb;
    1 Alb "alb" "Application Load Balancer";
    2 Nlb "nlb" "Network Load Balancer";
}

choice! {
    /// From where a load balancer is reached.
    Scheme = InternetFacing;
    1 InternetFacing "internet-facing" "from the internet";
    2 Internal "internal" "from the VPC and what is connected to it";
}

record! {
    /// Load balancers of a kind.
    LoadBalancer;
    1 "type" kind: LoadBalancerType = Scalar("alb"), "Which kind.";
    2 "count" count: Within<0, 10_000> = Scalar("1"), "How many.";
    3 "scheme" scheme: Scheme = Scalar("internet-facing"), "From where they are reached.";
    4 "subnets" subnets: Vec<Name> = Nothing, "Names of their subnets; left out: the public subnets, or the node subnets where there are none or the scheme is internal.";
}

record! {
    /// Something else that lives in the subnets.
    Other;
    1 "name" name: Option<Name> = Nothing, "What it is.";
    2 "addresses" addresses: Count = Scalar("0"), "Addresses it takes in all, spread evenly over its subnets.";
    3 "subnets" subnets: Vec<Name> = Nothing, "Names of its subnets; left out: the node subnets.";
    4 "growth" growth: Percent = Scalar("0%"), "Growth a month, compounded.";
}

record! {
    /// What the team demands beyond what AWS does.
    Policy;
    1 "min_free" min_free: Option<Share> = Nothing, "Addresses that must stay free in every subnet: a number, or a share of the usable ones.";
    2 "min_months" min_months: Option<Within<0, 1_200>> = Nothing, "Months of growth for which there must be room.";
}

record! {
    /// A finding that the team accepts.
    Accept required "code";
    1 "code" code: Name = Scalar("EP0000"), "Its code, such as EP0301.";
    2 "subject" subject: Option<Name> = Nothing, "Its subject; left out: any.";
    3 "reason" reason: Option<Note> = Nothing, "Why it is accepted.";
    4 "until" until: Option<Date> = Nothing, "Until which day.";
}
