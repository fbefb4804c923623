//! The Export page: every file that the plan needs as code, what it is for, and in which order it is applied.

mod choices;
mod contents;
mod files;
mod preview;

use eniplan_core::analyze::analyze;
use eniplan_core::analyze::strategies::STRATEGIES;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::{self, Choice, Destination, Export, File, Form, Offers};
use eniplan_core::finding::{Finding, Severity};
use eniplan_core::plan::Plan;
use eniplan_elements::{On, Outcome, button, details, join, marked};

use crate::asked::none_of;
use crate::{El, el};

/// What is looked at, and what was last written.
#[derive(Default)]
pub(crate) struct View {
    choice: Words,
    made: Option<Made>,
    /// The files of the look before this one: of another plan, or another choice.
    seen: Vec<File>,
    /// The path of the file that is shown; where there is none of it, the first is.
    open: String,
    look: Look,
    /// Whether a long file is shown whole.
    whole: bool,
}

/// The words of what is chosen; an empty one leaves the matter to the plan.
#[derive(Clone, Default, PartialEq, Eq)]
struct Words {
    strategy: String,
    into: String,
    form: String,
}

/// What was written of a plan under a choice.
struct Made {
    plan: Plan,
    choice: Words,
    offers: Offers,
    /// The files, or why there are none.
    export: Result<Export, String>,
    changes: Vec<Change>,
}

/// What became of a file since the last look.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Change {
    #[default]
    Same,
    New,
    Changed,
}

/// How the file is shown.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Look {
    #[default]
    Contents,
    /// A picture as its source.
    Source,
    /// What changed since the last look.
    Changes,
}

impl View {
    /// Takes a choice from the address.
    pub(crate) fn ask(&mut self, key: &str, value: &str) -> Result<(), String> {
        let mut names = Vec::new();
        let chosen = match key {
            "strategy" => {
                names.push(export::AS_PLANNED);
                names.extend(STRATEGIES.iter().map(|strategy| strategy.id));
                &mut self.choice.strategy
            }
            "into" => {
                names.extend(Destination::ALL.map(Destination::name));
                &mut self.choice.into
            }
            _ => {
                names.extend(Form::ALL.map(Form::name));
                &mut self.choice.form
            }
        };
        if !names.contains(&value) {
            return Err(none_of(key, value, &names));
        }
        value.clone_into(chosen);
        Ok(())
    }

    /// The page.
    pub(crate) fn page(&mut self, plan: &Plan, narrow: bool) -> El {
        self.make(plan);
        let page = el("div", "export").kid(
            el("div", "")
                .kid(el("h1", "").text("Export"))
                .kid(el("p", "lead").text(
                    "Every file that this plan needs as code, written here in the browser. The same plan gives the same bytes on every machine.",
                )),
        );
        let Some(made) = &self.made else { return page };
        let page = page.kid(choices::view(&made.offers));
        match &made.export {
            Err(why) => page.kid(
                el("p", "banner wrong")
                    .attr("role", "status")
                    .say(why.clone()),
            ),
            Ok(export) => page
                .maybe(of_plan(&export.findings))
                .maybe(findings(&export.findings, true))
                .maybe(order(export))
                .maybe(findings(&export.findings, false))
                .kid(
                    el("div", if narrow { "shelf narrow" } else { "shelf" })
                        .kid(files::view(self, export, &made.changes))
                        .kid(preview::view(self, export, &made.changes)),
                ),
        }
    }

