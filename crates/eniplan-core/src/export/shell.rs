//! Command lines for a POSIX shell: the only place where they are quoted.

use alloc::string::{String, ToString};
use core::fmt::{self, Display, Write};

/// A command line: a template of our own, filled with words that the shell takes as they are.
macro_rules! sh {
    ($template:literal $(, $word:expr)* $(,)?) => {
        alloc::format!($template $(, $crate::export::shell::Quoted(&$word))*)
    };
}

pub(super) use sh;

/// One word, whatever is in it.
///
/// Simple words stand bare, others in single quotes; what a terminal or a Markdown fence could obey becomes an escape
/// of `$'…'`, which bash, zsh, ksh and POSIX.1-2024 know.
///
/// ```
/// use eniplan_core::export::shell::Quoted;
/// assert_eq!(Quoted(&"shop-prod").to_string(), "shop-prod");
/// assert_eq!(Quoted(&"a b; rm $x").to_string(), "'a b; rm $x'");
/// assert_eq!(Quoted(&"it's").to_string(), "$'it\\'s'");
/// ```
#[derive(Debug)]
pub struct Quoted<'a, T: ?Sized>(pub &'a T);

impl<T: Display + ?Sized> Display for Quoted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let simple = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
        let is_bare =
            !text.is_empty() && text.chars().all(simple) && !text.starts_with(['=', '-', '~']);
        if is_bare {
            return f.write_str(&text);
        }
        if !text.chars().any(is_escaped) {
            return write!(f, "'{text}'");
        }
        f.write_str("$'")?;
        for c in text.chars() {
            match c {
                '\'' | '\\' => write!(f, "\\{c}")?,
                // A NUL ends every argument, so it cannot be passed on.
                '\0' => {}
                c if is_escaped(c) => {
                    let mut bytes = [0; 4];
                    for byte in c.encode_utf8(&mut bytes).bytes() {
                        write!(f, "\\x{byte:02x}")?;
                    }
                }
                c => f.write_char(c)?,
            }
        }
        f.write_char('\'')
    }
}

/// What would end single quotes, a fence or a line, start markup, or hide from the reader.
fn is_escaped(c: char) -> bool {
    matches!(c, '\'' | '`' | '<' | '>' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || c.is_control()
}

/// Several commands, each on its line.
pub(super) fn lines(commands: &[String]) -> String {
    commands.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_one_word() {
        for (word, quoted) in [
            ("", "''"),
            ("subnet-0a1b", "subnet-0a1b"),
            ("-rf", "'-rf'"),
            ("~root", "'~root'"),
            ("$(id)", "'$(id)'"),
            ("a\nb", "$'a\\x0ab'"),
            ("`id`", "$'\\x60id\\x60'"),
            ("é", "'é'"),
            ("\\'", "$'\\\\\\''"),
            ("\u{85}", "$'\\xc2\\x85'"),
        ] {
            assert_eq!(Quoted(word).to_string(), quoted);
        }
        assert_eq!(sh!("echo {} {}", "a b", 3), "echo 'a b' 3");
    }
}
