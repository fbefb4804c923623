//! Five nodes in three /28 subnets, the example of "Avoiding IP consumption in Amazon EKS" (2020), and what bounds
//! contention in general.
//!
//! The article says 28 pods. An independent model of ipamd gave the figures below per instance type; it printed the
//! nodes of a row in no fixed order, so they are compared sorted.

use eniplan_core::aws::warm_pool::contention::{Free, NodeDemand, NodeOutcome, Workload, contend};
use eniplan_core::aws::warm_pool::{PoolSettings, footprint};
use proptest::prelude::*;

/// Interfaces, addresses on each, max pods.
type Type = (&'static str, u32, u32, u32);

const T3_MICRO: Type = ("t3.micro", 2, 2, 4);
const T3_SMALL: Type = ("t3.small", 3, 4, 11);
const T3_MEDIUM: Type = ("t3.medium", 3, 6, 17);
const T3_LARGE: Type = ("t3.large", 3, 12, 35);
const M5_LARGE: Type = ("m5.large", 3, 10, 29);
const M5_XLARGE: Type = ("m5.xlarge", 4, 15, 58);

/// Pods of a node that need no address: aws-node and kube-proxy.
const HOST_NETWORK_PODS: u32 = 2;

/// A /28 has 16 addresses, of which AWS reserves five.
const USABLE: u32 = 11;

/// Free addresses of the three subnets once `interfaces` of the control plane stand in them, one by one in turn.
fn subnets(interfaces: u32) -> [Free; 3] {
    [2, 1, 0].map(|later| Free::new(USABLE - (interfaces + later) / 3, 0))
}

/// Two nodes in the first subnet, two in the second, one in the third, each with every pod that fits its max pods.
fn nodes((_, enis, ipv4, max_pods): Type, warm_ip_target: Option<u32>) -> [NodeDemand; 5] {
    [0, 1, 2, 0, 1].map(|node_subnet| NodeDemand {
        node_subnet,
        pod_subnet: None,
        settings: PoolSettings {
            warm_ip_target,
            ..PoolSettings::shipped(enis, ipv4)
        },
        pods: max_pods - HOST_NETWORK_PODS,
        max_pods,
    })
}

fn idle(nodes: &[NodeDemand; 5]) -> [NodeDemand; 5] {
    nodes.map(|node| NodeDemand { pods: 0, ..node })
}

fn addresses(outcomes: &[NodeOutcome]) -> u32 {
    outcomes
        .iter()
        .map(|node| node.node_subnet_addresses + node.pod_subnet_addresses)
        .sum()
}

fn pods(outcomes: &[NodeOutcome]) -> Vec<u32> {
    let mut pods: Vec<u32> = outcomes.iter().map(|node| node.pods_with_address).collect();
    pods.sort_unstable();
    pods
}

fn total(outcomes: &[NodeOutcome]) -> u32 {
    pods(outcomes).iter().sum()
}

/// Pods bound as the scheduler binds them, all that max pods allows, and 28 pods that find the free addresses.
const WORKLOADS: [Workload; 2] = [Workload::Bound, Workload::Spread(28)];

#[test]
fn the_subnets_have_33_usable_addresses_and_29_beside_the_control_plane() {
    let free = |interfaces| subnets(interfaces).map(|subnet| subnet.addresses());
    assert_eq!(free(0), [11, 11, 11]);
    assert_eq!(free(4), [9, 10, 10]);
}

#[test]
fn idle_nodes_take_what_their_first_interface_holds() {
    for (kind, used) in [
        (T3_MICRO, 10),
        (T3_SMALL, 20),
        (T3_MEDIUM, 28),
        (T3_LARGE, 33),
        (M5_LARGE, 32),
        (M5_XLARGE, 33),
    ] {
        let outcomes = contend(&mut subnets(0), &idle(&nodes(kind, None)), Workload::Bound);
        assert_eq!(addresses(&outcomes), used, "{}", kind.0);
        let outcomes = contend(
            &mut subnets(0),
            &idle(&nodes(kind, Some(1))),
            Workload::Bound,
        );
        assert_eq!(addresses(&outcomes), 10, "{} with WARM_IP_TARGET 1", kind.0);
    }
}

#[test]
fn pods_get_addresses_as_the_table_says() {
    for (kind, per_node) in [
        (T3_MICRO, [2, 2, 2, 2, 2]),
        (T3_SMALL, [3, 3, 3, 3, 6]),
        (T3_MEDIUM, [4, 4, 5, 5, 5]),
        (T3_LARGE, [4, 4, 5, 5, 10]),
        (M5_LARGE, [0, 0, 9, 9, 9]),
        (M5_XLARGE, [4, 4, 5, 5, 10]),
    ] {
        for workload in WORKLOADS {
            let outcomes = contend(&mut subnets(0), &nodes(kind, None), workload);
            assert_eq!(pods(&outcomes), per_node, "{} {workload:?}", kind.0);
        }
    }
}

#[test]
fn what_no_node_can_use_stays_free() {
    for (kind, left) in [(T3_MICRO, [3, 3, 7]), (T3_MEDIUM, [0, 0, 5])] {
        let mut subnets = subnets(0);
        contend(&mut subnets, &nodes(kind, None), Workload::Bound);
        assert_eq!(subnets.map(|subnet| subnet.addresses()), left, "{}", kind.0);
    }
}

#[test]
fn beside_the_control_plane_fewer_pods_get_addresses() {
    for (kind, running) in [
        (T3_MICRO, 10),
        (T3_SMALL, 18),
        (T3_MEDIUM, 20),
        (T3_LARGE, 24),
        (M5_LARGE, 24),
        (M5_XLARGE, 24),
    ] {
        for workload in WORKLOADS {
            let outcomes = contend(&mut subnets(4), &nodes(kind, None), workload);
            assert_eq!(total(&outcomes), running, "{} {workload:?}", kind.0);
        }
    }
}

#[test]
fn with_warm_ip_target_1_the_addresses_are_shared_evenly() {
    for (kind, running) in [
        (T3_MICRO, 10),
        (T3_SMALL, 24),
        (T3_MEDIUM, 27),
        (T3_LARGE, 28),
        (M5_LARGE, 27),
        (M5_XLARGE, 28),
    ] {
        for workload in WORKLOADS {
            let outcomes = contend(&mut subnets(0), &nodes(kind, Some(1)), workload);
            assert_eq!(total(&outcomes), running, "{} {workload:?}", kind.0);
        }
    }
    let outcomes = contend(&mut subnets(0), &nodes(M5_LARGE, Some(1)), Workload::Bound);
    assert_eq!(pods(&outcomes), [4, 4, 5, 5, 9]);
}

fn settings() -> impl Strategy<Value = PoolSettings> {
    let target = || proptest::option::weighted(0.3, 0_u32..=20);
    (
        1_u32..=5,
        2_u32..=15,
        any::<[bool; 3]>(),
        0_u32..=2,
        target(),
        target(),
    )
        .prop_map(
            |(max_enis, ipv4_per_eni, modes, warm_eni_target, warm, minimum)| PoolSettings {
                prefix_delegation: modes[0],
                custom_networking: modes[1],
                trunk: modes[2],
                warm_eni_target,
                warm_ip_target: warm,
                minimum_ip_target: minimum,
                ..PoolSettings::shipped(max_enis, ipv4_per_eni)
            },
        )
}

/// A node on the first two of three subnets, its further interfaces at times on the others.
fn demand() -> impl Strategy<Value = NodeDemand> {
    let places = (0_usize..2, proptest::option::of(1_usize..3));
    (places, settings(), 0_u32..=60, 0_u32..=20).prop_map(
        |((node_subnet, pod_subnet), settings, pods, further_slots)| NodeDemand {
            node_subnet,
            pod_subnet,
            settings,
            pods,
            max_pods: pods + further_slots,
        },
    )
}

fn workload() -> impl Strategy<Value = Workload> {
    prop_oneof![
        Just(Workload::Bound),
        (0_u32..=200).prop_map(Workload::Spread)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_and_what_is_left_add_up(
        nodes in proptest::collection::vec(demand(), 0..12),
        free in any::<[u8; 3]>(),
        workload in workload(),
    ) {
        let before = free.map(|free| Free::new(free.into(), u32::from(free) / 16));
        let mut after = before;
        let outcomes = contend(&mut after, &nodes, workload);
        prop_assert_eq!(outcomes.len(), nodes.len());
        let sum = |subnets: [Free; 3]| subnets.iter().map(Free::addresses).sum::<u32>();
        let trunks: u32 = outcomes.iter().map(|node| node.trunk_addresses).sum();
        prop_assert_eq!(sum(before), sum(after) + addresses(&outcomes) + trunks);
        for (node, outcome) in nodes.iter().zip(&outcomes) {
            prop_assert!(outcome.pods_with_address <= node.pods);
            prop_assert!(outcome.launched || *outcome == NodeOutcome::default());
            prop_assert!(outcome.launched == (outcome.interfaces > 0));
        }
        if let Workload::Spread(wanted) = workload {
            prop_assert!(total(&outcomes) <= wanted);
        }
    }

    #[test]
    fn where_there_is_plenty_every_node_has_its_footprint(
        nodes in proptest::collection::vec(demand(), 1..6),
    ) {
        let mut subnets = [Free::new(60_000, 3_000); 4];
        let outcomes = contend(&mut subnets, &nodes, Workload::Bound);
        for (node, outcome) in nodes.iter().zip(outcomes) {
            if node.settings.custom_networking && node.pod_subnet.is_none() {
                prop_assert_eq!(outcome.pods_with_address, 0);
                continue;
            }
            let expected = footprint(&node.settings, node.pods, node.max_pods);
            prop_assert_eq!(outcome.interfaces, expected.interfaces);
            prop_assert_eq!(outcome.trunk_addresses, expected.trunk_addresses);
            prop_assert_eq!(outcome.pods_with_address, node.pods - expected.pods_without_address);
            let taken = outcome.node_subnet_addresses + outcome.pod_subnet_addresses;
            prop_assert_eq!(taken, expected.subnet_addresses());
            let same = node.pod_subnet == Some(node.node_subnet);
            if node.settings.custom_networking && !same {
                prop_assert_eq!(outcome.node_subnet_addresses, expected.node_subnet_addresses);
            }
        }
    }
}

#[test]
fn a_slash_28_has_no_room_for_prefixes() {
    let [node, ..] = nodes(M5_LARGE, None);
    let settings = PoolSettings {
        prefix_delegation: true,
        ..node.settings
    };
    let node = NodeDemand { settings, ..node };
    let outcomes = contend(&mut [Free::new(USABLE, 0)], &[node], Workload::Bound);
    assert_eq!(
        (outcomes[0].launched, outcomes[0].pods_with_address),
        (true, 0)
    );
    // An empty /26 has two whole blocks; the nodes' own addresses come from the rest of it.
    let outcomes = contend(&mut [Free::new(59, 2)], &[node; 3], Workload::Bound);
    assert_eq!(pods(&outcomes), [0, 16, 16]);
}

#[test]
fn discovery_leaves_the_first_interface_where_it_is() {
    let [node, ..] = nodes(M5_LARGE, None);
    let tagged = NodeDemand {
        pod_subnet: Some(1),
        pods: 1,
        ..node
    };
    let mut subnets = [Free::new(59, 0), Free::new(251, 0)];
    let outcome = contend(&mut subnets, &[tagged], Workload::Bound)[0];
    assert_eq!(
        (outcome.node_subnet_addresses, outcome.pod_subnet_addresses),
        (10, 10)
    );
    // The second interface takes all but one address of the tagged subnet, the third goes back to the node's.
    let mut subnets = [Free::new(20, 0), Free::new(11, 0)];
    let busy = NodeDemand { pods: 27, ..tagged };
    let outcome = contend(&mut subnets, &[busy], Workload::Bound)[0];
    assert_eq!(
        (outcome.node_subnet_addresses, outcome.pod_subnet_addresses),
        (20, 10)
    );
    assert_eq!(outcome.pods_with_address, 27);
}

#[test]
fn custom_networking_starves_in_the_pod_subnet_alone() {
    let [node, ..] = nodes(M5_LARGE, None);
    let settings = PoolSettings {
        custom_networking: true,
        ..node.settings
    };
    let node = NodeDemand {
        settings,
        pod_subnet: Some(1),
        pods: 18,
        ..node
    };
    let mut subnets = [Free::new(251, 0), Free::new(27, 0)];
    let outcomes = contend(&mut subnets, &[node; 3], Workload::Bound);
    // Each takes one interface of ten; the seven left are too few for another.
    assert_eq!(pods(&outcomes), [0, 9, 9]);
    assert_eq!(subnets.map(|subnet| subnet.addresses()), [248, 7]);
}

#[test]
fn a_node_whose_subnet_is_full_is_not_launched() {
    let outcomes = contend(
        &mut [Free::new(1, 0)],
        &nodes(T3_MICRO, None)[..1],
        Workload::Bound,
    );
    assert!(outcomes[0].launched);
    let outcomes = contend(
        &mut [Free::new(0, 0)],
        &nodes(T3_MICRO, None),
        Workload::Bound,
    );
    assert_eq!(outcomes, [NodeOutcome::default(); 5]);
}

#[test]
fn a_hundred_thousand_nodes_are_brought_up() {
    let [node, ..] = nodes(M5_XLARGE, None);
    let nodes: Vec<NodeDemand> = (0..100_000)
        .map(|index| NodeDemand {
            node_subnet: index % 48,
            ..node
        })
        .collect();
    let mut subnets = [Free::new(65_531, 4_094); 48];
    let outcomes = contend(&mut subnets, &nodes, Workload::Bound);
    let taken = u64::from(addresses(&outcomes));
    let left: u64 = subnets
        .iter()
        .map(|subnet| u64::from(subnet.addresses()))
        .sum();
    assert_eq!(taken + left, 48 * 65_531);
    assert!(outcomes.iter().all(|node| node.launched));
}
