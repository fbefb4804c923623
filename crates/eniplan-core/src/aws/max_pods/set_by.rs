//! What the kubelet of a real node is told.
//!
//! [How maxPods is determined][precedence], added to the user guide in 2026, and the code of each provisioner.
//!
//! [precedence]: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence

use alloc::vec::Vec;

use super::doubt::Doubt;
use super::{Settings, cap, plain};
use crate::aws::Certainty;
use crate::aws::calculator::Rule;
use crate::aws::catalogue::{Hypervisor, InstanceType};
use crate::plan::{Ami, Cni, IpFamily, Provisioner};

pub(super) const PRECEDENCE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence";
pub(super) const NODEADM: &str = "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/nodeadm/internal/kubelet/eni_max_pods.go";
const BOOTSTRAP: &str = "https://github.com/awslabs/amazon-eks-ami/blob/0ab842803d82/templates/al2/runtime/bootstrap.sh";
const PLUTO: &str = "https://github.com/bottlerocket-os/bottlerocket-core-kit/blob/2033f69084a45ad4db71b85b8cad054ba4d7b69d/sources/api/pluto/src/main.rs";
const WINDOWS: &str =
    "https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-windows.html";
const KUBELET: &str = "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/#kubelet-config-k8s-io-v1beta1-KubeletConfiguration";
pub(super) const KARPENTER: &str = "https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/pkg/providers/instancetype/types.go";
pub(super) const AUTO_MODE: &str =
    "https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html";
const FARGATE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/fargate.html";

/// The kubelet's own default.
const KUBELET_DEFAULT: u32 = 110;

/// Who decides what the kubelet is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Setter {
    /// EKS, in the user data of a managed node group without an AMI of one's own.
    ManagedNodeGroup,
    /// nodeadm on AL2023.
    Nodeadm,
    /// bootstrap.sh on AL2.
    Bootstrap,
    /// pluto on Bottlerocket.
    Bottlerocket,
    /// Nobody, so the kubelet's default of 110 holds.
    KubeletDefault,
    /// Karpenter.
    Karpenter,
    /// EKS Auto Mode.
    AutoMode,
    /// Fargate: a pod has its node to itself.
    Fargate,
}

impl Setter {
    /// A word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::ManagedNodeGroup => "managed-node-group",
            Self::Nodeadm => "nodeadm",
            Self::Bootstrap => "bootstrap.sh",
            Self::Bottlerocket => "bottlerocket",
            Self::KubeletDefault => "kubelet-default",
            Self::Karpenter => "karpenter",
            Self::AutoMode => "auto-mode",
            Self::Fargate => "fargate",
        }
    }
}

/// The number that a node's kubelet is told, and how far to trust it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaxPods {
    /// Pods at most, those on the host's network included.
    pub pods: u32,
    /// Who decides.
    pub setter: Setter,
    /// How far to trust it.
    pub certainty: Certainty,
    /// Why it may not hold.
    pub doubts: Vec<Doubt>,
    /// Where it is written.
    pub source: &'static str,
}

impl MaxPods {
    fn new(pods: u32, setter: Setter, certainty: Certainty, source: &'static str) -> Self {
        Self {
            pods,
            setter,
            certainty,
            doubts: Vec::new(),
            source,
        }
    }

    /// Adds a doubt, and with it lowers the certainty to at most what it leaves.
    fn doubt(mut self, doubt: Doubt, leaves: Certainty, if_so: bool) -> Self {
        if if_so {
            self.doubts.push(doubt);
            self.certainty = self.certainty.max(leaves);
        }
        self
    }
}

