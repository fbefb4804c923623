//! Where the columns of the catalogue come from.

use std::io::Write;

use eniplan_core::aws::catalogue::{self, Source};
use serde::Serialize;

use super::Format;
use crate::failure::{Failure, Fault};
use crate::table::{self, Side};

#[derive(Serialize)]
struct Row<'a> {
    columns: &'a [&'a str],
    role: &'a str,
    repository: &'a str,
    path: &'a str,
    commit: &'a str,
    date: &'a str,
    note: &'a str,
}

/// Writes the sources, the deciding ones first as in the data.
pub(super) fn write(format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    match format {
        Format::Table => {
            let headings = ["COLUMNS", "ROLE", "DATE", "SOURCE"].map(|h| (h, Side::Left));
            let rows: Vec<_> = catalogue::provenance().iter().map(row).collect();
            table::write(out, &headings, &rows)?;
            Ok(())
        }
        Format::Json => {
            let rows: Vec<_> = catalogue::provenance()
                .iter()
                .map(|source| Row {
                    columns: source.columns,
                    role: source.role.name(),
                    repository: source.repository,
                    path: source.path,
                    commit: source.commit,
                    date: source.date,
                    note: source.note,
                })
                .collect();
            serde_json::to_writer(&mut *out, &rows)?;
            writeln!(out)?;
            Ok(())
        }
        Format::Csv => Err(Fault::new("sources are not written as CSV")
            .at("--format")
            .help("use --format json")
            .into()),
    }
}

fn row(source: &Source) -> Vec<String> {
    let commit = source.commit.get(..12).unwrap_or(source.commit);
    let place = [source.repository, source.path, commit].join(" ");
    vec![
        source.columns.join(" "),
        source.role.name().to_owned(),
        source.date.to_owned(),
        place.trim_end().to_owned(),
    ]
}
