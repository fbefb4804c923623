//! In which fields two plans differ, what is left out counting as its default.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Plan;
use super::save::flow;
use super::shape::{Record, Shape, Value, held};
use super::tree::{Data, Node};

/// Differences that are told; a reader of more has two other plans before them.
const MOST: usize = 500;

/// A field that two plans say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Where it stands, entries of lists by their name or block: `node_groups[general].pods.desired`.
    pub path: String,
    /// Its value in the first plan, as the document has it; empty where nothing stands there.
    pub was: String,
    /// Its value in the second plan.
    pub is: String,
}

/// The fields in which two plans differ, in the order of the document, entries of lists in that of their names; five
/// hundred at most.
///
/// ```
/// use eniplan_core::plan::{Plan, difference::difference};
/// let plan = |text: &str| Plan::from_text(text.as_bytes()).unwrap().0;
/// let changed = difference(&plan("name: a"), &plan("networking: {prefix_delegation: true}"));
/// let told: Vec<_> = changed.iter().map(|one| (one.path.as_str(), one.was.as_str(), one.is.as_str())).collect();
/// assert_eq!(told, [("name", "a", ""), ("networking.prefix_delegation", "false", "true")]);
/// ```
pub fn difference(was: &Plan, is: &Plan) -> Vec<Changed> {
    let mut told = Vec::new();
    push(
        &mut told,
        String::new(),
        Plan::SHAPE,
        (&was.write(), &is.write()),
    );
    told
}

fn push(told: &mut Vec<Changed>, path: String, shape: &'static Shape, (was, is): (&Node, &Node)) {
    if was == is || told.len() >= MOST {
        return;
    }
    match shape {
        Shape::Optional(inner) if !was.is_null() && !is.is_null() => {
            push(told, path, inner, (was, is));
        }
        Shape::Record(record) => fields(told, &path, record, (was, is)),
        Shape::List {
            item: Shape::Record(record),
            ..
        } => entries(told, &path, record, (was, is)),
        _ => told.push(changed(path, was, is)),
    }
}

fn changed(path: String, was: &Node, is: &Node) -> Changed {
    let [was, is] = [was, is].map(shown);
    Changed { path, was, is }
}

/// A value as the document has it; nothing for the absence of one.
fn shown(node: &Node) -> String {
    match &node.data {
        Data::List(items) if items.is_empty() => String::new(),
        Data::Map(entries) if entries.is_empty() => String::new(),
        Data::Scalar { text, .. } if !node.is_null() => text.clone().into_owned(),
        _ if node.is_null() => String::new(),
        _ => flow(node),
    }
}

fn fields(told: &mut Vec<Changed>, path: &str, record: &'static Record, (was, is): (&Node, &Node)) {
    for field in record.fields {
        let path = if path.is_empty() {
            field.key.into()
        } else {
            format!("{path}.{}", field.key)
        };
        let [was, is] = [was, is].map(|node| held(node, record, field.key));
        push(told, path, field.shape, (&was, &is));
    }
}

/// What an entry of a list is told apart by: its name or block, or else its place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Name(String),
    Place(usize),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Place(place) => place.fmt(f),
        }
    }
}

/// Entries of two lists, those together that have the same name or block.
fn entries(
    told: &mut Vec<Changed>,
    path: &str,
    record: &'static Record,
    (was, is): (&Node, &Node),
) {
    let [before, after] = [was, is].map(|list| by_key(list, record));
    for (key, was) in &before {
        let path = format!("{path}[{key}]");
        match after.get(key) {
            Some(is) if was == is => {}
            Some(is) => fields(told, &path, record, (was, is)),
            None => told.push(changed(path, was, &Node::null())),
        }
    }
    for (key, is) in &after {
        if !before.contains_key(key) {
            told.push(changed(format!("{path}[{key}]"), &Node::null(), is));
        }
    }
    told.truncate(MOST);
}

fn by_key<'a>(list: &'a Node, record: &Record) -> BTreeMap<Key, &'a Node> {
    let mut found = BTreeMap::new();
    let Data::List(items) = &list.data else {
        return found;
    };
    for (place, item) in items.iter().enumerate() {
        let name = ["name", "cidr"].iter().find_map(|key| {
            let name = held(item, record, key);
            name.text().filter(|_| !name.is_null()).map(String::from)
        });
        let name = name.map(Key::Name).filter(|name| !found.contains_key(name));
        found.insert(name.unwrap_or(Key::Place(place)), item);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(was: &str, is: &str) -> Vec<[String; 3]> {
        let [was, is] = [was, is].map(|text| {
            let (plan, findings) = Plan::from_text(text.as_bytes()).unwrap();
            assert_eq!(findings, []);
            plan
        });
        let told = difference(&was, &is).into_iter();
        told.map(|one| [one.path, one.was, one.is]).collect()
    }

    #[test]
    fn a_plan_differs_from_itself_in_nothing() {
        let text =
            "{name: a, subnets: [{cidr: 10.0.0.0/24, zone: a}, {cidr: 10.0.1.0/24, zone: a}]}";
        assert_eq!(told(text, text), [[""; 3]; 0]);
        // What is left out is its default.
        assert_eq!(
            told("{}", "networking: {prefix_delegation: false}"),
            [[""; 3]; 0]
        );
    }

    #[test]
    fn groups_belong_together_by_name_wherever_they_stand() {
        let was = "node_groups: [{name: a, pods: {desired: 1}}, {name: b, pods: {desired: 2}}]";
        let is = "node_groups: [{name: c}, {name: b, pods: {desired: 3}}]";
        assert_eq!(
            told(was, is),
            [
                ["node_groups[a]", "{name: a, pods: {desired: 1}}", ""],
                ["node_groups[b].pods.desired", "2", "3"],
                ["node_groups[c]", "", "{name: c}"],
            ]
        );
    }

    #[test]
    fn blocks_of_the_vpc_are_named_by_themselves() {
        assert_eq!(
            told(
                "vpc: {cidrs: [10.0.0.0/16]}",
                "vpc: {cidrs: [10.0.0.0/16, {cidr: 100.64.0.0/16, routable: false}]}"
            ),
            [[
                "vpc.cidrs[100.64.0.0/16]",
                "",
                "{cidr: 100.64.0.0/16, routable: false}"
            ]]
        );
    }

    #[test]
    fn entries_without_a_name_of_their_own_belong_together_by_place() {
        let subnets = |second: &str| {
            format!(
                "subnets: [{{name: x, cidr: 10.0.0.0/24, zone: a}}, {{name: x, cidr: 10.0.{second}.0/24, zone: a}}]"
            )
        };
        let [was, is] = ["1", "2"].map(subnets);
        let (was, is) = (
            Plan::from_text(was.as_bytes()).unwrap().0,
            Plan::from_text(is.as_bytes()).unwrap().0,
        );
        let changed = difference(&was, &is);
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].path, "subnets[1].cidr");
    }

    #[test]
    fn a_reader_is_not_drowned() {
        let subnets: Vec<String> = (0..4_000)
            .map(|index| format!("{{cidr: 10.{}.{}.0/24, zone: a}}", index / 250, index % 250))
            .collect();
        let text = format!("subnets: [{}]", subnets.join(", "));
        assert_eq!(told("{}", &text).len(), MOST);
    }
}
