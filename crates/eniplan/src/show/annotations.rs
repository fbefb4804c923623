//! What was found as GitHub's workflow commands, so that it stands beside the lines of a pull request.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step at most; the log has them all.
//! Source: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>, read 2026-11-23.

use std::io::{self, Write};
use std::path::Path;

use eniplan_core::analyze::Gate;
use eniplan_core::finding::{Finding, Place, Severity};

use crate::input::{Case, in_repository};

/// Writes a finding as an annotation.
pub(crate) fn finding(out: &mut dyn Write, case: &Case, finding: &Finding) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = format!("{} {}", finding.code, finding.code.entry().title);
    let text = format!("{} {}", finding.message(), finding.help());
    write(out, level, &place(case.stand(finding)), &title, &text)
}

/// Writes a gate that had to be open and is shut.
pub(crate) fn gate(out: &mut dyn Write, case: &Case, gate: &Gate) -> io::Result<()> {
    let title = format!("{} of {}: no", gate.kind.name(), case.plan.name());
    let at = case.at(&gate.subject).unwrap_or_default();
    let place = place((case.file.as_deref(), at));
    write(out, "error", &place, &title, &gate.message())
}

/// Writes what there is to know of the plan's own entry at a path.
pub(crate) fn remark(out: &mut dyn Write, case: &Case, path: &str, text: &str) -> io::Result<()> {
    let at = case.at(path).unwrap_or_default();
    let place = place((case.file.as_deref(), at));
    write(out, "warning", &place, "accept", text)
}

fn write(out: &mut dyn Write, level: &str, place: &str, title: &str, text: &str) -> io::Result<()> {
    let (title, text) = (property(title), data(text));
    writeln!(out, "::{level} {place}title={title}::{text}")
}

/// The file, and the line in it where there is one; nothing for what was read from no file.
fn place((file, at): (Option<&Path>, Place)) -> String {
    let Some(file) = file else {
        return String::new();
    };
    let file = property(&in_repository(file));
    if at.is_known() {
        format!("file={file},line={},col={},", at.line, at.column)
    } else {
        format!("file={file},")
    }
}

/// Text behind the colons.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Text of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn text_cannot_start_a_command_of_its_own() {
        assert_eq!(data("50%\n::stop"), "50%25%0A::stop");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
