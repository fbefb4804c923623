//! The exports that are tracked whole: the examples, and each option of the one strategy.

use std::sync::LazyLock;

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::{self, Destination, Export, Form, Options};
use eniplan_core::plan::Plan;

/// A plan and the folder of its export.
pub struct Case {
    /// The folder below tests/golden.
    pub name: &'static str,
    /// The plan.
    pub text: &'static str,
}

/// Plans whose exports are tracked.
pub const CASES: &[Case] = &[
    Case {
        name: "article-three-28s",
        text: include_str!("../../examples/article-three-28s.yaml"),
    },
    Case {
        name: "best-practices-c5-large",
        text: include_str!("../../examples/best-practices-c5-large.yaml"),
    },
    Case {
        name: "shop-prod",
        text: include_str!("../../examples/shop-prod.yaml"),
    },
    Case {
        name: "no-groups",
        text: "version: 1\n",
    },
    Case {
        name: "secondary-addresses",
        text: "{name: plain, endpoints: {nat_gateways: single}, networking: {warm: {ip: 5, minimum_ip: 10}, max_eni: 3}, \
               node_groups: [{name: general, pods: {desired: 40}}]}",
    },
    Case {
        name: "prefixes",
        text: "{name: prefixes, zones: [a, b], endpoints: {nat_gateways: per-zone}, networking: {prefix_delegation: true}, \
               node_groups: [{name: general, instance_types: [m6i.xlarge, m6a.xlarge], nodes: {desired: 6, max: 20}, \
               pods: {desired: 300, max: 1500}, update: {strategy: minimal, max_unavailable: 33%}}]}",
    },
    Case {
        name: "custom-networking",
        text: "{name: custom, vpc: {cidrs: [10.40.0.0/22, {cidr: 100.64.0.0/16, routable: false}]}, \
               endpoints: {nat_gateways: per-zone}, networking: {custom_networking: true, external_snat: true}, \
               node_groups: [{name: general, pods: {desired: 40}}]}",
    },
    Case {
        name: "pod-security-groups",
        text: "{name: sgp, region: us-gov-west-1, endpoints: {nat_gateways: per-zone}, networking: {pod_security_groups: true}, \
               node_groups: [{name: general, instance_types: [m6i.large], pods: {desired: 30, security_group_pods: 6}}]}",
    },
    Case {
        name: "subnet-discovery",
        text: "{name: discovery, zones: [a, b], vpc: {cidrs: [10.0.0.0/22, 100.64.0.0/16]}, endpoints: {nat_gateways: single}, \
               subnets: [{name: private-a, zone: a, role: nodes, cidr: 10.0.0.0/25}, {name: private-a2, zone: a, role: nodes, cidr: 10.0.0.128/25}, \
               {name: private-b, zone: b, role: nodes, cidr: 10.0.1.0/24}, {name: public-a, zone: a, role: public, cidr: 10.0.2.0/28}, \
               {name: control-a, zone: a, role: control-plane, cidr: 10.0.2.16/28}, {name: control-b, zone: b, role: control-plane, cidr: 10.0.2.32/28}, \
               {name: pods-a, zone: a, role: pods, cidr: 100.64.0.0/18}, {name: pods-b, zone: b, role: pods, cidr: 100.64.64.0/18}], \
               node_groups: [{name: general, pods: {desired: 40}, zones: [a, b]}]}",
    },
    Case {
        name: "own-max-pods",
        text: "{name: dense, endpoints: {nat_gateways: per-zone}, networking: {prefix_delegation: true}, node_groups: [\
               {name: managed, max_pods: 60, pods: {desired: 30}}, \
               {name: self, provisioner: self-managed, max_pods: 80, instance_types: [m6i.large, m6a.large], pods: {desired: 30}}, \
               {name: arm, instance_types: [m7g.large], max_pods: 90, pods: {desired: 30}}, \
               {name: rocket, ami: bottlerocket, max_pods: 70, pods: {desired: 30}}, \
               {name: rocket-arm, ami: bottlerocket, custom_ami: true, instance_types: [c7g.xlarge], pods: {desired: 30}}, \
               {name: rocket-self, ami: bottlerocket, provisioner: self-managed, pods: {desired: 30}}]}",
    },
    Case {
        name: "groups-left-out",
        text: "{name: \"Größe ${var.x}\", endpoints: {nat_gateways: single}, node_groups: [\
               {name: \"a group with a very long name that EKS does not take\", pods: {desired: 3}}, \
               {name: spot, provisioner: karpenter, instance_types: [\"c6i.*\"]}, {name: auto, provisioner: auto-mode}, \
               {name: jobs, provisioner: fargate}, {name: win, ami: windows}, {name: both, instance_types: [m6i.large, m7g.large]}, \
               {name: own, networking: {prefix_delegation: true}}]}",
    },
    Case {
        name: "calico",
        text: "{name: overlay, networking: {cni: calico, pod_cidr: 192.168.0.0/16}, growth: {pods_per_month: 5%}, endpoints: {nat_gateways: single}, \
               node_groups: [{name: general, instance_types: [t3.medium], max_pods: 110, nodes: {desired: 5, max: 9}, pods: {desired: 300, max: 500}}, \
               {name: Spare Nodes, provisioner: karpenter, instance_types: [m6i.*, m7i.*], max_pods: 110, pods: {desired: 60}}, {name: small}]}",
    },
    Case {
        name: "ipv6",
        text: "{name: six, networking: {ip_family: ipv6}, node_groups: [{}]}",
    },
    Case {
        name: "cilium-overlay",
        text: "{name: cilium, networking: {cni: cilium-overlay, pod_cidr: [10.244.0.0/16, 10.245.0.0/16], block_size: 25}, node_groups: [\
               {name: general, max_pods: 110, custom_ami: true, pods: {desired: 300}}, {name: spare, provisioner: karpenter, instance_types: [c7g.large], max_pods: 110}]}",
    },
    Case {
        name: "cilium-eni",
        text: "{name: cilium, networking: {cni: cilium-eni, prefix_delegation: true}, node_groups: [{name: general, max_pods: 110, pods: {desired: 60}}]}",
    },
    Case {
        name: "flannel",
        text: "{name: flannel, networking: {cni: flannel}, node_groups: [{name: general, max_pods: 110, provisioner: self-managed, pods: {desired: 60}}]}",
    },
    Case {
        name: "weave-net",
        text: "{name: weave, networking: {cni: weave-net}, node_groups: [{}]}",
    },
    Case {
        name: "auto-mode",
        text: "{name: auto, networking: {cni: auto-mode}, node_groups: [{name: general, provisioner: auto-mode, pods: {desired: 60}}]}",
    },
    Case {
        name: "auto-groups",
        text: "{name: pools, endpoints: {nat_gateways: single}, node_groups: [{name: general, provisioner: auto-mode, pods: {desired: 60}}, \
               {name: jobs, provisioner: fargate, pods: {desired: 5}}]}",
    },
    Case {
        name: "to-auto-mode",
        text: "{name: auto, cluster: {existing: true}, zones: [a, b], networking: {cni: auto-mode}, \
               subnets: [{name: private-a, id: subnet-0123456789abcde0a, zone: a, cidr: 10.0.0.0/22}, {name: private-b, zone: b, cidr: 10.0.4.0/22}], \
               node_groups: [{name: general, provisioner: auto-mode, instance_types: [m6i.*, m7i.*], nodes: {max: 20}, pods: {desired: 60}}]}",
    },
    Case {
        name: "karpenter-and-images",
        text: "{name: images, zones: [a, b], vpc: {id: vpc-0123456789abcdef0, cidrs: [10.0.0.0/20, 100.64.0.0/16]}, cluster: {existing: true}, \
               networking: {custom_networking: true, pod_security_groups: true}, \
               subnets: [{name: private-a, id: subnet-0123456789abcde0a, zone: a, cidr: 10.0.0.0/22}, {name: private-b, id: subnet-0123456789abcde0b, zone: b, cidr: 10.0.4.0/22}, \
               {name: pods-a, id: subnet-0123456789abcde0c, zone: a, role: pods, cidr: 100.64.0.0/18}, {name: pods-b, zone: b, role: pods, cidr: 100.64.64.0/18}], \
               node_groups: [{name: spare, provisioner: karpenter, instance_types: [c6i.*, m6i.large], disruption: {budget: 2}, pods: {desired: 40}}, \
               {name: win, ami: windows, provisioner: self-managed, max_pods: 50, pods: {desired: 5}}, {name: old, ami: al2, custom_ami: true, max_pods: 50, pods: {desired: 5}}, \
               {name: rocket, ami: bottlerocket, max_pods: 60, pods: {desired: 5}}, {name: rocket-self, ami: bottlerocket, provisioner: self-managed, max_pods: 60}, \
               {name: self, provisioner: self-managed, instance_types: [m6i.large, m6i.xlarge]}]}",
    },
    Case {
        name: "existing-vpc",
        text: "{name: there, vpc: {id: vpc-0123456789abcdef0}, networking: {prefix_delegation: true}, node_groups: [{}]}",
    },
];

