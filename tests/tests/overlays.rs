//! Overlays: what their pools and blocks hold, against their makers' documentation and a count node by node.

use eniplan_core::analyze::{GateKind, Report, WallKind, analyze};
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

fn with(networking: &str, group: &str) -> Report {
    report(&format!(
        "networking: {{{networking}}}\nnode_groups: [{{instance_types: [m5.4xlarge], {group}}}]"
    ))
}

/// Calico's default pool, a /16, has 1,024 blocks of /26; 110 pods claim two of them, so that 512 nodes use it up.
///
/// Source: <https://docs.tigera.io/calico/latest/reference/resources/ippool>.
#[test]
fn calicos_default_pool_carries_512_nodes_of_110_pods() {
    let report = with(
        "cni: calico",
        "max_pods: 112, nodes: {desired: 100}, pods: {desired: 11000}",
    );
    let pool = &report.pod_pools[0];
    assert_eq!(
        (pool.blocks, pool.used, pool.pods_per_node),
        (1_024, 200, 20 * 64)
    );
    let group = &report.node_groups[0];
    assert_eq!((group.addresses_per_node, group.max_nodes), (1, Some(512)));
    let wall = report
        .walls
        .iter()
        .find(|wall| wall.kind == WallKind::OverlayBlocks)
        .unwrap();
    assert_eq!((wall.nodes, wall.pods), (512, 512 * 110));
    assert_eq!(wall.formula(), "1,024 ≤ 1,024 < 1,026");
}

/// 250 pods claim four /26 blocks of Calico.
#[test]
fn calico_claims_four_blocks_for_250_pods() {
    let report = with(
        "cni: calico",
        "max_pods: 252, nodes: {desired: 1}, pods: {desired: 250}",
    );
    assert_eq!(report.pod_pools[0].used, 4);
}

/// flannel's default network is a /16 and a node's subnet a /24: 256 nodes of 254 pods.
///
/// Source: <https://github.com/flannel-io/flannel/blob/master/Documentation/configuration.md>.
#[test]
fn flannels_default_network_carries_256_nodes() {
    let report = with("cni: flannel", "max_pods: 110, nodes: {desired: 3}");
    assert_eq!(report.node_groups[0].max_nodes, Some(256));
    assert_eq!(report.pod_pools[0].pods_per_node, 254);
}

/// Cilium's cluster pool cuts a /p into 2^(24 − p) nodes, and each /24 is planned with 250 pods.
///
/// Source: <https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/>.
#[test]
fn ciliums_pool_carries_a_node_a_24() {
    for (length, nodes) in [(20, 16), (16, 256), (12, 4_096)] {
        let report = with(
            &format!("cni: cilium-overlay, pod_cidr: 100.64.0.0/{length}"),
            "max_pods: 110, nodes: {desired: 3}",
        );
        assert_eq!(report.node_groups[0].max_nodes, Some(nodes), "/{length}");
    }
    let report = with(
        "cni: cilium-overlay, pod_cidr: 100.64.0.0/12",
        "max_pods: 302, nodes: {desired: 2}, pods: {desired: 600}",
    );
    assert_eq!(report.totals.pods_without_address, 2 * 50);
    let wall = report
        .walls
        .iter()
        .find(|wall| wall.kind == WallKind::OverlayBlocks && wall.limit == 250)
        .unwrap();
    assert_eq!(
        (wall.pods, wall.fix()),
        (
            500,
            "Set block_size: 23 before the cluster starts.".to_owned()
        )
    );
}

/// Several blocks add up, and one inside another counts once.
#[test]
fn pod_cidrs_add_up() {
    for (cidrs, blocks) in [
        ("[100.64.0.0/24, 100.64.1.0/24]", 2),
        ("[100.64.0.0/24, 100.64.4.0/22]", 5),
        ("[100.64.0.0/22, 100.64.1.0/24]", 4),
    ] {
        let report = with(
            &format!("cni: cilium-overlay, pod_cidr: {cidrs}"),
            "max_pods: 110, nodes: {desired: 1}",
        );
        assert_eq!(report.pod_pools[0].blocks, blocks, "{cidrs}");
    }
}

