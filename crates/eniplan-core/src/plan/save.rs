//! Plan to text: YAML as people write it, only what differs from the default.

use alloc::string::String;
use core::fmt::Write;

use super::Plan;
use super::shape::Value;
use super::tree::{Data, Entry, Node};
use crate::export::text::push_quoted;
use crate::net::Ipv4Prefix;

/// A line is not made longer than this by putting a list or a mapping into it.
const WIDE: usize = 110;
/// Mappings right below the root stay on one line up to this many keys.
const FEW: usize = 2;

impl Plan {
    /// The plan as YAML; what is read back is equal.
    ///
    /// ```
    /// use eniplan_core::plan::Plan;
    /// let (plan, _) = Plan::from_text(b"{zones: [a, b], cluster: {kubernetes_version: 1.30}}").unwrap();
    /// assert_eq!(
    ///     plan.to_text(),
    ///     "version: 1\nzones: [a, b]\ncluster: {kubernetes_version: \"1.30\"}\n"
    /// );
    /// ```
    pub fn to_text(&self) -> String {
        let mut out = String::from("version: 1\n");
        if let Data::Map(entries) = self.write().data {
            for entry in entries.iter().filter(|entry| entry.key != "version") {
                push_entry(&mut out, entry, 0);
            }
        }
        out
    }
}

fn push_indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// `key: value` behind an indent that is there already.
fn push_entry(out: &mut String, entry: &Entry, depth: usize) {
    push_scalar(out, &entry.key, true);
    out.push(':');
    let flow = flow(&entry.value);
    let room = WIDE.saturating_sub(2 * depth + entry.key.len() + 2);
    let few = match &entry.value.data {
        Data::Map(entries) => depth > 0 || entries.len() <= FEW,
        Data::List(items) => depth > 0 || !items.iter().any(is_record),
        Data::Scalar { .. } => true,
    };
    if few && flow.chars().count() <= room {
        let _ = write!(out, " {flow}");
        out.push('\n');
        return;
    }
    out.push('\n');
    match &entry.value.data {
        Data::Map(entries) => {
            for entry in entries {
                push_indent(out, depth + 1);
                push_entry(out, entry, depth + 1);
            }
        }
        Data::List(items) => {
            for item in items {
                push_item(out, item, depth + 1);
            }
        }
        Data::Scalar { .. } => {}
    }
}

/// `- value` on a line or several.
fn push_item(out: &mut String, item: &Node, depth: usize) {
    push_indent(out, depth);
    out.push_str("- ");
    let flow = flow(item);
    match &item.data {
        Data::Map(entries)
            if nests(item) || flow.chars().count() > WIDE.saturating_sub(2 * depth + 2) =>
        {
            for (index, entry) in entries.iter().enumerate() {
                if index > 0 {
                    push_indent(out, depth + 1);
                }
                push_entry(out, entry, depth + 1);
            }
        }
        _ => {
            out.push_str(&flow);
            out.push('\n');
        }
    }
}

/// Whether a value is a mapping, which gets a line of its own in a list that is not short.
fn is_record(node: &Node) -> bool {
    matches!(&node.data, Data::Map(entries) if entries.len() > 1)
}

/// Whether a mapping has a mapping in it.
fn nests(node: &Node) -> bool {
    matches!(&node.data, Data::Map(entries) if entries.iter().any(|entry| matches!(entry.value.data, Data::Map(_))))
}

/// The value on one line.
pub(super) fn flow(node: &Node) -> String {
    let mut out = String::new();
    push_flow(&mut out, node);
    out
}

fn push_flow(out: &mut String, node: &Node) {
    match &node.data {
        Data::Scalar { text, quoted } => push_scalar(out, text, *quoted),
        Data::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                push_flow(out, item);
            }
            out.push(']');
        }
        Data::Map(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                push_scalar(out, &entry.key, true);
                out.push_str(": ");
                push_flow(out, &entry.value);
            }
            out.push('}');
        }
    }
}

/// A scalar; text stands in quotes unless every YAML reader takes it for text without them.
fn push_scalar(out: &mut String, text: &str, is_text: bool) {
    if is_text && !is_plain_text(text) {
        push_quoted(out, text);
    } else {
        out.push_str(text);
    }
}

/// Whether no reader of YAML 1.1 or 1.2 takes `text` for anything but text.
fn is_plain_text(text: &str) -> bool {
    /// Words that YAML 1.1 takes for booleans or nothing.
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let mut characters = text.chars();
    let letters = |rest: &str| {
        rest.chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
    };
    match characters.next() {
        Some(first) if first.is_ascii_alphabetic() => {
            letters(text) && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        }
        // Blocks, and amounts with a unit, begin with a digit and are text all the same.
        Some(first) if first.is_ascii_digit() => {
            text.parse::<Ipv4Prefix>().is_ok() || is_amount(text)
        }
        _ => false,
    }
}

/// Digits and a unit of CPU or memory.
fn is_amount(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(
        unit,
        "m" | "k" | "M" | "G" | "T" | "Ki" | "Mi" | "Gi" | "Ti"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_looks_like_something_else_is_quoted() {
        for text in [
            "",
            "~",
            "no",
            "Yes",
            "NULL",
            "1.30",
            "12:30",
            "1e5",
            "0x1f",
            "010",
            "- a",
            "a: b",
            "a b",
            "#a",
            "a#b",
            "*x",
            "&x",
            "!!t",
            "5%",
            "2027-03-31",
            "10.0.0.5",
            "=",
            "<<",
            "{{ .Values }}",
            ".inf",
            "1_000",
            "é",
            "y",
            "N",
        ] {
            assert!(!is_plain_text(text), "{text}");
        }
        for text in [
            "private-a",
            "m6i.xlarge",
            "10.0.0.0/16",
            "100m",
            "256Mi",
            "eu-west-1",
        ] {
            assert!(is_plain_text(text), "{text}");
        }
    }

    /// The layout of DESIGN.md's example: short lists and mappings in a line, groups in blocks.
    #[test]
    fn a_plan_is_laid_out_as_people_write_it() {
        let text = "\
version: 1
name: shop-prod
zones: [a, b]
vpc:
  cidrs: [10.0.0.0/16, {cidr: 100.64.0.0/16, routable: false}]
  routes: [10.0.0.0/8]
  shared: true
subnets:
  - {name: private-a, zone: a, cidr: 10.0.0.0/19, used: 12}
  - {name: pods-a, zone: a, role: pods, cidr: 100.64.0.0/18, reservations: [100.64.0.0/19]}
networking: {custom_networking: true, warm: {ip: 5}}
node_groups:
  - name: general
    instance_types: [m6i.xlarge]
    nodes: {desired: 30, max: 60}
    pods: {desired: 400, cpu: 100m, memory: 256Mi}
growth: {pods_per_month: \"5%\"}
";
        let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
        assert_eq!(findings, []);
        assert_eq!(plan.to_text(), text);
    }
}
