//! The page: views only, no arithmetic on addresses.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::prelude::*;

/// The whole page.
#[component]
pub fn App() -> Html {
    html! {
        <main>
            <h1>{ "eniplan" }</h1>
            <p>{ "Plans IP addresses for Amazon EKS before anyone applies anything." }</p>
        </main>
    }
}

/// Takes over the static shell of `www/index.html`.
#[wasm_bindgen(start)]
pub fn start() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(shell) = document.and_then(|document| document.get_element_by_id("app")) {
        yew::Renderer::<App>::with_root(shell).render();
    }
}
