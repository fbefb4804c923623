//! The advised warm targets against every other setting, tried one by one on the step model.

use eniplan_core::aws::warm_pool::PoolSettings;
use eniplan_core::aws::warm_pool::advice::{Load, keeps, spare, targets};
use eniplan_core::aws::warm_pool::steps::{Pool, Rest};
use proptest::prelude::*;

/// Addresses that a node takes after each pod, from none to `most`; none where the pool does not come to rest.
fn replay(settings: &PoolSettings, most: u32, max_pods: u32) -> Option<Vec<(u32, u32)>> {
    let mut pool = Pool::new(settings, max_pods);
    let mut seen = Vec::new();
    for pods in 0..=most {
        if pods > 0 {
            pool.arrive(1);
        }
        if pool.settle() == Rest::Oscillates {
            return None;
        }
        seen.push((
            pool.held() * settings.unit().addresses(),
            pool.subnet_addresses(),
        ));
    }
    Some(seen)
}

/// What the emptiest and the fullest node take together, where the settings keep `spare` at every number of pods.
fn cost(settings: &PoolSettings, spare: u32, load: Load) -> Option<u32> {
    let seen = replay(settings, load.most, load.max_pods)?;
    let size = settings.unit().addresses();
    let can_hold = settings.pod_interface_limit() * settings.slots_per_interface() * size;
    let can_use = load.max_pods.div_ceil(size) * size;
    for (pods, (addresses, _)) in (0..).zip(&seen) {
        if *addresses < (pods + spare).min(can_hold).min(can_use) {
            return None;
        }
    }
    Some(seen[load.fewest as usize].1 + seen[load.most as usize].1)
}

/// Every setting that could be cheaper than the advised one.
fn all(present: PoolSettings, spare: u32, load: Load) -> Vec<PoolSettings> {
    let mut all = Vec::new();
    for warm in 0..=3 {
        all.push(PoolSettings {
            warm_ip_target: None,
            minimum_ip_target: None,
            warm_eni_target: warm,
            warm_prefix_target: warm,
            ..present
        });
    }
    for warm in 0..=spare + 2 {
        for minimum in 0..=load.most + spare + 2 {
            all.push(PoolSettings {
                warm_ip_target: Some(warm),
                minimum_ip_target: Some(minimum),
                ..present
            });
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_setting_keeps_as_many_spare_with_fewer_addresses(
        enis in 1u32..5,
        slots in 1u32..8,
        prefixes in any::<bool>(),
        custom in any::<bool>(),
        trunk in any::<bool>(),
        spare in 1u32..9,
        fewest in 0u32..20,
        more in 0u32..3,
        max_pods in 2u32..40,
    ) {
        let present = PoolSettings {
            prefix_delegation: prefixes,
            custom_networking: custom,
            trunk,
            ..PoolSettings::shipped(enis, slots + 1)
        };
        let load = Load { fewest, most: fewest + more, max_pods };
        let Some(advised) = targets(&present, spare, load) else {
            prop_assert_eq!(present.pod_interface_limit(), 0);
            return Ok(());
        };
        let own = cost(&advised, spare, load);
        prop_assert!(own.is_some(), "{:?} does not keep {} spare at {:?}", advised, spare, load);
        for pods in 0..=load.most {
            prop_assert!(keeps(&advised, pods, spare, max_pods));
        }
        for other in all(present, spare, load) {
            if let Some(cost) = cost(&other, spare, load) {
                prop_assert!(own <= Some(cost), "{:?} takes {:?}, {:?} takes {}", advised, own, other, cost);
            }
        }
    }

    /// What `keeps` says of a number of pods is what the replay shows.
    #[test]
    fn keeping_spare_is_what_the_steps_show(
        slots in 1u32..8,
        warm in 1u32..6,
        minimum in 0u32..30,
        spare in 1u32..9,
        pods in 0u32..24,
        max_pods in 2u32..40,
    ) {
        let settings = PoolSettings {
            warm_ip_target: Some(warm),
            minimum_ip_target: Some(minimum),
            ..PoolSettings::shipped(3, slots + 1)
        };
        let seen = replay(&settings, pods, max_pods).expect("an address target comes to rest");
        let wanted = (pods + spare).min(3 * slots).min(max_pods);
        prop_assert_eq!(
            keeps(&settings, pods, spare, max_pods),
            seen[pods as usize].0 >= wanted
        );
    }
}

/// Worked out by hand: 90 pods a minute on 12 nodes are 7.5 a node and minute, 5 of them within 40 seconds.
#[test]
fn spare_follows_the_churn() {
    assert_eq!(spare(90, 12), 5);
    assert_eq!(spare(91, 12), 6);
    assert_eq!(spare(1, 1), 2);
    assert_eq!(spare(u64::MAX, 0), u32::MAX);
}
