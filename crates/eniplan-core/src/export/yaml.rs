//! YAML, written from a tree: the only place where YAML is escaped.
//!
//! Text is always quoted, so that `no`, `1.30` and `12:30` stay what they are in YAML 1.1 and 1.2.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::text::{push_comment, push_indent, push_quoted};

/// A value.
#[derive(Clone, Debug)]
pub enum Yaml {
    /// Text as data.
    Text(String),
    /// Text of our own, shown line by line behind `|` where it can be.
    Block(String),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Bool(bool),
    /// A list.
    List(Vec<Yaml>),
    /// A mapping.
    Map(Vec<Line>),
}

/// What stands in a mapping.
#[derive(Clone, Debug)]
pub enum Line {
    /// `name: value`, a name of the program's own.
    Entry(&'static str, Yaml),
    /// `"text": value`, any text.
    Quoted(String, Yaml),
    /// A comment on lines of its own.
    Comment(String),
    /// An empty line.
    Blank,
}

impl Yaml {
    /// Text as data.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn is_flat(&self) -> bool {
        match self {
            Self::List(items) => items.is_empty(),
            Self::Block(text) => !is_block(text),
            Self::Map(lines) => !lines
                .iter()
                .any(|line| matches!(line, Line::Entry(..) | Line::Quoted(..))),
            _ => true,
        }
    }
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Yaml {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// `key: value`.
pub(super) fn entry(key: &'static str, value: impl Into<Yaml>) -> Line {
    Line::Entry(key, value.into())
}

/// A mapping of entries that are always there.
pub(super) fn map<const N: usize>(lines: [Line; N]) -> Yaml {
    Yaml::Map(lines.into())
}

/// A list of texts.
pub(super) fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> Yaml {
    Yaml::List(items.into_iter().map(Yaml::from).collect())
}

/// A comment on lines of its own.
pub(super) fn note(text: impl Into<String>) -> Line {
    Line::Comment(text.into())
}

/// The text of a document whose root is a mapping.
pub fn write(lines: &[Line]) -> String {
    let mut out = String::new();
    push_lines(&mut out, lines, 0, false);
    out
}

/// The text of several documents, each behind `---`.
pub fn write_documents(head: &str, documents: &[Vec<Line>]) -> String {
    let mut out = String::new();
    push_comment(&mut out, 0, head);
    for lines in documents {
        out.push_str("---\n");
        push_lines(&mut out, lines, 0, false);
    }
    out
}

/// Whether a text can stand behind `|` and come back as it was: printable lines, the first not indented, one break at the end.
fn is_block(text: &str) -> bool {
    let Some(body) = text.strip_suffix('\n') else {
        return false;
    };
    !body.is_empty()
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && text.chars().all(|c| c == '\n' || (' '..='~').contains(&c))
}

/// `hanging`: the first line stands behind a `- ` that is there already.
fn push_lines(out: &mut String, lines: &[Line], indent: usize, mut hanging: bool) {
    for line in lines {
        match line {
            Line::Blank => out.push('\n'),
            Line::Comment(text) => push_comment(out, indent, text),
            Line::Entry(..) | Line::Quoted(..) => {
                if !core::mem::take(&mut hanging) {
                    push_indent(out, indent);
                }
                let value = match line {
                    Line::Entry(key, value) => {
                        out.push_str(key);
                        value
                    }
                    Line::Quoted(key, value) => {
                        push_quoted(out, key);
                        value
                    }
                    Line::Comment(_) | Line::Blank => continue,
                };
                out.push(':');
                if value.is_flat() {
                    out.push(' ');
                    push_flat(out, value);
                    out.push('\n');
                } else if let Yaml::Block(text) = value {
                    out.push(' ');
                    push_literal(out, text, indent + 1);
                } else {
                    out.push('\n');
                    push_block(out, value, indent + 1);
                }
            }
        }
    }
}

fn push_block(out: &mut String, value: &Yaml, indent: usize) {
    match value {
        Yaml::Map(lines) => push_lines(out, lines, indent, false),
        Yaml::List(items) => {
            for item in items {
                push_indent(out, indent);
                out.push('-');
                match item {
                    Yaml::Map(lines)
                        if matches!(lines.first(), Some(Line::Entry(..) | Line::Quoted(..))) =>
                    {
                        out.push(' ');
                        push_lines(out, lines, indent + 1, true);
                    }
                    Yaml::Block(text) if is_block(text) => {
                        out.push(' ');
                        push_literal(out, text, indent + 1);
                    }
                    nested if !nested.is_flat() => {
                        out.push('\n');
                        push_block(out, nested, indent + 1);
                    }
                    flat => {
                        out.push(' ');
                        push_flat(out, flat);
                        out.push('\n');
                    }
                }
            }
        }
        flat => {
            push_flat(out, flat);
            out.push('\n');
        }
    }
}

fn push_literal(out: &mut String, text: &str, indent: usize) {
    out.push_str("|\n");
    for line in text.lines() {
        if !line.is_empty() {
            push_indent(out, indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn push_flat(out: &mut String, value: &Yaml) {
    match value {
        Yaml::Text(text) | Yaml::Block(text) => push_quoted(out, text),
        Yaml::Number(number) => out.push_str(&number.to_string()),
        Yaml::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Yaml::List(_) => out.push_str("[]"),
        Yaml::Map(_) => out.push_str("{}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    #[test]
    fn mappings_and_lists_stand_in_blocks_and_text_in_quotes() {
        let lines = [
            Line::Comment("Why.".into()),
            Line::Entry("on", Yaml::text("no")),
            Line::Entry("empty", Yaml::Map(vec![])),
            Line::Blank,
            Line::Quoted(
                "a: b".into(),
                Yaml::List(vec![
                    Yaml::Number(1),
                    Yaml::Map(vec![
                        Line::Entry("x", Yaml::Bool(true)),
                        Line::Entry("y", Yaml::List(vec![Yaml::text("z")])),
                    ]),
                ]),
            ),
        ];
        assert_eq!(
            write(&lines),
            "# Why.\non: \"no\"\nempty: {}\n\n\"a: b\":\n  - 1\n  - x: true\n    y:\n      - \"z\"\n"
        );
    }
}
