//! The Export page: every file that the plan needs as code.

use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export;
use eniplan_core::plan::Plan;
use eniplan_elements::{On, Outcome, button, grouped};

use crate::{El, el};

/// What was last written.
#[derive(Default)]
pub(crate) struct View {
    /// Names and bytes; the first is an archive of the others.
    files: Vec<(String, Vec<u8>)>,
}

impl View {
    /// The page.
    pub(crate) fn page(&mut self, plan: &Plan) -> El {
        let catalogue = Catalogue::bundled();
        let report = analyze(plan, &catalogue);
        let made = export::export(plan, &report, &catalogue, &export::plan_link(plan));
        self.files = vec![(format!("{}.zip", made.name), made.archive())];
        let files = made.files.into_iter();
        self.files
            .extend(files.map(|file| (file.path, file.contents.into_bytes())));
        let mut list = el("ul", "");
        for (index, (name, bytes)) in self.files.iter().enumerate() {
            list = list.kid(row(index, name, bytes));
        }
        el("section", "files")
            .attr("aria-labelledby", "files-title")
            .kid(el("h1", "").attr("id", "files-title").text("Export"))
            .kid(el("p", "").text("What this plan needs as code, as it is in force now."))
            .kid(list)
    }

    /// Does what an element of the page asks.
    pub(crate) fn tell(&mut self, words: &str) -> Outcome {
        let index = words.strip_prefix("save ").and_then(|n| n.parse().ok());
        let file = index.and_then(|index: usize| self.files.get(index));
        file.map_or(Outcome::Nothing, |(name, bytes)| {
            Outcome::Save(name.clone(), bytes.clone())
        })
    }
}

fn row(index: usize, name: &str, bytes: &[u8]) -> El {
    let summary = el("summary", "")
        .kid(el("code", "").say(name.to_owned()))
        .kid(el("span", "unit").say(format!("{} B", grouped(bytes.len() as u64))));
    let preview = el("pre", "")
        .attr("tabindex", "0")
        .set("aria-label", name.to_owned())
        .say(String::from_utf8(bytes.to_vec()).unwrap_or_default());
    let save = button("main")
        .text("Save")
        .set("aria-label", format!("Save {name}"))
        .on(On::Click, format!("!export save {index}"));
    el("li", "")
        .kid(save)
        .kid(el("details", "").kid(summary).kid(preview))
}
