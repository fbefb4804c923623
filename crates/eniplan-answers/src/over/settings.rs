//! Every value of the document by its path: what it says, and where on the pages it stands.

use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::{Shape, Value as _, held};
use eniplan_core::plan::tree::{Data, Node};

/// A value of the plan.
pub(super) struct Setting {
    pub(super) path: String,
    /// Where it stands on a page: the page's address, and its name there.
    pub(super) place: Option<(&'static str, &'static str)>,
    /// What the document says of it.
    pub(super) words: &'static str,
    /// Whether the plan has it: a value of a list's entry stands only where there is one.
    pub(super) there: bool,
    /// The words to choose from, where there are some.
    pub(super) choices: Vec<String>,
}

/// Entries of a list that are listed; of more, one finds the later ones in their table.
const MOST_ENTRIES: usize = 24;

const VPC: &str = "#/vpc";
const NODES: &str = "#/nodes";

/// The fields of the pages, by the path without places in lists. A browser test finds each field of the pages by it.
const PLACES: [(&str, &str, &str); 50] = [
    (VPC, "name", "Plan name"),
    (VPC, "vpc.cidrs[].cidr", "VPC block"),
    (VPC, "vpc.cidrs[].routable", "Routable"),
    (VPC, "region", "Region"),
    (VPC, "zones", "Zones"),
    (VPC, "vpc.peers", "Peers"),
    (VPC, "vpc.routes", "Routes"),
    (VPC, "cluster.service_cidr", "Service block"),
    (VPC, "cluster.kubernetes_version", "Kubernetes version"),
    (VPC, "networking.cni", "CNI"),
    (VPC, "networking.prefix_delegation", "Prefix delegation"),
    (VPC, "networking.custom_networking", "Custom networking"),
    (VPC, "networking.subnet_discovery", "Subnet discovery"),
    (
        VPC,
        "networking.pod_security_groups",
        "Security groups for pods",
    ),
    (VPC, "networking.external_snat", "External SNAT"),
    (VPC, "networking.warm.eni", "Warm interfaces"),
    (VPC, "networking.warm.prefix", "Warm prefixes"),
    (VPC, "networking.warm.ip", "Warm addresses"),
    (VPC, "networking.warm.minimum_ip", "Warm addresses at least"),
    (VPC, "networking.max_eni", "Interfaces at most"),
    (VPC, "endpoints.nat_gateways", "NAT gateways"),
    (
        VPC,
        "endpoints.interface_endpoints.count",
        "Interface endpoints",
    ),
    (VPC, "endpoints.load_balancers.alb", "ALBs"),
    (VPC, "endpoints.load_balancers.nlb", "NLBs"),
    (
        VPC,
        "cluster.control_plane_interfaces",
        "Control plane interfaces",
    ),
    (VPC, "growth.pods_per_month", "Growth of the pods"),
    (VPC, "subnets[].name", "Name of a subnet"),
    (VPC, "subnets[].zone", "Zone of a subnet"),
    (VPC, "subnets[].role", "Role of a subnet"),
    (VPC, "subnets[].cidr", "Block of a subnet"),
    (VPC, "others[].name", "Name of something else"),
    (VPC, "others[].addresses", "Addresses of something else"),
    (VPC, "others[].subnets", "Subnets of something else"),
    (VPC, "others[].growth", "Growth of something else"),
    (NODES, "node_groups[].name", "Name of a group"),
    (NODES, "node_groups[].instance_types", "Instance types"),
    (NODES, "node_groups[].provisioner", "Provisioner"),
    (NODES, "node_groups[].ami", "Machine image"),
    (NODES, "node_groups[].nodes.min", "Nodes, least"),
    (NODES, "node_groups[].nodes.desired", "Nodes, desired"),
    (NODES, "node_groups[].nodes.max", "Nodes, most"),
    (NODES, "node_groups[].max_pods", "Max pods a node"),
    (NODES, "node_groups[].pods.desired", "Pods, desired"),
    (NODES, "node_groups[].pods.max", "Pods, most"),
    (NODES, "node_groups[].pods.cpu", "CPU of a pod"),
    (NODES, "node_groups[].pods.memory", "Memory of a pod"),
    (NODES, "node_groups[].daemonset_pods", "DaemonSet pods"),
    (
        NODES,
        "node_groups[].update.max_unavailable",
        "Replaced at once",
    ),
    (NODES, "node_groups[].zones", "Zones of a group"),
    (NODES, "node_groups[].custom_ami", "Custom image"),
];

