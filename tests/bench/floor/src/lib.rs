//! The least page that Yew makes: a field, what is typed into it, and a counter.
//!
//! `cargo xtask bench --page` measures the site against it in one run, so that a busy machine slows both.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::{Component, Context, Html, InputEvent, TargetCast, html};

struct Floor {
    text: String,
    count: u32,
}

enum Action {
    Type(String),
    Count,
}

impl Component for Floor {
    type Message = Action;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self {
            text: String::new(),
            count: 0,
        }
    }

    fn update(&mut self, _: &Context<Self>, action: Action) -> bool {
        match action {
            Action::Type(text) => self.text = text,
            Action::Count => self.count = self.count.saturating_add(1),
        }
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let typed = context.link().callback(|event: InputEvent| {
            let field = event.target_dyn_into::<web_sys::HtmlInputElement>();
            Action::Type(field.map_or_else(String::new, |field| field.value()))
        });
        let counted = context.link().callback(|_| Action::Count);
        html! {
            <main>
                <h1>{ &self.text }</h1>
                <input id="name" value={self.text.clone()} oninput={typed} />
                <button onclick={counted}>{ self.count }</button>
            </main>
        }
    }
}

/// Takes over the page.
#[wasm_bindgen(start)]
pub fn start() {
    yew::Renderer::<Floor>::new().render();
}
