//! The page: views only, no arithmetic on addresses.
//!
//! One state at the root ([`state`]), changed by actions alone; the report follows each change.
//! Views are functions of the state that make elements; there is one component, the page, and its parts ([`part`]), which are
//! drawn anew where they have changed.

mod answers;
mod app;
mod browser;
mod change;
mod element;
mod example;
mod form;
mod header;
mod nodes;
mod part;
mod path;
mod route;
mod state;
mod vpc;

use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the static shell of `www/index.html`.
#[wasm_bindgen(start)]
pub fn start() {
    if let Some(shell) = browser::document().and_then(|document| document.get_element_by_id("app"))
    {
        yew::Renderer::<app::App>::with_root(shell).render();
    }
}
