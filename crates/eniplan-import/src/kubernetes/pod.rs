//! Pods, and the pod template of the VPC CNI's DaemonSet.

use std::collections::BTreeMap;

use eniplan_core::plan::{Cpu, Memory};
use serde::Deserialize;

use super::Metadata;
use crate::inventory::{Pod, Tags};

/// What the VPC resource controller writes on a pod that has a branch interface.
const BRANCH: &str = "vpc.amazonaws.com/pod-eni";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    #[serde(default)]
    node_name: Option<String>,
    #[serde(default)]
    host_network: Option<bool>,
    #[serde(default)]
    containers: Option<Vec<Container>>,
}

#[derive(Deserialize)]
struct Container {
    #[serde(default)]
    name: String,
    #[serde(default)]
    resources: Option<Resources>,
    #[serde(default)]
    env: Option<Vec<Variable>>,
}

#[derive(Deserialize)]
struct Resources {
    /// Quantities may be numbers where YAML was converted.
    #[serde(default)]
    requests: Option<BTreeMap<String, serde_json::Value>>,
}

#[derive(Deserialize)]
struct Variable {
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Deserialize)]
struct Status {
    #[serde(default)]
    phase: Option<String>,
}

/// Reads a pod; none where it has ended and holds nothing any more.
pub(super) fn read(
    metadata: &Metadata,
    spec: &str,
    status: &str,
) -> Result<Option<Pod>, serde_json::Error> {
    let spec: Spec = serde_json::from_str(spec)?;
    let status: Status = serde_json::from_str(status)?;
    if matches!(status.phase.as_deref(), Some("Succeeded" | "Failed")) {
        return Ok(None);
    }
    let mut owners = metadata.owner_references.iter().flatten();
    let owner = owners.next();
    let (mut cpu, mut memory) = (0u64, 0u64);
    for container in spec.containers.iter().flatten() {
        let requests = container
            .resources
            .as_ref()
            .and_then(|own| own.requests.as_ref());
        let request = |what: &str| {
            let value = requests?.get(what)?;
            Some(
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        };
        let own: Option<Cpu> = request("cpu").and_then(|text| text.parse().ok());
        cpu = cpu.saturating_add(own.map_or(0, |cpu| cpu.millicores().into()));
        let own: Option<Memory> = request("memory").and_then(|text| text.parse().ok());
        memory = memory.saturating_add(own.map_or(0, Memory::bytes));
    }
    Ok(Some(Pod {
        node: spec.node_name.filter(|node| !node.is_empty()),
        host_network: spec.host_network.unwrap_or_default(),
        is_daemon: owner.is_some_and(|owner| owner.kind == "DaemonSet"),
        owner: owner.map(|owner| owner.name.clone()).unwrap_or_default(),
        has_branch: metadata
            .annotations
            .as_ref()
            .is_some_and(|annotations| annotations.contains_key(BRANCH)),
        cpu,
        memory,
    }))
}

#[derive(Deserialize)]
struct DaemonSet {
    #[serde(default)]
    template: Option<Template>,
}

#[derive(Deserialize)]
struct Template {
    #[serde(default)]
    spec: Option<Spec>,
}

/// The environment of the container `aws-node`.
pub(super) fn environment(spec: &str) -> Result<Tags, serde_json::Error> {
    let spec: DaemonSet = serde_json::from_str(spec)?;
    let pod = spec.template.and_then(|template| template.spec);
    let containers = pod.and_then(|pod| pod.containers).unwrap_or_default();
    let own = containers
        .into_iter()
        .filter(|container| container.name == "aws-node");
    let variables = own.filter_map(|container| container.env).flatten();
    Ok(variables
        .filter_map(|variable| Some((variable.name, variable.value?)))
        .collect())
}
