//! Lists and tables of the document.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::reading::Reading;
use super::scalars::Name;
use super::shape::{Shape, Value, read_list};
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

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        read_list(node, MOST, false, reading)
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

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        read_list(node, MOST, true, reading).map(Self)
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

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        let Data::Map(entries) = &node.data else {
            reading.wrong_type(node, Self::SHAPE);
            return None;
        };
        let mut mix = Vec::new();
        for entry in entries.iter().take(100) {
            reading.at_key(&entry.key, |reading| {
                let key = Node {
                    at: entry.at,
                    ..Node::quoted(&entry.key)
                };
                if let (Some(name), Some(percent)) = (
                    Name::read(&key, reading),
                    Percent::read(&entry.value, reading),
                ) {
                    mix.push((name, percent));
                }
            });
        }
        if entries.len() > 100 {
            let operands = crate::operands![entries.len() as u64, 100u32];
            reading.tell(crate::finding::Code::TooMany, node.at, operands);
        }
        Some(Self(mix))
    }

    fn write(&self) -> Node {
        let entry = |(name, percent): &(Name, Percent)| {
            Entry::of(name.as_str(), Node::quoted(percent.to_string()))
        };
        Node::of(Data::Map(self.0.iter().map(entry).collect()))
    }
}
