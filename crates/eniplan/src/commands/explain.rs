//! `eniplan explain`: the page about a finding, and what an error message means.

use std::io::{self, Read as _, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::finding::{CODES, Code, Explanation, SITE, Severity, Symptom, explanation};
use eniplan_core::finding::{lettered, meant, page_in_markdown, symptoms};

use crate::failure::{Failure, Fault};
use crate::screen::{Ink, Screen};
use crate::table::{self, Side};

/// What a finding or an error message means, why it matters, what to do, and where the rule is written.
///
/// Messages are those of Kubernetes, AWS and the CNIs when addresses run out.
/// Without a code, the list of all of them.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Codes such as EP0301 or 301, their names such as subnet-short, or the words of a message; - reads them from standard input
    #[arg(value_name = "CODE")]
    codes: Vec<String>,
    /// Text for people, or Markdown for a wiki
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

const AFTER_HELP: &str = "\
The same pages stand beside the site, as findings.html.

Examples:
  eniplan explain EP0301
  eniplan explain 301 subnet-short
  eniplan explain EP0350 --format markdown
  eniplan explain \"failed to assign an IP address to container\"
  kubectl get events -A | eniplan explain -";

/// Bytes of standard input that are looked through.
const MOST_BYTES: u64 = 1 << 24;

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Markdown,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    if args.codes.is_empty() {
        list(args.format, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let text = told(&args.codes)?;
    let mut known = symptoms(&text).peekable();
    if known.peek().is_some() {
        for (index, symptom) in known.enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            message(symptom, args.format, out)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if args.codes == ["-"] {
        return Err(Fault::new("no message that is known stands here")
            .at("standard input")
            .help("give it events, a log of the CNI or an error of Terraform; `eniplan explain` lists the findings")
            .into());
    }
    let (codes, unknown): (Vec<_>, Vec<_>) = args
        .codes
        .iter()
        .map(|text| meant(text).map_err(|near| (text, near)))
        .partition(Result::is_ok);
    let unknown: Vec<_> = unknown.into_iter().filter_map(Result::err).collect();
    if !unknown.is_empty() {
        return Err(not_found(&unknown).into());
    }
    for (index, code) in codes.into_iter().flatten().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match args.format {
            Format::Text => page(&explanation(code), out)?,
            Format::Markdown => write!(out, "{}", page_in_markdown(code))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The words that were given, or those of standard input.
fn told(codes: &[String]) -> io::Result<String> {
    if codes != ["-"] {
        return Ok(codes.join(" "));
    }
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MOST_BYTES)
        .read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What is known of a message, and the findings that say it of a plan.
fn message(symptom: &Symptom, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let findings = symptom.codes.iter().map(|code| (*code, code.entry().title));
    if format == Format::Markdown {
        writeln!(
            out,
            "## {}\n\n{}\n\n{}\n",
            symptom.title, symptom.means, symptom.then
        )?;
        for (code, title) in findings {
            writeln!(out, "- [{code}: {title}]({SITE}findings.html#{code})")?;
        }
        return writeln!(out, "\nSource: <{}>", symptom.source);
    }
    let screen = Screen::of_stdout();
    writeln!(out, "{}\n", screen.paint(Ink::Bold, symptom.title))?;
    let mut row = |label: &str, text: &str| {
        let label = screen.paint(Ink::Bold, &format!("{label:<8}"));
        writeln!(out, "  {label}{}", screen.wrap(10, text))
    };
    row("means", symptom.means)?;
    row("do", symptom.then)?;
    for (code, title) in findings {
        row("finding", &format!("{code}  {title}"))?;
    }
    row("source", symptom.source)?;
    row("page", &format!("{SITE}{}", symptom.page))
}

fn not_found(unknown: &[(&String, Vec<Code>)]) -> Fault {
    let name = |(text, _): &(&String, Vec<Code>)| {
        format!("`{}` is no code of a finding", super::shortened(text))
    };
    let near = |(_, near): &(&String, Vec<Code>)| {
        let lines: Vec<_> = near
            .iter()
            .map(|code| format!("{code}  {}", code.entry().title))
            .collect();
        format!("the nearest are\n{}", lines.join("\n"))
    };
    let what: Vec<_> = unknown.iter().map(name).collect();
    let mut help: Vec<_> = unknown.iter().map(near).collect();
    help.push("`eniplan explain` lists all of them".to_owned());
    Fault::new(what.join("; "))
        .at("the command line")
        .help(help.join("\n"))
}

fn list(format: Format, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> = Code::ALL
        .iter()
        .zip(CODES)
        .map(|(code, entry)| {
            vec![
                code.to_string(),
                entry.severity.name().to_owned(),
                entry.title.to_owned(),
            ]
        })
        .collect();
    if format == Format::Markdown {
        writeln!(out, "| Code | Severity | Title |\n| --- | --- | --- |")?;
        for row in rows {
            writeln!(out, "| {} |", row.join(" | "))?;
        }
        return Ok(());
    }
    let headings = [
        ("CODE", Side::Left),
        ("SEVERITY", Side::Left),
        ("TITLE", Side::Left),
    ];
    table::write(out, &headings, &rows)
}

fn page(told: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let screen = Screen::of_stdout();
    let ink = match told.code.entry().severity {
        Severity::Error => Ink::Red,
        Severity::Warning => Ink::Yellow,
        Severity::Note => Ink::Blue,
    };
    let text = |template| lettered(template, &str::to_owned, |letter| letter.to_string());
    writeln!(
        out,
        "{}  {}",
        screen.paint(ink, &told.code.to_string()),
        screen.paint(Ink::Bold, told.title)
    )?;
    writeln!(out, "{}\n", told.severity)?;
    for (label, template) in [
        ("says", told.says),
        ("why", told.why),
        ("do", told.fix),
        ("source", told.source),
    ] {
        if !template.is_empty() {
            let label = format!("{label:<8}");
            writeln!(
                out,
                "  {}{}",
                screen.paint(Ink::Bold, &label),
                screen.wrap(10, &text(template))
            )?;
        }
    }
    let url = format!("{SITE}findings.html#{}", told.code);
    writeln!(
        out,
        "  {}{}",
        screen.paint(Ink::Bold, "page    "),
        screen.paint(Ink::Dim, &url)
    )?;
    if told.says.contains('{') {
        writeln!(out, "\n  A, B and so on stand for what the plan has there.")?;
    }
    Ok(())
}
