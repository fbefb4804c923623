//! `karpenter.tf`: roles, queue and events of Karpenter; its chart and its node pools come after.

mod policy;
mod queue;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, comment, labelled, set};
use super::super::matrix::{Destination, Form, Strategy};
use super::{apart, references, roles};

/// The tag by which Karpenter finds subnets and security groups; its value is the cluster's name.
pub(in super::super) const DISCOVERY: &str = "karpenter.sh/discovery";

const SERVICE_ACCOUNT: &str = "karpenter";
const NAMESPACE: &str = "kube-system";

/// The name of the role of Karpenter's nodes, which the EC2NodeClass names; IAM takes 64 characters.
pub(in super::super) fn node_role(blueprint: &Blueprint) -> String {
    format!("KarpenterNodeRole-{}", blueprint.name)
        .chars()
        .take(64)
        .collect()
}

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    if !blueprint.has_karpenter() || blueprint.destination == Destination::Cluster {
        return Vec::new();
    }
    match blueprint.form {
        Form::Modules => module(blueprint),
        Form::Plain => plain(blueprint),
    }
}

/// Where the node role's name and the queue's are found.
pub(super) fn outputs(by_module: bool) -> (Expr, Expr) {
    if by_module {
        (
            Expr::path("module.karpenter.node_iam_role_name"),
            Expr::path("module.karpenter.queue_name"),
        )
    } else {
        (
            Expr::path("aws_iam_role.karpenter_nodes.name"),
            Expr::path("aws_sqs_queue.karpenter.name"),
        )
    }
}

const NEXT: &str = "Its chart comes after this, on nodes that it does not start itself, then the node pools:\n\
    \x20 helm upgrade --install karpenter oci://public.ecr.aws/karpenter/karpenter --namespace kube-system \\\n\
    \x20   --set settings.clusterName=CLUSTER --set settings.interruptionQueue=QUEUE\n\
    with the outputs of this root module for CLUSTER and QUEUE.";

fn keeps_vpc_addresses(blueprint: &Blueprint) -> bool {
    !blueprint.strategy.replaces_vpc_cni() || blueprint.strategy == Strategy::CiliumEni
}

fn module(blueprint: &Blueprint) -> Vec<Item> {
    let mut body = Vec::from([
        set(
            "source",
            Expr::text("terraform-aws-modules/eks/aws//modules/karpenter"),
        ),
        set("version", Expr::text("~> 21.0")),
        Item::Blank,
        set("cluster_name", references::cluster_name(blueprint)),
        set("namespace", Expr::text(NAMESPACE)),
        set("service_account", Expr::text(SERVICE_ACCOUNT)),
        Item::Blank,
        comment("The EC2NodeClass names this role."),
        set("node_iam_role_use_name_prefix", Expr::Bool(false)),
        set("node_iam_role_name", Expr::Text(node_role(blueprint))),
    ]);
    if blueprint.is_ipv6() {
        body.push(set("cluster_ip_family", Expr::text("ipv6")));
    }
    if !keeps_vpc_addresses(blueprint) {
        body.push(comment("Nodes call no EC2 networking APIs any more."));
        body.push(set("node_iam_role_attach_cni_policy", Expr::Bool(false)));
    }
    Vec::from([comment(NEXT), labelled("module", &["karpenter"], body)])
}

fn plain(blueprint: &Blueprint) -> Vec<Item> {
    let mut policies = Vec::from([
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
    ]);
    if keeps_vpc_addresses(blueprint) && !blueprint.is_ipv6() {
        policies.push("AmazonEKS_CNI_Policy");
    }
    let mut groups = Vec::from([
        Vec::from([comment(NEXT)]),
        Vec::from([labelled(
            "locals",
            &[],
            Vec::from([set("karpenter_node_role", Expr::Text(node_role(blueprint)))]),
        )]),
        roles::role_named(
            "karpenter_nodes",
            set("name", Expr::path("local.karpenter_node_role")),
            "ec2.amazonaws.com",
            &["sts:AssumeRole"],
            &policies,
        ),
        Vec::from([
            comment("Lets its nodes join."),
            labelled(
                "resource",
                &["aws_eks_access_entry", "karpenter_nodes"],
                Vec::from([
                    set("cluster_name", references::cluster_name(blueprint)),
                    set(
                        "principal_arn",
                        Expr::path("aws_iam_role.karpenter_nodes.arn"),
                    ),
                    set("type", Expr::text("EC2_LINUX")),
                ]),
            ),
        ]),
    ]);
    if blueprint.is_ipv6() {
        groups.push(Vec::from([labelled(
            "resource",
            &["aws_iam_role_policy_attachment", "karpenter_nodes_ipv6"],
            Vec::from([
                set("role", Expr::path("aws_iam_role.karpenter_nodes.name")),
                set(
                    "policy_arn",
                    Expr::path("aws_iam_role_policy_attachment.nodes_ipv6.policy_arn"),
                ),
            ]),
        )]));
    }
    groups.extend([queue::queue(), queue::events()]);
    groups.push(controller(blueprint));
    apart(groups)
}

/// The controller's role, which it gets by EKS Pod Identity.
fn controller(blueprint: &Blueprint) -> Vec<Item> {
    let mut items = Vec::new();
    if !blueprint.is_ipv6() {
        items.push(labelled(
            "data",
            &["aws_caller_identity", "current"],
            Vec::new(),
        ));
        items.push(Item::Blank);
    }
    items.extend(policy::document(blueprint));
    items.push(Item::Blank);
    items.extend(roles::role_named(
        "karpenter",
        set(
            "name_prefix",
            Expr::Call(
                "substr",
                Vec::from([
                    Expr::Template(Vec::from([
                        Part::Value(Expr::path("var.name")),
                        Part::Text("-karpenter".into()),
                    ])),
                    Expr::Number(0),
                    Expr::Number(super::eks::ROLE_PREFIX as u64),
                ]),
            ),
        ),
        "pods.eks.amazonaws.com",
        &["sts:AssumeRole", "sts:TagSession"],
        &[],
    ));
    items.extend([
        Item::Blank,
        comment("In the role itself: as a policy of its own it would be longer than IAM takes."),
        labelled(
            "resource",
            &["aws_iam_role_policy", "karpenter"],
            Vec::from([
                set("role", Expr::path("aws_iam_role.karpenter.name")),
                set(
                    "policy",
                    Expr::path("data.aws_iam_policy_document.karpenter.json"),
                ),
            ]),
        ),
        Item::Blank,
        labelled(
            "resource",
            &["aws_eks_pod_identity_association", "karpenter"],
            Vec::from([
                set("cluster_name", references::cluster_name(blueprint)),
                set("namespace", Expr::text(NAMESPACE)),
                set("service_account", Expr::text(SERVICE_ACCOUNT)),
                set("role_arn", Expr::path("aws_iam_role.karpenter.arn")),
            ]),
        ),
    ]);
    items
}
