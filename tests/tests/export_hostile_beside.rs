//! Hostile text in every field of a plan, through every exporter beside the Terraform, as other people's programs read it;
//! `export_text_fields` holds what each file is made of and every value.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use eniplan_core::export::shell::Quoted;
use eniplan_core::export::{Export, File};
use eniplan_core::plan::Name;
use eniplan_tests::text_fields::{FIELDS, TextField};
use eniplan_tests::{exports, hostile, oracle, text_plans};
use serde_json::{Value, json};

/// The documents of a YAML file by serde-saphyr; those of user data by the part that nodeadm reads.
fn documents(file: &File) -> Option<Vec<Value>> {
    let text = match exports::extension(&file.path) {
        "yaml" if file.path != "plan.yaml" => file.contents.clone(),
        "mime" => {
            let part = file
                .contents
                .split("application/node.eks.aws\n\n")
                .nth(1)
                .expect("a NodeConfig");
            part.split("\n--").next().expect("an end").to_string()
        }
        _ => return None,
    };
    let read: Result<Vec<Value>, _> = serde_saphyr::from_multiple(&text);
    Some(read.unwrap_or_else(|error| panic!("{}: {error}\n{text}", file.path)))
}

/// Every text in every plan, exported once: in the fields that decide nothing, and in one that does, each in its turn.
fn all() -> &'static [Export] {
    static ALL: LazyLock<Vec<Export>> = LazyLock::new(exported);
    &ALL
}

fn exported() -> Vec<Export> {
    let (deciding, free): (Vec<&TextField>, Vec<&TextField>) =
        FIELDS.iter().partition(|field| field.decides);
    let mut all = Vec::new();
    let mut turn = deciding.iter().cycle();
    for text in hostile::texts() {
        let Some(name) = Name::of(&text) else {
            continue;
        };
        for base in text_plans::TEXTS {
            let mut plan = text_plans::plan(base);
            for field in free.iter().chain(turn.next()) {
                (field.put)(&mut plan, &name);
            }
            all.push(exports::of(&plan));
        }
    }
    assert!(all.len() >= 57 * text_plans::TEXTS.len(), "{}", all.len());
    all
}

/// A port of libyaml, which shares nothing with serde-saphyr, sees the same trees.
#[test]
fn libyaml_reads_every_file() {
    use serde::Deserialize as _;
    let tracked = exports::CASES.iter().map(|case| exports::export(case.text));
    let mut read = 0;
    for export in all().iter().cloned().chain(tracked) {
        for file in &export.files {
            if exports::extension(&file.path) != "yaml" || file.path == "plan.yaml" {
                continue;
            }
            let other: Vec<Value> = serde_yaml_ng::Deserializer::from_str(&file.contents)
                .map(|document| {
                    Value::deserialize(document)
                        .unwrap_or_else(|error| panic!("{}: {error}", file.path))
                })
                .collect();
            assert_eq!(Some(other), documents(file), "{}", file.path);
            read += 1;
        }
    }
    assert!(read > 1_000, "{read}");
}

/// PyYAML, Python's TOML, mail and XML readers see the same as ours.
#[test]
fn python_reads_every_file() {
    let program = r"
import sys, json, yaml, tomllib, email
import xml.etree.ElementTree as tree
loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
for path, text, ours in json.load(sys.stdin):
    if path.endswith('.yaml'):
        assert list(yaml.load_all(text, loader)) == ours, path
    elif path.endswith('.mime'):
        message = email.message_from_string(text)
        parts = message.get_payload()
        kinds = [part.get_content_type() for part in parts]
        assert kinds in (['application/node.eks.aws'], ['application/node.eks.aws', 'text/x-shellscript']), kinds
        assert list(yaml.load_all(parts[0].get_payload(), loader)) == ours, path
    elif path.endswith('.toml'):
        table = tomllib.loads(text)
        assert list(table) == ['settings'] and list(table['settings']) == ['kubernetes'], table
        assert set(table['settings']['kubernetes']) <= {'max-pods', 'cluster-name', 'kube-reserved'}, table
    elif path.endswith('.svg'):
        root = tree.fromstring(text)
        tags = {element.tag.split('}')[1] for element in root.iter()}
        assert tags <= {'svg', 'title', 'desc', 'style', 'rect', 'text'}, tags
    elif path.endswith('.json'):
        json.loads(text)
print('read')
";
    let mut files: Vec<Value> = Vec::new();
    let tracked = exports::CASES.iter().map(|case| exports::export(case.text));
    for export in all().iter().cloned().chain(tracked) {
        for file in &export.files {
            if file.path != "plan.yaml" {
                files.push(json!([file.path, file.contents, documents(file)]));
            }
        }
    }
    let input = serde_json::to_string(&files).expect("JSON");
    if let Some(output) = oracle::python(&["yaml", "tomllib"], program, &input) {
        assert_eq!(output.trim(), "read");
    }
}

/// Runs a script of bash with nothing but itself; nothing where there is no bash.
fn bash(arguments: &[&str], script: &str) -> Option<Vec<u8>> {
    let child = Command::new("bash")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("LC_ALL", "C.UTF-8")
        .spawn();
    let Ok(mut child) = child else {
        oracle::skipped("no bash");
        return None;
    };
    let mut stdin = child.stdin.take().expect("a pipe");
    let script = script.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = child.wait_with_output().expect("bash ends");
    writer
        .join()
        .expect("the writer ends")
        .expect("input is taken");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(output.stdout)
}

#[test]
fn bash_takes_every_word_as_it_was() {
    let texts = hostile::texts();
    let mut script = String::new();
    for text in &texts {
        script.extend(["printf '%s\\0' ", &Quoted(text.as_str()).to_string(), "\n"]);
    }
    let Some(output) = bash(&[], &script) else {
        return;
    };
    let read: Vec<&[u8]> = output.split(|byte| *byte == 0).collect();
    assert_eq!(read.len(), texts.len() + 1);
    for (read, text) in read.iter().zip(&texts) {
        // No argument holds a NUL.
        assert_eq!(String::from_utf8_lossy(read), text.replace('\0', ""));
    }
}

/// The commands of runbooks and the scripts of nodes are whole, whatever stands in them.
#[test]
fn bash_reads_every_command() {
    let mut scripts = String::new();
    let mut count = 0;
    let tracked = exports::CASES.iter().map(|case| exports::export(case.text));
    for export in all().iter().cloned().chain(tracked) {
        for file in &export.files {
            if file.path.starts_with("runbooks/") {
                for fence in file.contents.split("```sh\n").skip(1) {
                    let commands = fence.split("```").next().expect("an end");
                    // A function that is never called: read, and not run.
                    scripts.extend(["f() {\n:\n", commands, "\n}\n"]);
                    count += 1;
                }
            } else if exports::extension(&file.path) == "sh" {
                scripts.extend(["f() {\n", &file.contents, "\n}\n"]);
                count += 1;
            }
        }
    }
    assert!(count > 1_000, "{count}");
    bash(&["-n"], &scripts);
    // Once they are run, each defines itself and does nothing else.
    scripts.push_str("echo whole\n");
    if let Some(output) = bash(&[], &scripts) {
        assert_eq!(output, b"whole\n");
    }
}
