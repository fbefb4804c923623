//! What the kubelet keeps back, against nodes that others looked at.

use eniplan_core::aws::reservations::{
    EVICTION_MEMORY_MIB, allocatable_cpu_millicores, allocatable_memory_kib, cpu_millicores,
    memory_mib,
};

/// karpenter-provider-aws #7989 (CASES A19), the status of an m7a.4xlarge with max pods 234.
#[test]
fn karpenter_7989_m7a_4xlarge_to_the_kib() {
    assert_eq!(allocatable_memory_kib(64_422_252, 234), 61_422_956);
    assert_eq!(allocatable_cpu_millicores(16), 15_890);
    assert_eq!(memory_mib(234) + EVICTION_MEMORY_MIB, 2_929);
}

/// awslabs/amazon-eks-ami #2580 (B12): expressions without a min() reserve for pods that never come.
#[test]
fn eks_ami_2580_uncapped_expressions() {
    assert_eq!(memory_mib(288), 3_423);
    assert_eq!(memory_mib(672), 7_647);
}

/// The tiers of get_cpu_millicores_to_reserve in bootstrap.sh, each floored.
#[test]
fn cpu_by_tier() {
    for (vcpus, reserved) in [
        (0, 0),
        (1, 60),
        (2, 70),
        (3, 75),
        (4, 80),
        (8, 90),
        (16, 110),
        (36, 160),
        (96, 310),
        (192, 550),
    ] {
        assert_eq!(cpu_millicores(vcpus), reserved, "{vcpus}");
    }
}

#[test]
fn memory_by_pods() {
    for (pods, reserved) in [
        (29, 574),
        (58, 893),
        (110, 1_465),
        (250, 3_005),
        (737, 8_362),
    ] {
        assert_eq!(memory_mib(pods), reserved, "{pods}");
    }
}

#[test]
fn absurd_numbers_do_not_overflow() {
    assert_eq!(memory_mib(u32::MAX), u32::MAX);
    assert_eq!(allocatable_memory_kib(1, u32::MAX), 0);
    assert!(cpu_millicores(u32::MAX) > 0);
    assert!(allocatable_cpu_millicores(u32::MAX) > 0);
}
