//! CloudWatch alarms as a Terraform root of its own, for clusters made by anything.

use alloc::format;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{self, Expr, Item, Part, Step, block, comment, labelled, set};
use super::super::header::header;
use super::super::{File, Kind};
use super::thresholds::Thresholds;

/// What the file is for: the VPC CNI has a metric of its own, other networks have none in CloudWatch.
fn purpose(blueprint: &Blueprint) -> &'static str {
    if blueprint.runs_vpc_cni() {
        "CloudWatch alarms on the subnets and the VPC CNI"
    } else {
        "CloudWatch alarms on the subnets"
    }
}

pub(super) fn file(blueprint: &Blueprint, thresholds: &Thresholds) -> File {
    let mut items = Vec::from([
        comment(header(blueprint, purpose(blueprint))),
        comment(
            "\n  terraform init\n  terraform apply -var 'alarm_actions=[\"arn:aws:sns:…\"]'\n\
             Free addresses of subnets are a metric of IPAM's advanced tier only, in percent (AWS/IPAM, SubnetIPUsage).\n\
             Metrics of the VPC CNI come from cni-metrics-helper (https://docs.aws.amazon.com/eks/latest/userguide/cni-metrics-helper.html).\n\
             An alarm without its metric stays at INSUFFICIENT_DATA.",
        ),
        Item::Blank,
    ]);
    items.extend(settings(blueprint, thresholds));
    items.extend(numbers(thresholds));
    items.extend(subnet_alarms());
    if blueprint.runs_vpc_cni() {
        items.extend(pod_alarm(thresholds));
    }
    File {
        path: "alarms/cloudwatch/main.tf".into(),
        contents: hcl::write(&items),
        kind: Kind::Alarms,
        purpose: purpose(blueprint).into(),
    }
}

fn variable(
    name: &'static str,
    kind: &'static str,
    description: &str,
    default: Option<Expr>,
) -> [Item; 2] {
    let mut body = Vec::from([
        set("description", Expr::text(description)),
        set("type", Expr::path(kind)),
    ]);
    body.extend(default.map(|default| set("default", default)));
    [labelled("variable", &[name], body), Item::Blank]
}

fn settings(blueprint: &Blueprint, thresholds: &Thresholds) -> Vec<Item> {
    let ids = thresholds
        .subnets
        .iter()
        .filter_map(|subnet| Some(set(subnet.key.clone(), Expr::text(subnet.id.as_deref()?))))
        .collect();
    let mut items = Vec::from([
        block(
            "terraform",
            Vec::from([
                set("required_version", Expr::text(">= 1.5.7")),
                Item::Blank,
                block(
                    "required_providers",
                    Vec::from([set(
                        "aws",
                        Expr::Object(Vec::from([
                            set("source", Expr::text("hashicorp/aws")),
                            set("version", Expr::text("~> 6.28")),
                        ])),
                    )]),
                ),
            ]),
        ),
        Item::Blank,
        labelled(
            "provider",
            &["aws"],
            Vec::from([set("region", Expr::path("var.region"))]),
        ),
        Item::Blank,
        labelled("data", &["aws_caller_identity", "current"], Vec::new()),
        Item::Blank,
    ]);
    let text = |text: &str| Some(Expr::text(text));
    let region = blueprint.plan.region.as_str();
    items.extend(variable(
        "region",
        "string",
        "Region of the cluster.",
        text(region),
    ));
    items.extend(variable(
        "cluster_name",
        "string",
        "Name of the cluster.",
        text(&blueprint.name),
    ));
    items.extend(variable(
        "alarm_actions",
        "list(string)",
        "ARNs of who is told, such as SNS topics.",
        Some(Expr::List(Vec::new())),
    ));
    items.extend(variable(
        "vpc_id",
        "string",
        "Id of the VPC, a dimension of IPAM's metrics.",
        text(vpc_id(blueprint)),
    ));
    items.extend(variable(
        "ipam_scope_id",
        "string",
        "Id of the IPAM's private scope, a dimension of its metrics.",
        text(""),
    ));
    items.extend(variable(
        "subnet_ids",
        "map(string)",
        "Ids of subnets by their names in the plan; those that are left out get no alarm.",
        Some(Expr::Object(ids)),
    ));
    items
}

fn vpc_id<'a>(blueprint: &Blueprint<'a>) -> &'a str {
    let plan: &'a crate::plan::Plan = blueprint.plan;
    plan.vpc.id.as_ref().map_or("", |id| id.as_str())
}

