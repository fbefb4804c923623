//! Quantities with a unit: percentages, CPU, memory, dates, address ranges.

use alloc::string::String;
use core::fmt;
use core::net::Ipv4Addr;
use core::str::FromStr;

use super::reading::Reading;
use super::scalars::Count;
use super::shape::{Shape, Value};
use super::tree::Node;
use crate::net::Ipv4Prefix;

/// A text that does not say what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// Reads a scalar by its `FromStr`, telling what belongs there where it fails.
macro_rules! scalar_value {
    ($type:ty, $what:literal, $pattern:literal) => {
        impl Value for $type {
            const SHAPE: &'static Shape = &Shape::Text {
                what: $what,
                pattern: $pattern,
            };

            fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
                let text: String = node
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

            fn write(&self) -> Node {
                Node::quoted(self)
            }
        }
    };
}

/// A decimal number with at most `places` digits behind the point, times ten to the power of `places`.
fn fixed(text: &str, places: u32) -> Option<u64> {
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

/// A percentage in hundredths of a percent: `2.5%` is 250.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(u32);

impl Percent {
    /// The largest that is read: a thousandfold.
    const MOST: u32 = 10_000_000;

    /// So many hundredths of a percent.
    pub const fn of_hundredths(hundredths: u32) -> Self {
        Self(if hundredths > Self::MOST {
            Self::MOST
        } else {
            hundredths
        })
    }

    /// In hundredths of a percent.
    pub const fn hundredths(self) -> u32 {
        self.0
    }

    /// So much of `whole`, rounded up.
    pub fn of_rounded_up(self, whole: u64) -> u64 {
        whole.saturating_mul(self.0.into()).div_ceil(10_000)
    }
}

impl FromStr for Percent {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let hundredths = fixed(text.strip_suffix('%').unwrap_or(text), 2).ok_or(Unreadable)?;
        u32::try_from(hundredths)
            .ok()
            .filter(|h| *h <= Self::MOST)
            .map(Self)
            .ok_or(Unreadable)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}%"),
            _ if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            _ => write!(f, "{whole}.{part:02}%"),
        }
    }
}

scalar_value!(
    Percent,
    "a percentage such as 5%",
    "^[0-9]+(\\.[0-9]{1,2})?%?$"
);

/// A number or a share, as in `max_unavailable: 33%`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// So many.
    Count(u32),
    /// So much of the whole.
    Percent(Percent),
}

impl Share {
    /// How many of `whole` that is, a share rounded up.
    pub fn of(self, whole: u64) -> u64 {
        match self {
            Self::Count(count) => count.into(),
            Self::Percent(percent) => percent.of_rounded_up(whole),
        }
    }
}

impl FromStr for Share {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        if text.ends_with('%') {
            return text.parse().map(Self::Percent);
        }
        let count: u32 = if text.starts_with('+') {
            None
        } else {
            text.parse().ok()
        }
        .ok_or(Unreadable)?;
        (Count::of(count).get() == count)
            .then_some(Self::Count(count))
            .ok_or(Unreadable)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Percent(percent) => percent.fmt(f),
        }
    }
}

scalar_value!(
    Share,
    "a number or a percentage such as 33%",
    "^[0-9]+(\\.[0-9]{1,2})?%?$"
);

/// CPU in millicores, as Kubernetes writes it: `100m`, `1`, `1.5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cpu(u32);

impl Cpu {
    /// So many thousandths of a core.
    pub const fn of_millicores(millicores: u32) -> Self {
        Self(millicores)
    }

    /// In thousandths of a core.
    pub const fn millicores(self) -> u32 {
        self.0
    }
}

impl FromStr for Cpu {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let millicores = match text.strip_suffix('m') {
            Some(millicores) => fixed(millicores, 0),
            None => fixed(text, 3),
        };
        millicores
            .and_then(|m| u32::try_from(m).ok())
            .map(Self)
            .ok_or(Unreadable)
    }
}

impl fmt::Display for Cpu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_multiple_of(1000) {
            write!(f, "{}", self.0 / 1000)
        } else {
            write!(f, "{}m", self.0)
        }
    }
}

scalar_value!(Cpu, "CPU such as 100m or 1.5", "^[0-9]+(m|\\.[0-9]{1,3})?$");

/// Memory in bytes, as Kubernetes writes it: `256Mi`, `1.5Gi`, `500M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Memory(u64);

const MEMORY_UNITS: [(&str, u64); 8] = [
    ("Ti", 1 << 40),
    ("Gi", 1 << 30),
    ("Mi", 1 << 20),
    ("Ki", 1 << 10),
    ("T", 1_000_000_000_000),
    ("G", 1_000_000_000),
    ("M", 1_000_000),
    ("k", 1_000),
];

impl Memory {
    /// So many bytes.
    pub const fn of_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// In bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

impl FromStr for Memory {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (number, unit) = MEMORY_UNITS
            .iter()
            .find_map(|(suffix, unit)| text.strip_suffix(suffix).map(|number| (number, *unit)))
            .unwrap_or((text, 1));
        let thousandths = fixed(number, 3).ok_or(Unreadable)?;
        thousandths
            .checked_mul(unit)
            .map(|bytes| Self(bytes / 1000))
            .ok_or(Unreadable)
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match MEMORY_UNITS
            .iter()
            .find(|(_, unit)| self.0 > 0 && self.0.is_multiple_of(*unit))
        {
            Some((suffix, unit)) => write!(f, "{}{suffix}", self.0 / unit),
            None => self.0.fmt(f),
        }
    }
}

