//! Conditions on a column: `29`, `>=29`, `<110`, `29-110`, or several: `>=29 and <110`.

/// Bounds, ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    from: u64,
    to: u64,
}

impl Bounds {
    /// Whether a number stands within; what is unknown does so only where nothing is asked.
    pub(crate) fn hold(self, number: Option<u64>) -> bool {
        number.map_or(self == Self::ALL, |number| {
            (self.from..=self.to).contains(&number)
        })
    }

    /// Every number.
    pub(crate) const ALL: Self = Self {
        from: 0,
        to: u64::MAX,
    };

    /// Whether no number is within.
    pub(crate) fn is_empty(self) -> bool {
        self.from > self.to
    }

    /// Reads a condition; `None` where it is none. A number alone asks for that many at least.
    ///
    /// `scale` is how many of the column's numbers make one: 100 where it holds hundredths.
    pub(crate) fn read(text: &str, scale: u64) -> Option<Self> {
        let mut bounds = Self::ALL;
        let text = text
            .replace("and", " ")
            .replace("&&", " ")
            .replace('≥', ">=")
            .replace('≤', "<=")
            .replace(',', "");
        let mut operator = "";
        for word in text.split_whitespace() {
            let end = word
                .find(|c: char| c.is_ascii_digit())
                .unwrap_or(word.len());
            let (sign, digits) = word.split_at(end);
            if !sign.is_empty() {
                operator = sign;
            }
            if digits.is_empty() {
                continue;
            }
            if let Some((from, to)) = digits.split_once('-') {
                bounds.from = bounds.from.max(scaled(from, scale)?);
                bounds.to = bounds.to.min(scaled(to, scale)?);
                continue;
            }
            let number = scaled(digits, scale)?;
            match operator {
                "" | ">=" => bounds.from = bounds.from.max(number),
                ">" => bounds.from = bounds.from.max(number.checked_add(1)?),
                "<=" => bounds.to = bounds.to.min(number),
                "<" => bounds.to = bounds.to.min(number.checked_sub(1)?),
                "=" | "==" => {
                    bounds = Self {
                        from: number,
                        to: number,
                    }
                }
                _ => return None,
            }
            operator = "";
        }
        operator.is_empty().then_some(bounds)
    }
}

/// A number in a column's own unit: `1.5` is 150 hundredths.
fn scaled(digits: &str, scale: u64) -> Option<u64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.parse::<u64>().ok()?.checked_mul(scale)?;
    if part.is_empty() {
        return Some(whole);
    }
    let power = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let part = part.parse::<u64>().ok()?.checked_mul(scale)? / power;
    whole.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn conditions_are_read_as_people_write_them() {
        for (text, inside, outside) in [
            ("29", 29, 28),
            (">=29 and <110", 109, 110),
            ("> 29 && <= 110", 110, 29),
            ("29-110", 110, 111),
            ("= 4", 4, 5),
            ("≥1,000", 1000, 999),
        ] {
            let bounds = Bounds::read(text, 1).expect(text);
            assert!(
                bounds.hold(Some(inside)) && !bounds.hold(Some(outside)),
                "{text}"
            );
        }
        assert_eq!(Bounds::read("", 1), Some(Bounds::ALL));
        for text in ["many", ">", "<x", "4 %% 5"] {
            assert_eq!(Bounds::read(text, 1), None, "{text}");
        }
    }

    #[test]
    fn hundredths_are_read_with_their_point() {
        let bounds = Bounds::read(">=1.05 and <1.5", 100).expect("a condition");
        assert!(bounds.hold(Some(105)) && bounds.hold(Some(149)));
        assert!(!bounds.hold(Some(104)) && !bounds.hold(Some(150)));
        assert!(Bounds::read(">5 and <3", 1).is_some_and(Bounds::is_empty));
    }

    #[test]
    fn what_is_unknown_meets_no_condition() {
        assert!(Bounds::ALL.hold(None));
        assert!(!Bounds::read("0-9", 1).expect("a range").hold(None));
    }
}
