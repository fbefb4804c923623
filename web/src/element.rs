//! Elements of the page, made by calls.
//!
//! `html!` writes out how each element is made at the place where it stands, which costs several times the bytes:
//! measured on this page, 130 kB of code against 30. So views are written with [`el`], which makes the same tree.

use eniplan_core::finding::Grouped;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::html::Scope;
use yew::virtual_dom::{Listener, ListenerKind, VNode, VTag, VText};

use crate::app::App;
use crate::state::Action;
use std::rc::Rc;

/// An element being made.
pub(crate) struct El(Box<VTag>);

/// An element with its class, which may be empty.
pub(crate) fn el(tag: &'static str, class: &'static str) -> El {
    let made = El(Box::new(VTag::new(tag)));
    if class.is_empty() {
        made
    } else {
        made.attr("class", class)
    }
}

/// What an event sends.
pub(crate) enum Send {
    /// One action.
    This(Action),
    /// An action made of the field's value.
    Value(fn(String) -> Action),
    /// The field's text as typed at a path of the plan.
    Typed(String),
    /// The field's text as the condition of a column.
    Bound(usize),
    /// The focus goes to the main part; the fragment belongs to the pages.
    Skip,
    /// A key on the map, if it means something there.
    MapKey,
    /// How far the element is scrolled.
    Scroll,
}

struct On {
    kind: ListenerKind,
    scope: Scope<App>,
    send: Send,
}

impl Listener for On {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        let action = match &self.send {
            Send::This(action) => action.clone(),
            Send::Value(make) => make(value_of(&event)),
            Send::Typed(path) => Action::Type(path.clone(), value_of(&event)),
            Send::Bound(column) => Action::Bound(*column, value_of(&event)),
            Send::MapKey => {
                let key = event.unchecked_ref::<KeyboardEvent>().key();
                if !crate::cells::is_key(&key) {
                    return;
                }
                event.prevent_default();
                Action::MapKey(key)
            }
            Send::Skip => {
                event.prevent_default();
                return crate::browser::focus("main");
            }
            Send::Scroll => {
                let target = event
                    .target()
                    .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                Action::Scroll(target.map_or(0, |target| target.scroll_top()))
            }
        };
        self.scope.send_message(action);
    }

    fn passive(&self) -> bool {
        matches!(self.send, Send::Scroll)
    }
}

/// The value of the field that an event comes from.
fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) if input.type_() == "checkbox" => {
            String::from(if input.checked() { "true" } else { "false" })
        }
        Ok(input) => input.value(),
        Err(target) => target
            .dyn_into::<HtmlSelectElement>()
            .map_or_else(|_| String::new(), |select| select.value()),
    }
}

impl El {
    /// An attribute that is the same every time.
    #[inline(never)]
    pub(crate) fn attr(mut self, name: &'static str, value: &'static str) -> Self {
        self.0.add_attribute(name, value);
        self
    }

    /// An attribute.
    #[inline(never)]
    pub(crate) fn set(mut self, name: &'static str, value: String) -> Self {
        self.0.add_attribute(name, value);
        self
    }

    /// An attribute that is true or false in words, as ARIA has them.
    pub(crate) fn flag(self, name: &'static str, value: bool) -> Self {
        self.attr(name, if value { "true" } else { "false" })
    }

    /// An attribute that is there or not.
    pub(crate) fn when(self, there: bool, name: &'static str) -> Self {
        if there { self.attr(name, "") } else { self }
    }

    /// Words that are the same every time.
    #[inline(never)]
    pub(crate) fn text(mut self, text: &'static str) -> Self {
        self.0.add_child(VNode::from(VText::new(text)));
        self
    }

    /// Words.
    #[inline(never)]
    pub(crate) fn say(mut self, text: String) -> Self {
        self.0.add_child(VNode::from(VText::new(text)));
        self
    }

    /// A number, with commas.
    pub(crate) fn number(self, number: u64) -> Self {
        self.say(grouped(number))
    }

    /// An element in it.
    #[inline(never)]
    pub(crate) fn kid(mut self, kid: Self) -> Self {
        self.0.add_child(kid.node());
        self
    }

    /// An element in it, or an empty place: what stands beside it keeps its identity.
    #[inline(never)]
    pub(crate) fn maybe(mut self, kid: Option<Self>) -> Self {
        self.0
            .add_child(kid.map_or_else(VNode::default, Self::node));
        self
    }

    /// The value of a field.
    #[inline(never)]
    pub(crate) fn value(mut self, value: String) -> Self {
        self.0.set_value(yew::AttrValue::from(value));
        self
    }

    /// Whether a box is ticked.
    pub(crate) fn checked(mut self, checked: bool) -> Self {
        self.0.set_checked(checked);
        self
    }

    /// What an event sends.
    #[inline(never)]
    pub(crate) fn on(mut self, kind: ListenerKind, scope: &Scope<App>, send: Send) -> Self {
        self.0.add_listener(Rc::new(On {
            kind,
            scope: scope.clone(),
            send,
        }));
        self
    }

    #[inline(never)]
    pub(crate) fn node(self) -> VNode {
        VNode::from(*self.0)
    }
}

/// A number with commas.
#[inline(never)]
pub(crate) fn grouped(number: u64) -> String {
    Grouped(number).to_string()
}

/// Texts one after the other: `format!` without its machinery.
#[inline(never)]
pub(crate) fn join(parts: &[&str]) -> String {
    parts.concat()
}

/// `part` of `whole`.
#[inline(never)]
pub(crate) fn of(part: u64, whole: u64) -> String {
    join(&[&grouped(part), " of ", &grouped(whole)])
}

/// A heading that opens to more.
pub(crate) fn details(class: &'static str, summary: El, body: El) -> El {
    el("details", class).kid(summary).kid(body)
}

/// A row of [`facts`].
pub(crate) type Fact<'a> = (&'a str, String);

/// Names and numbers, a line each.
#[inline(never)]
pub(crate) fn facts(rows: Vec<Fact>) -> El {
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
