//! Why findings of an import matter: of what could not be read, and of what was seen.

use super::Code;

/// What comes of it, and what to do where the help is filled in from the input alone.
pub(super) fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::ImportTooLarge => (
            "Nothing of it was read; what was loaded before is still there.",
            "",
        ),
        Code::ImportNotText => (
            "Nothing of it was read; what was loaded before is still there.",
            "",
        ),
        Code::ImportUnknown => (
            "Nothing of it was read, so what it was to show is assumed.",
            "Give the output of one of the commands that `eniplan import --help` lists.",
        ),
        Code::ImportCut => (
            "What stood behind the cut is missing, so that addresses seem to be taken by nobody.",
            "",
        ),
        Code::ImportSyntax => (
            "What stands behind that place is missing, so that addresses seem to be taken by nobody.",
            "",
        ),
        Code::ImportNotJson => (
            "Tables and text leave out fields that are needed, so they are not read.",
            "Run the command again with --output json, or with -o json for kubectl.",
        ),
        Code::ImportEntry => (
            "What these entries stand for is missing from every figure.",
            "",
        ),
        // The list of all codes sends those of imports alone.
        _ => ("", ""),
    }
}
