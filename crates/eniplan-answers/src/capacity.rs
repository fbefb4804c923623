//! The Capacity page: which wall comes first, moved by sliders, zone by zone, and in time.

use crate::State;
use crate::act::{El, el};
use crate::{derivations, growth, packed, sliders, wall_list, zones};

/// The page.
pub(crate) fn view(state: &State) -> El {
    let page = el("div", "capacity").answer("verdict".into());
    if state.plan.node_groups.is_empty() {
        return page
            .kid(
                el("section", "card")
                    .kid(el("h2", "").text("Which wall first"))
                    .kid(el("p", "").text(
                        "There are no nodes yet, so nothing runs into anything. Say how many nodes and pods there are to be, and this page says where they stop.",
                    ))
                    .kid(
                        el("p", "").kid(
                            el("a", "").attr("href", "#/nodes").text("Add a group of nodes"),
                        ),
                    ),
            )
            .answer("findings".into());
    }
    page.kid(
        el("div", "moved")
            .kid(sliders::view(state))
            .kid(wall_list::view(state)),
    )
    .kid(zones::bars(state))
    .kid(zones::drill(state))
    .kid(growth::view(state))
    .kid(packed::view(state))
    .answer("findings".into())
    .maybe(derivations::view(state))
}
