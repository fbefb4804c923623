//! "Avoiding IP consumption in Amazon EKS" (2020): five nodes in three /28 subnets, as whole plans.
//!
//! The article says that 28 pods get an address.
//! The figures below come from an independent model of ipamd; `warm_pool_contention.rs` holds contention itself to them.
//! They say how many pods get an address when as many are bound as max pods allows, `kubelet maxPods x5` of the model:
//! the scheduler knows max pods and nothing of addresses.
//! A workload of just 28 is bound six, six, six, five, five; a node that has more addresses than that leaves them idle
//! while pods hang on its neighbours, so that fewer run: the last test here.

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;

/// Type, its max pods, addresses of idle nodes, and pods with an address: by default, beside four interfaces of the
/// control plane, and with a warm target of one address.
const TABLE: [(&str, u64, u64, u64, u64, u64); 6] = [
    ("t3.micro", 4, 10, 10, 10, 10),
    ("t3.small", 11, 20, 18, 18, 24),
    ("t3.medium", 17, 28, 23, 20, 27),
    ("t3.large", 35, 33, 28, 24, 28),
    ("m5.large", 29, 32, 27, 24, 27),
    ("m5.xlarge", 58, 33, 28, 24, 28),
];

const NODES: u64 = 5;

fn report(kind: &str, pods: u64, control_plane: u32, warm: &str) -> Report {
    let text = format!(
        "
vpc: {{cidrs: [10.0.0.0/24]}}
subnets:
  - {{name: private-a, zone: a, cidr: 10.0.0.0/28}}
  - {{name: private-b, zone: b, cidr: 10.0.0.16/28}}
  - {{name: private-c, zone: c, cidr: 10.0.0.32/28}}
cluster: {{control_plane_interfaces: {control_plane}}}
networking: {{warm: {warm}}}
node_groups: [{{instance_types: [{kind}], nodes: {{desired: {NODES}}}, pods: {{desired: {pods}}}}}]
"
    );
    let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    analyze(&plan, &Catalogue::bundled())
}

fn running(report: &Report) -> u64 {
    let totals = report.totals;
    totals.pods_placed - totals.pods_without_address
}

/// Pods that max pods allows, beside aws-node and kube-proxy.
fn schedulable(max_pods: u64) -> u64 {
    NODES * (max_pods - 2)
}

#[test]
fn three_28s_have_33_usable_addresses_and_no_whole_prefix() {
    let report = report("t3.micro", 0, 0, "{}");
    assert_eq!(report.totals.usable, 33);
    assert!(
        report
            .subnets
            .iter()
            .all(|subnet| subnet.prefixes_total == 0)
    );
}

#[test]
fn max_pods_are_those_of_the_table() {
    for (kind, max_pods, ..) in TABLE {
        assert_eq!(
            report(kind, 0, 0, "{}").node_groups[0].max_pods,
            max_pods,
            "{kind}"
        );
    }
}

#[test]
fn idle_nodes_take_what_the_table_says() {
    for (kind, _, idle, ..) in TABLE {
        assert_eq!(
            report(kind, 0, 0, "{}").totals.addresses_used,
            idle,
            "{kind}"
        );
        assert_eq!(
            report(kind, 0, 0, "{ip: 1}").totals.addresses_used,
            10,
            "{kind}"
        );
    }
}

#[test]
fn pods_get_an_address_as_the_table_says() {
    for (kind, max_pods, _, alone, beside, warm) in TABLE {
        let all = schedulable(max_pods);
        for (control_plane, targets, expected) in
            [(0, "{}", alone), (4, "{}", beside), (0, "{ip: 1}", warm)]
        {
            let report = report(kind, all, control_plane, targets);
            assert_eq!(report.totals.pods_placed, all, "{kind}");
            assert_eq!(
                running(&report),
                expected,
                "{kind} {control_plane} {targets}"
            );
        }
    }
}

/// Beside the control plane 29 addresses are left, 24 beside the nodes' own: nobody can have more than those.
///
/// The article's model has no row for this.
#[test]
fn a_warm_target_of_one_beside_the_control_plane_lies_between() {
    for (kind, max_pods, _, _, beside, warm) in TABLE {
        let report = report(kind, schedulable(max_pods), 4, "{ip: 1}");
        let pods = running(&report);
        assert!((beside..=warm.min(24)).contains(&pods), "{kind} {pods}");
    }
}

/// Addresses of the nodes in the order in which they start, zones a, b, c, a, b, as the table lists them by subnet.
///
/// 28 pods are bound six, six, six, five, five.
#[test]
fn twenty_eight_pods_are_bound_evenly_and_so_fewer_run() {
    for (kind, addresses) in [
        ("t3.micro", [2, 2, 2, 2, 2]),
        ("t3.small", [3, 3, 6, 3, 3]),
        ("t3.medium", [5, 5, 5, 4, 4]),
        ("t3.large", [5, 5, 10, 4, 4]),
        ("m5.large", [9, 9, 9, 0, 0]),
        ("m5.xlarge", [5, 5, 10, 4, 4]),
    ] {
        let bound = [6_u64, 6, 6, 5, 5];
        let expected: u64 = bound
            .iter()
            .zip(addresses)
            .map(|(pods, has)| has.min(*pods))
            .sum();
        assert_eq!(running(&report(kind, 28, 0, "{}")), expected, "{kind}");
    }
}