/// A cluster pool that has a block for each node has none for the nodes of an update.
#[test]
fn an_update_needs_blocks_as_well() {
    let gates = |cidr: &str| {
        let report = with(
            &format!("cni: cilium-overlay, pod_cidr: {cidr}"),
            "max_pods: 110, nodes: {desired: 4, max: 4}, pods: {desired: 40}",
        );
        GateKind::ALL.map(|kind| {
            report
                .gates
                .iter()
                .find(|gate| gate.kind == kind)
                .unwrap()
                .ok
        })
    };
    // Four nodes and a surge of six: twice the three zones.
    assert_eq!(gates("100.64.0.0/22"), [false, true, true]);
    assert_eq!(gates("100.64.0.0/20"), [true, true, true]);
}

/// Cilium's default pool in a VPC of 10.0.0.0/16: "you will lose connectivity to other nodes".
///
/// Source: <https://docs.cilium.io/en/stable/network/concepts/ipam/cluster-pool/>.
#[test]
fn ciliums_default_pool_meets_a_vpc_of_ten() {
    let report = with("cni: cilium-overlay", "max_pods: 110");
    let finding = report
        .findings
        .iter()
        .find(|finding| finding.code == Code::PodCidrOverlaps)
        .unwrap();
    assert_eq!(
        finding.message(),
        "cilium-overlay's default 10.0.0.0/8 overlaps the VPC's 10.0.0.0/16: pods could not reach one of them."
    );
    assert_eq!(
        finding.help(),
        "Set pod_cidr to a block that meets nothing, such as 100.64.0.0/16."
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// One node at a time is the obvious way.
    #[test]
    fn pools_equal_a_count_node_by_node(
        cni in prop::sample::select(vec!["calico", "cilium-overlay", "flannel", "weave-net"]),
        length in 16u32..=24,
        nodes in 1u64..300,
        pods in 0u64..30_000,
        daemonset in 0u64..4,
        max_pods in 10u64..300,
    ) {
        let report = report(&format!(
            "vpc: {{cidrs: [10.0.0.0/16]}}\n\
             networking: {{cni: {cni}, pod_cidr: 100.64.0.0/{length}}}\n\
             node_groups: [{{instance_types: [m5.4xlarge], max_pods: {max_pods}, daemonset_pods: {daemonset}, nodes: {{desired: {nodes}, max: 300}}, pods: {{desired: {pods}}}}}]"
        ));
        let pool = 1u64 << (32 - length);
        // Blocks of the pool, addresses of a block, those of a node that no pod has, whether a node has just one block.
        let (mut blocks, size, own, fixed) = match cni {
            "calico" => (pool / 64, 64, 0, false),
            "cilium-overlay" => (pool / 256, 256, 6, true),
            "flannel" => (pool / 256, 256, 2, true),
            _ => (pool - 2, 1, 1, false),
        };
        let mut addresses = blocks * size;
        let (mut wanted, mut without) = (0, 0);
        for node in 0..nodes {
            let share = pods / nodes + u64::from(node < pods % nodes);
            let workload = share.min(max_pods.saturating_sub(2 + daemonset));
            let all = workload + daemonset.min(max_pods.saturating_sub(2 + workload));
            let claims = if fixed { 1 } else { (all + own).div_ceil(size) };
            wanted += claims;
            let lost = if cni == "calico" {
                let lost = all.saturating_sub(addresses);
                addresses -= all - lost;
                lost
            } else {
                let gets = if fixed { claims * u64::from(blocks > 0) } else { claims.min(blocks) };
                blocks -= gets;
                all.saturating_sub((gets * size).saturating_sub(own))
            };
            without += lost.min(workload);
        }
        let counted = &report.pod_pools[0];
        prop_assert_eq!(counted.used + counted.short, wanted);
        let group = &report.node_groups[0];
        prop_assert_eq!(group.pods_without_address, without);
    }
}
