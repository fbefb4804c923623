//! Plans that together have every exporter, for the texts that are put into them.

use eniplan_core::plan::Plan;

/// The plans; `NODES` stands for what they share.
pub const TEXTS: &[&str] = &[
    "{networking: {custom_networking: true, prefix_delegation: true, pod_security_groups: true, warm: {ip: 3}}, NODES}",
    "{networking: {}, NODES}",
    "{networking: {cni: calico}, growth: {pods_per_month: 5%}, NODES}",
    "{networking: {cni: cilium-overlay}, NODES}",
    "{networking: {cni: cilium-eni}, NODES}",
    "{networking: {cni: flannel}, NODES}",
    "{networking: {ip_family: ipv6}, NODES}",
    "{networking: {cni: auto-mode}, NODES}",
];

const NODES: &str = "zones: [a, b], vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, subnets: [\
    {name: private-a, zone: a, cidr: 10.0.0.0/20}, {name: private-b, zone: b, cidr: 10.0.16.0/20}, \
    {name: public-a, zone: a, role: public, cidr: 10.0.32.0/24}, \
    {name: pods-a, zone: a, role: pods, cidr: 100.64.0.0/18}, {name: pods-b, zone: b, role: pods, cidr: 100.64.64.0/18}], \
    node_groups: [{max_pods: 60, pods: {desired: 40}}, {provisioner: karpenter, instance_types: [m6i.large]}, \
    {provisioner: self-managed, ami: bottlerocket}, {provisioner: self-managed, ami: windows, max_pods: 20}, {ami: al2, custom_ami: true}]";

/// One of them.
///
/// # Panics
///
/// Where it is no plan.
pub fn plan(text: &str) -> Plan {
    let text = text.replace("NODES", NODES);
    let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(findings, [], "{text}");
    plan
}
