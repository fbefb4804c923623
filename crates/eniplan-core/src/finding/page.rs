//! The page about all findings: what each means, why, and what to do.

use alloc::string::String;
use core::fmt::Write as _;

use super::{CODES, Code, Severity};

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
<p>What eniplan says of a plan carries a code, and codes never change their meaning. Below, a name in italics stands for what the plan has there.</p>
"#;

/// The page as HTML, a section a code, with the code as its anchor.
pub fn page() -> String {
    let mut html = String::from(HEAD);
    for (code, entry) in Code::ALL.iter().zip(CODES) {
        let severity = match entry.severity {
            Severity::Error => "Error: it does not work, or was not understood.",
            Severity::Warning => "Warning: it works, but will hurt.",
            Severity::Note => "Note: worth knowing.",
        };
        // Writing to a String cannot fail.
        let _ = write!(
            html,
            "<section id=\"{code}\">\n<h2>{code}: {}</h2>\n<p>{severity}</p>\n<p>{}</p>\n<p>What to do: {}</p>\n",
            escaped(entry.title),
            with_names(entry.message),
            with_names(entry.help),
        );
        if !entry.source.is_empty() {
            let _ = writeln!(
                html,
                "<p>Source: <a href=\"{0}\" rel=\"noopener\">{0}</a></p>",
                escaped(entry.source)
            );
        }
        html.push_str("</section>\n");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

/// The template with letters in place of its operands, and what stands between backticks as code.
fn with_names(template: &str) -> String {
    let mut text = String::new();
    for (index, part) in escaped(template).split('`').enumerate() {
        if index > 0 {
            let within = index % 2 == 1;
            text.push_str(if within { "<code>" } else { "</code>" });
        }
        text.push_str(part);
    }
    for (index, letter) in ["A", "B", "C", "D", "E", "F"].into_iter().enumerate() {
        text = text.replace(
            &alloc::format!("{{{index}}}"),
            &alloc::format!("<i>{letter}</i>"),
        );
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
