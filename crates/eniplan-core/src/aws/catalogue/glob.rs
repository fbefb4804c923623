//! Patterns for names of instance types.

/// Whether a name holds a wildcard and so is a pattern.
///
/// ```
/// use eniplan_core::aws::catalogue::is_pattern;
///
/// assert!(is_pattern("c6i.*") && !is_pattern("c6i.large"));
/// ```
pub fn is_pattern(pattern: &str) -> bool {
    pattern.contains(['*', '?'])
}

/// Whether `pattern` names `text`: `*` is any run of bytes, `?` any one.
///
/// ```
/// use eniplan_core::aws::catalogue::matches;
///
/// assert!(matches("c6i.*", "c6i.large") && !matches("c6i.*", "c6id.large"));
/// ```
///
/// It goes back to the latest star only, so the time is at most the product of both lengths.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(&c) = text.get(t) {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&b) if b == b'?' || b == c => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern
        .get(p..)
        .is_none_or(|rest| rest.iter().all(|&b| b == b'*'))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, expected) in [
            ("c6i.*", "c6i.large", true),
            ("c6i.*", "c6id.large", false),
            ("*.large", "m5.large", true),
            ("*.large", "m5.xlarge", false),
            ("m?i.*large", "m6i.2xlarge", true),
            ("*", "t3.micro", true),
            ("", "t3.micro", false),
            ("t3.micro", "t3.micro", true),
            ("t3.micro*", "t3.micro", true),
            ("*a*a*b", "aaaa", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
