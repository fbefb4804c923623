//! Plans by name, kept in the browser, and the plan in force as a file.

use eniplan_core::link;
use eniplan_core::plan::shape::Value as _;
use eniplan_core::plan::{Name, Plan};
use eniplan_elements::{On, Outcome, button};

use super::{desk, is_example, opener};
use crate::State;
use crate::act::{El, el};

/// What is kept, and what is being done with it.
#[derive(Default)]
pub(super) struct Kept {
    /// Name and link of each.
    list: Vec<(String, String)>,
    /// Whether the dialog was opened to save.
    saving: bool,
    /// The name under which the plan is to be kept, once one was typed.
    typed: Option<String>,
    /// The name under which another plan stands, which is to be replaced if so pressed again.
    replacing: Option<String>,
    /// What opening would take the place of a plan that is kept nowhere.
    opening: Option<String>,
    /// The plan that gets another name, and the name as it is typed.
    renaming: Option<(String, String)>,
    /// The plan that was deleted last.
    deleted: Option<(String, String)>,
    /// What there is to say, and whether it is a fault.
    said: Option<(String, bool)>,
}

impl Kept {
    /// The dialog opens, perhaps to save.
    pub(super) fn opened(&mut self, saving: bool) {
        *self = Self {
            saving,
            ..Self::default()
        };
        self.read();
    }

    fn read(&mut self) {
        let kept = desk::kept_plans();
        let pairs = kept.as_chunks::<2>().0;
        self.list = pairs
            .iter()
            .map(|[name, link]| (name.clone(), link.clone()))
            .collect();
    }

    fn link_of(&self, name: &str) -> Option<&str> {
        let found = self.list.iter().find(|(known, _)| known == name);
        found.map(|(_, link)| link.as_str())
    }

    fn keep(&mut self, name: &str, link: &str) -> bool {
        let kept = desk::keep_plan(name, link);
        if !kept {
            let words = "This browser keeps nothing: its storage is closed or full. Save the plan as a file.";
            self.fault(words.into());
        }
        self.read();
        kept
    }

    fn say(&mut self, words: String) {
        self.said = Some((words, false));
    }

    fn fault(&mut self, words: String) {
        self.said = Some((words, true));
    }
}

/// Does what is asked of the kept plans.
pub(super) fn tell(state: &mut State, words: &str, value: &str) -> Outcome {
    let (word, name) = words.split_once(' ').unwrap_or((words, ""));
    let example = is_example(state);
    let kept = &mut state.over.kept;
    if !["name", "renamed"].contains(&word) {
        kept.said = None;
    }
    let mut focus = String::new();
    match word {
        "name" => {
            kept.typed = Some(value.into());
            kept.replacing = None;
        }
        "keep" => return keep(state),
        "open" => {
            let Some(link) = kept.link_of(name) else {
                return Outcome::Nothing;
            };
            let own = link::encode(&state.plan).ok();
            if own.as_deref() == Some(link) {
                kept.say("This is the plan that is open.".into());
                return Outcome::Redraw(String::new());
            }
            let is_kept = kept.list.iter().any(|(_, link)| own.as_ref() == Some(link));
            if !is_kept && !example && kept.opening.as_deref() != Some(name) {
                kept.opening = Some(name.into());
                return Outcome::Redraw(String::new());
            }
            match link::decode(link) {
                Ok(plan) => {
                    state.over.dialog = None;
                    let said = format!("“{name}” is open. Undo brings the plan before it back.");
                    return Outcome::Plan(link::pack(&plan.write()), said, "main".into());
                }
                Err(why) => kept.fault(why.to_string()),
            }
        }
        "stay" => kept.opening = None,
        "rename" => {
            kept.renaming = Some((name.into(), name.into()));
            focus = "kept-renamed".into();
        }
        "renamed" => {
            if let Some((_, typed)) = &mut kept.renaming {
                value.clone_into(typed);
            }
        }
        "put" => rename(kept),
        "leave" => kept.renaming = None,
        "delete" => {
            if let Some(link) = kept.link_of(name) {
                kept.deleted = Some((name.into(), link.into()));
                desk::forget_plan(name);
                kept.read();
                focus = "kept-restore".into();
            }
        }
        "restore" => {
            if let Some((name, link)) = kept.deleted.take()
                && kept.keep(&name, &link)
            {
                kept.say(format!("“{name}” is back."));
            }
        }
        _ => return Outcome::Nothing,
    }
    Outcome::Redraw(focus)
}

