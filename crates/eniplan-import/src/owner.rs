//! Whose each network interface is, by what EC2 says of it.
//!
//! Descriptions and requesters are those that the services write: for the VPC CNI
//! <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/awsutils/awsutils.go>,
//! for the others <https://repost.aws/knowledge-center/vpc-find-owner-unknown-ip-addresses>, read 2026-11-24.

use std::collections::BTreeSet;

use crate::inventory::{Interface, Inventory};
use crate::scope::cluster_of;

/// Whose an interface is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A node of this cluster, or a pod of it that has an interface of its own.
    Node,
    /// The control plane of this cluster.
    ControlPlane,
    /// Another cluster, by its name.
    OtherCluster(String),
    /// A load balancer: its kind and name.
    LoadBalancer(Balancer, String),
    /// A NAT gateway.
    NatGateway,
    /// An interface endpoint.
    Endpoint,
    /// A Lambda function.
    Lambda,
    /// A database of RDS.
    Rds,
    /// A cache of ElastiCache.
    ElastiCache,
    /// A mount target of EFS.
    Efs,
    /// An attachment of a transit gateway.
    TransitGateway,
    /// An instance that is no node of a cluster.
    Instance,
    /// An interface of the VPC CNI that was left behind.
    Leaked,
    /// Another service of AWS, by what it says.
    Service(String),
    /// Nobody knows.
    Unknown,
}

/// What kind of load balancer it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Balancer {
    /// Application Load Balancer.
    Application,
    /// Network Load Balancer.
    Network,
    /// Gateway Load Balancer.
    Gateway,
    /// Classic Load Balancer.
    Classic,
}

impl Owner {
    /// What it is, for people and as the name of an entry under `others`.
    pub fn name(&self) -> String {
        let name = match self {
            Self::Node => "nodes",
            Self::ControlPlane => "control-plane",
            Self::OtherCluster(name) => return format!("cluster-{name}"),
            Self::LoadBalancer(Balancer::Application, _) => "application-load-balancers",
            Self::LoadBalancer(Balancer::Network, _) => "network-load-balancers",
            Self::LoadBalancer(Balancer::Gateway, _) => "gateway-load-balancers",
            Self::LoadBalancer(Balancer::Classic, _) => "classic-load-balancers",
            Self::NatGateway => "nat-gateways",
            Self::Endpoint => "interface-endpoints",
            Self::Lambda => "lambda",
            Self::Rds => "rds",
            Self::ElastiCache => "elasticache",
            Self::Efs => "efs",
            Self::TransitGateway => "transit-gateway",
            Self::Instance => "instances",
            Self::Leaked => "leaked",
            Self::Service(name) => return name.clone(),
            Self::Unknown => "unknown",
        };
        name.to_owned()
    }
}

/// What tells the cluster's own interfaces from others.
pub(crate) struct Owners<'a> {
    /// The cluster's name, where one is known.
    pub(crate) cluster: Option<&'a str>,
    /// The instances that are its nodes.
    pub(crate) nodes: BTreeSet<&'a str>,
    /// The addresses of its Fargate nodes.
    pub(crate) fargate: BTreeSet<u32>,
}

impl<'a> Owners<'a> {
    /// Gathers the cluster's nodes from everything that shows them.
    pub(crate) fn of(inventory: &'a Inventory, cluster: Option<&'a str>) -> Self {
        let is_fargate = |labels: &crate::Tags| {
            let kind = labels.get("eks.amazonaws.com/compute-type");
            kind.is_some_and(|kind| kind == "fargate")
        };
        let shown = inventory.nodes.values();
        let fargate = shown
            .clone()
            .filter(|node| is_fargate(&node.labels))
            .filter_map(|node| node.address);
        let fargate = fargate.collect();
        let mut nodes: BTreeSet<&str> = shown.filter_map(|node| node.instance.as_deref()).collect();
        let instances = inventory.instances.iter();
        let own = instances.filter(|(_, instance)| {
            instance.is_running && cluster.is_some() && cluster_of(&instance.tags) == cluster
        });
        nodes.extend(own.map(|(id, _)| id.as_str()));
        let tagged = inventory
            .interfaces
            .values()
            .filter(|interface| cluster.is_some() && cluster_of(&interface.tags) == cluster);
        nodes.extend(tagged.filter_map(|interface| interface.instance.as_deref()));
        Self {
            cluster,
            nodes,
            fargate,
        }
    }

