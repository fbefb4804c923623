//! Objects of Kubernetes, as `kubectl get … -o json` prints them, in a list or alone.
//!
//! Fields are those of <https://kubernetes.io/docs/reference/kubernetes-api/> and <https://karpenter.sh/docs/concepts/>,
//! read 2026-11-24.

mod karpenter;
mod node;
mod pod;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::Reader;
use crate::inventory::{EniConfig, Tags};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    metadata: Metadata,
    #[serde(borrow, default)]
    spec: Option<&'a RawValue>,
    #[serde(borrow, default)]
    status: Option<&'a RawValue>,
    #[serde(borrow, default)]
    items: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    namespace: Option<String>,
    #[serde(default)]
    labels: Option<Tags>,
    #[serde(default)]
    annotations: Option<Tags>,
    #[serde(default)]
    owner_references: Option<Vec<Owner>>,
}

#[derive(Deserialize)]
struct Owner {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
}

/// Adds an object, if it is of a kind that says anything about addresses.
pub(crate) fn take(reader: &mut Reader<'_>, raw: &str) -> Result<(), serde_json::Error> {
    let object: Object<'_> = serde_json::from_str(raw)?;
    if let Some(items) = object.items {
        // A list in a list, as a page of pages has it.
        return items.iter().try_for_each(|item| take(reader, item.get()));
    }
    let spec = object.spec.map_or("{}", RawValue::get);
    let status = object.status.map_or("{}", RawValue::get);
    let metadata = object.metadata;
    let name = metadata.name.clone().unwrap_or_default();
    // Items of a typed list, such as a NodeList of the API itself, have no kind.
    let kind = object
        .kind
        .as_deref()
        .unwrap_or(if spec.contains("\"containers\"") {
            "Pod"
        } else if status.contains("\"nodeInfo\"") {
            "Node"
        } else {
            ""
        });
    match kind {
        "Node" => {
            let node = node::read(metadata, spec, status)?;
            reader.inventory.nodes.insert(name, node);
            reader.note("Kubernetes nodes", 1);
        }
        "Pod" => {
            let key = (metadata.namespace.clone().unwrap_or_default(), name);
            if let Some(pod) = pod::read(&metadata, spec, status)? {
                reader.inventory.pods.insert(key, pod);
            }
            reader.note("pods", 1);
        }
        "DaemonSet" if name == "aws-node" => {
            reader.inventory.cni = Some(pod::environment(spec)?);
            reader.note("DaemonSet aws-node", 1);
        }
        "NodePool" => {
            let pool = karpenter::pool(&serde_json::from_str(spec)?);
            reader.inventory.node_pools.insert(name, pool);
            reader.note("NodePools", 1);
        }
        "EC2NodeClass" | "NodeClass" => {
            let class =
                karpenter::class(&serde_json::from_str(spec)?, &serde_json::from_str(status)?);
            reader.inventory.node_classes.insert(name, class);
            reader.note("node classes", 1);
        }
        "ENIConfig" => {
            let spec: EniConfigSpec = serde_json::from_str(spec)?;
            let subnet = spec.subnet.unwrap_or_default();
            reader
                .inventory
                .eni_configs
                .insert(name, EniConfig { subnet });
            reader.note("ENIConfigs", 1);
        }
        _ => reader.note("other Kubernetes objects", 1),
    }
    Ok(())
}

#[derive(Deserialize)]
struct EniConfigSpec {
    #[serde(default)]
    subnet: Option<String>,
}
