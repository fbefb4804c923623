//! Percentages, and numbers that may be one.

use core::fmt;
use core::str::FromStr;

use super::quantities::{Unreadable, fixed, scalar_value};
use super::scalars::Count;

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
    "^[0-9]+(\\.[0-9]{1,2})?%?$",
    Percent(0)
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
    "^[0-9]+(\\.[0-9]{1,2})?%?$",
    Share::Count(1)
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString};

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
}
