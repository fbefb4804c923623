//! Scalars with a unit: how they are read and written.

use alloc::string::ToString;
use core::str::FromStr;

use super::scalars::without_space;
use super::shape::Spelled;

/// A text that does not say what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// How a text is written that reads as a scalar.
pub(super) fn spelled<T: FromStr + ToString>(text: &str) -> Spelled {
    match without_space(text).parse::<T>() {
        Ok(read) => Spelled::As(read.to_string().into()),
        Err(_) => Spelled::Not,
    }
}

/// Makes a scalar of the document of what can be read and shown; the last argument stands in for what cannot.
macro_rules! scalar_value {
    ($type:ty, $what:literal, $pattern:literal, $otherwise:expr) => {
        impl $crate::plan::shape::Value for $type {
            const SHAPE: &'static $crate::plan::shape::Shape = &$crate::plan::shape::Shape::Text {
                what: $what,
                pattern: $pattern,
                spelled: $crate::plan::quantities::spelled::<$type>,
            };

            fn take(node: &$crate::plan::tree::Node) -> Self {
                let read = node.text().and_then(|text| text.parse().ok());
                read.unwrap_or($otherwise)
            }

            fn write(&self) -> $crate::plan::tree::Node {
                $crate::plan::tree::Node::quoted(alloc::string::ToString::to_string(self))
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
