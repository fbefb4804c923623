//! Types that were marked, side by side.

use eniplan_core::analyze::type_figures::TypeTable;
use eniplan_core::aws::catalogue::InstanceType;
use eniplan_elements::{On, button, join};

use crate::State;
use crate::act::{Act, El, el};
use crate::columns::{COLUMNS, text};

/// The marked types with all their figures, where there are any; a row in which they differ stands out.
pub(crate) fn view(state: &State, table: &TypeTable) -> Option<El> {
    let marked = state.table.marked.iter();
    let kinds: Vec<&InstanceType> = marked
        .filter_map(|name| state.catalogue.get(name))
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let mut head = el("tr", "").kid(el("td", ""));
    for kind in &kinds {
        let drop = button("plain")
            .set("aria-label", join(&["Compare ", &kind.name, " no longer"]))
            .text("✕")
            .on(On::Click, Act::Mark(kind.name.clone()).code());
        let name = button("plain")
            .set("aria-label", join(&["Pick ", &kind.name]))
            .say(kind.name.clone())
            .on(On::Click, Act::Pick(kind.name.clone()).code());
        head = head.kid(el("th", "number").attr("scope", "col").kid(name).kid(drop));
    }
    let mut body = el("tbody", "");
    for (place, column) in COLUMNS.iter().enumerate() {
        let cells: Vec<String> = kinds.iter().map(|kind| text(place, kind, table)).collect();
        let differ = cells.iter().any(|cell| Some(cell) != cells.first());
        let mut row = el("tr", if differ { "differs" } else { "" })
            .kid(el("th", "").attr("scope", "row").text(column.title));
        for cell in cells {
            row = row.kid(el("td", "number").say(cell));
        }
        body = body.kid(row);
    }
    Some(
        el("section", "compared")
            .attr("aria-labelledby", "compared-title")
            .kid(
                el("div", "title")
                    .kid(el("h3", "").attr("id", "compared-title").text("Compared"))
                    .kid(button("").text("Clear").on(On::Click, Act::Unmark.code())),
            )
            .kid(
                el("div", "scroll")
                    .attr("tabindex", "0")
                    .attr("role", "region")
                    .attr("aria-label", "Types compared")
                    .kid(el("table", "").kid(el("thead", "").kid(head)).kid(body)),
            ),
    )
}
