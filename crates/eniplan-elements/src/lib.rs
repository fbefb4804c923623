//! Elements of the page, made by calls, and the bytes in which one module of the page hands them to the other.
//!
//! A view is a function that makes elements. What is written here knows neither the browser nor Yew: the first module
//! draws what it made itself and what the module of answers made in the same way.

mod blocks;
mod outcome;
mod wire;

use std::borrow::Cow;
use std::rc::Rc;

use eniplan_core::finding::{CODE, Grouped};

pub use blocks::{Block, Grid, swatch};
pub use outcome::Outcome;
pub use wire::{Reader, Writer};

/// A name or text that is often the program's own.
pub type Words = Cow<'static, str>;

/// An element; `S` is what its events send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct El<S> {
    /// Its tag.
    pub tag: Words,
    /// Its attributes, each name once.
    pub attributes: Vec<(Words, Words)>,
    /// What its events send.
    pub listeners: Vec<(On, S)>,
    /// The value of a field.
    pub value: Option<String>,
    /// Whether a box is ticked.
    pub checked: Option<bool>,
    /// What stands in it.
    pub kids: Vec<Kid<S>>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kid<S> {
    /// An element.
    Element(El<S>),
    /// A row of a table that was read: it is drawn on its own, as one of many.
    Row(Rc<El<S>>),
    /// Words.
    Words(Words),
    /// An empty place: what stands beside it keeps its identity.
    Nothing,
    /// A field of the plan, which the first module makes.
    Field(Field),
    /// The answer of this name.
    Answer(String),
}

/// A field of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Where its value stands in the plan.
    pub path: String,
    /// Its name.
    pub label: String,
    /// What is in force where it is empty.
    pub instead: String,
    /// The values to choose from; free text where there is none.
    pub choices: Vec<String>,
    /// How far a slider reaches from 0; no slider where it is 0.
    pub most: usize,
}

/// The events that are listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A click.
    Click,
    /// A text that changes.
    Input,
    /// A field that is left.
    Blur,
    /// A value that was chosen.
    Change,
    /// A key.
    Key,
    /// An element that is scrolled.
    Scroll,
}

impl On {
    /// Every one of them, in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::Click,
        Self::Input,
        Self::Blur,
        Self::Change,
        Self::Key,
        Self::Scroll,
    ];
}

/// An element with its class, which may be empty.
#[inline(never)]
pub fn el<S>(tag: &'static str, class: &'static str) -> El<S> {
    let made = El {
        tag: Cow::Borrowed(tag),
        attributes: Vec::new(),
        listeners: Vec::new(),
        value: None,
        checked: None,
        kids: Vec::new(),
    };
    if class.is_empty() {
        made
    } else {
        made.attr("class", class)
    }
}

impl<S> El<S> {
    /// An attribute that is the same every time.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &'static str) -> Self {
        self.attributes
            .push((Cow::Borrowed(name), Cow::Borrowed(value)));
        self
    }

    /// An attribute.
    #[inline(never)]
    pub fn set(mut self, name: &'static str, value: String) -> Self {
        self.attributes
            .push((Cow::Borrowed(name), Cow::Owned(value)));
        self
    }

    /// An attribute that is true or false in words, as ARIA has them.
    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.attr(name, if value { "true" } else { "false" })
    }

    /// An attribute that is there or not.
    pub fn when(self, there: bool, name: &'static str) -> Self {
        if there { self.attr(name, "") } else { self }
    }

    #[inline(never)]
    fn with(mut self, kid: Kid<S>) -> Self {
        self.kids.push(kid);
        self
    }

    /// Words that are the same every time.
    #[inline(never)]
    pub fn text(self, text: &'static str) -> Self {
        self.with(Kid::Words(Cow::Borrowed(text)))
    }

    /// Words.
    #[inline(never)]
    pub fn say(self, text: String) -> Self {
        self.with(Kid::Words(Cow::Owned(text)))
    }

    /// A number, with commas.
    pub fn number(self, number: u64) -> Self {
        self.say(grouped(number))
    }

    /// An element in it.
    #[inline(never)]
    pub fn kid(self, kid: Self) -> Self {
        self.with(Kid::Element(kid))
    }

    /// An element in it, or an empty place: what stands beside it keeps its identity.
    #[inline(never)]
    pub fn maybe(self, kid: Option<Self>) -> Self {
        self.with(kid.map_or(Kid::Nothing, Kid::Element))
    }

    /// A field of the plan in it.
    pub fn field(self, field: Field) -> Self {
        self.with(Kid::Field(field))
    }

    /// The answer of a name in it, as soon as there is one.
    pub fn answer(self, name: String) -> Self {
        self.with(Kid::Answer(name))
    }

    /// The value of a field.
    pub fn value(mut self, value: String) -> Self {
        self.value = Some(value);
        self
    }

    /// Whether a box is ticked.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// What an event sends.
    #[inline(never)]
    pub fn on(mut self, event: On, send: S) -> Self {
        self.listeners.push((event, send));
        self
    }
}

