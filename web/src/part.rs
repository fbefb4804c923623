//! Parts of the page, each a component, so that a key draws anew what it changes and nothing else.
//!
//! A part is a card, the header, an answer of another module, or a row of a table in one. To make and compare all of the
//! page's nodes takes some milliseconds; to compare what they are made of takes a tenth of that.

use std::rc::Rc;
use std::slice::Iter;

use eniplan_elements::Kid;
use yew::virtual_dom::{VComp, VNode};
use yew::{Component, Context, Html, Properties};

use crate::app::App;
use crate::element::{El, node, tag, text};
use crate::form::Ui;

/// What a part is drawn from: an element, and what stands in its places for fields and answers, in their order.
#[derive(Properties)]
pub(crate) struct Drawn {
    element: Rc<El>,
    placed: Vec<Option<Rc<El>>>,
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        // An answer that has not changed is the same one.
        let is_same = |one: &Rc<El>, other: &Rc<El>| Rc::ptr_eq(one, other) || one == other;
        let are_same = |pair: (&Option<Rc<El>>, &Option<Rc<El>>)| match pair {
            (Some(one), Some(other)) => is_same(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_same(&self.element, &other.element)
            && self.placed.len() == other.placed.len()
            && self.placed.iter().zip(&other.placed).all(are_same)
    }
}

/// A part of the page.
pub(crate) struct Part;

impl Component for Part {
    type Message = ();
    type Properties = Drawn;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let Drawn { element, placed } = context.props();
        let mut above = context.link().get_parent();
        while let Some(scope) = above {
            if let Some(page) = scope.try_downcast::<App>() {
                return node(&page, element, &mut placed.iter());
            }
            // A row stands in another part.
            above = scope.get_parent();
        }
        Html::default()
    }
}

/// The page's nodes: its frame, and the parts in it.
pub(crate) fn whole(ui: &Ui, element: El) -> VNode {
    if ["section", "header"].contains(&&*element.tag) {
        return part(ui, Rc::new(element));
    }
    let mut tag = tag(ui.scope, &element);
    for kid in element.kids {
        tag.add_child(match kid {
            Kid::Element(element) => whole(ui, element),
            Kid::Row(row) => part(ui, row),
            Kid::Words(words) => text(&words),
            Kid::Nothing => VNode::default(),
            Kid::Field(field) => whole(ui, ui.placed(&field)),
            Kid::Answer(name) => {
                let answer = ui.answer(&name);
                answer.map_or_else(VNode::default, |answer| part(ui, answer))
            }
        });
    }
    VNode::from(tag)
}

fn part(ui: &Ui, element: Rc<El>) -> VNode {
    let mut placed = Vec::new();
    place(ui, &element, &mut placed);
    drawn(element, placed)
}

fn drawn(element: Rc<El>, placed: Vec<Option<Rc<El>>>) -> VNode {
    VNode::from(VComp::new::<Part>(Rc::new(Drawn { element, placed }), None))
}

/// A row of a part, which takes its share of what is placed there.
pub(crate) fn row(element: &Rc<El>, placed: &mut Iter<Option<Rc<El>>>) -> VNode {
    let mut own = Vec::new();
    take(element, placed, &mut own);
    drawn(Rc::clone(element), own)
}

fn take(element: &El, placed: &mut Iter<Option<Rc<El>>>, own: &mut Vec<Option<Rc<El>>>) {
    for kid in &element.kids {
        match kid {
            Kid::Element(element) => take(element, placed, own),
            Kid::Row(row) => take(row, placed, own),
            Kid::Words(_) | Kid::Nothing => {}
            Kid::Field(_) | Kid::Answer(_) => {
                let next = placed.next().cloned().flatten();
                own.push(next.clone());
                if let Some(next) = next {
                    take(&next, placed, own);
                }
            }
        }
    }
}

/// Finds what stands in the places of an element, and in the places of that.
fn place(ui: &Ui, element: &El, placed: &mut Vec<Option<Rc<El>>>) {
    for kid in &element.kids {
        let found = match kid {
            Kid::Element(element) => {
                place(ui, element, placed);
                continue;
            }
            Kid::Row(row) => {
                place(ui, row, placed);
                continue;
            }
            Kid::Words(_) | Kid::Nothing => continue,
            Kid::Field(field) => Some(Rc::new(ui.placed(field))),
            Kid::Answer(name) => ui.answer(name),
        };
        placed.push(found.clone());
        if let Some(found) = found {
            place(ui, &found, placed);
        }
    }
}
