//! The CNI that a Helm release installs, and what its values say of addresses.
//!
//! Values are those of the charts: <https://github.com/cilium/cilium/tree/main/install/kubernetes/cilium>,
//! <https://github.com/projectcalico/calico/tree/master/charts/tigera-operator> and
//! <https://github.com/aws/eks-charts/tree/master/stable/aws-vpc-cni>, read 2026-11-24.

use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::Cni;
use serde_json::Value;

use super::resources::{Resource, Resources};
use crate::inventory::{Addon, Inventory, OtherCni};
use crate::text::to_json;

/// Adds what the releases of CNIs say.
pub(super) fn take(resources: &Resources<'_>, inventory: &mut Inventory) {
    for resource in resources.managed("helm_release") {
        let chart = resource.text("chart").unwrap_or_default();
        let chart = chart.rsplit('/').next().unwrap_or_default();
        let values = Values::of(resource);
        let other = match chart {
            "aws-vpc-cni" => {
                let addon = Addon {
                    version: resource.text("version").unwrap_or_default().to_owned(),
                    env: crate::aws::env(values.at(&["env"])),
                };
                let key = (String::new(), "vpc-cni".to_owned());
                inventory.addons.entry(key).or_insert(addon);
                None
            }
            "cilium" => cilium(&values),
            "tigera-operator" | "calico" => calico(&values),
            "flannel" | "kube-flannel" => Some(OtherCni {
                cni: Cni::Flannel,
                pod_blocks: values.blocks(&["podCidr"]),
                block_size: None,
            }),
            _ => None,
        };
        if let Some(other) = other {
            inventory.terraform.get_or_insert_default().cni = Some(other);
        }
    }
}

fn cilium(values: &Values) -> Option<OtherCni> {
    // Chained behind the VPC CNI it gives no addresses.
    if values.text(&["cni", "chainingMode"]) == Some("aws-cni") {
        return None;
    }
    let is_eni = values.text(&["ipam", "mode"]) == Some("eni")
        || values
            .at(&["eni", "enabled"])
            .is_some_and(|own| own == true);
    Some(if is_eni {
        OtherCni {
            cni: Cni::CiliumEni,
            pod_blocks: Vec::new(),
            block_size: None,
        }
    } else {
        OtherCni {
            cni: Cni::CiliumOverlay,
            pod_blocks: values.blocks(&["ipam", "operator", "clusterPoolIPv4PodCIDRList"]),
            block_size: values.number(&["ipam", "operator", "clusterPoolIPv4MaskSize"]),
        }
    })
}

fn calico(values: &Values) -> Option<OtherCni> {
    if values.text(&["installation", "cni", "type"]) == Some("AmazonVPC") {
        return None;
    }
    let pools = values.at(&["installation", "calicoNetwork", "ipPools"]);
    let pools = pools.and_then(Value::as_array);
    let pools = pools.into_iter().flatten();
    let block = |pool: &Value| pool.get("cidr")?.as_str()?.parse().ok();
    let size = |pool: &Value| pool.get("blockSize")?.as_u64()?.try_into().ok();
    Some(OtherCni {
        cni: Cni::Calico,
        pod_blocks: pools.clone().filter_map(block).collect(),
        block_size: pools.clone().find_map(size),
    })
}

/// Values of a release: its documents, the last of which counts, and single settings over them.
struct Values {
    documents: Vec<Value>,
    set: Vec<(String, String)>,
}

impl Values {
    fn of(resource: &Resource) -> Self {
        let list = |key: &str| {
            let list = resource.values.get(key).and_then(Value::as_array);
            list.cloned().unwrap_or_default()
        };
        let texts = list("values");
        let mut documents: Vec<Value> = texts
            .iter()
            .filter_map(|text| to_json(text.as_str()?))
            .collect();
        documents.reverse();
        let set = list("set");
        let pair = |one: &Value| {
            let text = |key: &str| one.get(key)?.as_str().map(str::to_owned);
            Some((text("name")?, text("value")?))
        };
        Self {
            documents,
            set: set.iter().filter_map(pair).collect(),
        }
    }

    fn at(&self, path: &[&str]) -> Option<&Value> {
        let mut documents = self.documents.iter();
        documents.find_map(|document| path.iter().try_fold(document, |at, key| at.get(*key)))
    }

    fn text(&self, path: &[&str]) -> Option<&str> {
        let own = path.join(".");
        let set = self.set.iter().find(|(name, _)| *name == own);
        set.map(|(_, value)| value.as_str())
            .or_else(|| self.at(path)?.as_str())
    }

    fn number(&self, path: &[&str]) -> Option<u8> {
        let text = self.text(path).and_then(|text| text.parse().ok());
        text.or_else(|| self.at(path)?.as_u64()?.try_into().ok())
    }

    /// A block, or a list of them.
    fn blocks(&self, path: &[&str]) -> Vec<Ipv4Prefix> {
        let single = self
            .text(path)
            .and_then(|text| text.trim_matches(['{', '}']).parse().ok());
        let list = self
            .at(path)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let list = list.filter_map(|block| block.as_str()?.parse().ok());
        single.into_iter().chain(list).collect()
    }
}
