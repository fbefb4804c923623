//! Answers of EC2 and EKS, as `aws … --output json` prints them.
//!
//! Field names are those of the API references, read 2026-11-24:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Types.html> and
//! <https://docs.aws.amazon.com/eks/latest/APIReference/API_Types.html>.
//! Fields that are not needed are passed over, and any may be missing.

mod compute;
mod eks;
mod network;

pub(crate) use eks::env;
use serde::Deserialize;

use crate::inventory::{Inventory, Tags};
use crate::recognise::Kind;

/// Adds an entry of a kind; says how many things it held.
pub(crate) fn take(
    inventory: &mut Inventory,
    kind: Kind,
    raw: &str,
) -> Result<usize, serde_json::Error> {
    match kind {
        Kind::Vpc => network::vpc(inventory, raw),
        Kind::Subnet => network::subnet(inventory, raw),
        Kind::Reservation => network::reservation(inventory, raw),
        Kind::Interface => network::interface(inventory, raw),
        Kind::RouteTable => network::route_table(inventory, raw),
        Kind::InstanceReservation => compute::reservation(inventory, raw),
        Kind::Instance => compute::instance(inventory, raw),
        Kind::InstanceType => compute::instance_type(inventory, raw),
        Kind::Cluster => eks::cluster(inventory, raw),
        Kind::NodeGroup => eks::node_group(inventory, raw),
        Kind::Addon => eks::addon(inventory, raw),
        Kind::Kubernetes | Kind::Eksctl | Kind::SubnetCalculator | Kind::Terraform | Kind::Plan => {
            Ok(0)
        }
    }
}

/// A tag as EC2 has them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    #[serde(default)]
    key: String,
    #[serde(default)]
    value: Option<String>,
}

/// The tags that say what a resource is for; the others are passed over, however many there are.
fn tags(list: Option<Vec<Tag>>) -> Tags {
    let is_telling = |tag: &Tag| {
        tag.key == "Name"
            || [
                "kubernetes.io/",
                "cluster.k8s.amazonaws.com/",
                "node.k8s.amazonaws.com/",
                "eks:",
                "aws:eks",
                "aws:autoscaling:groupName",
                "karpenter.",
                "alpha.eksctl.io/",
                "cni.networking.k8s.aws/",
                "eks.amazonaws.com/",
            ]
            .iter()
            .any(|start| tag.key.starts_with(start))
    };
    let told = list.into_iter().flatten().filter(is_telling);
    told.map(|tag| (tag.key, tag.value.unwrap_or_default()))
        .collect()
}
