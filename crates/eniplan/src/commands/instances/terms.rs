//! What the computed columns are computed for: settings of the CNI, and pods on a node.

use eniplan_core::aws::catalogue::InstanceType;
use eniplan_core::aws::max_pods::{self, HOST_NETWORK_PODS, Settings};
use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, footprint};

/// Settings of the VPC CNI on the command line.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Terms {
    /// Pods with an address on a node, for interfaces and addresses; left out: as many as max pods leave room for
    #[arg(long, value_name = "N")]
    pods: Option<u32>,
    /// ENABLE_PREFIX_DELEGATION: /28 prefixes in place of single addresses
    #[arg(long)]
    prefix_delegation: bool,
    /// AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: the primary interface gives no addresses to pods
    #[arg(long)]
    custom_networking: bool,
    /// ENABLE_POD_ENI: a trunk takes the place of one interface
    #[arg(long)]
    pod_security_groups: bool,
    /// MAX_ENI: use no more interfaces than this
    #[arg(long, value_name = "N")]
    max_eni: Option<u32>,
    /// WARM_ENI_TARGET: whole interfaces of free addresses to keep
    #[arg(long, value_name = "N", default_value_t = 1)]
    warm_eni_target: u32,
    /// WARM_IP_TARGET: free addresses to keep; overrides the targets for interfaces and prefixes
    #[arg(long, value_name = "N")]
    warm_ip_target: Option<u32>,
    /// MINIMUM_IP_TARGET: addresses to hold in any case
    #[arg(long, value_name = "N")]
    minimum_ip_target: Option<u32>,
    /// WARM_PREFIX_TARGET: free prefixes to keep, with prefix delegation
    #[arg(long, value_name = "N", default_value_t = 1)]
    warm_prefix_target: u32,
}

impl Terms {
    fn settings(&self) -> Settings {
        Settings {
            prefix_delegation: self.prefix_delegation,
            custom_networking: self.custom_networking,
            pod_security_groups: self.pod_security_groups,
            max_eni: self.max_eni,
            ..Settings::default()
        }
    }

    /// What EKS sets as max pods in a managed node group.
    pub(super) fn default_max_pods(&self, instance: &InstanceType) -> u32 {
        max_pods::told(instance, &self.settings())
    }

    /// What the CNI can serve, uncapped.
    pub(super) fn served_pods(&self, instance: &InstanceType) -> Option<u32> {
        max_pods::ceiling(instance, &self.settings()).pods()
    }

    /// Pods with an address, and what the node takes for them; none where its max pods leave no room for so many.
    pub(super) fn node(&self, instance: &InstanceType) -> Option<(u32, Footprint)> {
        let max_pods = self.default_max_pods(instance);
        let most = max_pods.saturating_sub(HOST_NETWORK_PODS);
        let pods = self.pods.unwrap_or(most);
        let pool = PoolSettings {
            prefix_delegation: self.prefix_delegation && instance.supports_prefix_delegation(),
            custom_networking: self.custom_networking,
            trunk: self.pod_security_groups && instance.is_trunking_compatible() == Some(true),
            max_eni: self.max_eni,
            warm_eni_target: self.warm_eni_target,
            warm_ip_target: self.warm_ip_target,
            minimum_ip_target: self.minimum_ip_target,
            warm_prefix_target: self.warm_prefix_target,
            ..PoolSettings::shipped(instance.max_enis, instance.ipv4_per_eni)
        };
        (pods <= most).then(|| (pods, footprint(&pool, pods, max_pods)))
    }
}

#[cfg(test)]
impl Default for Terms {
    /// As the CNI is shipped.
    fn default() -> Self {
        Self {
            pods: None,
            prefix_delegation: false,
            custom_networking: false,
            pod_security_groups: false,
            max_eni: None,
            warm_eni_target: 1,
            warm_ip_target: None,
            minimum_ip_target: None,
            warm_prefix_target: 1,
        }
    }
}
