//! What compilers do not check: names, lengths and markup that would break the page's security policy.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{inline, workspace};

/// A file is one concept; beyond this many lines it is two.
const LONGEST_FILE: usize = 500;

/// Names that say nothing of what a file holds.
const VAGUE_NAMES: [&str; 8] = [
    "util", "utils", "helper", "helpers", "common", "misc", "shared", "stuff",
];

/// Text that must not stand in a file, and why.
struct Rule {
    needle: &'static str,
    applies: fn(&Path) -> bool,
    reason: &'static str,
}

/// Needles are joined from halves, so that this file does not find itself.
const RULES: &[Rule] = &[
    Rule {
        needle: concat!("sty", "le="),
        applies: is_page,
        reason: "the content security policy blocks style attributes: use a class or set_property",
    },
    Rule {
        needle: concat!("inner_", "html"),
        applies: is_page,
        reason: "text of users must reach the page as text nodes",
    },
    Rule {
        needle: concat!("from_html_", "unchecked"),
        applies: is_page,
        reason: "text of users must reach the page as text nodes",
    },
    Rule {
        needle: concat!("inner", "HTML"),
        applies: is_page,
        reason: "text of users must reach the page as text nodes",
    },
    Rule {
        needle: concat!(":", "?}"),
        applies: is_first_module,
        reason: "the first module of the page has nothing that shows values to programmers: crates/xtask/src/shrink.rs",
    },
    Rule {
        needle: concat!("Ip", "v4"),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!("Ip", "v6"),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!("core::", "net"),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!("core::", "analyze"),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!("core::", "layout"),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!(" <", "< "),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!(" >", "> "),
        applies: is_web,
        reason: ADDRESSES,
    },
    Rule {
        needle: concat!("to", "do!("),
        applies: is_source,
        reason: "nothing unfinished is committed",
    },
    Rule {
        needle: concat!("FIX", "ME"),
        applies: is_text,
        reason: "nothing unfinished is committed",
    },
    Rule {
        needle: concat!("TO", "DO"),
        applies: is_source,
        reason: "nothing unfinished is committed",
    },
    Rule {
        needle: concat!("\"resol", "ved\":"),
        applies: is_npm_lock,
        reason: "the lock file must not name a registry: set omit-lockfile-registry-resolved",
    },
    Rule {
        needle: concat!("registry.", "npmjs.org"),
        applies: is_text,
        reason: "no registry host is committed",
    },
    Rule {
        needle: concat!("index.", "crates.io"),
        applies: is_text,
        reason: "no registry host is committed",
    },
    Rule {
        needle: concat!("static.", "crates.io"),
        applies: is_text,
        reason: "no registry host is committed",
    },
    Rule {
        needle: concat!("pypi.org", "/simple"),
        applies: is_text,
        reason: "no registry host is committed",
    },
];

/// Why the first module names nothing that reckons with addresses.
const ADDRESSES: &str = "web does no arithmetic on addresses: what reckons stands in eniplan-core, and what shows it in the module of answers";

/// How an address of another origin gets into a page; plain `<a href>` links to sources are fine.
const FETCHING: [&str; 7] = [
    "src=", "<link", "fetch(", "import", "url(", "@import", "action=",
];

/// One thing to put right.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    file: PathBuf,
    line: Option<usize>,
    reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {}", self.reason)
    }
}

/// Reads every file of the clone and fails with the list of what is to be put right.
pub(crate) fn run() -> Result<()> {
    let root = workspace::root();
    inline::check(&root.join("www"))?;
    let files = workspace::files(".")?;
    let mut faults = Vec::new();
    for file in &files {
        faults.extend(vague_name(file));
        let bytes =
            fs::read(root.join(file)).with_context(|| format!("cannot read {}", file.display()))?;
        if let Ok(text) = std::str::from_utf8(&bytes) {
            faults.extend(check(file, text));
        }
    }
    if faults.is_empty() {
        println!("{} files are tidy", files.len());
        return Ok(());
    }
    for fault in &faults {
        eprintln!("{fault}");
    }
    bail!("{} things to put right", faults.len());
}

fn check(file: &Path, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    let fault = |line, reason: String| Fault {
        file: file.to_path_buf(),
        line,
        reason,
    };
    let length = text.lines().count();
    if is_source(file) && length > LONGEST_FILE && !is_generated(text) {
        let reason = format!("{length} lines; a file is one concept of at most {LONGEST_FILE}");
        faults.push(fault(None, reason));
    }
    if has_extension(file, &["css"])
        && let Some(number) = unclosed(text)
    {
        let reason = "a block is still open here, or closed twice: what follows would stand in it";
        faults.push(fault(Some(number), reason.to_owned()));
    }
    for (number, line) in text.lines().enumerate() {
        for rule in RULES {
            if (rule.applies)(file) && line.contains(rule.needle) {
                let reason = format!("`{}`: {}", rule.needle, rule.reason);
                faults.push(fault(Some(number + 1), reason));
            }
        }
        if is_page(file) && fetches_elsewhere(line) {
            let reason = "the page must not reach another origin".to_owned();
            faults.push(fault(Some(number + 1), reason));
        }
    }
    faults
}

/// The line of the heading before which a block of a style sheet was left open or closed twice, or the last line.
///
/// Browsers say nothing of it: a part of the page just loses its looks.
fn unclosed(text: &str) -> Option<usize> {
    let mut open = 0i32;
    for (number, line) in text.lines().enumerate() {
        if open < 0 || (open > 0 && line.starts_with("/*")) {
            return Some(number + 1);
        }
        for letter in line.chars() {
            open += i32::from(letter == '{') - i32::from(letter == '}');
        }
    }
    (open != 0).then(|| text.lines().count())
}

