//! Hostile text in every field of a plan, through every exporter beside the Terraform: each file parses, in other
//! people's readers too, says what it should and has nothing more in it.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use eniplan_core::aws::catalogue::is_pattern;
use eniplan_core::export::shell::Quoted;
use eniplan_core::export::{Export, File};
use eniplan_core::plan::{Accept, Cni, Name, Note, Other, Plan};
use eniplan_tests::{exports, hostile, oracle};
use serde_json::{Value, json};

/// Plans that together have every exporter.
const PLANS: &[&str] = &[
    "{networking: {custom_networking: true, prefix_delegation: true, pod_security_groups: true, warm: {ip: 3}}, NODES}",
    "{networking: {}, NODES}",
    "{networking: {cni: calico}, growth: {pods_per_month: 5%}, NODES}",
    "{networking: {cni: cilium-overlay}, NODES}",
    "{networking: {cni: flannel}, NODES}",
    "{networking: {ip_family: ipv6}, NODES}",
    "{networking: {cni: auto-mode}, NODES}",
];

const NODES: &str = "zones: [a, b], vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, subnets: [\
    {name: private-a, zone: a, cidr: 10.0.0.0/20}, {name: private-b, zone: b, cidr: 10.0.16.0/20}, \
    {name: public-a, zone: a, role: public, cidr: 10.0.32.0/24}, \
    {name: pods-a, zone: a, role: pods, cidr: 100.64.0.0/18}, {name: pods-b, zone: b, role: pods, cidr: 100.64.64.0/18}], \
    node_groups: [{max_pods: 60, pods: {desired: 40}}, {provisioner: karpenter, instance_types: [m6i.large]}, \
    {provisioner: self-managed, ami: bottlerocket}, {provisioner: self-managed, ami: windows, max_pods: 20}, {ami: al2, custom_ami: true}]";

fn plan(text: &str) -> Plan {
    let text = text.replace("NODES", NODES);
    let (plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(findings, [], "{text}");
    plan
}

/// Puts a text into every field that takes text and decides about no file.
fn fill(plan: &mut Plan, text: &Name) {
    let text = || text.clone();
    plan.name = Some(text());
    plan.region = text();
    plan.vpc.id = Some(text());
    plan.zones[0].id = Some(text());
    plan.cluster.kubernetes_version = text();
    for index in [0, 2, 3] {
        plan.subnets[index].name = Some(text());
        plan.subnets[index].id = Some(text());
    }
    let short: String = text().chars().take(20).collect();
    for group in &mut plan.node_groups {
        group.name = Name::of(&short);
    }
    // Where node pools list types, a pattern stands for those that it matches, so for none.
    if plan.networking.cni != Cni::AutoMode || !is_pattern(&text()) {
        plan.node_groups[2].instance_types.push(text());
    } else {
        plan.node_groups[2]
            .instance_types
            .extend(Name::of("harmless"));
    }
    plan.node_groups[0].subnets = Some(vec![text(), text()]);
    plan.endpoints.interface_endpoints.subnets = vec![text()];
    plan.others.push(Other {
        name: Some(text()),
        subnets: vec![text()],
        ..Other::default()
    });
    plan.accept.push(Accept {
        code: text(),
        subject: Some(text()),
        reason: Note::of(&text()),
        ..Accept::default()
    });
}

/// What a value is made of, without its texts; keys that are the plan's own count as text.
fn shape(value: &Value, own_keys: bool) -> String {
    match value {
        Value::Object(entries) => {
            let inner: Vec<String> = entries
                .iter()
                .map(|(key, value)| {
                    let named_by_plan = matches!(key.as_str(), "private" | "public");
                    let key = if own_keys { key.as_str() } else { "text" };
                    format!("{key}:{}", shape(value, !named_by_plan))
                })
                .collect();
            format!("{{{}}}", inner.join(","))
        }
        Value::Array(items) => {
            let inner: Vec<String> = items.iter().map(|item| shape(item, true)).collect();
            format!("[{}]", inner.join(","))
        }
        Value::String(_) => "text".into(),
        other => other.to_string(),
    }
}

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

/// What each file is made of.
fn shapes(export: &Export) -> BTreeMap<String, String> {
    let mut shapes = BTreeMap::new();
    for (index, file) in export.files.iter().enumerate() {
        // Names of groups stand in paths.
        let name = format!("{index} {}", exports::extension(&file.path));
        let shape = if let Some(documents) = documents(file) {
            let all: Vec<String> = documents
                .iter()
                .map(|document| shape(document, true))
                .collect();
            all.join("\n")
        } else {
            match exports::extension(&file.path) {
                "md" => markdown_shape(&file.contents),
                "csv" => csv_shape(&file.contents),
                // A long name has no label in a narrow subnet; Python looks at the tags.
                "svg" => format!("{} shapes", file.contents.matches("<rect ").count()),
                "json" => {
                    serde_json::from_str::<Value>(&file.contents).expect("JSON");
                    "JSON".into()
                }
                _ => String::new(),
            }
        };
        shapes.insert(name, shape);
    }
    shapes
}

/// Headings, fences and rows outside of fences, and that there is no markup but ours.
fn markdown_shape(text: &str) -> String {
    let outside: String = text.split("```").step_by(2).collect();
    let bare = outside
        .replace("\\<", "")
        .replace("\\[", "")
        .replace("\\]", "")
        .replace("\\`", "");
    assert!(!bare.contains('<'), "{bare}");
    for target in bare.split("](").skip(1) {
        assert!(
            target.starts_with("https://eniplan.github.io/eniplan/"),
            "{target}"
        );
    }
    // The README and the report list findings, of which a plan may have more or fewer.
    let headings = outside
        .lines()
        .filter(|line| line.starts_with("### "))
        .count();
    format!("{} fences, {headings} steps", text.matches("```").count())
}

fn csv_shape(text: &str) -> String {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut widths = Vec::new();
    for record in reader.records() {
        let record = record.expect("as wide as the others");
        for cell in &record {
            let is_formula = cell.trim_start().starts_with(['=', '+', '@', '\t', '\r'])
                || (cell.starts_with('-') && cell.parse::<i64>().is_err());
            assert!(!is_formula, "{cell}");
        }
        widths.push(record.len());
    }
    format!("{widths:?}")
}

/// Every text in every plan, exported once.
fn all() -> &'static [(String, Export, Plan)] {
    static ALL: LazyLock<Vec<(String, Export, Plan)>> = LazyLock::new(exported);
    &ALL
}

