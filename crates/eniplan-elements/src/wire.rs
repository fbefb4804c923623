//! Elements in bytes. Both ends are of the same build, so there is no version; what cannot be read reads as nothing.

use std::borrow::Cow;
use std::rc::Rc;

use super::{El, Field, Kid, On, Words};

/// Bytes being written.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// A count, seven bits a byte.
    pub fn count(&mut self, count: usize) {
        let mut rest = count;
        while rest > 0x7f {
            // The low seven bits fit a byte.
            self.bytes
                .push(u8::try_from(rest & 0x7f).unwrap_or(0) | 0x80);
            rest >>= 7;
        }
        self.bytes.push(u8::try_from(rest).unwrap_or(0));
    }

    /// Bytes with their count in front.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Elements by their names, each with its length, so that one that has not changed need not be read.
    pub fn elements(&mut self, elements: &[(String, El<String>)]) {
        self.count(elements.len());
        for (name, element) in elements {
            self.text(name);
            let mut inner = Self::default();
            inner.element(element);
            self.bytes(&inner.bytes);
        }
    }

    /// An element whose events send words.
    pub fn element(&mut self, element: &El<String>) {
        self.text(&element.tag);
        self.count(element.attributes.len());
        for (name, value) in &element.attributes {
            self.text(name);
            self.text(value);
        }
        self.count(element.listeners.len());
        for (event, code) in &element.listeners {
            self.count(*event as usize);
            self.text(code);
        }
        self.maybe(element.value.as_deref());
        self.maybe(
            element
                .checked
                .map(|checked| if checked { "1" } else { "" }),
        );
        self.count(element.kids.len());
        for kid in &element.kids {
            match kid {
                Kid::Nothing => self.count(0),
                Kid::Element(element) => {
                    self.count(1);
                    self.element(element);
                }
                Kid::Row(row) => {
                    self.count(1);
                    self.element(row);
                }
                Kid::Words(words) => {
                    self.count(2);
                    self.text(words);
                }
                Kid::Answer(name) => {
                    self.count(4);
                    self.text(name);
                }
                Kid::Field(field) => {
                    self.count(3);
                    self.text(&field.path);
                    self.text(&field.label);
                    self.text(&field.instead);
                    self.count(field.choices.len());
                    for choice in &field.choices {
                        self.text(choice);
                    }
                    self.count(field.most);
                }
            }
        }
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.count(text.is_some().into());
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// All that was written.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Bytes being read; behind their end everything is empty.
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the start.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// A count.
    pub fn count(&mut self) -> usize {
        let mut count = 0;
        let mut shift = 0;
        while let Some((byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            count |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift > 28 {
                break;
            }
        }
        count
    }

    /// How many follow: each takes a byte at least.
    fn length(&mut self) -> usize {
        self.count().min(self.rest.len())
    }

    /// Bytes with their count in front.
    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.length();
        let (bytes, rest) = self.rest.split_at(length);
        self.rest = rest;
        bytes
    }

    /// A text.
    pub fn text(&mut self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }

    fn words(&mut self) -> Words {
        Cow::Owned(self.text())
    }

    fn maybe(&mut self) -> Option<String> {
        (self.count() > 0).then(|| self.text())
    }

    /// An element, `send` making of words what its events send.
    pub fn element<S>(&mut self, send: fn(String) -> S) -> El<S> {
        let mut element = El {
            tag: self.words(),
            attributes: Vec::new(),
            listeners: Vec::new(),
            value: None,
            checked: None,
            kids: Vec::new(),
        };
        for _ in 0..self.length() {
            let name = self.words();
            element.attributes.push((name, self.words()));
        }
        for _ in 0..self.length() {
            let event = self.count();
            let code = self.text();
            if let Some(event) = On::ALL.get(event) {
                element.listeners.push((*event, send(code)));
            }
        }
        element.value = self.maybe();
        element.checked = self.maybe().map(|checked| !checked.is_empty());
        for _ in 0..self.length() {
            element.kids.push(match self.count() {
                1 => match self.element(send) {
                    row if row.tag == "tr" => Kid::Row(Rc::new(row)),
                    element => Kid::Element(element),
                },
                2 => Kid::Words(self.words()),
                3 => Kid::Field(self.field()),
                4 => Kid::Answer(self.text()),
                _ => Kid::Nothing,
            });
        }
        element
    }

    fn field(&mut self) -> Field {
        let mut field = Field {
            path: self.text(),
            label: self.text(),
            instead: self.text(),
            ..Field::default()
        };
        for _ in 0..self.length() {
            field.choices.push(self.text());
        }
        field.most = self.count();
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{button, el};

    #[test]
    fn an_element_comes_back_as_it_was() {
        let field = Field {
            path: "subnets[0].role".into(),
            label: "Role".into(),
            instead: "nodes".into(),
            choices: vec!["nodes".into(), "pods".into()],
            most: 10_000_000,
        };
        let whole: El<String> = el("section", "map")
            .set("aria-label", "ä ".repeat(100))
            .kid(button("plain").on(On::Click, "zoom 1".into()).text("Zoom"))
            .maybe(None)
            .field(field)
            .answer("verdict".into())
            .kid(el("input", "").value("x".into()).checked(true))
            .say(String::new());
        // A row comes back as one, and is written as it was.
        let mut whole = whole;
        whole
            .kids
            .push(Kid::Row(Rc::new(el("tr", "").kid(el("td", "")))));
        let mut writer = Writer::default();
        writer.element(&whole);
        writer.count(300);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.element(|code| code), whole);
        assert_eq!(reader.count(), 300);
    }

    #[test]
    fn cut_bytes_read_as_something() {
        let whole: El<String> = el("p", "x").kid(el("b", "").text("words"));
        let mut writer = Writer::default();
        writer.element(&whole);
        let bytes = writer.finish();
        for end in 0..bytes.len() {
            let read = Reader::new(&bytes[..end]).element(|code| code);
            assert_ne!(read, whole, "cut at {end}");
        }
    }
}
