//! ENIConfigs: the subnet in which each zone's pods get their addresses.

use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::{known_id, subnet_id};
use super::super::yaml::{Line, Yaml, entry, map, note};
use super::object;
use crate::finding::Grouped;

const USAGE: &str = "  ! grep '[<]id of' eniconfig.yaml && kubectl apply -f eniconfig.yaml
Once the VPC CNI is there with AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG and ENI_CONFIG_LABEL_DEF, and before the first node
that is to use it: nodes that run keep their addresses, so replace them.
Terraform of this export makes the same objects through the add-on: never both.";

/// One object a zone, named as the zone, since ENI_CONFIG_LABEL_DEF is topology.kubernetes.io/zone.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html>, read 2026-11-24.
pub(super) fn file(blueprint: &Blueprint) -> Option<File> {
    if !blueprint.networking().custom_networking {
        return None;
    }
    let documents: Vec<Vec<Line>> = blueprint
        .eni_configs()
        .into_iter()
        .map(|subnet| {
            let mut lines = object(
                "crd.k8s.amazonaws.com/v1alpha1",
                "ENIConfig",
                subnet.zone.as_str(),
            );
            let usable = subnet.report.map_or(0, |report| report.usable);
            lines.insert(
                0,
                note(alloc::format!(
                    "{}: {}, {} usable addresses.",
                    subnet.key,
                    subnet.placed.cidr,
                    Grouped(usable)
                )),
            );
            lines.push(entry(
                "spec",
                map([
                    note(if known_id(subnet).is_some() {
                        "Its id, as the plan has it."
                    } else {
                        "The plan has no id for it: put it in place of the angle brackets."
                    }),
                    entry("subnet", Yaml::Text(subnet_id(subnet))),
                    note(
                        "Without securityGroups the interfaces take those of the node's first one.",
                    ),
                ]),
            ));
            lines
        })
        .collect();
    (!documents.is_empty()).then(|| {
        super::file(
            blueprint,
            "manifests/eniconfig.yaml",
            "The pods' subnet of each zone, in place of the Terraform's add-on; never both",
            USAGE,
            &documents,
        )
    })
}
