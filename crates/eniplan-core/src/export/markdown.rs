//! Text in Markdown: the only place where Markdown is escaped.

use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use super::text::push;

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
            // They turn the text behind them round, so that a page would not say what its source says.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// A sentence: a template of our own, filled with text that is shown as it is.
macro_rules! prose {
    ($template:literal $(, $piece:expr)* $(,)?) => {
        alloc::format!($template $(, $crate::export::markdown::Shown(&$piece))*)
    };
}

pub(super) use prose;

/// What may fill a sentence.
pub(super) trait Piece {
    fn markdown(&self) -> String;
}

impl Piece for str {
    fn markdown(&self) -> String {
        escaped(self)
    }
}

impl Piece for &str {
    fn markdown(&self) -> String {
        escaped(self)
    }
}

impl Piece for String {
    fn markdown(&self) -> String {
        escaped(self)
    }
}

impl Piece for u64 {
    fn markdown(&self) -> String {
        crate::finding::Grouped(*self).to_string()
    }
}

impl Piece for crate::net::Ipv4Prefix {
    fn markdown(&self) -> String {
        self.to_string()
    }
}

/// Text that stands as code where it is plain, and escaped otherwise.
pub(super) struct AsCode<'a>(pub(super) &'a str);

impl Piece for AsCode<'_> {
    fn markdown(&self) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || " -_./:=,+()".contains(c);
        if !self.0.trim().is_empty() && self.0.trim() == self.0 && self.0.chars().all(plain) {
            alloc::format!("`{}`", self.0)
        } else {
            escaped(self.0)
        }
    }
}

/// A piece as it is shown.
pub(super) struct Shown<'a, T: ?Sized>(pub(super) &'a T);

impl<T: Piece + ?Sized> Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.markdown())
    }
}

/// Appends a heading with an empty line around it.
pub(super) fn push_heading(out: &mut String, level: usize, text: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.extend(core::iter::repeat_n('#', level));
    push(out, format_args!(" {text}\n\n"));
}

/// Appends command lines in a fence; words in them are quoted by [`super::shell`], so that none ends it.
pub(super) fn push_commands(out: &mut String, commands: &str) {
    push(out, format_args!("\n```sh\n{commands}\n```\n"));
}

/// Appends a table; cells are Markdown already.
pub(super) fn push_table(out: &mut String, header: &[&str], rows: &[alloc::vec::Vec<String>]) {
    push(out, format_args!("| {} |\n|", header.join(" | ")));
    for _ in header {
        out.push_str(" --- |");
    }
    out.push('\n');
    for row in rows {
        push(out, format_args!("| {} |\n", row.join(" | ")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_shown_and_not_obeyed() {
        assert_eq!(
            escaped("a|b\n<script> [x](y) `c`"),
            "a\\|b \\<script\\> \\[x\\](y) \\`c\\`"
        );
        assert_eq!(escaped("a\u{202e}b\u{2066}\u{7}"), "a\u{fffd}b\u{fffd} ");
    }

    #[test]
    fn sentences_take_text_as_data() {
        assert_eq!(
            prose!("Subnet {} of {} has {}.", AsCode("pods-a"), "*x*", 1000u64),
            "Subnet `pods-a` of \\*x\\* has 1,000."
        );
        assert_eq!(AsCode("a`b").markdown(), "a\\`b");
    }
}
