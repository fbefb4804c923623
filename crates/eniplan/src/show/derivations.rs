//! How the numbers come about, on a terminal and in Markdown.

use std::io::{self, Write};

use eniplan_core::analyze::explain::Derivation;
use eniplan_core::aws::Certainty;
use eniplan_core::export::markdown::escaped;

use crate::commands::shown;
use crate::screen::{Ink, Screen};

/// Characters of what a figure is.
const LABEL: usize = 26;

/// Figures that are worth a line: those with something to reckon or to say.
fn telling(derivations: &[Derivation]) -> impl Iterator<Item = &Derivation> {
    derivations
        .iter()
        .filter(|one| !one.is_given() || !one.note.is_empty())
}

/// The figures whose path begins so, or whose subject has that name; all of them for `all`.
pub(crate) fn chosen(derivations: Vec<Derivation>, wanted: &str) -> Vec<Derivation> {
    let is_meant =
        |one: &Derivation| wanted == "all" || one.path.starts_with(wanted) || one.subject == wanted;
    derivations.into_iter().filter(is_meant).collect()
}

/// Writes them on a terminal, each subject's together, with their sources below.
pub(crate) fn write(
    out: &mut dyn Write,
    derivations: &[Derivation],
    screen: Screen,
) -> io::Result<()> {
    let heading = screen.paint(Ink::Bold, "How the numbers come about");
    writeln!(out, "\n{heading}")?;
    let mut sources: Vec<&str> = Vec::new();
    let mut subject = None;
    for one in telling(derivations) {
        if subject != Some(&one.subject) {
            subject = Some(&one.subject);
            writeln!(out, "  {}", screen.paint(Ink::Bold, &shown(&one.subject)))?;
        }
        let indent = 4 + LABEL + 2;
        let source = match sources.iter().position(|source| *source == one.source) {
            _ if one.source.is_empty() => String::new(),
            Some(at) => format!(" [{}]", at + 1),
            None => {
                sources.push(one.source);
                format!(" [{}]", sources.len())
            }
        };
        let label: String = one.what.chars().take(LABEL).collect();
        let text = format!("{}{source}", one.text());
        writeln!(out, "    {label:<LABEL$}  {}", screen.wrap(indent, &text))?;
        if !one.note.is_empty() {
            let blank = " ".repeat(indent);
            let note = screen.wrap(indent, &format!("({})", one.note));
            writeln!(out, "{blank}{}", screen.paint(Ink::Dim, &note))?;
        }
    }
    if derivations.iter().any(is_estimate) {
        writeln!(out, "  ≈ stands before an estimate.")?;
    }
    for (index, source) in sources.iter().enumerate() {
        let source = screen.paint(Ink::Dim, source);
        writeln!(out, "  [{}] {source}", index + 1)?;
    }
    Ok(())
}

/// Writes them in Markdown, a table.
pub(crate) fn markdown(out: &mut dyn Write, derivations: &[Derivation]) -> io::Result<()> {
    writeln!(out, "\n### How the numbers come about\n")?;
    writeln!(out, "| Of | What | How | Certainty | Source |")?;
    writeln!(out, "| --- | --- | --- | --- | --- |")?;
    for one in telling(derivations) {
        let how = if one.note.is_empty() {
            escaped(&one.text())
        } else {
            format!("{} ({})", escaped(&one.text()), escaped(one.note))
        };
        let source = if one.source.is_empty() {
            String::new()
        } else {
            format!("[source]({})", one.source)
        };
        writeln!(
            out,
            "| {} | {} | {how} | {} | {source} |",
            escaped(&one.subject),
            escaped(one.what),
            one.certainty.name()
        )?;
    }
    if derivations.iter().any(is_estimate) {
        writeln!(out, "\n≈ stands before an estimate.")?;
    }
    Ok(())
}

fn is_estimate(one: &Derivation) -> bool {
    one.certainty == Certainty::Estimate
}
