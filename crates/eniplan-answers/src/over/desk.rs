//! What is asked of the browser, by way of `www/desk.js`. Storage may be closed or full.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(raw_module = "../desk.js")]
extern "C" {
    /// Kept plans: a name and a link, turn by turn.
    #[wasm_bindgen(js_name = keptPlans)]
    pub(crate) fn kept_plans() -> Vec<String>;

    /// Address and title of each page, turn by turn.
    #[wasm_bindgen]
    pub(crate) fn pages() -> Vec<String>;

    /// Keeps a plan under a name; false where that cannot be.
    #[wasm_bindgen(js_name = keepPlan)]
    pub(crate) fn keep_plan(name: &str, link: &str) -> bool;

    /// Forgets the plan of a name.
    #[wasm_bindgen(js_name = forgetPlan)]
    pub(crate) fn forget_plan(name: &str);

    /// Goes to a page and puts the focus on what has an id there.
    #[wasm_bindgen(js_name = goTo)]
    pub(crate) fn go_to(address: &str, id: &str);
}
