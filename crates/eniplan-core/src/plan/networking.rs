//! How pods get addresses: for the whole plan, and where a group differs.

use super::lists::Blocks;
use super::scalars::Within;
use super::shape::Preset::{Nothing, Scalar};
use super::shape::{choice, record};

choice! {
    /// The container network interface.
    Cni = VpcCni;
    1 VpcCni "vpc-cni" "Amazon VPC CNI";
    2 Calico "calico" "Calico with VXLAN, in place of the VPC CNI";
    3 CiliumOverlay "cilium-overlay" "Cilium with an overlay";
    4 CiliumEni "cilium-eni" "Cilium in ENI mode";
    5 Flannel "flannel" "flannel";
    6 WeaveNet "weave-net" "weave-net, archived";
    7 AutoMode "auto-mode" "EKS Auto Mode";
}

choice! {
    /// The addresses of pods and services.
    IpFamily = Ipv4;
    1 Ipv4 "ipv4" "IPv4";
    2 Ipv6 "ipv6" "IPv6";
}

/// A warm target: so many interfaces, addresses or prefixes.
pub type Target = Within<0, 10_000>;

/// Defines a record and its sparse twin, in which a key that is left out keeps the plan's value.
macro_rules! overridable {
    (
        $(#[doc = $doc:literal])+
        $name:ident / $sparse:ident;
        $($id:literal $key:literal $field:ident: $type:ty $(as $twin:ty)? = $preset:expr, $text:literal;)+
    ) => {
        record! {
            $(#[doc = $doc])+
            $name;
            $($id $key $field: $type = $preset, $text;)+
        }

        record! {
            $(#[doc = $doc])+
            ///
            /// A key that is left out keeps the plan's value.
            $sparse;
            $($id $key $field: overridable!(@twin $type $(, $twin)?) = Nothing, $text;)+
        }

        impl $sparse {
            /// The plan's value with what the group changes.
            pub fn over(&self, plan: &$name) -> $name {
                $name { $($field: overridable!(@over self.$field, plan.$field $(, $twin)?),)+ }
            }
        }
    };
    (@twin $type:ty) => { Option<$type> };
    (@twin $type:ty, $twin:ty) => { $twin };
    (@over $own:expr, $plan:expr) => { $own.clone().unwrap_or_else(|| $plan.clone()) };
    (@over $own:expr, $plan:expr, $twin:ty) => { $own.over(&$plan) };
}

overridable! {
    /// How pods get addresses.
    Networking / NetworkingOverride;
    1 "cni" cni: Cni = Scalar("vpc-cni"), "The container network interface.";
    2 "ip_family" ip_family: IpFamily = Scalar("ipv4"), "Addresses of pods and services.";
    3 "prefix_delegation" prefix_delegation: bool = Scalar("false"), "ENABLE_PREFIX_DELEGATION: /28 prefixes in place of single addresses.";
    4 "custom_networking" custom_networking: bool = Scalar("false"), "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: pods in subnets of role pods.";
    5 "subnet_discovery" subnet_discovery: bool = Scalar("true"), "ENABLE_SUBNET_DISCOVERY: further interfaces go to tagged subnets.";
    6 "pod_security_groups" pod_security_groups: bool = Scalar("false"), "ENABLE_POD_ENI: security groups for pods, on branch interfaces.";
    7 "warm" warm: Warm as WarmOverride = Nothing, "Warm targets of the VPC CNI.";
    8 "max_eni" max_eni: Option<Within<1, 1_000>> = Nothing, "MAX_ENI: interfaces at most, the first included.";
    9 "external_snat" external_snat: bool = Scalar("false"), "AWS_VPC_K8S_CNI_EXTERNALSNAT: pod addresses leave the VPC unchanged.";
    10 "pod_cidr" pod_cidr: Option<Blocks> = Nothing, "Blocks of an overlay's pods, one or a list; left out: the CNI's own (Calico 192.168.0.0/16, Cilium 10.0.0.0/8, flannel 10.244.0.0/16).";
    11 "block_size" block_size: Option<Within<16, 32>> = Nothing, "Prefix length of the block that an overlay gives to a node; left out: 26 with Calico, 24 with Cilium and flannel.";
}

overridable! {
    /// Warm targets of the VPC CNI.
    Warm / WarmOverride;
    1 "eni" eni: Target = Scalar("1"), "WARM_ENI_TARGET: whole interfaces kept free.";
    2 "ip" ip: Option<Target> = Nothing, "WARM_IP_TARGET: addresses kept free; overrides eni and prefix.";
    3 "minimum_ip" minimum_ip: Option<Target> = Nothing, "MINIMUM_IP_TARGET: addresses held at least.";
    4 "prefix" prefix: Target = Scalar("1"), "WARM_PREFIX_TARGET: prefixes kept free, with prefix delegation.";
}