/// What the kubelet of a node of this type is told when nobody writes a number down.
///
/// Most setters know nothing of the CNI's settings, so the number can be above or below the [`ceiling`](super::ceiling);
/// above it pods hang in ContainerCreating.
///
/// ```
/// use eniplan_core::aws::catalogue::Catalogue;
/// use eniplan_core::aws::max_pods::{Settings, set_by};
/// use eniplan_core::plan::Provisioner;
///
/// let catalogue = Catalogue::bundled();
/// let m5 = catalogue.get("m5.24xlarge").unwrap();
/// let own = Settings { provisioner: Provisioner::SelfManaged, ..Settings::default() };
/// assert_eq!(set_by(m5, &Settings::default()).pods, 250);
/// assert_eq!(set_by(m5, &own).pods, 737);
/// ```
pub fn set_by(instance: &InstanceType, settings: &Settings) -> MaxPods {
    match settings.provisioner {
        Provisioner::Fargate => MaxPods::new(1, Setter::Fargate, Certainty::Documented, FARGATE),
        Provisioner::AutoMode => auto_mode(instance),
        Provisioner::Karpenter => karpenter(instance, settings),
        Provisioner::Managed if !settings.custom_ami && settings.ami != Ami::Windows => {
            managed(instance, settings)
        }
        Provisioner::Managed | Provisioner::SelfManaged => by_ami(instance, settings.ami),
    }
}

/// Of several types the one with the lowest number, which a managed node group gives to all its nodes.
///
/// [Managed node groups](https://docs.aws.amazon.com/eks/latest/userguide/create-managed-node-group.html)
///
/// ```
/// use eniplan_core::aws::catalogue::Catalogue;
/// use eniplan_core::aws::max_pods::{Settings, lowest};
///
/// let catalogue = Catalogue::bundled();
/// let types = ["m5.xlarge", "m5.large"].map(|name| catalogue.get(name).unwrap());
/// let (instance, max) = lowest(types, &Settings::default()).unwrap();
/// assert_eq!((instance.name.as_str(), max.pods), ("m5.large", 29));
/// ```
pub fn lowest<'a>(
    instances: impl IntoIterator<Item = &'a InstanceType>,
    settings: &Settings,
) -> Option<(&'a InstanceType, MaxPods)> {
    instances
        .into_iter()
        .map(|instance| (instance, set_by(instance, settings)))
        .min_by_key(|(_, max)| max.pods)
}

/// The number alone of [`set_by`], without allocating, for tables of many types.
///
/// ```
/// use eniplan_core::aws::catalogue::Catalogue;
/// use eniplan_core::aws::max_pods::{Settings, set_by, told};
///
/// for instance in &Catalogue::bundled() {
///     assert_eq!(told(instance, &Settings::default()), set_by(instance, &Settings::default()).pods);
/// }
/// ```
pub fn told(instance: &InstanceType, settings: &Settings) -> u32 {
    let unlisted = instance.aws_max_pods.is_none();
    match (settings.provisioner, settings.ami) {
        (Provisioner::Fargate, _) => 1,
        (Provisioner::AutoMode, _) => plain(instance).min(KUBELET_DEFAULT),
        (_, Ami::Windows) => KUBELET_DEFAULT,
        (Provisioner::Managed, _) if !settings.custom_ami => {
            let cap = cap(instance.vcpus);
            capped(&rule(instance, settings), cap)
        }
        (Provisioner::Managed | Provisioner::SelfManaged, Ami::Bottlerocket) if unlisted => {
            KUBELET_DEFAULT
        }
        _ => plain(instance),
    }
}

/// The rule of EKS's former script with the settings of the VPC CNI; EKS knows nothing of other CNIs.
fn rule(instance: &InstanceType, settings: &Settings) -> Rule {
    let known = settings.cni == Cni::VpcCni;
    Rule {
        interfaces: instance.max_enis,
        addresses_per_interface: instance.ipv4_per_eni,
        nitro: instance.hypervisor == Some(Hypervisor::Nitro),
        max_eni: settings.max_eni.filter(|_| known).map(i64::from),
        custom_networking: known && settings.custom_networking,
        prefix_delegation: known
            && (settings.ip_family == IpFamily::Ipv6 || settings.prefix_delegation),
    }
}

