//! What keys do.

use crate::act::{El, el};

type Keys = &'static [(&'static [&'static str], &'static str)];

const EVERYWHERE: Keys = &[
    (&["/"], "Search for pages, settings, findings and types"),
    (&["?"], "These keys"),
    (&["Ctrl", "Z"], "Undo"),
    (&["Ctrl", "Shift", "Z"], "Redo"),
    (&["Escape"], "Close what is open"),
];

const ON_THE_MAP: Keys = &[
    (&["←", "→"], "The block before and behind"),
    (
        &["↑", "↓"],
        "Out to the VPC's blocks, and in to their subnets",
    ),
    (&["Home", "End"], "The first and the last"),
    (
        &["Enter"],
        "Fill the width with a block; put a subnet into the chosen hole",
    ),
    (&["S"], "Split the chosen subnet"),
    (&["J"], "Join it with the other half of its block"),
    (&["M"], "Move it to another hole"),
    (&["Z"], "Undo"),
    (&["Escape"], "Stop moving; show all blocks"),
];

/// The lists.
pub(super) fn view() -> El {
    let docs = el("p", "what")
        .text("On a Mac, Command does what Ctrl does. More to read: ")
        .kid(
            el("a", "")
                .attr("href", "findings.html")
                .text("every finding"),
        )
        .text(", and ")
        .kid(
            el("a", "")
                .attr("href", "plan.schema.json")
                .text("the schema of plan files"),
        )
        .text(".");
    el("div", "shortcuts")
        .kid(list("Everywhere", EVERYWHERE))
        .kid(list("On the map", ON_THE_MAP))
        .kid(docs)
}

fn list(title: &'static str, keys: Keys) -> El {
    let mut list = el("dl", "");
    for (names, words) in keys {
        let mut pressed = el("dt", "");
        for name in *names {
            pressed = pressed.kid(el("kbd", "").text(name)).text(" ");
        }
        list = list.kid(el("div", "").kid(pressed).kid(el("dd", "").text(words)));
    }
    el("section", "").kid(el("h3", "").text(title)).kid(list)
}