/// A button.
pub fn button<S>(class: &'static str) -> El<S> {
    el("button", class).attr("type", "button")
}

/// What chooses files: a button in looks, over the `input` of that type, whose own looks no style sheet reaches.
pub fn files_button<S>(words: &'static str, input: El<S>) -> El<S> {
    let input = input.attr("type", "file").attr("class", "hidden");
    el("label", "files-button").text(words).kid(input)
}

/// An entry of a choice.
pub fn option<S>(value: String, name: String, chosen: bool) -> El<S> {
    el("option", "")
        .set("value", value)
        .when(chosen, "selected")
        .say(name)
}

/// A number with commas.
#[inline(never)]
pub fn grouped(number: u64) -> String {
    Grouped(number).to_string()
}

/// Texts one after the other: `format!` without its machinery.
#[inline(never)]
pub fn join(parts: &[&str]) -> String {
    parts.concat()
}

/// `part` of `whole`.
#[inline(never)]
pub fn of(part: u64, whole: u64) -> String {
    join(&[&grouped(part), " of ", &grouped(whole)])
}

/// A table with the roles of its parts in words: some browsers forget them where rows are laid out as cards.
pub fn with_roles<S>(mut part: El<S>) -> El<S> {
    let is_row_head = |(name, value): &(Words, Words)| name == "scope" && value == "row";
    let role = match part.tag.as_ref() {
        "table" => "table",
        "thead" | "tbody" => "rowgroup",
        "tr" => "row",
        "td" => return part.attr("role", "cell"),
        "th" if part.attributes.iter().any(is_row_head) => return part.attr("role", "rowheader"),
        "th" => return part.attr("role", "columnheader"),
        _ => return part,
    };
    let kids = part.kids.into_iter().map(|kid| match kid {
        Kid::Element(kid) => Kid::Element(with_roles(kid)),
        other => other,
    });
    part.kids = kids.collect();
    part.attr("role", role)
}

/// A heading that opens to more.
pub fn details<S>(class: &'static str, summary: El<S>, body: El<S>) -> El<S> {
    el("details", class).kid(summary).kid(body)
}

/// A text of a finding, in which what stands between two marks is code.
pub fn marked<S>(mut element: El<S>, text: &str) -> El<S> {
    for (index, piece) in text.split(CODE).enumerate() {
        element = if index % 2 == 1 {
            element.kid(el("code", "").say(piece.into()))
        } else {
            element.say(piece.into())
        };
    }
    element
}

/// Names and numbers, a line each.
#[inline(never)]
pub fn facts<S>(rows: Vec<(&str, String)>) -> El<S> {
    let mut list = el("dl", "facts");
    for (name, value) in rows {
        list = list.kid(
            el("div", "")
                .kid(el("dt", "").say(name.into()))
                .kid(el("dd", "").say(value)),
        );
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The role of each element in order, or its tag where it has none.
    fn roles(part: &El<()>, list: &mut Vec<String>) {
        let mut own = part.attributes.iter().filter(|(name, _)| name == "role");
        list.push(
            own.next()
                .map_or_else(|| part.tag.to_string(), |(_, role)| role.to_string()),
        );
        for kid in &part.kids {
            if let Kid::Element(kid) = kid {
                roles(kid, list);
            }
        }
    }

    #[test]
    fn each_part_of_a_table_has_its_role_and_what_stands_in_it_none() {
        let head = el("tr", "")
            .kid(el("th", "").attr("scope", "col"))
            .kid(el("td", ""));
        let row = el("tr", "")
            .kid(el("th", "").attr("scope", "row"))
            .kid(el("td", "").kid(el("p", "").text("words")));
        let table: El<()> = with_roles(
            el("table", "")
                .kid(el("caption", ""))
                .kid(el("thead", "").kid(head))
                .kid(el("tbody", "").kid(row)),
        );
        let mut list = Vec::new();
        roles(&table, &mut list);
        let head = [
            "table",
            "caption",
            "rowgroup",
            "row",
            "columnheader",
            "cell",
        ];
        let body = ["rowgroup", "row", "rowheader", "cell", "p"];
        assert_eq!(list, [&head[..], &body[..]].concat());
    }
}
