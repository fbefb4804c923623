//! The Import page: what people have, read into an inventory, and the plan that it makes.

mod commands;
mod compared;
mod found;
mod input;

use eniplan_core::finding::{Code, Finding};
use eniplan_core::link;
use eniplan_core::operands;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::{Outcome, join};
use eniplan_import::{COMMANDS, Inventory, MOST_BYTES, Options, QUICK, Undecided, plan, read_with};

use crate::{El, el, progress};

/// What was read, and the plan of it.
#[derive(Default)]
pub(crate) struct View {
    inventory: Inventory,
    /// What there is to say of the documents themselves.
    told: Vec<Finding>,
    options: Options,
    made: Option<Result<Box<eniplan_import::Outcome>, Undecided>>,
    /// The text in the field, not read yet.
    text: String,
    /// Texts that were read so far: each has a name of its own.
    texts: usize,
}

impl View {
    /// Takes from the address which VPC or cluster is meant; what is read says whether there is one.
    pub(crate) fn ask(&mut self, key: &str, value: &str) -> Result<(), String> {
        if value.trim().is_empty() {
            return Err(join(&["`", key, "` in the address is empty."]));
        }
        let value = Some(value.trim().to_owned());
        if key == "vpc" {
            self.options.vpc = value;
        } else {
            self.options.cluster = value;
        }
        self.make();
        Ok(())
    }

    /// The page.
    pub(crate) fn page(&self) -> El {
        let about = "Paste what your cluster shows, or choose files: answers of aws and kubectl, Terraform's state file or JSON, eksctl's file, a plan, a link, or a list of blocks. Any mix, in any order.";
        let page = el("div", "import")
            .kid(el("h1", "").text("Import"))
            .kid(el("p", "lead").text(about))
            .maybe(commands::quick(
                &self.inventory,
                matches!(self.made, Some(Ok(_))),
            ))
            .kid(input::view(&self.text, self.inventory.documents.len()));
        let page = if self.inventory.documents.is_empty() && self.told.is_empty() {
            page
        } else {
            page.kid(found::documents(&self.inventory, &self.told))
        };
        let page = match &self.made {
            None => page,
            Some(Err(undecided)) => page.kid(found::choice(undecided)),
            Some(Ok(outcome)) => page
                .kid(found::plan(outcome, &self.options))
                .maybe(compared::subnets(&outcome.subnets))
                .maybe(compared::groups(&outcome.groups))
                .maybe(compared::blocks(&outcome.blocks))
                .maybe(compared::leaked(&outcome.leaked))
                .kid(found::findings(&outcome.findings)),
        };
        page.kid(commands::view())
    }

    /// Does what an element of the page asks.
    pub(crate) fn tell(
        &mut self,
        words: &str,
        value: &str,
        files: &[(String, Vec<u8>)],
    ) -> Outcome {
        let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
        match word {
            "text" => {
                value.clone_into(&mut self.text);
                return Outcome::Nothing;
            }
            "read" if self.text.trim().is_empty() => {
                return Outcome::Say("There is nothing to read yet: paste something first.".into());
            }
            "read" => {
                let text = std::mem::take(&mut self.text);
                self.take_text(text);
            }
            "files" => self.take(files),
            "vpc" => {
                self.options.vpc = Some(value.to_owned());
                self.make();
            }
            "cluster" => {
                self.options.cluster = Some(value.to_owned());
                self.make();
            }
            "again" => *self = Self::default(),
            "command" | "quick" => {
                let commands = if word == "quick" { QUICK } else { COMMANDS };
                let command = rest.parse().ok().and_then(|at: usize| commands.get(at));
                return command.map_or(Outcome::Nothing, |command| {
                    Outcome::Copy(command.line.to_owned(), "Command copied.".into())
                });
            }
            "use" => {
                return match &self.made {
                    Some(Ok(outcome)) => Outcome::Plan(
                        link::pack(&outcome.plan.write()),
                        "The imported plan is open. Undo brings the other one back.".into(),
                        "main".into(),
                    ),
                    _ => Outcome::Nothing,
                };
            }
            _ => return Outcome::Nothing,
        }
        Outcome::Redraw("import-found".into())
    }

    /// Tells of files that were not read, since they are too large.
    pub(crate) fn refuse(&mut self, files: &[(String, u64)]) {
        for (name, mebibytes) in files {
            let most = (MOST_BYTES >> 20) as u64;
            let operands = operands![name.as_str(), *mebibytes, most];
            self.told
                .push(Finding::new(Code::ImportTooLarge, name.as_str(), operands));
        }
    }

    /// Takes what was put into the box of the first screen, and shows the page.
    pub(crate) fn open(&mut self, value: &str, files: &[(String, Vec<u8>)]) -> Outcome {
        if files.is_empty() && !value.is_empty() {
            self.take_text(value.to_owned());
        } else {
            self.take(files);
        }
        Outcome::Go("#/import".into())
    }

    fn take_text(&mut self, text: String) {
        self.texts += 1;
        let name = format!("paste {}", self.texts);
        self.take(&[(name, text.into_bytes())]);
    }

    /// Reads files and adds them to what was read before; nothing that was read is lost.
    fn take(&mut self, files: &[(String, Vec<u8>)]) {
        let all: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut before = 0;
        for (name, bytes) in files {
            let told = read_with(name, bytes, &mut self.inventory, &mut |so_far| {
                progress(before + so_far.bytes, all);
            });
            before += bytes.len();
            self.told.extend(told);
        }
        self.make();
    }

    fn make(&mut self) {
        self.made = if self.inventory.documents.is_empty() {
            None
        } else {
            Some(plan(&self.inventory, &self.options).map(Box::new))
        };
    }
}
