//! What Karpenter's controller may do, as its own documentation grants it.

use alloc::vec::Vec;

use super::super::super::blueprint::Blueprint;
use super::super::super::hcl::{Expr, Item, Part, block, labelled, set};
use super::super::roles::PARTITION;

/// A statement; in its texts `{cluster}`, `{region}` and `{account}` stand for what they name.
struct Statement {
    sid: &'static str,
    /// Behind `arn:PARTITION:`, or `*`.
    resources: &'static [&'static str],
    actions: &'static [&'static str],
    /// Test, variable, value.
    conditions: &'static [(&'static str, &'static str, &'static [&'static str])],
}

const OWNED: (&str, &str, &[&str]) = (
    "StringEquals",
    "aws:ResourceTag/kubernetes.io/cluster/{cluster}",
    &["owned"],
);
const POOLED: (&str, &str, &[&str]) = (
    "StringLike",
    "aws:ResourceTag/karpenter.sh/nodepool",
    &["*"],
);
const REQUEST_OWNED: (&str, &str, &[&str]) = (
    "StringEquals",
    "aws:RequestTag/kubernetes.io/cluster/{cluster}",
    &["owned"],
);
const REQUEST_NAMED: (&str, &str, &[&str]) = (
    "StringEquals",
    "aws:RequestTag/eks:eks-cluster-name",
    &["{cluster}"],
);
const REQUEST_POOLED: (&str, &str, &[&str]) =
    ("StringLike", "aws:RequestTag/karpenter.sh/nodepool", &["*"]);
const IN_REGION: (&str, &str, &[&str]) = (
    "StringEquals",
    "aws:ResourceTag/topology.kubernetes.io/region",
    &["{region}"],
);
const REQUEST_IN_REGION: (&str, &str, &[&str]) = (
    "StringEquals",
    "aws:RequestTag/topology.kubernetes.io/region",
    &["{region}"],
);
const OF_CLASS: (&str, &str, &[&str]) = (
    "StringLike",
    "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass",
    &["*"],
);
const REQUEST_OF_CLASS: (&str, &str, &[&str]) = (
    "StringLike",
    "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass",
    &["*"],
);
const PROFILES: &[&str] = &["iam::{account}:instance-profile/*"];

