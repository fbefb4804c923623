//! The cluster, its add-ons and its node groups, as Terraform has them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use serde_json::Value;

use super::resources::{Resource, Resources, text};
use crate::inventory::{Addon, Cluster, Inventory, NodeGroup};
use crate::text::to_json;

const SUBNET: [&str; 1] = ["aws_subnet"];
const CLUSTER: [&str; 1] = ["aws_eks_cluster"];
/// Longer user data is no user data: EC2 takes 16 KiB.
const MOST_USER_DATA: usize = 64 << 10;

/// Adds the cluster.
pub(super) fn take(
    resources: &Resources<'_>,
    inventory: &mut Inventory,
    findings: &mut Vec<Finding>,
) {
    for resource in resources.of_kind("aws_eks_cluster") {
        cluster(resources, resource, inventory);
    }
    for resource in resources.managed("aws_eks_addon") {
        addon(resources, resource, inventory, findings);
    }
    for resource in resources.managed("aws_eks_node_group") {
        node_group(resources, resource, inventory);
    }
}

fn cluster(resources: &Resources<'_>, resource: &Resource, inventory: &mut Inventory) {
    let Some(name) = resource.text("name") else {
        return;
    };
    let (vpc, network) = (
        resource.block("vpc_config"),
        resource.block("kubernetes_network_config"),
    );
    let subnets = resources.ids(resource, &["vpc_config", "subnet_ids"], &SUBNET);
    // arn:aws:eks:eu-west-1:111122223333:cluster/shop
    let arn = resource.text("arn").unwrap_or_default();
    let mut parts = arn.split(':').skip(3).map(str::to_owned);
    let mut part = || parts.next().filter(|part| !part.is_empty());
    let own = |id: &String| inventory.subnets.get(id).map(|subnet| subnet.vpc.clone());
    let cluster = Cluster {
        version: resource.text("version").map(str::to_owned),
        vpc: text(vpc, "vpc_id")
            .map(str::to_owned)
            .or_else(|| subnets.first().and_then(own))
            .unwrap_or_default(),
        service_block: text(network, "service_ipv4_cidr").and_then(|text| text.parse().ok()),
        is_ipv6: text(network, "ip_family") == Some("ipv6"),
        auto_mode: resource
            .block("compute_config")
            .get("enabled")
            .is_some_and(|own| own == true),
        region: part().or_else(|| resource.text("region").map(str::to_owned)),
        account: part(),
        subnets,
    };
    inventory.clusters.entry(name.to_owned()).or_insert(cluster);
    if !resource.exists {
        let terraform = inventory.terraform.get_or_insert_default();
        terraform.new_clusters.insert(name.to_owned());
    }
}

/// The name of the cluster that a part of it belongs to; empty where nothing tells.
fn cluster_of(resources: &Resources<'_>, resource: &Resource) -> String {
    if let Some(name) = resource.text("cluster_name") {
        return name.to_owned();
    }
    let target = resources.target(resource, &["cluster_name"], &CLUSTER);
    let mut all = resources.managed("aws_eks_cluster");
    let only = all.next().filter(|_| all.next().is_none());
    let name = target.or(only).and_then(|cluster| cluster.text("name"));
    name.unwrap_or_default().to_owned()
}

fn addon(
    resources: &Resources<'_>,
    resource: &Resource,
    inventory: &mut Inventory,
    findings: &mut Vec<Finding>,
) {
    let Some(name) = resource.text("addon_name") else {
        return;
    };
    let written = resource.text("configuration_values");
    let values = written.and_then(to_json).filter(Value::is_object);
    if let (Some(_), None) = (written, &values) {
        let operands = operands![resource.written.as_str(), name];
        findings.push(Finding::new(
            Code::TerraformSettings,
            resource.written.as_str(),
            operands,
        ));
    }
    let addon = Addon {
        version: resource
            .text("addon_version")
            .unwrap_or_default()
            .to_owned(),
        env: crate::aws::env(values.as_ref().and_then(|values| values.get("env"))),
    };
    let key = (cluster_of(resources, resource), name.to_owned());
    inventory.addons.entry(key).or_insert(addon);
}

