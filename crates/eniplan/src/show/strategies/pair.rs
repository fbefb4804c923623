//! Two plans side by side, figure by figure.

use std::io::{self, Write};

use eniplan_core::analyze::strategies::Figures;
use eniplan_core::export::comparison::{self, FigureRow, figure_rows};
use eniplan_core::plan::difference::difference;

use crate::input::Case;
use crate::screen::Screen;
use crate::table::{self, Side};

/// What two plans are called: by their names, or where these are the same, by the files they were read from.
fn names<'a>(first: &'a Case, second: &'a Case) -> [&'a str; 2] {
    let names = [first, second].map(|case| case.plan.name());
    if names[0] != names[1] {
        return names;
    }
    [first, second].map(|case| case.source.rsplit('/').next().unwrap_or(&case.source))
}

/// Writes two plans side by side: their figures, then the fields in which they differ.
pub(crate) fn two(
    out: &mut dyn Write,
    first: (&Case, &Figures),
    second: (&Case, &Figures),
    screen: Screen,
) -> io::Result<()> {
    let names = names(first.0, second.0).map(crate::commands::shown);
    let headings = [
        ("", Side::Left),
        (names[0].as_str(), Side::Right),
        (names[1].as_str(), Side::Right),
        ("DIFFERENCE", Side::Right),
    ];
    let rows = figure_rows(first.1, second.1).into_iter();
    let rows: Vec<_> = rows.map(FigureRow::cells).collect();
    table::write(out, &headings, &rows)?;
    let fields = difference(&first.0.plan, &second.0.plan);
    if !fields.is_empty() {
        super::title(out, "What the plans say differently", screen)?;
    }
    for field in fields {
        let [was, is] = [field.was, field.is].map(|value| match value.as_str() {
            "" => "nothing".to_owned(),
            _ => crate::commands::shown(&value),
        });
        writeln!(
            out,
            "{}",
            screen.wrap(0, &crate::commands::shown(&field.path))
        )?;
        writeln!(out, "    {}", screen.wrap(4, &format!("{was} → {is}")))?;
    }
    Ok(())
}

/// Writes two plans side by side in Markdown.
pub(crate) fn two_in_markdown(
    out: &mut dyn Write,
    first: (&Case, &Figures),
    second: (&Case, &Figures),
) -> io::Result<()> {
    let fields = difference(&first.0.plan, &second.0.plan);
    let text = comparison::two_in_markdown(names(first.0, second.0), [first.1, second.1], &fields);
    out.write_all(text.as_bytes())
}