/// The export of a plan as the command line and the site make it.
///
/// # Panics
///
/// Where the text is no plan, or a plan with faults.
pub fn export(text: &str) -> Export {
    let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(findings, [], "{text}");
    of(&plan)
}

/// What a file's name ends with, behind its last dot.
pub fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The export of a plan.
pub fn of(plan: &Plan) -> Export {
    with(plan, Options::default())
}

/// The export of a plan into something, in a form.
pub fn with(plan: &Plan, options: Options) -> Export {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::bundled);
    let report = analyze(plan, &CATALOGUE);
    let link = export::plan_link(plan);
    export::export_with(plan, &report, &CATALOGUE, &link, options)
}

/// A plan whose Terraform alone is tracked, into something or in a form.
pub struct Root {
    /// The folder below tests/golden.
    pub name: &'static str,
    /// What it goes into, and how it is written.
    pub options: Options,
    /// The plan.
    pub text: &'static str,
}

const fn options(into: Destination, form: Form) -> Options {
    Options {
        into: Some(into),
        form,
    }
}

const SHOP: &str = include_str!("../../examples/shop-prod.yaml");
const CALICO: &str = "{name: overlay, networking: {cni: calico, pod_cidr: 192.168.0.0/16}, endpoints: {nat_gateways: single}, \
    node_groups: [{name: general, instance_types: [t3.medium], max_pods: 110, nodes: {desired: 5, max: 9}, pods: {desired: 300, max: 500}}]}";