/// Whether a line makes the browser ask another origin for something.
fn fetches_elsewhere(line: &str) -> bool {
    let code = line.split_once("//!").map_or(line, |(before, _)| before);
    let code = code.trim_start();
    if code.starts_with("///") {
        return false;
    }
    let absolute = ["http://", "https://", "\"//", "'//"];
    let Some(at) = absolute.iter().filter_map(|scheme| code.find(scheme)).min() else {
        return false;
    };
    // The XML namespace of SVG is a name, not an address.
    let target = &code[at..];
    if target.starts_with(concat!("http://", "www.w3.org/")) {
        return false;
    }
    let before = &code[..at];
    FETCHING.iter().any(|how| before.contains(how))
}

fn vague_name(file: &Path) -> Option<Fault> {
    let vague = file.iter().find(|part| {
        let stem = Path::new(part).file_stem().unwrap_or(part);
        VAGUE_NAMES.iter().any(|name| stem == *name)
    })?;
    Some(Fault {
        file: file.to_path_buf(),
        line: None,
        reason: format!("`{}` says nothing of what it holds", vague.display()),
    })
}

/// What is shown in the browser: the app and the static shell.
fn is_page(file: &Path) -> bool {
    let folders = [
        "web/src",
        "crates/eniplan-answers/src",
        "crates/eniplan-elements/src",
        "www",
    ];
    folders.iter().any(|folder| file.starts_with(folder))
        && has_extension(file, &["rs", "html", "js", "css", "svg", "webmanifest"])
}

/// What the first load of the page runs.
fn is_first_module(file: &Path) -> bool {
    let folders = [
        "web/src",
        "crates/eniplan-elements/src",
        "crates/eniplan-core/src/plan",
        "crates/eniplan-core/src/link",
        "crates/eniplan-core/src/net",
    ];
    folders.iter().any(|folder| file.starts_with(folder))
}

/// The first module's own code.
fn is_web(file: &Path) -> bool {
    file.starts_with("web/src") && has_extension(file, &["rs"])
}

fn is_source(file: &Path) -> bool {
    has_extension(file, &["rs", "js", "mjs", "css", "html", "sh", "py"])
}

/// Generated files say so at their head.
fn is_generated(text: &str) -> bool {
    text.lines()
        .take(5)
        .any(|line| line.contains("Generated by"))
}

fn is_npm_lock(file: &Path) -> bool {
    file.file_name()
        .is_some_and(|name| name == "package-lock.json")
}

fn is_text(_: &Path) -> bool {
    true
}

fn has_extension(file: &Path, wanted: &[&str]) -> bool {
    file.extension()
        .is_some_and(|has| wanted.iter().any(|want| has == *want))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(file: &str, text: &str) -> Vec<String> {
        check(Path::new(file), text)
            .into_iter()
            .map(|fault| fault.reason)
            .collect()
    }

    #[test]
    fn inline_styles_are_refused_in_the_page_alone() {
        let line = concat!("<div sty", "le=\"width:1px\">");
        assert_eq!(reasons("web/src/map.rs", line).len(), 1);
        assert_eq!(reasons("crates/eniplan/src/main.rs", line).len(), 0);
    }

    #[test]
    fn arithmetic_on_addresses_is_refused_in_the_first_module_alone() {
        for line in [
            concat!("use eniplan_core::", "net::Prefix;"),
            concat!("let block: Ip", "v4Prefix = text.parse()?;"),
            concat!("let size = 1u32 <", "< (32 - length);"),
        ] {
            assert_ne!(reasons("web/src/map.rs", line).len(), 0, "{line}");
            assert_eq!(reasons("crates/eniplan-answers/src/map.rs", line).len(), 0);
        }
        let line = "use eniplan_core::plan::tree::Node;";
        assert_eq!(reasons("web/src/map.rs", line).len(), 0);
    }

    #[test]
    fn other_origins_are_refused_but_links_to_sources_are_not() {
        assert!(fetches_elsewhere(
            "<script src=\"https://example.com/a.js\">"
        ));
        assert!(fetches_elsewhere("fetch('https://example.com')"));
        assert!(fetches_elsewhere("<script src=\"//example.com/a.js\">"));
        assert!(!fetches_elsewhere(
            "<a href=\"https://docs.aws.amazon.com/eks/\">source</a>"
        ));
        assert!(!fetches_elsewhere(
            "<svg src=\"x\" xmlns=\"http://www.w3.org/2000/svg\">"
        ));
    }

    #[test]
    fn a_block_that_is_left_open_is_told_where_the_next_part_begins() {
        let whole = "a { b: c }\n@media print {\n  a { b: c }\n}\n/* Next. */\n";
        assert_eq!(unclosed(whole), None);
        assert_eq!(unclosed(&whole.replace("\n}\n", "\n")), Some(4));
        assert_eq!(unclosed("a {\n"), Some(1));
        assert_eq!(unclosed("a { b: c }}\nd {}\n"), Some(2));
    }

    #[test]
    fn long_files_and_vague_names_are_refused() {
        assert_eq!(
            reasons("web/src/map.rs", &"\n".repeat(LONGEST_FILE)).len(),
            0
        );
        assert_eq!(
            reasons("web/src/map.rs", &"\n".repeat(LONGEST_FILE + 1)).len(),
            1
        );
        assert!(vague_name(Path::new("web/src/utils/map.rs")).is_some());
        assert!(vague_name(Path::new("web/src/utils.rs")).is_some());
        assert!(vague_name(Path::new("web/src/utility_bill.rs")).is_none());
    }
}
