//! The pages about findings: what each means, why it matters, what to do, and where the rule is written.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::reasons::reason;
use super::{Code, Severity};
use crate::export::markdown;

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Findings of eniplan</title>
<link rel="stylesheet" href="app.css">
<link rel="icon" href="icon.svg" type="image/svg+xml">
</head>
<body class="prose">
<main>
<p><a href="./">eniplan</a></p>
<h1>Findings</h1>
<p>What eniplan says of a plan carries a code, and codes never change their meaning. Below, a letter in italics stands for what the plan has there. On the command line, <code>eniplan explain EP0301</code> says the same.</p>
"#;

/// What there is to know of a code; `{0}` and so on stand for what a plan has there.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// A few words.
    pub title: &'static str,
    /// How bad it usually is, as a sentence.
    pub severity: &'static str,
    /// What is so.
    pub says: &'static str,
    /// What comes of it.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// Where the rule is written; empty where it is eniplan's own.
    pub source: &'static str,
}

/// Explains a code.
///
/// ```
/// use eniplan_core::finding::{Code, explanation};
///
/// let short = explanation(Code::SubnetShort);
/// assert_eq!(short.title, "Subnet is too small");
/// assert!(short.why.contains("ContainerCreating"));
/// ```
pub fn explanation(code: Code) -> Explanation {
    let (entry, reason) = (code.entry(), reason(code));
    Explanation {
        code,
        title: entry.title,
        severity: match entry.severity {
            Severity::Error => "Error: it does not work, or was not understood.",
            Severity::Warning => "Warning: it works, but will hurt.",
            Severity::Note => "Note: worth knowing.",
        },
        says: entry.message,
        why: reason.why,
        fix: if reason.fix.is_empty() {
            entry.help
        } else {
            reason.fix
        },
        source: entry.source,
    }
}

/// The page of all codes as HTML, a section a code, with the code as its anchor.
pub fn page() -> String {
    let mut html = String::from(HEAD);
    for code in Code::ALL {
        let told = explanation(*code);
        // Writing to a String cannot fail.
        let _ = write!(
            html,
            "<section id=\"{code}\">\n<h2>{code}: {}</h2>\n<p>{}</p>\n<p>{}</p>\n<h3>Why it matters</h3>\n<p>{}</p>\n<h3>What to do</h3>\n<p>{}</p>\n",
            escaped(told.title),
            told.severity,
            in_html(told.says),
            in_html(told.why),
            in_html(told.fix),
        );
        if !told.source.is_empty() {
            let _ = writeln!(
                html,
                "<p>Source: <a href=\"{0}\" rel=\"noopener\">{0}</a></p>",
                escaped(told.source)
            );
        }
        html.push_str("</section>\n");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// The page of one code in Markdown.
pub fn page_in_markdown(code: Code) -> String {
    let told = explanation(code);
    let text = |template| lettered(template, &markdown::escaped, |letter| format!("*{letter}*"));
    let mut page = format!(
        "## {code}: {}\n\n{}\n\n{}\n\n### Why it matters\n\n{}\n\n### What to do\n\n{}\n",
        markdown::escaped(told.title),
        told.severity,
        text(told.says),
        text(told.why),
        text(told.fix),
    );
    if !told.source.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(page, "\nSource: <{}>\n", told.source);
    }
    page
}

/// A template with a letter for each operand, as in `A (B) is C short`, and the rest through `escape`.
///
/// ```
/// use eniplan_core::finding::lettered;
///
/// let text = lettered("{0} of {1}", &str::to_string, |letter| format!("<{letter}>"));
/// assert_eq!(text, "<A> of <B>");
/// ```
pub fn lettered(
    template: &str,
    escape: &dyn Fn(&str) -> String,
    mark: impl Fn(char) -> String,
) -> String {
    let mut parts = template.split('{');
    let mut text = escape(parts.next().unwrap_or_default());
    for part in parts {
        let (index, rest) = part.split_once('}').unwrap_or(("", part));
        if let Ok(index) = index.parse::<u8>() {
            text.push_str(&mark(char::from(b'A'.saturating_add(index))));
        }
        text.push_str(&escape(rest));
    }
    text
}

/// The codes that someone may have meant: a number with or without `EP`, a name such as `SubnetShort` or
/// `subnet-short`, or a title; the nearest ones where there is no such code.
///
/// ```
/// use eniplan_core::finding::{Code, meant};
///
/// assert_eq!(meant("ep301"), Ok(Code::SubnetShort));
/// assert_eq!(meant("subnet-short"), Ok(Code::SubnetShort));
/// assert!(meant("EP0300").unwrap_err().contains(&Code::SubnetShort));
/// ```
pub fn meant(text: &str) -> Result<Code, Vec<Code>> {
    /// How many codes are worth offering.
    const OFFERED: usize = 4;
    let wanted = plain(text);
    let digits = wanted.strip_prefix("ep").unwrap_or(&wanted);
    if let Ok(number) = digits.parse::<u16>() {
        let found = Code::ALL.iter().find(|code| code.entry().number == number);
        return found.copied().ok_or_else(|| {
            let mut near = Code::ALL.to_vec();
            near.sort_by_key(|code| code.entry().number.abs_diff(number));
            near.truncate(OFFERED);
            near
        });
    }
    let names = |code: &Code| [plain(&format!("{code:?}")), plain(code.entry().title)];
    let found = Code::ALL.iter().find(|code| names(code).contains(&wanted));
    found.copied().ok_or_else(|| {
        let cost = |code: &Code| {
            let [name, title] = names(code);
            let holds = !wanted.is_empty() && (name.contains(&wanted) || title.contains(&wanted));
            let far = crate::plan::reading::distance(&name, &wanted);
            if holds { 0 } else { 1 + far }
        };
        let mut near = Code::ALL.to_vec();
        near.sort_by_cached_key(cost);
        near.truncate(OFFERED);
        near
    })
}

/// Letters and digits alone, in lower case.
fn plain(text: &str) -> String {
    let kept = text.chars().take(100).filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// A template in HTML; what stands between backticks is code.
fn in_html(template: &str) -> String {
    let mut text = String::new();
    let marked = lettered(template, &escaped, |letter| format!("<i>{letter}</i>"));
    for (index, part) in marked.split('`').enumerate() {
        if index > 0 {
            let within = index % 2 == 1;
            text.push_str(if within { "<code>" } else { "</code>" });
        }
        text.push_str(part);
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
