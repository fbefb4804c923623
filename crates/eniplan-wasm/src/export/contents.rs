//! The lines of a file: in colours, or what changed in them.

use eniplan_core::export::{File, Language};
use eniplan_elements::{grouped, join};

use super::{asking, lines};
use crate::diff::{Run, runs};
use crate::highlight::{Mark, parts};
use crate::{El, el};

/// Lines of a long file that are shown at first.
const FIRST: usize = 400;
/// Lines that get colours at most: an element for each coloured part is what a long file costs.
const COLOURED: usize = 1_000;
/// Lines in a piece, which the browser lays out once it comes in sight.
const PIECE: usize = 50;
/// Lines around a change that are shown with it.
const AROUND: usize = 3;

/// A file's contents in colours; of a long one the first part, until all of it is asked for.
pub(super) fn coloured(file: &File, whole: bool) -> El {
    let count = file.contents.lines().count();
    let shown = if whole { count } else { count.min(FIRST) };
    let (text, _) = split_at_line(&file.contents, shown);
    let (lively, plain) = split_at_line(text, COLOURED);
    let mut code = el("code", "");
    for piece in pieces(file.language(), lively) {
        code = code.kid(piece);
    }
    if !plain.is_empty() {
        code = code.kid(el("span", "").say(plain.into()));
    }
    let mut numbers = String::new();
    for line in 1..=shown {
        numbers.push_str(&line.to_string());
        numbers.push('\n');
    }
    let rest = (shown < count).then(|| {
        let here = join(&[
            "The first ",
            &grouped(shown as u64),
            " are here; Copy and Save take all.",
        ]);
        let words = join(&["Show all ", &grouped(count as u64), " lines"]);
        el("p", "row")
            .kid(asking("", "whole").say(words))
            .kid(el("span", "unit").say(here))
    });
    let gutter = el("pre", "gutter").attr("aria-hidden", "true").say(numbers);
    el("div", "")
        .kid(frame(file, Some(gutter), code))
        .maybe(rest)
}

/// The frame in which long lines run from side to side.
fn frame(file: &File, gutter: Option<El>, code: El) -> El {
    el("div", "code")
        .attr("tabindex", "0")
        .attr("role", "region")
        .set("aria-label", join(&["Contents of ", &file.path]))
        .maybe(gutter)
        .kid(el("pre", "").kid(code))
}

/// The text up to a count of lines, and the rest.
fn split_at_line(text: &str, lines: usize) -> (&str, &str) {
    let end = text.split_inclusive('\n').take(lines).map(str::len).sum();
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The parts of a text, some lines in a piece.
fn pieces(language: Language, text: &str) -> Vec<El> {
    let mut pieces = Vec::new();
    let mut piece = el("span", "");
    let mut lines = 0;
    for (mark, part) in parts(language, text) {
        piece = match mark {
            Mark::Plain => piece.say(part.into()),
            mark => piece.kid(el("span", mark.class()).say(part.into())),
        };
        lines += part.matches('\n').count();
        if lines >= PIECE && part.ends_with('\n') {
            pieces.push(piece.attr("class", "piece"));
            piece = el("span", "");
            lines = 0;
        }
    }
    pieces.push(piece);
    pieces
}

/// What changed in a file, with some lines around; a sign stands before each line that is gone or new.
pub(super) fn changed(before: &File, after: &File) -> El {
    let old: Vec<&str> = lines(before).collect();
    let new: Vec<&str> = lines(after).collect();
    let all = runs(&old, &new);
    let mut code = el("code", "");
    for (index, run) in all.iter().enumerate() {
        code = match run {
            Run::Gone(gone) => code.kid(signed("del", "- ", &old[gone.clone()])),
            Run::New(new_ones) => code.kid(signed("ins", "+ ", &new[new_ones.clone()])),
            Run::Same(same) => {
                let head = if index == 0 { 0 } else { AROUND };
                let tail = if index + 1 == all.len() { 0 } else { AROUND };
                alike(code, &new[same.clone()], head, tail)
            }
        };
    }
    frame(after, None, code)
}

/// Lines that both have: the first and the last of many, and how many there are between.
fn alike(code: El, lines: &[&str], head: usize, tail: usize) -> El {
    let hidden = lines.len().saturating_sub(head + tail);
    if hidden < 2 {
        return code.kid(signed("span", "  ", lines));
    }
    let words = join(&["… ", &grouped(hidden as u64), " lines alike …\n"]);
    code.kid(signed("span", "  ", &lines[..head]))
        .kid(el("span", "skipped").say(words))
        .kid(signed("span", "  ", &lines[lines.len() - tail..]))
}

fn signed(tag: &'static str, sign: &str, lines: &[&str]) -> El {
    let mut text = String::new();
    for line in lines {
        text.push_str(sign);
        text.push_str(line);
        text.push('\n');
    }
    el(tag, "").say(text)
}