fn numbers(thresholds: &Thresholds) -> Vec<Item> {
    let mut entries = Vec::new();
    for subnet in &thresholds.subnets {
        let (warning, critical) = (subnet.warning(), subnet.critical());
        let (at_warning, at_critical) =
            (subnet.used_percent(warning), subnet.used_percent(critical));
        entries.push(comment(format!(
            "{} of {} addresses: surge {} + upgrade {} = {critical} free at least; + growth {} = {warning} in a month. Now {}.",
            subnet.cidr, subnet.addresses, subnet.surge, subnet.upgrade, subnet.growth, subnet.free
        )));
        entries.push(set(
            subnet.key.clone(),
            Expr::Inline(Vec::from([
                ("warning".into(), Expr::Text(at_warning)),
                ("critical".into(), Expr::Text(at_critical)),
            ])),
        ));
    }
    Vec::from([
        comment(
            "Percent of each subnet's addresses that may be taken, the five that AWS reserves among them.",
        ),
        labelled(
            "locals",
            &[],
            Vec::from([set("most_used", Expr::Object(entries))]),
        ),
        Item::Blank,
    ])
}

/// Dimensions as IPAM publishes them.
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/ipam/cloudwatch-ipam-res-util.html>, read 2026-11-24.
fn subnet_alarms() -> Vec<Item> {
    let mut items = Vec::new();
    for (name, level, means) in [
        (
            "subnet_warning",
            "warning",
            "in a month an update of the node groups no longer fits",
        ),
        (
            "subnet_critical",
            "critical",
            "an update of the node groups or of the cluster no longer fits",
        ),
    ] {
        let attribute = match level {
            "warning" => Step::Attribute("warning"),
            _ => Step::Attribute("critical"),
        };
        items.push(labelled(
            "resource",
            &["aws_cloudwatch_metric_alarm", name],
            Vec::from([
                set("for_each", Expr::path("var.subnet_ids")),
                Item::Blank,
                set(
                    "alarm_name",
                    Expr::Template(Vec::from([
                        Part::Value(Expr::path("var.cluster_name")),
                        Part::Text(" addresses ".into()),
                        Part::Value(Expr::path("each.key")),
                        Part::Text(format!(" {level}")),
                    ])),
                ),
                set(
                    "alarm_description",
                    Expr::Text(format!("So few addresses are free that {means}.")),
                ),
                set("namespace", Expr::text("AWS/IPAM")),
                set("metric_name", Expr::text("SubnetIPUsage")),
                set(
                    "dimensions",
                    Expr::Object(Vec::from([
                        set("SubnetID", Expr::path("each.value")),
                        set("VpcID", Expr::path("var.vpc_id")),
                        set("ScopeID", Expr::path("var.ipam_scope_id")),
                        set(
                            "OwnerID",
                            Expr::path("data.aws_caller_identity.current.account_id"),
                        ),
                        set("Region", Expr::path("var.region")),
                        set("AddressFamily", Expr::text("IPv4")),
                    ])),
                ),
                set("statistic", Expr::text("Maximum")),
                set("period", Expr::Number(3600)),
                set("evaluation_periods", Expr::Number(1)),
                set("comparison_operator", Expr::text("GreaterThanThreshold")),
                set(
                    "threshold",
                    Expr::Reference("local.most_used", Vec::from([Step::EachKey, attribute])),
                ),
                set("treat_missing_data", Expr::text("missing")),
                set("alarm_actions", Expr::path("var.alarm_actions")),
                set("ok_actions", Expr::path("var.alarm_actions")),
            ]),
        ));
        items.push(Item::Blank);
    }
    items
}

/// Source: <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e/pkg/publisher/publisher.go>, read 2026-11-24.
fn pod_alarm(thresholds: &Thresholds) -> Vec<Item> {
    let Some(pods) = &thresholds.pods else {
        return Vec::new();
    };
    Vec::from([
        comment(format!(
            "The first wall that more nodes do not move stands at {} pods: {}\nA month of growth before it are {} pods.",
            pods.wall, pods.what, pods.threshold
        )),
        labelled(
            "resource",
            &["aws_cloudwatch_metric_alarm", "pods"],
            Vec::from([
                set(
                    "alarm_name",
                    Expr::Template(Vec::from([
                        Part::Value(Expr::path("var.cluster_name")),
                        Part::Text(" pods near the first wall".into()),
                    ])),
                ),
                set(
                    "alarm_description",
                    Expr::text(
                        "In a month of growth pods meet the first wall that more nodes do not move.",
                    ),
                ),
                set("namespace", Expr::text("Kubernetes")),
                set("metric_name", Expr::text("assignIPAddresses")),
                set(
                    "dimensions",
                    Expr::Object(Vec::from([set(
                        "CLUSTER_ID",
                        Expr::path("var.cluster_name"),
                    )])),
                ),
                set("statistic", Expr::text("Maximum")),
                set("period", Expr::Number(300)),
                set("evaluation_periods", Expr::Number(3)),
                set("comparison_operator", Expr::text("GreaterThanThreshold")),
                set("threshold", Expr::Number(pods.threshold)),
                set("treat_missing_data", Expr::text("missing")),
                set("alarm_actions", Expr::path("var.alarm_actions")),
                set("ok_actions", Expr::path("var.alarm_actions")),
            ]),
        ),
    ])
}
