//! The tracked schema and documentation say what the document is.

use eniplan_core::finding::Code;
use eniplan_core::plan::{Plan, schema};
use eniplan_tests::golden;
use serde_json::{Map, Value, json};

#[test]
fn the_tracked_schema_is_the_generated_one() {
    golden::assert_tracked("www/plan.schema.json", &schema::json_schema());
}

#[test]
fn the_tracked_documentation_is_the_generated_one() {
    golden::assert_tracked("docs/plan.md", &schema::markdown());
    golden::assert_tracked("docs/wants.md", &schema::wants_markdown());
}

/// The object that says every default of a record out loud; keys without a default get a value that is read.
fn spelled_out(schema: &Value, record: &Value) -> Value {
    let mut object = Map::new();
    for (key, property) in record["properties"].as_object().expect("properties") {
        let reference = property["$ref"].as_str();
        let value = match (property.get("default"), reference) {
            (_, Some(reference)) => {
                let name = reference.rsplit('/').next().expect("a name");
                spelled_out(schema, &schema["$defs"][name])
            }
            (Some(default), None) => default.clone(),
            // A key that is optional and has no default keeps the plan's value when it is left out.
            (None, None) if !is_required(record, key) => continue,
            (None, None) => match key.as_str() {
                "cidr" => json!("10.0.0.0/20"),
                "zone" => json!("a"),
                "code" => json!("EP0301"),
                "name" => json!("x"),
                other => panic!("{other} has no default and no value here"),
            },
        };
        object.insert(key.clone(), value);
    }
    Value::Object(object)
}

fn is_required(record: &Value, key: &str) -> bool {
    let required = record["required"].as_array();
    required.is_some_and(|keys| keys.iter().any(|required| required == key))
}

fn read(value: &Value) -> Plan {
    let (plan, mut findings) = Plan::from_text(value.to_string().as_bytes()).expect("a plan");
    // Zones that are written out as none are told, and left out all the same.
    findings.retain(|finding| finding.code != Code::EmptyList);
    assert_eq!(findings, [], "{value}");
    plan
}

/// Whoever writes every default of the schema out has the plan of whoever writes none.
#[test]
fn the_defaults_of_the_schema_are_those_of_the_reading() {
    let schema: Value = serde_json::from_str(&schema::json_schema()).expect("JSON");
    assert_eq!(read(&spelled_out(&schema, &schema)), Plan::default());

    let of = |name: &str| spelled_out(&schema, &schema["$defs"][name]);
    let required = |name: &str| {
        let all = of(name);
        let keys = schema["$defs"][name]["required"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let entry = |key: &Value| {
            (
                key.as_str().expect("a key").to_owned(),
                all[key.as_str().expect("a key")].clone(),
            )
        };
        Value::Object(keys.iter().map(entry).collect())
    };
    for (name, around) in [
        ("Zone", r#"{"zones": [X]}"#),
        ("VpcCidr", r#"{"vpc": {"cidrs": [X]}}"#),
        ("Subnet", r#"{"subnets": [X]}"#),
        ("NodeGroup", r#"{"node_groups": [X]}"#),
        ("LoadBalancer", r#"{"endpoints": {"load_balancers": [X]}}"#),
        ("Other", r#"{"others": [X]}"#),
        ("Accept", r#"{"accept": [X]}"#),
    ] {
        let put = |value: Value| {
            let text = around.replace('X', &value.to_string());
            read(&serde_json::from_str(&text).expect("JSON"))
        };
        assert_eq!(put(of(name)), put(required(name)), "{name}");
    }
}

/// Every definition is named somewhere, and every name has its definition.
#[test]
fn every_reference_of_the_schema_leads_somewhere() {
    let text = schema::json_schema();
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let definitions = schema["$defs"].as_object().expect("definitions");
    for name in definitions.keys() {
        assert!(text.contains(&format!("\"#/$defs/{name}\"")), "{name}");
    }
    for reference in text.split("\"#/$defs/").skip(1) {
        let name = reference.split('"').next().expect("a name");
        assert!(definitions.contains_key(name), "{name}");
    }
}
