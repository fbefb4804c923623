//! Plans of clusters that run, and what AWS and Kubernetes would show of them if the model were the world.
//!
//! Fields and shapes are those of the API and command line references named in `tests/import/README.md`.
#![expect(
    clippy::missing_panics_doc,
    clippy::cast_possible_truncation,
    clippy::needless_pass_by_value,
    clippy::too_many_lines,
    reason = "a plan that the generator itself made is as it made it, its numbers are small, and its documents stand whole"
)]

mod answers;
mod random;

pub use random::plan;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::subnet::usable;
use eniplan_core::aws::warm_pool::{PoolSettings, Unit, footprint};
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::{
    Ami, Count, LoadBalancerType, NatGateways, NodeGroup, Plan, Role, Scheme,
};
use serde_json::{Value, json};

use crate::seeded::Seeded;

/// The account that owns everything; no plan may hold it.
pub const ACCOUNT: &str = "111122223333";

/// A document that somebody could paste.
pub type Document = (String, Value);

/// What the world looks like in which a plan's model holds.
pub struct World {
    /// The plan, with the free addresses that EC2 would count.
    pub plan: Plan,
    /// What AWS and Kubernetes would show.
    pub documents: Vec<Document>,
    seed: Seeded,
    /// Addresses that are given out, from the bottom, and prefixes, from the top of each subnet.
    given: BTreeMap<String, (u32, u32)>,
    interfaces: Vec<Value>,
    instances: Vec<Value>,
    nodes: Vec<Value>,
    pods: Vec<Value>,
}

impl World {
    /// Of a plan as [`plan`] makes them: one node subnet a zone, and one for pods under custom networking.
    pub fn of(plan: &Plan, seed: u64) -> Self {
        let report = analyze(plan, &Catalogue::bundled());
        let mut world = Self {
            plan: plan.clone(),
            documents: Vec::new(),
            seed: Seeded::of(seed),
            given: BTreeMap::new(),
            interfaces: Vec::new(),
            instances: Vec::new(),
            nodes: Vec::new(),
            pods: Vec::new(),
        };
        world.control_plane();
        world.line_items();
        for at in 0..plan.node_groups.len() {
            world.group(at, &report);
        }
        world.write();
        world
    }

    fn subnet(&self, role: Role, zone: &str) -> Option<String> {
        let mut subnets = self.plan.subnets.iter();
        let own = subnets.find(|subnet| subnet.role == role && subnet.zone.as_str() == zone)?;
        Some(own.name.as_ref()?.to_string())
    }

    fn zones(&self) -> Vec<String> {
        self.plan
            .zones()
            .iter()
            .map(|zone| zone.name.to_string())
            .collect()
    }

    fn block(&self, name: &str) -> Ipv4Prefix {
        let mut subnets = self.plan.subnets.iter();
        subnets
            .find(|subnet| subnet.name.as_deref() == Some(name))
            .expect("a subnet")
            .cidr
    }

    fn id(&self, name: &str) -> String {
        let mut subnets = self.plan.subnets.iter();
        let own = subnets
            .find(|subnet| subnet.name.as_deref() == Some(name))
            .expect("a subnet");
        own.id.as_ref().expect("an id").to_string()
    }

    /// The next single address of a subnet, behind the four that AWS keeps.
    fn address(&mut self, subnet: &str) -> String {
        let first = self.block(subnet).first();
        let given = self.given.entry(subnet.to_owned()).or_default();
        given.0 += 1;
        Ipv4Addr::from(first + 3 + given.0).to_string()
    }

    /// The next prefix of a subnet, below its last /28.
    fn prefix(&mut self, subnet: &str) -> String {
        let last = self.block(subnet).last();
        let given = self.given.entry(subnet.to_owned()).or_default();
        given.1 += 1;
        format!("{}/28", Ipv4Addr::from(last - 15 - 16 * given.1))
    }

