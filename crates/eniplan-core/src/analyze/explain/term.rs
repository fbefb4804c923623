//! Arithmetic that can be read: sums with the names and values of what goes into them.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use crate::finding::Grouped;

/// A number and how it comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A value and what it is.
    Value(&'static str, u64),
    /// All of them together.
    Sum(Vec<Term>),
    /// The first without the second.
    Difference(Box<Term>, Box<Term>),
    /// All of them multiplied.
    Product(Vec<Term>),
    /// The least of them.
    Least(Vec<Term>),
    /// The most of them.
    Most(Vec<Term>),
    /// The first over the second, rounded up.
    Upwards(Box<Term>, Box<Term>),
    /// The first over the second, rounded down.
    Downwards(Box<Term>, Box<Term>),
}

use Term::{Difference, Downwards, Least, Most, Product, Sum, Upwards, Value};

impl Term {
    /// The first without the second, written so that it is not below 0.
    pub(super) fn left(of: Self, without: Self) -> Self {
        let is_less = of.value() < without.value();
        let left = Difference(Box::new(of), Box::new(without));
        if is_less {
            Most([Value("none", 0), left].into())
        } else {
            left
        }
    }

    /// Rounded up.
    pub(super) fn up(of: Self, over: Self) -> Self {
        Upwards(Box::new(of), Box::new(over))
    }

    /// Rounded down.
    pub(super) fn down(of: Self, over: Self) -> Self {
        Downwards(Box::new(of), Box::new(over))
    }

    /// All that are not 0 together; the first where all are.
    pub(super) fn sum(terms: impl IntoIterator<Item = Self>) -> Self {
        let mut terms: Vec<Self> = terms.into_iter().collect();
        if terms.iter().any(|term| term.value() != 0) {
            terms.retain(|term| term.value() != 0);
        } else {
            terms.truncate(1);
        }
        match terms.len() {
            0 => Value("nothing", 0),
            1 => terms.swap_remove(0),
            _ => Sum(terms),
        }
    }

    /// All of them together; what occurs several times is written once, with how often.
    pub(super) fn total(
        what: &'static str,
        times: &'static str,
        values: impl Iterator<Item = (u64, u64)>,
    ) -> Self {
        let mut counted: Vec<(u64, u64)> = Vec::new();
        for (count, value) in values.filter(|(count, value)| *count > 0 && *value > 0) {
            let alike = counted.iter().position(|(_, other)| *other == value);
            // A plan of thousands of subnets is added up rather than written down.
            let full = counted.len() >= MOST_TERMS;
            match alike.or(full.then_some(MOST_TERMS - 1)) {
                Some(at) => {
                    let Some((times, last)) = counted.get_mut(at) else {
                        continue;
                    };
                    if *last == value {
                        *times = times.saturating_add(count);
                    } else {
                        let more = count.saturating_mul(value);
                        *last = times.saturating_mul(*last).saturating_add(more);
                        *times = 1;
                    }
                }
                None => counted.push((count, value)),
            }
        }
        Self::sum(counted.into_iter().map(|(count, value)| match count {
            1 => Value(what, value),
            _ => Product([Value(times, count), Value(what, value)].into()),
        }))
    }

    /// What it comes to; never below 0 as it stands in a derivation.
    pub fn value(&self) -> i128 {
        let all = |terms: &[Self]| terms.iter().map(Self::value).collect::<Vec<_>>();
        match self {
            Value(_, value) => (*value).into(),
            Sum(terms) => all(terms).into_iter().fold(0, i128::saturating_add),
            Difference(of, without) => of.value().saturating_sub(without.value()),
            Product(terms) => all(terms).into_iter().fold(1, i128::saturating_mul),
            Least(terms) => all(terms).into_iter().min().unwrap_or(0),
            Most(terms) => all(terms).into_iter().max().unwrap_or(0),
            Upwards(of, over) => {
                let (of, over) = (of.value(), over.value().max(1));
                of / over + i128::from(of % over > 0)
            }
            Downwards(of, over) => of.value() / over.value().max(1),
        }
    }

