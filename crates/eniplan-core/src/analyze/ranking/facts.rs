//! What the cells of a type depend on.

use crate::aws::catalogue::{Hypervisor, InstanceType, Look, limits};
use crate::aws::max_pods;

/// All that the cells of a type depend on.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of a type, set by name"
)]
pub(super) struct Facts {
    pub(super) max_enis: u32,
    pub(super) ipv4_per_eni: u32,
    pub(super) branch_enis: u32,
    /// Pods that AWS recommends at most.
    pub(super) cap: u32,
    /// Workload pods by CPU; where it does not bind, as many as any rule allows.
    pub(super) by_cpu: u32,
    /// Memory in MiB, where it binds.
    pub(super) memory_mib: Option<u32>,
    pub(super) takes_prefixes: bool,
    pub(super) is_nitro: bool,
    pub(super) is_trunking: bool,
    pub(super) is_unlisted: bool,
}

impl Facts {
    /// What a type offers; CPU and memory bind nothing yet.
    pub(super) fn of(instance: &InstanceType) -> Self {
        Self {
            max_enis: instance.max_enis,
            ipv4_per_eni: instance.ipv4_per_eni,
            branch_enis: instance.branch_enis.unwrap_or(0),
            cap: max_pods::cap(instance.vcpus),
            by_cpu: u32::MAX,
            memory_mib: None,
            takes_prefixes: instance.supports_prefix_delegation(),
            is_nitro: instance.hypervisor == Some(Hypervisor::Nitro),
            is_trunking: instance.is_trunking_compatible() == Some(true),
            is_unlisted: instance.aws_max_pods.is_none(),
        }
    }
}

/// But for branch interfaces, on which few columns depend.
impl Look for Facts {
    fn is_like(&self, other: &Self) -> bool {
        let branch_enis = self.branch_enis;
        *self
            == Self {
                branch_enis,
                ..*other
            }
    }

    fn traits(&self) -> [u32; 4] {
        [
            limits(self.max_enis, self.ipv4_per_eni),
            self.by_cpu,
            self.memory_mib.unwrap_or(self.cap),
            self.is_trunking.into(),
        ]
    }
}
