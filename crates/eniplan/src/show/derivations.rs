//! How the numbers come about, on a terminal and in Markdown.

use std::io::{self, Write};

use eniplan_core::analyze::explain::Derivation;
use eniplan_core::aws::Certainty;
use eniplan_core::export::markdown::escaped;
use eniplan_core::finding::Grouped;

use crate::commands::shown;
use crate::screen::{Ink, Screen};

/// Characters of what a figure is.
const LABEL: usize = 27;

/// The figures whose path begins so, or whose subject has that name; all of them for `all`.
pub(crate) fn chosen<'a>(derivations: &'a [Derivation], wanted: &str) -> Vec<&'a Derivation> {
    let is_meant = |one: &&Derivation| {
        wanted == "all" || one.path.starts_with(wanted) || one.subject == wanted
    };
    derivations.iter().filter(is_meant).collect()
}

/// Writes them on a terminal, each subject's together, with their sources below; `named` says what each number is.
pub(crate) fn write(
    out: &mut dyn Write,
    derivations: &[&Derivation],
    named: bool,
    screen: Screen,
) -> io::Result<()> {
    let heading = screen.paint(Ink::Bold, "How the numbers come about");
    writeln!(out, "\n{heading}")?;
    let indent = 4 + LABEL + 2;
    let blank = " ".repeat(indent);
    let mut sources: Vec<&str> = Vec::new();
    let mut subject = None;
    for one in derivations.iter().filter(|one| named || is_telling(one)) {
        if subject != Some(&one.subject) {
            subject = Some(&one.subject);
            writeln!(out, "  {}", screen.paint(Ink::Bold, &shown(&one.subject)))?;
        }
        let text = format!("{}{}", one.text(), mark(&mut sources, one.source));
        let label: String = one.what.chars().take(LABEL).collect();
        writeln!(out, "    {label:<LABEL$}  {}", screen.wrap(indent, &text))?;
        let mut remarks = Vec::new();
        if named && !one.is_given() {
            remarks.push(operands(one));
        }
        if !one.note.is_empty() {
            remarks.push(format!("({})", one.note));
        }
        for remark in remarks {
            let remark = screen.wrap(indent, &remark);
            writeln!(out, "{blank}{}", screen.paint(Ink::Dim, &remark))?;
        }
    }
    if derivations.iter().any(|one| is_estimate(one)) {
        writeln!(out, "  ≈ stands before an estimate.")?;
    }
    for (index, source) in sources.iter().enumerate() {
        let source = screen.paint(Ink::Dim, source);
        writeln!(out, "  [{}] {source}", index + 1)?;
    }
    Ok(())
}

/// The number of a source in the list below, which it joins where it is new.
fn mark<'a>(sources: &mut Vec<&'a str>, source: &'a str) -> String {
    if source.is_empty() {
        return String::new();
    }
    let known = sources.iter().position(|other| *other == source);
    let at = known.unwrap_or_else(|| {
        sources.push(source);
        sources.len() - 1
    });
    format!(" [{}]", at + 1)
}

/// Writes them in Markdown, a table.
pub(crate) fn markdown(out: &mut dyn Write, derivations: &[Derivation]) -> io::Result<()> {
    writeln!(out, "\n### How the numbers come about\n")?;
    writeln!(out, "| Of | What | How | With | Certainty | Source |")?;
    writeln!(out, "| --- | --- | --- | --- | --- | --- |")?;
    for one in derivations.iter().filter(|one| is_telling(one)) {
        let mut with = operands(one);
        if !one.note.is_empty() {
            with = format!("{with}; {}", one.note);
        }
        let source = if one.source.is_empty() {
            String::new()
        } else {
            format!("[source]({})", one.source)
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {source} |",
            escaped(&one.subject),
            escaped(one.what),
            escaped(&one.text()),
            escaped(&with),
            one.certainty.name()
        )?;
    }
    if derivations.iter().any(is_estimate) {
        writeln!(out, "\n≈ stands before an estimate.")?;
    }
    Ok(())
}

/// Whether a figure is worth a line: there is something to reckon or to say.
fn is_telling(one: &Derivation) -> bool {
    !one.is_given() || !one.note.is_empty()
}

/// What each number of a formula is, from left to right; what stands there twice is named once.
fn operands(one: &Derivation) -> String {
    let mut named: Vec<String> = Vec::new();
    for (name, value) in one.term.operands() {
        let operand = format!("{} {name}", Grouped(value));
        if !named.contains(&operand) {
            named.push(operand);
        }
    }
    named.join(", ")
}

fn is_estimate(one: &Derivation) -> bool {
    one.certainty == Certainty::Estimate
}