    /// An interface with so many addresses in all, and so many prefixes.
    fn interface(&mut self, subnet: &str, addresses: u32, prefixes: u32, with: Value) {
        let addresses: Vec<Value> = (0..addresses)
            .map(|at| json!({"Primary": at == 0, "PrivateIpAddress": self.address(subnet)}))
            .collect();
        let prefixes: Vec<Value> = (0..prefixes)
            .map(|_| json!({"Ipv4Prefix": self.prefix(subnet)}))
            .collect();
        let mut interface = json!({
            "AvailabilityZone": "eu-west-1a",
            "Description": "",
            "Groups": [{"GroupName": "nodes", "GroupId": "sg-0123456789abcdef0"}],
            "InterfaceType": "interface",
            "Ipv6Addresses": [],
            "MacAddress": "02:00:00:00:00:01",
            "NetworkInterfaceId": format!("eni-{:05x}", self.interfaces.len()),
            "OwnerId": ACCOUNT,
            "PrivateIpAddress": addresses[0]["PrivateIpAddress"],
            "PrivateIpAddresses": addresses,
            "Ipv4Prefixes": prefixes,
            "RequesterManaged": true,
            "SourceDestCheck": true,
            "Status": "in-use",
            "SubnetId": self.id(subnet),
            "TagSet": [],
            "VpcId": self.plan.vpc.id.as_deref(),
        });
        for (key, value) in with.as_object().expect("fields") {
            interface[key] = value.clone();
        }
        self.interfaces.push(interface);
    }

    fn control_plane(&mut self) {
        let own: Vec<String> = [Role::ControlPlane, Role::Nodes]
            .into_iter()
            .map(|role| {
                let of_role = self
                    .plan
                    .subnets
                    .iter()
                    .filter(|subnet| subnet.role == role);
                of_role
                    .filter_map(|subnet| Some(subnet.name.as_ref()?.to_string()))
                    .collect()
            })
            .find(|own: &Vec<String>| !own.is_empty())
            .expect("subnets of the cluster");
        let count = self.plan.cluster.control_plane_interfaces.get() as usize;
        for subnet in own.iter().cycle().take(count) {
            let with = json!({"Description": format!("Amazon EKS {}", self.plan.name()), "RequesterId": "AROAEXAMPLE:eks"});
            self.interface(subnet, 1, 0, with);
        }
    }

    fn line_items(&mut self) {
        let endpoints = self.plan.endpoints.clone();
        let public: Vec<String> = self
            .zones()
            .iter()
            .filter_map(|zone| self.subnet(Role::Public, zone))
            .collect();
        let gateways = match endpoints.nat_gateways {
            NatGateways::None => 0,
            NatGateways::Single => 1,
            NatGateways::PerZone => usize::MAX,
        };
        for subnet in public.iter().take(gateways) {
            let with = json!({"Description": "Interface for NAT Gateway nat-0123456789abcdef0", "InterfaceType": "nat_gateway", "Association": {"PublicIp": "203.0.113.9"}});
            self.interface(subnet, 1, 0, with);
        }
        for zone in self.zones() {
            let subnet = self.subnet(Role::Nodes, &zone).expect("a node subnet");
            for _ in 0..endpoints.interface_endpoints.count.get() {
                let with = json!({"Description": "VPC Endpoint Interface vpce-0123456789abcdef0", "InterfaceType": "vpc_endpoint"});
                self.interface(&subnet, 1, 0, with);
            }
        }
        for balancer in &endpoints.load_balancers.list {
            for at in 0..balancer.count.get() {
                let (stem, each, kind) = match balancer.kind {
                    LoadBalancerType::Alb => ("app", 2, "interface"),
                    LoadBalancerType::Nlb => ("net", 1, "network_load_balancer"),
                };
                let named = format!("ELB {stem}/shop-{stem}-{at}/50dc6c495c0c9188");
                for subnet in &balancer.subnets {
                    for _ in 0..each {
                        let mut with = json!({"Description": named, "InterfaceType": kind, "RequesterId": "amazon-elb"});
                        if balancer.scheme == Scheme::InternetFacing {
                            with["Association"] =
                                json!({"PublicIp": "203.0.113.10", "IpOwnerId": "amazon-elb"});
                        }
                        self.interface(subnet, 1, 0, with);
                    }
                }
            }
        }
        for other in self.plan.others.clone() {
            let (kind, described, requester) = match other.name.as_deref() {
                Some("lambda") => ("lambda", "AWS Lambda VPC ENI-shop-7e5b", "AROAEXAMPLE:shop"),
                Some("rds") => ("interface", "RDSNetworkInterface", "amazon-rds"),
                _ => ("interface", "EFS mount target for fs-0a (fsmt-0b)", ACCOUNT),
            };
            let count = other.subnets.len();
            for at in 0..other.addresses.get() as usize {
                let with = json!({"Description": described, "InterfaceType": kind, "RequesterId": requester});
                self.interface(&other.subnets[at % count], 1, 0, with);
            }
        }
    }

