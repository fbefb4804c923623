//! How much is wrong, so that two reports of a plan can be told apart: more is worse.

use super::report::{Gate, GateReason};
use crate::finding::{Code, Finding, Operand};

impl Gate {
    /// What is missing for the gate to open, in the units of its reason; 0 where it is open.
    pub fn missing(&self) -> u64 {
        match self.reason {
            _ if self.ok => 0,
            GateReason::Addresses {
                free,
                wanted,
                short,
                ..
            } => short.max(wanted.saturating_sub(free)),
            GateReason::Blocks { short, .. } | GateReason::PodBlocks { short, .. } => short,
            GateReason::Pods { pods, .. } => pods,
            GateReason::NotAsked => 0,
        }
    }
}

impl Finding {
    /// How much there is of it, where that can grow while code and subject stay: addresses, pods or /28 blocks.
    pub fn amount(&self) -> Option<u64> {
        let number = |index: usize| match self.operands.get(index) {
            Some(Operand::Number(number)) => Some(*number),
            _ => None,
        };
        match self.code {
            Code::SubnetShort => number(2),
            Code::PodsPending | Code::PodsWithoutAddress => number(0),
            Code::NoPrefixRoom | Code::BelowPolicy => Some(number(3)?.saturating_sub(number(2)?)),
            Code::UpgradeBlocked => Some(number(2)?.saturating_sub(number(1)?)),
            Code::LoadBalancerBlocked => {
                Some(crate::aws::subnet::LOAD_BALANCER_NEEDS.saturating_sub(number(2)?))
            }
            Code::MaxPodsTooHigh => Some(number(1)?.saturating_sub(number(2)?)),
            Code::PeakDoesNotFit => Some(number(2)?.saturating_sub(number(3)?)),
            _ => None,
        }
    }
}
