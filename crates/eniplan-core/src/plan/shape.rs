//! What the document looks like: the one source of its reading, schema, documentation and links.

use alloc::vec::Vec;

use super::reading::Reading;
use super::tree::Node;

/// What belongs at a place of the document.
#[derive(Debug)]
pub enum Shape {
    /// `true` or `false`.
    Bool,
    /// A whole number in a range, ends included.
    Int {
        /// Lowest.
        min: u32,
        /// Highest.
        max: u32,
    },
    /// One word of a closed list.
    Choice {
        /// The words with their ids in links; ids are never reused.
        words: &'static [(u32, &'static str)],
    },
    /// An IPv4 block.
    Ipv4Prefix,
    /// Text that must look like something.
    Text {
        /// What belongs there, as a noun phrase ("a name").
        what: &'static str,
        /// A regular expression for the schema; empty for free text.
        pattern: &'static str,
    },
    /// A value or nothing.
    Optional(&'static Self),
    /// Values in order.
    List {
        /// Each of them.
        item: &'static Self,
        /// How many at most.
        max: usize,
        /// Whether one value may stand without the list around it.
        or_one: bool,
    },
    /// Names with a value each.
    Table {
        /// Each value.
        item: &'static Self,
        /// How many at most.
        max: usize,
    },
    /// Known keys.
    Record(&'static Record),
}

/// A mapping with known keys.
#[derive(Debug)]
pub struct Record {
    /// The name of its definition in the schema.
    pub name: &'static str,
    /// What it says, in one sentence.
    pub text: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
    /// The key that is meant where the value is no mapping.
    pub short: Option<&'static str>,
    /// Keys without which it says nothing.
    pub required: &'static [&'static str],
    /// Whether an entry of a list of them usually follows from the one before, as subnets zone by zone do.
    pub runs_on: bool,
}

/// One key of a record.
#[derive(Debug)]
pub struct Field {
    /// Its id in links: from 1, unique in the record, never reused.
    pub id: u32,
    /// The key.
    pub key: &'static str,
    /// What it says, with unit and source.
    pub text: &'static str,
    /// What belongs there.
    pub shape: &'static Shape,
    /// What stands in when it is left out.
    pub default: fn() -> Node,
}

/// A part of the document that can be read from a tree and written to one.
pub trait Value: Sized {
    /// What it looks like.
    const SHAPE: &'static Shape;
    /// Whether nothing is one of its values.
    const NULLABLE: bool = false;

    /// Reads it, telling every fault; `None` where nothing usable stood there.
    fn read(node: &Node, reading: &mut Reading) -> Option<Self>;

    /// Writes it; what is read back is equal.
    fn write(&self) -> Node;
}

impl<T: Value> Value for Option<T> {
    const SHAPE: &'static Shape = &Shape::Optional(T::SHAPE);
    const NULLABLE: bool = true;

    fn read(node: &Node, reading: &mut Reading) -> Option<Self> {
        if node.is_null() {
            return Some(if T::NULLABLE {
                T::read(node, reading)
            } else {
                None
            });
        }
        T::read(node, reading).map(Some)
    }

    fn write(&self) -> Node {
        // Where nothing is itself a value, being left out must look different from it.
        let absent = || {
            if T::NULLABLE {
                Node::plain("")
            } else {
                Node::null()
            }
        };
        self.as_ref().map_or_else(absent, T::write)
    }
}

/// Reads the values of a list, leaving out those that say nothing.
pub(super) fn read_list<T: Value>(
    node: &Node,
    max: usize,
    or_one: bool,
    reading: &mut Reading,
) -> Option<Vec<T>> {
    let nodes = reading.items(node, max, or_one)?;
    let mut values = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        if let Some(value) = reading.at_index(index, |reading| T::read(node, reading)) {
            values.push(value);
        }
    }
    Some(values)
}

/// Defines a record of the document: its type, default, reading, writing and shape from one list.
///
/// Each field: id, key, name, type, default, description. Ids are part of the link format and never reused.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $name:ident $(short $short:literal)? $(required $($required:literal)+)? $(, $runs_on:ident)?;
        $($id:literal $key:literal $field:ident: $type:ty = $default:expr, $text:literal;)+
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = $text] pub $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        impl $crate::plan::shape::Value for $name {
            const SHAPE: &'static $crate::plan::shape::Shape = &$crate::plan::shape::Shape::Record(
                &$crate::plan::shape::Record {
                    name: stringify!($name),
                    text: concat!($($doc,)+),
                    fields: &[$($crate::plan::shape::Field {
                        id: $id,
                        key: $key,
                        text: $text,
                        shape: <$type as $crate::plan::shape::Value>::SHAPE,
                        default: || <$type as $crate::plan::shape::Value>::write(&$default),
                    },)+],
                    short: record!(@short $($short)?),
                    required: &[$($($required,)+)?],
                    runs_on: record!(@flag $($runs_on)?),
                },
            );

            fn read(
                node: &$crate::plan::tree::Node,
                reading: &mut $crate::plan::reading::Reading,
            ) -> Option<Self> {
                let $crate::plan::shape::Shape::Record(record) = Self::SHAPE else { return None };
                let mut value = Self::default();
                let whole = reading.record(node, record, &mut |key, node, reading| match key {
                    $($key => <$type as $crate::plan::shape::Value>::read(node, reading)
                        .map(|read| value.$field = read)
                        .is_some(),)+
                    _ => false,
                });
                whole.then_some(value)
            }

            fn write(&self) -> $crate::plan::tree::Node {
                let $crate::plan::shape::Shape::Record(record) = Self::SHAPE else {
                    return $crate::plan::tree::Node::null();
                };
                $crate::plan::shape::write_record(
                    record,
                    alloc::vec![$(<$type as $crate::plan::shape::Value>::write(&self.$field),)+],
                )
            }
        }
    };
    (@short $short:literal) => { Some($short) };
    (@short) => { None };
    (@flag runs_on) => { true };
    (@flag) => { false };
}
pub(super) use record;

/// The keys that differ from the default, or the short form where only that one does.
pub(super) fn write_record(record: &Record, values: Vec<Node>) -> Node {
    use super::tree::{Data, Entry};
    let entries: Vec<Entry> = record
        .fields
        .iter()
        .zip(values)
        .filter(|(field, value)| {
            record.required.contains(&field.key) || *value != (field.default)()
        })
        .map(|(field, value)| Entry::of(field.key, value))
        .collect();
    match (record.short, entries.as_slice()) {
        (Some(short), [only]) if only.key == short => only.value.clone(),
        _ => Node::of(Data::Map(entries)),
    }
}

/// Defines a closed list of words: its type, reading, writing and shape.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])+
        $name:ident = $default:ident;
        $($id:literal $variant:ident $word:literal $text:literal;)+
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $text] $variant,)+
        }

        impl $name {
            /// Every one of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in the document.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// What it means, in a few words.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// The one that a word of the document names.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.word() == word)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        }

        impl $crate::plan::shape::Value for $name {
            const SHAPE: &'static $crate::plan::shape::Shape =
                &$crate::plan::shape::Shape::Choice { words: &[$(($id, $word),)+] };

            fn read(
                node: &$crate::plan::tree::Node,
                reading: &mut $crate::plan::reading::Reading,
            ) -> Option<Self> {
                let found = node.text().and_then(Self::of_word);
                if found.is_none() {
                    reading.wrong_type(node, Self::SHAPE);
                }
                found
            }

            fn write(&self) -> $crate::plan::tree::Node {
                $crate::plan::tree::Node::plain(self.word())
            }
        }
    };
}
pub(super) use choice;
