//! Escapes of double-quoted strings that HCL, YAML and JSON share.

use alloc::string::String;
use core::fmt::{Arguments, Write};

/// Appends `text` in double quotes, readable as YAML and as JSON.
///
/// Everything printable stands as it is; surrogate escapes are never used, since YAML does not join them.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        push_escaped(out, c);
    }
    out.push('"');
}

/// Appends one character as it stands between double quotes.
pub(super) fn push_escaped(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_hidden(c) => {
            push(out, format_args!("\\u{:04x}", u32::from(c)));
        }
        c => out.push(c),
    }
}

/// Characters that a parser refuses or a reader does not see: controls, line separators, byte order marks.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Appends the lines of a comment, each behind `#`; what could end the comment early becomes a space.
pub(super) fn push_comment(out: &mut String, indent: usize, text: &str) {
    for line in text.split('\n') {
        push_indent(out, indent);
        out.push('#');
        if !line.is_empty() {
            out.push(' ');
        }
        out.extend(line.chars().map(|c| if is_hidden(c) { ' ' } else { c }));
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    }
}

/// Appends formatted text.
pub(super) fn push(out: &mut String, text: Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

/// Appends two spaces a level.
pub(super) fn push_indent(out: &mut String, indent: usize) {
    for _ in 0..indent {
        out.push_str("  ");
    }
}