fn node_group(resources: &Resources<'_>, resource: &Resource, inventory: &mut Inventory) {
    // With a prefix alone AWS makes up the rest of the name.
    let name = resource
        .text("node_group_name")
        .or_else(|| resource.text("node_group_name_prefix"))
        .unwrap_or(&resource.address.name);
    let name = name.trim_end_matches('-');
    let number = |block: &Value, key: &str| {
        let number = block.get(key).and_then(Value::as_u64);
        number
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| *number > 0)
    };
    let (scaling, update) = (
        resource.block("scaling_config"),
        resource.block("update_config"),
    );
    let count = |key: &str| {
        let count = scaling.get(key).and_then(Value::as_u64);
        count.and_then(|count| u32::try_from(count).ok())
    };
    let template = template_of(resources, resource);
    let types = resource
        .values
        .get("instance_types")
        .and_then(Value::as_array);
    let types = types.into_iter().flatten().filter_map(Value::as_str);
    let mut instance_types: Vec<String> = types.map(str::to_owned).collect();
    if instance_types.is_empty() {
        let own = template.and_then(|template| template.text("instance_type"));
        instance_types.extend(own.map(str::to_owned));
    }
    let has_image = template.is_some_and(|template| template.text("image_id").is_some());
    let group = NodeGroup {
        instance_types,
        ami_type: match resource.text("ami_type") {
            None if has_image => "CUSTOM".to_owned(),
            own => own.unwrap_or_default().to_owned(),
        },
        scaling: [count("min_size"), count("desired_size"), count("max_size")],
        subnets: resources.ids(resource, &["subnet_ids"], &SUBNET),
        max_unavailable: number(update, "max_unavailable"),
        max_unavailable_percentage: number(update, "max_unavailable_percentage"),
        is_minimal: text(update, "update_strategy") == Some("MINIMAL"),
        max_pods: template
            .and_then(|template| template.text("user_data"))
            .and_then(max_pods_in_base64),
        is_managed: true,
    };
    let key = (cluster_of(resources, resource), name.to_owned());
    let terraform = inventory.terraform.get_or_insert_default();
    terraform.node_groups.insert(name.to_owned());
    inventory.node_groups.entry(key).or_insert(group);
}

fn template_of<'r>(resources: &'r Resources<'_>, group: &Resource) -> Option<&'r Resource> {
    let block = group.block("launch_template");
    let template = ["aws_launch_template"];
    let by_name = text(block, "name").and_then(|name| {
        let mut all = resources.managed("aws_launch_template");
        all.find(|template| template.text("name") == Some(name))
    });
    by_name
        .or_else(|| resources.target(group, &["launch_template", "id"], &template))
        .or_else(|| resources.target(group, &["launch_template", "name"], &template))
}

/// Max pods that user data sets; none where it is packed or sets none.
fn max_pods_in_base64(encoded: &str) -> Option<u32> {
    if encoded.len() > MOST_USER_DATA {
        return None;
    }
    let bytes = STANDARD.decode(encoded.trim()).ok()?;
    max_pods(std::str::from_utf8(&bytes).ok()?)
}

/// The number behind a setting of max pods: NodeConfig's, the kubelet's flag, or Bottlerocket's.
///
/// Sources: <https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/> and
/// <https://bottlerocket.dev/en/os/latest/api/settings/kubernetes/>, read 2026-11-24.
fn max_pods(user_data: &str) -> Option<u32> {
    let lines = user_data
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    let number = |text: &str| {
        let text = text.trim_start_matches([' ', '=', ':', '"', '\'']);
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        text.get(..end)?.parse().ok()
    };
    let of_line = |line: &str| {
        let settings = ["maxPods", "--max-pods", "max-pods"];
        let behind = settings.iter().find_map(|setting| {
            let (_, behind) = line.split_once(setting)?;
            behind.starts_with([' ', '=', ':', '"']).then_some(behind)
        })?;
        number(behind)
    };
    lines.filter_map(of_line).next_back()
}

#[cfg(test)]
mod tests {
    use super::max_pods;

    #[test]
    fn max_pods_in_each_kind_of_user_data() {
        for (text, expected) in [
            (
                "spec:\n  kubelet:\n    config:\n      maxPods: 110\n",
                Some(110),
            ),
            (
                "/etc/eks/bootstrap.sh shop --kubelet-extra-args '--max-pods=58 --v=2'",
                Some(58),
            ),
            ("[settings.kubernetes]\nmax-pods = 29\n", Some(29)),
            ("\"maxPods\": 17,", Some(17)),
            ("# maxPods: 110\nmaxPods: 20", Some(20)),
            ("--use-max-pods false", None),
            ("maxPodsExpression: min(110, 8)", None),
            ("", None),
        ] {
            assert_eq!(max_pods(text), expected, "{text}");
        }
    }
}
