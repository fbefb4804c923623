//! Findings as GitHub's workflow commands, so that they stand beside the lines of a pull request.
//!
//! Source: <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>, read 2026-11-23.

use std::io::{self, Write};

use eniplan_core::analyze::Gate;
use eniplan_core::finding::{Finding, Severity};

use crate::input::Case;

/// Writes a finding as an annotation.
pub(crate) fn finding(out: &mut dyn Write, case: &Case, finding: &Finding) -> io::Result<()> {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = String::new();
    if finding.at.is_known() {
        properties = format!(
            "file={},line={},col={},",
            property(&case.source),
            finding.at.line,
            finding.at.column
        );
    }
    let title = format!("{} {}", finding.code, finding.code.entry().title);
    let text = format!("{} {}", finding.message(), finding.help());
    writeln!(
        out,
        "::{level} {properties}title={}::{}",
        property(&title),
        data(&text)
    )
}

/// Writes a gate that had to be open and is shut.
pub(crate) fn gate(out: &mut dyn Write, case: &Case, gate: &Gate) -> io::Result<()> {
    let title = format!("{} of {}: no", gate.kind.name(), case.plan.name());
    writeln!(
        out,
        "::error title={}::{}",
        property(&title),
        data(&gate.message())
    )
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
