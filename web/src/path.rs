//! One value of the plan by its path, as in `node_groups[0].nodes.max`: the same paths that findings name.
//!
//! Every form of the page reads and writes through here, so labels and paths are all that a form has to know.
//! What belongs at a path, what stands in for it and how it is read come from the document in the core.

use std::borrow::Cow;

use eniplan_core::finding::Severity;
use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::{Field, Record, Shape, Value, held};
use eniplan_core::plan::tree::{Data, Entry, Node};

/// One step down the document.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The steps of a path; what is no path has steps that lead nowhere.
fn steps(path: &str) -> Vec<Step<'_>> {
    path.split(['.', '['])
        .map(|part| {
            part.strip_suffix(']')
                .and_then(|index| index.parse().ok())
                .map_or(Step::Key(part), Step::Index)
        })
        .collect()
}

/// The shape without the option around it.
fn inner(shape: &'static Shape) -> &'static Shape {
    match shape {
        Shape::Optional(inner) => inner,
        shape => shape,
    }
}

/// What belongs at the path: its field where the last step is a key.
pub(crate) fn field_at(path: &str) -> Option<&'static Field> {
    let mut shape = inner(Plan::SHAPE);
    let mut found = None;
    for step in steps(path) {
        shape = match (step, shape) {
            (Step::Key(key), Shape::Record(record)) => {
                found = Some(record.field(key)?);
                inner(found?.shape)
            }
            (Step::Index(_), Shape::List { item, .. }) => inner(item),
            _ => return None,
        };
    }
    found
}

/// A path without the places in lists: `subnets[].cidr` for `subnets[3].cidr`.
pub(crate) fn without_places(path: &str) -> String {
    path.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The words of a closed list at the path.
pub(crate) fn words_at(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(Shape::Choice { words }) = field_at(path).map(|field| inner(field.shape)) {
        for (_, word) in *words {
            found.push((*word).to_owned());
        }
    }
    found
}

/// Whether true or false belongs at the path.
pub(crate) fn is_switch(path: &str) -> bool {
    field_at(path).is_some_and(|field| matches!(inner(field.shape), Shape::Bool))
}

/// The keys of a record, its short form written out.
fn entries(node: Node, record: &Record) -> Vec<Entry> {
    match (node.data, record.short) {
        (Data::Map(entries), _) => entries,
        (Data::Scalar { text, quoted }, Some(short)) if quoted || text != "null" => {
            vec![Entry::of(short, Node::of(Data::Scalar { text, quoted }))]
        }
        _ => Vec::new(),
    }
}

/// What stands one step below, defaults included.
fn below<'a>(
    node: &'a Node,
    shape: &'static Shape,
    step: Step,
) -> Option<(Cow<'a, Node>, &'static Shape)> {
    match (step, shape) {
        (Step::Key(key), Shape::Record(record)) => {
            let field = record.field(key)?;
            Some((held(node, record, key), field.shape))
        }
        (Step::Index(index), Shape::List { item, .. }) => match &node.data {
            Data::List(items) => Some((Cow::Borrowed(items.get(index)?), *item)),
            _ => None,
        },
        _ => None,
    }
}

/// What stands at a path, defaults included; null where there is no such path.
///
/// Nothing is copied but defaults: a form asks for hundreds of values each time it is drawn.
fn at<'a>(plan: &'a Node, path: &str) -> Cow<'a, Node> {
    let mut shape = inner(Plan::SHAPE);
    let mut node = Cow::Borrowed(plan);
    for step in steps(path) {
        let found = match node {
            Cow::Borrowed(node) => below(node, shape, step),
            Cow::Owned(node) => below(&node, shape, step)
                .map(|(held, belongs)| (Cow::Owned(held.into_owned()), belongs)),
        };
        let Some((held, belongs)) = found else {
            return Cow::Owned(Node::null());
        };
        (node, shape) = (held, inner(belongs));
    }
    node
}

/// The text at a path; empty where there is none.
pub(crate) fn text_at(plan: &Node, path: &str) -> String {
    shown(&at(plan, path))
}

/// The name of the plan.
pub(crate) fn name(plan: &Node) -> String {
    let name = text_at(plan, "name");
    if name.is_empty() {
        "This plan".into()
    } else {
        name
    }
}

/// How many entries the list at a path has.
pub(crate) fn count_at(plan: &Node, path: &str) -> usize {
    match &at(plan, path).data {
        Data::List(items) => items.len(),
        _ => 0,
    }
}