/// Keeps the plan in force under the name that stands in the field; the plan takes that name.
fn keep(state: &mut State) -> Outcome {
    let typed = state.over.kept.typed.clone();
    let typed = typed.unwrap_or_else(|| state.plan.name().into());
    let kept = &mut state.over.kept;
    let Some(name) = Name::of(&typed) else {
        kept.fault("Write a name of one line, up to 100 characters.".into());
        return Outcome::Redraw("kept-name".into());
    };
    let is_new_name = state.plan.name() != name.as_str();
    let plan = Plan {
        name: if is_new_name {
            Some(name.clone())
        } else {
            state.plan.name.clone()
        },
        ..state.plan.clone()
    };
    let link = match link::encode(&plan) {
        Ok(link) => link,
        Err(why) => {
            kept.fault(format!("{why} Save it as a file."));
            return Outcome::Redraw(String::new());
        }
    };
    let name = name.as_str();
    let is_other = kept.link_of(name).is_some_and(|there| there != link);
    if is_other && kept.replacing.as_deref() != Some(name) {
        kept.replacing = Some(name.into());
        return Outcome::Redraw("kept-keep".into());
    }
    kept.replacing = None;
    if !kept.keep(name, &link) {
        return Outcome::Redraw(String::new());
    }
    kept.typed = None;
    kept.say(format!("“{name}” is kept in this browser."));
    if is_new_name {
        let said = format!("The plan is called “{name}” now.");
        state.over.stays = true;
        return Outcome::Plan(link::pack(&plan.write()), said, String::new());
    }
    Outcome::Redraw(String::new())
}

/// Gives a kept plan the name that was typed.
fn rename(kept: &mut Kept) {
    let Some((old, typed)) = kept.renaming.clone() else {
        return;
    };
    let Some(name) = Name::of(&typed) else {
        return kept.fault("Write a name of one line, up to 100 characters.".into());
    };
    let new = name.as_str();
    if new == old {
        kept.renaming = None;
    } else if kept.link_of(new).is_some() {
        kept.fault(format!("“{new}” is there already. Choose another name."));
    } else if let Some(plan) = kept.link_of(&old).and_then(|link| link::decode(link).ok()) {
        let plan = Plan {
            name: Some(name.clone()),
            ..plan
        };
        if let Ok(link) = link::encode(&plan)
            && kept.keep(new, &link)
        {
            desk::forget_plan(&old);
            kept.read();
            kept.renaming = None;
            kept.say(format!("“{old}” is “{new}” now."));
        }
    }
}

/// The dialog about plans.
pub(super) fn view(state: &State) -> El {
    let kept = &state.over.kept;
    let said = kept.said.as_ref().map(|(words, is_fault)| {
        el("p", if *is_fault { "said wrong" } else { "said" }).say(words.clone())
    });
    el("div", "plans")
        .kid(
            el("div", "saying")
                .attr("role", "status")
                .maybe(said)
                .maybe(kept.deleted.as_ref().map(|(name, _)| deleted(name))),
        )
        .kid(
            el("section", "")
                .kid(el("h3", "").text("Open"))
                .kid(opener::view(state, ["open-text", "open-file"], true))
                .kid(list(state)),
        )
        .kid(
            el("section", "")
                .kid(el("h3", "").text("Save"))
                .kid(saving(state)),
        )
}

fn deleted(name: &str) -> El {
    let restore = button("plain")
        .attr("id", "kept-restore")
        .text("Undo")
        .on(On::Click, "kept restore".into());
    el("p", "row")
        .say(format!("“{name}” is deleted."))
        .kid(restore)
}

