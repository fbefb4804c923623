//! Text in Markdown: the only place where Markdown is escaped.

use alloc::string::String;

/// Text that is shown as it is, on one line; nobody is mentioned by it.
///
/// ```
/// use eniplan_core::export::markdown::escaped;
/// assert_eq!(escaped("a|b of @team"), "a\\|b of &#64;team");
/// ```
pub fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '@' => out.push_str("&#64;"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markup_is_shown_and_not_obeyed() {
        assert_eq!(
            escaped("a|b\n<script> [x](y) `c`"),
            "a\\|b \\<script\\> \\[x\\](y) \\`c\\`"
        );
    }
}
