//! Lists and tables of the document.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::scalars::Name;
use super::shape::{Shape, Value};
use super::share::Percent;
use super::tree::{Data, Entry, Node};
use crate::net::Ipv4Prefix;

/// Subnets of a plan at most; a VPC takes 200 before its quota is raised.
const MOST: usize = 5_000;

impl<T: Value> Value for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List {
        item: T::SHAPE,
        max: MOST,
        or_one: false,
    };

    fn take(node: &Node) -> Self {
        match &node.data {
            Data::List(items) => items.iter().map(T::take).collect(),
            _ => Self::new(),
        }
    }

    fn write(&self) -> Node {
        Node::of(Data::List(self.iter().map(T::write).collect()))
    }
}

/// Blocks, of which one may stand without a list around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks(pub Vec<Ipv4Prefix>);

impl Value for Blocks {
    const SHAPE: &'static Shape = &Shape::List {
        item: &Shape::Ipv4Prefix,
        max: MOST,
        or_one: true,
    };

    fn take(node: &Node) -> Self {
        match &node.data {
            Data::List(_) => Self(Vec::take(node)),
            _ => Self(Vec::from([Ipv4Prefix::take(node)])),
        }
    }

    fn write(&self) -> Node {
        match self.0.as_slice() {
            [only] => only.write(),
            _ => self.0.write(),
        }
    }
}

/// How the nodes of a group spread over its instance types, in percent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mix(pub Vec<(Name, Percent)>);

impl Value for Mix {
    const SHAPE: &'static Shape = &Shape::Table {
        item: Percent::SHAPE,
        max: 100,
    };

    fn take(node: &Node) -> Self {
        let entry = |entry: &Entry| {
            (
                Name::take(&Node::quoted(entry.key.clone())),
                Percent::take(&entry.value),
            )
        };
        match &node.data {
            Data::Map(entries) => Self(entries.iter().map(entry).collect()),
            _ => Self::default(),
        }
    }

    fn write(&self) -> Node {
        let entry = |(name, percent): &(Name, Percent)| {
            Entry::of(name.to_string(), Node::quoted(percent.to_string()))
        };
        Node::of(Data::Map(self.0.iter().map(entry).collect()))
    }
}
