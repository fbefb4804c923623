//! What stands on top of every page: the tabs, the plan's name, what can be done with the whole plan.

use std::rc::Rc;

use eniplan_core::aws::catalogue;
use eniplan_core::finding::Grouped;
use eniplan_core::plan::Plan;
use yew::prelude::*;

use crate::change::Change;
use crate::form::{Look, Ui};
use crate::route::{self, Page};
use crate::state::{Action, Dispatch, Offer, State, Theme};
use crate::{clipboard, export};

/// The header and the strip below it.
pub(crate) fn view(ui: &Ui) -> Html {
    let state = ui.state;
    let name = Look {
        instead: "eniplan",
        bare: true,
        ..Look::default()
    };
    let plan = Rc::clone(&state.plan);
    let dispatch = ui.dispatch.clone();
    let copy = Callback::from(move |_: MouseEvent| clipboard::copy_link(&plan, &dispatch));
    let open = export::opener(state, &ui.dispatch);
    html! {
        <>
        <a class="skip" href="#main" onclick={skip()}>{ "Skip to the plan" }</a>
        <header>
            <a class="brand" href={route::address(Page::Vpc)}>{ mark() }{ "eniplan" }</a>
            <nav aria-label="Pages">
                for page in Page::ALL {
                    <a href={route::address(page)} aria-current={(page == state.page).then_some("page")}>{ page.title() }</a>
                }
            </nav>
            <div class="plan-name">{ ui.field("name", "Plan name", name) }</div>
            <div class="tools">
                { step(ui, "Undo", "Ctrl+Z", state.can_undo(), true) }
                { step(ui, "Redo", "Ctrl+Shift+Z", state.can_redo(), false) }
                <button type="button" onclick={copy}>{ "Copy link" }</button>
                <button type="button" class="main" onclick={open} aria-expanded={state.files.is_open().to_string()}>{ "Download" }</button>
                { theme(ui) }
            </div>
        </header>
        <p class="strip">
            <span>{ "Nothing you enter leaves this page." }</span>{ " " }
            <span>{ "Facts of " }{ catalogue::DATE }{ ", VPC CNI " }{ catalogue::CNI_VERSION }{ "." }</span>{ " " }
            <span class="start">
                { ui.change("plain", "New plan", "New plan", Change::New) }
                { ui.change("plain", "Example", "Open the example", Change::Example) }
            </span>
        </p>
        <p class="notice" role="status">{ state.notice.as_deref().unwrap_or_default() }</p>
        { offer(ui) }
        { shown_link(ui) }
        { export::panel(ui) }
        </>
    }
}

fn step(ui: &Ui, name: &'static str, keys: &'static str, possible: bool, back: bool) -> Html {
    let dispatch = ui.dispatch.clone();
    let press = Callback::from(move |_: MouseEvent| {
        dispatch.dispatch(if back { Action::Undo } else { Action::Redo });
    });
    html! {
        <button type="button" onclick={press} disabled={!possible} title={keys}>{ name }</button>
    }
}

fn theme(ui: &Ui) -> Html {
    let (name, next) = match ui.state.theme {
        Theme::System => ("Theme: system", Theme::Light),
        Theme::Light => ("Theme: light", Theme::Dark),
        Theme::Dark => ("Theme: dark", Theme::System),
    };
    ui.button("", html! { name }, move || Action::Theme(next))
}

/// The fragment belongs to the pages, so the focus is moved by hand.
fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        crate::browser::focus("main");
    })
}

/// The mark: an address space cut in parts.
fn mark() -> Html {
    html! {
        <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true" class="mark">
            <path d="M1 1h14v4H1zM1 6h7v4H1zM9 6h6v4H9zM1 11h3v4H1zM5 11h3v4H5z" />
        </svg>
    }
}

/// What a link brought.
fn offer(ui: &Ui) -> Option<Html> {
    let dismiss = |label| ui.button("", html! { label }, || Action::Dismiss);
    Some(match ui.state.offer.as_ref()? {
        Offer::Plan(plan) => html! {
            <section class="banner" role="alert" aria-label="A plan in the link">
                <p><b>{ "This link holds another plan: " }</b>{ summary(plan) }</p>
                <p>{ "Yours stays as it is until you choose, and undo brings it back." }</p>
                <p class="row">
                    { ui.button("main", html! { "Open the link's plan" }, || Action::TakeOffer) }
                    { dismiss("Keep mine") }
                </p>
            </section>
        },
        Offer::Damaged(why) => html! {
            <section class="banner wrong" role="alert" aria-label="The link could not be read">
                <p><b>{ "The link could not be read. " }</b>{ why }</p>
                <p>{ "Your plan is as it was." }</p>
                <p class="row">{ dismiss("Close") }</p>
            </section>
        },
    })
}

fn summary(plan: &Plan) -> String {
    let count = |number: usize, one: &str, more: &str| {
        format!("{} {}", Grouped(number as u64), if number == 1 { one } else { more })
    };
    format!(
        "“{}”, {}, {}, {}.",
        plan.name(),
        count(plan.zones().len(), "zone", "zones"),
        if plan.subnets.is_empty() {
            "subnets laid out".to_owned()
        } else {
            count(plan.subnets.len(), "subnet", "subnets")
        },
        count(plan.node_groups.len(), "node group", "node groups"),
    )
}

/// The link in a field, where the clipboard is closed.
fn shown_link(ui: &Ui) -> Option<Html> {
    let link = ui.state.shown_link.as_deref()?;
    let select = Callback::from(|event: FocusEvent| {
        if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
            input.select();
        }
    });
    Some(html! {
        <section class="banner" aria-label="The link">
            <div class="field">
                <label for="link">{ "The clipboard is closed to this page. Copy the link from here:" }</label>
                <span class="box"><input id="link" type="text" readonly={true} value={link.to_owned()} onfocus={select} /></span>
            </div>
            <p class="row">{ ui.button("", html! { "Close" }, || Action::Dismiss) }</p>
        </section>
    })
}

/// The title of the window.
pub(crate) fn title(state: &State) -> String {
    format!("{} · {} · eniplan", state.page.title(), state.plan.name())
}

/// Sends the keys that work everywhere.
pub(crate) fn on_key(event: &web_sys::KeyboardEvent, dispatch: &Dispatch) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let action = match (event.key().as_str(), event.shift_key()) {
        ("z" | "Z", false) => Action::Undo,
        ("z" | "Z", true) | ("y", false) => Action::Redo,
        _ => return,
    };
    event.prevent_default();
    dispatch.dispatch(action);
}
