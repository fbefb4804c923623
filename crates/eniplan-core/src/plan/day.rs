//! Days of the calendar.

use core::fmt;
use core::str::FromStr;

use super::quantities::{Unreadable, scalar_value};

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

    /// The same day so many months later, or the last of that month where it has no such day; `None` beyond the year
    /// 9999.
    pub fn after_months(self, months: u32) -> Option<Self> {
        let month = u32::from(self.month).checked_sub(1)?.checked_add(months)?;
        let year = u32::from(self.year).checked_add(month / 12)?;
        let (year, month) = (
            u16::try_from(year).ok()?,
            u8::try_from(month % 12 + 1).ok()?,
        );
        (28..=self.day.max(28))
            .rev()
            .map(|last| self.day.min(last))
            .find_map(|day| Self::of(year, month, day))
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
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    Date {
        year: 1970,
        month: 1,
        day: 1
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::{String, ToString};

    fn round<T: FromStr + ToString>(text: &str) -> Option<String> {
        text.parse::<T>().ok().map(|value| value.to_string())
    }

    #[test]
    fn months_later() {
        for (day, months, later) in [
            ("2026-11-24", 0, "2026-11-24"),
            ("2026-11-24", 1, "2026-12-24"),
            ("2026-11-24", 14, "2028-01-24"),
            ("2027-01-31", 1, "2027-02-28"),
            ("2027-01-31", 13, "2028-02-29"),
            ("2027-03-31", 1, "2027-04-30"),
        ] {
            let day: Date = day.parse().unwrap();
            assert_eq!(day.after_months(months).unwrap().to_string(), later);
        }
        let day: Date = "9999-12-01".parse().unwrap();
        assert_eq!(day.after_months(1), None);
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
}