fn list(state: &State) -> El {
    let kept = &state.over.kept;
    let section = el("div", "kept").kid(el("h4", "").text("Kept in this browser"));
    if kept.list.is_empty() {
        return section.kid(el("p", "empty").text("None yet. What you save below is listed here."));
    }
    let own = link::encode(&state.plan).unwrap_or_default();
    let mut rows = el("ul", "");
    for (name, link) in &kept.list {
        rows = rows.kid(row(kept, state.plan.name(), name, *link == own));
    }
    section.kid(rows)
}

fn row(kept: &Kept, present: &str, name: &str, is_open: bool) -> El {
    let act = |label: &'static str, word: &str| {
        button("plain")
            .text(label)
            .set("aria-label", format!("{label} {name}"))
            .on(On::Click, format!("kept {word} {name}"))
    };
    if let Some((old, typed)) = &kept.renaming
        && old == name
    {
        let input = el("input", "")
            .attr("id", "kept-renamed")
            .attr("type", "text")
            .attr("autocomplete", "off")
            .set("aria-label", format!("New name of {name}"))
            .value(typed.clone())
            .on(On::Input, "kept renamed".into());
        let put = button("").text("Rename").on(On::Click, "kept put".into());
        let leave = button("plain")
            .text("Cancel")
            .on(On::Click, "kept leave".into());
        return el("li", "row")
            .attr("data-enter", "")
            .kid(el("span", "box").kid(input))
            .kid(put)
            .kid(leave);
    }
    let asked = (kept.opening.as_deref() == Some(name)).then(|| {
        let words = format!("“{present}” is not kept. Undo would bring it back.");
        let stay = button("").text("Not now").on(On::Click, "kept stay".into());
        el("div", "row")
            .attr("role", "alert")
            .kid(el("span", "").say(words))
            .kid(act("Open it", "open"))
            .kid(stay)
    });
    let open = is_open.then(|| el("span", "what").text("open now"));
    el("li", "")
        .kid(
            el("div", "row")
                .kid(el("b", "").say(name.to_owned()))
                .maybe(open)
                .kid(act("Open", "open"))
                .kid(act("Rename", "rename"))
                .kid(act("Delete", "delete")),
        )
        .maybe(asked)
}

fn saving(state: &State) -> El {
    let kept = &state.over.kept;
    let name = kept.typed.as_deref().unwrap_or_else(|| state.plan.name());
    let mut input = el("input", "")
        .attr("id", "kept-name")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .value(name.to_owned())
        .on(On::Input, "kept name".into());
    if kept.saving {
        input = input.attr("autofocus", "");
    }
    let replacing = kept.replacing.is_some();
    let keep = button("main")
        .attr("id", "kept-keep")
        .text(if replacing { "Replace it" } else { "Save" })
        .on(On::Click, "kept keep".into());
    let words = kept.replacing.as_ref().map(|name| {
        el("p", "said").attr("role", "alert").say(format!(
            "Another plan is kept as “{name}”. It would be lost."
        ))
    });
    let link = link::encode(&state.plan).unwrap_or_default();
    let by_link = |label: &'static str, code: &str| {
        button("")
            .text(label)
            .set("value", link.clone())
            .when(link.is_empty(), "disabled")
            .on(On::Click, code.into())
    };
    el("div", "saving")
        .kid(
            el("div", "field")
                .attr("data-enter", "")
                .kid(el("label", "").attr("for", "kept-name").text("Name"))
                .kid(el("div", "row").kid(el("span", "box").kid(input)).kid(keep)),
        )
        .maybe(words)
        .kid(el("p", "what").text(
            "Plans stay in this browser until you delete them or its data. A file goes wherever you put it; the command line reads it too.",
        ))
        .kid(
            el("p", "row")
                .kid(by_link("Save as a file", "!open save"))
                .kid(by_link("Copy as YAML", "!open copy")),
        )
}