scalar_value!(
    Memory,
    "memory such as 256Mi",
    "^[0-9]+(\\.[0-9]{1,3})?(k|M|G|T|Ki|Mi|Gi|Ti)?$"
);

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, or `None` where there is no such day.
    pub fn of(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (day >= 1 && day <= days && (1970..=9999).contains(&year)).then_some(Self {
            year,
            month,
            day,
        })
    }
}

impl FromStr for Date {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let mut parts = text.split('-');
        let mut part = |length: usize| {
            let part = parts
                .next()
                .filter(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<u16>().ok()
        };
        let read = (part(4), part(2), part(2));
        let (Some(year), Some(month), Some(day), None) = (read.0, read.1, read.2, parts.next())
        else {
            return Err(Unreadable);
        };
        let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else {
            return Err(Unreadable);
        };
        Self::of(year, month, day).ok_or(Unreadable)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

scalar_value!(
    Date,
    "a day such as 2027-03-31",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
);

/// Addresses in a row: one (`10.0.0.5`), a range (`10.0.0.5-10.0.0.9`) or a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AddressRange {
    first: u32,
    last: u32,
}

impl AddressRange {
    /// From one address to another, both included, or `None` where they are the wrong way round.
    pub fn of(first: Ipv4Addr, last: Ipv4Addr) -> Option<Self> {
        let (first, last) = (u32::from(first), u32::from(last));
        (first <= last).then_some(Self { first, last })
    }

    /// The first address, as a number.
    pub fn first(self) -> u32 {
        self.first
    }

    /// The last address, as a number.
    pub fn last(self) -> u32 {
        self.last
    }
}

impl FromStr for AddressRange {
    type Err = Unreadable;

    fn from_str(text: &str) -> Result<Self, Unreadable> {
        if text.contains('/') {
            let block: Ipv4Prefix = text.parse().map_err(|_| Unreadable)?;
            return Ok(Self {
                first: block.first(),
                last: block.last(),
            });
        }
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (
            first.parse().map_err(|_| Unreadable)?,
            last.parse().map_err(|_| Unreadable)?,
        );
        Self::of(first, last).ok_or(Unreadable)
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (Ipv4Addr::from(self.first), Ipv4Addr::from(self.last));
        if first == last {
            write!(f, "{first}")
        } else {
            write!(f, "{first}-{last}")
        }
    }
}

scalar_value!(
    AddressRange,
    "an address, a range 10.0.0.5-10.0.0.9 or a block",
    "^[0-9.]+([-/][0-9.]+)?$"
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn round<T: FromStr + ToString>(text: &str) -> Option<String> {
        text.parse::<T>().ok().map(|value| value.to_string())
    }

    #[test]
    fn percentages() {
        for (text, shown) in [
            ("5%", "5%"),
            ("2.5%", "2.5%"),
            ("0.05%", "0.05%"),
            ("33", "33%"),
            ("2.50%", "2.5%"),
        ] {
            assert_eq!(round::<Percent>(text).as_deref(), Some(shown), "{text}");
        }
        for text in [
            "",
            "%",
            "-5%",
            "1.234%",
            "5 percent",
            "1e3",
            "100001%",
            "5.%",
        ] {
            assert_eq!(round::<Percent>(text), None, "{text}");
        }
        assert_eq!("10%".parse::<Percent>().unwrap().of_rounded_up(11), 2);
    }

    #[test]
    fn shares() {
        assert_eq!("33%".parse::<Share>().unwrap().of(10), 4);
        assert_eq!("3".parse::<Share>().unwrap().of(10), 3);
        assert_eq!(round::<Share>("-1"), None);
    }

    #[test]
    fn cpu_and_memory_as_kubernetes_writes_them() {
        for (text, shown) in [
            ("100m", "100m"),
            ("1", "1"),
            ("1.5", "1500m"),
            ("0.25", "250m"),
            ("2000m", "2"),
        ] {
            assert_eq!(round::<Cpu>(text).as_deref(), Some(shown), "{text}");
        }
        for (text, bytes) in [
            ("256Mi", 256 << 20),
            ("1.5Gi", 3 << 29),
            ("500M", 500_000_000),
            ("1Ki", 1024),
            ("0", 0),
        ] {
            assert_eq!(text.parse::<Memory>().unwrap().bytes(), bytes, "{text}");
            let memory = Memory::of_bytes(bytes);
            assert_eq!(memory.to_string().parse(), Ok(memory));
        }
        for text in ["", "m", "1.5m", "Mi", "1Xi", "99999999999999999999"] {
            assert!(
                round::<Cpu>(text).is_none() && round::<Memory>(text).is_none(),
                "{text}"
            );
        }
    }

    #[test]
    fn days_exist() {
        assert_eq!(round::<Date>("2028-02-29").as_deref(), Some("2028-02-29"));
        for text in [
            "2027-02-29",
            "2027-13-01",
            "2027-00-01",
            "27-01-01",
            "2027-1-1",
            "2027-01-01-01",
            "2100-02-29",
        ] {
            assert_eq!(round::<Date>(text), None, "{text}");
        }
    }

    #[test]
    fn address_ranges() {
        for (text, shown) in [
            ("10.0.0.5", "10.0.0.5"),
            ("10.0.0.5-10.0.0.9", "10.0.0.5-10.0.0.9"),
            ("10.0.0.0/30", "10.0.0.0-10.0.0.3"),
        ] {
            assert_eq!(
                round::<AddressRange>(text).as_deref(),
                Some(shown),
                "{text}"
            );
        }
        for text in ["10.0.0.9-10.0.0.5", "10.0.0.1/24", "x", ""] {
            assert_eq!(round::<AddressRange>(text), None, "{text}");
        }
    }
}
