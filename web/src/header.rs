//! What stands on top of every page: the tabs, the plan's name, what can be done with the whole plan.

use eniplan_core::aws::catalogue;
use eniplan_core::plan::tree::Node;
use eniplan_elements::{On, button, grouped, join};
use web_sys::KeyboardEvent;

use crate::browser;
use crate::change::Change;
use crate::element::{El, Send, el};
use crate::form::{Look, Ui, act, change};
use crate::path;
use crate::route::PAGES;
use crate::state::{Action, Offer, State, Theme};

/// The header and the strip below it.
pub(crate) fn view(ui: &Ui) -> El {
    let state = ui.state;
    let mut pages = el("nav", "").attr("aria-label", "Pages");
    for page in &PAGES {
        let mut tab = el("a", "").attr("href", page.address).text(page.title);
        if page.address == state.page.address {
            tab = tab.attr("aria-current", "page");
        }
        pages = pages.kid(tab);
    }
    let (theme, next) = match state.theme {
        Theme::System => (": system", Theme::Light),
        Theme::Light => (": light", Theme::Dark),
        Theme::Dark => (": dark", Theme::System),
    };
    let name = Look {
        instead: "Name of the plan",
        bare: true,
        ..Look::default()
    };
    let tools = el("div", "tools")
        .kid(
            act("", "Undo", Action::Undo)
                .attr("title", "Ctrl+Z")
                .when(!state.can_undo(), "disabled"),
        )
        .kid(
            act("", "Redo", Action::Redo)
                .attr("title", "Ctrl+Shift+Z")
                .when(!state.can_redo(), "disabled"),
        )
        .kid(act("", "Copy link", Action::CopyLink))
        .kid(
            act("", "Theme", Action::Theme(next))
                // Read out where there is no room for it.
                .kid(el("span", "").text(theme)),
        );
    let skip = el("a", "skip")
        .attr("href", "#main")
        .text("Skip to the plan")
        .on(On::Click, Send::Skip);
    let bar = el("div", "header")
        .kid(
            el("a", "brand")
                .attr("href", PAGES[0].address)
                .kid(mark())
                .text("eniplan"),
        )
        .kid(pages)
        .kid(el("div", "plan-name").kid(ui.field("name", "Plan name", name)))
        .kid(tools);
    let strip = el("div", "strip")
        .kid(el("p", "").text("Nothing you enter leaves this page."))
        .kid(el("p", "").say(join(&[
            "Facts of ",
            catalogue::DATE,
            ", VPC CNI ",
            catalogue::CNI_VERSION,
            ".",
        ])))
        .kid(opens("New plan", "new"))
        .kid(opens("Open…", "open"))
        .kid(opens("Save…", "save"))
        .kid(change(
            "plain",
            "Example",
            "Example, open it".into(),
            Change::Example,
        ));
    el("header", "top")
        .kid(skip)
        .kid(bar)
        .kid(strip)
        .kid(
            el("p", "notice")
                .attr("role", "status")
                .say(state.notice.as_deref().unwrap_or_default().into()),
        )
        .maybe(offer(ui))
        .maybe(shown_link(ui))
}

/// A button that opens a dialog of the module of answers.
fn opens(label: &'static str, code: &str) -> El {
    button("plain")
        .set("id", join(&[code, "-plan"]))
        .text(label)
        .on(On::Click, Send::Tell(code.into()))
}

/// The mark: an address space cut in parts.
fn mark() -> El {
    el("svg", "mark")
        .attr("viewBox", "0 0 16 16")
        .attr("width", "20")
        .attr("height", "20")
        .attr("aria-hidden", "true")
        .kid(el("path", "").attr(
            "d",
            "M1 1h14v4H1zM1 6h7v4H1zM9 6h6v4H9zM1 11h3v4H1zM5 11h3v4H5z",
        ))
}

fn banner(class: &'static str, label: &'static str) -> El {
    el("section", class)
        .attr("role", "alert")
        .attr("aria-label", label)
}

/// What a link brought.
fn offer(ui: &Ui) -> Option<El> {
    Some(match ui.state.offer.as_ref()? {
        Offer::Plan(plan) => banner("banner", "A plan in the link")
            .kid(
                el("p", "")
                    .kid(el("b", "").text("This link holds another plan: "))
                    .say(summary(plan)),
            )
            .kid(el("p", "").text("Yours stays as it is until you choose."))
            .kid(
                el("p", "row")
                    .kid(act("main", "Open the link's plan", Action::TakeOffer))
                    .kid(act("", "Keep mine", Action::Dismiss)),
            ),
        Offer::Damaged(why) => banner("banner wrong", "The link could not be read")
            .kid(
                el("p", "")
                    .kid(el("b", "").text("The link could not be read. "))
                    .say(why.to_string()),
            )
            .kid(el("p", "").text("Your plan is as it was."))
            .kid(el("p", "row").kid(act("", "Close", Action::Dismiss))),
    })
}

fn summary(plan: &Node) -> String {
    let count = |number: usize, one: &str| {
        join(&[
            ", ",
            &grouped(number as u64),
            one,
            if number == 1 { "" } else { "s" },
        ])
    };
    join(&[
        "“",
        &path::name(plan),
        "”",
        &count(zones(plan), " zone"),
        &count(path::count_at(plan, "subnets"), " listed subnet"),
        &count(path::count_at(plan, "node_groups"), " node group"),
        ".",
    ])
}

/// How many zones a plan has: as listed, or those of its subnets, or three.
fn zones(plan: &Node) -> usize {
    let listed = path::count_at(plan, "zones");
    if listed > 0 {
        return listed;
    }
    let mut zones = Vec::new();
    for index in 0..path::count_at(plan, "subnets") {
        let zone = path::text_at(plan, &join(&["subnets[", &index.to_string(), "].zone"]));
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    if zones.is_empty() { 3 } else { zones.len() }
}

/// The link in a field, where the clipboard is closed.
fn shown_link(ui: &Ui) -> Option<El> {
    let link = ui.state.shown_link.as_deref()?;
    let field = el("div", "field")
        .kid(
            el("label", "")
                .attr("for", "link")
                .text("The clipboard is closed to this page. Copy the link from here:"),
        )
        .kid(
            el("span", "box").kid(
                el("input", "")
                    .attr("id", "link")
                    .attr("type", "text")
                    .attr("readonly", "")
                    .value(link.into()),
            ),
        );
    Some(
        el("section", "banner")
            .attr("aria-label", "The link")
            .kid(field)
            .kid(el("p", "row").kid(act("", "Close", Action::Dismiss))),
    )
}

/// The title of the window.
pub(crate) fn title(state: &State) -> String {
    join(&[
        state.page.title,
        " · ",
        &path::name(&state.plan),
        " · eniplan",
    ])
}

/// What a key means everywhere.
pub(crate) fn meaning(event: &KeyboardEvent) -> Option<Action> {
    if event.alt_key() {
        return None;
    }
    if !(event.ctrl_key() || event.meta_key()) {
        // What these open belongs to the answers; where one types, they are letters.
        let key = event.key();
        let opens = ["/", "?"].contains(&key.as_str()) && !browser::is_typing();
        let asks = opens || key == "Escape";
        return asks.then(|| Action::Tell("key-everywhere".into(), key));
    }
    Some(match (event.key().as_str(), event.shift_key()) {
        ("z" | "Z", false) => Action::Undo,
        ("z" | "Z", true) | ("y", false) => Action::Redo,
        _ => return None,
    })
}