    /// Whose an interface is.
    pub(crate) fn owner(&self, inventory: &Inventory, interface: &Interface) -> Owner {
        let instance = interface.instance.as_deref();
        if instance.is_some_and(|id| self.nodes.contains(id)) {
            return Owner::Node;
        }
        let first = interface.addresses.first();
        if first.is_some_and(|address| self.fargate.contains(address)) {
            return Owner::Node;
        }
        if let Some(owner) = of_service(interface) {
            return owner;
        }
        let described = interface.description.as_str();
        if let Some(name) = described.strip_prefix("Amazon EKS ") {
            return if self.cluster.is_none_or(|own| own == name) {
                Owner::ControlPlane
            } else {
                Owner::OtherCluster(name.to_owned())
            };
        }
        let is_cni = described.starts_with("aws-K8S-")
            || described.starts_with("aws-k8s-")
            || interface
                .tags
                .contains_key("node.k8s.amazonaws.com/instance_id");
        let name = cluster_of(&interface.tags);
        if is_cni && interface.is_available {
            return Owner::Leaked;
        }
        let of_instance = instance
            .and_then(|id| inventory.instances.get(id))
            .and_then(|instance| cluster_of(&instance.tags));
        match name.or(of_instance) {
            Some(name) if self.cluster == Some(name) => Owner::Node,
            Some(name) => Owner::OtherCluster(name.to_owned()),
            None if is_cni && (self.cluster.is_none() || interface.kind == "branch") => Owner::Node,
            None if instance.is_some() => Owner::Instance,
            None => Owner::Unknown,
        }
    }
}

/// The service that made an interface, by its kind, requester or description.
fn of_service(interface: &Interface) -> Option<Owner> {
    let described = interface.description.as_str();
    let starts = |start: &str| described.starts_with(start);
    if let Some(balancer) = described.strip_prefix("ELB ") {
        // app/NAME/ID, net/NAME/ID, gwy/NAME/ID, or the name of a classic one alone.
        let mut parts = balancer.split('/');
        let (kind, name) = (parts.next().unwrap_or_default(), parts.next());
        let (kind, name) = match (kind, name) {
            ("app", Some(_)) => (Balancer::Application, balancer),
            ("net", Some(_)) => (Balancer::Network, balancer),
            ("gwy", Some(_)) => (Balancer::Gateway, balancer),
            _ => (Balancer::Classic, kind),
        };
        return Some(Owner::LoadBalancer(kind, name.to_owned()));
    }
    let kind = interface.kind.as_str();
    let requester = interface.requester.as_str();
    Some(
        if matches!(kind, "nat_gateway" | "natGateway") || starts("Interface for NAT Gateway") {
            Owner::NatGateway
        } else if matches!(kind, "vpc_endpoint" | "gateway_load_balancer_endpoint")
            || starts("VPC Endpoint Interface")
        {
            Owner::Endpoint
        } else if kind == "lambda" || starts("AWS Lambda VPC ENI") {
            Owner::Lambda
        } else if kind == "transit_gateway"
            || starts("Network Interface for Transit Gateway Attachment")
        {
            Owner::TransitGateway
        } else if starts("EFS mount target") {
            Owner::Efs
        } else if requester == "amazon-rds" || starts("RDSNetworkInterface") {
            Owner::Rds
        } else if requester == "amazon-elasticache" || starts("ElastiCache") {
            Owner::ElastiCache
        } else if let Some(service) = requester.strip_prefix("amazon-") {
            Owner::Service(service.to_owned())
        } else if !matches!(
            kind,
            "" | "interface" | "efa" | "efa-only" | "trunk" | "branch"
        ) {
            Owner::Service(kind.replace('_', "-"))
        } else {
            return None;
        },
    )
}
