//! Nodes.

use std::net::Ipv4Addr;

use eniplan_core::plan::{Cpu, Memory};
use serde::Deserialize;

use super::Metadata;
use crate::inventory::{Node, Tags};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    #[serde(default, rename = "providerID")]
    provider_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(default)]
    capacity: Option<Tags>,
    #[serde(default)]
    allocatable: Option<Tags>,
    #[serde(default)]
    addresses: Option<Vec<Address>>,
    #[serde(default)]
    node_info: Option<Info>,
}

#[derive(Deserialize)]
struct Address {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    address: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    #[serde(default)]
    os_image: Option<String>,
}

pub(super) fn read(
    metadata: Metadata,
    spec: &str,
    status: &str,
) -> Result<Node, serde_json::Error> {
    let spec: Spec = serde_json::from_str(spec)?;
    let status: Status = serde_json::from_str(status)?;
    let (capacity, allocatable) = (
        status.capacity.unwrap_or_default(),
        status.allocatable.unwrap_or_default(),
    );
    let kib = |quantities: &Tags| {
        let memory: Memory = quantities.get("memory")?.parse().ok()?;
        Some(memory.bytes() >> 10)
    };
    // aws:///eu-west-1a/i-0123456789abcdef0, or …/fargate-ip-10-0-0-1… on Fargate.
    let provider = spec.provider_id.unwrap_or_default();
    let instance = provider.rsplit('/').next();
    let mut addresses = status.addresses.iter().flatten();
    let internal = addresses.find_map(|address| {
        let is_internal = address.kind == "InternalIP";
        let parsed = address.address.parse::<Ipv4Addr>().ok();
        parsed.filter(|_| is_internal)
    });
    Ok(Node {
        labels: metadata.labels.unwrap_or_default(),
        instance: instance
            .filter(|id| id.starts_with("i-"))
            .map(str::to_owned),
        max_pods: capacity.get("pods").and_then(|pods| pods.parse().ok()),
        memory_kib: kib(&capacity),
        allocatable_memory_kib: kib(&allocatable),
        allocatable_cpu: allocatable
            .get("cpu")
            .and_then(|cpu| cpu.parse::<Cpu>().ok())
            .map(|cpu| cpu.millicores().into()),
        os_image: status
            .node_info
            .and_then(|info| info.os_image)
            .unwrap_or_default(),
        address: internal.map(u32::from),
    })
}
