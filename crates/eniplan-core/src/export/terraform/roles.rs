//! IAM roles of the cluster, its nodes and its Fargate pods, where no module makes them.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::groups::Image;
use super::super::hcl::{Expr, Item, Part, Step, comment, labelled, set};
use super::super::manifests::auto_mode::node_role;
use super::super::matrix::Strategy;
use super::apart;
use super::eks::{ROLE_PREFIX, needs_resource_controller};

/// The prefix of AWS's own policies, in the partition of the Region.
pub(super) const PARTITION: &str = "data.aws_partition.current.partition";

/// The roles, and the partition that their policies are of.
pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let mut groups = Vec::from([
        Vec::from([labelled("data", &["aws_partition", "current"], Vec::new())]),
        cluster(blueprint),
    ]);
    if blueprint.has_ec2_nodes() {
        groups.push(nodes(blueprint));
    }
    if blueprint
        .groups
        .iter()
        .any(|group| group.image == Image::Windows)
    {
        let mut windows = Vec::from([comment(
            "A role has one access entry, and those of Windows and of Linux nodes are of different types.",
        )]);
        windows.extend(role(
            "windows_nodes",
            "-windows",
            "ec2.amazonaws.com",
            &["sts:AssumeRole"],
            &[
                "AmazonEKSWorkerNodePolicy",
                "AmazonEC2ContainerRegistryPullOnly",
                "AmazonEKS_CNI_Policy",
            ],
        ));
        groups.push(windows);
    }
    if blueprint.has_auto_mode() {
        let mut auto = Vec::from([comment(
            "The NodeClass names this role; EKS makes its access entry, as for its own node pools.",
        )]);
        auto.extend(role_named(
            "auto_nodes",
            set("name", Expr::Text(node_role(blueprint))),
            "ec2.amazonaws.com",
            &["sts:AssumeRole"],
            &[
                "AmazonEKSWorkerNodeMinimalPolicy",
                "AmazonEC2ContainerRegistryPullOnly",
            ],
        ));
        groups.push(auto);
    }
    if !blueprint.fargate.is_empty() {
        groups.push(role(
            "fargate",
            "-fargate",
            "eks-fargate-pods.amazonaws.com",
            &["sts:AssumeRole"],
            &["AmazonEKSFargatePodExecutionRolePolicy"],
        ));
    }
    apart(groups)
}

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html>, read 2026-11-24.
fn cluster(blueprint: &Blueprint) -> Vec<Item> {
    let mut policies = Vec::from(["AmazonEKSClusterPolicy"]);
    let mut actions = Vec::from(["sts:AssumeRole"]);
    if blueprint.has_auto_mode() {
        actions.push("sts:TagSession");
        policies.extend([
            "AmazonEKSComputePolicy",
            "AmazonEKSBlockStoragePolicy",
            "AmazonEKSLoadBalancingPolicy",
            "AmazonEKSNetworkingPolicy",
        ]);
    }
    let mut items = Vec::new();
    if let Some(why) = needs_resource_controller(blueprint) {
        policies.push("AmazonEKSVPCResourceController");
        items.push(comment(why));
    }
    items.extend(role(
        "cluster",
        "-cluster",
        "eks.amazonaws.com",
        &actions,
        &policies,
    ));
    items
}

/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html>, read 2026-11-24.
fn nodes(blueprint: &Blueprint) -> Vec<Item> {
    let mut policies = Vec::from([
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
    ]);
    let mut items = Vec::new();
    let routed =
        !blueprint.strategy.replaces_vpc_cni() || blueprint.strategy == Strategy::CiliumEni;
    if routed && !blueprint.is_ipv6() {
        policies.push("AmazonEKS_CNI_Policy");
    } else if !routed {
        items.push(comment(
            "Without AmazonEKS_CNI_Policy: nodes call no EC2 networking APIs any more.",
        ));
    }
    items.extend(role(
        "nodes",
        "-node",
        "ec2.amazonaws.com",
        &["sts:AssumeRole"],
        &policies,
    ));
    if blueprint.is_ipv6() {
        items.push(Item::Blank);
        items.extend(ipv6_policy());
    }
    items
}

