//! `eks.tf`: the cluster, its add-ons in order, and its node groups.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::blueprint::{Blueprint, Place};
use super::super::cni;
use super::super::hcl::{Expr, Item, Part, Step, comment, labelled, set};
use super::node_groups;
use super::vpc::id_by_name;
use crate::plan::Role;

/// A role's name prefix has 38 characters at most, of which the module takes one for a hyphen.
///
/// Source: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role>, read 2026-11-23.
pub(super) const ROLE_PREFIX: usize = 37;

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = node_groups::before(blueprint);
    let mut body = Vec::from([
        set("source", Expr::text("terraform-aws-modules/eks/aws")),
        set("version", Expr::text("~> 21.0")),
        Item::Blank,
        set("name", Expr::path("var.name")),
        set("kubernetes_version", Expr::path("var.kubernetes_version")),
    ]);
    let role = Expr::Template(Vec::from([
        Part::Value(Expr::path("var.name")),
        Part::Text("-cluster".into()),
    ]));
    body.push(set(
        "iam_role_name",
        Expr::Call(
            "substr",
            Vec::from([role, Expr::Number(0), Expr::Number(ROLE_PREFIX as u64)]),
        ),
    ));
    body.push(Item::Blank);
    body.extend(network(blueprint));
    body.push(Item::Blank);
    body.extend([
        set("endpoint_public_access", Expr::Bool(true)),
        set(
            "endpoint_public_access_cidrs",
            Expr::path("var.api_access_cidrs"),
        ),
        Item::Blank,
        comment("Lets whoever applies this use kubectl."),
        set("enable_cluster_creator_admin_permissions", Expr::Bool(true)),
    ]);
    if blueprint.networking().pod_security_groups {
        body.push(Item::Blank);
        body.push(comment(
            "Security groups for pods: the cluster's role manages trunk and branch interfaces.",
        ));
        body.push(set(
            "iam_role_additional_policies",
            resource_controller(blueprint),
        ));
    }
    body.push(Item::Blank);
    body.push(comment(
        "Pods have addresses of the VPC and this security group. The module's own rules leave out ports below 1025,\n\
         and UDP but for DNS.",
    ));
    body.push(set("node_security_group_additional_rules", rules()));
    body.push(Item::Blank);
    body.push(comment(
        "The module makes clusters without any add-on, so each one that is needed stands here.",
    ));
    body.push(set("addons", addons(blueprint)));
    body.extend(node_groups::items(blueprint));
    items.push(labelled("module", &["eks"], body));
    items
}

/// Subnets of nodes, and those that the cluster's own interfaces stand in.
fn network(blueprint: &Blueprint) -> Vec<Item> {
    let ids = |role: Role| -> Vec<Expr> {
        // EKS takes no cluster subnets in Local Zones, whose names the VPC module's list of zones lacks.
        blueprint
            .subnets
            .iter()
            .filter(|subnet| subnet.placed.role == role && blueprint.is_regional(&subnet.zone))
            .map(|subnet| id_by_name(&subnet.key))
            .collect()
    };
    let mut items = Vec::from([
        set("vpc_id", Expr::path("module.vpc.vpc_id")),
        set("subnet_ids", Expr::List(ids(Role::Nodes))),
    ]);
    let own = ids(Role::ControlPlane);
    if !own.is_empty() {
        items.push(set("control_plane_subnet_ids", Expr::List(own)));
    }
    items.push(set(
        "service_ipv4_cidr",
        Expr::text(blueprint.plan.service_cidr().to_string()),
    ));
    items
}

/// AWS's policy for the VPC resource controller, in the partition of the Region.
fn resource_controller(blueprint: &Blueprint) -> Expr {
    let region = blueprint.plan.region.as_str();
    let arn = if region.starts_with("us-gov-") {
        "arn:aws-us-gov:iam::aws:policy/AmazonEKSVPCResourceController"
    } else if region.starts_with("cn-") {
        "arn:aws-cn:iam::aws:policy/AmazonEKSVPCResourceController"
    } else {
        "arn:aws:iam::aws:policy/AmazonEKSVPCResourceController"
    };
    Expr::Object(Vec::from([set("vpc_resource_controller", Expr::text(arn))]))
}

fn rules() -> Expr {
    Expr::Object(Vec::from([set(
        "ingress_self_all",
        Expr::Object(Vec::from([
            set("description", Expr::text("Node to node and pod to pod")),
            set("type", Expr::text("ingress")),
            set("protocol", Expr::text("-1")),
            set("from_port", Expr::Number(0)),
            set("to_port", Expr::Number(0)),
            set("self", Expr::Bool(true)),
        ])),
    )]))
}

fn addons(blueprint: &Blueprint) -> Expr {
    let mut addons = Vec::from([
        comment(
            "Before the node groups: nodes boot with these settings, and EKS computes max pods from them.",
        ),
        set(
            "vpc-cni",
            Expr::Object(Vec::from([
                set("before_compute", Expr::Bool(true)),
                set("resolve_conflicts_on_create", Expr::text("OVERWRITE")),
                set(
                    "configuration_values",
                    Expr::Call("jsonencode", Vec::from([configuration(blueprint)])),
                ),
            ])),
        ),
        set("kube-proxy", Expr::Object(Vec::new())),
    ]);
    if blueprint.groups.is_empty() {
        addons.push(comment(
            "CoreDNS has no node to run on yet, and Terraform would wait for it in vain: add coredns = {} with the first nodes.",
        ));
    } else {
        addons.push(set("coredns", Expr::Object(Vec::new())));
    }
    Expr::Object(addons)
}

/// The add-on's settings; its environment takes strings only.
fn configuration(blueprint: &Blueprint) -> Expr {
    let environment = cni::environment(blueprint.networking())
        .into_iter()
        .map(|(name, value)| set(name, Expr::Text(value)))
        .collect();
    let mut settings = Vec::from([set("env", Expr::Object(environment))]);
    if blueprint.networking().custom_networking {
        settings.push(comment(
            "One ENIConfig a zone, named after it: pods take addresses of that subnet.",
        ));
        settings.push(set("eniConfig", eni_config(blueprint)));
    }
    Expr::Object(settings)
}

/// The ENIConfigs, as the add-on and the chart take them.
pub(super) fn eni_config(blueprint: &Blueprint) -> Expr {
    let subnets = blueprint
        .eni_configs()
        .into_iter()
        .map(|subnet| {
            let group = Expr::path("module.eks.node_security_group_id");
            set(
                subnet.zone.clone(),
                Expr::Object(Vec::from([
                    set("id", id_by_name(&subnet.key)),
                    set("securityGroups", Expr::List(Vec::from([group]))),
                ])),
            )
        })
        .collect();
    Expr::Object(Vec::from([
        set("create", Expr::Bool(true)),
        set("region", Expr::text(blueprint.plan.region.as_str())),
        set("subnets", Expr::Object(subnets)),
    ]))
}

impl Blueprint<'_> {
    /// Whether a zone is an Availability Zone.
    fn is_regional(&self, zone: &str) -> bool {
        let listed = self.plan.zones();
        let known = listed
            .iter()
            .find(|known| known.full_name(&self.plan.region) == zone);
        known.is_none_or(|zone| !zone.is_local())
            && self
                .subnets_at(|place| matches!(place, Place::Private(_)))
                .next()
                .is_some()
    }
}

/// `local.max_pods["group"]`.
pub(super) fn max_pods(key: &str) -> Part {
    Part::Value(Expr::Reference(
        "local.max_pods",
        Vec::from([Step::Key(key.into())]),
    ))
}