/// Every value that a plan has or could have, in the order of the document.
pub(super) fn settings(plan: &Plan) -> Vec<Setting> {
    let mut all = Vec::new();
    walk(
        String::new(),
        "",
        Plan::SHAPE,
        Some(&plan.write()),
        &mut all,
    );
    all
}

/// A path without places in lists.
fn general(path: &str) -> String {
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}

fn walk(
    path: String,
    words: &'static str,
    shape: &'static Shape,
    node: Option<&Node>,
    all: &mut Vec<Setting>,
) {
    match shape {
        Shape::Optional(inner) => walk(path, words, inner, node, all),
        Shape::Record(record) => {
            for field in record.fields {
                let dot = if path.is_empty() { "" } else { "." };
                let below = format!("{path}{dot}{}", field.key);
                let value = node.map(|node| held(node, record, field.key));
                walk(below, field.text, field.shape, value.as_deref(), all);
            }
        }
        // A list of records goes by its entries; one that a field takes as text stands for itself as well.
        Shape::List { item, .. } if matches!(item, Shape::Record(_)) => {
            if place(&path).is_some() {
                all.push(setting(path.clone(), words, shape, node));
            }
            match node.map(|node| &node.data) {
                Some(Data::List(items)) if !items.is_empty() => {
                    for (index, item_node) in items.iter().take(MOST_ENTRIES).enumerate() {
                        walk(
                            format!("{path}[{index}]"),
                            words,
                            item,
                            Some(item_node),
                            all,
                        );
                    }
                }
                _ => walk(format!("{path}[]"), words, item, None, all),
            }
        }
        _ => all.push(setting(path, words, shape, node)),
    }
}

fn place(path: &str) -> Option<(&'static str, &'static str)> {
    let general = general(path);
    let found = PLACES.iter().find(|(_, known, _)| *known == general);
    found.map(|(page, _, label)| (*page, *label))
}

fn setting(
    path: String,
    words: &'static str,
    shape: &'static Shape,
    node: Option<&Node>,
) -> Setting {
    let choices = match shape {
        Shape::Bool => vec!["true".into(), "false".into()],
        Shape::Choice { words } => words.iter().map(|(_, word)| (*word).into()).collect(),
        _ => Vec::new(),
    };
    Setting {
        place: place(&path),
        path,
        words,
        there: node.is_some(),
        choices,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eniplan_core::plan::{NodeGroup, Other, Subnet, Zone};

    #[test]
    fn every_place_is_one_of_the_document_and_each_value_is_listed_once() {
        let plan = Plan {
            zones: vec![Zone::default()],
            subnets: vec![Subnet::default()],
            node_groups: vec![NodeGroup::default()],
            others: vec![Other::default()],
            ..Plan::default()
        };
        let all = settings(&plan);
        for (_, path, _) in PLACES {
            let found = all
                .iter()
                .filter(|one| general(&one.path) == path && one.there);
            assert_eq!(found.count(), 1, "{path}");
        }
        let mut paths: Vec<_> = all.iter().map(|one| &one.path).collect();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), all.len());
        assert!(
            all.iter()
                .any(|one| one.path == "accept[].until" && !one.there)
        );
        assert!(all.iter().all(|one| !one.words.is_empty()));
    }
}
