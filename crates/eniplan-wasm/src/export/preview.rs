//! One file: what it is for, its contents in colours or as a picture, and what changed in it.

use eniplan_core::export::{Export, File, Language};
use eniplan_elements::{grouped, join};

use super::contents::{changed, coloured};
use super::files::size;
use super::{Change, Look, View, asking};
use crate::{El, el};

/// The file that is shown.
pub(super) fn view(view: &View, export: &Export, changes: &[Change]) -> El {
    let section = el("section", "preview card").attr("aria-labelledby", "export-file");
    let index = view.place(export);
    let Some(file) = export.files.get(index) else {
        return section;
    };
    let number = index.to_string();
    let code = |word: &str| join(&[word, " ", &number]);
    let lines = file.contents.lines().count() as u64;
    let facts = join(&[
        language(file.language()),
        " · ",
        &grouped(lines),
        if lines == 1 {
            " line · "
        } else {
            " lines · "
        },
        &size(file.contents.len()),
    ]);
    let step = |to: Option<usize>, words: &'static str| {
        let there = to.filter(|to| *to < export.files.len());
        asking("", &join(&["open ", &there.unwrap_or(index).to_string()]))
            .when(there.is_none(), "disabled")
            .text(words)
    };
    let change = changes.get(index).copied().unwrap_or_default();
    let name = el("h2", "")
        .attr("id", "export-file")
        .attr("tabindex", "-1")
        .kid(el("code", "").say(file.path.clone()));
    let steps = el("div", "row")
        .kid(step(index.checked_sub(1), "Previous"))
        .kid(step(index.checked_add(1), "Next"));
    section
        .kid(el("div", "title").kid(name).kid(steps))
        .kid(el("p", "").say(file.purpose.clone()))
        .kid(
            el("div", "row")
                .kid(asking("main", &code("copy")).text("Copy"))
                .kid(asking("", &code("save")).text("Save"))
                .maybe(looks(view.look, file, change))
                .kid(el("span", "unit").say(facts)),
        )
        .kid(body(view, file, change))
}

/// The ways to look at a file, where there are several.
fn looks(look: Look, file: &File, change: Change) -> Option<El> {
    let is_picture = file.language() == Language::Svg;
    let first = if is_picture { "Picture" } else { "Contents" };
    let mut ways = Vec::from([(Look::Contents, "contents", first)]);
    if is_picture {
        ways.push((Look::Source, "source", "Source"));
    }
    if change == Change::Changed {
        ways.push((Look::Changes, "changes", "Changes"));
    }
    let several = ways.len() > 1;
    let row = ways
        .into_iter()
        .fold(el("div", "segments"), |row, (way, code, words)| {
            row.kid(
                asking("", code)
                    .flag("aria-pressed", way == look)
                    .text(words),
            )
        });
    several.then_some(row)
}

fn body(view: &View, file: &File, change: Change) -> El {
    let before = view.before(file).filter(|_| change == Change::Changed);
    match (view.look, before) {
        (Look::Changes, Some(before)) => changed(before, file),
        (Look::Contents, _) if file.language() == Language::Svg => picture(file),
        _ => coloured(file, view.whole),
    }
}

/// A picture from data: as an image it runs nothing and loads nothing.
fn picture(file: &File) -> El {
    let data = String::from(js_sys::encode_uri_component(&file.contents));
    el("div", "picture")
        // On a narrow screen it is scrolled from side to side.
        .attr("tabindex", "0")
        .attr("role", "region")
        .set("aria-label", join(&["Picture of ", &file.path]))
        .kid(
            el("img", "")
                .set("src", join(&["data:image/svg+xml;charset=utf-8,", &data]))
                .set("alt", join(&[&file.purpose, ": ", &file.path])),
        )
}

fn language(language: Language) -> &'static str {
    match language {
        Language::Terraform => "Terraform",
        Language::Yaml => "YAML",
        Language::Toml => "TOML",
        Language::Shell => "Shell",
        Language::PowerShell => "PowerShell",
        Language::Markdown => "Markdown",
        Language::Csv => "CSV",
        Language::Json => "JSON",
        Language::Svg => "SVG",
        Language::Text => "Text",
    }
}
