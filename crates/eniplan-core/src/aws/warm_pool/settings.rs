//! What the warm pool is told: the node's limits and ipamd's settings.

/// Addresses in the /28 prefix that prefix delegation puts into one slot of an interface.
///
/// Source: `GetPrefixDelegationDefaults`, read 2026-11-23,
/// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/datastore/data_store.go#L1552>.
pub const ADDRESSES_PER_PREFIX: u32 = 16;

/// What one slot of an interface holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// One secondary IPv4 address.
    Address,
    /// One /28 prefix.
    Prefix,
}

impl Unit {
    /// Addresses in one unit: 1, or [`ADDRESSES_PER_PREFIX`].
    pub const fn addresses(self) -> u32 {
        match self {
            Self::Address => 1,
            Self::Prefix => ADDRESSES_PER_PREFIX,
        }
    }

    /// Units that hold `addresses`, the last one perhaps in part.
    pub const fn holding(self, addresses: u32) -> u32 {
        match self {
            Self::Address => addresses,
            Self::Prefix => addresses.div_ceil(ADDRESSES_PER_PREFIX),
        }
    }

    /// The unit's name as programs read it: `address` or `prefix`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Prefix => "prefix",
        }
    }
}

/// One node's limits and the settings of its ipamd.
///
/// `aws-node` reads the settings from its environment; a target of zero counts as unset where ipamd treats it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PoolSettings {
    /// Interfaces that EC2 allows on the node's default network card.
    pub max_enis: u32,
    /// IPv4 addresses that EC2 allows on one interface, its primary among them.
    pub ipv4_per_eni: u32,
    /// `ENABLE_PREFIX_DELEGATION`, already false where the type is Xen and the CNI falls back to single addresses.
    pub prefix_delegation: bool,
    /// `AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG`: the primary interface carries no pods.
    pub custom_networking: bool,
    /// `ENABLE_POD_ENI` on a type that can trunk: one interface is the trunk of the security groups for pods.
    pub trunk: bool,
    /// `MAX_ENI`; ignored below 1 and above [`Self::max_enis`].
    pub max_eni: Option<u32>,
    /// `WARM_ENI_TARGET`: whole interfaces of free addresses to keep. Without effect under prefix delegation.
    pub warm_eni_target: u32,
    /// `WARM_IP_TARGET`: free addresses to keep. Overrides the interface and the prefix target.
    pub warm_ip_target: Option<u32>,
    /// `MINIMUM_IP_TARGET`: addresses to hold in any case. Overrides the interface and the prefix target as well.
    pub minimum_ip_target: Option<u32>,
    /// `WARM_PREFIX_TARGET`: free prefixes to keep. Only under prefix delegation.
    pub warm_prefix_target: u32,
}

impl PoolSettings {
    /// The settings as the CNI's manifest and Helm chart ship them: one warm interface, or one warm prefix.
    ///
    /// ```
    /// use eniplan_core::aws::warm_pool::{PoolSettings, footprint};
    ///
    /// let m5_large = PoolSettings::shipped(3, 10);
    /// assert_eq!(footprint(&m5_large, 1, 29).subnet_addresses(), 20);
    /// ```
    ///
    /// Source: the shipped manifest, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/config/master/aws-k8s-cni.yaml>.
    pub const fn shipped(max_enis: u32, ipv4_per_eni: u32) -> Self {
        Self {
            max_enis,
            ipv4_per_eni,
            prefix_delegation: false,
            custom_networking: false,
            trunk: false,
            max_eni: None,
            warm_eni_target: 1,
            warm_ip_target: None,
            minimum_ip_target: None,
            warm_prefix_target: 1,
        }
    }

    /// What one slot of an interface holds under these settings.
    pub const fn unit(&self) -> Unit {
        if self.prefix_delegation {
            Unit::Prefix
        } else {
            Unit::Address
        }
    }

    /// Slots of one interface that pods can use: all but the interface's own primary address.
    pub const fn slots_per_interface(&self) -> u32 {
        self.ipv4_per_eni.saturating_sub(1)
    }

    /// Interfaces that ipamd may attach in all, the primary and the trunk among them.
    ///
    /// Source: `getMaxENI`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L1406>.
    pub const fn interface_limit(&self) -> u32 {
        match self.max_eni {
            Some(limit) if limit >= 1 && limit < self.max_enis => limit,
            _ => self.max_enis,
        }
    }

    /// Interfaces that can carry the addresses of ordinary pods.
    ///
    /// Custom networking takes the primary away, the trunk one more.
    /// Without custom networking the primary always carries pods, even where no second interface can be attached.
    ///
    /// Source: `hasRoomForEni` and `GetAllocatableENIs`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L2592>.
    pub const fn pod_interface_limit(&self) -> u32 {
        let further = self
            .interface_limit()
            .saturating_sub(1)
            .saturating_sub(self.trunk as u32);
        if self.custom_networking {
            further
        } else {
            further.saturating_add(1)
        }
    }

    /// Whether the trunk finds a free interface slot; without one ipamd logs an error and attaches none.
    ///
    /// Source: `tryEnableSecurityGroupsForPods`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L1467>.
    pub const fn trunk_attached(&self) -> bool {
        self.trunk && self.interface_limit() > 1
    }

    /// `WARM_IP_TARGET` and `MINIMUM_IP_TARGET` where at least one of them is in force; an unset one counts as zero.
    ///
    /// Source: `warmIPTargetsDefined`, read 2026-11-23,
    /// <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L1941>.
    pub const fn ip_targets(&self) -> Option<(u32, u32)> {
        let warm = match self.warm_ip_target {
            Some(target) => target,
            None => 0,
        };
        let minimum = match self.minimum_ip_target {
            Some(target) => target,
            None => 0,
        };
        if warm == 0 && minimum == 0 {
            None
        } else {
            Some((warm, minimum))
        }
    }
}
