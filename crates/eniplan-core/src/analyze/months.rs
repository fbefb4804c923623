//! Growth over time, compounded in fixed point.

use crate::plan::{Percent, Plan};

/// Months beyond which nobody asks: a hundred years.
pub(super) const HORIZON: u32 = 1_200;
/// Bits of a number of months.
const BITS: usize = (HORIZON.ilog2() + 1) as usize;

/// Bits behind the point of a factor.
///
/// The product of two factors is cut off below the last bit, so that a result is never above the exact one, and less
/// than one below it wherever it stays below 2⁶³: rounded up, it is exact where the exact one is whole.
const POINT: u32 = 96;

/// Pods that a plan wants after so many months of its growth.
///
/// ```
/// use eniplan_core::{analyze::pods_after, plan::Plan};
/// let (plan, _) = Plan::from_text(b"{growth: {pods_per_month: 5%}, node_groups: [{pods: {desired: 400}}]}").unwrap();
/// // 400 × 1.05² = 441
/// assert_eq!([0, 1, 2].map(|months| pods_after(&plan, months)), [400, 420, 441]);
/// ```
pub fn pods_after(plan: &Plan, months: u32) -> u64 {
    let groups = plan.node_groups.iter();
    let pods = groups.map(|group| u64::from(group.pods.desired.get()));
    after(
        pods.fold(0, u64::saturating_add),
        plan.growth.pods_per_month,
        months,
    )
}

/// What `amount` has grown to after so many months, rounded up; saturates.
pub(super) fn after(amount: u64, rate: Percent, months: u32) -> u64 {
    grown(amount, factor(rate, months))
}

/// An amount times a factor, rounded up; saturates, as where there is no such factor.
fn grown(amount: u64, factor: Option<u128>) -> u64 {
    let grown = factor.map(|factor| product(amount.into(), factor));
    let Some((high, low)) = grown else {
        return if amount == 0 { 0 } else { u64::MAX };
    };
    let whole = shifted(high, low).and_then(|whole| u64::try_from(whole).ok());
    let part = u64::from(low << (128 - POINT) != 0);
    whole.map_or(u64::MAX, |whole| whole.saturating_add(part))
}

/// What 1, 2, 4, … months make of an amount, to ask for many of them.
#[derive(Clone, Copy)]
pub(super) struct Powers([Option<u128>; BITS]);

impl Powers {
    /// Those of a rate.
    pub(super) fn of(rate: Percent) -> Self {
        let mut square = Some(monthly(rate));
        Self([(); BITS].map(|()| {
            let this = square;
            square = this.and_then(|square| times(square, square));
            this
        }))
    }

    /// Whole months for which `amount` stays within `limit` as it grows; `None` where that is longer than [`HORIZON`].
    ///
    /// The longest time is put together from its highest bit on.
    pub(super) fn within(&self, amount: u64, limit: u64) -> Option<u32> {
        let (mut months, mut factor) = (0, Some(1 << POINT));
        for (bit, square) in (0..BITS).zip(self.0).rev() {
            let longer = factor.zip(square).and_then(|(a, b)| times(a, b));
            if grown(amount, longer) <= limit {
                (months, factor) = (months + (1 << bit), longer);
            }
        }
        (months < HORIZON).then_some(months)
    }
}