/// The policy by which the CNI assigns IPv6 prefixes, which AWS does not bring.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html>, read 2026-11-24.
fn ipv6_policy() -> Vec<Item> {
    let actions = [
        "ec2:AssignIpv6Addresses",
        "ec2:DescribeInstances",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeTags",
    ];
    let interfaces = Expr::Template(Vec::from([
        Part::Text("arn:".into()),
        Part::Value(Expr::path(PARTITION)),
        Part::Text(":ec2:*:*:network-interface/*".into()),
    ]));
    let policy = document(Vec::from([
        statement(Vec::from([
            set("Effect", Expr::text("Allow")),
            set("Action", texts(&actions)),
            set("Resource", Expr::text("*")),
        ])),
        statement(Vec::from([
            set("Effect", Expr::text("Allow")),
            set("Action", texts(&["ec2:CreateTags"])),
            set("Resource", interfaces),
        ])),
    ]));
    Vec::from([
        comment("AWS brings no policy for IPv6; an account has one of this name."),
        labelled(
            "resource",
            &["aws_iam_policy", "cni_ipv6"],
            Vec::from([
                set("count", Expr::Own("var.create_cni_ipv6_policy ? 1 : 0")),
                Item::Blank,
                set("name", Expr::text("AmazonEKS_CNI_IPv6_Policy")),
                set("policy", policy),
            ]),
        ),
        Item::Blank,
        labelled("data", &["aws_caller_identity", "current"], Vec::new()),
        Item::Blank,
        labelled(
            "resource",
            &["aws_iam_role_policy_attachment", "nodes_ipv6"],
            Vec::from([
                set("role", Expr::path("aws_iam_role.nodes.name")),
                set(
                    "policy_arn",
                    Expr::Template(Vec::from([
                        Part::Text("arn:".into()),
                        Part::Value(Expr::path(PARTITION)),
                        Part::Text(":iam::".into()),
                        Part::Value(Expr::path("data.aws_caller_identity.current.account_id")),
                        Part::Text(":policy/AmazonEKS_CNI_IPv6_Policy".into()),
                    ])),
                ),
                Item::Blank,
                set(
                    "depends_on",
                    Expr::List(Vec::from([Expr::path("aws_iam_policy.cni_ipv6")])),
                ),
            ]),
        ),
    ])
}

fn texts(texts: &[&str]) -> Expr {
    Expr::List(texts.iter().map(|text| Expr::text(*text)).collect())
}

fn statement(entries: Vec<Item>) -> Expr {
    Expr::Object(entries)
}

fn document(statements: Vec<Expr>) -> Expr {
    Expr::Call(
        "jsonencode",
        Vec::from([Expr::Object(Vec::from([
            set("Version", Expr::text("2012-10-17")),
            set("Statement", Expr::List(statements)),
        ]))]),
    )
}

/// A role that a service takes, named after the cluster, with policies of AWS.
fn role(
    label: &'static str,
    suffix: &'static str,
    service: &'static str,
    actions: &[&str],
    policies: &[&str],
) -> Vec<Item> {
    let name = Expr::Template(Vec::from([
        Part::Value(Expr::path("var.name")),
        Part::Text(suffix.into()),
    ]));
    let prefix = Expr::Call(
        "substr",
        Vec::from([name, Expr::Number(0), Expr::Number(ROLE_PREFIX as u64)]),
    );
    role_named(
        label,
        set("name_prefix", prefix),
        service,
        actions,
        policies,
    )
}

/// A role that a service takes, with policies of AWS.
pub(super) fn role_named(
    label: &'static str,
    name: Item,
    service: &'static str,
    actions: &[&str],
    policies: &[&str],
) -> Vec<Item> {
    let trust = document(Vec::from([statement(Vec::from([
        set("Effect", Expr::text("Allow")),
        set(
            "Principal",
            Expr::Inline(Vec::from([("Service".into(), Expr::text(service))])),
        ),
        set("Action", texts(actions)),
    ]))]));
    let mut items = Vec::from([labelled(
        "resource",
        &["aws_iam_role", label],
        Vec::from([name, set("assume_role_policy", trust)]),
    )]);
    if policies.is_empty() {
        return items;
    }
    let of = Expr::Reference(
        "aws_iam_role",
        Vec::from([Step::Attribute(label), Step::Attribute("name")]),
    );
    items.push(Item::Blank);
    items.push(labelled(
        "resource",
        &["aws_iam_role_policy_attachment", label],
        Vec::from([
            set(
                "for_each",
                Expr::Call("toset", Vec::from([texts(policies)])),
            ),
            Item::Blank,
            set("role", of),
            set("policy_arn", aws_policy()),
        ]),
    ));
    items
}

/// The ARN of AWS's policy of the name that is iterated over.
fn aws_policy() -> Expr {
    Expr::Template(Vec::from([
        Part::Text(String::from("arn:")),
        Part::Value(Expr::path(PARTITION)),
        Part::Text(String::from(":iam::aws:policy/")),
        Part::Value(Expr::path("each.value")),
    ]))
}
