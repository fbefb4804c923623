//! Hostile text in every field of a plan: each file still parses, says the same and has nothing more in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use eniplan_core::export::{Destination, Export, Form, Kind, Options};
use eniplan_core::finding::{Code, Finding};
use eniplan_core::plan::{
    Accept, Line, LoadBalancer, Mix, Name, NodeGroup, Note, Other, Percent, Plan, Provisioner,
    Role, Subnet, Zone,
};
use eniplan_tests::text_fields::of_schema;
use eniplan_tests::{exports, hostile, oracle};
use hcl_rs::expr::ObjectKey;
use hcl_rs::{BlockLabel, Body, Expression, Structure};
use serde_json::Value;

/// Puts a text into every field that takes text and does not decide whether there is Terraform at all.
fn fill(plan: &mut Plan, text: &Name) {
    let text = || text.clone();
    plan.name = Some(text());
    plan.zones[0].id = Some(text());
    plan.zones.push(Zone {
        name: text(),
        ..Zone::default()
    });
    plan.cluster.kubernetes_version = text();
    for index in [0, 4, 6] {
        plan.subnets[index].name = Some(text());
        plan.subnets[index].id = Some(text());
    }
    // A long name of a group gets its role a name of its own, which is more in the file.
    let short: String = text().chars().take(20).collect();
    plan.node_groups[0].name = Name::of(&short);
    for (index, group) in plan.node_groups.iter_mut().enumerate().skip(1) {
        match index {
            1 => group.instance_types = vec![text()],
            2 => group.zones = vec![text()],
            4 | 5 => group.name = Name::of(&short),
            _ => group.subnets = Some(vec![text(), text()]),
        }
    }
    plan.node_groups[5].mix = Some(Mix(vec![(text(), Percent::of_hundredths(10_000))]));
    plan.endpoints.interface_endpoints.subnets = vec![text()];
    plan.endpoints.load_balancers.list.push(LoadBalancer {
        subnets: vec![text()],
        ..LoadBalancer::default()
    });
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

/// A field, and how a text gets into it.
type Field = (&'static str, fn(&mut Plan, Name));

/// Fields whose text may stop the Terraform.
const STOPPING: &[Field] = &[
    ("region", |plan, text| plan.region = text),
    ("subnets.zone", |plan, text| plan.subnets[1].zone = text),
    ("vpc.id", |plan, text| plan.vpc.id = Some(text)),
];

fn plan() -> Plan {
    let subnet = |name: &str, zone: &str, role, cidr: &str| Subnet {
        name: Line::of(name),
        zone: Line::of(zone).expect("a name"),
        role,
        cidr: cidr.parse().expect("a block"),
        ..Subnet::default()
    };
    let text = "{zones: [a, b], vpc: {cidrs: [10.0.0.0/16, 100.64.0.0/16]}, endpoints: {nat_gateways: single}, \
                networking: {custom_networking: true, prefix_delegation: true}}";
    let (mut plan, findings) = Plan::from_text(text.as_bytes()).expect("a plan");
    assert_eq!(findings, []);
    plan.subnets = vec![
        subnet("private-a", "a", Role::Nodes, "10.0.0.0/20"),
        subnet("private-b", "b", Role::Nodes, "10.0.16.0/20"),
        subnet("public-a", "a", Role::Public, "10.0.32.0/24"),
        subnet("public-b", "b", Role::Public, "10.0.33.0/24"),
        subnet("pods-a", "a", Role::Pods, "100.64.0.0/18"),
        subnet("pods-b", "b", Role::Pods, "100.64.64.0/18"),
        subnet("more-a", "a", Role::Nodes, "10.0.48.0/20"),
    ];
    plan.node_groups = vec![NodeGroup::default(); 6];
    plan.node_groups[4].provisioner = Provisioner::Fargate;
    plan.node_groups[5].provisioner = Provisioner::Karpenter;
    plan
}

/// Where a text stands in a plan, as a value or as a key.
fn places(tree: &Value, text: &str, path: &str, found: &mut BTreeSet<String>) {
    match tree {
        Value::String(value) if value == text => {
            found.insert(path.to_string());
        }
        Value::Array(items) => {
            for item in items {
                places(item, text, &format!("{path}[]"), found);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                if key == text {
                    found.insert(format!("{path}.*"));
                }
                places(value, text, &format!("{path}.{key}"), found);
            }
        }
        _ => {}
    }
}

/// No field that takes text is left out: those that the schema lists, and the types of a mix, which are keys.
#[test]
fn every_field_that_takes_text_is_filled() {
    let mut wanted = of_schema(false);
    // Two short forms of the same fields.
    for short in [".zones[]", ".endpoints.load_balancers[].subnets[]"] {
        assert!(wanted.remove(short), "{short}");
    }
    assert!(wanted.len() >= 20, "{wanted:?}");
    let text = Name::of("some text").expect("a name");
    let mut plan = plan();
    fill(&mut plan, &text);
    for (_, put) in STOPPING {
        put(&mut plan, text.clone());
    }
    let tree: Value = serde_saphyr::from_str(&plan.to_text()).expect("YAML");
    let mut filled = BTreeSet::new();
    places(&tree, text.as_str(), "", &mut filled);
    // A zone of its name alone is written in the short form.
    if filled.remove(".zones[]") {
        filled.insert(".zones[].name".to_string());
    }
    filled.remove(".endpoints.load_balancers[].subnets[]");
    filled.insert(".endpoints.load_balancers.list[].subnets[]".to_string());
    assert_eq!(filled, wanted);
}

/// What a file is made of, without its texts.
fn skeleton(body: &Body) -> String {
    let mut out = String::new();
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                out.extend([attribute.key(), "=", &shape(attribute.expr()), " "]);
            }
            Structure::Block(block) => {
                let labels: Vec<&str> = block.labels().iter().map(BlockLabel::as_str).collect();
                out.extend([
                    block.identifier(),
                    " ",
                    &labels.join(" "),
                    " {",
                    &skeleton(block.body()),
                    "} ",
                ]);
            }
        }
    }
    out
}

