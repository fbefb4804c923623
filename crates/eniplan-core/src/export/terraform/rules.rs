//! Rules of the nodes' security group that the CNI needs, as data for both forms.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::blueprint::Blueprint;
use super::super::hcl::{Expr, Item, Part, comment, labelled, set};
use super::super::matrix::{Destination, Strategy};
use super::karpenter::DISCOVERY;
use super::plain_vpc::replaced_by_new;
use super::references::{node_security_group, vpc_id};

/// An ingress rule.
struct Rule {
    key: &'static str,
    description: &'static str,
    /// `-1` for every one.
    protocol: &'static str,
    from: u64,
    to: u64,
    /// Whether it lets the control plane in, and not the nodes themselves.
    from_control_plane: bool,
}

const fn between_nodes(
    key: &'static str,
    description: &'static str,
    protocol: &'static str,
    port: u64,
) -> Rule {
    Rule {
        key,
        description,
        protocol,
        from: port,
        to: port,
        from_control_plane: false,
    }
}

const ALL: Rule = between_nodes("ingress_self_all", "Node to node and pod to pod", "-1", 0);
/// Source: <https://docs.tigera.io/calico/latest/getting-started/kubernetes/requirements>, read 2026-11-24.
const CALICO: [Rule; 2] = [
    between_nodes(
        "ingress_self_vxlan",
        "Calico VXLAN between nodes",
        "udp",
        4789,
    ),
    Rule {
        key: "ingress_cluster_calico_apiserver",
        description: "Cluster API to Calico API server",
        protocol: "tcp",
        from: 5443,
        to: 5443,
        from_control_plane: true,
    },
];
/// Source: <https://docs.cilium.io/en/stable/operations/system_requirements/#firewall-rules>, read 2026-11-24.
const CILIUM: [Rule; 3] = [
    between_nodes(
        "ingress_self_vxlan",
        "Cilium VXLAN between nodes",
        "udp",
        8472,
    ),
    between_nodes(
        "ingress_self_health",
        "Cilium health between nodes",
        "tcp",
        4240,
    ),
    Rule {
        key: "ingress_self_ping",
        description: "Cilium health by ICMP echo",
        protocol: "icmp",
        from: 8,
        to: 0,
        from_control_plane: false,
    },
];
/// Source: <https://github.com/flannel-io/flannel/blob/master/Documentation/backends.md>, read 2026-11-24.
const FLANNEL: [Rule; 1] = [between_nodes(
    "ingress_self_vxlan",
    "flannel VXLAN between nodes",
    "udp",
    8472,
)];

fn rules(blueprint: &Blueprint) -> &'static [Rule] {
    match blueprint.strategy {
        Strategy::Calico => &CALICO,
        Strategy::CiliumOverlay => &CILIUM,
        Strategy::Flannel => &FLANNEL,
        _ => core::slice::from_ref(&ALL),
    }
}

/// Why they are there.
fn why(blueprint: &Blueprint) -> &'static str {
    match blueprint.strategy {
        Strategy::Calico => {
            "The module's own rules let no UDP pass but DNS: without these the overlay carries no packet. Calico's API\n\
             server answers on the host's network, where the control plane reaches it; so must every webhook."
        }
        Strategy::CiliumOverlay | Strategy::Flannel => {
            "The module's own rules let no UDP pass but DNS: without these the overlay carries no packet. The control plane\n\
             reaches no pod: webhooks answer on the host's network, on ports that are open to it."
        }
        _ => {
            "Pods have addresses of the VPC and this security group. The module's own rules leave out ports below 1025,\n\
             and UDP but for DNS."
        }
    }
}

/// The module's argument.
pub(super) fn of_module(blueprint: &Blueprint) -> Vec<Item> {
    let mut entries = Vec::new();
    for rule in rules(blueprint) {
        let source = if rule.from_control_plane {
            "source_cluster_security_group"
        } else {
            "self"
        };
        entries.push(set(
            rule.key,
            Expr::Object(Vec::from([
                set("description", Expr::text(rule.description)),
                set("type", Expr::text("ingress")),
                set("protocol", Expr::text(rule.protocol)),
                set("from_port", Expr::Number(rule.from)),
                set("to_port", Expr::Number(rule.to)),
                set(source, Expr::Bool(true)),
            ])),
        ));
    }
    Vec::from([
        comment(why(blueprint)),
        set(
            "node_security_group_additional_rules",
            Expr::Object(entries),
        ),
    ])
}

const OTHERS: &str = "Nodes of Auto Mode and pods of Fargate have the cluster's own security group, and reach CoreDNS and pods on other nodes.";

/// Whether nodes or pods have the cluster's own security group, beside nodes that do not.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html>, read 2026-11-24.
fn has_others(blueprint: &Blueprint) -> bool {
    blueprint.has_ec2_nodes() && (blueprint.has_auto_mode() || !blueprint.fargate.is_empty())
}

/// Beside the module, whose cluster waits for the rules of its nodes: both groups let each other in.
pub(super) fn beside_module(blueprint: &Blueprint) -> Vec<Item> {
    if !has_others(blueprint) {
        return Vec::new();
    }
    let nodes = || Expr::path("module.eks.node_security_group_id");
    let others = || Expr::path("module.eks.cluster_primary_security_group_id");
    let to_nodes = Rule {
        key: "nodes_from_cluster_primary",
        description: "Auto Mode and Fargate to nodes and pods",
        ..ALL
    };
    let from_nodes = Rule {
        key: "cluster_primary_from_nodes",
        description: "Nodes and pods to those of Auto Mode and Fargate",
        ..ALL
    };
    Vec::from([
        Item::Blank,
        comment(OTHERS),
        resource(&to_nodes, nodes(), others()),
        Item::Blank,
        resource(&from_nodes, others(), nodes()),
    ])
}

