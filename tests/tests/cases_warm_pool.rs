//! Published warm-pool figures, each test named after its source.

use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, footprint};

const T3_SMALL: PoolSettings = PoolSettings::shipped(3, 4);
const C5_LARGE: PoolSettings = PoolSettings::shipped(3, 10);
const M4_4XLARGE: PoolSettings = PoolSettings::shipped(8, 30);
const P3DN_24XLARGE: PoolSettings = PoolSettings::shipped(15, 50);

fn ip_targets(settings: PoolSettings, warm: u32, minimum: u32) -> PoolSettings {
    PoolSettings {
        warm_ip_target: Some(warm),
        minimum_ip_target: Some(minimum),
        ..settings
    }
}

fn prefixes(settings: PoolSettings) -> PoolSettings {
    PoolSettings {
        prefix_delegation: true,
        ..settings
    }
}

/// The node at the max pods that its interfaces serve, which the sources leave unsaid.
fn node(settings: &PoolSettings, pods: u32) -> Footprint {
    let units = settings.pod_interface_limit() * settings.slots_per_interface();
    footprint(settings, pods, units * settings.unit().addresses() + 2)
}

/// A1: aws/amazon-vpc-cni-k8s, docs/eni-and-ip-target.md, the rows with `WARM_ENI_TARGET` 1.
#[test]
fn a1_eni_and_ip_target_warm_eni() {
    for (settings, pods, interfaces, addresses) in [
        (T3_SMALL, 0, 1, 3),
        (T3_SMALL, 5, 3, 9),
        (T3_SMALL, 9, 3, 9),
        (P3DN_24XLARGE, 0, 1, 49),
        (P3DN_24XLARGE, 3, 2, 98),
        (P3DN_24XLARGE, 95, 3, 147),
    ] {
        let node = node(&settings, pods);
        assert_eq!(
            (node.interfaces, node.held),
            (interfaces, addresses),
            "{pods} pods"
        );
    }
}

/// A2: the same page, `WARM_IP_TARGET` and `MINIMUM_IP_TARGET` together.
///
/// The published t3.small rows are for 0, 5 and 9 pods.
#[test]
fn a2_eni_and_ip_target_warm_ip() {
    for (settings, pods, interfaces, addresses) in [
        (ip_targets(T3_SMALL, 1, 1), 0, 1, 1),
        (ip_targets(T3_SMALL, 1, 1), 5, 2, 6),
        (ip_targets(T3_SMALL, 1, 1), 9, 3, 9),
        (ip_targets(T3_SMALL, 2, 5), 0, 2, 5),
        (ip_targets(T3_SMALL, 2, 5), 5, 3, 7),
        (ip_targets(T3_SMALL, 2, 5), 9, 3, 9),
        (ip_targets(P3DN_24XLARGE, 5, 10), 0, 1, 10),
        (ip_targets(P3DN_24XLARGE, 5, 10), 7, 1, 12),
        (ip_targets(P3DN_24XLARGE, 5, 10), 15, 1, 20),
        (ip_targets(P3DN_24XLARGE, 5, 10), 45, 2, 50),
    ] {
        let node = node(&settings, pods);
        assert_eq!(
            (node.interfaces, node.held),
            (interfaces, addresses),
            "{pods} pods"
        );
    }
}

/// A3: aws/amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md, t3.small with `WARM_PREFIX_TARGET` 1.
#[test]
fn a3_prefix_and_ip_target_warm_prefix() {
    for (pods, held, interfaces, unused) in [
        (0, 1, 1, 16),
        (5, 2, 1, 27),
        (16, 2, 1, 16),
        (17, 3, 1, 31),
        (58, 5, 2, 22),
    ] {
        let node = node(&prefixes(T3_SMALL), pods);
        assert_eq!(
            (node.held, node.interfaces, node.idle),
            (held, interfaces, unused),
            "{pods} pods"
        );
    }
}

/// A4: the same page, `WARM_IP_TARGET` and `MINIMUM_IP_TARGET` together.
#[test]
fn a4_prefix_and_ip_target_warm_ip() {
    for (warm, minimum, pods, held) in [
        (1, 1, 0, 1),
        (1, 1, 5, 1),
        (1, 1, 17, 2),
        (1, 1, 58, 4),
        (7, 20, 5, 2),
        (7, 20, 17, 2),
        (7, 20, 58, 5),
    ] {
        let node = node(&prefixes(ip_targets(T3_SMALL, warm, minimum)), pods);
        assert_eq!(node.held, held, "{warm}/{minimum}, {pods} pods");
    }
    for (pods, held, unused) in [(0, 1, 16), (7, 1, 9), (15, 2, 17), (45, 4, 19)] {
        let node = node(&prefixes(ip_targets(P3DN_24XLARGE, 5, 10)), pods);
        assert_eq!((node.held, node.idle), (held, unused), "{pods} pods");
    }
}

/// A5: aws/aws-eks-best-practices, networking/vpc-cni.adoc: three c5.large, CoreDNS on two of them.
#[test]
fn a5_best_practices_three_nodes_take_fifty_addresses() {
    let nodes = [1, 1, 0].map(|pods| node(&C5_LARGE, pods));
    assert_eq!(nodes.map(|node| node.subnet_addresses()), [20, 20, 10]);
    assert_eq!(nodes.map(|node| node.idle), [17, 17, 9]);
}

/// A23: younsl.github.io, vpc-cni-warm-ip-target: `WARM_IP_TARGET` 1 and `MINIMUM_IP_TARGET` 8.
///
/// The source names no type; any that holds 31 addresses shows it.
#[test]
fn a23_younsl_warm_ip_target() {
    for (pods, held) in [(0, 8), (3, 8), (7, 8), (8, 9), (15, 16), (30, 31)] {
        let node = node(&ip_targets(M4_4XLARGE, 1, 8), pods);
        assert_eq!(node.held, held, "{pods} pods");
    }
}

/// A32: the CNI's README as of its PR #925, m4.4xlarge.
///
/// It prints "0 to 29 pods" for 58 addresses; a node without pods holds 29, as docs/eni-and-ip-target.md says.
#[test]
fn a32_readme_m4_4xlarge() {
    for (pods, held) in [(0, 29), (1, 58), (29, 58), (30, 87), (58, 87)] {
        assert_eq!(node(&M4_4XLARGE, pods).held, held, "{pods} pods");
    }
}