fn capped(rule: &Rule, cap: u32) -> u32 {
    u32::try_from(rule.max_pods().clamp(0, i64::from(cap))).unwrap_or(cap)
}

/// EKS computes with the rule of its former script and the settings of the VPC CNI, and caps the result.
fn managed(instance: &InstanceType, settings: &Settings) -> MaxPods {
    let rule = rule(instance, settings);
    let prefixes = rule.prefix_delegation;
    let ipv6 = prefixes && settings.ip_family == IpFamily::Ipv6;
    let cap_here = cap(instance.vcpus);
    let pods = capped(&rule, cap_here);
    let on_nitro = Rule {
        nitro: instance.supports_prefix_delegation(),
        ..rule
    };
    let as_cni = capped(&on_nitro, cap_here);
    let tuned = rule.custom_networking || rule.max_eni.is_some() || prefixes;
    let cap_matters = rule.max_pods() > i64::from(cap(None));
    MaxPods::new(
        pods,
        Setter::ManagedNodeGroup,
        Certainty::Documented,
        PRECEDENCE,
    )
    .doubt(Doubt::ManagedPrecedence, Certainty::Documented, true)
    .doubt(Doubt::SettingsBeforeGroup, Certainty::Derived, tuned)
    .doubt(Doubt::Ipv6AsPrefixes, Certainty::Derived, ipv6)
    .doubt(Doubt::MetalPrefixes, Certainty::Estimate, pods != as_cni)
    .doubt(
        Doubt::VcpusUnknown,
        Certainty::Estimate,
        instance.vcpus.is_none() && cap_matters,
    )
}

/// What the AMI does by itself: the formula for single addresses, without cap and without regard to the CNI's settings.
fn by_ami(instance: &InstanceType, ami: Ami) -> MaxPods {
    let unlisted = instance.aws_max_pods.is_none();
    let formula = |setter, source| MaxPods::new(plain(instance), setter, Certainty::Exact, source);
    let kubelet = |certainty, source| {
        MaxPods::new(KUBELET_DEFAULT, Setter::KubeletDefault, certainty, source)
    };
    match ami {
        Ami::Al2023 => formula(Setter::Nodeadm, NODEADM).doubt(
            Doubt::NotInTables,
            Certainty::Derived,
            unlisted,
        ),
        Ami::Al2 => formula(Setter::Bootstrap, BOOTSTRAP).doubt(
            Doubt::NotInTables,
            Certainty::Derived,
            unlisted,
        ),
        // pluto sets nothing for a type that its table lacks, and asks nobody.
        Ami::Bottlerocket if unlisted => kubelet(Certainty::Derived, KUBELET),
        Ami::Bottlerocket => formula(Setter::Bottlerocket, PLUTO),
        Ami::Windows => kubelet(Certainty::Documented, WINDOWS),
    }
}

/// The formula without cap; RESERVED_ENIS, which custom networking needs, is 0 unless the user sets it.
fn karpenter(instance: &InstanceType, settings: &Settings) -> MaxPods {
    let pods = match settings.ami {
        Ami::Windows => KUBELET_DEFAULT,
        Ami::Al2023 | Ami::Al2 | Ami::Bottlerocket => plain(instance),
    };
    MaxPods::new(pods, Setter::Karpenter, Certainty::Exact, KARPENTER).doubt(
        Doubt::EfaInterfaces,
        Certainty::Derived,
        instance.network_cards > 1 && settings.ami != Ami::Windows,
    )
}

/// The user guide gives the lesser of 110 and its max-pods calculation, and not what goes into that.
fn auto_mode(instance: &InstanceType) -> MaxPods {
    MaxPods::new(
        plain(instance).min(KUBELET_DEFAULT),
        Setter::AutoMode,
        Certainty::Estimate,
        AUTO_MODE,
    )
    .doubt(Doubt::AutoModeUnpublished, Certainty::Estimate, true)
}
