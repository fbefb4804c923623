//! The document described for editors and for readers, from the same list of fields as its reading.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write;

use super::Plan;
use super::shape::{Field, Record, Shape, Value};
use super::tree::{Data, Entry, Node};
use crate::export::text::push_quoted;
use crate::finding::SITE;

/// The JSON Schema of the document, draft 2020-12.
///
/// ```
/// assert!(eniplan_core::plan::schema::json_schema().contains("\"node_groups\""));
/// ```
pub fn json_schema() -> String {
    let mut root = Vec::new();
    let text = |key: &'static str, text: &str| Entry::of(key, Node::quoted(text.to_string()));
    root.push(text(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema",
    ));
    root.push(text("$id", &format!("{SITE}plan.schema.json")));
    root.push(text("title", "eniplan plan"));
    let mut records = records();
    if let Some(plan) = records.iter().position(|record| record.name == "Plan") {
        root.extend(record_schema(records.remove(plan)));
    }
    records.sort_by_key(|record| record.name);
    let definitions = records
        .into_iter()
        .map(|record| Entry::of(record.name, Node::of(Data::Map(record_schema(record)))));
    root.push(Entry::of(
        "$defs",
        Node::of(Data::Map(definitions.collect())),
    ));
    let mut out = String::new();
    push_json(&mut out, &Node::of(Data::Map(root)), 0);
    out.push('\n');
    out
}

/// The documentation of the document, in Markdown: a table a record.
pub fn markdown() -> String {
    let mut out = String::from(
        "# The plan\n\n\
         A plan is what you have and want, in YAML or JSON.\n\
         Every key may be left out; `version: 1` alone is a plan.\n\
         `null` stands for the default.\n\n\
         This file and [the JSON Schema](../www/plan.schema.json) are generated from the same list of fields as the \
         reading: `UPDATE_GOLDEN=1 cargo test -p eniplan-tests --test export_schema` writes them anew.\n",
    );
    push_tables(&mut out, &records());
    out
}

/// The documentation of a list of VPCs that are wanted, in Markdown: a table a record.
#[cfg(feature = "yaml")]
pub fn wants_markdown() -> String {
    let mut out = String::from(
        "# VPCs that are wanted\n\n\
         `eniplan layout --pool CIDR --wants FILE` reads a list of them, in YAML or JSON; \
         [an example](../examples/fleet/wants.yaml).\n\
         Every key but `name` may be left out.\n\
         A VPC that exists keeps its blocks where `cidrs` names them, so that the list can grow from year to year.\n\n\
         This file is generated from the list of fields that the reading has: \
         `UPDATE_GOLDEN=1 cargo test -p eniplan-tests --test export_schema` writes it anew.\n",
    );
    let mut found = Vec::new();
    collect(super::wants::Want::SHAPE, &mut found);
    push_tables(&mut out, &found);
    out
}

/// A heading and a table for each record.
fn push_tables(out: &mut String, records: &[&'static Record]) {
    for record in records {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n## {}\n\n{}\n", record.name, sentence(record.text));
        if let Some(short) = record.short {
            let _ = writeln!(
                out,
                "The value of `{short}` may stand in place of the mapping."
            );
        }
        out.push_str("\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        for field in record.fields {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                field.key,
                kind(field.shape),
                default_cell(record, field),
                cell(field.text)
            );
        }
    }
}

/// Every record, the plan first, each once, in the order in which the document names them.
fn records() -> Vec<&'static Record> {
    let mut found: Vec<&'static Record> = Vec::new();
    collect(Plan::SHAPE, &mut found);
    found
}

fn collect(shape: &'static Shape, found: &mut Vec<&'static Record>) {
    match shape {
        Shape::Optional(inner) => collect(inner, found),
        Shape::List { item, .. } | Shape::Table { item, .. } => collect(item, found),
        Shape::Record(record) if !found.iter().any(|known| known.name == record.name) => {
            found.push(record);
            for field in record.fields {
                collect(field.shape, found);
            }
        }
        _ => {}
    }
}

fn record_schema(record: &'static Record) -> Vec<Entry> {
    let mut entries = Vec::new();
    entries.push(Entry::of(
        "description",
        Node::quoted(sentence(record.text)),
    ));
    entries.push(Entry::of("type", Node::quoted("object")));
    let properties = record.fields.iter().map(|field| {
        let mut schema = shape_schema(field.shape);
        schema.insert(0, Entry::of("description", Node::quoted(field.text)));
        let default = field.default();
        if !record.required.contains(&field.key) && !is_left_out(&default) {
            schema.push(Entry::of("default", default));
        }
        Entry::of(field.key, Node::of(Data::Map(schema)))
    });
    entries.push(Entry::of(
        "properties",
        Node::of(Data::Map(properties.collect())),
    ));
    if !record.required.is_empty() {
        let required = record.required.iter().copied();
        let required = required.map(Node::quoted).collect();
        entries.push(Entry::of("required", Node::of(Data::List(required))));
    }
    entries.push(Entry::of("additionalProperties", Node::plain("false")));
    entries
}

