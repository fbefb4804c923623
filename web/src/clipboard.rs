//! The link of a plan, into the clipboard or, where that is closed, into a field.

use std::rc::Rc;

use eniplan_core::link;
use eniplan_core::plan::Plan;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::browser;
use crate::route;
use crate::state::{Action, Dispatch};

/// Copies the link and says so.
pub(crate) fn copy_link(plan: &Plan, dispatch: &Dispatch) {
    let text = match link::encode(plan) {
        Ok(text) => text,
        Err(why) => return dispatch.dispatch(Action::Notice(why.to_string().into())),
    };
    let page = browser::hash();
    let link: Rc<str> = format!("{}{}?p={text}", browser::site(), route::address(route::read(&page).page)).into();
    let dispatch = dispatch.clone();
    spawn_local(async move {
        if write(&link).await.is_some() {
            dispatch.dispatch(Action::Notice("Link copied. It holds the whole plan.".into()));
        } else {
            dispatch.dispatch(Action::ShowLink(link));
            browser::focus("link");
        }
    });
}

async fn write(text: &str) -> Option<()> {
    let navigator = browser::window()?.navigator();
    // Outside https there is no clipboard at all.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?;
    if clipboard.is_undefined() {
        return None;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.ok()?;
    Some(())
}
