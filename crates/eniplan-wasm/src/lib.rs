//! What the page loads when a page of its own is opened: it converts, the core decides.
//!
//! It runs in a worker beside the page. It gets the plan in the bytes of a link and gives elements in bytes, as the module
//! of answers does; the first module draws them. Words that an element sends here begin with `!`.

mod asked;
mod cases;
mod compare;
mod diff;
mod export;
mod highlight;
mod import;
mod opening;
mod state;

use std::cell::RefCell;

use eniplan_elements::Writer;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

pub(crate) use state::State;

/// An element of a page.
pub(crate) type El = eniplan_elements::El<String>;

/// An element with its class, which may be empty.
pub(crate) fn el(tag: &'static str, class: &'static str) -> El {
    eniplan_elements::el(tag, class)
}

/// Letters of a word that has room on the line of a phone.
const SHORT: usize = 28;

/// A command in an element: where its line is broken no flag falls apart at its hyphen.
pub(crate) fn command(mut element: El, line: &str) -> El {
    for piece in line.split_inclusive([' ', '\n']) {
        let word = piece.trim_end_matches([' ', '\n']);
        let space = piece.strip_prefix(word).unwrap_or_default();
        element = if word.len() > SHORT {
            element.say(piece.into())
        } else {
            element
                .kid(el("span", "unbroken").say(word.into()))
                .say(space.into())
        };
    }
    element
}

#[wasm_bindgen]
extern "C" {
    /// Sends a message from the worker to the page.
    #[wasm_bindgen(js_name = postMessage)]
    fn post_message(message: &JsValue);
}

/// Says how far a long task has come; `www/beside.js` shows it.
pub(crate) fn progress(done: usize, of: usize) {
    let percent = done.saturating_mul(100) / of.max(1);
    post_message(&Array::of2(
        &0.into(),
        &u32::try_from(percent).unwrap_or(100).into(),
    ));
}

/// Where the site stands, with the slash at the end; empty where nobody says.
pub(crate) fn site() -> String {
    let read = |value: &JsValue, name: &str| js_sys::Reflect::get(value, &name.into()).ok();
    let location = read(&js_sys::global(), "location");
    let address = location.and_then(|location| read(&location, "href")?.as_string());
    let folder = address
        .as_deref()
        .and_then(|address| address.rsplit_once('/'));
    folder.map_or_else(String::new, |(folder, _)| [folder, "/"].concat())
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// Everything there is to show of a plan on a page, in bytes: elements by name.
///
/// `query` is what the address asks of the page beside the plan.
#[wasm_bindgen]
pub fn show(plan: &[u8], page: &str, query: &str, narrow: bool) -> Vec<u8> {
    STATE.with_borrow_mut(|state| {
        state.take(plan, page, query, narrow);
        written(&state.elements())
    })
}

/// The longest file that is read, in bytes.
#[wasm_bindgen]
pub fn most_bytes() -> u32 {
    u32::try_from(eniplan_import::MOST_BYTES).unwrap_or(u32::MAX)
}

/// What comes of a click, a text or files on an element, in bytes.
///
/// Files are pairs of a name and bytes, or the size in MiB of what was too large to be read.
#[wasm_bindgen]
pub fn tell(code: &str, value: &str, files: &Array) -> Vec<u8> {
    let (mut given, mut refused) = (Vec::new(), Vec::new());
    for pair in files.iter() {
        let Some(pair) = pair.dyn_ref::<Array>() else {
            continue;
        };
        let name = pair.get(0).as_string().unwrap_or_default();
        match pair.get(1).dyn_into::<Uint8Array>() {
            Ok(bytes) => given.push((name, bytes.to_vec())),
            Err(size) => {
                let size = size.as_string().and_then(|size| size.parse().ok());
                refused.push((name, size.unwrap_or(0)));
            }
        }
    }
    STATE.with_borrow_mut(|state| state.tell(code, value, &given, &refused).into_bytes())
}

fn written(elements: &[(String, El)]) -> Vec<u8> {
    let mut out = Writer::default();
    out.elements(elements);
    out.finish()
}
