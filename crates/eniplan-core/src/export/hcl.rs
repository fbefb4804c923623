//! Terraform's language, written from a tree: the only place where HCL is escaped.
//!
//! Names of blocks, attributes and references are the program's own (`&'static str`); text from a plan can only be a
//! string or a quoted key. The output is as `terraform fmt` leaves it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::text::{push_comment, push_escaped, push_indent};

/// What stands in a file, a block or an object.
#[derive(Clone, Debug)]
pub enum Item {
    /// `name = value`.
    Set(Key, Expr),
    /// `kind "label" { … }`.
    Block(&'static str, Vec<String>, Vec<Item>),
    /// A comment on lines of its own.
    Comment(String),
    /// An empty line.
    Blank,
}

/// The name of an attribute or the key of an object.
#[derive(Clone, Debug)]
pub enum Key {
    /// The program's own, written as it is.
    Name(&'static str),
    /// Any text, always quoted.
    Text(String),
}

/// A value.
#[derive(Clone, Debug)]
pub enum Expr {
    /// Text as data.
    Text(String),
    /// A whole number.
    Number(u64),
    /// `true` or `false`.
    Bool(bool),
    /// `module.vpc.private_subnets[0]` and the like: a path of the program's own, and what follows it.
    Reference(&'static str, Vec<Step>),
    /// An expression of the program's own, written as it is.
    Own(&'static str),
    /// Text and references in one string.
    Template(Vec<Part>),
    /// A function call.
    Call(&'static str, Vec<Expr>),
    /// A list.
    List(Vec<Expr>),
    /// An object over several lines.
    Object(Vec<Item>),
    /// An object on one line.
    Inline(Vec<(Key, Expr)>),
    /// Lines of text, indented with what surrounds them.
    Heredoc(Vec<Part>),
}

/// What follows the path of a reference.
#[derive(Clone, Debug)]
pub enum Step {
    /// `.name`.
    Attribute(&'static str),
    /// `[0]`.
    Index(usize),
    /// `["key"]`.
    Key(String),
    /// `[each.key]`.
    EachKey,
    /// `[each.value]`.
    EachValue,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text as data.
    Text(String),
    /// `${value}`.
    Value(Expr),
}

/// Lists up to this width stand on one line.
const WIDE: usize = 80;

impl From<&'static str> for Key {
    fn from(name: &'static str) -> Self {
        Self::Name(name)
    }
}

impl From<String> for Key {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Expr {
    /// Text as data.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A reference without anything behind its path.
    pub fn path(path: &'static str) -> Self {
        Self::Reference(path, Vec::new())
    }
}

/// `name = value`.
pub fn set(key: impl Into<Key>, value: Expr) -> Item {
    Item::Set(key.into(), value)
}

/// A comment on lines of its own.
pub fn comment(text: impl Into<String>) -> Item {
    Item::Comment(text.into())
}

/// A block without labels.
pub fn block(kind: &'static str, body: Vec<Item>) -> Item {
    Item::Block(kind, Vec::new(), body)
}

/// A block with labels of the program's own, such as `resource "aws_subnet" "pods"`.
pub fn labelled(kind: &'static str, labels: &[&'static str], body: Vec<Item>) -> Item {
    let labels = labels.iter().map(ToString::to_string).collect();
    Item::Block(kind, labels, body)
}

/// The text of a file.
pub fn write(items: &[Item]) -> String {
    let mut out = String::new();
    push_items(&mut out, items, 0);
    out
}

fn push_items(out: &mut String, items: &[Item], indent: usize) {
    let written: Vec<(String, String)> = items.iter().map(|item| sides(item, indent)).collect();
    for (index, item) in items.iter().enumerate() {
        match item {
            Item::Blank => out.push('\n'),
            Item::Comment(text) => push_comment(out, indent, text),
            Item::Block(kind, labels, body) => {
                push_indent(out, indent);
                out.push_str(kind);
                for label in labels {
                    out.push(' ');
                    push_string(out, label);
                }
                if body.is_empty() {
                    out.push_str(" {}\n");
                    continue;
                }
                out.push_str(" {\n");
                push_items(out, body, indent + 1);
                push_indent(out, indent);
                out.push_str("}\n");
            }
            Item::Set(..) => {
                let Some((key, value)) = written.get(index) else {
                    continue;
                };
                // `terraform fmt` aligns by what a reader sees as one character, which is not told here beyond ASCII:
                // such keys stand between empty lines.
                let before = index.checked_sub(1).and_then(|before| written.get(before));
                if before.is_some_and(|(other, _)| {
                    !(other.is_empty() || key.is_ascii() && other.is_ascii())
                }) {
                    out.push('\n');
                }
                push_indent(out, indent);
                out.push_str(key);
                for _ in key.chars().count()..width(&written, index) {
                    out.push(' ');
                }
                out.push_str(" = ");
                out.push_str(value);
                out.push('\n');
            }
        }
    }
}

/// Key and value as written; empty for what is no attribute.
fn sides(item: &Item, indent: usize) -> (String, String) {
    let Item::Set(key, value) = item else {
        return (String::new(), String::new());
    };
    let (mut left, mut right) = (String::new(), String::new());
    push_key(&mut left, key);
    push_expr(&mut right, value, indent);
    (left, right)
}

/// The width of the keys around `index`: attributes of one line that follow each other stand in one column.
fn width(written: &[(String, String)], index: usize) -> usize {
    // To `terraform fmt` a heredoc is a value of one line.
    let aligned = |(key, value): &&(String, String)| {
        !key.is_empty() && key.is_ascii() && (!value.contains('\n') || value.starts_with("<<"))
    };
    let (before, rest) = written.split_at_checked(index).unwrap_or_default();
    let Some(own) = rest.first().filter(aligned) else {
        return 0;
    };
    let above = before.iter().rev().take_while(aligned);
    let below = rest.iter().skip(1).take_while(aligned);
    above
        .chain(below)
        .chain([own])
        .map(|(key, _)| key.chars().count())
        .max()
        .unwrap_or(0)
}

fn push_key(out: &mut String, key: &Key) {
    match key {
        Key::Name(name) => out.push_str(name),
        Key::Text(text) => push_string(out, text),
    }
}

fn push_expr(out: &mut String, value: &Expr, indent: usize) {
    match value {
        Expr::Text(text) => push_string(out, text),
        Expr::Number(number) => out.push_str(&number.to_string()),
        Expr::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Expr::Reference(path, steps) => {
            out.push_str(path);
            for step in steps {
                match step {
                    Step::Attribute(name) => {
                        out.push('.');
                        out.push_str(name);
                    }
                    Step::Index(index) => {
                        out.push('[');
                        out.push_str(&index.to_string());
                        out.push(']');
                    }
                    Step::Key(key) => {
                        out.push('[');
                        push_string(out, key);
                        out.push(']');
                    }
                    Step::EachKey => out.push_str("[each.key]"),
                    Step::EachValue => out.push_str("[each.value]"),
                }
            }
        }
        Expr::Template(parts) => {
            out.push('"');
            for (index, part) in parts.iter().enumerate() {
                match part {
                    Part::Text(text) => {
                        let (text, dollars) = before_value(text, parts.get(index + 1));
                        push_characters(out, text);
                        out.push_str(&dollars);
                    }
                    Part::Value(value) => push_interpolation(out, value, indent),
                }
            }
            out.push('"');
        }
        Expr::Own(expression) => out.push_str(expression),
        Expr::Call(function, arguments) => {
            out.push_str(function);
            out.push('(');
            for (index, argument) in arguments.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                push_expr(out, argument, indent);
            }
            out.push(')');
        }
        Expr::List(items) => push_list(out, items, indent),
        Expr::Object(items) if items.is_empty() => out.push_str("{}"),
        Expr::Object(items) => {
            out.push_str("{\n");
            push_items(out, items, indent + 1);
            push_indent(out, indent);
            out.push('}');
        }
        Expr::Inline(entries) if entries.is_empty() => out.push_str("{}"),
        Expr::Inline(entries) => {
            out.push_str("{ ");
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                push_key(out, key);
                out.push_str(" = ");
                push_expr(out, value, indent);
            }
            out.push_str(" }");
        }
        Expr::Heredoc(parts) => push_heredoc(out, parts, indent),
    }
}

fn push_list(out: &mut String, items: &[Expr], indent: usize) {
    let mut line = String::from("[");
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            line.push_str(", ");
        }
        push_expr(&mut line, item, indent);
    }
    line.push(']');
    let is_one_object = matches!(items, [Expr::Object(_)]);
    if is_one_object || (!line.contains('\n') && line.chars().count() <= WIDE) {
        out.push_str(&line);
        return;
    }
    out.push_str("[\n");
    for item in items {
        push_indent(out, indent + 1);
        push_expr(out, item, indent + 1);
        out.push_str(",\n");
    }
    push_indent(out, indent);
    out.push(']');
}

fn push_string(out: &mut String, text: &str) {
    out.push('"');
    push_characters(out, text);
    out.push('"');
}

fn push_characters(out: &mut String, text: &str) {
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if matches!(c, '$' | '%') && characters.peek() == Some(&'{') {
            out.push(c);
        }
        push_escaped(out, c);
    }
}

