//! Elements drawn by Yew.
//!
//! `html!` writes out how each element is made at the place where it stands, which costs several times the bytes:
//! measured on this page, 130 kB of code against 30. So views make [`El`], and one function makes Yew's nodes of it.

use eniplan_elements::{Kid, On, Words};
use indexmap::IndexMap;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent};
use yew::AttrValue;
use yew::html::Scope;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Listener, ListenerKind, VNode, VTag, VText,
};

use crate::app::App;
use crate::part;
use crate::state::Action;
use std::rc::Rc;
use std::slice::Iter;

/// An element of the page.
pub(crate) type El = eniplan_elements::El<Send>;

/// An element with its class, which may be empty.
pub(crate) fn el(tag: &'static str, class: &'static str) -> El {
    eniplan_elements::el(tag, class)
}

/// What an event sends.
#[derive(Clone)]
pub(crate) enum Send {
    /// One action.
    This(Action),
    /// The field's text as typed at a path of the plan.
    Typed(String),
    /// The focus goes to the main part; the fragment belongs to the pages.
    Skip,
    /// What an answer has to say to the module that made it.
    Tell(String),
}

impl PartialEq for Send {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::This(one), Self::This(other)) => one.is_same(other),
            (Self::Typed(one), Self::Typed(other)) | (Self::Tell(one), Self::Tell(other)) => {
                one == other
            }
            (Self::Skip, Self::Skip) => true,
            _ => false,
        }
    }
}

struct Listening {
    event: On,
    scope: Scope<App>,
    send: Send,
}

impl Listener for Listening {
    fn kind(&self) -> ListenerKind {
        match self.event {
            On::Click => ListenerKind::onclick,
            On::Input => ListenerKind::oninput,
            On::Blur => ListenerKind::onblur,
            On::Change => ListenerKind::onchange,
            On::Key => ListenerKind::onkeydown,
            On::Scroll => ListenerKind::onscroll,
        }
    }

    fn handle(&self, event: Event) {
        let action = match &self.send {
            Send::This(action) => action.clone(),
            Send::Typed(path) => Action::Type(path.clone(), value_of(&event)),
            Send::Skip => {
                event.prevent_default();
                return crate::browser::focus("main");
            }
            // Words that begin so are for the later module.
            Send::Tell(code) if code.starts_with('!') => {
                return crate::answers::tell_of(&code[1..], &event, &self.scope);
            }
            Send::Tell(code) => match self.told(&event) {
                Some(value) => Action::Tell(code.clone(), value),
                None => return,
            },
        };
        self.scope.send_message(action);
    }

    fn passive(&self) -> bool {
        self.event == On::Scroll
    }
}

impl Listening {
    /// What goes with the words of an answer; nothing for a key that means nothing there.
    fn told(&self, event: &Event) -> Option<String> {
        match self.event {
            On::Key => {
                let event: &KeyboardEvent = event.unchecked_ref();
                let key = event.key();
                let known = key.starts_with("Arrow")
                    || ["Home", "End", "Enter", " ", "Escape", "s", "j", "m", "z"]
                        .contains(&key.as_str());
                if !known || event.ctrl_key() || event.meta_key() || event.alt_key() {
                    return None;
                }
                event.prevent_default();
                Some(key)
            }
            On::Scroll => {
                let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
                Some(target.scroll_top().to_string())
            }
            _ => Some(value_of(event)),
        }
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

fn words(words: &Words) -> AttrValue {
    match words {
        Words::Borrowed(words) => AttrValue::Static(words),
        Words::Owned(words) => AttrValue::Rc(words.as_str().into()),
    }
}

/// Yew's tag of an element, empty.
pub(crate) fn tag(scope: &Scope<App>, element: &El) -> VTag {
    let mut tag = VTag::new(words(&element.tag));
    let mut attributes = IndexMap::with_capacity(element.attributes.len());
    for (name, value) in &element.attributes {
        attributes.insert(words(name), AttributeOrProperty::Attribute(words(value)));
    }
    tag.attributes = Attributes::IndexMap(Rc::new(attributes));
    for (event, send) in &element.listeners {
        tag.add_listener(Rc::new(Listening {
            event: *event,
            scope: scope.clone(),
            send: send.clone(),
        }));
    }
    if let Some(value) = &element.value {
        tag.set_value(Some(AttrValue::Rc(value.as_str().into())));
    }
    if let Some(checked) = element.checked {
        tag.set_checked(checked);
    }
    tag
}

/// Yew's node of words.
pub(crate) fn text(text: &Words) -> VNode {
    VNode::from(VText::new(words(text)))
}

/// Yew's node of an element; `placed` are what stands in the places in it, in their order.
pub(crate) fn node(scope: &Scope<App>, element: &El, placed: &mut Iter<Option<Rc<El>>>) -> VNode {
    let mut tag = tag(scope, element);
    for kid in &element.kids {
        tag.add_child(match kid {
            Kid::Element(element) => node(scope, element, placed),
            Kid::Row(row) => part::row(row, placed),
            Kid::Words(words) => text(words),
            Kid::Nothing => VNode::default(),
            Kid::Field(_) | Kid::Answer(_) => match placed.next() {
                Some(Some(element)) => node(scope, element, placed),
                _ => VNode::default(),
            },
        });
    }
    VNode::from(tag)
}
