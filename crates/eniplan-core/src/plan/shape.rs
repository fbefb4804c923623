//! What the document looks like: the one source of its reading, schema, documentation and links.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::tree::{Data, Entry, Node, Text};

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
        /// How a text that means one is written.
        spelled: fn(&str) -> Spelled,
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

/// How a text is written that was read as a scalar.
#[derive(Debug)]
pub enum Spelled {
    /// So.
    As(Text),
    /// As the block in which it stands, because bits behind its length are set.
    OnBoundary {
        /// The text.
        text: String,
        /// The block.
        block: String,
    },
    /// Not at all: it means nothing here.
    Not,
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
    pub preset: Preset,
}

/// What stands in for a value that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Nothing: no value, no entries, or a record of its own defaults.
    Nothing,
    /// A scalar.
    Scalar(&'static str),
    /// A list of scalars.
    List(&'static [&'static str]),
}

impl Record {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The field that is meant where the value is no mapping.
    pub fn short_field(&self) -> Option<&'static Field> {
        self.field(self.short?)
    }
}

impl Field {
    /// What stands in when it is left out, as a tree.
    pub fn default(&self) -> Node {
        match self.preset {
            Preset::Nothing => self.shape.nothing(),
            Preset::Scalar(text) => self.shape.scalar(text.into()),
            Preset::List(texts) => {
                let scalar = |text: &&'static str| self.shape.scalar((*text).into());
                Node::of(Data::List(texts.iter().map(scalar).collect()))
            }
        }
    }
}

impl Shape {
    /// The absence of a value. Where null is itself a value, being left out must look different from it.
    fn nothing(&self) -> Node {
        match self {
            Self::Optional(Self::Optional(_)) => Node::plain(""),
            Self::List { .. } => Node::of(Data::List(Vec::new())),
            Self::Table { .. } | Self::Record(_) => Node::of(Data::Map(Vec::new())),
            _ => Node::null(),
        }
    }

    /// A scalar that belongs there, or in the list that does.
    pub(super) fn scalar(&self, text: Text) -> Node {
        match self {
            Self::Bool | Self::Int { .. } | Self::Choice { .. } => Node::plain(text),
            Self::Optional(inner) | Self::List { item: inner, .. } => inner.scalar(text),
            Self::Record(record) => match record.short_field() {
                Some(field) => field.shape.scalar(text),
                None => Node::quoted(text),
            },
            Self::Ipv4Prefix | Self::Text { .. } | Self::Table { .. } => Node::quoted(text),
        }
    }
}

/// A part of the document that can be taken from a tree and written to one.
///
/// What [`read`](super::reading::read) gives has the shape, so that taking has no faults to tell: they were told before.
pub trait Value: Sized {
    /// What it looks like.
    const SHAPE: &'static Shape;
    /// Whether nothing is one of its values.
    const NULLABLE: bool = false;

    /// Takes it from a tree that has the shape; anything stands in where it has not.
    fn take(node: &Node) -> Self;

    /// Writes it; what is taken back is equal.
    fn write(&self) -> Node;
}

impl<T: Value> Value for Option<T> {
    const SHAPE: &'static Shape = &Shape::Optional(T::SHAPE);
    const NULLABLE: bool = true;

    fn take(node: &Node) -> Self {
        let absent = if T::NULLABLE {
            *node == Self::SHAPE.nothing()
        } else {
            node.is_null()
        };
        (!absent).then(|| T::take(node))
    }

    fn write(&self) -> Node {
        self.as_ref()
            .map_or_else(|| Self::SHAPE.nothing(), T::write)
    }
}

/// The value of a key of a record, or what stands in for it.
pub fn held<'a>(node: &'a Node, record: &Record, key: &str) -> Cow<'a, Node> {
    let own = match (&node.data, record.short) {
        (Data::Map(_), _) => node.get(key),
        (_, Some(short)) if short == key => Some(node),
        _ => None,
    };
    match (own, record.field(key)) {
        (Some(own), _) => Cow::Borrowed(own),
        (None, Some(field)) => Cow::Owned(field.default()),
        (None, None) => Cow::Owned(Node::null()),
    }
}

/// What a record or key says; nothing in the first module of the page, which gets these texts from the other one.
pub(super) const fn text(text: &'static str) -> &'static str {
    if cfg!(feature = "texts") { text } else { "" }
}

/// Defines a record of the document: its type, default, reading, writing and shape from one list.
///
/// Each field: id, key, name, type, what stands in, description. Ids are part of the link format and never reused.
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $name:ident $(short $short:literal)? $(required $($required:literal)+)? $(, $runs_on:ident)?;
        $($id:literal $key:literal $field:ident: $type:ty = $preset:expr, $text:literal;)+
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = $text] pub $field: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                let nothing = $crate::plan::tree::Data::Map(alloc::vec::Vec::new());
                <Self as $crate::plan::shape::Value>::take(&$crate::plan::tree::Node::of(nothing))
            }
        }

        impl $name {
            /// Its keys.
            pub const RECORD: &'static $crate::plan::shape::Record = &$crate::plan::shape::Record {
                name: stringify!($name),
                text: $crate::plan::shape::text(concat!($($doc,)+)),
                fields: &[$($crate::plan::shape::Field {
                    id: $id,
                    key: $key,
                    text: $crate::plan::shape::text($text),
                    shape: <$type as $crate::plan::shape::Value>::SHAPE,
                    preset: $preset,
                },)+],
                short: record!(@short $($short)?),
                required: &[$($($required,)+)?],
                runs_on: record!(@flag $($runs_on)?),
            };
        }

        impl $crate::plan::shape::Value for $name {
            const SHAPE: &'static $crate::plan::shape::Shape =
                &$crate::plan::shape::Shape::Record(Self::RECORD);

            fn take(node: &$crate::plan::tree::Node) -> Self {
                Self {
                    $($field: <$type as $crate::plan::shape::Value>::take(
                        &$crate::plan::shape::held(node, Self::RECORD, $key),
                    ),)+
                }
            }

            fn write(&self) -> $crate::plan::tree::Node {
                $crate::plan::shape::write_record(
                    Self::RECORD,
                    Self::RECORD.fields.iter().zip([$(<$type as $crate::plan::shape::Value>::write(&self.$field),)+]),
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
pub(super) fn write_record(
    record: &Record,
    values: impl Iterator<Item = (&'static Field, Node)>,
) -> Node {
    let entries: Vec<Entry> = values
        .filter(|(field, value)| record.required.contains(&field.key) || *value != field.default())
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

            fn take(node: &$crate::plan::tree::Node) -> Self {
                node.text().and_then(Self::of_word).unwrap_or_default()
            }

            fn write(&self) -> $crate::plan::tree::Node {
                $crate::plan::tree::Node::plain(self.word())
            }
        }
    };
}
pub(super) use choice;
