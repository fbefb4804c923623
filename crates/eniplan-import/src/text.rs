//! Texts that are no JSON, and objects of other tools: plans, links, lists of blocks, and what to say of the rest.

mod blocks;
mod calculator;
mod eksctl;
mod foreign;

use std::borrow::Cow;

use eniplan_core::finding::Code;
use eniplan_core::link;
use eniplan_core::operands;
use eniplan_core::plan::tree::{Data, Node};
use eniplan_core::plan::{MOST_BYTES, Plan, tree_of_text};
use serde_json::Value;

use crate::document::Reader;
use crate::inventory::GivenPlan;
use crate::recognise::Kind;

pub(crate) use foreign::{is_prompt, unknown};

/// Reads text that does not begin as JSON does.
pub(crate) fn read(reader: &mut Reader<'_>, text: &str) {
    if let Some(fragment) = link_of(text) {
        match link::decode(fragment) {
            Ok(plan) => give(reader, plan, Vec::new()),
            Err(error) => {
                let (what, help) = (
                    format!("is a link that cannot be read: {error}"),
                    "Copy the link again",
                );
                reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
            }
        }
    } else if calculator::link(reader, text) || blocks::read(reader, text) {
        // Taken.
    } else if let Some((what, help)) = foreign::text(text) {
        reader.tell(Code::ImportNotJson, operands![reader.source, what, help]);
    } else {
        yaml(reader, text);
    }
}

/// Whether a text that does not begin as JSON does is something else than a plan or a link of eniplan.
pub(crate) fn is_foreign(text: &str) -> bool {
    if link_of(text).is_some() {
        return false;
    }
    if calculator::is_link(text) || blocks::of(text).is_some() || foreign::text(text).is_some() {
        return true;
    }
    // Of a root that is not indented, keys stand at the beginning of a line.
    let has = |key: &str| {
        let mut lines = text.lines();
        lines.any(|line| {
            // A stream of answers is a list of them.
            let line = line.strip_prefix("- ").unwrap_or(line);
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with(':'))
        })
    };
    let lists = [
        "Vpcs",
        "Subnets",
        "NetworkInterfaces",
        "RouteTables",
        "Reservations",
        "InstanceTypes",
    ];
    has("apiVersion") && has("kind") || lists.iter().any(|key| has(key))
}

/// A flow mapping of YAML begins as JSON does; says whether it was read as one.
pub(crate) fn flow(reader: &mut Reader<'_>, text: &str) -> bool {
    let is_yaml = text.len() <= MOST_BYTES && tree_of_text(text.as_bytes()).is_ok();
    if is_yaml {
        yaml(reader, text);
    }
    is_yaml
}

/// YAML: a plan, an eksctl configuration, or what AWS and Kubernetes print with `-o yaml`; documents one after the other.
fn yaml(reader: &mut Reader<'_>, text: &str) {
    let is_mark = |line: &str| line.trim_end() == "---";
    if text.lines().skip(1).any(is_mark) {
        let mut rest = text;
        while let Some((document, after)) = rest.split_once("\n---") {
            yaml_document(reader, document);
            rest = after.split_once('\n').map_or("", |(_, after)| after);
        }
        yaml_document(reader, rest);
    } else {
        yaml_document(reader, text);
    }
}

