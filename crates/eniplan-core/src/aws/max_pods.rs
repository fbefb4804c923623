//! How many pods a node can hold.
//!
//! Three numbers that are often taken for one: what the CNI can give addresses to ([`ceiling`]),
//! what AWS recommends ([`recommended`]), and what the kubelet of a real node is told ([`set_by`]).

mod doubt;
mod formula;
mod set_by;

pub use doubt::Doubt;
pub use formula::Formula;
pub use set_by::{MaxPods, Setter, lowest, set_by, told};

use super::catalogue::InstanceType;
use crate::plan::{Ami, Cni, IpFamily, Networking, NodeGroup, Provisioner, Within};

/// How a group's nodes are started and how their pods get addresses.
///
/// The default is a managed node group of AL2023 with the VPC CNI as it is shipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of AWS's own, set by name"
)]
pub struct Settings {
    /// Who starts the nodes.
    pub provisioner: Provisioner,
    /// Their operating system.
    pub ami: Ami,
    /// Whether a managed group's launch template names an AMI, so that EKS adds no user data of its own.
    pub custom_ami: bool,
    /// The container network interface.
    pub cni: Cni,
    /// The addresses of pods.
    pub ip_family: IpFamily,
    /// `ENABLE_PREFIX_DELEGATION`, or the like of Cilium.
    pub prefix_delegation: bool,
    /// `AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG`: the primary interface gives no pod addresses.
    pub custom_networking: bool,
    /// `ENABLE_POD_ENI`: the trunk interface takes the place of an ordinary one.
    pub pod_security_groups: bool,
    /// `MAX_ENI`; the CNI ignores 0 and what is more than the type offers.
    pub max_eni: Option<u32>,
}

impl Settings {
    /// The settings of a group, whose networking is the plan's with what the group changes.
    ///
    /// ```
    /// use eniplan_core::aws::max_pods::Settings;
    /// use eniplan_core::plan::{Networking, NodeGroup};
    ///
    /// assert_eq!(Settings::of(&NodeGroup::default(), &Networking::default()), Settings::default());
    /// ```
    pub fn of(group: &NodeGroup, networking: &Networking) -> Self {
        Self {
            provisioner: group.provisioner,
            ami: group.ami,
            custom_ami: group.custom_ami,
            cni: networking.cni,
            ip_family: networking.ip_family,
            prefix_delegation: networking.prefix_delegation,
            custom_networking: networking.custom_networking,
            pod_security_groups: networking.pod_security_groups,
            max_eni: networking.max_eni.map(Within::get),
        }
    }
}

/// What the CNI can give addresses to on one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceiling {
    /// Interfaces and their addresses are the limit.
    Interfaces(Formula),
    /// Pods take no VPC addresses, so interfaces are no limit.
    Overlay,
    /// IPv6 needs prefixes, which Xen types cannot have: ipamd fails and the node never becomes Ready.
    ///
    /// [ipamd.go `isConfigValid`](https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go)
    Ipv6NeedsNitro,
}

impl Ceiling {
    /// The number of pods; `None` where interfaces are no limit.
    pub fn pods(&self) -> Option<u32> {
        match self {
            Self::Interfaces(formula) => Some(formula.pods()),
            Self::Overlay => None,
            Self::Ipv6NeedsNitro => Some(0),
        }
    }

    /// The formula where there is one.
    pub fn formula(&self) -> Option<&Formula> {
        match self {
            Self::Interfaces(formula) => Some(formula),
            Self::Overlay | Self::Ipv6NeedsNitro => None,
        }
    }
}

/// Addresses of a /28, which is what the VPC CNI asks for.
///
/// [Best practices, prefix mode](https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html)
pub const ADDRESSES_PER_PREFIX: u32 = 16;

/// Pods on the host's network that each node of the VPC CNI runs: aws-node and kube-proxy.
///
/// [Header of eni-max-pods.txt](https://github.com/aws/amazon-vpc-cni-k8s/blob/6152e01c83bb8f04fdc8690e99134ebe1445db29/misc/eni-max-pods.txt)
pub const HOST_NETWORK_PODS: u32 = 2;

/// What the CNI can serve on a node of this type, without any cap.
///
/// ```
/// use eniplan_core::aws::catalogue::Catalogue;
/// use eniplan_core::aws::max_pods::{Settings, ceiling};
///
/// let catalogue = Catalogue::bundled();
/// let m5 = catalogue.get("m5.large").unwrap();
/// let pods = ceiling(m5, &Settings::default());
/// assert_eq!(pods.pods(), Some(29));
/// assert_eq!(pods.formula().unwrap().to_string(), "3 × (10 − 1) + 2 = 29");
/// ```
pub fn ceiling(instance: &InstanceType, settings: &Settings) -> Ceiling {
    match settings.cni {
        Cni::Calico | Cni::CiliumOverlay | Cni::Flannel | Cni::WeaveNet => Ceiling::Overlay,
        Cni::CiliumEni => Ceiling::Interfaces(cilium_eni(instance, settings)),
        Cni::VpcCni | Cni::AutoMode => vpc_cni(instance, settings),
    }
}

