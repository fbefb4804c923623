//! The files of an export as trees, by parsers of others.

use eniplan_core::export::{Export, File, Kind, plan_link};
use eniplan_core::plan::Plan;
use eniplan_tests::exports;
use hcl_rs::expr::{ObjectKey, TraversalOperator};
use hcl_rs::{Body, Expression, Structure};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_json::{Value, json};

/// What a file is written in, which says how a text may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// A tree whose texts are those of the plan.
    Data,
    Csv,
    Markdown,
    Svg,
    /// Scripts, and text that no parser takes apart.
    Text,
}

/// A file as a tree.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) path: String,
    pub(crate) format: Format,
    pub(crate) tree: Value,
}

/// Every file of an export; the plan itself is read back and compared with the one that was exported.
pub(crate) fn files(plan: &Plan, export: &Export) -> Vec<Parsed> {
    let link = plan_link(plan);
    assert!(!link.is_empty());
    let files = export.files.iter().filter(|file| {
        if file.kind == Kind::Plan {
            let (read, findings) = Plan::from_text(file.contents.as_bytes()).expect("a plan");
            assert_eq!((&read, findings), (plan, vec![]));
        }
        file.kind != Kind::Plan
    });
    files
        .map(|file| {
            // A link has the plan's text in its own letters.
            let contents = file.contents.replace(&link, "LINK");
            let (format, tree) = parse(file, &contents);
            let path = file.path.clone();
            Parsed { path, format, tree }
        })
        .collect()
}

fn parse(file: &File, contents: &str) -> (Format, Value) {
    match exports::extension(&file.path) {
        "tf" => {
            let body: Body = hcl_rs::parse(contents)
                .unwrap_or_else(|error| panic!("{}: {error}\n{contents}", file.path));
            (Format::Data, block(&body))
        }
        "yaml" => (Format::Data, yaml(file, contents)),
        "json" => (Format::Data, serde_json::from_str(contents).expect("JSON")),
        "toml" => (
            Format::Data,
            toml::from_str(contents).unwrap_or_else(|error| panic!("{error}\n{contents}")),
        ),
        "mime" => (Format::Data, parts(file, contents)),
        "csv" => (Format::Csv, rows(contents)),
        "md" => (Format::Markdown, Value::Array(markdown(contents))),
        "svg" => {
            let document = roxmltree::Document::parse(contents)
                .unwrap_or_else(|error| panic!("{error}\n{contents}"));
            (Format::Svg, element(document.root_element()))
        }
        "sh" | "ps1" | "txt" => (Format::Text, json!(contents)),
        other => panic!("no parser for .{other}: {}", file.path),
    }
}

/// By serde-saphyr, and by a port of libyaml, which shares nothing with it and sees the same.
fn yaml(file: &File, contents: &str) -> Value {
    use serde::Deserialize as _;
    let read: Result<Vec<Value>, _> = serde_saphyr::from_multiple(contents);
    let read = read.unwrap_or_else(|error| panic!("{}: {error}\n{contents}", file.path));
    let other = serde_yaml_ng::Deserializer::from_str(contents).map(Value::deserialize);
    let other: Result<Vec<Value>, _> = other.collect();
    assert_eq!(other.expect("YAML"), read, "{}", file.path);
    Value::Array(read)
}

/// The parts of user data: NodeConfig as YAML, scripts as text.
fn parts(file: &File, contents: &str) -> Value {
    let boundary = contents
        .split("boundary=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let boundary = format!("--{}", boundary.expect("a boundary"));
    let parts = contents.split(&boundary).skip(1).map(|part| {
        let (head, body) = part.split_once("\n\n").unwrap_or((part, ""));
        let body = if head.contains("application/node.eks.aws") {
            yaml(file, body)
        } else {
            json!(body)
        };
        json!([head, body])
    });
    parts.collect()
}

fn rows(contents: &str) -> Value {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(contents.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("as wide as the others");
        row.iter().map(|cell| json!(cell)).collect::<Value>()
    });
    rows.collect()
}

