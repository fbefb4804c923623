//! Settings of the VPC CNI, as its add-on and its chart take them: environment variables, all of them strings.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::plan::{Networking, Within};

/// The environment variables that a plan has a key for, in the order of the alphabet.
pub(super) const KNOWN: [&str; 12] = [
    "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG",
    "AWS_VPC_K8S_CNI_EXTERNALSNAT",
    "ENABLE_POD_ENI",
    "ENABLE_PREFIX_DELEGATION",
    "ENABLE_SUBNET_DISCOVERY",
    "ENI_CONFIG_LABEL_DEF",
    "MAX_ENI",
    "MINIMUM_IP_TARGET",
    "POD_SECURITY_GROUP_ENFORCING_MODE",
    "WARM_ENI_TARGET",
    "WARM_IP_TARGET",
    "WARM_PREFIX_TARGET",
];

/// The environment variables that a plan sets, in the order of the alphabet.
///
/// Source: <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/README.md>, read 2026-11-23.
pub(super) fn environment(networking: &Networking) -> Vec<(&'static str, String)> {
    let warm = &networking.warm;
    // WARM_IP_TARGET and MINIMUM_IP_TARGET override the other two targets.
    let by_address = warm.ip.is_some() || warm.minimum_ip.is_some();
    let yes = |on: bool| on.then(|| "true".to_string());
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let values = [
        yes(networking.custom_networking),
        yes(networking.external_snat),
        yes(networking.pod_security_groups),
        yes(networking.prefix_delegation),
        (!networking.subnet_discovery).then(|| "false".to_string()),
        networking
            .custom_networking
            .then(|| "topology.kubernetes.io/zone".to_string()),
        number(networking.max_eni.map(Within::get)),
        number(warm.minimum_ip.map(Within::get)),
        networking
            .pod_security_groups
            .then(|| "standard".to_string()),
        number((!by_address && !networking.prefix_delegation).then(|| warm.eni.get())),
        number(warm.ip.map(Within::get)),
        number((!by_address && networking.prefix_delegation).then(|| warm.prefix.get())),
    ];
    KNOWN
        .into_iter()
        .zip(values)
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}