fn exported() -> Vec<(String, Export, Plan)> {
    let mut all = Vec::new();
    for text in hostile::texts() {
        let Some(name) = Name::of(&text) else {
            continue;
        };
        for base in PLANS {
            let mut plan = plan(base);
            fill(&mut plan, &name);
            all.push((name.as_str().to_string(), exports::of(&plan), plan));
        }
    }
    assert!(all.len() >= 57 * PLANS.len(), "{}", all.len());
    all
}

#[test]
fn no_text_changes_what_a_file_is_made_of() {
    let expected: Vec<BTreeMap<String, String>> = PLANS
        .iter()
        .map(|base| {
            let mut plan = plan(base);
            fill(&mut plan, &Name::of("harmless").expect("a name"));
            shapes(&exports::of(&plan))
        })
        .collect();
    for (index, (text, export, _)) in all().iter().enumerate() {
        let found = shapes(export);
        let wanted = &expected[index % PLANS.len()];
        assert_eq!(&found, wanted, "{text:?}");
    }
}

#[test]
fn every_text_comes_back_as_it_was() {
    for (text, export, plan) in all() {
        for file in &export.files {
            match file.path.as_str() {
                "nodes/eksctl.yaml" => {
                    let read = &documents(file).expect("YAML")[0];
                    assert_eq!(read["metadata"]["region"], *text, "{text:?}");
                    assert_eq!(read["metadata"]["version"], *text, "{text:?}");
                    assert!(
                        read["vpc"]["subnets"]["private"].get(text).is_some(),
                        "{text:?}"
                    );
                }
                "documents/report.json" => {
                    let read: Value = serde_json::from_str(&file.contents).expect("JSON");
                    assert_eq!(read["name"], plan.name(), "{text:?}");
                    assert_eq!(read["subnets"][0]["name"], *text, "{text:?}");
                }
                "documents/subnets.csv" => {
                    let mut reader = csv::Reader::from_reader(file.contents.as_bytes());
                    let first = reader.records().next().expect("a row").expect("a record");
                    let clean: String = text
                        .chars()
                        .map(|c| {
                            if c.is_control() && !"\n\r\t".contains(c) {
                                ' '
                            } else {
                                c
                            }
                        })
                        .collect();
                    let cell = first[0].strip_prefix('\'').unwrap_or(&first[0]);
                    let clean = clean.strip_prefix('\'').unwrap_or(&clean);
                    assert_eq!(cell, clean, "{text:?}");
                }
                _ => {}
            }
        }
    }
}

/// A port of libyaml, which shares nothing with serde-saphyr, sees the same trees.
#[test]
fn libyaml_reads_every_file() {
    use serde::Deserialize as _;
    let tracked = exports::CASES.iter().map(|case| exports::export(case.text));
    let mut read = 0;
    for export in all()
        .iter()
        .map(|(_, export, _)| export.clone())
        .chain(tracked)
    {
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
    for export in all()
        .iter()
        .map(|(_, export, _)| export.clone())
        .chain(tracked)
    {
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
    for export in all()
        .iter()
        .map(|(_, export, _)| export.clone())
        .chain(tracked)
    {
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
