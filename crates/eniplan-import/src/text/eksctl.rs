//! eksctl's ClusterConfig, in YAML or JSON.
//!
//! Its fields are those of <https://eksctl.io/usage/schema/>, read 2026-11-24.

use std::collections::BTreeMap;

use eniplan_core::finding::Code;
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::operands;
use serde_json::Value;

use super::{foreign, to_json};
use crate::document::Reader;
use crate::inventory::{Addon, Cluster, NodeGroup, Subnet, Tags};

/// The block that eksctl gives to a VPC of its own.
const DEFAULT_BLOCK: &str = "192.168.0.0/16";

/// Reads a ClusterConfig.
pub(super) fn read(reader: &mut Reader<'_>, text: &str) {
    let Some(config) = to_json(text) else {
        let (what, help) = foreign::NO_EKSCTL;
        reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
        return;
    };
    let text = |pointer: &str| config.pointer(pointer).map(text_of);
    let name = text("/metadata/name").unwrap_or_else(|| "cluster".to_owned());
    let region = text("/metadata/region");
    let vpc_id = text("/vpc/id").unwrap_or_default();
    let mut cluster = Cluster {
        version: text("/metadata/version"),
        vpc: vpc_id.clone(),
        service_block: text("/kubernetesNetworkConfig/serviceIPv4CIDR")
            .and_then(|block| block.parse().ok()),
        is_ipv6: text("/kubernetesNetworkConfig/ipFamily").as_deref() == Some("IPv6"),
        auto_mode: config.pointer("/autoModeConfig/enabled") == Some(&Value::Bool(true)),
        region: region.clone(),
        ..Cluster::default()
    };
    let block: Option<Ipv4Prefix> = text("/vpc/cidr")
        .or_else(|| vpc_id.is_empty().then(|| DEFAULT_BLOCK.to_owned()))
        .and_then(|block| block.parse().ok());
    let entry = reader.inventory.vpcs.entry(vpc_id.clone());
    let vpc = entry.or_default();
    vpc.blocks
        .extend(block.filter(|block| !vpc.blocks.contains(block)));
    for (id, subnet) in subnets(&config, &vpc_id) {
        cluster.subnets.push(id.clone());
        reader.inventory.subnets.entry(id).or_insert(subnet);
    }
    for (list, is_managed) in [("managedNodeGroups", true), ("nodeGroups", false)] {
        let groups = config.get(list).and_then(Value::as_array);
        for group in groups.into_iter().flatten() {
            let own = group.get("name").map_or_else(|| "ng".to_owned(), text_of);
            let key = (name.clone(), own);
            reader
                .inventory
                .node_groups
                .insert(key, node_group(group, is_managed));
        }
    }
    let addons = config.get("addons").and_then(Value::as_array);
    for addon in addons.into_iter().flatten() {
        let own = addon.get("name").map(text_of).unwrap_or_default();
        let values = addon
            .get("configurationValues")
            .map(text_of)
            .unwrap_or_default();
        let env = to_json(&values).unwrap_or_default();
        let env = env
            .get("env")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let addon = Addon {
            version: addon.get("version").map(text_of).unwrap_or_default(),
            env: env
                .map(|(key, value)| (key.clone(), text_of(value)))
                .collect::<Tags>(),
        };
        reader.inventory.addons.insert((name.clone(), own), addon);
    }
    reader.inventory.clusters.insert(name, cluster);
    reader.note("eksctl configurations", 1);
}

/// The subnets that it names, private ones first: id, and what is known of each.
fn subnets(config: &Value, vpc: &str) -> Vec<(String, Subnet)> {
    let mut found = Vec::new();
    for (kind, tag) in [
        ("private", "kubernetes.io/role/internal-elb"),
        ("public", "kubernetes.io/role/elb"),
    ] {
        let all = config
            .pointer("/vpc/subnets")
            .and_then(|subnets| subnets.get(kind))
            .and_then(Value::as_object);
        for (key, subnet) in all.into_iter().flatten() {
            let text = |field: &str| subnet.get(field).map(text_of);
            let Some(block) = text("cidr").and_then(|block| block.parse().ok()) else {
                continue;
            };
            let zone = text("az").unwrap_or_else(|| key.clone());
            let own = text("id").unwrap_or_else(|| format!("{kind}-{key}"));
            let subnet = Subnet {
                vpc: vpc.to_owned(),
                block,
                ipv6_block: None,
                zone,
                zone_id: None,
                free: None,
                maps_public: kind == "public",
                owner: None,
                tags: BTreeMap::from([
                    ("Name".to_owned(), format!("{kind}-{key}")),
                    (tag.to_owned(), "1".to_owned()),
                ]),
            };
            found.push((own, subnet));
        }
    }
    found
}

fn node_group(group: &Value, is_managed: bool) -> NodeGroup {
    let number = |pointer: &str| {
        let number = group.pointer(pointer).and_then(Value::as_u64);
        number.and_then(|number| u32::try_from(number).ok())
    };
    let list = |key: &str| {
        let items = group
            .get(key)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        items.map(text_of).collect::<Vec<_>>()
    };
    let mut instance_types = list("instanceTypes");
    if instance_types.is_empty() {
        let mixed = group.pointer("/instancesDistribution/instanceTypes");
        let mixed = mixed.and_then(Value::as_array).into_iter().flatten();
        instance_types = mixed.map(text_of).collect();
    }
    if instance_types.is_empty() {
        // eksctl's own default.
        let own = group
            .get("instanceType")
            .map_or_else(|| "m5.large".to_owned(), text_of);
        instance_types.push(own);
    }
    let desired = number("/desiredCapacity");
    NodeGroup {
        instance_types,
        ami_type: group.get("amiFamily").map(text_of).unwrap_or_default(),
        // eksctl starts two nodes where nothing is said.
        scaling: [
            number("/minSize").or(desired).or(Some(2)),
            desired.or(number("/minSize")).or(Some(2)),
            number("/maxSize").or(desired).or(Some(2)),
        ],
        subnets: list("subnets"),
        max_unavailable: number("/updateConfig/maxUnavailable"),
        max_unavailable_percentage: number("/updateConfig/maxUnavailablePercentage"),
        is_minimal: false,
        max_pods: number("/maxPodsPerNode"),
        is_managed,
    }
}

/// A scalar as text.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
