//! What the kubelet keeps back from pods.
//!
//! nodeadm's [config.go][nodeadm], the same as AL2's bootstrap.sh; there is no system reservation.
//!
//! [nodeadm]: https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/internal/kubelet/config.go

/// Memory that `evictionHard` keeps free, in MiB.
///
/// [config.go](https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/internal/kubelet/config.go)
pub const EVICTION_MEMORY_MIB: u32 = 100;

/// Disk that `kubeReserved` keeps back, in GiB.
///
/// [config.go](https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/internal/kubelet/config.go)
pub const EPHEMERAL_STORAGE_GIB: u32 = 1;

/// Karpenter's `VM_MEMORY_OVERHEAD_PERCENT` by default, in thousandths: what a machine has less than EC2 says.
///
/// [options.go](https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/pkg/operator/options/options.go)
pub const VM_MEMORY_OVERHEAD_PER_MILLE: u64 = 75;

/// `kubeReserved.memory` in MiB: 255 and 11 for each pod.
///
/// `max_pods` is the number that nodeadm computes; one that is written into the kubelet's configuration leaves this as it was,
/// so dense nodes need a larger reservation written beside it. Karpenter takes its own number.
///
/// ```
/// assert_eq!(eniplan_core::aws::reservations::memory_mib(110), 1_465);
/// ```
pub fn memory_mib(max_pods: u32) -> u32 {
    max_pods.saturating_mul(11).saturating_add(255)
}

/// `kubeReserved.cpu` in thousandths of a core: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest.
///
/// ```
/// assert_eq!(eniplan_core::aws::reservations::cpu_millicores(2), 70);
/// ```
pub fn cpu_millicores(vcpus: u32) -> u32 {
    u32::try_from(reserved_millicores(vcpus)).unwrap_or(u32::MAX)
}

fn reserved_millicores(vcpus: u32) -> u64 {
    /// Cores of each tier, and the share of them in hundredths of a percent.
    const TIERS: [(u32, u64); 4] = [(1, 600), (1, 100), (2, 50), (u32::MAX, 25)];
    let mut left = vcpus;
    let mut reserved: u64 = 0;
    for (cores, share) in TIERS {
        let here = left.min(cores);
        left = left.saturating_sub(here);
        let of_tier = u64::from(here).saturating_mul(1_000).saturating_mul(share);
        reserved = reserved.saturating_add(of_tier / 10_000);
    }
    reserved
}

/// Memory that pods can request, in KiB, of a node whose kubelet reports `capacity_kib`.
///
/// ```
/// // What is left of too little is nothing.
/// assert_eq!(eniplan_core::aws::reservations::allocatable_memory_kib(1_024, 29), 0);
/// ```
pub fn allocatable_memory_kib(capacity_kib: u64, max_pods: u32) -> u64 {
    let kept_mib = memory_mib(max_pods).saturating_add(EVICTION_MEMORY_MIB);
    capacity_kib.saturating_sub(u64::from(kept_mib).saturating_mul(1_024))
}

/// CPU that pods can request, in thousandths of a core.
///
/// ```
/// assert_eq!(eniplan_core::aws::reservations::allocatable_cpu_millicores(2), 1_930);
/// ```
pub fn allocatable_cpu_millicores(vcpus: u32) -> u32 {
    let all = u64::from(vcpus).saturating_mul(1_000);
    u32::try_from(all.saturating_sub(reserved_millicores(vcpus))).unwrap_or(u32::MAX)
}

/// What a kubelet would report as capacity, in KiB, of a type that EC2 lists with `memory_mib`: an estimate.
///
/// Firmware and kernel take some memory first; Karpenter takes 7.5 % off, rounded up to MiB, and so is seldom too hopeful.
///
/// ```
/// // 8192 − ⌈614.4⌉ MiB
/// assert_eq!(eniplan_core::aws::reservations::capacity_kib(8_192), 7_577 * 1_024);
/// ```
pub fn capacity_kib(memory_mib: u32) -> u64 {
    let overhead = u64::from(memory_mib)
        .saturating_mul(VM_MEMORY_OVERHEAD_PER_MILLE)
        .div_ceil(1_000);
    u64::from(memory_mib)
        .saturating_sub(overhead)
        .saturating_mul(1_024)
}