/// A text and the dollars at its end apart where a value follows: `$${` would be an escape, so they become a value.
fn before_value<'a>(text: &'a str, next: Option<&Part>) -> (&'a str, String) {
    let start = text.trim_end_matches('$');
    let dollars = text.get(start.len()..).unwrap_or_default();
    match next {
        Some(Part::Value(_)) if !dollars.is_empty() => {
            (start, alloc::format!("${{\"{dollars}\"}}"))
        }
        _ => (text, String::new()),
    }
}

fn push_interpolation(out: &mut String, value: &Expr, indent: usize) {
    out.push_str("${");
    push_expr(out, value, indent);
    out.push('}');
}

/// Lines of text, in which only templates are special.
fn push_heredoc(out: &mut String, parts: &[Part], indent: usize) {
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Value(value) => push_interpolation(&mut text, value, indent),
            Part::Text(part) => {
                let (part, dollars) = before_value(part, parts.get(index + 1));
                let mut characters = part.chars().peekable();
                while let Some(c) = characters.next() {
                    if matches!(c, '$' | '%') && characters.peek() == Some(&'{') {
                        text.push(c);
                    }
                    text.push(c);
                }
                text.push_str(&dollars);
            }
        }
    }
    out.push_str("<<-EOT\n");
    for line in text.lines() {
        if !line.is_empty() {
            push_indent(out, indent + 1);
            out.push_str(line);
        }
        out.push('\n');
    }
    push_indent(out, indent);
    out.push_str("EOT");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec;

    #[test]
    fn attributes_of_one_line_stand_in_one_column() {
        let items = [block(
            "locals",
            vec![
                set("a", Expr::Number(1)),
                set("bbb", Expr::Bool(true)),
                set("object", Expr::Object(vec![set("x", Expr::Number(2))])),
                set("c", Expr::List(vec![])),
                comment("Why."),
                set("long", Expr::path("var.name")),
            ],
        )];
        assert_eq!(
            write(&items),
            "locals {\n  a   = 1\n  bbb = true\n  object = {\n    x = 2\n  }\n  c = []\n  # Why.\n  long = var.name\n}\n"
        );
    }

    #[test]
    fn keys_beyond_ascii_stand_alone() {
        let items = [
            set("a", Expr::Number(1)),
            set(String::from("e\u{301}"), Expr::Number(2)),
            set("ccc", Expr::Number(3)),
            set("d", Expr::Number(4)),
        ];
        assert_eq!(
            write(&items),
            "a = 1\n\n\"e\u{301}\" = 2\n\nccc = 3\nd   = 4\n"
        );
    }

    #[test]
    fn dollars_before_a_value_are_no_escape() {
        let template = Expr::Template(vec![Part::Text("a$$".into()), Part::Value(Expr::path("b"))]);
        assert_eq!(write(&[set("x", template)]), "x = \"a${\"$$\"}${b}\"\n");
    }

    #[test]
    fn text_is_never_a_template_and_never_ends_its_string() {
        let mut out = String::new();
        push_string(&mut out, "${var.x} %{if} $ % \"}\noutput \\ \u{0}");
        assert_eq!(out, r#""$${var.x} %%{if} $ % \"}\noutput \\ \u0000""#);
    }

    #[test]
    fn a_comment_never_ends_early() {
        assert_eq!(
            write(&[comment("a\rb\u{2028}c\n\nresource {")]),
            "# a b c\n#\n# resource {\n"
        );
    }
}