/// The largest number of months up to `most` for which `fits` holds, as it does for every smaller one; 0 where it never
/// does, `None` where it holds for all of them.
pub(super) fn longest(most: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
    if fits(most) {
        return None;
    }
    let (mut low, mut high) = (0, most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

/// 1 + rate.
fn monthly(rate: Percent) -> u128 {
    ((10_000 + u128::from(rate.hundredths())) << POINT) / 10_000
}

/// (1 + rate)^months, by squaring; `None` from 2³² on.
fn factor(rate: Percent, months: u32) -> Option<u128> {
    let mut square = Some(monthly(rate));
    let mut factor = 1 << POINT;
    let mut left = months;
    while left > 0 {
        if left % 2 == 1 {
            factor = times(factor, square?)?;
        }
        square = square.and_then(|square| times(square, square));
        left /= 2;
    }
    Some(factor)
}

fn times(a: u128, b: u128) -> Option<u128> {
    let (high, low) = product(a, b);
    shifted(high, low)
}

/// The product in two halves.
fn product(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = u64::MAX as u128;
    let ((a_high, a_low), (b_high, b_low)) = ((a >> 64, a & LOW), (b >> 64, b & LOW));
    let low = a_low * b_low;
    let (one, other) = (a_low * b_high, a_high * b_low);
    let middle = (low >> 64) + (one & LOW) + (other & LOW);
    let high = a_high * b_high + (one >> 64) + (other >> 64) + (middle >> 64);
    (high, (middle << 64) | (low & LOW))
}

/// A product with the point moved back; `None` where it does not fit.
fn shifted(high: u128, low: u128) -> Option<u128> {
    (high >> POINT == 0).then_some((high << (128 - POINT)) | (low >> POINT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    /// A whole number of any size, in digits to the base 10⁹, the last first.
    #[derive(Clone, PartialEq, Eq, Debug)]
    struct Big(Vec<u64>);

    impl Big {
        fn of(number: u64) -> Self {
            Self(Vec::new()).times_and(0, number)
        }

        fn times_and(&self, factor: u64, more: u64) -> Self {
            let (mut digits, mut carry) = (Vec::new(), u128::from(more));
            for digit in &self.0 {
                carry += u128::from(*digit) * u128::from(factor);
                digits.push(u64::try_from(carry % 1_000_000_000).unwrap());
                carry /= 1_000_000_000;
            }
            while carry > 0 {
                digits.push(u64::try_from(carry % 1_000_000_000).unwrap());
                carry /= 1_000_000_000;
            }
            while digits.last() == Some(&0) {
                digits.pop();
            }
            Self(digits)
        }

        fn is_at_most(&self, other: &Self) -> bool {
            (self.0.len(), self.0.iter().rev().collect::<Vec<_>>())
                <= (other.0.len(), other.0.iter().rev().collect())
        }
    }

    /// Month by month, without rounding: amount × (10,000 + rate)^m against limit × 10,000^m.
    fn month_by_month(amount: u64, rate: u64, limit: u64, most: u32) -> Option<u32> {
        let (mut grown, mut bound) = (Big::of(amount), Big::of(limit));
        if !grown.is_at_most(&bound) {
            return Some(0);
        }
        for month in 0..most {
            (grown, bound) = (
                grown.times_and(10_000 + rate, 0),
                bound.times_and(10_000, 0),
            );
            if !grown.is_at_most(&bound) {
                return Some(month);
            }
        }
        None
    }

    fn within(amount: u64, rate: Percent, limit: u64) -> Option<u32> {
        Powers::of(rate).within(amount, limit)
    }

    proptest! {
        /// Halving the time is the slow way; amounts and limits of every size, saturated ones too.
        #[test]
        fn bits_of_time_equal_halving_it(
            amount in (any::<u64>(), 0u32..64).prop_map(|(amount, bits)| amount >> bits),
            rate in prop_oneof![0u32..100, 0u32..10_000_000],
            limit in prop_oneof![Just(u64::MAX), (any::<u64>(), 0u32..64).prop_map(|(limit, bits)| limit >> bits)],
        ) {
            let rate = Percent::of_hundredths(rate);
            let slow = longest(HORIZON, |months| after(amount, rate, months) <= limit);
            prop_assert_eq!(within(amount, rate, limit), slow);
        }

        #[test]
        fn equals_month_by_month(amount in 0u64..1_000_000, rate in 0u32..30_000, limit in 0u64..500_000_000) {
            let fast = within(amount, Percent::of_hundredths(rate), limit);
            prop_assert_eq!(fast, month_by_month(amount, rate.into(), limit, HORIZON));
        }

        /// Small rates, which take long.
        #[test]
        fn equals_month_by_month_for_small_rates(amount in 1u64..100_000, rate in 0u32..120, more in 0u64..100_000) {
            let fast = within(amount, Percent::of_hundredths(rate), amount + more);
            prop_assert_eq!(fast, month_by_month(amount, rate.into(), amount + more, HORIZON));
        }

        /// Limits that the growth meets exactly: 2^a × 3^b pods at 50 % a month.
        #[test]
        fn a_limit_that_is_met_exactly_is_not_passed(doublings in 1u32..24, months in 1u32..24) {
            let months = months.min(doublings);
            let amount = 1u64 << doublings;
            let limit = (amount >> months) * 3u64.pow(months);
            prop_assert_eq!(within(amount, Percent::of_hundredths(5_000), limit), Some(months));
            prop_assert_eq!(within(amount, Percent::of_hundredths(5_000), limit - 1), Some(months - 1));
        }
    }

    #[test]
    fn years_of_interest() {
        // At 5 % a month a sum doubles in the fifteenth month: 1.05^14 = 1.98, 1.05^15 = 2.08.
        assert_eq!(within(400, Percent::of_hundredths(500), 800), Some(14));
        assert_eq!(after(100, Percent::of_hundredths(500), 1), 105);
        assert_eq!(
            after(1, Percent::of_hundredths(10_000_000), 1_200),
            u64::MAX
        );
        assert_eq!(after(0, Percent::of_hundredths(10_000_000), 1_200), 0);
        assert_eq!(within(400, Percent::of_hundredths(0), 400), None);
        assert_eq!(within(401, Percent::of_hundredths(0), 400), Some(0));
    }
}
