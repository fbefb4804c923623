//! The list of the files, in the order in which they are applied.

use eniplan_core::export::{Export, File, Kind};
use eniplan_elements::{grouped, join};

use super::{Change, View, asking};
use crate::{El, el};

/// The list, and all of it as one archive.
pub(super) fn view(view: &View, export: &Export, changes: &[Change]) -> El {
    let bytes: usize = export.files.iter().map(|file| file.contents.len()).sum();
    let count = export.files.len();
    let sum = join(&[
        &grouped(count as u64),
        if count == 1 { " file, " } else { " files, " },
        &size(bytes),
    ]);
    let title = el("h2", "")
        .attr("id", "export-files")
        .attr("tabindex", "-1")
        .text("Files");
    let mut list = el("nav", "files")
        .attr("aria-labelledby", "export-files")
        .kid(
            el("div", "title")
                .kid(title)
                .kid(el("span", "unit").say(sum)),
        )
        .kid(asking("main", "zip").say(join(&["Save ", &view.archive_name(export)])))
        .maybe(since(view, export, changes));
    let open = view.place(export);
    let mut kind_before = None;
    let mut group = el("ul", "");
    for (index, file) in export.files.iter().enumerate() {
        if kind_before.is_some_and(|kind| kind != file.kind) {
            list = list.kid(group);
            group = el("ul", "");
        }
        if kind_before != Some(file.kind) {
            let title = match file.kind {
                // The first of all is the list of the others.
                Kind::Document if index == 0 => "To read first",
                kind => kind.title(),
            };
            list = list.kid(el("h3", "").text(title));
            kind_before = Some(file.kind);
        }
        let change = changes.get(index).copied().unwrap_or_default();
        group = group.kid(row(index, file, index == open, change));
    }
    list.kid(group)
}

/// What became of the files since the last look, if anything did.
fn since(view: &View, export: &Export, changes: &[Change]) -> Option<El> {
    let count = |wanted| changes.iter().filter(|change| **change == wanted).count();
    let is_gone = |old: &&File| !export.files.iter().any(|file| file.path == old.path);
    let gone: Vec<&str> = view
        .seen
        .iter()
        .filter(is_gone)
        .map(|old| old.path.as_str())
        .collect();
    let counts = [
        (count(Change::Changed), " changed"),
        (count(Change::New), " new"),
        (gone.len(), " gone"),
    ];
    let mut said = Vec::new();
    for (count, word) in counts {
        if count > 0 {
            said.push(join(&[&grouped(count as u64), word]));
        }
    }
    if said.is_empty() {
        return None;
    }
    let names = gone
        .iter()
        .map(|path| el("li", "").kid(el("del", "").say((*path).into())));
    let words = join(&["Since the last look: ", &said.join(", "), "."]);
    Some(
        el("div", "since")
            .kid(el("p", "").attr("role", "status").say(words))
            .maybe((!gone.is_empty()).then(|| names.fold(el("ul", "gone"), El::kid)))
            .kid(asking("plain", "seen").text("Mark all as seen")),
    )
}

fn row(index: usize, file: &File, open: bool, change: Change) -> El {
    let number = index.to_string();
    let word = match change {
        Change::Same => "",
        Change::New => "new",
        Change::Changed => "changed",
    };
    let badge = (!word.is_empty()).then(|| el("span", "badge").text(word));
    let mut name =
        asking("plain", &join(&["open ", &number])).kid(el("code", "").say(file.path.clone()));
    if open {
        name = name.attr("aria-current", "true");
    }
    let save = asking("", &join(&["save ", &number]))
        .set("aria-label", join(&["Save ", &file.path]))
        .text("Save");
    el("li", if open { "open" } else { "" })
        .kid(
            el("div", "")
                .kid(el("p", "").kid(name).text(" ").maybe(badge))
                .kid(el("p", "help").say(file.purpose.clone())),
        )
        .kid(save)
}

/// A size for people.
pub(super) fn size(bytes: usize) -> String {
    match bytes as u64 {
        few @ 0..1_000 => join(&[&grouped(few), " B"]),
        many => join(&[&grouped(many.div_ceil(1_000)), " kB"]),
    }
}
