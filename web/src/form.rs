//! The parts that forms are made of: fields that know their path, switches, choices and buttons.

use eniplan_core::plan::tree::Node;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::change::Change;
use crate::findings;
use crate::path;
use crate::state::{Action, Dispatch, State};

/// What every view is drawn from.
pub(crate) struct Ui<'a> {
    pub(crate) state: &'a State,
    pub(crate) dispatch: Dispatch,
    /// The plan as a tree, from which fields take their text.
    pub(crate) tree: Node,
}

/// What a field shows beside its value.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look<'a> {
    /// The unit behind it.
    pub(crate) unit: &'a str,
    /// What is in force where it is empty.
    pub(crate) instead: &'a str,
    /// Help in place of the document's own words.
    pub(crate) help: Option<&'a str>,
    /// Whether the label is for screen readers alone, as in a table whose column says it.
    pub(crate) bare: bool,
}

impl Ui<'_> {
    pub(crate) fn new(state: &State, dispatch: Dispatch) -> Ui<'_> {
        use eniplan_core::plan::shape::Value as _;
        Ui {
            tree: state.plan.write(),
            state,
            dispatch,
        }
    }

    /// A text field.
    pub(crate) fn field(&self, path: &str, label: &str, look: Look) -> Html {
        let typed = self.state.typed(path);
        let value = typed.map_or_else(|| path::text_at(&self.tree, path), |typed| typed.text.clone());
        let said = typed.and_then(|typed| typed.said.clone());
        let faulty = typed.is_some_and(|typed| typed.faulty);
        let on_input = self.on_value(path);
        let on_leave = {
            let (dispatch, path) = (self.dispatch.clone(), path.to_owned());
            Callback::from(move |_: FocusEvent| dispatch.dispatch(Action::Leave(path.clone())))
        };
        let input = html! {
            <span class="box">
                <input id={path.to_owned()} type="text" value={value}
                    placeholder={look.instead.to_owned()} autocomplete="off" spellcheck="false"
                    aria-describedby={format!("{path}-help")}
                    aria-invalid={faulty.then_some("true")}
                    oninput={on_input} onblur={on_leave} />
                if !look.unit.is_empty() { <span class="unit">{ look.unit }</span> }
            </span>
        };
        self.labelled(path, label, look, input, said, faulty)
    }

    /// A choice among the words of the document.
    pub(crate) fn choice(&self, path: &str, label: &str, look: Look) -> Html {
        let words = path::words_at(path).into_iter().map(|word| (word.to_owned(), word.to_owned()));
        self.pick(path, label, look, words.collect())
    }

    /// A choice among values, each with its name for people.
    pub(crate) fn pick(&self, path: &str, label: &str, look: Look, values: Vec<(String, String)>) -> Html {
        let present = path::text_at(&self.tree, path);
        let known = values.iter().any(|(value, _)| *value == present);
        let input = html! {
            <span class="box">
                <select id={path.to_owned()} aria-describedby={format!("{path}-help")} onchange={self.on_value(path)}>
                    if !known { <option value={present.clone()} selected={true}>{ &present }</option> }
                    for (value, name) in values {
                        <option value={value.clone()} selected={value == present}>{ name }</option>
                    }
                </select>
            </span>
        };
        self.labelled(path, label, look, input, None, false)
    }

    /// A switch.
    pub(crate) fn switch(&self, path: &str, label: &str, look: Look) -> Html {
        let checked = path::text_at(&self.tree, path) == "true";
        let help = look.help.unwrap_or_else(|| text_of(path));
        html! {
            <div class="field switch">
                <input id={path.to_owned()} type="checkbox" checked={checked}
                    aria-describedby={format!("{path}-help")} onchange={self.on_value(path)} />
                <label for={path.to_owned()}>{ label }</label>
                <p class="help" id={format!("{path}-help")} hidden={look.bare}>{ help }</p>
                { findings::at(self.state, path) }
            </div>
        }
    }

    fn labelled(&self, path: &str, label: &str, look: Look, input: Html, said: Option<String>, faulty: bool) -> Html {
        let help = look.help.unwrap_or_else(|| text_of(path));
        let told = if look.bare { None } else { findings::at(self.state, path) };
        html! {
            <div class={classes!("field", look.bare.then_some("bare"))}>
                <label for={path.to_owned()}>{ label }</label>
                { input }
                <p class={if faulty { "said wrong" } else { "said" }} role="status">{ said.unwrap_or_default() }</p>
                <p class="help" id={format!("{path}-help")} hidden={look.bare}>{ help }</p>
                { told }
            </div>
        }
    }

    /// Sends what is typed or chosen in the field of a path.
    fn on_value<E: AsRef<Event> + 'static>(&self, path: &str) -> Callback<E> {
        let (dispatch, path) = (self.dispatch.clone(), path.to_owned());
        Callback::from(move |event: E| {
            dispatch.dispatch(Action::Type(path.clone(), value_of(event.as_ref())));
        })
    }

    /// A button that sends what `action` makes.
    pub(crate) fn button(&self, class: &'static str, label: Html, action: impl Fn() -> Action + 'static) -> Html {
        let dispatch = self.dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(action()));
        html! { <button type="button" class={class} onclick={press}>{ label }</button> }
    }

    /// A button that changes the plan.
    pub(crate) fn change(&self, class: &'static str, label: &str, name: &str, change: Change) -> Html {
        let dispatch = self.dispatch.clone();
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Change(change.clone())));
        html! {
            <button type="button" class={class} onclick={press} aria-label={name.to_owned()}>{ label }</button>
        }
    }
}

/// The document's words for what a path means.
fn text_of(path: &str) -> &'static str {
    path::field_at(path).map_or("", |field| field.text)
}

/// The value of the field that an event comes from.
pub(crate) fn value_of(event: &Event) -> String {
    let Some(target) = event.target() else {
        return String::new();
    };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) if input.type_() == "checkbox" => input.checked().to_string(),
        Ok(input) => input.value(),
        Err(target) => target
            .dyn_into::<HtmlSelectElement>()
            .map_or_else(|_| String::new(), |select| select.value()),
    }
}

/// A heading with what it opens to.
pub(crate) fn details(class: &'static str, summary: Html, body: Html) -> Html {
    html! { <details class={class}><summary>{ summary }</summary>{ body }</details> }
}

/// Names and numbers, a line each.
pub(crate) fn facts(rows: Vec<(&str, String)>) -> Html {
    html! {
        <dl class="facts">
            for (name, value) in rows {
                <div><dt>{ name }</dt><dd>{ value }</dd></div>
            }
        </dl>
    }
}
