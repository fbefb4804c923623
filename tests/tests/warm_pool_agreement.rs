//! The two forms of the warm pool give the same node, whatever its settings.

use eniplan_core::aws::warm_pool::steps::{Pool, Rest};
use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, Trouble, footprint, peak};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// Limits from the smallest to the largest that EC2 sells, with a few of the usual ones made likely.
fn limits() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![
        4 => (1_u32..=6, 2_u32..=15),
        2 => prop_oneof![Just((2, 2)), Just((3, 4)), Just((3, 10)), Just((4, 15)), Just((8, 30))],
        1 => (1_u32..=15, 2_u32..=50),
    ]
}

/// A target that is mostly small, at times zero, and now and then far beyond any interface.
fn target() -> impl Strategy<Value = u32> {
    prop_oneof![2 => Just(0_u32), 6 => 1_u32..=5, 3 => 6_u32..=60, 1 => 61_u32..=400]
}

fn settings() -> impl Strategy<Value = PoolSettings> {
    let modes = (any::<bool>(), any::<bool>(), any::<bool>());
    let max_eni = proptest::option::weighted(0.2, 0_u32..=16);
    let optional = || proptest::option::weighted(0.4, target());
    (
        limits(),
        modes,
        max_eni,
        (target(), optional(), optional(), target()),
    )
        .prop_map(
            |((max_enis, ipv4_per_eni), modes, max_eni, targets)| PoolSettings {
                max_enis,
                ipv4_per_eni,
                prefix_delegation: modes.0,
                custom_networking: modes.1,
                trunk: modes.2,
                max_eni,
                warm_eni_target: targets.0,
                warm_ip_target: targets.1,
                minimum_ip_target: targets.2,
                warm_prefix_target: targets.3,
            },
        )
}

/// A node: its settings, max pods below and above what its interfaces hold, and pods from none to max pods.
fn node() -> impl Strategy<Value = (PoolSettings, u32, u32)> {
    settings().prop_flat_map(|settings| {
        let unit = settings.unit().addresses();
        let holds = settings.pod_interface_limit() * settings.slots_per_interface() * unit;
        let max_pods = prop_oneof![0..=holds, holds..=holds + 40, Just(holds + 2), 0_u32..=110];
        (
            Just(settings),
            max_pods.prop_map(|max_pods| max_pods.min(750)),
        )
            .prop_flat_map(|(settings, max_pods)| (Just(settings), 0..=max_pods, Just(max_pods)))
    })
}

