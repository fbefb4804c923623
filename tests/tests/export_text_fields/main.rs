//! Hostile text in every field of a plan that takes text, through every exporter: each file parses, holds the text as it
//! was where a harmless one would stand, and is made of the same as with a harmless one.

mod likeness;
mod parsed;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use eniplan_core::aws::catalogue::is_pattern;
use eniplan_core::export::{Destination, Export, Form, Options};
use eniplan_core::plan::{Name, Plan};
use eniplan_tests::text_fields::{FIELDS, TextField, of_schema};
use eniplan_tests::{exports, hostile, text_plans};
use serde_json::{Value, json};

use likeness::{MARK, assert_alike, mark_like};

/// No field that takes text is left out: neither one that the schema lists as text, nor the types of a mix, which are keys.
#[test]
fn every_field_that_takes_text_is_in_the_list() {
    let mut wanted = of_schema(false);
    // Two short forms of the same fields.
    for short in [".zones[]", ".endpoints.load_balancers[].subnets[]"] {
        assert!(wanted.remove(short), "{short}");
    }
    assert!(wanted.len() >= 20, "{wanted:?}");
    let listed = FIELDS.iter().map(|field| field.path.to_string()).collect();
    assert_eq!(wanted, listed);
    // Each way puts the text where the path says, and nowhere else.
    for field in FIELDS {
        let mut plan = text_plans::plan(text_plans::TEXTS[0]);
        (field.put)(&mut plan, &mark());
        let tree: Value = serde_saphyr::from_str(&plan.to_text()).expect("YAML");
        let mut found = Vec::new();
        places(&tree, "", &mut found);
        let written = match field.path {
            // A zone of its name alone is written in the short form, and load balancers as a list.
            ".zones[].name" => ".zones[]",
            ".endpoints.load_balancers.list[].subnets[]" => ".endpoints.load_balancers[].subnets[]",
            path => path,
        };
        assert!(!found.is_empty(), "{}", field.path);
        assert!(found.iter().all(|path| path == written), "{found:?}");
    }
}

/// Where the mark stands in a plan, as a value or as a key.
fn places(tree: &Value, path: &str, found: &mut Vec<String>) {
    match tree {
        Value::String(text) if text == MARK => found.push(path.to_string()),
        Value::Array(items) => {
            for item in items {
                places(item, &format!("{path}[]"), found);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                if key == MARK {
                    found.push(format!("{path}.*"));
                }
                places(value, &format!("{path}.{key}"), found);
            }
        }
        _ => {}
    }
}

fn mark() -> Name {
    Name::of(MARK).expect("a name")
}

/// The texts that a name may be.
fn names() -> Vec<Name> {
    let names: Vec<Name> = hostile::texts()
        .iter()
        .filter_map(|text| Name::of(text))
        .collect();
    assert!(names.len() >= 57, "{}", names.len());
    names
}

/// Puts a value at a path of a tree, into the first entry of each list on the way.
fn set(tree: &mut Value, path: &str, value: Value) {
    if path.is_empty() {
        *tree = value;
    } else if let Some(rest) = path.strip_prefix("[]") {
        if !tree.is_array() {
            *tree = json!([null]);
        }
        set(&mut tree[0], rest, value);
    } else {
        let path = path.trim_start_matches('.');
        let end = path.find(['.', '[']).unwrap_or(path.len());
        let (key, rest) = path.split_at(end);
        if let Some(rest) = path.strip_prefix("*=") {
            *tree = json!({"m6i.large": null});
            return set(&mut tree["m6i.large"], rest, value);
        }
        if key == "*" {
            let key = value.as_str().expect("a text");
            *tree = json!({key: 100});
            return;
        }
        if !tree.is_object() {
            *tree = json!({});
        }
        set(&mut tree[key], rest, value);
    }
}

/// What a plan says of a text at a path: the plan that was read, and the faults that were told.
fn read(path: &str, text: &str) -> (Plan, Vec<String>) {
    let mut tree = json!({});
    set(&mut tree, path, json!(text));
    for (key, value) in [("zone", json!("a")), ("cidr", json!("10.0.0.0/20"))] {
        if path.starts_with(".subnets") && tree["subnets"][0].get(key).is_none() {
            tree["subnets"][0][key] = value;
        }
    }
    if path == ".zones[].id" {
        tree["zones"][0]["name"] = json!("a");
    }
    if path.starts_with(".accept") && tree["accept"][0].get("code").is_none() {
        tree["accept"][0]["code"] = json!("EP0301");
    }
    // A control stands as an escape: as it is, it would make the whole file one that is no text.
    let mut json = String::new();
    for c in tree.to_string().chars() {
        if c.is_control() {
            write!(json, "\\u{:04x}", u32::from(c)).expect("a text grows");
        } else {
            json.push(c);
        }
    }
    let (plan, findings) = Plan::from_text(json.as_bytes()).expect("a plan");
    let told = findings.iter().map(|finding| {
        assert!(finding.at.is_known(), "{path}: {finding:?}");
        format!("{} {}", finding.message(), finding.help())
    });
    (plan, told.collect())
}

