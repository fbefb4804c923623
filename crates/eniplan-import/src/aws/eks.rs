//! Clusters, managed node groups and add-ons.

use serde::Deserialize;
use serde_json::Value;

use crate::inventory::{Addon, Cluster, Inventory, NodeGroup, Tags};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClusterAnswer {
    name: String,
    #[serde(default)]
    arn: Option<String>,
    #[serde(default)]
    version: Option<String>,
    #[serde(default)]
    resources_vpc_config: Option<VpcConfig>,
    #[serde(default)]
    kubernetes_network_config: Option<NetworkConfig>,
    #[serde(default)]
    compute_config: Option<Enabled>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VpcConfig {
    #[serde(default)]
    subnet_ids: Option<Vec<String>>,
    #[serde(default)]
    vpc_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NetworkConfig {
    #[serde(default)]
    service_ipv4_cidr: Option<String>,
    #[serde(default)]
    ip_family: Option<String>,
}

#[derive(Deserialize)]
struct Enabled {
    #[serde(default)]
    enabled: Option<bool>,
}

pub(super) fn cluster(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    let answer: ClusterAnswer = serde_json::from_str(raw)?;
    let vpc = answer.resources_vpc_config;
    let (subnets, vpc) = vpc.map_or((None, None), |vpc| (vpc.subnet_ids, vpc.vpc_id));
    let network = answer.kubernetes_network_config;
    let network = network.as_ref();
    // arn:aws:eks:eu-west-1:111122223333:cluster/shop
    let arn = answer.arn.unwrap_or_default();
    let mut parts = arn.split(':').skip(3).map(str::to_owned);
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let cluster = Cluster {
        version: answer.version,
        vpc: vpc.unwrap_or_default(),
        subnets: subnets.unwrap_or_default(),
        service_block: network
            .and_then(|network| network.service_ipv4_cidr.as_deref()?.parse().ok()),
        is_ipv6: network.is_some_and(|network| network.ip_family.as_deref() == Some("ipv6")),
        auto_mode: answer.compute_config.and_then(|compute| compute.enabled) == Some(true),
        region: part(),
        account: part(),
    };
    inventory.clusters.insert(answer.name, cluster);
    Ok(1)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NodeGroupAnswer {
    nodegroup_name: String,
    #[serde(default)]
    cluster_name: Option<String>,
    #[serde(default)]
    instance_types: Option<Vec<String>>,
    #[serde(default)]
    ami_type: Option<String>,
    #[serde(default)]
    scaling_config: Option<Scaling>,
    #[serde(default)]
    subnets: Option<Vec<String>>,
    #[serde(default)]
    update_config: Option<UpdateAnswer>,
}

#[derive(Deserialize)]
struct Scaling {
    #[serde(default, rename = "minSize")]
    min: Option<u32>,
    #[serde(default, rename = "desiredSize")]
    desired: Option<u32>,
    #[serde(default, rename = "maxSize")]
    max: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UpdateAnswer {
    #[serde(default)]
    max_unavailable: Option<u32>,
    #[serde(default)]
    max_unavailable_percentage: Option<u32>,
    #[serde(default)]
    update_strategy: Option<String>,
}

pub(super) fn node_group(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    let answer: NodeGroupAnswer = serde_json::from_str(raw)?;
    let scaling = answer.scaling_config;
    let update = answer.update_config;
    let update = update.as_ref();
    let group = NodeGroup {
        instance_types: answer.instance_types.unwrap_or_default(),
        ami_type: answer.ami_type.unwrap_or_default(),
        scaling: scaling.map_or([None; 3], |scaling| {
            [scaling.min, scaling.desired, scaling.max]
        }),
        subnets: answer.subnets.unwrap_or_default(),
        max_unavailable: update.and_then(|update| update.max_unavailable),
        max_unavailable_percentage: update.and_then(|update| update.max_unavailable_percentage),
        is_minimal: update
            .is_some_and(|update| update.update_strategy.as_deref() == Some("MINIMAL")),
        max_pods: None,
        is_managed: true,
    };
    let key = (
        answer.cluster_name.unwrap_or_default(),
        answer.nodegroup_name,
    );
    inventory.node_groups.insert(key, group);
    Ok(1)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddonAnswer {
    addon_name: String,
    #[serde(default)]
    cluster_name: Option<String>,
    #[serde(default)]
    addon_version: Option<String>,
    /// JSON or YAML in a string, as whoever made the add-on wrote it.
    #[serde(default)]
    configuration_values: Option<String>,
}

pub(super) fn addon(inventory: &mut Inventory, raw: &str) -> Result<usize, serde_json::Error> {
    let answer: AddonAnswer = serde_json::from_str(raw)?;
    let values = answer.configuration_values.as_deref().unwrap_or_default();
    let values = crate::text::to_json(values).unwrap_or_default();
    let addon = Addon {
        version: answer.addon_version.unwrap_or_default(),
        env: env(values.get("env")),
    };
    let key = (answer.cluster_name.unwrap_or_default(), answer.addon_name);
    inventory.addons.insert(key, addon);
    Ok(1)
}

/// Environment variables of an add-on's configuration: their values may be text, numbers or booleans.
pub(crate) fn env(values: Option<&Value>) -> Tags {
    let values = values.and_then(Value::as_object).into_iter().flatten();
    let shown = values.filter_map(|(key, value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            _ => return None,
        };
        Some((key.clone(), value))
    });
    shown.collect()
}
