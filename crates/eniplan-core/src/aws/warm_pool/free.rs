//! What a subnet has left to give.

use super::settings::{ADDRESSES_PER_PREFIX, Unit};

/// What is free in a subnet.
///
/// Single addresses are taken outside free /28 blocks as long as there are any, the best that EC2 can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Free {
    addresses: u32,
    blocks: u32,
}

impl Free {
    /// A subnet with `addresses` free, among them `blocks` aligned /28 blocks that are wholly free.
    pub const fn new(addresses: u32, blocks: u32) -> Self {
        let most = addresses / ADDRESSES_PER_PREFIX;
        let blocks = if blocks < most { blocks } else { most };
        Self { addresses, blocks }
    }

    /// Addresses free, those in free blocks among them.
    pub const fn addresses(&self) -> u32 {
        self.addresses
    }

    /// Wholly free, aligned /28 blocks.
    pub const fn blocks(&self) -> u32 {
        self.blocks
    }

    /// Takes `single` addresses and `units` of `unit` together, or nothing.
    pub(super) fn take(&mut self, single: u32, units: u32, unit: Unit) -> bool {
        let blocks = if unit == Unit::Prefix { units } else { 0 };
        let taken = units
            .saturating_mul(unit.addresses())
            .saturating_add(single);
        if taken > self.addresses || blocks > self.blocks {
            return false;
        }
        *self = Self::new(self.addresses - taken, self.blocks - blocks);
        true
    }
}
