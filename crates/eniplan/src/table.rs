//! Tables for people: columns padded with blanks, numbers to the right.

use std::io::{self, Write};

/// Which side of its column a cell keeps to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

/// A heading and the side of its cells.
pub(crate) type Heading<'a> = (&'a str, Side);

/// Characters that each column takes.
fn widths(headings: &[Heading<'_>], rows: &[Vec<String>]) -> Vec<usize> {
    let widest = |(column, (heading, _)): (usize, &Heading<'_>)| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        widest.max(heading.chars().count())
    };
    headings.iter().enumerate().map(widest).collect()
}

/// Characters that a whole line takes.
pub(crate) fn width(headings: &[Heading<'_>], rows: &[Vec<String>]) -> usize {
    let gaps = 2 * headings.len().saturating_sub(1);
    widths(headings, rows).iter().sum::<usize>() + gaps
}

/// Writes the headings and the rows; every row has a cell for each heading.
pub(crate) fn write(
    out: &mut dyn Write,
    headings: &[Heading<'_>],
    rows: &[Vec<String>],
) -> io::Result<()> {
    let widths = widths(headings, rows);
    let mut line = |cells: &mut dyn Iterator<Item = &str>| -> io::Result<()> {
        let mut text = String::new();
        for ((cell, width), (_, side)) in cells.zip(&widths).zip(headings) {
            let blanks = " ".repeat(width.saturating_sub(cell.chars().count()));
            if !text.is_empty() {
                text.push_str("  ");
            }
            match side {
                Side::Left => text.extend([cell, &blanks]),
                Side::Right => text.extend([&blanks, cell]),
            }
        }
        writeln!(out, "{}", text.trim_end())
    };
    line(&mut headings.iter().map(|(heading, _)| *heading))?;
    for row in rows {
        line(&mut row.iter().map(String::as_str))?;
    }
    Ok(())
}