/// The structures of a body in their order.
fn block(body: &Body) -> Value {
    let structures = body.iter().map(|structure| match structure {
        Structure::Attribute(attribute) => json!([attribute.key(), expression(attribute.expr())]),
        Structure::Block(inner) => {
            let labels: Vec<&str> = inner
                .labels()
                .iter()
                .map(hcl_rs::BlockLabel::as_str)
                .collect();
            json!([inner.identifier(), labels, block(inner.body())])
        }
    });
    structures.collect()
}

fn expression(value: &Expression) -> Value {
    match value {
        Expression::String(text) => json!(text),
        Expression::Array(items) => items.iter().map(expression).collect(),
        Expression::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = match key {
                    ObjectKey::Identifier(name) => json!(name.as_str()),
                    ObjectKey::Expression(key) => expression(key),
                    other => json!(other.to_string()),
                };
                json!([key, expression(value)])
            });
            json!({"object": entries.collect::<Value>()})
        }
        Expression::FuncCall(call) => {
            let arguments: Value = call.args.iter().map(expression).collect();
            json!({"call": call.name.to_string(), "arguments": arguments})
        }
        Expression::TemplateExpr(template) => {
            // A text with an escaped template in it is kept as a template by hcl-rs.
            let context = hcl_rs::eval::Context::new();
            match hcl_rs::eval::Evaluate::evaluate(template.as_ref(), &context) {
                Ok(hcl_rs::Value::String(text)) => json!(text),
                _ => json!({"template": template.to_string()}),
            }
        }
        Expression::Traversal(traversal) => {
            let steps = traversal.operators.iter().map(|step| match step {
                TraversalOperator::GetAttr(name) => json!(name.as_str()),
                TraversalOperator::Index(key) => expression(key),
                other => json!(format!("{other:?}")),
            });
            json!({"of": expression(&traversal.expr), "steps": steps.collect::<Value>()})
        }
        other => json!({"code": hcl_rs::format::to_string(other).expect("HCL")}),
    }
}

/// Markdown as GitHub reads it: what opens and closes, with the text in between in one piece.
fn markdown(contents: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut text = String::new();
    let mut in_code = false;
    let flush = |text: &mut String, all: &mut Vec<Value>| {
        if !text.is_empty() {
            all.push(json!({"text": std::mem::take(text)}));
        }
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH;
    for event in Parser::new_ext(contents, options) {
        match event {
            // Text stands as code where it is plain, so that it may be either.
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak => text.push('\n'),
            Event::Start(Tag::CodeBlock(kind)) => {
                flush(&mut text, &mut all);
                in_code = true;
                let CodeBlockKind::Fenced(language) = kind else {
                    panic!("a block of code that no fence begins: {contents}");
                };
                all.push(json!({"fence": language.to_string()}));
            }
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
                assert!(std::mem::take(&mut in_code));
                all.push(json!({"commands": std::mem::take(&mut text)}));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                flush(&mut text, &mut all);
                all.push(json!({"link": dest_url.to_string()}));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                panic!("HTML in Markdown: {html}\n{contents}")
            }
            other => {
                flush(&mut text, &mut all);
                all.push(json!({"mark": format!("{other:?}")}));
            }
        }
    }
    flush(&mut text, &mut all);
    all
}

/// An element: its tag, its attributes, and what is in it. Labels that a rectangle is too narrow for are left out.
fn element(node: roxmltree::Node<'_, '_>) -> Value {
    let attributes: Vec<_> = node
        .attributes()
        .map(|one| json!([one.name(), one.value()]))
        .collect();
    let inner: Vec<Value> = node
        .children()
        .filter(|child| child.attribute("class") != Some("label"))
        .filter_map(|child| match child.text() {
            Some(text) if child.is_text() => (!text.trim().is_empty()).then(|| json!(text)),
            _ => Some(element(child)),
        })
        .collect();
    json!({"tag": node.tag_name().name(), "attributes": attributes, "inner": inner})
}
