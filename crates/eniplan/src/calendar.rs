//! Which day it is: faces own the clock, the core never asks.

use std::time::{SystemTime, UNIX_EPOCH};

use eniplan_core::plan::Date;

/// The day by the machine's clock, in UTC.
pub(crate) fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    day(seconds / 86_400)
}

/// The day so many days after 1970-01-01.
fn day(mut days: u64) -> Option<Date> {
    let mut year = 1970;
    loop {
        let leap = Date::of(year, 2, 29).is_some();
        let length = if leap { 366 } else { 365 };
        if days < length {
            break;
        }
        days -= length;
        year = year.checked_add(1)?;
    }
    let mut left = days;
    for month in 1..=12 {
        let length = (28..=31)
            .rev()
            .find(|day| Date::of(year, month, *day).is_some())?;
        if left < u64::from(length) {
            return Date::of(year, month, u8::try_from(left + 1).ok()?);
        }
        left -= u64::from(length);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::day;

    /// Days as `date -u -d @SECONDS` prints them.
    #[test]
    fn days_of_the_calendar() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (20_780, "2026-11-23"),
        ] {
            assert_eq!(day(days).unwrap().to_string(), expected);
        }
    }
}
