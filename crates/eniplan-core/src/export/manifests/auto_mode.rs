//! Auto Mode's NodeClass, and a NodePool of each group that EKS starts.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::File;
use super::super::blueprint::Blueprint;
use super::super::pools::{Pool, known_id, subnet_id};
use super::super::terraform::karpenter::DISCOVERY;
use super::super::text::push;
use super::super::yaml::{Line, Yaml, entry, map, note};
use super::{karpenter, object};
use crate::plan::Role;

/// The class that every pool of the plan names; EKS keeps `default` for itself.
pub(in super::super) const CLASS: &str = "planned";
/// Where the class stands.
pub(in super::super) const CLASS_PATH: &str = "manifests/auto-mode-node-class.yaml";
/// Where the pools stand.
pub(in super::super) const POOLS_PATH: &str = "manifests/auto-mode-node-pools.yaml";

/// The name of the role of Auto Mode's nodes, which the NodeClass names; IAM takes 64 characters.
pub(in super::super) fn node_role(blueprint: &Blueprint) -> String {
    format!("EKSAutoNodeRole-{}", blueprint.name)
        .chars()
        .take(64)
        .collect()
}

/// Both files, where the plan has groups of Auto Mode.
pub(super) fn files(blueprint: &Blueprint, pools: &[Pool]) -> Vec<File> {
    let documents: Vec<Vec<Line>> = pools
        .iter()
        .filter(|pool| pool.is_auto())
        .map(|pool| node_pool(blueprint, pool))
        .collect();
    if documents.is_empty() {
        return Vec::new();
    }
    Vec::from([
        super::file(
            blueprint,
            CLASS_PATH,
            "Auto Mode's node class: subnets, security group and role",
            &usage(blueprint),
            &[node_class(blueprint)],
        ),
        super::file(
            blueprint,
            POOLS_PATH,
            "Auto Mode's node pools, one a group",
            "  kubectl apply -f auto-mode-node-pools.yaml\n\
             After auto-mode-node-class.yaml. EKS takes max pods from the type, 110 at most, and no setting of the VPC CNI.",
            &documents,
        ),
    ])
}

fn usage(blueprint: &Blueprint) -> String {
    let mut text = format!(
        "  kubectl apply -f auto-mode-node-class.yaml\n\
         Once Auto Mode is on. Nodes join by the access entry of their role, {}, of type EC2 with the policy\n\
         AmazonEKSAutoNodePolicy: the Terraform and the runbook of this export see to both.",
        node_role(blueprint)
    );
    if is_by_tag(blueprint) {
        push(
            &mut text,
            format_args!(
                "\nIt finds subnets by the tag {DISCOVERY} = {}: put it on node subnets that the Terraform does not make.",
                blueprint.name
            ),
        );
    }
    text
}

/// Whether node subnets are found by a tag: the plan does not know them all, and their tags are seen here.
pub(in super::super) fn is_by_tag(blueprint: &Blueprint) -> bool {
    let mut nodes = blueprint.of_role(Role::Nodes);
    !blueprint.is_shared() && nodes.any(|subnet| known_id(subnet).is_none())
}

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html>, read 2026-11-25.
fn node_class(blueprint: &Blueprint) -> Vec<Line> {
    let by_id = |subnet| map([entry("id", Yaml::Text(subnet_id(subnet)))]);
    let subnets = if is_by_tag(blueprint) {
        karpenter::by_tag(blueprint)
    } else {
        Yaml::List(blueprint.of_role(Role::Nodes).map(by_id).collect())
    };
    let mut lines = object("eks.amazonaws.com/v1", "NodeClass", CLASS);
    lines.push(entry(
        "spec",
        map([
            entry("role", Yaml::Text(node_role(blueprint))),
            entry("subnetSelectorTerms", subnets),
            note("The cluster's own security group, which EKS tags so and which lets its members reach each other."),
            entry(
                "securityGroupSelectorTerms",
                Yaml::List(Vec::from([map([entry(
                    "tags",
                    map([entry(
                        "aws:eks:cluster-name",
                        Yaml::text(blueprint.name.as_str()),
                    )]),
                )])])),
            ),
        ]),
    ));
    lines
}

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html>, read 2026-11-25.
fn node_pool(blueprint: &Blueprint, pool: &Pool) -> Vec<Line> {
    let mut lines = object("karpenter.sh/v1", "NodePool", pool.object.as_str());
    let mut body = Vec::from([
        note("Before the pools that EKS brings, which have no weight."),
        entry("weight", 10u64),
        entry(
            "template",
            map([entry(
                "spec",
                map([
                    entry(
                        "nodeClassRef",
                        map([
                            entry("group", "eks.amazonaws.com"),
                            entry("kind", "NodeClass"),
                            entry("name", CLASS),
                        ]),
                    ),
                    entry("requirements", karpenter::requirements(blueprint, pool)),
                ]),
            )]),
        ),
        karpenter::disruption(pool),
    ]);
    body.extend(karpenter::limits(pool));
    lines.insert(
        0,
        note(format!(
            "{} pods on each node, as EKS is taken to set it.",
            pool.max_pods()
        )),
    );
    lines.push(entry("spec", Yaml::Map(body)));
    lines
}
