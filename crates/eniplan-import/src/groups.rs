//! Node groups: as EKS and Karpenter describe them, and as nodes and pods show them.

mod limit;

use std::collections::{BTreeMap, BTreeSet};

use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::{
    Ami, Count, Cpu, Memory, Mix, Name, NodeCount, NodeGroup, Percent, Plan, Provisioner, Role,
    Share, UpdateStrategy, Within,
};

use crate::inventory::{NodeGroup as Described, Pod};
use crate::survey::{Survey, SurveyedNode, name, zone_name};

/// Groups at most, as many as a plan lists.
const MOST_GROUPS: usize = 5_000;

/// A group, with what it was made of.
pub(crate) struct Gathered<'a> {
    pub(crate) plan: NodeGroup,
    pub(crate) nodes: Vec<&'a SurveyedNode<'a>>,
    /// Nodes by zone.
    pub(crate) zones: BTreeMap<Name, u32>,
    /// Whether something said how many nodes there may be.
    pub(crate) is_scaled: bool,
    /// Whether something said which instance types it has.
    pub(crate) is_typed: bool,
}

/// The name by which a node's group goes, and who starts its nodes.
fn group_of<'a>(node: &SurveyedNode<'a>) -> (&'a str, Provisioner) {
    let label = |key: &str| {
        let label = node.labels.and_then(|labels| labels.get(key));
        label
            .or(node.tags.and_then(|tags| tags.get(key)))
            .map(String::as_str)
    };
    if node.is_fargate {
        return ("fargate", Provisioner::Fargate);
    }
    let managed = label("eks.amazonaws.com/nodegroup").or(label("eks:nodegroup-name"));
    if let Some(name) = managed {
        return (name, Provisioner::Managed);
    }
    if let Some(name) = label("karpenter.sh/nodepool").or(label("karpenter.sh/provisioner-name")) {
        let auto = label("eks.amazonaws.com/compute-type") == Some("auto");
        return (
            name,
            if auto {
                Provisioner::AutoMode
            } else {
                Provisioner::Karpenter
            },
        );
    }
    let own = label("alpha.eksctl.io/nodegroup-name").or(label("aws:autoscaling:groupName"));
    (
        own.or(node.instance_type).unwrap_or("nodes"),
        Provisioner::SelfManaged,
    )
}

/// The nodes of a group by the names under which pods know them.
type Members<'a> = Vec<(&'a str, &'a SurveyedNode<'a>)>;

/// Every group, by name.
pub(crate) fn gather<'a>(
    survey: &'a Survey<'a>,
    plan: &Plan,
    catalogue: &Catalogue,
) -> Vec<Gathered<'a>> {
    let inventory = survey.inventory;
    let cluster = survey.scope.cluster.as_deref().unwrap_or_default();
    let mut members: BTreeMap<&str, (Provisioner, Members<'_>)> = BTreeMap::new();
    for (key, node) in &survey.nodes {
        let (own, provisioner) = group_of(node);
        let entry = members
            .entry(own)
            .or_insert_with(|| (provisioner, Vec::new()));
        entry.1.push((key, node));
    }
    let described: BTreeMap<&str, &Described> = inventory
        .node_groups
        .iter()
        .filter(|((own, _), _)| own == cluster || own.is_empty() || cluster.is_empty())
        .map(|((_, group), described)| (group.as_str(), described))
        .collect();
    let mut names: BTreeSet<&str> = members.keys().copied().collect();
    names.extend(described.keys());
    names.extend(inventory.node_pools.keys().map(String::as_str));
    let pods = pods_by_node(survey);
    let group = |own: &str| {
        let (provisioner, members) = members
            .get(own)
            .cloned()
            .unwrap_or((Provisioner::Managed, Vec::new()));
        let described = described.get(own).copied();
        let pool = inventory.node_pools.get(own);
        let provisioner = match (described, pool) {
            (Some(described), _) if !described.is_managed => Provisioner::SelfManaged,
            (Some(_), _) => Provisioner::Managed,
            (None, Some(pool)) if pool.auto_mode => Provisioner::AutoMode,
            (None, Some(_)) => Provisioner::Karpenter,
            (None, None) => provisioner,
        };
        let mut gathered = Gathered {
            plan: NodeGroup {
                name: Some(name(own, "nodes")),
                provisioner,
                ..NodeGroup::default()
            },
            zones: BTreeMap::new(),
            is_scaled: described
                .is_some_and(|described| described.scaling.iter().any(Option::is_some)),
            is_typed: true,
            nodes: members.iter().map(|(_, node)| *node).collect(),
        };
        gathered.nodes_and_zones(survey, described, pool, plan);
        gathered.types(described, pool);
        if let Some(most) = pool.and_then(|pool| limit::nodes(&pool.limits, &gathered, catalogue)) {
            gathered.grows_to(most);
        }
        gathered.image(survey, described, pool);
        gathered.update(described, pool);
        gathered.workload(&members, &pods, plan);
        gathered
    };
    names.into_iter().take(MOST_GROUPS).map(group).collect()
}

