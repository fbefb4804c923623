//! A document as a tree with places: what every text is read into before it becomes a plan.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::finding::Place;

/// The text of a scalar or a key: the words of the document itself are not copied.
pub type Text = Cow<'static, str>;

/// A value and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stood; unknown for values that came from no text.
    pub at: Place,
    /// The value.
    pub data: Data,
}

/// A value. Scalars keep their text: what `010` or `1.30` means depends on what belongs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// A number, word or text; `quoted` tells `"3"` from `3` and `"null"` from `null`.
    Scalar {
        /// The text, without quotes.
        text: Text,
        /// Whether it stood in quotes.
        quoted: bool,
    },
    /// Values in order.
    List(Vec<Node>),
    /// Keys and values in order; keys are unique.
    Map(Vec<Entry>),
}

/// One key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// Where the key stood.
    pub at: Place,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// A value that came from no text.
    pub fn of(data: Data) -> Self {
        Self {
            at: Place::default(),
            data,
        }
    }

    /// A scalar written without quotes.
    pub fn plain(text: impl Into<Text>) -> Self {
        Self::of(Data::Scalar {
            text: text.into(),
            quoted: false,
        })
    }

    /// A scalar written in quotes.
    pub fn quoted(text: impl Into<Text>) -> Self {
        Self::of(Data::Scalar {
            text: text.into(),
            quoted: true,
        })
    }

    /// The absence of a value.
    pub fn null() -> Self {
        Self::plain("null")
    }

    /// Whether it is the absence of a value.
    pub fn is_null(&self) -> bool {
        matches!(&self.data, Data::Scalar { text, quoted: false } if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The value of a key, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.data {
            Data::Map(entries) => entries
                .iter()
                .find(|entry| entry.key == key)
                .map(|entry| &entry.value),
            _ => None,
        }
    }

    /// What it is, for a message.
    pub fn kind(&self) -> String {
        match &self.data {
            _ if self.is_null() => "nothing".to_string(),
            Data::Scalar { text, quoted } => {
                let mut shown: String = text.chars().take(40).collect();
                if shown.len() < text.len() {
                    shown.push('…');
                }
                if *quoted {
                    alloc::format!("the text \"{shown}\"")
                } else {
                    alloc::format!("`{shown}`")
                }
            }
            Data::List(_) => "a list".to_string(),
            Data::Map(_) => "a mapping".to_string(),
        }
    }
}

impl Entry {
    /// A key that came from no text.
    pub fn of(key: impl Into<Text>, value: Node) -> Self {
        Self {
            key: key.into(),
            at: Place::default(),
            value,
        }
    }
}
