//! Changes of a plan that are more than one value: rows added and removed, another plan.

use std::rc::Rc;

use eniplan_core::plan::tree::{Data, Node};

use crate::path;

/// A change that a button makes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Change {
    RemoveBlock(usize),
    AddOther,
    RemoveOther(usize),
    AddGroup,
    RemoveGroup(usize),
    Example,
}

/// The plan after a change, and what to say of it.
pub(crate) fn apply(plan: &Node, change: Change) -> (Rc<Node>, &'static str) {
    let add = |path, entry: Node| path::with_list(plan, path, &|list| list.push(entry.clone()));
    let remove = |path, index| {
        path::with_list(plan, path, &|list: &mut Vec<Node>| {
            if index < list.len() {
                list.remove(index);
            }
        })
    };
    let (plan, said) = match change {
        Change::RemoveBlock(index) => (remove("vpc.cidrs", index), "Block removed."),
        Change::AddOther => (add("others", empty()), "Row added."),
        Change::RemoveOther(index) => (remove("others", index), "Row removed."),
        Change::AddGroup => (add("node_groups", empty()), "Node group added."),
        Change::RemoveGroup(index) => (remove("node_groups", index), "Node group removed."),
        Change::Example => (
            crate::example::plan(),
            "The example. Undo brings the other plan back.",
        ),
    };
    (Rc::new(plan), said)
}

/// A mapping without keys: a record of its own defaults.
fn empty() -> Node {
    Node::of(Data::Map(Vec::new()))
}

/// A plan of the defaults with one group.
pub(crate) fn new() -> Node {
    path::with_list(&empty(), "node_groups", &|groups| groups.push(empty()))
}