const KINDS: &str = "{name: kinds, zones: [a, b], endpoints: {nat_gateways: per-zone, interface_endpoints: 20}, node_groups: [\
    {name: general, pods: {desired: 40}}, {name: self, provisioner: self-managed, instance_types: [m6i.large, m6a.large], max_pods: 20}, \
    {name: rocket, ami: bottlerocket, provisioner: self-managed, max_pods: 25}, {name: win, ami: windows, custom_ami: true, max_pods: 8}, {name: win-self, ami: windows, provisioner: self-managed, max_pods: 8}, \
    {name: spot, provisioner: karpenter, instance_types: [c6i.*]}, {name: Jobs_1, provisioner: fargate}, {name: auto, provisioner: auto-mode}]}";
const SUBNETS: &str = "{name: grown, zones: [a, b], vpc: {id: vpc-0123456789abcdef0, cidrs: [10.0.0.0/22, 100.64.0.0/16]}, \
    subnets: [{name: private-a, id: subnet-0123456789abcdea0, zone: a, cidr: 10.0.0.0/24, used: 100}, \
    {name: private-b, zone: b, cidr: 10.0.1.0/24, free: 50}, {name: pods-a, zone: a, role: pods, cidr: 100.64.0.0/18}, \
    {name: pods-b, id: subnet-0123456789abcdeb0, zone: b, role: pods, cidr: 100.64.64.0/18}, {name: more-b, zone: b, cidr: 10.0.2.0/24}], \
    node_groups: [{name: general, pods: {desired: 40}}, {name: spot, provisioner: karpenter, instance_types: [m6i.large]}]}";
const SHARED: &str = "{name: guest, zones: [a, b], vpc: {id: vpc-0123456789abcdef0, shared: true, cidrs: [10.0.0.0/22, 100.64.0.0/16]}, \
    subnets: [{name: private-a, id: subnet-0123456789abcdea0, zone: a, cidr: 10.0.0.0/24, used: 100}, {name: private-b, zone: b, cidr: 10.0.1.0/24}], \
    networking: {custom_networking: true, prefix_delegation: true}, node_groups: [{name: general, pods: {desired: 40}}]}";
const SIX: &str = "{name: six, zones: [a, b], networking: {ip_family: ipv6}, vpc: {ipv6_cidr: \"2001:db8:1234:1a00::/56\"}, \
    endpoints: {nat_gateways: per-zone}, node_groups: [{name: general, pods: {desired: 40}}]}";

/// Roots beside those of the cases, which go into what the plan says exists and stand on modules.
pub const ROOTS: &[Root] = &[
    Root {
        name: "plain-shop-prod",
        options: options(Destination::New, Form::Plain),
        text: SHOP,
    },
    Root {
        name: "plain-calico",
        options: options(Destination::New, Form::Plain),
        text: CALICO,
    },
    Root {
        name: "plain-kinds",
        options: options(Destination::New, Form::Plain),
        text: KINDS,
    },
    Root {
        name: "modules-kinds",
        options: options(Destination::New, Form::Modules),
        text: KINDS,
    },
    Root {
        name: "plain-ipv6",
        options: options(Destination::New, Form::Plain),
        text: SIX,
    },
    Root {
        name: "vpc-ipv6",
        options: options(Destination::Vpc, Form::Modules),
        text: SIX,
    },
    Root {
        name: "vpc-subnets",
        options: options(Destination::Vpc, Form::Modules),
        text: SUBNETS,
    },
    Root {
        name: "vpc-shared",
        options: options(Destination::Vpc, Form::Plain),
        text: SHARED,
    },
    Root {
        name: "cluster-shop-prod",
        options: options(Destination::Cluster, Form::Modules),
        text: SHOP,
    },
    Root {
        name: "cluster-calico",
        options: options(Destination::Cluster, Form::Modules),
        text: CALICO,
    },
    Root {
        name: "cluster-subnets",
        options: options(Destination::Cluster, Form::Plain),
        text: SUBNETS,
    },
];
