//! One row of the table.

use alloc::string::String;

/// What one EC2 instance type offers.
///
/// `None` means that no source states it; it never means zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceType {
    /// The name, such as `m5.large`.
    pub name: String,
    /// Virtual CPUs by default.
    pub vcpus: Option<u32>,
    /// Memory in MiB as EC2 reports it, more than a node can give to pods.
    pub memory_mib: Option<u32>,
    /// Processor architecture.
    pub arch: Option<Arch>,
    /// Hypervisor; EC2 reports none for bare metal.
    pub hypervisor: Option<Hypervisor>,
    /// Whether it is a whole machine without a hypervisor.
    pub bare_metal: bool,
    /// Network cards of the instance.
    pub network_cards: u8,
    /// Interfaces of the default network card, the one that the VPC CNI uses; not the sum over all cards.
    pub max_enis: u32,
    /// IPv4 addresses of one interface, its primary address included.
    pub ipv4_per_eni: u32,
    /// Whether it can carry a trunk interface, which security groups for pods need.
    pub trunking: Option<bool>,
    /// Branch interfaces of its trunk; none where it cannot carry one.
    pub branch_enis: Option<u32>,
    /// What AWS's own `eni-max-pods.txt` says. A cross-check: no rule reads it to count pods.
    pub aws_max_pods: Option<u32>,
}

impl InstanceType {
    /// The part of the name before the dot.
    ///
    /// ```
    /// # use eniplan_core::aws::catalogue::Catalogue;
    /// assert_eq!(Catalogue::bundled().get("m5.large").unwrap().family(), "m5");
    /// ```
    pub fn family(&self) -> &str {
        split(&self.name).0
    }

    /// The part of the name after the dot.
    ///
    /// ```
    /// # use eniplan_core::aws::catalogue::Catalogue;
    /// assert_eq!(Catalogue::bundled().get("m5.large").unwrap().size(), "large");
    /// ```
    pub fn size(&self) -> &str {
        split(&self.name).1
    }

    /// Whether the VPC CNI can give its interfaces /28 prefixes: Nitro or bare metal.
    ///
    /// The test of [`IsPrefixDelegationSupported`][source], read at v1.23.1.
    ///
    /// [source]: https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/awsutils/awsutils.go
    pub fn supports_prefix_delegation(&self) -> bool {
        self.bare_metal || self.hypervisor == Some(Hypervisor::Nitro)
    }

    /// Whether it can carry a trunk interface; `None` where no table of AWS lists the type.
    pub fn is_trunking_compatible(&self) -> Option<bool> {
        self.trunking
    }
}

/// A name as family and size; the size is empty where there is no dot.
pub(super) fn split(name: &str) -> (&str, &str) {
    name.split_once('.').unwrap_or((name, ""))
}

/// Processor architecture, by the names of the label `kubernetes.io/arch` and of EC2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arch {
    /// 64-bit Intel and AMD.
    X86_64,
    /// 64-bit Arm, such as Graviton.
    Arm64,
}

impl Arch {
    /// EC2's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }
}

/// Hypervisor, by EC2's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hypervisor {
    /// The Nitro system.
    Nitro,
    /// Xen, of earlier generations; no prefix delegation, no trunk interface.
    Xen,
}

impl Hypervisor {
    /// EC2's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nitro => "nitro",
            Self::Xen => "xen",
        }
    }
}