/// Whether a cluster that exists gets rules, or its ENIConfigs name a group.
pub(super) fn asks_for_node_group(blueprint: &Blueprint) -> bool {
    blueprint.strategy.replaces_vpc_cni() || blueprint.networking().custom_networking
}

/// Whether one of them lets the control plane of a cluster that exists in.
pub(super) fn ask_for_cluster_group(blueprint: &Blueprint) -> bool {
    blueprint.strategy.replaces_vpc_cni()
        && rules(blueprint).iter().any(|rule| rule.from_control_plane)
}

/// Resources for a security group that exists: what the new CNI needs, and not what its nodes have.
pub(super) fn for_found_group(blueprint: &Blueprint) -> Vec<Item> {
    if blueprint.destination != Destination::Cluster || !blueprint.strategy.replaces_vpc_cni() {
        return Vec::new();
    }
    let mut items = Vec::from([comment(
        "What the new CNI needs of the nodes' security group. Where a rule lets it pass already, take it out here.\n\
         The CNI itself is not here: Terraform would start it on every node at once, beside aws-node. The runbook installs it\n\
         for new nodes first.",
    )]);
    for (index, rule) in rules(blueprint).iter().enumerate() {
        if index > 0 {
            items.push(Item::Blank);
        }
        items.push(resource(
            rule,
            node_security_group(blueprint),
            if rule.from_control_plane {
                Expr::path("var.cluster_security_group_id")
            } else {
                node_security_group(blueprint)
            },
        ));
    }
    items
}

fn resource(rule: &Rule, group: Expr, from: Expr) -> Item {
    let mut body = Vec::from([
        set("security_group_id", group),
        set("description", Expr::text(rule.description)),
        set("ip_protocol", Expr::text(rule.protocol)),
    ]);
    if rule.protocol != "-1" {
        body.push(set("from_port", Expr::Number(rule.from)));
        body.push(set("to_port", Expr::Number(rule.to)));
    }
    body.push(set("referenced_security_group_id", from));
    labelled(
        "resource",
        &["aws_vpc_security_group_ingress_rule", rule.key],
        body,
    )
}

/// The nodes' own security group, where no module makes one.
pub(super) fn group(blueprint: &Blueprint) -> Vec<Item> {
    const CONTROL_PLANE: &str = "aws_eks_cluster.this.vpc_config[0].cluster_security_group_id";
    let nodes = || Expr::path("aws_security_group.nodes.id");
    let mut name = Vec::from([
        set(
            "name_prefix",
            Expr::Template(Vec::from([
                Part::Value(Expr::path("var.name")),
                Part::Text("-node-".into()),
            ])),
        ),
        set("description", Expr::text("Nodes of the cluster")),
        set("vpc_id", vpc_id(blueprint)),
        Item::Blank,
    ]);
    let mut tags = Vec::from([
        set(
            "Name",
            Expr::Template(Vec::from([
                Part::Value(Expr::path("var.name")),
                Part::Text("-node".into()),
            ])),
        ),
        comment("By this tag controllers know the group that load balancers are let in by."),
        set("\"kubernetes.io/cluster/${var.name}\"", Expr::text("owned")),
    ]);
    if blueprint.has_karpenter() {
        tags.push(set(String::from(DISCOVERY), Expr::path("var.name")));
    }
    name.push(set("tags", Expr::Object(tags)));
    name.push(Item::Blank);
    name.push(replaced_by_new());
    let comment_text = if blueprint.strategy.replaces_vpc_cni() {
        "Nodes and what their pods send through the overlay: everything between nodes, among it the CNI's own ports."
    } else {
        "Nodes and pods, which have addresses of the VPC: everything passes between them, on every port and protocol."
    };
    // Auto Mode and Fargate share the control plane's group, and reach pods on every port.
    let protocol = if has_others(blueprint) { "-1" } else { "tcp" };
    let to_nodes = Rule {
        key: "nodes_from_control_plane",
        description: "Control plane to kubelets, webhooks and aggregated APIs",
        protocol,
        from: 443,
        to: 65_535,
        from_control_plane: true,
    };
    let between = Rule {
        key: "nodes_from_nodes",
        ..ALL
    };
    let to_api = Rule {
        key: "control_plane_from_nodes",
        description: "Nodes and pods to the API server",
        protocol,
        from: 443,
        to: 443,
        from_control_plane: false,
    };
    let egress = |label: &'static str, key: &'static str, all: &'static str| {
        labelled(
            "resource",
            &["aws_vpc_security_group_egress_rule", label],
            Vec::from([
                set("security_group_id", nodes()),
                set("description", Expr::text("Everything out")),
                set("ip_protocol", Expr::text("-1")),
                set(key, Expr::text(all)),
            ]),
        )
    };
    let mut items = Vec::from([
        comment(comment_text),
        labelled("resource", &["aws_security_group", "nodes"], name),
        Item::Blank,
        resource(&between, nodes(), nodes()),
        Item::Blank,
    ]);
    if has_others(blueprint) {
        items.push(comment(OTHERS));
    }
    items.extend([
        resource(&to_nodes, nodes(), Expr::path(CONTROL_PLANE)),
        Item::Blank,
        resource(&to_api, Expr::path(CONTROL_PLANE), nodes()),
        Item::Blank,
        egress("nodes", "cidr_ipv4", "0.0.0.0/0"),
    ]);
    if blueprint.is_ipv6() {
        items.push(Item::Blank);
        items.push(egress("nodes_ipv6", "cidr_ipv6", "::/0"));
    }
    items
}