fn yaml_document(reader: &mut Reader<'_>, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    // `aws --output yaml-stream` prints a list, as does a --query.
    if text.starts_with("- ")
        && let Ok((tree, _)) = tree_of_text(format!("list:\n{text}").as_bytes())
        && let Some(list) = tree.get("list")
    {
        let json = value_of(list).to_string();
        reader.json(&json);
        return;
    }
    let tree = match tree_of_text(text.as_bytes()) {
        Ok((tree, _)) => tree,
        Err(error) => {
            let (what, help) = foreign::no_yaml(&error);
            reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
            return;
        }
    };
    let keys = match &tree.data {
        Data::Map(entries) => entries.iter().map(|entry| Cow::Borrowed(&*entry.key)),
        _ => return,
    };
    let keys: Vec<Cow<'_, str>> = keys.collect();
    let is_object = ["apiVersion", "kind"]
        .iter()
        .all(|key| tree.get(key).is_some());
    let is_answer = keys.iter().any(|key| Kind::of_list(key).is_some())
        || tree
            .get("cluster")
            .is_some_and(|cluster| cluster.get("arn").is_some())
        || ["nodegroup", "addon"]
            .iter()
            .any(|key| tree.get(key).is_some());
    if is_object || is_answer {
        let json = value_of(&tree).to_string();
        reader.json(&json);
    } else if keys.iter().any(|key| Plan::RECORD.field(key).is_some()) {
        of_tool(reader, Kind::Plan, text);
    } else {
        let (what, help) = unknown(&keys);
        reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
    }
}

/// An object of another tool, in JSON or YAML.
pub(crate) fn of_tool(reader: &mut Reader<'_>, kind: Kind, text: &str) {
    match kind {
        Kind::Plan => match Plan::from_text(text.as_bytes()) {
            Ok((plan, findings)) => give(reader, plan, findings),
            Err(error) => {
                let (what, help) = foreign::no_yaml(&error);
                reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
            }
        },
        Kind::Eksctl => eksctl::read(reader, text),
        Kind::SubnetCalculator => calculator::file(reader, text),
        _ => {}
    }
}

/// Texts in a JSON list: blocks, or names of things that were not described.
pub(crate) fn names(reader: &mut Reader<'_>, names: &[&str]) {
    let texts: Vec<String> = names
        .iter()
        .filter_map(|name| serde_json::from_str(name).ok())
        .collect();
    // A row of a --query, such as an id and a block; or blocks alone.
    let is_read = blocks::read(reader, &texts.join(" ")) || blocks::read(reader, &texts.join("\n"));
    if !is_read {
        let (what, help) = foreign::names(&texts);
        reader.tell_once(Code::ImportUnknown, operands![reader.source, what, help]);
    }
}

/// YAML or JSON as a JSON value; none where it is neither, or no mapping.
pub(crate) fn to_json(text: &str) -> Option<Value> {
    let (tree, _) = tree_of_text(text.as_bytes()).ok()?;
    Some(value_of(&tree))
}

/// A tree as a JSON value, with scalars as YAML 1.2 takes them.
fn value_of(node: &Node) -> Value {
    match &node.data {
        _ if node.is_null() => Value::Null,
        Data::Scalar { text, quoted: true } => Value::String(text.to_string()),
        Data::Scalar { text, .. } => match &**text {
            "true" | "True" | "TRUE" => Value::Bool(true),
            "false" | "False" | "FALSE" => Value::Bool(false),
            text => text
                .parse::<i64>()
                .map_or_else(|_| Value::String(text.to_owned()), Value::from),
        },
        Data::List(items) => Value::Array(items.iter().map(value_of).collect()),
        Data::Map(entries) => entries
            .iter()
            .map(|entry| (entry.key.to_string(), value_of(&entry.value)))
            .collect(),
    }
}

/// Plans that are kept; of more than one none is made anyway.
const MOST_PLANS: usize = 100;

fn give(reader: &mut Reader<'_>, plan: Plan, findings: Vec<eniplan_core::finding::Finding>) {
    reader.note(Kind::Plan.name(), 1);
    if reader.inventory.plans.len() == MOST_PLANS {
        return;
    }
    reader.inventory.plans.push(GivenPlan {
        source: reader.source.to_owned(),
        plan,
        findings,
    });
}

/// A link of eniplan, with or without the site before it.
fn link_of(text: &str) -> Option<&str> {
    let is_line = !text.contains(char::is_whitespace);
    let starts = ["http://", "https://", "#/", "/#/", "p="];
    (is_line && starts.iter().any(|start| text.starts_with(start)) && text.contains("p=1"))
        .then_some(text)
}
