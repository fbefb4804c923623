//! `cni.tf`: the CNI that stands in for the VPC CNI, as releases of its charts.

use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, comment, labelled, set};
use super::super::helm::{self, Chart};
use super::super::matrix::Strategy;
use super::super::yaml::{Line, Yaml};
use super::{apart, references, rules};

pub(super) fn items(blueprint: &Blueprint) -> Vec<Item> {
    if !blueprint.has_releases() {
        return rules::for_found_group(blueprint);
    }
    let mut groups = Vec::new();
    match blueprint.strategy {
        Strategy::Calico => {
            groups.push(Vec::from([
                comment(ORDER),
                crds(),
            ]));
            groups.push(Vec::from([release(
                blueprint,
                "calico",
                &helm::OPERATOR,
                Some("helm_release.calico_crds"),
            )]));
        }
        Strategy::CiliumOverlay | Strategy::CiliumEni => groups.push(Vec::from([
            comment(ORDER),
            release(blueprint, "cilium", &helm::CILIUM, None),
        ])),
        Strategy::Flannel => groups.push(Vec::from([
            comment(ORDER),
            comment(
                "EKS gives nodes no pod CIDR, for which flannel waits: something has to allocate node.spec.podCIDR, and the\n\
                 plugins bridge, host-local, loopback and portmap have to be in /opt/cni/bin. Neither is in this chart.",
            ),
            release(blueprint, "flannel", &helm::FLANNEL, None),
        ])),
        _ => {}
    }
    apart(groups)
}

const ORDER: &str = "No release waits for the nodes, which become Ready only once the CNI runs: they start as soon as the API server\n\
     answers. Before `terraform destroy` of all, destroy these alone with -target: they need nodes to end on.";

fn crds() -> Item {
    labelled(
        "resource",
        &["helm_release", "calico_crds"],
        chart(&helm::CRDS),
    )
}

fn chart(chart: &Chart) -> Vec<Item> {
    let mut body = Vec::from([
        set("name", Expr::text(chart.release)),
        set("repository", Expr::text(chart.repository)),
        set("chart", Expr::text(chart.name)),
        set("version", Expr::text(chart.version)),
        set("namespace", Expr::text(chart.namespace)),
    ]);
    if chart.namespace != "kube-system" {
        body.push(set("create_namespace", Expr::Bool(true)));
    }
    body
}

fn release(
    blueprint: &Blueprint,
    label: &'static str,
    of: &Chart,
    after: Option<&'static str>,
) -> Item {
    let mut body = chart(of);
    body.push(Item::Blank);
    body.push(comment("Its pods stay pending until the first node joins."));
    body.push(set("wait", Expr::Bool(false)));
    body.push(Item::Blank);
    let mut values: Vec<Item> = helm::values(blueprint).iter().map(item).collect();
    if matches!(
        blueprint.strategy,
        Strategy::CiliumOverlay | Strategy::CiliumEni
    ) {
        let host = Expr::Call(
            "trimprefix",
            Vec::from([references::endpoint(blueprint), Expr::text("https://")]),
        );
        values.push(Item::Blank);
        values.push(comment(
            "Without kube-proxy nothing else leads to the API server.",
        ));
        values.push(set("k8sServiceHost", host));
    }
    body.push(set(
        "values",
        Expr::List(Vec::from([Expr::Call(
            "yamlencode",
            Vec::from([Expr::Object(values)]),
        )])),
    ));
    if let Some(after) = after {
        body.push(Item::Blank);
        body.push(set(
            "depends_on",
            Expr::List(Vec::from([Expr::path(after)])),
        ));
    }
    labelled("resource", &["helm_release", label], body)
}

/// A line of values as Terraform writes it.
fn item(line: &Line) -> Item {
    match line {
        Line::Entry(key, value) => set(*key, expression(value)),
        Line::Quoted(key, value) => set(key.clone(), expression(value)),
        Line::Comment(text) => comment(text.as_str()),
        Line::Blank => Item::Blank,
    }
}

fn expression(value: &Yaml) -> Expr {
    match value {
        Yaml::Text(text) | Yaml::Block(text) => Expr::text(text.as_str()),
        Yaml::Number(number) => Expr::Number(*number),
        Yaml::Bool(value) => Expr::Bool(*value),
        Yaml::List(values) => Expr::List(values.iter().map(expression).collect()),
        Yaml::Map(lines) => Expr::Object(lines.iter().map(item).collect()),
    }
}
