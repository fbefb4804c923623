//! Pools of Karpenter and Auto Mode start no more nodes than the plan counts addresses for, and no fewer than it needs.

use eniplan_tests::exports;
use serde_json::Value;

/// The limits of the only pool of a plan with these keys of its group.
fn limits(group: &str) -> (String, String) {
    let plan = format!("node_groups: [{{provisioner: karpenter, {group}}}]");
    let export = exports::export(&plan);
    let file = export
        .files
        .iter()
        .find(|file| file.path == "manifests/karpenter.yaml");
    let documents: Vec<Value> =
        serde_saphyr::from_multiple(&file.expect("a pool").contents).expect("YAML");
    let pool = documents.iter().find(|one| one["kind"] == "NodePool");
    let limits = &pool.expect("a pool")["spec"]["limits"];
    let text = |key: &str| limits[key].as_str().expect("a text").to_string();
    (text("cpu"), text("memory"))
}

fn of(cpu: &str, memory: &str) -> (String, String) {
    (cpu.to_string(), memory.to_string())
}

/// m6i.large has 2 vCPUs and 8 GiB, m6i.32xlarge 128 and 512: <https://aws.amazon.com/ec2/instance-types/m6i/>.
#[test]
fn the_smallest_of_a_pattern_decides() {
    let limited = limits("instance_types: [m6i.*], nodes: {desired: 5, max: 9}");
    assert_eq!(limited, of("18", "73728Mi"));
}

/// m6i.large takes 3 × 9 + 2 = 29 pods, 2 of them on the host's network: 600 pods need 23 nodes, which is no number of
/// the plan.
#[test]
fn nodes_that_are_counted_from_the_pods_find_room() {
    let limited = limits("instance_types: [m6i.large], pods: {desired: 300, max: 600}");
    assert_eq!(limited, of("46", "188416Mi"));
}

/// 10 nodes of m6i.large and 10 of m6i.2xlarge, which has 8 vCPUs and 32 GiB.
#[test]
fn a_mix_counts_by_its_shares() {
    let mix = "instance_types: [m6i.large, m6i.2xlarge], mix: {m6i.large: 50, m6i.2xlarge: 50}, nodes: {desired: 5, max: 20}";
    assert_eq!(limits(mix), of("100", "409600Mi"));
}
