//! Downloads. The module that writes them is loaded when the panel is first opened.

use std::rc::Rc;

use eniplan_core::link;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::browser;
use crate::form::Ui;
use crate::state::{Action, Dispatch, State};

#[wasm_bindgen(raw_module = "../boot.js")]
extern "C" {
    /// The later module.
    #[wasm_bindgen(js_name = loadLater)]
    fn load_later() -> Promise;
}

/// A file to download.
#[derive(Clone, PartialEq)]
pub(crate) struct File {
    name: String,
    bytes: Uint8Array,
}

/// The panel of downloads.
#[derive(Clone, PartialEq)]
pub(crate) enum Files {
    Closed,
    Loading,
    Ready(Rc<Vec<File>>),
    Failed(Rc<str>),
}

impl Files {
    pub(crate) fn is_open(&self) -> bool {
        *self != Self::Closed
    }
}

/// Opens the panel, or closes it.
pub(crate) fn opener(state: &State, dispatch: &Dispatch) -> Callback<MouseEvent> {
    let (dispatch, plan, open) = (dispatch.clone(), Rc::clone(&state.plan), state.files.is_open());
    Callback::from(move |_: MouseEvent| {
        if open {
            return dispatch.dispatch(Action::Files(Files::Closed));
        }
        dispatch.dispatch(Action::Files(Files::Loading));
        let (dispatch, plan) = (dispatch.clone(), Rc::clone(&plan));
        spawn_local(async move {
            let files = match link::encode(&plan) {
                Ok(link) => make(&link).await.unwrap_or_else(|why| Files::Failed(why.into())),
                Err(why) => Files::Failed(why.to_string().into()),
            };
            dispatch.dispatch(Action::Files(files));
        });
    })
}

async fn make(link: &str) -> Result<Files, String> {
    let module = JsFuture::from(load_later())
        .await
        .map_err(|_| "The export could not be loaded. Are you offline before the first whole visit?".to_owned())?;
    let write: Function = Reflect::get(&module, &"files".into())
        .and_then(JsCast::dyn_into)
        .map_err(|_| "The export is of another version of this page. Reload it.".to_owned())?;
    let files = write
        .call1(&JsValue::NULL, &link.into())
        .map_err(|why| said(&why))?;
    let files = Array::from(&files).iter().filter_map(|pair| {
        let pair = Array::from(&pair);
        Some(File {
            name: pair.get(0).as_string()?,
            bytes: pair.get(1).dyn_into().ok()?,
        })
    });
    Ok(Files::Ready(Rc::new(files.collect())))
}

fn said(why: &JsValue) -> String {
    why.as_string()
        .or_else(|| Reflect::get(why, &"message".into()).ok()?.as_string())
        .unwrap_or_else(|| "The export failed.".into())
}

/// The list of files.
pub(crate) fn panel(ui: &Ui) -> Option<Html> {
    let body = match &ui.state.files {
        Files::Closed => return None,
        Files::Loading => html! { <p role="status">{ "Writing the files…" }</p> },
        Files::Failed(why) => html! { <p role="alert">{ &**why }</p> },
        Files::Ready(files) if files.is_empty() => html! { <p>{ "There is nothing to export for this plan; the findings say why." }</p> },
        Files::Ready(files) => html! {
            <ul>
                for file in files.iter() { { row(file) } }
            </ul>
        },
    };
    Some(html! {
        <section class="banner files" aria-labelledby="files-title">
            <h2 id="files-title">{ "Download" }</h2>
            <p>{ "Terraform, Helm values and what else this plan needs, as they are in force now." }</p>
            { body }
            <p class="row">{ ui.button("", html! { "Close" }, || Action::Files(Files::Closed)) }</p>
        </section>
    })
}

fn row(file: &File) -> Html {
    let saved = file.clone();
    let press = Callback::from(move |_: MouseEvent| {
        // Nothing can be done where the browser refuses a download.
        let _ = save(&saved);
    });
    let size = eniplan_core::finding::Grouped(file.bytes.length().into()).to_string();
    let text = String::from_utf8(file.bytes.to_vec()).ok();
    html! {
        <li>
            <button type="button" class="main" onclick={press} aria-label={format!("Save {}", file.name)}>{ "Save" }</button>
            <details>
                <summary><code>{ &file.name }</code>{ " " }<span class="unit">{ size }{ " B" }</span></summary>
                <pre tabindex="0" aria-label={file.name.clone()}>{ text.unwrap_or_default() }</pre>
            </details>
        </li>
    }
}

fn save(file: &File) -> Option<()> {
    let parts = Array::of1(&file.bytes);
    let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link: web_sys::HtmlAnchorElement = browser::document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    // A browser keeps the last part of a path alone.
    link.set_download(file.name.rsplit('/').next().unwrap_or(&file.name));
    link.click();
    web_sys::Url::revoke_object_url(&url).ok()
}
