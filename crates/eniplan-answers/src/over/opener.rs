//! The box that takes what one has. The later module reads it and says what it is.

use eniplan_elements::{On, button, files_button};

use super::{Dialog, is_example};
use crate::State;
use crate::act::{El, el};

/// Lines of what is said: a kind, a blank, and words.
pub(super) fn lines(said: &str) -> Vec<(String, String)> {
    let pairs = said.lines().filter_map(|line| line.split_once(' '));
    pairs
        .map(|(kind, words)| (kind.into(), words.into()))
        .collect()
}

/// What stands above the verdict while the plan is the example: ways to a plan of one's own.
pub(crate) fn start(state: &State) -> Option<El> {
    if !is_example(state) {
        return None;
    }
    let new = button("main").text("New plan").on(On::Click, "new".into());
    let words = "A few numbers lead to a plan. Below, a worked example.";
    let ask = el("div", "")
        .kid(el("h2", "").attr("id", "start-title").text("Plan your own"))
        .kid(el("p", "what").text(words))
        .kid(el("p", "row").kid(new));
    let is_said = state.over.dialog != Some(Dialog::Plans);
    Some(
        el("section", "start")
            .attr("aria-labelledby", "start-title")
            .kid(ask)
            .kid(view(state, ["start-text", "start-file"], is_said)),
    )
}

/// The box, with what is said of what is in it.
pub(super) fn view(state: &State, [text, file]: [&'static str; 2], is_said: bool) -> El {
    let area = el("textarea", "")
        .attr("id", text)
        .attr("rows", "2")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("placeholder", "Paste it here, or drop files")
        .on(On::Input, "!open text".into());
    let files = el("input", "")
        .attr("id", file)
        .attr("accept", ".yaml,.yml,.json,.txt,.tfstate")
        .attr("multiple", "")
        .on(On::Change, "!open file".into());
    let said = is_said.then(|| said(state));
    el("div", "opener")
        .kid(
            el("label", "")
                .attr("for", text)
                .text("Open what you have: a plan file, a link, a list of CIDRs, what aws and kubectl print, or an error message"),
        )
        .kid(area)
        .kid(files_button("Choose files", files))
        .kid(el("div", "opened").attr("role", "status").maybe(said))
}

fn said(state: &State) -> El {
    let mut list = el("div", "lines");
    for (kind, words) in &state.over.opened {
        list = match kind.as_str() {
            "said" => list.kid(el("p", "").kid(el("b", "").say(words.clone()))),
            "error" => list.kid(line("error", words)),
            "warning" => list.kid(line("warning", words)),
            "note" => list.kid(line("note", words)),
            "words" => list.kid(el("p", "").say(words.clone())),
            "page" => list.kid(pages(words)),
            "take" => list.kid(take(state)),
            _ => list,
        };
    }
    list
}

/// Where to read on about a message: the address of a page, then codes of findings.
fn pages(words: &str) -> El {
    let mut words = words.split(' ');
    let page = words.next().unwrap_or_default();
    let link = |to: String, text: String| el("a", "").set("href", to).say(text);
    let row = el("p", "row").kid(link(page.into(), super::search::page_title(page)));
    words.fold(row, |row, code| {
        row.kid(link(
            format!("findings.html#{code}"),
            format!("About {code}"),
        ))
    })
}

fn line(kind: &'static str, words: &str) -> El {
    el("p", kind)
        .kid(el("b", "").text(kind))
        .say(format!(" {words}"))
}

fn take(state: &State) -> El {
    let open = button("main")
        .text("Open this plan")
        .on(On::Click, "!open take".into());
    let words = (!is_example(state)).then(|| {
        let name = state.plan.name();
        el("p", "what").say(format!(
            "It takes the place of “{name}”, which stays as it is until then; Undo brings it back."
        ))
    });
    el("div", "row").kid(open).maybe(words)
}