fn vpc_cni(instance: &InstanceType, settings: &Settings) -> Ceiling {
    let ipv6 = settings.ip_family == IpFamily::Ipv6;
    if ipv6 && !instance.supports_prefix_delegation() {
        return Ceiling::Ipv6NeedsNitro;
    }
    let prefixes = ipv6 || settings.prefix_delegation;
    if settings.ami == Ami::Windows {
        return Ceiling::Interfaces(windows(instance, prefixes));
    }
    Ceiling::Interfaces(Formula {
        interfaces: instance.max_enis,
        max_eni: capped(instance, settings),
        primary_interface: u32::from(settings.custom_networking),
        trunk_interface: u32::from(settings.pod_security_groups),
        addresses_per_interface: instance.ipv4_per_eni,
        addresses_per_slot: slot(instance, prefixes),
        host_network_pods: HOST_NETWORK_PODS,
    })
}

/// The formula for single addresses, as AWS's own table has it.
pub(crate) fn plain(instance: &InstanceType) -> u32 {
    Formula {
        interfaces: instance.max_enis,
        max_eni: None,
        primary_interface: 0,
        trunk_interface: 0,
        addresses_per_interface: instance.ipv4_per_eni,
        addresses_per_slot: 1,
        host_network_pods: HOST_NETWORK_PODS,
    }
    .pods()
}

/// Windows nodes use one interface, and no pod of the CNI runs on them.
///
/// [Windows support](https://docs.aws.amazon.com/eks/latest/userguide/windows-support.html)
fn windows(instance: &InstanceType, prefixes: bool) -> Formula {
    Formula {
        interfaces: 1,
        max_eni: None,
        primary_interface: 0,
        trunk_interface: 0,
        addresses_per_interface: instance.ipv4_per_eni,
        addresses_per_slot: slot(instance, prefixes),
        host_network_pods: 0,
    }
}

/// Cilium leaves the first interface to the node (`first-interface-index` 1), and counts no pods on the host's network.
///
/// [Cilium on EKS](https://docs.cilium.io/en/stable/network/concepts/ipam/eni/); seen on nodes in
/// [Smana/cloud-native-ref #1726](https://github.com/Smana/cloud-native-ref/pull/1726).
fn cilium_eni(instance: &InstanceType, settings: &Settings) -> Formula {
    Formula {
        interfaces: instance.max_enis,
        max_eni: capped(instance, settings),
        primary_interface: 1,
        trunk_interface: 0,
        addresses_per_interface: instance.ipv4_per_eni,
        addresses_per_slot: slot(instance, settings.prefix_delegation),
        host_network_pods: 0,
    }
}

/// `MAX_ENI` where it binds: the CNI ignores it below 1 and above what the type offers.
///
/// [README, `MAX_ENI`](https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/README.md)
fn capped(instance: &InstanceType, settings: &Settings) -> Option<u32> {
    settings
        .max_eni
        .filter(|n| (1..instance.max_enis).contains(n))
}

/// Without Nitro or bare metal the CNI falls back to single addresses and says so in its log only.
fn slot(instance: &InstanceType, prefixes: bool) -> u32 {
    if prefixes && instance.supports_prefix_delegation() {
        ADDRESSES_PER_PREFIX
    } else {
        1
    }
}

/// The most pods that AWS recommends on a node: 110 up to 30 vCPUs, 250 above.
///
/// 110 is the threshold that Kubernetes is tested to, 250 what AWS tested.
/// No type has from 25 to 31 vCPUs, so it does not matter that documents disagree about 30 itself.
/// Unknown vCPUs give the lower cap.
///
/// [How many pods](https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html), read 2026-11-23
pub fn cap(vcpus: Option<u32>) -> u32 {
    if vcpus.is_some_and(|n| n > 30) {
        250
    } else {
        110
    }
}

/// What AWS recommends for a node of this type: the ceiling of the CNI, at most [`cap`].
pub fn recommended(instance: &InstanceType, settings: &Settings) -> u32 {
    let cap = cap(instance.vcpus);
    ceiling(instance, settings)
        .pods()
        .map_or(cap, |pods| pods.min(cap))
}