/// Source: <https://karpenter.sh/docs/reference/cloudformation/>, read 2026-11-24.
const STATEMENTS: [Statement; 15] = [
    Statement {
        sid: "RunFromWhatIsThere",
        resources: &[
            "ec2:{region}::image/*",
            "ec2:{region}::snapshot/*",
            "ec2:{region}:*:security-group/*",
            "ec2:{region}:*:subnet/*",
            "ec2:{region}:*:capacity-reservation/*",
            "ec2:{region}:*:placement-group/*",
        ],
        actions: &["ec2:RunInstances", "ec2:CreateFleet"],
        conditions: &[],
    },
    Statement {
        sid: "RunFromOwnTemplates",
        resources: &["ec2:{region}:*:launch-template/*"],
        actions: &["ec2:RunInstances", "ec2:CreateFleet"],
        conditions: &[OWNED, POOLED],
    },
    Statement {
        sid: "RunWithTags",
        resources: &[
            "ec2:{region}:*:fleet/*",
            "ec2:{region}:*:instance/*",
            "ec2:{region}:*:volume/*",
            "ec2:{region}:*:network-interface/*",
            "ec2:{region}:*:launch-template/*",
            "ec2:{region}:*:spot-instances-request/*",
            "ec2:{region}:*:capacity-reservation/*",
        ],
        actions: &[
            "ec2:RunInstances",
            "ec2:CreateFleet",
            "ec2:CreateLaunchTemplate",
        ],
        conditions: &[REQUEST_OWNED, REQUEST_NAMED, REQUEST_POOLED],
    },
    Statement {
        sid: "TagWhatIsMade",
        resources: &[
            "ec2:{region}:*:fleet/*",
            "ec2:{region}:*:instance/*",
            "ec2:{region}:*:volume/*",
            "ec2:{region}:*:network-interface/*",
            "ec2:{region}:*:launch-template/*",
            "ec2:{region}:*:spot-instances-request/*",
        ],
        actions: &["ec2:CreateTags"],
        conditions: &[
            REQUEST_OWNED,
            REQUEST_NAMED,
            (
                "StringEquals",
                "ec2:CreateAction",
                &["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
            ),
            REQUEST_POOLED,
        ],
    },
    Statement {
        sid: "TagOwnInstances",
        resources: &["ec2:{region}:*:instance/*"],
        actions: &["ec2:CreateTags"],
        conditions: &[
            OWNED,
            POOLED,
            (
                "StringEqualsIfExists",
                "aws:RequestTag/eks:eks-cluster-name",
                &["{cluster}"],
            ),
            (
                "ForAllValues:StringEquals",
                "aws:TagKeys",
                &["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
            ),
        ],
    },
    Statement {
        sid: "EndOwnInstances",
        resources: &[
            "ec2:{region}:*:instance/*",
            "ec2:{region}:*:launch-template/*",
        ],
        actions: &["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
        conditions: &[OWNED, POOLED],
    },
    Statement {
        sid: "ReadInRegion",
        resources: &["*"],
        actions: &[
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeCapacityReservations",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceStatus",
            "ec2:DescribeInstances",
            "ec2:DescribeInstanceTypeOfferings",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeLaunchTemplates",
            "ec2:DescribePlacementGroups",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSpotPriceHistory",
            "ec2:DescribeSubnets",
        ],
        conditions: &[("StringEquals", "aws:RequestedRegion", &["{region}"])],
    },
    Statement {
        sid: "ReadImages",
        resources: &["ssm:{region}::parameter/aws/service/*"],
        actions: &["ssm:GetParameter"],
        conditions: &[],
    },
    Statement {
        sid: "ReadPricesAndProfiles",
        resources: &["*"],
        actions: &["pricing:GetProducts", "iam:ListInstanceProfiles"],
        conditions: &[],
    },
    Statement {
        sid: "ReadCluster",
        resources: &["eks:{region}:{account}:cluster/{cluster}"],
        actions: &["eks:DescribeCluster", "arc-zonal-shift:GetManagedResource"],
        conditions: &[],
    },
    Statement {
        sid: "ReadInterruptions",
        resources: &["sqs:{region}:{account}:{cluster}-karpenter"],
        actions: &["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
        conditions: &[],
    },
    Statement {
        sid: "MakeProfiles",
        resources: PROFILES,
        actions: &["iam:CreateInstanceProfile"],
        conditions: &[
            REQUEST_OWNED,
            REQUEST_NAMED,
            REQUEST_IN_REGION,
            REQUEST_OF_CLASS,
        ],
    },
    Statement {
        sid: "TagProfiles",
        resources: PROFILES,
        actions: &["iam:TagInstanceProfile"],
        conditions: &[
            OWNED,
            IN_REGION,
            REQUEST_OWNED,
            REQUEST_NAMED,
            REQUEST_IN_REGION,
            OF_CLASS,
            REQUEST_OF_CLASS,
        ],
    },
    Statement {
        sid: "ChangeProfiles",
        resources: PROFILES,
        actions: &[
            "iam:AddRoleToInstanceProfile",
            "iam:RemoveRoleFromInstanceProfile",
            "iam:DeleteInstanceProfile",
        ],
        conditions: &[OWNED, IN_REGION, OF_CLASS],
    },
    Statement {
        sid: "ReadProfiles",
        resources: PROFILES,
        actions: &["iam:GetInstanceProfile"],
        conditions: &[],
    },
];

/// The policy as a document.
pub(super) fn document(blueprint: &Blueprint) -> Vec<Item> {
    let region = blueprint.plan.region.as_str();
    let mut body = Vec::new();
    for statement in &STATEMENTS {
        if !body.is_empty() {
            body.push(Item::Blank);
        }
        let resources = statement
            .resources
            .iter()
            .map(|resource| arn(resource, region));
        let mut items = Vec::from([
            set("sid", Expr::text(statement.sid)),
            set("resources", Expr::List(resources.collect())),
            set("actions", texts(statement.actions, region)),
        ]);
        for (test, variable, values) in statement.conditions {
            items.push(Item::Blank);
            items.push(block(
                "condition",
                Vec::from([
                    set("test", Expr::text(*test)),
                    set("variable", text(variable, region)),
                    set("values", texts(values, region)),
                ]),
            ));
        }
        body.push(block("statement", items));
    }
    body.push(Item::Blank);
    body.push(block(
        "statement",
        Vec::from([
            set("sid", Expr::text("PassNodeRole")),
            set(
                "resources",
                Expr::List(Vec::from([Expr::path("aws_iam_role.karpenter_nodes.arn")])),
            ),
            set(
                "actions",
                Expr::List(Vec::from([Expr::text("iam:PassRole")])),
            ),
            Item::Blank,
            block(
                "condition",
                Vec::from([
                    set("test", Expr::text("StringEquals")),
                    set("variable", Expr::text("iam:PassedToService")),
                    set(
                        "values",
                        Expr::List(Vec::from([Expr::text("ec2.amazonaws.com")])),
                    ),
                ]),
            ),
        ]),
    ));
    Vec::from([labelled(
        "data",
        &["aws_iam_policy_document", "karpenter"],
        body,
    )])
}

fn texts(texts: &[&'static str], region: &str) -> Expr {
    Expr::List(texts.iter().map(|given| text(given, region)).collect())
}

fn arn(resource: &'static str, region: &str) -> Expr {
    if resource == "*" {
        return Expr::text("*");
    }
    let mut parts = Vec::from([
        Part::Text("arn:".into()),
        Part::Value(Expr::path(PARTITION)),
        Part::Text(":".into()),
    ]);
    parts.extend(filled(resource, region));
    Expr::Template(parts)
}

/// A text with what its names stand for.
fn text(given: &'static str, region: &str) -> Expr {
    match given {
        "{cluster}" => Expr::path("var.name"),
        _ if given.contains('{') => Expr::Template(filled(given, region)),
        _ => Expr::text(given),
    }
}

fn filled(given: &'static str, region: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, piece) in given.split(['{', '}']).enumerate() {
        if piece.is_empty() {
            continue;
        }
        parts.push(match (index % 2, piece) {
            (1, "cluster") => Part::Value(Expr::path("var.name")),
            (1, "account") => {
                Part::Value(Expr::path("data.aws_caller_identity.current.account_id"))
            }
            (1, _) => Part::Text(region.into()),
            _ => Part::Text(piece.into()),
        });
    }
    parts
}
