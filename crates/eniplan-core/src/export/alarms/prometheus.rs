//! Prometheus rules, as a rule file and as the Prometheus operator takes them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::header::header;
use super::super::pools::object_name;
use super::super::yaml::{Line, Yaml, entry, map, note, write};
use super::super::{File, Kind};
use super::thresholds::Thresholds;
use crate::finding::Grouped;

const NEEDS: &str = "
Needs kube-state-metrics; for the VPC CNI, a scrape of aws-node's port metrics (61678); for subnets, an exporter of
AvailableIpAddressCount, here by the names of https://github.com/wcarlsen/aws-subnet-exporter.";

/// Both files, with the same groups.
pub(super) fn files(blueprint: &Blueprint, thresholds: &Thresholds) -> [File; 2] {
    let groups = || entry("groups", groups(blueprint, thresholds));
    let head = |what: &str, how: &str| note(format!("{}\n{NEEDS}\n{how}", header(blueprint, what)));
    let (plain, wrapped) = (
        "Prometheus rules, as a rule file",
        "Prometheus rules, as a PrometheusRule",
    );
    let rules = Vec::from([
        head(plain, "  promtool check rules prometheus.rules.yaml"),
        Line::Blank,
        groups(),
    ]);
    let object = Vec::from([
        head(
            wrapped,
            "  kubectl apply -f prometheus-rule.yaml\nIts labels must be those that your Prometheus selects rules by.",
        ),
        Line::Blank,
        entry("apiVersion", "monitoring.coreos.com/v1"),
        entry("kind", "PrometheusRule"),
        entry(
            "metadata",
            map([
                entry(
                    "name",
                    object_name(
                        &format!("{}-addresses", blueprint.name),
                        "eniplan-addresses",
                    ),
                ),
                entry("namespace", "monitoring"),
            ]),
        ),
        entry("spec", map([groups()])),
    ]);
    let file = |path: &str, lines: &[Line], purpose: &str| File {
        path: path.into(),
        contents: write(lines),
        kind: Kind::Alarms,
        purpose: purpose.into(),
    };
    [
        file("alarms/prometheus.rules.yaml", &rules, plain),
        file("alarms/prometheus-rule.yaml", &object, wrapped),
    ]
}

fn groups(blueprint: &Blueprint, thresholds: &Thresholds) -> Yaml {
    let mut cluster = Vec::new();
    let vpc_cni = blueprint.runs_vpc_cni();
    if vpc_cni {
        cluster.push(alert(
            "PodsWithoutAddress",
            "sum(increase(awscni_no_available_ip_addresses[5m])) > 0".to_string(),
            "5m",
            "critical",
            "The VPC CNI had no address for a pod.".to_string(),
            "Pods hang in ContainerCreating. Look at the free addresses of the subnets, and at interfaces and prefixes of the nodes.".to_string(),
        ));
    }
    if let Some(pods) = &thresholds.pods {
        // Pods on the host's network need no address of their own.
        let count = if vpc_cni {
            "sum(awscni_assigned_ip_addresses)"
        } else {
            "count(kube_pod_info{host_network=\"false\"})"
        };
        cluster.push(alert(
            "PodsNearFirstWall",
            format!("{count} > {}", pods.threshold),
            "15m",
            "warning",
            format!(
                "More than {} pods: a month of growth before the first wall that more nodes do not move.",
                Grouped(pods.threshold)
            ),
            format!(
                "The wall stands at {} pods. {}",
                Grouped(pods.wall),
                pods.what
            ),
        ));
    }
    cluster.push(alert(
        "MoreNodesThanPlanned",
        format!("count(kube_node_info) > {}", thresholds.nodes_max),
        "15m",
        "warning",
        format!(
            "More than {} nodes, the most of the plan.",
            Grouped(thresholds.nodes_max)
        ),
        "The plan was made for fewer: plan anew with the nodes that there are.".to_string(),
    ));
    let mut groups = Vec::from([group("eniplan-cluster", cluster)]);
    let mut subnets = Vec::new();
    for subnet in &thresholds.subnets {
        let why = format!(
            "surge {} + upgrade {} + a month of growth {}",
            Grouped(subnet.surge),
            Grouped(subnet.upgrade),
            Grouped(subnet.growth)
        );
        for (name, free, severity, means) in [
            (
                "SubnetNearlyFull",
                subnet.warning(),
                "warning",
                "In a month an update of the node groups no longer fits.",
            ),
            (
                "SubnetTooFullToUpdate",
                subnet.critical(),
                "critical",
                "An update of the node groups or of the cluster no longer fits.",
            ),
        ] {
            subnets.push(alert(
                name,
                format!(
                    "aws_subnet_exporter_available_ips{{cidrblock=\"{}\"}} < {free}",
                    subnet.cidr
                ),
                "15m",
                severity,
                format!(
                    "Fewer than {} of {} addresses are free in {}.",
                    Grouped(free),
                    Grouped(subnet.addresses),
                    subnet.cidr
                ),
                format!(
                    "{means} Planned: {} free; kept for {why}.",
                    Grouped(subnet.free)
                ),
            ));
        }
    }
    if !subnets.is_empty() {
        groups.push(group("eniplan-subnets", subnets));
    }
    Yaml::List(groups)
}

fn group(name: &'static str, rules: Vec<Yaml>) -> Yaml {
    map([entry("name", name), entry("rules", Yaml::List(rules))])
}

fn alert(
    name: &'static str,
    expression: String,
    lasts: &'static str,
    severity: &'static str,
    summary: String,
    description: String,
) -> Yaml {
    // Braces twice would be a template of Prometheus.
    let plain = |text: String| text.replace("{{", "{ {");
    map([
        entry("alert", name),
        entry("expr", expression),
        entry("for", lasts),
        entry("labels", map([entry("severity", severity)])),
        entry(
            "annotations",
            map([
                entry("summary", plain(summary)),
                entry("description", plain(description)),
            ]),
        ),
    ])
}
