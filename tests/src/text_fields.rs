//! Every field of a plan that takes text: how a text gets into it, and the list of them that the schema has.

use std::collections::BTreeSet;

use eniplan_core::plan::{
    Accept, LoadBalancer, Mix, Name, Note, Other, Percent, Plan, Zone, schema,
};
use serde_json::{Value, json};

/// A field, and how a text gets into it.
pub struct TextField {
    /// Its path, with `[]` for the entries of a list and `*` for the keys of a mapping.
    pub path: &'static str,
    /// Puts a text into it, in a plan of [`plan`](crate::text_plans::plan).
    pub put: fn(&mut Plan, &Name),
    /// Whether what it says decides what is exported, so that no other field is filled at the same time.
    pub decides: bool,
}

const fn free(path: &'static str, put: fn(&mut Plan, &Name)) -> TextField {
    TextField {
        path,
        put,
        decides: false,
    }
}

const fn deciding(path: &'static str, put: fn(&mut Plan, &Name)) -> TextField {
    TextField {
        path,
        put,
        decides: true,
    }
}

/// All of them; a test holds the list equal to the schema's.
pub const FIELDS: &[TextField] = &[
    free(".name", |plan, text| plan.name = Some(text.clone())),
    deciding(".region", |plan, text| plan.region = text.clone()),
    deciding(".zones[].name", |plan, text| {
        plan.zones.push(Zone {
            name: text.clone(),
            ..Zone::default()
        });
    }),
    free(".zones[].id", |plan, text| {
        plan.zones[0].id = Some(text.clone());
    }),
    deciding(".vpc.id", |plan, text| plan.vpc.id = Some(text.clone())),
    // One of each role, so that the name is told of nodes, of public subnets and of pods.
    free(".subnets[].name", |plan, text| {
        for index in [0, 2, 3] {
            plan.subnets[index].name = Some(text.clone());
        }
    }),
    deciding(".subnets[].zone", |plan, text| {
        plan.subnets[1].zone = text.clone();
    }),
    deciding(".subnets[].id", |plan, text| {
        for subnet in &mut plan.subnets {
            subnet.id = Some(text.clone());
        }
    }),
    deciding(".cluster.kubernetes_version", |plan, text| {
        plan.cluster.kubernetes_version = text.clone();
    }),
    // A longer name of a group gets its role a name of its own, which is more in the file.
    free(".node_groups[].name", |plan, text| {
        let short: String = text.chars().take(20).collect();
        for group in &mut plan.node_groups {
            group.name = Name::of(&short);
        }
    }),
    deciding(".node_groups[].instance_types[]", |plan, text| {
        for group in &mut plan.node_groups {
            group.instance_types.push(text.clone());
        }
    }),
    deciding(".node_groups[].mix.*", |plan, text| {
        for group in &mut plan.node_groups {
            group.mix = Some(Mix(vec![(text.clone(), Percent::of_hundredths(10_000))]));
        }
    }),
    deciding(".node_groups[].zones[]", |plan, text| {
        for group in &mut plan.node_groups {
            group.zones.push(text.clone());
        }
    }),
    free(".node_groups[].subnets[]", |plan, text| {
        plan.node_groups[0].subnets = Some(vec![text.clone(), text.clone()]);
    }),
    free(".endpoints.interface_endpoints.subnets[]", |plan, text| {
        plan.endpoints.interface_endpoints.subnets = vec![text.clone()];
    }),
    free(
        ".endpoints.load_balancers.list[].subnets[]",
        |plan, text| {
            plan.endpoints.load_balancers.list.push(LoadBalancer {
                subnets: vec![text.clone()],
                ..LoadBalancer::default()
            });
        },
    ),
    free(".others[].name", |plan, text| {
        first_other(plan).name = Some(text.clone());
    }),
    free(".others[].subnets[]", |plan, text| {
        first_other(plan).subnets = vec![text.clone()];
    }),
    free(".accept[].code", |plan, text| {
        first_accept(plan).code = text.clone();
    }),
    free(".accept[].subject", |plan, text| {
        first_accept(plan).subject = Some(text.clone());
    }),
    free(".accept[].reason", |plan, text| {
        first_accept(plan).reason = Note::of(text);
    }),
];

fn first_other(plan: &mut Plan) -> &mut Other {
    if plan.others.is_empty() {
        plan.others.push(Other::default());
    }
    &mut plan.others[0]
}

fn first_accept(plan: &mut Plan) -> &mut Accept {
    if plan.accept.is_empty() {
        plan.accept.push(Accept::default());
    }
    &mut plan.accept[0]
}

/// The paths of the fields in which the schema takes a text: with a pattern or without one.
///
/// # Panics
///
/// Where the schema is no JSON.
pub fn of_schema(with_pattern: bool) -> BTreeSet<String> {
    let schema = serde_json::from_str(&schema::json_schema()).expect("JSON");
    let mut found = BTreeSet::new();
    collect(&schema, &schema, "", with_pattern, &mut found);
    found
}

fn collect(
    schema: &Value,
    at: &Value,
    path: &str,
    with_pattern: bool,
    found: &mut BTreeSet<String>,
) {
    let mut go = |at: &Value, path: &str| collect(schema, at, path, with_pattern, found);
    if let Some(reference) = at["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return go(&schema["$defs"][name], path);
    }
    for way in at["anyOf"].as_array().into_iter().flatten() {
        go(way, path);
    }
    for (key, inner) in at["properties"].as_object().into_iter().flatten() {
        go(inner, &format!("{path}.{key}"));
    }
    if at["items"].is_object() {
        go(&at["items"], &format!("{path}[]"));
    }
    // The keys of a mapping are text, whatever its values are.
    if at["additionalProperties"].is_object() {
        go(&at["additionalProperties"], &format!("{path}.*="));
        if !with_pattern {
            found.insert(format!("{path}.*"));
        }
    }
    let is_text = at["type"] == "string" || at["type"] == json!(["string", "number"]);
    let has_pattern = at.get("pattern").is_some();
    if is_text && at.get("enum").is_none() && has_pattern == with_pattern {
        found.insert(path.to_string());
    }
}
