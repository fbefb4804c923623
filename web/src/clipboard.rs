//! The link of a plan, into the clipboard or, where that is closed, into a field.

use std::rc::Rc;

use eniplan_core::link;
use eniplan_elements::join;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::html::Scope;

use crate::app::App;
use crate::browser;
use crate::state::{Action, State};

/// Copies the link and says so.
pub(crate) fn copy_link(state: &State, scope: &Scope<App>) {
    let text = match link::encode_tree(&state.plan) {
        Ok(text) => text,
        Err(why) => return scope.send_message(Action::Notice(why.to_string().into())),
    };
    let link: Rc<str> = join(&[&browser::site(), state.page.address(), "?p=", &text]).into();
    let scope = scope.clone();
    spawn_local(async move {
        scope.send_message(if write(&link).await.is_some() {
            Action::Notice("Link copied. It holds the whole plan.".into())
        } else {
            Action::ShowLink(link)
        });
    });
}

async fn write(text: &str) -> Option<()> {
    let navigator = browser::window()?.navigator();
    // Outside https there is no clipboard at all.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    if clipboard.is_undefined() {
        return None;
    }
    JsFuture::from(navigator.clipboard().write_text(text))
        .await
        .ok()?;
    Some(())
}
