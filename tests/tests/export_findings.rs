//! Findings of artefacts: a plan that raises each, and one that comes close and does not.

use eniplan_core::finding::Code;
use eniplan_tests::exports;

/// Code, a plan that raises it, a near miss.
#[rustfmt::skip]
const CASES: &[(Code, &str, &str)] = &[
    (Code::OverlayMaxPods, "{networking: {cni: calico}, node_groups: [{}]}", "{networking: {cni: calico}, node_groups: [{max_pods: 110}]}"),
    (Code::OverlayMaxPods, "{networking: {cni: cilium-overlay}, node_groups: [{instance_types: [m6i.large]}]}", "{networking: {cni: cilium-overlay}, node_groups: [{instance_types: [m6i.16xlarge]}]}"),
    (Code::OverlayMaxPods, "{networking: {cni: calico}, node_groups: [{}]}", "{networking: {cni: cilium-eni}, node_groups: [{}]}"),
    (Code::KubeletDaemonSet, "{node_groups: [{max_pods: 30}]}", "{node_groups: [{max_pods: 29}]}"),
    (Code::KubeletDaemonSet, "{node_groups: [{max_pods: 30}]}", "{node_groups: [{max_pods: 30, custom_ami: true}]}"),
    (Code::KubeletDaemonSet, "{node_groups: [{max_pods: 30}]}", "{node_groups: [{max_pods: 30, ami: bottlerocket}]}"),
    (Code::IdsToFillIn, "{networking: {custom_networking: true}, vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, node_groups: [{}]}", "{vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, node_groups: [{}]}"),
    (Code::IdsToFillIn,
        "{zones: [a, b], networking: {custom_networking: true}, vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, subnets: [{zone: a, role: pods, cidr: 100.64.0.0/18, id: subnet-0a1b2c3d4e5f60001}, {zone: b, role: pods, cidr: 100.64.64.0/18, id: subnet-x}]}",
        "{zones: [a, b], networking: {custom_networking: true}, vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, subnets: [{zone: a, role: pods, cidr: 100.64.0.0/18, id: subnet-0a1b2c3d4e5f60001}, {zone: b, role: pods, cidr: 100.64.64.0/18, id: subnet-0a1b2c3d}]}"),
];

fn raises(text: &str, code: Code) -> bool {
    exports::export(text)
        .findings
        .iter()
        .any(|finding| finding.code == code)
}

#[test]
fn each_is_raised_and_not_by_what_comes_close() {
    for (code, raising, near_miss) in CASES {
        assert!(raises(raising, *code), "{code} not by {raising}");
        assert!(!raises(near_miss, *code), "{code} by {near_miss}");
    }
}

/// What cannot run exports its reason, the plan and the list of both, and nothing else.
#[test]
fn a_strategy_that_cannot_run_exports_its_reason_and_nothing_else() {
    let export = exports::export("{networking: {cni: weave-net}, node_groups: [{max_pods: 110}]}");
    let paths: Vec<&str> = export.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["README.md", "plan.yaml"]);
    assert!(
        export.files[0].contents.contains("archived"),
        "{}",
        export.files[0].contents
    );
}

/// A cluster keeps its IP family: what is exported into one is the reason, and how a new one takes its place.
#[test]
fn ipv6_into_a_cluster_exports_the_way_to_a_new_one() {
    let export = exports::export(
        "{cluster: {existing: true}, networking: {ip_family: ipv6}, node_groups: [{}]}",
    );
    let paths: Vec<&str> = export.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["README.md", "runbooks/to-ipv6.md", "plan.yaml"]);
}
