//! Downloads. The module that writes them is loaded when the panel is first opened.

use std::rc::Rc;

use eniplan_core::link;
use eniplan_elements::{grouped, join};
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::html::Scope;

use crate::app::App;
use crate::browser;
use crate::element::{El, el};
use crate::form::{Ui, act};
use crate::header::saver;
use crate::state::{Action, State};

#[wasm_bindgen(raw_module = "../boot.js")]
extern "C" {
    /// The later module.
    #[wasm_bindgen(js_name = loadLater)]
    fn load_later() -> Promise;
}

/// A file to download.
#[derive(Clone)]
pub(crate) struct File {
    name: String,
    bytes: Uint8Array,
}

/// The panel of downloads.
#[derive(Clone)]
pub(crate) enum Files {
    Closed,
    Loading,
    Ready(Rc<Vec<File>>),
    Failed(Rc<str>),
}

impl Files {
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self, Self::Closed)
    }
}

/// Writes the files of the plan in force, and shows them when they are there.
pub(crate) fn start(state: &State, scope: &Scope<App>) {
    let link = link::encode_tree(&state.plan);
    let scope = scope.clone();
    spawn_local(async move {
        let files = match link {
            Ok(link) => make(&link).await.unwrap_or_else(Files::Failed),
            Err(why) => Files::Failed(why.to_string().into()),
        };
        scope.send_message(Action::Files(files));
    });
}

async fn make(link: &str) -> Result<Files, Rc<str>> {
    let module = JsFuture::from(load_later()).await.map_err(
        |_| "The export could not be loaded. Are you offline before the first whole visit?",
    )?;
    let write: Function = Reflect::get(&module, &"files".into())
        .and_then(JsCast::dyn_into)
        .map_err(|_| "The export is of another version of this page. Reload it.")?;
    let files = write
        .call1(&JsValue::NULL, &link.into())
        .map_err(|why| said(&why))?;
    let mut made = Vec::new();
    for pair in Array::from(&files).iter() {
        let pair = Array::from(&pair);
        if let (Some(name), Ok(bytes)) = (pair.get(0).as_string(), pair.get(1).dyn_into()) {
            made.push(File { name, bytes });
        }
    }
    Ok(Files::Ready(Rc::new(made)))
}

fn said(why: &JsValue) -> String {
    why.as_string()
        .or_else(|| Reflect::get(why, &"message".into()).ok()?.as_string())
        .unwrap_or_else(|| "The export failed.".into())
}

/// The list of files.
pub(crate) fn panel(ui: &Ui) -> Option<El> {
    let body = match &ui.state.files {
        Files::Closed => return None,
        Files::Loading => el("p", "")
            .attr("role", "status")
            .text("Writing the files…"),
        Files::Failed(why) => el("p", "").attr("role", "alert").say(why.to_string()),
        Files::Ready(files) if files.is_empty() => {
            el("p", "").text("There is nothing to export for this plan; the findings say why.")
        }
        Files::Ready(files) => {
            let mut list = el("ul", "");
            for (index, file) in files.iter().enumerate() {
                list = list.kid(row(index, file));
            }
            list
        }
    };
    Some(
        el("section", "banner files")
            .attr("aria-labelledby", "files-title")
            .kid(el("h2", "").attr("id", "files-title").text("Download"))
            .kid(el("p", "").text("What this plan needs as code, as it is in force now."))
            .kid(body)
            .kid(el("p", "row").kid(act("", "Close", Action::Files(Files::Closed)))),
    )
}

fn row(index: usize, file: &File) -> El {
    let text = String::from_utf8(file.bytes.to_vec()).unwrap_or_default();
    let summary = el("summary", "")
        .kid(el("code", "").say(file.name.clone()))
        .kid(el("span", "unit").say(join(&[&grouped(file.bytes.length().into()), " B"])));
    let preview = el("pre", "")
        .attr("tabindex", "0")
        .set("aria-label", file.name.clone())
        .say(text);
    el("li", "")
        .kid(saver(index, &file.name))
        .kid(el("details", "").kid(summary).kid(preview))
}

/// Hands a file to the browser, which may refuse it.
pub(crate) fn save(files: &Files, index: usize) -> Option<()> {
    let Files::Ready(files) = files else {
        return None;
    };
    let file = files.get(index)?;
    let blob = web_sys::Blob::new_with_u8_array_sequence(&Array::of1(&file.bytes)).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link: web_sys::HtmlAnchorElement = browser::document()?
        .create_element("a")
        .ok()?
        .dyn_into()
        .ok()?;
    link.set_href(&url);
    // A browser keeps the last part of a path alone.
    link.set_download(file.name.rsplit('/').next().unwrap_or(&file.name));
    link.click();
    web_sys::Url::revoke_object_url(&url).ok()
}