fn shape(value: &Expression) -> String {
    match value {
        Expression::Array(items) => {
            let items: Vec<String> = items.iter().map(shape).collect();
            format!("[{}]", items.join(","))
        }
        Expression::Object(entries) => {
            let mut out = String::new();
            for (key, value) in entries {
                // Keys in quotes are the plan's own, the others ours.
                let key = match key {
                    ObjectKey::Identifier(name) => name.as_str(),
                    _ => "text",
                };
                out.extend([key, ":", &shape(value), " "]);
            }
            format!("{{{out}}}")
        }
        Expression::String(_) => "text".into(),
        // A text with an escaped template in it is kept as a template by hcl-rs.
        Expression::TemplateExpr(template) if !has_value(&template.to_string()) => "text".into(),
        Expression::TemplateExpr(_) => "template".into(),
        Expression::FuncCall(call) => {
            let arguments: Vec<String> = call.args.iter().map(shape).collect();
            format!("{}({})", call.name, arguments.join(","))
        }
        Expression::Traversal(traversal) => format!("{} steps", traversal.operators.len()),
        other => format!("{:?}", std::mem::discriminant(other)),
    }
}

/// Whether a template as written has an interpolation that is not escaped.
fn has_value(template: &str) -> bool {
    let rest = template.replace("$${", "").replace("%%{", "");
    rest.contains("${") || rest.contains("%{")
}

/// What each file of Terraform is made of.
fn skeletons(export: &Export) -> BTreeMap<String, String> {
    let terraform = export
        .files
        .iter()
        .filter(|file| exports::extension(&file.path) == "tf");
    terraform
        .map(|file| {
            let body: Body = hcl_rs::parse(&file.contents)
                .unwrap_or_else(|error| panic!("{error}\n{}", file.contents));
            (file.path.clone(), skeleton(&body))
        })
        .collect()
}

/// What the plan is exported into, and how.
fn ways() -> Vec<Options> {
    let mut ways = Vec::new();
    for into in Destination::ALL {
        for form in Form::ALL {
            ways.push(Options {
                into: Some(into),
                form,
            });
        }
    }
    ways
}

#[test]
fn hostile_text_in_every_field_changes_nothing_but_itself() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("hostile-plans");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    for (way, options) in ways().into_iter().enumerate() {
        let filled = |name: &Name| {
            let mut plan = plan();
            fill(&mut plan, name);
            // An id that is none stops the Terraform where subnets are looked up by it.
            if options.into != Some(Destination::New) {
                for subnet in &mut plan.subnets {
                    subnet.id = None;
                }
            }
            plan
        };
        let harmless = filled(&Name::of("harmless").expect("a name"));
        let expected = skeletons(&exports::with(&harmless, options));
        assert!(expected.len() >= 6, "{options:?}");
        let mut exported = 0;
        for (index, text) in hostile::texts().iter().enumerate() {
            let Some(name) = Name::of(text) else {
                continue;
            };
            let plan = filled(&name);
            let export = exports::with(&plan, options);
            assert_eq!(skeletons(&export), expected, "{options:?} {text:?}");
            assert_names(&export, name.as_str());
            assert_others(&export, &plan);
            for file in export
                .files
                .iter()
                .filter(|file| exports::extension(&file.path) == "tf")
            {
                let path = format!("{way}-{index}-{}", file.path.replace('/', "-"));
                std::fs::write(folder.join(path), &file.contents).expect("written");
            }
            exported += 1;
        }
        assert!(exported >= 57, "{exported}");
    }
    oracle::terraform(&folder, &["fmt", "-check", "-diff"]);
}

