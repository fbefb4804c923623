//! Published figures that are wrong: the right ones, beside what was printed; each test is named after its source.
//!
//! Grade C of `tests/cases/README.md`.

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::aws::warm_pool::{PoolSettings, footprint};
use eniplan_core::plan::Plan;

/// The scenario that subnet-calc.xlsx ships with, in one subnet.
fn spreadsheet(warm: &str) -> Report {
    let text = format!(
        "
zones: [a, b]
subnets: [{{name: only, zone: a, cidr: 10.0.0.0/23}}]
cluster: {{control_plane_interfaces: 0}}
networking: {{warm: {warm}}}
node_groups:
  - {{name: large, instance_types: [m5.12xlarge], zones: [a], nodes: {{desired: 2}}, pods: {{desired: 200}}}}
  - {{name: small, instance_types: [c5.2xlarge], zones: [a], nodes: {{desired: 1}}, pods: {{desired: 30}}}}
"
    );
    let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    analyze(&plan, &Catalogue::bundled())
}

/// C1: AWS's subnet-calc.xlsx, tab `WarmENI`, prints 510 addresses, 351 used (152 and 47 a node), 159 remaining.
///
/// A /23 has 507; a c5.2xlarge has 14 addresses for pods on an interface, so that 30 pods want three and a warm one.
#[test]
fn c1_subnet_calc_warm_eni_uses_360_of_507() {
    let report = spreadsheet("{}");
    let subnet = &report.subnets[0];
    assert_eq!((subnet.usable, subnet.used, subnet.free), (507, 360, 147));
    let per_node: Vec<u64> = report
        .node_groups
        .iter()
        .map(|group| group.addresses_per_node)
        .collect();
    assert_eq!(per_node, [150, 60]);
}

/// C2: the tab `WarmIP` of the same sheet prints 276 used.
#[test]
fn c2_subnet_calc_warm_ip_uses_244() {
    let report = spreadsheet("{ip: 1}");
    assert_eq!(report.subnets[0].used, 244);
    let per_node: Vec<u64> = report
        .node_groups
        .iter()
        .map(|group| group.addresses_per_node)
        .collect();
    assert_eq!(per_node, [105, 34]);
}

/// C7: best-practices vpc-cni.adoc prints ten interfaces of ten for `MINIMUM_IP_TARGET` 100.
///
/// An interface of ten addresses has nine for pods, so that 100 want twelve.
#[test]
fn c7_best_practices_minimum_ip_target_100_takes_12_interfaces() {
    let settings = PoolSettings {
        warm_ip_target: Some(1),
        minimum_ip_target: Some(100),
        ..PoolSettings::shipped(15, 10)
    };
    let node = footprint(&settings, 0, 137);
    assert_eq!((node.interfaces, node.held), (12, 100));
}

/// C7: the same page says that with `WARM_IP_TARGET` 5 the second interface takes a node to 20 addresses.
///
/// Since the CNI's PR #1279 an interface is attached with what is needed and no more.
#[test]
fn c7_best_practices_warm_ip_target_5_attaches_what_is_needed() {
    let settings = PoolSettings {
        warm_ip_target: Some(5),
        ..PoolSettings::shipped(3, 10)
    };
    let node = footprint(&settings, 5, 29);
    assert_eq!((node.interfaces, node.held), (2, 10));
    assert_eq!(node.subnet_addresses(), 12);
}

/// C10: the CNI's prefix-and-ip-target.md prints one prefix and 16 unused addresses for a t3.small with
/// `WARM_IP_TARGET` 7 and `MINIMUM_IP_TARGET` 20; twenty addresses are two prefixes.
#[test]
fn c10_prefix_and_ip_target_t3_small_holds_two_prefixes() {
    let settings = PoolSettings {
        prefix_delegation: true,
        warm_ip_target: Some(7),
        minimum_ip_target: Some(20),
        ..PoolSettings::shipped(3, 4)
    };
    let node = footprint(&settings, 0, 110);
    assert_eq!((node.held, node.idle, node.interfaces), (2, 32, 1));
}

/// C10: the same page prints two and three interfaces for a p3dn.24xlarge, of which one has room for 49 prefixes.
#[test]
fn c10_prefix_and_ip_target_p3dn_keeps_one_interface() {
    let shipped = PoolSettings {
        prefix_delegation: true,
        ..PoolSettings::shipped(15, 50)
    };
    let targets = PoolSettings {
        warm_ip_target: Some(5),
        minimum_ip_target: Some(10),
        ..shipped
    };
    for (settings, pods, prefixes) in [(shipped, 3, 2), (shipped, 95, 7), (targets, 45, 4)] {
        let node = footprint(&settings, pods, 250);
        assert_eq!((node.interfaces, node.held), (1, prefixes), "{pods} pods");
    }
}
