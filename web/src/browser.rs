//! What the page asks of the browser. Everything may be refused: storage by settings, the clipboard by policy.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Storage, Window};
use yew::html::Scope;

use crate::app::App;
use crate::state::{Action, Theme};

#[wasm_bindgen(raw_module = "../boot.js")]
extern "C" {
    /// Hands a file to the browser, which may refuse it.
    #[wasm_bindgen(js_name = saveFile)]
    pub(crate) fn save_file(name: &str, bytes: Vec<u8>);

    /// Whether a text came into the clipboard, which may be closed to the page.
    #[wasm_bindgen(js_name = copyText)]
    fn copy_text(text: &str) -> Promise;
}

/// The plan as link text.
const PLAN: &str = "eniplan plan";
/// `light` or `dark`; absent where the system decides. `boot.js` reads it before the page starts.
const THEME: &str = "eniplan theme";

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// The plan that was kept, as link text.
pub(crate) fn kept_plan() -> Option<String> {
    storage()?.get_item(PLAN).ok()?
}

pub(crate) fn keep_plan(link: &str) {
    if let Some(storage) = storage() {
        // A full or closed storage loses the plan at the end of the visit, nothing else.
        let _ = storage.set_item(PLAN, link);
    }
}

pub(crate) fn kept_theme() -> Theme {
    let word = storage().and_then(|storage| storage.get_item(THEME).ok().flatten());
    match word.as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    }
}

pub(crate) fn show_theme(theme: Theme) {
    let word = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let (Some(root), storage) = (root(), storage()) else {
        return;
    };
    let _ = match word {
        Some(word) => root.set_attribute("data-theme", word),
        None => root.remove_attribute("data-theme"),
    };
    let _ = storage.map(|storage| match word {
        Some(word) => storage.set_item(THEME, word),
        None => storage.remove_item(THEME),
    });
}

/// What stands after `#` in the address, the sign included.
pub(crate) fn hash() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Shows an address in place of the present one.
pub(crate) fn replace_address(address: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Shows another page.
pub(crate) fn go(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(address);
    }
}

/// Copies a text and says so, or shows it in a field to be copied by hand.
pub(crate) fn copy(text: String, said: Rc<str>, scope: &Scope<App>) {
    let scope = scope.clone();
    let copied = copy_text(&text);
    spawn_local(async move {
        let copied = JsFuture::from(copied).await;
        scope.send_message(if copied.is_ok_and(|copied| copied.is_truthy()) {
            Action::Notice(said)
        } else {
            Action::ShowLink(text.into())
        });
    });
}

/// Whether what has the focus takes letters.
pub(crate) fn is_typing() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_some_and(|element| {
        ["INPUT", "TEXTAREA", "SELECT"].contains(&element.tag_name().as_str())
    })
}

/// The id of the field that has the focus, and the text in it.
pub(crate) fn typing() -> Option<(String, String)> {
    let focused = document()?.active_element()?;
    let field = focused.dyn_into::<HtmlInputElement>().ok()?;
    Some((field.id(), field.value()))
}

/// The address of this page without its fragment.
pub(crate) fn site() -> String {
    let address = window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

pub(crate) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

fn element(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        // The map is an SVG element, which has the same method.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Selects the text of a field.
pub(crate) fn select(id: &str) {
    focus(id);
    if let Some(input) = element(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok())
    {
        input.select();
    }
}

/// Scrolls a part of the page back to its start.
pub(crate) fn scroll_to_start(id: &str) {
    if let Some(element) = element(id) {
        element.set_scroll_top(0);
    }
}

/// Listens to an event of the window. A page without its listeners still works by mouse, so a refusal is let pass.
pub(crate) fn listen(name: &str, listener: &js_sys::Function) {
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback(name, listener);
    }
}

/// Whether the screen is too narrow for addresses to run across it.
pub(crate) fn is_narrow() -> bool {
    window()
        .and_then(|window| window.match_media("(max-width: 700px)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Says on the root element how far the page is.
pub(crate) fn mark(name: &str, there: bool) {
    if let Some(root) = root() {
        let _ = if there {
            root.set_attribute(name, "")
        } else {
            root.remove_attribute(name)
        };
    }
}
