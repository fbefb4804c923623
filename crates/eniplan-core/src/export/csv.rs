//! Tables as comma-separated values, RFC 4180: the only place where they are escaped.

use alloc::string::{String, ToString};

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Text as data.
    Text(String),
    /// A whole number.
    Number(u64),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

/// The text of a table; lines end as RFC 4180 says.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises
/// (<https://owasp.org/www-community/attacks/CSV_Injection>, read 2026-11-24).
///
/// ```
/// use eniplan_core::export::csv::{Cell, write};
/// let row = [Cell::from("=1+1"), Cell::from("a,\"b\""), Cell::from(3u64)];
/// assert_eq!(write(&["x", "y", "z"], &[row.to_vec()]), "x,y,z\r\n'=1+1,\"a,\"\"b\"\"\",3\r\n");
/// ```
pub fn write(header: &[&str], rows: &[alloc::vec::Vec<Cell>]) -> String {
    let mut out = header.join(",");
    out.push_str("\r\n");
    for row in rows {
        for (index, cell) in row.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            match cell {
                Cell::Text(text) => push_text(&mut out, text),
                Cell::Number(number) => out.push_str(&number.to_string()),
                Cell::Empty => {}
            }
        }
        out.push_str("\r\n");
    }
    out
}

/// Characters at the start of a cell that a spreadsheet obeys, with their full-width twins.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '＠'];

fn push_text(out: &mut String, text: &str) {
    // Controls other than a line break have no place in a table.
    let mut clean: String = text
        .chars()
        .map(|c| {
            if c.is_control() && !matches!(c, '\n' | '\r' | '\t') {
                ' '
            } else {
                c
            }
        })
        .collect();
    // Some spreadsheets look behind spaces for the sign.
    if clean.trim_start().starts_with(FORMULA) || clean.starts_with(FORMULA) {
        clean.insert(0, '\'');
    }
    if clean.contains([',', '"', '\n', '\r', '\t', ';']) || clean.trim() != clean {
        out.push('"');
        out.push_str(&clean.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&clean);
    }
}
