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

    /// Reads a condition; `None` where it is none. A number alone asks for that many at least.
    pub(crate) fn read(text: &str) -> Option<Self> {
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
                bounds.from = bounds.from.max(from.parse().ok()?);
                bounds.to = bounds.to.min(to.parse().ok()?);
                continue;
            }
            let number: u64 = digits.parse().ok()?;
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
            let bounds = Bounds::read(text).expect(text);
            assert!(
                bounds.hold(Some(inside)) && !bounds.hold(Some(outside)),
                "{text}"
            );
        }
        assert_eq!(Bounds::read(""), Some(Bounds::ALL));
        for text in ["many", ">", "<x", "4 %% 5"] {
            assert_eq!(Bounds::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_unknown_meets_no_condition() {
        assert!(Bounds::ALL.hold(None));
        assert!(!Bounds::read("0-9").expect("a range").hold(None));
    }
}