    fn group(&mut self, at: usize, report: &Report) {
        let group = self.plan.node_groups[at].clone();
        let max_pods = u32::try_from(report.node_groups[at].max_pods).expect("max pods");
        let zones: Vec<String> = group
            .zones(&self.plan)
            .iter()
            .map(ToString::to_string)
            .collect();
        let (nodes, pods) = (group.nodes.desired(), group.pods.desired.get());
        for node in 0..nodes {
            let zone = &zones[node as usize % zones.len()];
            let workload = pods / nodes + u32::from(node < pods % nodes);
            self.node(&group, node, zone, workload, max_pods);
        }
    }

    fn node(&mut self, group: &NodeGroup, index: u32, zone: &str, workload: u32, max_pods: u32) {
        let networking = group.networking(&self.plan);
        let catalogue = Catalogue::bundled();
        let kind = catalogue.get(&group.instance_types[0]).expect("a type");
        let settings = PoolSettings {
            prefix_delegation: networking.prefix_delegation && kind.supports_prefix_delegation(),
            custom_networking: networking.custom_networking,
            max_eni: networking.max_eni.map(eniplan_core::plan::Within::get),
            warm_eni_target: networking.warm.eni.get(),
            warm_ip_target: networking.warm.ip.map(eniplan_core::plan::Within::get),
            minimum_ip_target: networking
                .warm
                .minimum_ip
                .map(eniplan_core::plan::Within::get),
            warm_prefix_target: networking.warm.prefix.get(),
            ..PoolSettings::shipped(kind.max_enis, kind.ipv4_per_eni)
        };
        let daemons = group
            .daemonset_pods
            .get()
            .min(max_pods.saturating_sub(2 + workload));
        let take = footprint(&settings, workload + daemons, max_pods);
        let own = group.name.as_deref().expect("a name");
        let instance = format!("i-{:016x}", self.instances.len() + 1);
        let of_nodes = self.subnet(Role::Nodes, zone).expect("a node subnet");
        let of_pods = self.subnet(Role::Pods, zone);
        let mut primary = String::new();
        for (device, units) in take.per_interface().enumerate() {
            let apart = device > 0 && networking.custom_networking;
            let subnet = if apart {
                of_pods.as_ref().expect("a pods subnet")
            } else {
                &of_nodes
            };
            let (addresses, prefixes) = match take.unit {
                Unit::Address => (1 + units, 0),
                Unit::Prefix => (1, units),
            };
            let described = if device == 0 {
                String::new()
            } else {
                format!("aws-K8S-{instance}")
            };
            let with = json!({
                "Attachment": {"AttachmentId": "eni-attach-0a", "InstanceId": instance, "DeviceIndex": device, "InstanceOwnerId": ACCOUNT, "Status": "attached", "DeleteOnTermination": true},
                "Description": described,
                "RequesterManaged": false,
                "TagSet": [
                    {"Key": "cluster.k8s.amazonaws.com/name", "Value": self.plan.name()},
                    {"Key": "node.k8s.amazonaws.com/instance_id", "Value": instance},
                ],
            });
            let subnet = subnet.clone();
            self.interface(&subnet, addresses, prefixes, with);
            if device == 0 {
                self.interfaces.last().expect("an interface")["PrivateIpAddress"]
                    .as_str()
                    .expect("an address")
                    .clone_into(&mut primary);
            }
        }
        let name = format!(
            "ip-{}.eu-west-1.compute.internal",
            primary.replace('.', "-")
        );
        self.instances.push(json!({
            "InstanceId": instance,
            "InstanceType": kind.name,
            "ImageId": "ami-0123456789abcdef0",
            "PrivateDnsName": name,
            "PrivateIpAddress": primary,
            "State": {"Code": 16, "Name": "running"},
            "SubnetId": self.id(&of_nodes),
            "VpcId": self.plan.vpc.id.as_deref(),
            "Tags": [
                {"Key": "eks:cluster-name", "Value": self.plan.name()},
                {"Key": "eks:nodegroup-name", "Value": own},
                {"Key": "Team", "Value": "${var.x} \"<b>"},
            ],
        }));
        let image = match group.ami {
            Ami::Bottlerocket => "Bottlerocket OS 1.32.0 (aws-k8s-1.31)",
            _ => "Amazon Linux 2023.6.20250203",
        };
        self.nodes.push(json!({
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": name, "labels": {
                "eks.amazonaws.com/nodegroup": own,
                "node.kubernetes.io/instance-type": kind.name,
                "topology.kubernetes.io/region": "eu-west-1",
                "topology.kubernetes.io/zone": format!("eu-west-1{zone}"),
            }},
            "spec": {"providerID": format!("aws:///eu-west-1{zone}/{instance}")},
            "status": {
                "addresses": [{"address": primary, "type": "InternalIP"}, {"address": name, "type": "Hostname"}],
                "allocatable": {"cpu": "1930m", "pods": max_pods.to_string()},
                "capacity": {"cpu": "2", "pods": max_pods.to_string()},
                "nodeInfo": {"osImage": image, "kubeletVersion": "v1.31.4-eks-0f56d01"},
            },
        }));
        for agent in ["aws-node", "kube-proxy"] {
            self.pod(
                &name,
                &format!("{agent}-{own}-{index}"),
                "DaemonSet",
                agent,
                true,
                &json!({}),
            );
        }
        for daemon in 0..daemons {
            let owner = format!("agent-{daemon}");
            self.pod(
                &name,
                &format!("{owner}-{own}-{index}"),
                "DaemonSet",
                &owner,
                false,
                &json!({}),
            );
        }
        let mut requests = json!({});
        if let Some(cpu) = group.pods.cpu {
            requests["cpu"] = json!(cpu.to_string());
        }
        if let Some(memory) = group.pods.memory {
            requests["memory"] = json!(memory.to_string());
        }
        for pod in 0..workload {
            self.pod(
                &name,
                &format!("web-{own}-{index}-{pod}"),
                "ReplicaSet",
                "web-5d",
                false,
                &requests,
            );
        }
    }

    fn pod(
        &mut self,
        node: &str,
        name: &str,
        kind: &str,
        owner: &str,
        host: bool,
        requests: &Value,
    ) {
        let mut spec = json!({"nodeName": node, "containers": [{"name": "main", "image": "example", "resources": {"requests": requests}}]});
        if host {
            spec["hostNetwork"] = json!(true);
        }
        self.pods.push(json!({
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name, "namespace": "default", "ownerReferences": [{"apiVersion": "apps/v1", "kind": kind, "name": owner, "uid": "0"}]},
            "spec": spec,
            "status": {"phase": "Running", "podIP": "10.0.0.4"},
        }));
    }

    /// Writes every document, and the free addresses into the plan.
    fn write(&mut self) {
        let mut taken: BTreeMap<String, u64> = BTreeMap::new();
        for interface in &self.interfaces {
            let count = |key: &str| interface[key].as_array().map_or(0, Vec::len) as u64;
            let size = count("PrivateIpAddresses") + 16 * count("Ipv4Prefixes");
            *taken
                .entry(interface["SubnetId"].as_str().expect("a subnet").to_owned())
                .or_default() += size;
        }
        for subnet in &mut self.plan.subnets {
            let own = taken
                .get(subnet.id.as_deref().unwrap_or_default())
                .copied()
                .unwrap_or(0);
            let free = usable(subnet.cidr)
                .checked_sub(own)
                .expect("room in the subnet");
            subnet.free = Some(Count::of(u32::try_from(free).expect("a count")));
        }
        let vpc = self.plan.vpc.id.as_deref().map(str::to_owned);
        let mut documents = vec![
            ("vpcs.json".to_owned(), self.vpcs()),
            ("subnets.json".to_owned(), self.subnets(vpc.as_deref())),
        ];
        documents.push((
            "interfaces.json".to_owned(),
            json!({"NetworkInterfaces": self.interfaces}),
        ));
        documents.push(("routes.json".to_owned(), self.routes(vpc.as_deref())));
        let reservations: Vec<Value> = self
            .instances
            .iter()
            .map(|instance| json!({"Groups": [], "Instances": [instance], "OwnerId": ACCOUNT, "ReservationId": "r-0123456789abcdef0"}))
            .collect();
        documents.push((
            "instances.json".to_owned(),
            json!({"Reservations": reservations}),
        ));
        documents.push(("cluster.json".to_owned(), self.cluster(vpc.as_deref())));
        for (at, group) in self.plan.node_groups.iter().enumerate() {
            documents.push((format!("nodegroup-{at}.json"), self.node_group(group)));
        }
        let list = |items: &Vec<Value>| json!({"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}});
        documents.push(("nodes.json".to_owned(), list(&self.nodes)));
        documents.push(("pods.json".to_owned(), list(&self.pods)));
        documents.push(("aws-node.json".to_owned(), self.aws_node()));
        documents.push(("eniconfigs.json".to_owned(), list(&self.eni_configs())));
        self.documents = documents;
    }
}
