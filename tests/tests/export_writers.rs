//! The writers of HCL and YAML against other people's readers: hostile text comes back as it went in, and as nothing else.

use std::path::PathBuf;

use eniplan_core::export::hcl::{self, Expr, Item, Part, comment, labelled, set};
use eniplan_core::export::yaml::{self, Line, Yaml};
use eniplan_tests::{hostile, oracle};
use serde_json::Value;

/// An empty folder of this test's own.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    folder
}

#[test]
fn there_are_as_many_hostile_texts_as_promised() {
    let mut texts = hostile::texts();
    let all = texts.len();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), all);
    assert!(all >= 57, "{all}");
}

/// One output that holds every text as value, as key, in a list, in a template and in a comment.
fn document(texts: &[String]) -> String {
    let mut items = Vec::new();
    for text in texts {
        items.push(comment(text.as_str()));
    }
    let entries = texts
        .iter()
        .enumerate()
        .map(|(index, text)| set(format!("{index}{text}"), Expr::text(text.as_str())))
        .collect();
    let list = texts.iter().map(|text| Expr::text(text.as_str())).collect();
    let templates = texts
        .iter()
        .map(|text| {
            Expr::Template(vec![
                Part::Text(text.clone()),
                Part::Value(Expr::path("local.one")),
                Part::Text(text.clone()),
            ])
        })
        .collect();
    items.push(labelled("locals", &[], vec![set("one", Expr::text("|"))]));
    for (name, value) in [
        ("entries", Expr::Object(entries)),
        ("list", Expr::List(list)),
        ("templates", Expr::List(templates)),
    ] {
        items.push(Item::Blank);
        items.push(labelled("output", &[name], vec![set("value", value)]));
    }
    hcl::write(&items)
}

#[test]
fn terraform_reads_every_text_as_it_was() {
    let texts = hostile::texts();
    let folder = folder("hostile-hcl");
    std::fs::write(folder.join("main.tf"), document(&texts)).expect("written");
    if oracle::terraform(&folder, &["fmt", "-check", "-diff"]).is_none() {
        return;
    }
    oracle::terraform(&folder, &["init", "-input=false", "-no-color"]);
    oracle::terraform(&folder, &["validate", "-no-color"]);
    oracle::terraform(
        &folder,
        &["apply", "-auto-approve", "-input=false", "-no-color"],
    );
    let output = oracle::terraform(&folder, &["output", "-json"]).expect("terraform is here");
    let output: Value = serde_json::from_str(&output).expect("JSON");
    assert_eq!(output.as_object().map(serde_json::Map::len), Some(3));
    let list = output["list"]["value"].as_array().expect("a list");
    let templates = output["templates"]["value"].as_array().expect("a list");
    let entries = output["entries"]["value"].as_object().expect("an object");
    assert_eq!(
        (list.len(), templates.len(), entries.len()),
        (texts.len(), texts.len(), texts.len())
    );
    for (index, text) in texts.iter().enumerate() {
        let text = &text.replace(hostile::DECOMPOSED, "é");
        assert_eq!(list[index], *text);
        assert_eq!(templates[index], format!("{text}|{text}"));
        assert_eq!(entries[&format!("{index}{text}")], *text);
    }
}

#[test]
fn hcl_rs_reads_every_text_as_it_was() {
    let texts = hostile::texts();
    let body: hcl_rs::Body = hcl_rs::parse(&document(&texts)).expect("hcl-rs reads it");
    assert_eq!(body.blocks().count(), 4);
    assert_eq!(body.attributes().count(), 0);
    let list = body
        .blocks()
        .find(|block| {
            block
                .labels()
                .first()
                .is_some_and(|label| label.as_str() == "list")
        })
        .and_then(|block| block.body().attributes().next())
        .expect("the list");
    let hcl_rs::Expression::Array(items) = list.expr() else {
        panic!("no list");
    };
    assert_eq!(items.len(), texts.len());
    for (item, text) in items.iter().zip(&texts) {
        match item {
            hcl_rs::Expression::String(read) => assert_eq!(read, text),
            // hcl-rs keeps texts with an escaped template as templates.
            hcl_rs::Expression::TemplateExpr(template) => {
                let context = hcl_rs::eval::Context::new();
                let read = hcl_rs::eval::Evaluate::evaluate(template.as_ref(), &context);
                assert_eq!(read.expect("a text"), hcl_rs::Value::from(text.as_str()));
            }
            other => panic!("{text:?} became {other:?}"),
        }
    }
}

fn yaml_document(texts: &[String]) -> String {
    let mut lines: Vec<Line> = texts.iter().cloned().map(Line::Comment).collect();
    let list = texts.iter().cloned().map(Yaml::Text).collect();
    lines.push(Line::Entry("list", Yaml::List(list)));
    let maps = texts
        .iter()
        // A key that is sought by its own text has 1,024 characters at most in YAML.
        .filter(|text| text.chars().count() < 1_000)
        .map(|text| {
            Yaml::Map(vec![
                Line::Comment(text.clone()),
                Line::Quoted(
                    text.clone(),
                    Yaml::Map(vec![Line::Entry("value", Yaml::text(text.as_str()))]),
                ),
                Line::Entry("z", Yaml::List(vec![])),
            ])
        })
        .collect();
    lines.push(Line::Entry("maps", Yaml::List(maps)));
    yaml::write(&lines)
}

fn assert_yaml(read: &Value, texts: &[String]) {
    let list = read["list"].as_array().expect("a list");
    assert_eq!(list.len(), texts.len());
    for (read, text) in list.iter().zip(texts) {
        assert_eq!(read, text);
    }
    let maps = read["maps"].as_array().expect("a list");
    let short = texts.iter().filter(|text| text.chars().count() < 1_000);
    let mut seen = 0;
    for (map, text) in maps.iter().zip(short) {
        let map = map.as_object().expect("a mapping");
        assert_eq!(map.len(), 2, "{text:?}");
        assert_eq!(map[text]["value"], *text);
        assert_eq!(map["z"], serde_json::json!([]));
        seen += 1;
    }
    assert_eq!(seen, maps.len());
}

#[test]
fn pyyaml_reads_every_text_as_it_was() {
    let texts = hostile::texts();
    let program = "import sys, json, yaml\nprint(json.dumps(yaml.safe_load(sys.stdin)))";
    if let Some(output) = oracle::python(&["yaml"], program, &yaml_document(&texts)) {
        assert_yaml(&serde_json::from_str(&output).expect("JSON"), &texts);
    }
}

#[test]
fn libyaml_reads_every_text_as_it_was() {
    let texts = hostile::texts();
    let read: Value = serde_yaml_ng::from_str(&yaml_document(&texts)).expect("YAML");
    assert_yaml(&read, &texts);
}

#[test]
fn serde_saphyr_reads_every_text_as_it_was() {
    let texts = hostile::texts();
    let read: Value =
        serde_saphyr::from_str(&yaml_document(&texts)).expect("serde-saphyr reads it");
    assert_yaml(&read, &texts);
}
