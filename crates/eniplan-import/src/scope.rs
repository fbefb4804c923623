//! Which cluster and which VPC a plan is made of, where documents show several.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::inventory::{Interface, Inventory, Tags};

/// What a plan is to be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The VPC, by id or name.
    pub vpc: Option<String>,
    /// The cluster, by name.
    pub cluster: Option<String>,
}

/// Why no plan was made: something must be chosen, or is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Nothing that a plan could be made of was read.
    Nothing,
    /// Several things that only one of can be meant.
    Several {
        /// What they are, as in `VPCs`.
        what: &'static str,
        /// The option that chooses; empty where one is to be given alone.
        option: &'static str,
        /// Each of them: what the option takes, and what it is.
        choices: Vec<(String, String)>,
    },
    /// What was chosen is not there.
    Missing {
        /// What it is, as in `VPC`.
        what: &'static str,
        /// What was chosen.
        chosen: String,
        /// What there is.
        choices: Vec<(String, String)>,
    },
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, choices: &[(String, String)]| {
            for (at, (choice, text)) in choices.iter().take(MOST_SHOWN).enumerate() {
                let comma = if at == 0 { "" } else { "; " };
                write!(f, "{comma}{choice}")?;
                if !text.is_empty() {
                    write!(f, " ({text})")?;
                }
            }
            if choices.len() > MOST_SHOWN {
                write!(f, "; and {} more", choices.len() - MOST_SHOWN)?;
            }
            Ok(())
        };
        match self {
            Self::Nothing => f.write_str("nothing was read that a plan could be made of"),
            Self::Several {
                what,
                option,
                choices,
            } => {
                write!(
                    f,
                    "there are {} {what}, and a plan is of one: ",
                    choices.len()
                )?;
                list(f, choices)?;
                if option.is_empty() {
                    f.write_str("; give one of them alone")
                } else {
                    write!(f, "; choose with {option}")
                }
            }
            Self::Missing {
                what,
                chosen,
                choices,
            } => {
                write!(f, "there is no {what} {chosen}; there is ")?;
                if choices.is_empty() {
                    return f.write_str("none");
                }
                list(f, choices)
            }
        }
    }
}

impl std::error::Error for Undecided {}

/// Choices that a message lists.
const MOST_SHOWN: usize = 20;

/// What a plan is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// The cluster's name, where one is known.
    pub(crate) cluster: Option<String>,
    /// The VPC's id; empty where documents name none.
    pub(crate) vpc: String,
}

/// The tag that the VPC CNI puts on its interfaces.
const CNI_CLUSTER: &str = "cluster.k8s.amazonaws.com/name";

/// The cluster that tags of an interface or instance name.
pub(crate) fn cluster_of(tags: &Tags) -> Option<&str> {
    let named = [
        CNI_CLUSTER,
        "eks:cluster-name",
        "aws:eks:cluster-name",
        "eks:eks-cluster-name",
        "alpha.eksctl.io/cluster-name",
    ];
    let named = named
        .iter()
        .find_map(|key| tags.get(*key))
        .map(String::as_str);
    named.or_else(|| {
        tags.iter().find_map(|(key, value)| {
            let name = key.strip_prefix("kubernetes.io/cluster/")?;
            (value == "owned").then_some(name)
        })
    })
}

impl Scope {
    /// Chooses what the options name, or the only thing that there is.
    pub(crate) fn of(inventory: &Inventory, options: &Options) -> Result<Self, Undecided> {
        let clusters = clusters(inventory);
        let cluster = match &options.cluster {
            Some(chosen) if clusters.contains_key(chosen.as_str()) => Some(chosen.clone()),
            Some(chosen) => {
                return Err(Undecided::Missing {
                    what: "cluster",
                    chosen: chosen.clone(),
                    choices: listed(&clusters),
                });
            }
            None => the_cluster(inventory, &clusters, options.vpc.as_deref())?,
        };
        let vpc = the_vpc(inventory, options, cluster.as_deref())?;
        Ok(Self { cluster, vpc })
    }
}

/// Each cluster that anything names, with what it is.
fn clusters(inventory: &Inventory) -> BTreeMap<&str, String> {
    let mut clusters = BTreeMap::new();
    for (name, cluster) in &inventory.clusters {
        let place = [cluster.region.as_deref(), Some(cluster.vpc.as_str())];
        let place: Vec<&str> = place
            .into_iter()
            .flatten()
            .filter(|text| !text.is_empty())
            .collect();
        clusters.insert(name.as_str(), place.join(", "));
    }
    let keyed = inventory.node_groups.keys().chain(inventory.addons.keys());
    for (name, _) in keyed.filter(|(name, _)| !name.is_empty()) {
        clusters.entry(name).or_default();
    }
    let tagged = inventory
        .interfaces
        .values()
        .map(|interface| &interface.tags);
    let tagged = tagged.chain(inventory.instances.values().map(|instance| &instance.tags));
    for name in tagged.filter_map(cluster_of) {
        clusters
            .entry(name)
            .or_insert_with(|| "seen in tags".to_owned());
    }
    clusters
}

/// The clusters whose control planes have interfaces here, as EKS describes them.
pub(crate) fn control_planes(inventory: &Inventory) -> impl Iterator<Item = &str> {
    let interfaces = inventory.interfaces.values();
    interfaces.filter_map(|interface| interface.description.strip_prefix("Amazon EKS "))
}

