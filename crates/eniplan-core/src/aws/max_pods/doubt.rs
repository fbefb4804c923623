//! Why a number may not hold.

use super::set_by::{AUTO_MODE, KARPENTER, NODEADM, PRECEDENCE};
use crate::aws::calculator;

/// Why the number that a node is told may be another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// AWS documents that its value wins over any other; eksctl writes one before it as if that won.
    ManagedPrecedence,
    /// EKS reads the CNI's settings when the group is made, so they must be in place before.
    SettingsBeforeGroup,
    /// AWS's script counts no prefixes on bare metal, the CNI does; which of them EKS does is not published.
    MetalPrefixes,
    /// AWS's script knows nothing of IPv6; that EKS counts as with prefixes follows from the user guide.
    Ipv6AsPrefixes,
    /// vCPUs are unknown, so the lower cap is taken.
    VcpusUnknown,
    /// The type is not in AWS's tables: the node asks EC2 at start, and takes 110 if that fails.
    NotInTables,
    /// AWS publishes neither Auto Mode's calculation nor its warm pool.
    AutoModeUnpublished,
    /// Karpenter leaves EFA-only interfaces of card 0 out, which are not known here.
    EfaInterfaces,
}

impl Doubt {
    /// A word for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::ManagedPrecedence => "managed-precedence",
            Self::SettingsBeforeGroup => "settings-before-group",
            Self::MetalPrefixes => "metal-prefixes",
            Self::Ipv6AsPrefixes => "ipv6-as-prefixes",
            Self::VcpusUnknown => "vcpus-unknown",
            Self::NotInTables => "not-in-tables",
            Self::AutoModeUnpublished => "auto-mode-unpublished",
            Self::EfaInterfaces => "efa-interfaces",
        }
    }

    /// One sentence for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::ManagedPrecedence => {
                "AWS documents that EKS's value wins over any other, but eksctl writes maxPods in front of it as if that won."
            }
            Self::SettingsBeforeGroup => {
                "EKS reads the CNI's settings when the node group is made, so they must be in place before."
            }
            Self::MetalPrefixes => {
                "AWS's script counts no prefixes on bare metal, though the CNI uses them; what EKS does is not published."
            }
            Self::Ipv6AsPrefixes => {
                "That EKS counts IPv6 as prefix delegation follows from the user guide and is not stated."
            }
            Self::VcpusUnknown => {
                "No source states the vCPUs of this type, so the cap of 110 is assumed."
            }
            Self::NotInTables => {
                "AWS's tables lack this type: the node asks EC2 at start, and takes 110 if that fails."
            }
            Self::AutoModeUnpublished => {
                "AWS publishes no more of Auto Mode's calculation than that it stops at 110."
            }
            Self::EfaInterfaces => {
                "Karpenter leaves EFA-only interfaces of the first card out; which types have them is not in the catalogue."
            }
        }
    }

    /// Where to read on.
    pub fn source(self) -> &'static str {
        match self {
            Self::ManagedPrecedence => {
                "https://github.com/eksctl-io/eksctl/blob/v0.230.0/pkg/nodebootstrap/al2023.go"
            }
            Self::SettingsBeforeGroup => "https://github.com/eksctl-io/eksctl/issues/5337",
            Self::MetalPrefixes => calculator::SOURCE,
            Self::Ipv6AsPrefixes | Self::VcpusUnknown => PRECEDENCE,
            Self::NotInTables => NODEADM,
            Self::AutoModeUnpublished => AUTO_MODE,
            Self::EfaInterfaces => KARPENTER,
        }
    }
}
