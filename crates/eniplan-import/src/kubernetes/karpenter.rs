//! NodePools and node classes of Karpenter and of EKS Auto Mode.

use eniplan_core::plan::{Cpu, Memory};
use serde_json::Value;

use crate::inventory::{Limits, NodeClass, NodePool};

/// The texts of a list.
fn texts(list: Option<&Value>) -> impl Iterator<Item = &str> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str)
}

/// Reads the spec of a NodePool.
pub(super) fn pool(spec: &Value) -> NodePool {
    let template = spec.pointer("/template/spec").unwrap_or(&Value::Null);
    let asked = |key: &str| -> Vec<String> {
        let requirements = template.get("requirements").and_then(Value::as_array);
        let own = requirements.into_iter().flatten().filter(|requirement| {
            let text = |field| requirement.get(field).and_then(Value::as_str);
            text("key") == Some(key) && text("operator") == Some("In")
        });
        own.flat_map(|requirement| texts(requirement.get("values")))
            .map(str::to_owned)
            .collect()
    };
    let class = |field| {
        let value = template
            .pointer("/nodeClassRef")
            .and_then(|class| class.get(field));
        value.and_then(Value::as_str).unwrap_or_default()
    };
    let mut families = asked("karpenter.k8s.aws/instance-family");
    families.extend(asked("eks.amazonaws.com/instance-family"));
    let budgets = spec
        .pointer("/disruption/budgets")
        .and_then(Value::as_array);
    // A budget that holds at certain hours only, or for one reason, says nothing about an update.
    let mut lasting = budgets.into_iter().flatten().filter(|budget| {
        ["schedule", "reasons"]
            .iter()
            .all(|key| budget.get(key).is_none())
    });
    NodePool {
        node_class: class("name").to_owned(),
        auto_mode: class("group") == "eks.amazonaws.com",
        instance_types: asked("node.kubernetes.io/instance-type"),
        families,
        zones: asked("topology.kubernetes.io/zone"),
        budget: lasting
            .find_map(|budget| budget.get("nodes").and_then(Value::as_str))
            .map(str::to_owned),
        limits: limits(spec.get("limits").unwrap_or(&Value::Null)),
    }
}

/// What a NodePool's nodes may come to: <https://karpenter.sh/docs/concepts/nodepools/#speclimits>, read 2026-11-25.
fn limits(limits: &Value) -> Limits {
    // A quantity may be written as a number.
    let text = |key: &str| {
        let value = limits.get(key)?;
        let text = value.as_str().map(str::to_owned);
        Some(text.unwrap_or_else(|| value.to_string()))
    };
    let cpu = text("cpu").and_then(|text| text.parse::<Cpu>().ok());
    let memory = text("memory").and_then(|text| text.parse::<Memory>().ok());
    Limits {
        cpu: cpu.map(|cpu| cpu.millicores().into()),
        memory: memory.map(Memory::bytes),
        nodes: text("nodes").and_then(|text| text.parse().ok()),
    }
}

/// Reads spec and status of a node class.
pub(super) fn class(spec: &Value, status: &Value) -> NodeClass {
    let text = |pointer: &str| spec.pointer(pointer).and_then(Value::as_str);
    let ids = |list: Option<&Value>| -> Vec<String> {
        let items = list.and_then(Value::as_array).into_iter().flatten();
        let ids = items.filter_map(|item| item.get("id").and_then(Value::as_str));
        ids.map(str::to_owned).collect()
    };
    let max_pods = spec.pointer("/kubelet/maxPods").and_then(Value::as_u64);
    let chosen = ids(status.get("subnets"));
    NodeClass {
        ami: text("/amiSelectorTerms/0/alias")
            .or(text("/amiFamily"))
            .unwrap_or_default()
            .to_owned(),
        max_pods: max_pods.and_then(|pods| u32::try_from(pods).ok()),
        subnets: if chosen.is_empty() {
            ids(spec.get("subnetSelectorTerms"))
        } else {
            chosen
        },
        pod_subnets: ids(spec
            .get("podSubnetSelectorTerms")
            .or(spec.pointer("/advancedNetworking/podSubnetSelectorTerms"))),
    }
}