fn shown(node: &Node) -> String {
    match &node.data {
        _ if node.is_null() => String::new(),
        Data::Scalar { text, .. } => text.to_string(),
        Data::List(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        // An entry of a list with more to it goes by its name.
        Data::Map(_) => ["name", "cidr"]
            .iter()
            .find_map(|key| node.get(key))
            .map_or_else(String::new, shown),
    }
}

/// What a text means where `shape` belongs; entries of a list that are named again stay whole.
fn leaf(held: &Node, shape: &'static Shape, text: &str) -> Node {
    let text = text.trim();
    match shape {
        Shape::List { .. } => {
            let entry = |text: &str| match &held.data {
                Data::List(items) => items.iter().find(|item| shown(item) == text).cloned(),
                _ => None,
            };
            // Pasted blocks have spaces in them, as in "10.0.0.0 /16".
            let parts: Vec<&str> = text.split('/').map(str::trim).collect();
            let text = parts.join("/");
            let items = text
                .split([',', ';', ' ', '\n', '\t'])
                .filter(|item| !item.is_empty());
            Node::of(Data::List(
                items
                    .map(|item| entry(item).unwrap_or_else(|| Node::quoted(item.to_string())))
                    .collect(),
            ))
        }
        _ if text.is_empty() => Node::null(),
        _ => Node::quoted(text.to_string()),
    }
}

/// What comes of a value and the shape that belongs there.
type Edit<'a> = &'a dyn Fn(Node, &'static Shape) -> Node;

fn edited(node: Node, shape: &'static Shape, steps: &[Step], edit: Edit) -> Option<Node> {
    let shape = inner(shape);
    match (steps.split_first(), shape) {
        (None, _) => Some(edit(node, shape)),
        (Some((Step::Key(key), rest)), Shape::Record(record)) => {
            let field = record.field(key)?;
            let value = edited(
                held(&node, record, key).into_owned(),
                field.shape,
                rest,
                edit,
            )?;
            let mut entries = entries(node, record);
            entries.retain(|entry| entry.key != *key);
            entries.push(Entry::of(field.key, value));
            Some(Node::of(Data::Map(entries)))
        }
        (Some((Step::Index(index), rest)), Shape::List { item, .. }) => {
            let Data::List(mut items) = node.data else {
                return None;
            };
            let held = items.get_mut(*index)?;
            *held = edited(held.clone(), item, rest, edit)?;
            Some(Node::of(Data::List(items)))
        }
        _ => None,
    }
}

/// The plan after a change of the list at a path; what is no list there stays as it is.
pub(crate) fn with_list(plan: &Node, path: &str, change: &dyn Fn(&mut Vec<Node>)) -> Node {
    let edit = |node: Node, _: &'static Shape| match node.data {
        Data::List(mut items) => {
            change(&mut items);
            Node::of(Data::List(items))
        }
        data => Node::of(data),
    };
    let changed = edited(plan.clone(), Plan::SHAPE, &steps(path), &edit);
    changed.map_or_else(|| plan.clone(), |tree| Plan::read_tree(&tree).0)
}

/// A plan with a text put in at a path, and what there is to say of the text.
pub(crate) fn set(plan: &Node, path: &str, text: &str) -> Result<(Node, Option<String>), String> {
    let edit = |node: Node, shape: &'static Shape| leaf(&node, shape, text);
    let Some(tree) = edited(plan.clone(), Plan::SHAPE, &steps(path), &edit) else {
        return Err("This is no longer part of the plan.".into());
    };
    let (read, findings) = Plan::read_tree(&tree);
    let mut said = None;
    for finding in findings {
        if finding.subject.starts_with(path) {
            let (message, help) = finding.fault().unwrap_or_default();
            if finding.severity == Severity::Error {
                return Err(help);
            }
            said = Some(message);
        }
    }
    // A required value that is left empty has its entry dropped; the entry's own path says so.
    if text.trim().is_empty() && text_at(&read, path).is_empty() {
        let required = field_at(path)
            .is_some_and(|field| !matches!(field.shape, Shape::Optional(_) | Shape::List { .. }));
        if required {
            return Err("Something belongs here.".into());
        }
    }
    Ok((read, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn default() -> Node {
        Plan::default().write()
    }

    fn after(edits: &[(&str, &str)]) -> Node {
        edits.iter().fold(default(), |plan, (path, text)| {
            set(&plan, path, text).expect("a good edit").0
        })
    }

    #[test]
    fn a_short_form_grows_keys() {
        let plan = after(&[("vpc.cidrs[0].routable", "false")]);
        assert_eq!(text_at(&plan, "vpc.cidrs[0].cidr"), "10.0.0.0/16");
        assert_eq!(text_at(&plan, "vpc.cidrs[0].routable"), "false");
    }

    #[test]
    fn what_people_paste_is_read() {
        let plan = after(&[("vpc.cidrs[0].cidr", " 10.4.0.0 /16, "), ("zones", "a, b")]);
        assert_eq!(text_at(&plan, "vpc.cidrs[0].cidr"), "10.4.0.0/16");
        assert_eq!(count_at(&plan, "zones"), 2);
        let (plan, said) =
            set(&plan, "vpc.cidrs[0].cidr", "10.4.9.9/16").expect("read as its block");
        assert_eq!(text_at(&plan, "vpc.cidrs[0].cidr"), "10.4.0.0/16");
        assert!(said.is_some_and(|said| said.contains("10.4.0.0/16")));
    }

    #[test]
    fn a_faulty_text_says_what_belongs_there() {
        let fault = set(&default(), "vpc.cidrs[0].cidr", "ten").unwrap_err();
        assert!(fault.contains("10.0.0.0/16"), "{fault}");
        assert!(set(&default(), "vpc.cidrs[0].cidr", "").is_err());
        assert!(set(&default(), "node_groups[4].nodes.max", "3").is_err());
        assert!(set(&default(), "nonsense", "3").is_err());
    }

    #[test]
    fn an_empty_text_takes_an_optional_value_away() {
        let plan = after(&[("networking.warm.ip", "1,000"), ("networking.warm.ip", "")]);
        assert_eq!(plan, default());
    }
}
