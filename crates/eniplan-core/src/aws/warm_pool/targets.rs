//! The warm targets that ipamd follows, of all that are set.

use core::fmt;

use super::settings::PoolSettings;

/// What ipamd goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Targets {
    /// `WARM_IP_TARGET` and `MINIMUM_IP_TARGET`, 0 where unset.
    Addresses {
        /// Addresses kept free.
        warm: u32,
        /// Addresses held in any case.
        minimum: u32,
    },
    /// `WARM_PREFIX_TARGET`.
    Prefixes(u32),
    /// `WARM_ENI_TARGET`.
    Interfaces(u32),
}

impl PoolSettings {
    /// The targets in force: those for addresses come before the one for prefixes or for interfaces.
    ///
    /// ```
    /// use eniplan_core::aws::warm_pool::PoolSettings;
    ///
    /// let shipped = PoolSettings::shipped(3, 10);
    /// let tuned = PoolSettings { warm_ip_target: Some(2), minimum_ip_target: Some(12), ..shipped };
    /// assert_eq!(shipped.targets().to_string(), "WARM_ENI_TARGET=1");
    /// assert_eq!(tuned.targets().to_string(), "WARM_IP_TARGET=2 with MINIMUM_IP_TARGET=12");
    /// ```
    pub const fn targets(&self) -> Targets {
        match (self.ip_targets(), self.prefix_delegation) {
            (Some((warm, minimum)), _) => Targets::Addresses { warm, minimum },
            (None, true) => Targets::Prefixes(self.warm_prefix_target),
            (None, false) => Targets::Interfaces(self.warm_eni_target),
        }
    }
}

/// As `aws-node` reads them from its environment.
impl fmt::Display for Targets {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Addresses { warm, minimum: 0 } => write!(out, "WARM_IP_TARGET={warm}"),
            Self::Addresses { warm: 0, minimum } => write!(out, "MINIMUM_IP_TARGET={minimum}"),
            Self::Addresses { warm, minimum } => {
                write!(
                    out,
                    "WARM_IP_TARGET={warm} with MINIMUM_IP_TARGET={minimum}"
                )
            }
            Self::Prefixes(warm) => write!(out, "WARM_PREFIX_TARGET={warm}"),
            Self::Interfaces(warm) => write!(out, "WARM_ENI_TARGET={warm}"),
        }
    }
}
