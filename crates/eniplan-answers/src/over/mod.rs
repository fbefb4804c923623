//! What stands over the page when it is asked for: a new plan, plans that are kept, the search, the keys.

mod desk;
mod draft;
mod kept;
mod keys;
mod opener;
mod search;
mod settings;

use eniplan_core::link;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::{On, Outcome, button};

use crate::State;
use crate::act::{El, el};

pub(crate) use opener::start;

/// What is open, and what stands in it.
#[derive(Default)]
pub(crate) struct Over {
    dialog: Option<Dialog>,
    /// What was said of the text in the box, a line each with its kind.
    opened: Vec<(String, String)>,
    draft: draft::Draft,
    kept: kept::Kept,
    /// Whether the change of the plan that comes next is one of its name, made here.
    stays: bool,
    search: search::Search,
}

/// What can stand over the page.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Dialog {
    /// A few questions that lead to a plan.
    New,
    /// Plans: the box for what one has, those that are kept, the one in force as a file.
    Plans,
    Search,
    /// A value of the plan that has no place on a page.
    Setting(String),
    Keys,
}

impl Over {
    /// What stands over a page is of that page.
    pub(crate) fn page_changed(&mut self) {
        self.dialog = None;
        self.opened.clear();
    }

    /// Another plan is in force: what was read of one is in force now, or out of date.
    pub(crate) fn plan_changed(&mut self) {
        if std::mem::take(&mut self.stays) {
            return;
        }
        let was_taken = !std::mem::take(&mut self.opened).is_empty();
        if was_taken && self.dialog == Some(Dialog::Plans) {
            self.dialog = None;
        }
    }
}

/// The example, with which a first visit begins.
const EXAMPLE: &str = include_str!("../../../../web/src/example.link");

/// Whether the plan in force is the example, which is nobody's.
fn is_example(state: &State) -> bool {
    let example = link::decode_tree(EXAMPLE.trim_ascii());
    example.is_ok_and(|tree| link::pack(&tree) == link::pack(&state.plan.write()))
}

/// Does what is asked for here; nothing where the words belong to another part.
pub(crate) fn tell(state: &mut State, code: &str, value: &str) -> Option<Outcome> {
    let (word, rest) = code.split_once(' ').unwrap_or((code, ""));
    let over = &mut state.over;
    let dialog = match (word, value) {
        ("key-everywhere", "/") | ("find", _) => {
            over.search.opened();
            Dialog::Search
        }
        ("key-everywhere", "?") | ("keys", _) => Dialog::Keys,
        ("key-everywhere", "Escape") if over.dialog.is_none() => return Some(Outcome::Nothing),
        ("key-everywhere" | "close", _) => {
            over.dialog = None;
            return Some(Outcome::Redraw(String::new()));
        }
        ("new", _) => Dialog::New,
        ("open", _) => {
            over.kept.opened(false);
            Dialog::Plans
        }
        ("save", _) => {
            over.kept.opened(true);
            Dialog::Plans
        }
        ("opened", _) => {
            over.opened = opener::lines(value);
            return Some(Outcome::Redraw(String::new()));
        }
        ("draft", _) => return Some(draft::tell(state, rest, value)),
        ("kept", _) => return Some(kept::tell(state, rest, value)),
        ("search", _) => return Some(search::tell(state, rest, value)),
        _ => return None,
    };
    let focus = match dialog {
        Dialog::Search => "search",
        Dialog::Keys => "over-close",
        _ => "",
    };
    over.dialog = Some(dialog);
    Some(Outcome::Redraw(focus.into()))
}

/// What is open, where something is.
pub(crate) fn view(state: &State) -> Option<El> {
    let (title, body) = match state.over.dialog.as_ref()? {
        Dialog::New => ("A new plan", draft::view(state)),
        Dialog::Plans => ("Plans", kept::view(state)),
        Dialog::Search => ("Search", search::view(state)),
        Dialog::Setting(path) => ("A setting", search::setting(state, path)),
        Dialog::Keys => ("Keys", keys::view()),
    };
    let close = button("plain close")
        .attr("id", "over-close")
        .attr("title", "Escape")
        .text("Close")
        .on(On::Click, "close".into());
    let head = el("div", "title")
        .kid(el("h2", "").attr("id", "over-title").text(title))
        .kid(close);
    // The sheet fills the dialog, so that a click on the dialog itself is one beside the sheet.
    let sheet = el("div", "sheet").kid(head).kid(body);
    Some(
        el("dialog", "over")
            .attr("aria-labelledby", "over-title")
            .kid(sheet),
    )
}

/// A field of a dialog that stands for itself.
struct Ask<'a> {
    id: &'static str,
    label: &'static str,
    value: &'a str,
    /// What its texts are told as.
    code: &'static str,
    unit: &'static str,
    help: &'static str,
    /// What is wrong with it.
    fault: Option<&'a str>,
}

impl Ask<'_> {
    fn input(&self) -> El {
        let input = el("input", "")
            .attr("id", self.id)
            .attr("type", "text")
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .set("aria-describedby", format!("{}-help", self.id))
            .value(self.value.to_owned())
            .on(On::Input, self.code.into());
        if self.fault.is_some() {
            input.attr("aria-invalid", "true")
        } else {
            input
        }
    }

    fn field(&self, input: El) -> El {
        let unit = (!self.unit.is_empty()).then(|| el("span", "unit").text(self.unit));
        let words = self.fault.unwrap_or(self.help);
        let class = if self.fault.is_some() {
            "said wrong"
        } else {
            "help"
        };
        el("div", "field")
            .kid(el("label", "").attr("for", self.id).text(self.label))
            .kid(el("span", "box").kid(input).maybe(unit))
            .kid(
                el("p", class)
                    .set("id", format!("{}-help", self.id))
                    .say(words.to_owned()),
            )
    }
}
