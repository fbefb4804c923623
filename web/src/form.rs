//! The parts that forms are made of: fields that know their path, switches, choices and buttons.

use eniplan_elements::{Field, On, button, join, option};
use yew::html::Scope;

use crate::answers;
use crate::app::App;
use crate::change::Change;
use crate::element::{El, Send, el};
use crate::path;
use crate::state::{Action, State};
use std::rc::Rc;

/// What every view is drawn from.
pub(crate) struct Ui<'a> {
    pub(crate) state: &'a State,
    pub(crate) scope: &'a Scope<App>,
}

/// What a field shows beside its value.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look<'a> {
    /// The unit behind it.
    pub(crate) unit: &'static str,
    /// What is in force where it is empty.
    pub(crate) instead: &'a str,
    /// Help in place of the document's own words.
    pub(crate) help: Option<&'static str>,
    /// Whether label and help are for screen readers alone, as in a table whose column says it.
    pub(crate) bare: bool,
}

/// A field with a unit.
pub(crate) fn unit(unit: &'static str) -> Look<'static> {
    Look {
        unit,
        ..Look::default()
    }
}

/// A field that shows what is in force where it is empty.
pub(crate) fn instead<'a>(instead: &'a str, unit: &'static str) -> Look<'a> {
    Look {
        unit,
        instead,
        ..Look::default()
    }
}

impl<'a> Ui<'a> {
    pub(crate) fn new(state: &'a State, scope: &'a Scope<App>) -> Self {
        Self { state, scope }
    }

    /// The text at a path of the plan.
    pub(crate) fn text(&self, path: &str) -> String {
        path::text_at(&self.state.plan, path)
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, path: &str) -> bool {
        self.text(path) == "true"
    }

    /// The answer of a name.
    pub(crate) fn answer(&self, name: &str) -> Option<Rc<El>> {
        let answer = self.state.answers.named(name);
        answer.or_else(|| self.state.later.named(name)).cloned()
    }

    /// A text field.
    #[inline(never)]
    pub(crate) fn field(&self, path: &str, label: &str, look: Look) -> El {
        let typed = self.state.typed(path);
        let (value, said, faulty) = match typed {
            Some(typed) => (typed.text.clone(), typed.said.clone(), typed.faulty),
            None => (self.text(path), None, false),
        };
        let instead = if look.instead.is_empty() {
            self.state.answers.in_force(path)
        } else {
            look.instead
        };
        let mut input = el("input", "")
            .set("id", path.into())
            .attr("type", "text")
            .set("placeholder", instead.into())
            .attr("autocomplete", "off")
            .attr("spellcheck", "false")
            .set("aria-describedby", join(&[path, "-help"]))
            .value(value)
            .on(On::Input, Send::Typed(path.into()))
            .on(On::Blur, Send::This(Action::Leave(path.into())));
        if faulty {
            input = input.attr("aria-invalid", "true");
        }
        self.labelled(path, label, look, input, said, faulty)
    }

    /// A choice among the words of the document.
    pub(crate) fn choice(&self, path: &str, label: &str, look: Look) -> El {
        self.pick(path, label, look, path::words_at(path))
    }

    /// A choice among values.
    #[inline(never)]
    pub(crate) fn pick(&self, path: &str, label: &str, look: Look, mut values: Vec<String>) -> El {
        let present = self.text(path);
        if !values.contains(&present) {
            values.insert(0, present.clone());
        }
        let mut select = el("select", "")
            .set("id", path.into())
            .set("aria-describedby", join(&[path, "-help"]))
            .on(On::Change, Send::Typed(path.into()));
        for value in values {
            let chosen = value == present;
            select = select.kid(option(value.clone(), value, chosen));
        }
        self.labelled(path, label, look, select, None, false)
    }

    /// A switch.
    #[inline(never)]
    pub(crate) fn switch(&self, path: &str, label: &str, look: Look) -> El {
        let input = el("input", "")
            .set("id", path.into())
            .attr("type", "checkbox")
            .set("aria-describedby", join(&[path, "-help"]))
            .checked(self.is_on(path))
            .on(On::Change, Send::Typed(path.into()));
        el("div", "field switch")
            .kid(input)
            .kid(el("label", "").set("for", path.into()).say(label.into()))
            .kid(self.help(path, look))
            .answer(answers::told(path))
    }

    fn labelled(
        &self,
        path: &str,
        label: &str,
        look: Look,
        input: El,
        said: Option<String>,
        faulty: bool,
    ) -> El {
        let unit = if look.unit.is_empty() {
            None
        } else {
            Some(el("span", "unit").text(look.unit))
        };
        let field = el("div", if look.bare { "field bare" } else { "field" })
            .kid(el("label", "").set("for", path.into()).say(label.into()))
            .kid(el("span", "box").kid(input).maybe(unit))
            .kid(
                el("p", if faulty { "said wrong" } else { "said" })
                    .attr("role", "status")
                    .say(said.unwrap_or_default()),
            )
            .kid(self.help(path, look));
        if look.bare {
            field
        } else {
            field.answer(answers::told(path))
        }
    }

    /// Help below a field: the document's words for what the path means, unless the field has its own.
    fn help(&self, path: &str, look: Look) -> El {
        let words = look.help.unwrap_or_else(|| self.state.help(path));
        el("p", "help")
            .set("id", join(&[path, "-help"]))
            .when(look.bare, "hidden")
            .say(words.into())
    }

    /// A slider; where it is let go, what is moved next is another step to undo.
    fn slider(&self, field: &Field) -> El {
        let mut value = self.text(&field.path);
        if value.is_empty() {
            value.clone_from(&field.instead);
        }
        el("input", "slider")
            .attr("type", "range")
            .set("max", field.most.to_string())
            .set("aria-label", field.label.clone())
            .value(value)
            .on(On::Input, Send::Typed(field.path.clone()))
            .on(On::Change, Send::This(Action::Leave(field.path.clone())))
    }

    /// A field that stands in an answer, whose column names it.
    pub(crate) fn placed(&self, field: &Field) -> El {
        let look = Look {
            instead: &field.instead,
            bare: true,
            ..Look::default()
        };
        if field.most > 0 {
            self.slider(field)
        } else if field.choices.is_empty() {
            self.field(&field.path, &field.label, look)
        } else {
            self.pick(&field.path, &field.label, look, field.choices.clone())
        }
    }
}

/// A button that sends an action.
#[inline(never)]
pub(crate) fn act(class: &'static str, label: &'static str, action: Action) -> El {
    button(class).text(label).on(On::Click, Send::This(action))
}

/// A button that changes the plan, with a name for screen readers that says what.
pub(crate) fn change(class: &'static str, label: &'static str, name: String, change: Change) -> El {
    act(class, label, Action::Change(change)).set("aria-label", name)
}