    /// What goes into it, from left to right.
    pub fn operands(&self) -> Vec<(&'static str, u64)> {
        match self {
            Value(name, value) => Vec::from([(*name, *value)]),
            Sum(terms) | Product(terms) | Least(terms) | Most(terms) => {
                terms.iter().flat_map(Self::operands).collect()
            }
            Difference(a, b) | Upwards(a, b) | Downwards(a, b) => {
                a.operands().into_iter().chain(b.operands()).collect()
            }
        }
    }

    /// Whether it is a value and nothing to reckon.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Value(..))
    }

    /// How strongly it binds: sums least, what stands in brackets of its own most.
    fn strength(&self) -> u8 {
        match self {
            Sum(_) | Difference(..) => 0,
            Product(_) => 1,
            _ => 2,
        }
    }

    /// Writes it, in brackets where it binds less than `least`.
    fn within(&self, out: &mut fmt::Formatter<'_>, least: u8) -> fmt::Result {
        if self.strength() < least {
            write!(out, "({self})")
        } else {
            write!(out, "{self}")
        }
    }

    fn joined(
        out: &mut fmt::Formatter<'_>,
        terms: &[Self],
        between: &str,
        least: u8,
    ) -> fmt::Result {
        for (index, term) in terms.iter().enumerate() {
            if index > 0 {
                out.write_str(between)?;
            }
            term.within(out, least)?;
        }
        Ok(())
    }
}

/// Terms of a sum that are still read.
const MOST_TERMS: usize = 12;

/// As a person writes it: `3 × (10 − 1) + 2`.
impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value(_, value) => Grouped(*value).fmt(out),
            Sum(terms) => Self::joined(out, terms, " + ", 0),
            Difference(of, without) => {
                of.within(out, 0)?;
                out.write_str(" − ")?;
                without.within(out, 1)
            }
            Product(terms) => Self::joined(out, terms, " × ", 1),
            Least(terms) | Most(terms) => {
                out.write_str(if matches!(self, Least(_)) {
                    "min("
                } else {
                    "max("
                })?;
                Self::joined(out, terms, ", ", 0)?;
                out.write_str(")")
            }
            Upwards(of, over) | Downwards(of, over) => {
                let is_up = matches!(self, Upwards(..));
                out.write_str(if is_up { "⌈" } else { "⌊" })?;
                of.within(out, 1)?;
                out.write_str(" ÷ ")?;
                over.within(out, 2)?;
                out.write_str(if is_up { "⌉" } else { "⌋" })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn n(value: u64) -> Term {
        Value("n", value)
    }

    #[test]
    fn brackets_stand_where_they_must() {
        let less = Difference(Box::new(n(10)), Box::new(n(1)));
        let max_pods = Sum([Product([n(3), less.clone()].into()), n(2)].into());
        assert_eq!(max_pods.to_string(), "3 × (10 − 1) + 2");
        assert_eq!(max_pods.value(), 29);
        let nested = Difference(Box::new(n(20)), Box::new(less.clone()));
        assert_eq!(
            (nested.to_string().as_str(), nested.value()),
            ("20 − (10 − 1)", 11)
        );
        let up = Term::up(Sum([n(27), n(1)].into()), Product([n(3), n(3)].into()));
        assert_eq!(
            (up.to_string().as_str(), up.value()),
            ("⌈(27 + 1) ÷ (3 × 3)⌉", 4)
        );
        let least = Least([n(1_100), less].into());
        assert_eq!(
            (least.to_string().as_str(), least.value()),
            ("min(1,100, 10 − 1)", 9)
        );
    }

    #[test]
    fn what_is_left_is_never_less_than_nothing() {
        let left = Term::left(n(3), n(5));
        assert_eq!(
            (left.to_string().as_str(), left.value()),
            ("max(0, 3 − 5)", 0)
        );
    }

    #[test]
    fn a_long_total_stays_short_and_right() {
        let values = (1..1_000).map(|value| (1, value));
        let total = Term::total("of each", "times", values);
        assert_eq!(total.value(), 499_500);
        assert!(total.operands().len() <= MOST_TERMS, "{total}");
        let alike = [(1, 507), (2, 59), (1, 507)].into_iter();
        assert_eq!(
            Term::total("of each", "times", alike).to_string(),
            "2 × 507 + 2 × 59"
        );
    }
}