    /// Writes the files, where the plan or the choice is another one than before.
    fn make(&mut self, plan: &Plan) {
        let last = self.made.as_ref();
        if last.is_some_and(|made| made.plan == *plan && made.choice == self.choice) {
            return;
        }
        if let Some(Made {
            export: Ok(export), ..
        }) = self.made.take()
        {
            self.seen = export.files;
            self.whole = false;
        }
        let catalogue = Catalogue::bundled();
        let report = analyze(plan, &catalogue);
        let words = &self.choice;
        let choice = Choice::of_words(&words.strategy, &words.into, &words.form);
        let export = export::export_choice(plan, &report, &catalogue, choice)
            .map_err(|refusal| refusal.message());
        let changes = export
            .as_ref()
            .map_or_else(|_| Vec::new(), |export| self.changes(export));
        self.made = Some(Made {
            plan: plan.clone(),
            choice: self.choice.clone(),
            offers: export::offers(plan, &report, &catalogue, choice),
            export,
            changes,
        });
        if self.look == Look::Changes {
            self.look = Look::Contents;
        }
    }

    /// What became of each file since the last look; nothing did at the first.
    fn changes(&self, export: &Export) -> Vec<Change> {
        let change = |file: &File| match self.before(file) {
            _ if self.seen.is_empty() => Change::Same,
            None => Change::New,
            Some(old) if lines(old).eq(lines(file)) => Change::Same,
            Some(_) => Change::Changed,
        };
        export.files.iter().map(change).collect()
    }

    /// The file as it was at the last look.
    fn before(&self, file: &File) -> Option<&File> {
        self.seen.iter().find(|old| old.path == file.path)
    }

    /// The place of the file that is shown.
    fn place(&self, export: &Export) -> usize {
        let found = export.files.iter().position(|file| file.path == self.open);
        found.unwrap_or(0)
    }

    /// What the archive is saved as.
    fn archive_name(&self, export: &Export) -> String {
        let is_named = |made: &Made| made.plan.name.is_some();
        if self.made.as_ref().is_some_and(is_named) {
            join(&[&export.name, ".zip"])
        } else {
            "plan.zip".into()
        }
    }

    /// Does what an element of the page asks.
    pub(crate) fn tell(&mut self, words: &str, value: &str) -> Outcome {
        let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
        let export = self
            .made
            .as_ref()
            .and_then(|made| made.export.as_ref().ok());
        let file = export.and_then(|export| export.files.get(rest.parse::<usize>().ok()?));
        match (word, file, export) {
            ("strategy", ..) => self.choice.strategy = value.into(),
            ("into", ..) => self.choice.into = rest.into(),
            ("form", ..) => self.choice.form = rest.into(),
            ("open", Some(file), _) => {
                self.open.clone_from(&file.path);
                self.look = Look::Contents;
                self.whole = false;
                return Outcome::Redraw("export-file".into());
            }
            ("save", Some(file), _) => {
                return Outcome::Save(file.path.clone(), file.contents.clone().into_bytes());
            }
            ("copy", Some(file), _) => {
                let said = join(&["Copied ", &file.path, "."]);
                return Outcome::Copy(file.contents.clone(), said);
            }
            ("zip", _, Some(export)) => {
                return Outcome::Save(self.archive_name(export), export.archive());
            }
            ("seen", _, Some(export)) => {
                self.seen.clone_from(&export.files);
                if let Some(made) = &mut self.made {
                    made.changes.fill(Change::Same);
                }
                self.look = Look::Contents;
                return Outcome::Redraw("export-files".into());
            }
            ("contents", ..) => self.look = Look::Contents,
            ("source", ..) => self.look = Look::Source,
            ("changes", ..) => self.look = Look::Changes,
            ("whole", ..) => {
                self.whole = true;
                return Outcome::Redraw("export-file".into());
            }
            _ => return Outcome::Nothing,
        }
        Outcome::Redraw(String::new())
    }
}

/// The lines of a file but those that say which plan it came from: these change in every file with every plan.
fn lines(file: &File) -> impl Iterator<Item = &str> {
    file.contents
        .lines()
        .filter(|line| !export::is_of_head(line))
}