fn shape_schema(shape: &'static Shape) -> Vec<Entry> {
    let kind = |kind: &'static str| Entry::of("type", Node::quoted(kind));
    let number = |key: &'static str, number: u64| Entry::of(key, Node::plain(number.to_string()));
    let of = |shape: &'static Shape| Node::of(Data::Map(shape_schema(shape)));
    let any = |choices: Vec<Node>| Vec::from([Entry::of("anyOf", Node::of(Data::List(choices)))]);
    match shape {
        Shape::Bool => Vec::from([kind("boolean")]),
        Shape::Int { min, max } => Vec::from([
            kind("integer"),
            number("minimum", (*min).into()),
            number("maximum", (*max).into()),
        ]),
        Shape::Choice { words } => {
            let words = words.iter().map(|(_, word)| Node::quoted(*word)).collect();
            Vec::from([Entry::of("enum", Node::of(Data::List(words)))])
        }
        Shape::Ipv4Prefix => Vec::from([
            kind("string"),
            Entry::of("pattern", Node::quoted("^[0-9.]+/[0-9]{1,2}$")),
        ]),
        // YAML takes `1.34` for a number where text belongs; the reading takes it for text.
        Shape::Text { pattern, .. } => {
            let kinds = Node::of(Data::List(["string", "number"].map(Node::quoted).into()));
            let mut schema = Vec::from([Entry::of("type", kinds)]);
            if !pattern.is_empty() {
                schema.push(Entry::of("pattern", Node::quoted(*pattern)));
            }
            schema
        }
        Shape::Optional(inner) => {
            let null = Node::of(Data::Map(Vec::from([kind("null")])));
            any(Vec::from([of(inner), null]))
        }
        Shape::List { item, max, or_one } => {
            let list = Vec::from([
                kind("array"),
                Entry::of("items", of(item)),
                number("maxItems", *max as u64),
            ]);
            if *or_one {
                any(Vec::from([of(item), Node::of(Data::Map(list))]))
            } else {
                list
            }
        }
        Shape::Table { item, max } => Vec::from([
            kind("object"),
            Entry::of("additionalProperties", of(item)),
            number("maxProperties", *max as u64),
        ]),
        Shape::Record(record) => {
            let reference = Entry::of("$ref", Node::quoted(format!("#/$defs/{}", record.name)));
            let short = record
                .short
                .and_then(|key| record.fields.iter().find(|field| field.key == key));
            match short {
                Some(short) => any(Vec::from([
                    of(short.shape),
                    Node::of(Data::Map(Vec::from([reference]))),
                ])),
                None => Vec::from([reference]),
            }
        }
    }
}

/// A node as JSON. Words that are no number, truth value or null are text.
fn push_json(out: &mut String, node: &Node, depth: usize) {
    let indent = |out: &mut String, depth: usize| {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    };
    match &node.data {
        Data::Scalar { text, quoted } => {
            let is_number = text
                .parse::<u64>()
                .is_ok_and(|number| number.to_string() == *text);
            let bare = is_number || matches!(&**text, "true" | "false" | "null");
            if *quoted || !bare {
                push_quoted(out, text);
            } else {
                out.push_str(text);
            }
        }
        Data::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                push_json(out, item, depth);
            }
            out.push(']');
        }
        Data::Map(entries) if entries.is_empty() => out.push_str("{}"),
        Data::Map(entries) => {
            out.push('{');
            for (index, entry) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, depth + 1);
                push_quoted(out, &entry.key);
                out.push_str(": ");
                push_json(out, &entry.value, depth + 1);
            }
            indent(out, depth);
            out.push('}');
        }
    }
}

/// What belongs at a place, for the table.
fn kind(shape: &'static Shape) -> String {
    match shape {
        Shape::Bool => "true or false".to_string(),
        Shape::Int { min, max } => format!("whole number, {min} to {max}"),
        Shape::Choice { words } => {
            let words: Vec<String> = words.iter().map(|(_, word)| format!("`{word}`")).collect();
            words.join(", ")
        }
        Shape::Ipv4Prefix => "IPv4 block".to_string(),
        Shape::Text { what, .. } => cell(what),
        Shape::Optional(inner) => format!("{}, or null", kind(inner)),
        Shape::List { item, or_one, .. } => {
            let or_one = if *or_one { ", or one of them" } else { "" };
            format!("list of: {}{or_one}", kind(item))
        }
        Shape::Table { item, .. } => format!("mapping of names to: {}", kind(item)),
        Shape::Record(record) => {
            let anchor = record.name.to_ascii_lowercase();
            let link = format!("[{}](#{anchor})", record.name);
            match record
                .short
                .and_then(|key| record.fields.iter().find(|field| field.key == key))
            {
                Some(short) => format!("{}, or {link}", kind(short.shape)),
                None => link,
            }
        }
    }
}

fn default_cell(record: &Record, field: &Field) -> String {
    if record.required.contains(&field.key) {
        return "required".to_string();
    }
    let default = field.default();
    if is_left_out(&default) {
        return "left out".to_string();
    }
    let mut json = String::new();
    push_json(&mut json, &default, 0);
    let line: Vec<&str> = json.split_whitespace().collect();
    format!("`{}`", line.join(" "))
}

/// Whether a default is the key's absence, which no value says where null is one.
fn is_left_out(default: &Node) -> bool {
    *default == Node::plain("")
}

/// Text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A doc comment as a sentence: its lines joined, the space before it gone.
fn sentence(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
