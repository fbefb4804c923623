//! Bits in a row, the highest of a byte first.

use alloc::vec::Vec;

/// Bits that are written.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    used: u32,
}

impl Writer {
    /// Writes the lowest `count` bits of `value`, at most 32.
    pub(super) fn bits(&mut self, value: u32, count: u32) {
        for shift in (0..count).rev() {
            let bit = u8::from(value >> shift & 1 == 1);
            if self.used == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= bit << (7 - self.used);
            }
            self.used = (self.used + 1) % 8;
        }
    }

    /// Writes one bit.
    pub(super) fn bit(&mut self, value: bool) {
        self.bits(value.into(), 1);
    }

    /// Writes a number in few bits where it is small: an exponential Golomb code of order `order`.
    pub(super) fn number(&mut self, value: u32, order: u32) {
        let shifted = u64::from(value) + (1 << order);
        let length = shifted.ilog2();
        self.bits(0, length - order);
        self.bit(true);
        // Below the leading bit; at most 32 of them.
        self.bits(
            u32::try_from(shifted & u64::from(u32::MAX)).unwrap_or(0),
            length,
        );
    }

    /// The bytes, the last one filled up with zeros.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Bits that are read; `None` behind their end.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Bits left, those that fill up the last byte included.
    pub(super) fn left(&self) -> usize {
        (self.bytes.len() * 8).saturating_sub(self.at)
    }

    /// Reads `count` bits, at most 32.
    pub(super) fn bits(&mut self, count: u32) -> Option<u32> {
        let mut value = 0u32;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8)?;
            value = value << 1 | u32::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        Some(value)
    }

    /// Reads one bit.
    pub(super) fn bit(&mut self) -> Option<bool> {
        self.bits(1).map(|bit| bit == 1)
    }

    /// Reads what [`Writer::number`] wrote.
    pub(super) fn number(&mut self, order: u32) -> Option<u32> {
        let mut length = order;
        while !self.bit()? {
            length += 1;
            if length > 32 {
                return None;
            }
        }
        let shifted = 1u64 << length | u64::from(self.bits(length)?);
        u32::try_from(shifted.checked_sub(1 << order)?).ok()
    }

    /// Whether nothing but the filling of the last byte is left.
    pub(super) fn is_spent(&mut self) -> bool {
        let left = self.left();
        left < 8 && u32::try_from(left).ok().and_then(|left| self.bits(left)) == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_at_every_order() {
        let numbers = [
            0,
            1,
            2,
            3,
            7,
            8,
            15,
            16,
            250,
            5000,
            100_000,
            u32::MAX - 1,
            u32::MAX,
        ];
        for order in 0..5 {
            let mut writer = Writer::default();
            for number in numbers {
                writer.number(number, order);
            }
            let bytes = writer.into_bytes();
            let mut reader = Reader::new(&bytes);
            for number in numbers {
                assert_eq!(reader.number(order), Some(number), "order {order}");
            }
            assert!(reader.is_spent());
        }
    }

    #[test]
    fn small_numbers_take_few_bits() {
        let mut writer = Writer::default();
        writer.number(0, 0);
        writer.number(7, 3);
        assert_eq!(writer.into_bytes(), [0b1111_1000]);
    }

    #[test]
    fn nothing_is_read_behind_the_end() {
        assert_eq!(Reader::new(&[0, 0, 0, 0, 0, 0]).number(0), None);
        assert_eq!(Reader::new(&[]).bit(), None);
        assert_eq!(Reader::new(&[0xff]).bits(9), None);
    }
}