/// The pods of each node.
fn pods_by_node<'a>(survey: &Survey<'a>) -> BTreeMap<&'a str, Vec<&'a Pod>> {
    let mut pods: BTreeMap<&str, Vec<&Pod>> = BTreeMap::new();
    for pod in survey.inventory.pods.values() {
        if let Some(node) = &pod.node {
            pods.entry(node.as_str()).or_default().push(pod);
        }
    }
    pods
}

impl Gathered<'_> {
    /// Takes over how many nodes there may be.
    fn grows_to(&mut self, most: u64) {
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let nodes = &mut self.plan.nodes;
        nodes.max = Some(NodeCount::of(most.max(nodes.desired())));
        self.is_scaled = true;
    }

    /// Nodes by zone as the plan counts them: one after the other through its zones.
    pub(crate) fn planned(&self, plan: &Plan) -> BTreeMap<Name, u32> {
        let zones = self.plan.zones(plan);
        let (nodes, count) = (self.nodes.len(), zones.len().max(1));
        let mut planned: BTreeMap<Name, u32> = BTreeMap::new();
        for (at, zone) in zones.into_iter().enumerate() {
            let own = nodes / count + usize::from(at < nodes % count);
            *planned.entry(zone).or_default() += u32::try_from(own).unwrap_or(u32::MAX);
        }
        planned
    }

    /// Keeps of a plan that was given what nothing showed of its group of the same name.
    pub(crate) fn keep(&mut self, given: &Plan, pods_are_seen: bool) {
        let mut groups = given.node_groups.iter();
        let Some(known) = groups.find(|known| known.name == self.plan.name) else {
            return;
        };
        if !self.is_scaled {
            let desired = self.plan.nodes.desired();
            let max = known.nodes.max().max(desired);
            self.plan.nodes.min = known.nodes.min;
            self.plan.nodes.max = Some(NodeCount::of(max));
            self.is_scaled = true;
            self.plan.update = known.update.clone();
            self.plan.disruption = known.disruption.clone();
        }
        if !self.is_typed {
            self.plan.instance_types.clone_from(&known.instance_types);
            self.plan.mix.clone_from(&known.mix);
            self.is_typed = true;
        }
        if !pods_are_seen {
            self.plan.pods = known.pods.clone();
            self.plan.daemonset_pods = known.daemonset_pods;
            self.plan.host_network_pods = known.host_network_pods;
        } else if known.pods.max() > self.plan.pods.desired.get() {
            self.plan.pods.max = Some(Count::of(known.pods.max()));
        }
        self.plan.networking = known.networking.clone();
    }

    fn nodes_and_zones(
        &mut self,
        survey: &Survey<'_>,
        described: Option<&Described>,
        pool: Option<&crate::NodePool>,
        plan: &Plan,
    ) {
        let observed = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let is_seen = !survey.nodes.is_empty();
        let scaling = described.map_or([None; 3], |described| described.scaling);
        let [min, desired, max] = scaling;
        let desired = desired.unwrap_or(observed);
        let nodes = &mut self.plan.nodes;
        nodes.desired = Some(NodeCount::of(desired));
        nodes.min = min.map(NodeCount::of);
        nodes.max = Some(NodeCount::of(max.unwrap_or(desired).max(desired)));
        nodes.now = (is_seen && observed != desired).then(|| NodeCount::of(observed));
        for node in &self.nodes {
            if let Some(zone) = &node.zone {
                *self.zones.entry(zone.clone()).or_default() += 1;
            }
        }
        let subnets: BTreeSet<&str> = described
            .into_iter()
            .flat_map(|described| described.subnets.iter().map(String::as_str))
            .collect();
        let own = survey
            .subnets
            .iter()
            .filter(|subnet| subnets.contains(subnet.id));
        let mut asked: BTreeSet<Name> = own.clone().map(|subnet| subnet.zone.clone()).collect();
        let of_pool = pool.into_iter().flat_map(|pool| &pool.zones);
        asked.extend(of_pool.map(|zone| zone_name(zone)));
        let all: Vec<Name> = plan.zones().into_iter().map(|zone| zone.name).collect();
        let mut zones: Vec<&Name> = all
            .iter()
            .filter(|zone| self.zones.contains_key(*zone) || asked.contains(*zone))
            .collect();
        // The plan starts at a group's first zone, so the fuller ones come first; what is equal keeps its order.
        zones.sort_by_key(|zone| std::cmp::Reverse(self.zones.get(*zone).copied()));
        if zones.iter().copied().ne(all.iter()) && !zones.is_empty() {
            self.plan.zones = zones.into_iter().cloned().collect();
        }
        let in_zones = |zone: &Name| self.plan.zones.is_empty() || self.plan.zones.contains(zone);
        let default = survey
            .subnets
            .iter()
            .filter(|subnet| subnet.role == Role::Nodes && in_zones(&subnet.zone));
        let stood: BTreeSet<&str> = self.nodes.iter().filter_map(|node| node.subnet).collect();
        let named: Vec<&Name> = if subnets.is_empty() {
            let stood = survey
                .subnets
                .iter()
                .filter(|subnet| stood.contains(subnet.id));
            stood.map(|subnet| &subnet.name).collect()
        } else {
            own.map(|subnet| &subnet.name).collect()
        };
        let usual: Vec<&Name> = default.map(|subnet| &subnet.name).collect();
        if !named.is_empty() && named != usual {
            self.plan.subnets = Some(named.into_iter().cloned().collect());
        }
    }

    fn types(&mut self, described: Option<&Described>, pool: Option<&crate::NodePool>) {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for own in self.nodes.iter().filter_map(|node| node.instance_type) {
            *counts.entry(own).or_default() += 1;
        }
        let mut seen: Vec<(&str, u32)> = counts.into_iter().collect();
        seen.sort_by_key(|(own, count)| (std::cmp::Reverse(*count), *own));
        let chooses = matches!(
            self.plan.provisioner,
            Provisioner::Karpenter | Provisioner::AutoMode
        );
        let listed: Vec<Name> = match described {
            Some(described) if !described.instance_types.is_empty() => described
                .instance_types
                .iter()
                .map(|own| name(own, "m6i.large"))
                .collect(),
            _ if !seen.is_empty() => seen.iter().map(|(own, _)| name(own, "m6i.large")).collect(),
            _ => pool.map(wanted).unwrap_or_default(),
        };
        if self.plan.provisioner == Provisioner::Fargate {
            return;
        }
        self.is_typed = !listed.is_empty();
        if self.is_typed {
            self.plan.instance_types = listed;
        }
        if chooses && seen.len() > 1 {
            self.plan.mix = Some(mix(&seen));
        }
    }

    fn image(
        &mut self,
        survey: &Survey<'_>,
        described: Option<&Described>,
        pool: Option<&crate::NodePool>,
    ) {
        let kind = described.map_or("", |described| described.ami_type.as_str());
        let class = pool.and_then(|pool| survey.inventory.node_classes.get(&pool.node_class));
        let os = self.nodes.first().map_or("", |node| node.os_image);
        let text = [kind, class.map_or("", |class| class.ami.as_str()), os]
            .concat()
            .to_lowercase();
        self.plan.ami = if text.contains("bottlerocket") {
            Ami::Bottlerocket
        } else if text.contains("windows") {
            Ami::Windows
        } else if text.contains("al2_")
            || text.starts_with("al2@")
            || text.contains("amazon linux 2 ")
            || text.ends_with("amazon linux 2")
        {
            Ami::Al2
        } else {
            Ami::Al2023
        };
        self.plan.custom_ami = kind == "CUSTOM";
        let said = class.and_then(|class| class.max_pods);
        let said = said.or(described.and_then(|described| described.max_pods));
        self.plan.max_pods = said.map(Within::of);
    }

    fn update(&mut self, described: Option<&Described>, pool: Option<&crate::NodePool>) {
        if let Some(described) = described {
            let percent = described
                .max_unavailable_percentage
                .map(|percent| format!("{percent}%"));
            let count = described.max_unavailable.map(|count| count.to_string());
            if let Some(share) = percent
                .or(count)
                .and_then(|text| text.parse::<Share>().ok())
            {
                self.plan.update.max_unavailable = share;
            }
            if described.is_minimal {
                self.plan.update.strategy = UpdateStrategy::Minimal;
            }
        }
        let budget = pool.and_then(|pool| pool.budget.as_deref());
        if let Some(share) = budget.and_then(|text| text.parse::<Share>().ok()) {
            self.plan.disruption.budget = share;
        }
    }

    /// Pods of the group's nodes: its workload, DaemonSets, and those on the host's network.
    fn workload(
        &mut self,
        members: &[(&str, &SurveyedNode<'_>)],
        pods: &BTreeMap<&str, Vec<&Pod>>,
        plan: &Plan,
    ) {
        if pods.is_empty() || members.is_empty() {
            return;
        }
        let nodes = u64::try_from(members.len()).unwrap_or(u64::MAX);
        let (mut workload, mut daemons, mut host, mut branches) = (0u64, 0u64, 0u64, 0u64);
        let (mut cpu, mut memory) = (0u64, 0u64);
        for (key, _) in members {
            let own = pods.get(key).map_or(&[][..], Vec::as_slice);
            host = host.max(own.iter().filter(|pod| pod.host_network).count() as u64);
            for pod in own.iter().filter(|pod| !pod.host_network) {
                if pod.is_daemon {
                    daemons += 1;
                    continue;
                }
                workload += 1;
                branches += u64::from(pod.has_branch);
                cpu = cpu.saturating_add(pod.cpu);
                memory = memory.saturating_add(pod.memory);
            }
        }
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        // DaemonSets that run on some nodes only count as workload.
        let each = daemons / nodes;
        self.plan.daemonset_pods = Within::of(small(each));
        self.plan.pods.desired = Count::of(small(workload + daemons - each * nodes));
        self.plan.pods.security_group_pods = Count::of(small(branches));
        let cni = self.plan.networking(plan).cni;
        let usual = self.plan.host_network_pods(cni);
        self.plan.host_network_pods = (small(host) != usual).then(|| Within::of(small(host)));
        // The mean, rounded down, so that pods that run do not seem to have no room.
        let mean = |sum: u64, unit: u64| {
            sum.checked_div(workload)
                .map_or(0, |mean| mean / unit * unit)
        };
        let (cpu, memory) = (mean(cpu, 1), mean(memory, 1 << 20));
        self.plan.pods.cpu = (cpu > 0).then(|| Cpu::of_millicores(small(cpu)));
        self.plan.pods.memory = (memory > 0).then(|| Memory::of_bytes(memory));
    }
}

/// What a NodePool asks for, as names and patterns.
fn wanted(pool: &crate::NodePool) -> Vec<Name> {
    let families = pool.families.iter().map(|family| format!("{family}.*"));
    let all = pool.instance_types.iter().cloned().chain(families);
    all.filter_map(|own| Name::of(&own)).collect()
}

/// The share of each type, in percent that add up to 100: rounded down, and one hundredth more for the largest rests.
fn mix(seen: &[(&str, u32)]) -> Mix {
    let all: u64 = seen.iter().map(|(_, count)| u64::from(*count)).sum();
    let share = |count: u32| u64::from(count) * 10_000;
    let mut shares: Vec<(usize, u64, u64)> = seen
        .iter()
        .enumerate()
        .map(|(at, (_, count))| (at, share(*count) / all, share(*count) % all))
        .collect();
    let missing = 10_000u64.saturating_sub(shares.iter().map(|(_, whole, _)| whole).sum());
    shares.sort_by_key(|(at, _, rest)| (std::cmp::Reverse(*rest), *at));
    for (_, whole, _) in shares
        .iter_mut()
        .take(usize::try_from(missing).unwrap_or(0))
    {
        *whole += 1;
    }
    shares.sort_by_key(|(at, ..)| *at);
    let pairs = seen.iter().zip(shares).map(|((own, _), (_, whole, _))| {
        let percent = Percent::of_hundredths(u32::try_from(whole).unwrap_or(10_000));
        (name(own, "m6i.large"), percent)
    });
    Mix(pairs.collect())
}
