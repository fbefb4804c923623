//! Scalars with a unit: how they are read and written.

/// A text that does not say what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Reads a scalar by its `FromStr`, telling what belongs there where it fails.
macro_rules! scalar_value {
    ($type:ty, $what:literal, $pattern:literal) => {
        impl $crate::plan::shape::Value for $type {
            const SHAPE: &'static $crate::plan::shape::Shape = &$crate::plan::shape::Shape::Text {
                what: $what,
                pattern: $pattern,
            };

            fn read(
                node: &$crate::plan::tree::Node,
                reading: &mut $crate::plan::reading::Reading,
            ) -> Option<Self> {
                let text: alloc::string::String = node
                    .text()
                    .unwrap_or_default()
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect();
                let read = text.parse().ok();
                if read.is_none() {
                    reading.wrong_type(node, Self::SHAPE);
                }
                read
            }

            fn write(&self) -> $crate::plan::tree::Node {
                $crate::plan::tree::Node::quoted(self)
            }
        }
    };
}

pub(super) use scalar_value;

/// A decimal number with at most `places` digits behind the point, times ten to the power of `places`.
pub(super) fn fixed(text: &str, places: u32) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || part.len() > places as usize
        || !digits(whole)
        || !digits(part)
        || (part.is_empty() && text.contains('.'))
    {
        return None;
    }
    let scale = 10u64.checked_pow(places)?;
    let part_scale = 10u64.checked_pow(places.checked_sub(u32::try_from(part.len()).ok()?)?)?;
    let part: u64 = if part.is_empty() {
        0
    } else {
        part.parse().ok()?
    };
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(scale)?
        .checked_add(part * part_scale)
}
