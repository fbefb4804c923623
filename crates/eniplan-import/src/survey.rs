//! The part of an inventory that a plan is made of: one VPC, its subnets by name, and the cluster's nodes.

use std::collections::{BTreeMap, BTreeSet};

use eniplan_core::plan::{Name, Role, Zone};

use crate::inventory::{Interface, Inventory, Subnet, Tags, Target};
use crate::owner::{Owner, Owners};
use crate::scope::Scope;

/// Subnets at most, as many as a plan lists.
const MOST_SUBNETS: usize = 5_000;

/// What is looked at.
pub(crate) struct Survey<'a> {
    pub(crate) inventory: &'a Inventory,
    pub(crate) scope: Scope,
    /// The VPC's subnets, by block.
    pub(crate) subnets: Vec<SurveyedSubnet<'a>>,
    /// The VPC's interfaces, with whose they are.
    pub(crate) interfaces: Vec<Owned<'a>>,
    /// The cluster's nodes, by name or instance.
    pub(crate) nodes: BTreeMap<String, SurveyedNode<'a>>,
    /// Subnets and interfaces of other VPCs.
    pub(crate) elsewhere: (usize, usize),
}

/// A subnet of the VPC.
pub(crate) struct SurveyedSubnet<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: Name,
    /// Its zone as a plan names it.
    pub(crate) zone: Name,
    pub(crate) role: Role,
    pub(crate) seen: &'a Subnet,
}

/// An interface with its owner.
pub(crate) struct Owned<'a> {
    pub(crate) id: &'a str,
    pub(crate) owner: Owner,
    pub(crate) seen: &'a Interface,
    /// Where its subnet stands among the VPC's; none where it was not described.
    pub(crate) subnet: Option<usize>,
}

/// A node of the cluster.
#[derive(Clone, Debug, Default)]
pub(crate) struct SurveyedNode<'a> {
    pub(crate) instance: Option<&'a str>,
    pub(crate) instance_type: Option<&'a str>,
    pub(crate) labels: Option<&'a Tags>,
    pub(crate) tags: Option<&'a Tags>,
    /// Its zone as a plan names it.
    pub(crate) zone: Option<Name>,
    /// The subnet of its primary interface.
    pub(crate) subnet: Option<&'a str>,
    pub(crate) max_pods: Option<u32>,
    pub(crate) memory_kib: Option<u64>,
    pub(crate) allocatable_memory_kib: Option<u64>,
    pub(crate) os_image: &'a str,
    pub(crate) is_fargate: bool,
    /// Addresses that its interfaces take.
    pub(crate) held: u64,
}

/// A name as a plan takes it: of text that may be empty, too long or several lines.
pub(crate) fn name(text: &str, instead: &str) -> Name {
    let clean = |text: &str| {
        let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
        Name::of(&shown)
    };
    Name::of(text)
        .or_else(|| clean(text))
        .or_else(|| clean(instead))
        .unwrap_or_else(|| Zone::default().name)
}

/// The Region of a zone: `eu-west-1` of eu-west-1a, `us-west-2` of us-west-2-lax-1a.
pub(crate) fn region_of(zone: &str) -> Option<&str> {
    let mut dashes = zone.match_indices('-').map(|(at, _)| at);
    let second = dashes.nth(1)?;
    let digits = zone
        .get(second + 1..)?
        .find(|c: char| !c.is_ascii_digit())?;
    zone.get(..second + 1 + digits)
}

/// A zone as a plan names it: its letter, or its full name where it is no zone of that kind.
pub(crate) fn zone_name(zone: &str) -> Name {
    let letter = region_of(zone).and_then(|region| zone.strip_prefix(region));
    let letter = letter.filter(|letter| letter.len() == 1);
    name(letter.unwrap_or(zone), "a")
}

impl<'a> Survey<'a> {
    /// Looks at what is in scope.
    pub(crate) fn of(inventory: &'a Inventory, scope: Scope) -> Self {
        let in_vpc = |vpc: &str| vpc == scope.vpc || vpc.is_empty() || scope.vpc.is_empty();
        let (own, other): (Vec<_>, Vec<_>) = inventory
            .subnets
            .iter()
            .partition(|(_, subnet)| in_vpc(&subnet.vpc));
        let mut subnets: Vec<SurveyedSubnet<'a>> = own
            .into_iter()
            .map(|(id, seen)| SurveyedSubnet {
                id,
                name: name(seen.tags.get("Name").map_or("", String::as_str), id),
                zone: zone_name(if seen.zone.is_empty() {
                    "a"
                } else {
                    &seen.zone
                }),
                role: Role::Other,
                seen,
            })
            .collect();
        subnets.sort_by_key(|subnet| (subnet.seen.block, subnet.id));
        let beyond = subnets.len().saturating_sub(MOST_SUBNETS);
        subnets.truncate(MOST_SUBNETS);
        let by_id: BTreeMap<&str, usize> = (0..)
            .zip(&subnets)
            .map(|(at, subnet)| (subnet.id, at))
            .collect();
        let cluster = scope.cluster.as_deref();
        // The cluster's name lives as long as the inventory, where it was read from.
        let cluster = cluster.and_then(|cluster| named(inventory, cluster));
        let owners = Owners::of(inventory, cluster);
        let mut elsewhere = (other.len() + beyond, 0);
        let mut interfaces = Vec::new();
        for (id, seen) in &inventory.interfaces {
            if !in_vpc(&seen.vpc) {
                elsewhere.1 += 1;
                continue;
            }
            interfaces.push(Owned {
                id,
                owner: owners.owner(inventory, seen),
                subnet: by_id.get(seen.subnet.as_str()).copied(),
                seen,
            });
        }
        let mut survey = Self {
            nodes: BTreeMap::new(),
            inventory,
            subnets,
            interfaces,
            elsewhere,
            scope,
        };
        survey.nodes = survey.find_nodes(&owners);
        survey.unique_names();
        survey.roles();
        survey
    }