fn listed(clusters: &BTreeMap<&str, String>) -> Vec<(String, String)> {
    let pairs = clusters.iter();
    pairs
        .map(|(name, text)| ((*name).to_owned(), text.clone()))
        .collect()
}

fn the_cluster(
    inventory: &Inventory,
    clusters: &BTreeMap<&str, String>,
    vpc: Option<&str>,
) -> Result<Option<String>, Undecided> {
    // What was described is meant; tags of others are only seen on the way.
    let described = inventory.clusters.iter();
    let described: Vec<&str> = described
        .filter(|(_, cluster)| vpc.is_none_or(|vpc| cluster.vpc == vpc))
        .map(|(name, _)| name.as_str())
        .collect();
    if let [only] = described.as_slice() {
        return Ok(Some((*only).to_owned()));
    }
    let mut likely: BTreeSet<&str> = described.into_iter().collect();
    if likely.is_empty() {
        // The nodes that kubectl showed are of one cluster.
        let instances = inventory
            .nodes
            .values()
            .filter_map(|node| node.instance.as_ref());
        let instances: BTreeSet<&String> = instances.collect();
        let own = inventory
            .instances
            .iter()
            .filter(|(id, _)| instances.contains(id));
        likely.extend(own.filter_map(|(_, instance)| cluster_of(&instance.tags)));
        let attached = |interface: &&Interface| {
            let instance = interface.instance.as_ref();
            instance.is_some_and(|instance| instances.contains(instance))
        };
        let own = inventory.interfaces.values().filter(attached);
        likely.extend(own.filter_map(|interface| cluster_of(&interface.tags)));
        let labels = inventory
            .nodes
            .values()
            .filter_map(|node| node.labels.get("alpha.eksctl.io/cluster-name"));
        likely.extend(labels.map(String::as_str));
    }
    if likely.is_empty() {
        likely.extend(control_planes(inventory));
    }
    let mut likely = likely.into_iter();
    match (likely.next(), likely.next(), clusters.len()) {
        (Some(only), None, _) => Ok(Some(only.to_owned())),
        (None, _, 0 | 1) => Ok(clusters.keys().next().map(|name| (*name).to_owned())),
        _ => Err(Undecided::Several {
            what: "clusters",
            option: "--cluster",
            choices: listed(clusters),
        }),
    }
}

fn the_vpc(
    inventory: &Inventory,
    options: &Options,
    cluster: Option<&str>,
) -> Result<String, Undecided> {
    let mut vpcs: BTreeMap<&str, usize> = BTreeMap::new();
    for subnet in inventory.subnets.values() {
        *vpcs.entry(subnet.vpc.as_str()).or_default() += 1;
    }
    if vpcs.is_empty() {
        vpcs.extend(inventory.vpcs.keys().map(|id| (id.as_str(), 0)));
    }
    let choices = || {
        let choice = |(id, subnets): (&&str, &usize)| {
            let vpc = inventory.vpcs.get(*id);
            let name = vpc.and_then(|vpc| vpc.tags.get("Name")).cloned();
            let blocks = vpc
                .into_iter()
                .flat_map(|vpc| vpc.blocks.iter().map(ToString::to_string));
            let count = format!("{subnets} subnets");
            let text: Vec<String> = name.into_iter().chain(blocks).chain([count]).collect();
            ((*id).to_owned(), text.join(", "))
        };
        vpcs.iter().map(choice).collect()
    };
    if let Some(chosen) = &options.vpc {
        let is_named = |id: &&str| {
            let vpc = inventory.vpcs.get(*id);
            *id == chosen || vpc.is_some_and(|vpc| vpc.tags.get("Name") == Some(chosen))
        };
        let mut named = vpcs
            .keys()
            .copied()
            .chain(inventory.vpcs.keys().map(String::as_str));
        return named
            .find(is_named)
            .map(str::to_owned)
            .ok_or_else(|| Undecided::Missing {
                what: "VPC",
                chosen: chosen.clone(),
                choices: choices(),
            });
    }
    let own = cluster.and_then(|cluster| inventory.clusters.get(cluster));
    if let Some(own) = own.filter(|own| !own.vpc.is_empty()) {
        return Ok(own.vpc.clone());
    }
    if vpcs.len() < 2 {
        return Ok(vpcs
            .keys()
            .next()
            .map(|id| (*id).to_owned())
            .unwrap_or_default());
    }
    // Where the cluster's interfaces stand, or those of the nodes that kubectl showed.
    let nodes = inventory
        .nodes
        .values()
        .filter_map(|node| node.instance.as_deref());
    let nodes: BTreeSet<&str> = nodes.collect();
    let is_own = |interface: &&Interface| {
        let instance = interface.instance.as_deref();
        instance.is_some_and(|id| nodes.contains(id))
            || cluster.is_some() && cluster_of(&interface.tags) == cluster
    };
    let mut own: BTreeSet<&str> = inventory
        .interfaces
        .values()
        .filter(is_own)
        .map(|interface| interface.vpc.as_str())
        .collect();
    let instances = inventory
        .instances
        .iter()
        .filter(|(id, _)| nodes.contains(id.as_str()));
    own.extend(instances.map(|(_, instance)| instance.vpc.as_str()));
    own.retain(|vpc| vpcs.contains_key(vpc));
    let mut own = own.into_iter();
    match (own.next(), own.next()) {
        (Some(only), None) => Ok(only.to_owned()),
        _ => Err(Undecided::Several {
            what: "VPCs",
            option: "--vpc",
            choices: choices(),
        }),
    }
}