/// What no name may be is refused by the reading, where it stands, and the plan is as if it were left out.
#[test]
fn what_no_name_may_be_is_refused_in_every_field() {
    let refused: Vec<String> = hostile::texts()
        .into_iter()
        .filter(|text| Name::of(text).is_none())
        .collect();
    assert!(refused.len() >= 15, "{refused:?}");
    for path in of_schema(false) {
        for text in &refused {
            let (plan, told) = read(&path, text);
            assert!(!told.is_empty(), "{path} {text:?}");
            assert!(told.iter().all(|told| told.len() > 20), "{path}: {told:?}");
            let written = plan.to_text();
            assert!(
                text.trim().is_empty() || !written.contains(text.as_str()),
                "{path}: {written}"
            );
        }
        assert_eq!(read(&path, MARK).1, Vec::<String>::new(), "{path}");
    }
}

/// A field with a form of its own (a block, a share, a day) takes none of the texts but those that have the form.
#[test]
fn fields_with_a_form_take_nothing_else() {
    let fields = of_schema(true);
    assert!(fields.len() >= 20, "{fields:?}");
    let mut refused = 0;
    for path in fields {
        for text in hostile::texts() {
            let (plan, told) = read(&path, &text);
            if told.is_empty() {
                let is_plain = |c: char| c.is_ascii_alphanumeric() || " ._%/:+-~".contains(c);
                assert!(
                    text.chars().all(is_plain),
                    "{path} takes {text:?}: {}",
                    plan.to_text()
                );
            } else {
                refused += 1;
            }
        }
    }
    assert!(refused >= 20 * 57, "{refused}");
}

/// Every way in which a plan is exported.
fn ways() -> Vec<Options> {
    let mut ways = Vec::new();
    for into in Destination::ALL {
        for form in Form::ALL {
            let into = Some(into);
            ways.push(Options { into, form });
        }
    }
    ways
}

/// The plan with a text in some of its fields, exported.
fn exported(base: &str, fields: &[&TextField], text: &Name, way: Options) -> (Plan, Export) {
    let mut plan = text_plans::plan(base);
    for field in fields {
        (field.put)(&mut plan, text);
    }
    let export = exports::with(&plan, way);
    (plan, export)
}

/// Holds what is exported with each text against what is exported with a harmless one; gives the number of files.
fn compare(base: &str, fields: &[&TextField], way: Options) -> usize {
    let mut harmless = BTreeMap::new();
    let mut files = 0;
    for text in names() {
        // A pattern stands for the types that it matches, and the last letters of zones and of their subnets are compared.
        let has = |part: &str| fields.iter().any(|field| field.path.contains(part));
        let like = if (has("instance_types") || has("mix")) && is_pattern(&text) {
            format!("{MARK}*")
        } else if has("subnets[].zone") && text.ends_with('b')
            || has(".subnets[].name") && text.ends_with(" b")
        {
            format!("{MARK} b")
        } else {
            mark_like(&text).to_string()
        };
        let like = Name::of(&like).expect("a name");
        // A version that there is is not hostile there.
        if &*text == "1.30" && has("version") {
            continue;
        }
        let expected = harmless.entry(like.to_string()).or_insert_with(|| {
            let (plan, export) = exported(base, fields, &like, way);
            parsed::files(&plan, &export)
        });
        let (plan, export) = exported(base, fields, &text, way);
        let paths: Vec<&str> = fields.iter().map(|field| field.path).collect();
        let what = format!("{paths:?} {way:?} {base}\n{text:?}");
        assert_alike(
            expected,
            &parsed::files(&plan, &export),
            &like,
            &text,
            &what,
        );
        files += export.files.len();
    }
    files
}

#[test]
fn free_fields_at_once() {
    let fields: Vec<&TextField> = FIELDS.iter().filter(|field| !field.decides).collect();
    let mut files = 0;
    for (index, base) in text_plans::TEXTS.iter().enumerate() {
        let all = ways();
        for way in if index == 0 { &all[..] } else { &all[..1] } {
            files += compare(base, &fields, *way);
        }
    }
    assert!(files >= 57 * 100, "{files}");
}

/// A deciding field alone, in every plan.
fn alone(path: &str) {
    let field = FIELDS.iter().find(|field| field.path == path);
    let field = field.expect("a field");
    assert!(field.decides);
    let ways = ways();
    for (index, base) in text_plans::TEXTS.iter().enumerate() {
        compare(base, &[field], ways[index % ways.len()]);
    }
}

macro_rules! alone {
    ($($name:ident: $path:literal;)+) => {
        $(
            #[test]
            fn $name() {
                alone($path);
            }
        )+

        /// Every field that decides has a test of its own.
        #[test]
        fn every_deciding_field_is_tried_alone() {
            let tried = [$($path),+];
            let deciding: Vec<&str> = FIELDS.iter().filter(|field| field.decides).map(|field| field.path).collect();
            assert_eq!(deciding, tried);
        }
    };
}

alone! {
    region: ".region";
    zone_names: ".zones[].name";
    vpc_id: ".vpc.id";
    zones_of_subnets: ".subnets[].zone";
    ids_of_subnets: ".subnets[].id";
    kubernetes_version: ".cluster.kubernetes_version";
    instance_types: ".node_groups[].instance_types[]";
    types_of_a_mix: ".node_groups[].mix.*";
    zones_of_groups: ".node_groups[].zones[]";
}
