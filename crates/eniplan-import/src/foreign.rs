//! Whether an input is a plan, or what other tools print.

use std::fmt;

use serde::de::{Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::document::{Key, TELLING, is_telling};
use crate::raw::decoded;
use crate::recognise::Kind;
use crate::text;

/// Whether an input is something else than a plan of eniplan: an answer of AWS, an object of Kubernetes, a list of blocks.
///
/// Where it is neither, it is not; what reads plans then says what is wrong with it.
///
/// ```
/// use eniplan_import::is_foreign;
///
/// assert!(is_foreign(br#"{"Subnets": []}"#));
/// assert!(!is_foreign(b"zones: [a, b]"));
/// ```
pub fn is_foreign(bytes: &[u8]) -> bool {
    let Ok(text) = decoded(bytes) else {
        return false;
    };
    let text = text.trim_start();
    if !text.starts_with(['{', '[']) {
        return text::is_foreign(text);
    }
    let mut keys = RootKeys::default();
    // What was found before the text breaks off counts.
    let _ = keys.read(text);
    keys.is_foreign(text)
}

/// The keys of a JSON object, or of the first one in a list, with the telling parts of their values.
#[derive(Default)]
struct RootKeys {
    keys: Vec<String>,
    is_list: bool,
    is_answer: bool,
}

impl RootKeys {
    fn read(&mut self, text: &str) -> Result<(), serde_json::Error> {
        serde_json::Deserializer::from_str(text).deserialize_any(self)
    }

    fn is_foreign(&self, text: &str) -> bool {
        let has = |key: &str| self.keys.iter().any(|own| own == key);
        let kind = Kind::of_object(has);
        self.is_answer
            || kind.is_some_and(|kind| kind != Kind::Plan)
            || self.is_list && (!self.keys.is_empty() || text::is_foreign(text))
    }
}

impl<'de> Visitor<'de> for &mut RootKeys {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.is_list = true;
        while let Some(raw) = list.next_element::<&RawValue>()? {
            if self.keys.is_empty() && !self.is_answer {
                // A list of numbers or texts has no keys.
                let _ = self.read(raw.get());
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(Key(key)) = map.next_key()? {
            self.is_answer |= Kind::of_list(&key).is_some();
            self.keys.push(key.clone().into_owned());
            let value: &RawValue = map.next_value()?;
            self.is_answer |= TELLING
                .iter()
                .any(|(own, _, inside)| *own == key && is_telling(value.get(), inside));
        }
        Ok(())
    }
}
