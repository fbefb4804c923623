//! Karpenter as it is: nodes from pods, a mix of types, and the range where nobody knows the types.

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Code;
use eniplan_core::plan::Plan;
use proptest::prelude::*;

fn report(text: &str) -> Report {
    let (plan, findings) =
        Plan::from_text(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    analyze(&plan, &Catalogue::bundled())
}

/// An m5.large has 3 × (10 − 1) + 2 = 29 max pods, of which 2 are on the host's network: 100 pods need four of them, and
/// 200 at most need eight.
#[test]
fn as_many_nodes_as_the_pods_need() {
    let group = "{instance_types: [m5.large], provisioner: karpenter, nodes: {NODES}, pods: {desired: 100, max: 200}}";
    for (nodes, desired, at_max) in [
        ("", 4, 8),
        ("min: 6", 6, 8),
        ("max: 3", 3, 3),
        ("desired: 5", 5, 5),
    ] {
        let report = report(&format!("node_groups: [{}]", group.replace("NODES", nodes)));
        assert_eq!(report.node_groups[0].nodes, desired, "{nodes}");
        let max = report.states.iter().find(|state| state.name == "max");
        assert_eq!(max.unwrap().totals.nodes, at_max, "{nodes}");
    }
}

/// A mix of 60 and 40 percent on ten nodes is six m5.large and four m5.xlarge. With ten pods each, an m5.large holds two
/// interfaces of ten and a third one warm, an m5.xlarge (4 × 15) one of fifteen and one warm: 6 × 30 + 4 × 30.
#[test]
fn a_mix_counts_each_type() {
    let report = report(
        "
cluster: {control_plane_interfaces: 0}
node_groups: [{provisioner: karpenter, mix: {m5.large: 60, m5.xlarge: 40}, nodes: {desired: 10}, pods: {desired: 100}}]
",
    );
    assert_eq!(report.totals.addresses_used, 6 * 30 + 4 * 30);
    let group = &report.node_groups[0];
    assert_eq!(
        (group.instance_type.as_str(), group.max_pods),
        ("m5.large", 29)
    );
    assert_eq!(group.instance_types, ["m5.large", "m5.xlarge"]);
    assert_eq!(group.range, None);
}

/// What a full type leaves goes to the larger one: 27 pods fit on an m5.large, 56 on an m5.xlarge.
#[test]
fn pods_that_a_small_type_refuses_go_to_the_large_one() {
    let with = |pods: u32| {
        let report = report(&format!(
            "node_groups: [{{provisioner: karpenter, mix: {{m5.large: 50, m5.xlarge: 50}}, nodes: {{desired: 4}}, pods: {{desired: {pods}}}}}]"
        ));
        report.node_groups[0].pods_placed
    };
    assert_eq!(
        [with(160), with(166), with(167)],
        [160, 2 * 27 + 2 * 56, 2 * 27 + 2 * 56]
    );
}

/// Patterns stand for all their types, each counted as the worst of them.
#[test]
fn a_pattern_in_a_mix_is_the_worst_of_its_types() {
    let report = report(
        "
cluster: {control_plane_interfaces: 0}
node_groups: [{provisioner: karpenter, mix: {\"m5.*large\": 100}, nodes: {desired: 1}, pods: {desired: 1}}]
",
    );
    let group = &report.node_groups[0];
    assert_eq!(group.instance_type, "m5.large");
    // Two interfaces of an m5.24xlarge, fifty addresses each.
    assert_eq!(report.totals.addresses_used, 100);
}

/// Without a mix it is between the types: an m5.large takes 27 pods and 30 addresses, an m5.4xlarge 232 pods and, with
/// the 50 that each of four nodes has, two interfaces of thirty and a warm one.
#[test]
fn without_a_mix_there_is_a_range() {
    let report = report(
        "node_groups: [{provisioner: karpenter, instance_types: [m5.large, m5.4xlarge], nodes: {desired: 4}, pods: {desired: 200}}]",
    );
    let range = report.node_groups[0].range.unwrap();
    assert_eq!(range.max_pods, (29, 234));
    assert_eq!(range.addresses_per_node, (30, 90));
    assert_eq!(range.nodes, (1, 8));
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.code == Code::TypesOpen)
        .unwrap();
    assert_eq!(
        finding.message(),
        "Group group-1 has 2 types: a node takes from 30 to 90 addresses, and its pods need from 1 to 8 nodes; counted as the worst."
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// One pod at a time to the emptiest node that takes it is the obvious way.
    #[test]
    fn a_mix_is_filled_pod_by_pod(large in 0u32..=100, nodes in 1u32..40, pods in 0u32..2_500) {
        let report = report(&format!(
            "node_groups: [{{provisioner: karpenter, mix: {{m5.large: {large}, m5.xlarge: {}}}, nodes: {{desired: {nodes}}}, pods: {{desired: {pods}}}}}]",
            100 - large
        ));
        // The larger remainder gets the node that is left, the first of equals.
        let (whole, rest) = (nodes * large / 100, nodes * large % 100);
        let other = nodes * (100 - large) % 100;
        let count = whole + u32::from(rest > 0 && rest >= other);
        let mut free: Vec<u32> = (0..nodes).map(|node| if node < count { 27 } else { 56 }).collect();
        let mut carried = vec![0u32; nodes as usize];
        let mut placed = 0u32;
        for _ in 0..pods {
            let open = (0..carried.len()).filter(|node| free[*node] > 0).min_by_key(|node| carried[*node]);
            let Some(node) = open else { break };
            carried[node] += 1;
            free[node] -= 1;
            placed += 1;
        }
        prop_assert_eq!(report.node_groups[0].pods_placed, u64::from(placed));
        // Pods without an interface of their own stand in the subnets as addresses of pods.
        let with_address: u64 = report.subnets.iter().map(|subnet| subnet.demand.pods).sum();
        prop_assert_eq!(with_address, u64::from(placed));
        // An interface of m5.large holds nine pods, one of m5.xlarge fourteen, and one stays warm.
        let interfaces: u32 = (0..nodes).zip(&carried).map(|(node, pods)| {
            let (slots, most) = if node < count { (9, 3) } else { (14, 4) };
            most.min(pods.div_ceil(slots) + 1)
        }).sum();
        let counted: u64 = report.subnets.iter().map(|subnet| subnet.demand.interfaces).sum();
        prop_assert_eq!(counted, u64::from(interfaces));
    }
}