/// What is wrong with the plan as a whole, before anything of it is applied.
fn of_plan(findings: &[Finding]) -> Option<El> {
    let finding = findings.iter().find(|one| export::is_of_plan(one))?;
    let is_error = finding.severity == Severity::Error;
    let (class, page, words) = if is_error {
        ("banner wrong", "#/vpc", "See its findings")
    } else {
        ("banner", "#/nodes", "Add nodes")
    };
    let (message, help) = finding.marked();
    Some(
        el("div", class)
            .attr("role", if is_error { "alert" } else { "note" })
            .kid(el("p", "").kid(marked(el("b", ""), &message)))
            .kid(marked(el("p", ""), &help))
            .kid(
                el("p", "row")
                    .kid(el("a", "").attr("href", page).text(words))
                    .kid(about(finding)),
            ),
    )
}

/// What stops the Terraform, or else what one should know, then what was decided or left out, to be opened.
fn findings(findings: &[Finding], stopping: bool) -> Option<El> {
    let mut loud = el("ol", "");
    let mut quiet = el("ol", "");
    let mut notes = 0_u64;
    let wanted = |one: &&Finding| export::stops(one) == stopping && !export::is_of_plan(one);
    for finding in findings.iter().filter(wanted) {
        if finding.severity == Severity::Note {
            quiet = quiet.kid(item(finding));
            notes += 1;
        } else {
            loud = loud.kid(item(finding));
        }
    }
    let (id, title) = if stopping {
        ("export-stop", "Why there is no Terraform")
    } else {
        ("export-findings", "What the files leave out or decide")
    };
    let is_empty = loud.kids.is_empty() && notes == 0;
    let words = if notes == 1 { " note" } else { " notes" };
    let summary = el("summary", "").say(join(&[&notes.to_string(), words]));
    let section = el("section", "findings")
        .attr("aria-labelledby", id)
        .kid(el("h2", "").attr("id", id).text(title))
        .maybe((!loud.kids.is_empty()).then_some(loud))
        .maybe((notes > 0).then(|| details("", summary, quiet)));
    (!is_empty).then_some(section)
}

/// The link to what is written of a code.
fn about(finding: &Finding) -> El {
    let code = finding.code.to_string();
    el("a", "")
        // Beside this page, wherever it is hosted.
        .set("href", join(&["findings.html#", &code]))
        .attr("rel", "noopener")
        .say(join(&["About ", &code]))
}

fn item(finding: &Finding) -> El {
    let name = finding.severity.name();
    let (message, help) = finding.marked();
    let role = if finding.severity == Severity::Error {
        "alert"
    } else {
        "note"
    };
    el("li", name)
        .kid(el("span", "tag").kid(el("span", name).text(name)))
        .kid(
            el("div", "")
                .attr("role", role)
                .kid(
                    el("p", "")
                        .kid(el("b", "").text(finding.code.entry().title))
                        .text(" ")
                        .kid(el("code", "").say(finding.subject.clone())),
                )
                .kid(marked(el("p", ""), &message))
                .kid(marked(el("p", "what"), &help).text(" ").kid(about(finding))),
        )
}

/// The steps in which the files are applied.
fn order(export: &Export) -> Option<El> {
    let mut list = el("ol", "steps");
    for step in &export.order {
        list = list.kid(sentence(step));
    }
    let section = el("section", "card")
        .attr("aria-labelledby", "export-order")
        .kid(
            el("h2", "")
                .attr("id", "export-order")
                .text("In this order"),
        )
        .kid(list);
    (!export.order.is_empty()).then_some(section)
}

/// An entry of a list in Markdown: what stands in backticks is code.
fn sentence(text: &str) -> El {
    let mut item = el("li", "");
    for (index, piece) in text.split('`').enumerate() {
        item = if index % 2 == 1 {
            item.kid(crate::command(el("code", ""), piece))
        } else {
            item.say(piece.into())
        };
    }
    item
}

/// A button that sends a word of this page.
fn asking(class: &'static str, code: &str) -> El {
    button(class).on(On::Click, join(&["!export ", code]))
}