    /// Gives each subnet a name of its own, since groups choose by name.
    fn unique_names(&mut self) {
        let mut counts: BTreeMap<Name, usize> = BTreeMap::new();
        for subnet in &self.subnets {
            *counts.entry(subnet.name.clone()).or_default() += 1;
        }
        let mut used = BTreeSet::new();
        for subnet in &mut self.subnets {
            if counts.get(&subnet.name).is_some_and(|count| *count > 1) {
                let zoned = name(
                    &format!("{:.70}-{}", subnet.name.as_str(), subnet.zone.as_str()),
                    subnet.id,
                );
                subnet.name = if used.contains(&zoned) || counts.contains_key(&zoned) {
                    name(subnet.id, "subnet")
                } else {
                    zoned
                };
            }
            used.insert(subnet.name.clone());
        }
    }

    fn find_nodes(&self, owners: &Owners<'a>) -> BTreeMap<String, SurveyedNode<'a>> {
        let inventory = self.inventory;
        let mut nodes: BTreeMap<String, SurveyedNode<'a>> = BTreeMap::new();
        // Nodes that kubectl showed go by their names, as pods name them; the others by their instances.
        let mut of_instance: BTreeMap<&str, String> = BTreeMap::new();
        for (name, node) in &inventory.nodes {
            let label = |key: &str| node.labels.get(key).map(String::as_str);
            if let Some(instance) = &node.instance {
                of_instance.insert(instance, name.clone());
            }
            let zone = label("topology.kubernetes.io/zone");
            let seen = SurveyedNode {
                instance: node.instance.as_deref(),
                instance_type: label("node.kubernetes.io/instance-type"),
                labels: Some(&node.labels),
                zone: zone.map(zone_name),
                max_pods: node.max_pods,
                memory_kib: node.memory_kib,
                allocatable_memory_kib: node.allocatable_memory_kib,
                os_image: &node.os_image,
                is_fargate: label("eks.amazonaws.com/compute-type") == Some("fargate"),
                ..SurveyedNode::default()
            };
            nodes.insert(name.clone(), seen);
        }
        let kubectl_saw_all = !inventory.nodes.is_empty();
        for id in &owners.nodes {
            let Some(instance) = inventory.instances.get(*id) else {
                continue;
            };
            let in_vpc = instance.vpc == self.scope.vpc
                || instance.vpc.is_empty()
                || self.scope.vpc.is_empty();
            if !instance.is_running || !in_vpc || (kubectl_saw_all && !of_instance.contains_key(id))
            {
                continue;
            }
            // A node goes by its instance's private DNS name, which is how pods name it.
            let named = [instance.private_dns.as_str(), id];
            let named = named.into_iter().find(|name| !name.is_empty());
            let key = of_instance
                .entry(id)
                .or_insert_with(|| named.unwrap_or_default().to_owned());
            let node = nodes.entry(key.clone()).or_default();
            node.instance = Some(*id);
            node.tags = Some(&instance.tags);
            node.subnet = Some(instance.subnet.as_str()).filter(|id| !id.is_empty());
            let own = Some(instance.instance_type.as_str()).filter(|own| !own.is_empty());
            node.instance_type = node.instance_type.or(own);
        }
        for owned in &self.interfaces {
            let Some(id) = owned
                .seen
                .instance
                .as_deref()
                .filter(|_| owned.owner == Owner::Node)
            else {
                continue;
            };
            if kubectl_saw_all && !of_instance.contains_key(id) {
                continue;
            }
            let key = of_instance.entry(id).or_insert_with(|| id.to_owned());
            let node = nodes.entry(key.clone()).or_default();
            node.instance = Some(id);
            node.held += owned.seen.size();
            if owned.seen.device_index == Some(0) {
                node.subnet = Some(owned.seen.subnet.as_str());
                node.tags = node.tags.or(Some(&owned.seen.tags));
            }
        }
        let zones: BTreeMap<&str, &Name> = self
            .subnets
            .iter()
            .map(|subnet| (subnet.id, &subnet.zone))
            .collect();
        for node in nodes.values_mut() {
            let own = node.subnet.and_then(|subnet| zones.get(subnet));
            node.zone = node.zone.take().or_else(|| own.map(|zone| (*zone).clone()));
        }
        nodes
    }

    /// Whether each subnet leads straight to the internet, by its own route table or the VPC's main one; none where neither
    /// was seen.
    fn routes_out(&self) -> Vec<Option<bool>> {
        let out = |route: &crate::Route| {
            route.destination.length() == 0 && route.target == Target::Internet
        };
        let (mut own, mut main) = (BTreeMap::new(), None);
        for table in self.inventory.route_tables.values() {
            let is_out = table.routes.iter().any(out);
            own.extend(table.subnets.iter().map(|subnet| (subnet.as_str(), is_out)));
            if table.is_main && table.vpc == self.scope.vpc {
                main = Some(is_out);
            }
        }
        let subnets = self.subnets.iter();
        subnets
            .map(|subnet| own.get(subnet.id).copied().or(main))
            .collect()
    }

    /// What each subnet is for.
    fn roles(&mut self) {
        let inventory = self.inventory;
        let name = self.scope.cluster.as_deref().unwrap_or_default();
        let cluster = inventory.clusters.get(name);
        let mut nodes: BTreeSet<&str> =
            self.nodes.values().filter_map(|node| node.subnet).collect();
        let groups = inventory.node_groups.iter();
        let groups = groups.filter(|((own, _), _)| own == name || own.is_empty());
        nodes.extend(groups.flat_map(|(_, group)| group.subnets.iter().map(String::as_str)));
        let mut pods: BTreeSet<&str> = inventory
            .eni_configs
            .values()
            .map(|config| config.subnet.as_str())
            .collect();
        for class in inventory.node_classes.values() {
            nodes.extend(class.subnets.iter().map(String::as_str));
            pods.extend(class.pod_subnets.iter().map(String::as_str));
        }
        let is_known = self.subnets.iter().any(|subnet| nodes.contains(subnet.id));
        let of_cluster: BTreeSet<&str> = cluster
            .into_iter()
            .flat_map(|cluster| cluster.subnets.iter().map(String::as_str))
            .collect();
        let shares = self
            .subnets
            .iter()
            .any(|subnet| of_cluster.contains(subnet.id) && nodes.contains(subnet.id));
        let roles: Vec<Role> = self
            .subnets
            .iter()
            .zip(self.routes_out())
            .map(|(subnet, routes_out)| {
                let tag = |key: &str| subnet.seen.tags.get(key).map(String::as_str);
                let is_public = routes_out
                    .unwrap_or(tag("kubernetes.io/role/elb").is_some() || subnet.seen.maps_public);
                let for_pods = tag("kubernetes.io/role/cni").is_some_and(|value| value != "0");
                let in_cluster = of_cluster.contains(subnet.id);
                if nodes.contains(subnet.id) {
                    Role::Nodes
                } else if pods.contains(subnet.id) || for_pods {
                    Role::Pods
                } else if is_public {
                    Role::Public
                } else if !is_known && (in_cluster || of_cluster.is_empty()) {
                    Role::Nodes
                } else if in_cluster && !shares {
                    Role::ControlPlane
                } else {
                    Role::Other
                }
            })
            .collect();
        for (subnet, role) in self.subnets.iter_mut().zip(roles) {
            subnet.role = role;
        }
        // A VPC that has nothing but public subnets has its nodes there.
        if !self.subnets.iter().any(|subnet| subnet.role == Role::Nodes) {
            for subnet in &mut self.subnets {
                let in_cluster = of_cluster.is_empty() || of_cluster.contains(subnet.id);
                if subnet.role == Role::Public && in_cluster {
                    subnet.role = Role::Nodes;
                }
            }
        }
    }
}

/// A cluster's name as the inventory holds it.
fn named<'a>(inventory: &'a Inventory, cluster: &str) -> Option<&'a str> {
    let described = inventory.clusters.keys().map(String::as_str);
    let keyed = inventory.node_groups.keys().chain(inventory.addons.keys());
    let keyed = keyed.map(|(name, _)| name.as_str());
    let tagged = inventory
        .interfaces
        .values()
        .map(|interface| &interface.tags);
    let tagged = tagged.chain(inventory.instances.values().map(|instance| &instance.tags));
    let labels = inventory
        .nodes
        .values()
        .filter_map(|node| node.labels.get("alpha.eksctl.io/cluster-name"));
    let mut all = described
        .chain(keyed)
        .chain(tagged.filter_map(crate::scope::cluster_of))
        .chain(labels.map(String::as_str))
        .chain(crate::scope::control_planes(inventory));
    all.find(|name| *name == cluster)
}