fn agree(by_form: &Footprint, pool: &Pool, rest: Rest) -> Result<(), TestCaseError> {
    prop_assert!(by_form.per_interface().eq(pool.per_interface()));
    prop_assert_eq!(by_form.held, pool.held());
    prop_assert_eq!(by_form.pod_addresses, pool.pod_addresses());
    prop_assert_eq!(by_form.idle, pool.idle());
    prop_assert_eq!(by_form.subnet_addresses(), pool.subnet_addresses());
    prop_assert_eq!(by_form.pods_without_address, pool.waiting());
    prop_assert_eq!(by_form.stable(), rest == Rest::Stable);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn closed_form_and_steps_agree((settings, pods, max_pods) in node()) {
        let mut pool = Pool::new(&settings, max_pods);
        let mut rest = pool.settle();
        for _ in 0..pods {
            pool.arrive(1);
            rest = pool.settle();
        }
        agree(&footprint(&settings, pods, max_pods), &pool, rest)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn closed_form_and_steps_agree_after_every_pod((settings, _, max_pods) in node()) {
        let mut pool = Pool::new(&settings, max_pods);
        for pods in 0..=max_pods {
            let rest = pool.settle();
            agree(&footprint(&settings, pods, max_pods), &pool, rest)?;
            pool.arrive(1);
        }
    }

    #[test]
    fn the_figures_of_a_footprint_add_up((settings, pods, max_pods) in node()) {
        let node = footprint(&settings, pods, max_pods);
        let per_interface: Vec<u32> = node.per_interface().collect();
        prop_assert_eq!(per_interface.len(), node.interfaces as usize);
        prop_assert_eq!(per_interface.iter().sum::<u32>(), node.held);
        prop_assert!(per_interface.iter().all(|&units| units <= settings.slots_per_interface()));
        prop_assert_eq!(node.subnet_addresses(), node.interfaces + node.pod_addresses);
        prop_assert_eq!(node.idle + pods, node.pod_addresses + node.pods_without_address);
        let limit = settings.interface_limit();
        prop_assert!(node.interfaces + node.trunk_addresses <= limit);
        let first = node.primary_interface_addresses();
        prop_assert_eq!(first, 1 + per_interface[0] * node.unit.addresses());
    }

    #[test]
    fn a_pool_that_stops_at_its_minimum_would_serve_more_with_one_warm_address(
        (settings, pods, max_pods) in node(),
    ) {
        let node = footprint(&settings, pods, max_pods);
        let minimum_alone = settings.ip_targets().is_some_and(|(warm, _)| warm == 0);
        let warmed = PoolSettings { warm_ip_target: Some(1), ..settings };
        let without = node.pods_without_address;
        let without_if_warmed = footprint(&warmed, pods, max_pods).pods_without_address;
        let starved = node.trouble == Some(Trouble::StopsAtMinimum);
        prop_assert_eq!(starved, minimum_alone && without_if_warmed < without);
    }

    #[test]
    fn a_node_whose_pods_all_left_holds_what_a_fresh_one_does((settings, pods, max_pods) in node()) {
        let mut pool = Pool::new(&settings, max_pods);
        for _ in 0..pods {
            pool.arrive(1);
            pool.settle();
        }
        while pool.pods() > 0 {
            let interfaces = pool.per_interface().len();
            for position in 0..interfaces {
                while pool.leave(position) {}
            }
        }
        let rest = pool.settle();
        let fresh = footprint(&settings, 0, max_pods);
        prop_assert_eq!(rest == Rest::Stable, fresh.stable());
        prop_assert_eq!(pool.held(), fresh.held);
        // With address targets over prefixes ipamd keeps an empty interface for the warm prefix it does not use.
        if !(settings.prefix_delegation && settings.ip_targets().is_some()) {
            prop_assert!(fresh.per_interface().eq(pool.per_interface()));
        }
    }

    #[test]
    fn a_burst_overshoots_by_less_than_one_step((settings, pods, max_pods) in node()) {
        let one_by_one = footprint(&settings, pods, max_pods);
        let mut pool = Pool::new(&settings, max_pods);
        pool.arrive(pods);
        if pool.settle() == Rest::Stable && one_by_one.stable() {
            let (warm, minimum) = settings.ip_targets().unwrap_or_default();
            let by_addresses = warm.max(minimum).div_ceil(one_by_one.unit.addresses());
            let target = by_addresses.max(settings.warm_prefix_target);
            let overshoot = target.min(settings.slots_per_interface()).saturating_sub(1);
            prop_assert!(pool.held() >= one_by_one.held);
            prop_assert!(pool.held() <= one_by_one.held + overshoot);
        }
    }

    #[test]
    fn a_node_that_shrank_never_keeps_more_than_its_peak((settings, most_pods, max_pods) in node()) {
        let top = peak(&settings, most_pods, max_pods);
        let mut pool = Pool::new(&settings, max_pods);
        pool.settle();
        for _ in 0..most_pods {
            pool.arrive(1);
            pool.settle();
        }
        let interfaces = pool.per_interface().len();
        for position in 0..interfaces {
            while pool.leave(position) {
                pool.settle();
                prop_assert!(pool.subnet_addresses() <= top.subnet_addresses());
            }
        }
    }
}

#[test]
fn one_pod_left_on_each_interface_pins_all_of_them() {
    let m5_large = PoolSettings::shipped(3, 10);
    let mut pool = Pool::new(&m5_large, 29);
    for _ in 0..27 {
        pool.arrive(1);
        pool.settle();
    }
    for interface in 0..3 {
        for _ in 0..8 {
            assert!(pool.leave(interface));
        }
    }
    assert_eq!(pool.settle(), Rest::Stable);
    assert_eq!((pool.pods(), pool.subnet_addresses()), (3, 30));
    assert_eq!(peak(&m5_large, 27, 29).subnet_addresses(), 30);
    assert_eq!(footprint(&m5_large, 3, 29).subnet_addresses(), 20);
}

#[test]
fn one_pod_left_on_each_prefix_pins_all_of_them() {
    let m5_large = PoolSettings {
        prefix_delegation: true,
        ..PoolSettings::shipped(3, 10)
    };
    let mut pool = Pool::new(&m5_large, 110);
    for _ in 0..96 {
        pool.arrive(1);
        pool.settle();
    }
    assert_eq!(pool.held(), 7);
    for _ in 0..90 {
        assert!(pool.leave(0));
    }
    pool.settle();
    assert_eq!((pool.pods(), pool.held()), (6, 7));
    assert_eq!(peak(&m5_large, 96, 110).held, 7);
    assert_eq!(footprint(&m5_large, 6, 110).held, 2);
}