/// What is no Region, zone or new VPC stops the Terraform as a whole.
#[test]
fn hostile_text_where_it_cannot_be_exported_gives_a_reason() {
    for (field, put) in STOPPING {
        for text in hostile::texts().iter().step_by(3) {
            let Some(name) = Name::of(text) else {
                continue;
            };
            let mut plan = plan();
            put(&mut plan, name);
            let export = exports::of(&plan);
            assert!(
                export.files.iter().all(|file| file.kind != Kind::Terraform),
                "{field}: {text:?}"
            );
            let told = |finding: &Finding| finding.code == Code::ExportStopped;
            assert!(export.findings.iter().any(told), "{field}: {text:?}");
            assert_others(&export, &plan);
        }
    }
}

/// Files beside the Terraform say what they should.
fn assert_others(export: &Export, plan: &Plan) {
    for file in &export.files {
        match file.kind {
            Kind::Plan => {
                let (read, findings) = Plan::from_text(file.contents.as_bytes()).expect("a plan");
                assert_eq!((&read, findings), (plan, vec![]));
            }
            Kind::Helm => {
                let read: serde_json::Value = serde_saphyr::from_str(&file.contents).expect("YAML");
                let keys: Vec<&String> = read.as_object().expect("a mapping").keys().collect();
                assert_eq!(keys, ["env", "image", "init", "nodeAgent"]);
                assert_eq!(read["image"]["region"], *plan.region.as_str());
            }
            Kind::Document | Kind::Runbooks if exports::extension(&file.path) == "md" => {
                assert_markdown(&file.contents);
            }
            // These have tests of their own.
            _ => {}
        }
    }
}

/// The text stands in the tags of its subnet, as it was.
fn assert_names(export: &Export, name: &str) {
    let all: String = export
        .files
        .iter()
        .filter(|file| file.kind == Kind::Terraform)
        .map(|file| file.contents.clone())
        .collect();
    let body: Body = hcl_rs::parse(&all).expect("HCL");
    let mut found = false;
    for block in body.blocks() {
        for attribute in block.body().attributes() {
            if attribute.key() == "subnet_ids" {
                let Expression::Object(entries) = attribute.expr() else {
                    continue;
                };
                found |= entries.keys().any(|key| match key {
                    ObjectKey::Expression(Expression::String(text)) => text == name,
                    ObjectKey::Expression(Expression::TemplateExpr(template)) => {
                        let context = hcl_rs::eval::Context::new();
                        let read = hcl_rs::eval::Evaluate::evaluate(template.as_ref(), &context);
                        read.is_ok_and(|read| read == hcl_rs::Value::from(name))
                    }
                    _ => false,
                });
            }
        }
    }
    assert!(found, "{name}");
}

/// No markup but ours: no HTML, and links to our site only.
fn assert_markdown(text: &str) {
    // Fences hold commands, in which no word ends the fence: that is tested apart.
    let outside: String = text.split("```").step_by(2).collect();
    let bare = outside
        .replace("\\<", "")
        .replace("\\[", "")
        .replace("\\]", "");
    assert!(!bare.contains('<'), "{bare}");
    for target in bare.split("](").skip(1) {
        assert!(
            target.starts_with("https://eniplan.github.io/eniplan/"),
            "{target}"
        );
    }
}

/// The order of keys in a file, and the way by a link, change no byte.
#[test]
fn the_same_plan_gives_the_same_bytes_however_it_came() {
    for case in exports::CASES {
        let (plan, _) = Plan::from_text(case.text.as_bytes()).expect("a plan");
        let link = eniplan_core::link::encode(&plan).expect("a link");
        let by_link = eniplan_core::link::decode(&link).expect("a plan");
        let (by_text, _) = Plan::from_text(plan.to_text().as_bytes()).expect("a plan");
        let json: serde_json::Value = serde_saphyr::from_str(case.text).expect("YAML");
        // serde_json sorts keys, which few plans are written by.
        let (by_json, _) = Plan::from_text(json.to_string().as_bytes()).expect("a plan");
        for other in [by_link, by_text, by_json] {
            assert_eq!(exports::of(&other), exports::of(&plan), "{}", case.name);
        }
    }
}
