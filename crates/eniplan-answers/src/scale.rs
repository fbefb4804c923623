//! Where numbers stand on a line: scales of sliders and of drawings. Nothing here is said of a plan.

use eniplan_elements::join;

/// Shares of a width: a thousandth each.
pub(crate) const WHOLE: u64 = 1_000;

/// 1, 2 or 5 with zeros behind it, and not less than a number.
pub(crate) fn round_up(number: u64) -> u64 {
    let mut ten = 1u64;
    loop {
        for digit in [1, 2, 5] {
            let round = ten.saturating_mul(digit);
            if round >= number {
                return round;
            }
        }
        ten = ten.saturating_mul(10);
    }
}

/// 1, 2 or 5 with zeros behind it, and not more than a number; 1 at least.
fn round_down(number: u64) -> u64 {
    let above = round_up(number.max(1));
    if above == number.max(1) {
        return above;
    }
    ticks(1, above).into_iter().rev().nth(1).unwrap_or(1)
}

/// Every 1, 2 and 5 with zeros from one to another.
fn ticks(first: u64, last: u64) -> Vec<u64> {
    let mut ticks = vec![round_up(first)];
    while let Some(next) = ticks.last().filter(|tick| **tick < last) {
        ticks.push(round_up(next.saturating_add(1)));
    }
    ticks
}

/// The logarithm to the base 2 in thousandths, straight between powers.
fn log(number: u64) -> u64 {
    let number = number.max(1);
    let power = number.ilog2();
    let base = 1u64 << power;
    let rest = u128::from(number - base) * 1_000 / u128::from(base);
    u64::from(power) * 1_000 + u64::try_from(rest).unwrap_or(0)
}

/// A line on which every doubling takes the same way.
pub(crate) struct Line {
    first: u64,
    last: u64,
}

impl Line {
    /// The line that holds all the numbers.
    pub(crate) fn over(numbers: &[u64]) -> Self {
        let smallest = numbers.iter().copied().min().unwrap_or(1);
        let largest = numbers.iter().copied().max().unwrap_or(1);
        let first = round_down(smallest);
        // A round number above the largest, and above the first in any case.
        let last = round_up(largest.max(first).saturating_add(1));
        Self { first, last }
    }

    /// Where a number stands, in thousandths of the width; a margin stays on both sides.
    pub(crate) fn place(&self, number: u64) -> u64 {
        let (first, last) = (log(self.first), log(self.last));
        let at = log(number.clamp(self.first, self.last)).saturating_sub(first);
        30 + at * (WHOLE - 60) / last.saturating_sub(first).max(1)
    }

    /// The numbers that are written below it, few enough to be read.
    pub(crate) fn ticks(&self, most: usize) -> Vec<u64> {
        let all = ticks(self.first, self.last);
        if all.len() <= most {
            return all;
        }
        let is_ten = |tick: &u64| tick.to_string().starts_with('1');
        all.into_iter().filter(is_ten).collect()
    }
}

/// A share as SVG writes it: `12.5%`.
pub(crate) fn percent(thousandths: u64) -> String {
    join(&[
        &(thousandths / 10).to_string(),
        ".",
        &(thousandths % 10).to_string(),
        "%",
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_numbers_are_one_two_or_five() {
        assert_eq!(
            [0, 1, 3, 11, 50, 51, 999].map(round_up),
            [1, 1, 5, 20, 50, 100, 1_000]
        );
        assert_eq!([0, 1, 3, 11, 50, 99].map(round_down), [1, 1, 2, 10, 50, 50]);
        assert_eq!(ticks(10, 100), [10, 20, 50, 100]);
        assert_eq!(round_up(u64::MAX), u64::MAX);
    }

    #[test]
    fn a_line_grows_and_holds_its_ends() {
        for numbers in [
            &[0, 0][..],
            &[36, 84, 5_000],
            &[1],
            &[10_000_000_000],
            &[7, 7],
        ] {
            let line = Line::over(numbers);
            let mut places: Vec<u64> = numbers.iter().map(|number| line.place(*number)).collect();
            assert!(
                places.iter().all(|place| (30..=970).contains(place)),
                "{places:?}"
            );
            places.dedup();
            assert!(places.is_sorted(), "{places:?}");
            assert!(line.ticks(8).len() >= 2);
        }
        let end = Line::over(&[u64::MAX]);
        assert!((30..=970).contains(&end.place(u64::MAX)));
        // Doublings take the same way.
        let line = Line::over(&[1, 9]);
        assert_eq!(line.place(2) - line.place(1), line.place(4) - line.place(2));
    }
}
