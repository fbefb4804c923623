//! `variables.tf`.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, comment, labelled, set};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    let anywhere = Expr::List(Vec::from([Expr::text("0.0.0.0/0")]));
    let tags = Expr::Inline(Vec::from([("ManagedBy".into(), Expr::text("terraform"))]));
    Vec::from([
        comment(
            "Region, zones and blocks are no variables: they belong together, and the plan holds them.",
        ),
        variable(
            "name",
            "Name of the cluster, and of what stands around it.",
            "string",
            Expr::text(blueprint.name.as_str()),
        ),
        Item::Blank,
        variable(
            "kubernetes_version",
            "Kubernetes minor version of the control plane and of the nodes.",
            "string",
            Expr::text(blueprint.plan.cluster.kubernetes_version.as_str()),
        ),
        Item::Blank,
        variable(
            "api_access_cidrs",
            "Blocks from which the cluster's public API endpoint is reached. Nodes use the private one.",
            "list(string)",
            anywhere,
        ),
        Item::Blank,
        variable(
            "tags",
            "Tags on everything that can carry them.",
            "map(string)",
            tags,
        ),
    ])
}

fn variable(
    name: &'static str,
    description: &'static str,
    kind: &'static str,
    default: Expr,
) -> Item {
    labelled(
        "variable",
        &[name],
        Vec::from([
            set("description", Expr::text(description)),
            set("type", Expr::path(kind)),
            set("default", default),
        ]),
    )
}
