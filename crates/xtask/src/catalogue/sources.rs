//! Where the columns of the data file come from.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, Result, ensure};

use super::data::COLUMNS;
use super::merge::Outcome;

/// The rows of the provenance file, in its order.
pub(super) struct Sources(Vec<Source>);

/// One row: which columns, what it decides, and where it is.
pub(super) struct Source {
    pub(super) columns: Vec<String>,
    pub(super) role: String,
    pub(super) repository: String,
    pub(super) path: String,
    pub(super) commit: String,
    pub(super) date: String,
    pub(super) note: String,
}

const HEADER: [&str; 7] = [
    "columns",
    "role",
    "repository",
    "path",
    "commit",
    "date",
    "note",
];

impl Sources {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        ensure!(
            reader.headers()?.iter().eq(HEADER),
            "the columns must be {HEADER:?}"
        );
        let mut rows = Vec::new();
        for record in reader.deserialize() {
            let row: [String; HEADER.len()] = record?;
            let [columns, role, repository, path, commit, date, note] = row;
            let columns: Vec<_> = columns.split(' ').map(str::to_owned).collect();
            for column in &columns {
                ensure!(
                    COLUMNS.contains(&column.as_str()),
                    "there is no column {column}"
                );
            }
            ensure!(is_date(&date), "{date:?} is no date such as 2026-11-23");
            rows.push(Source {
                columns,
                role,
                repository,
                path,
                commit,
                date,
                note,
            });
        }
        Ok(Self(rows))
    }

    pub(super) fn to_csv(&self) -> Result<String> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(HEADER)?;
        for s in &self.0 {
            let columns = s.columns.join(" ");
            out.write_record([
                &columns,
                &s.role,
                &s.repository,
                &s.path,
                &s.commit,
                &s.date,
                &s.note,
            ])?;
        }
        Ok(String::from_utf8(out.into_inner()?)?)
    }

    pub(super) fn rows(&self) -> &[Source] {
        &self.0
    }

    /// The day of the newest source.
    pub(super) fn newest(&self) -> &str {
        self.0.iter().map(|s| s.date.as_str()).max().unwrap_or("")
    }

    /// Writes a merged answer down as a source of the columns that it changed; one that changed nothing is none.
    pub(super) fn add_answer(&mut self, file: &Path, date: &str, outcome: &Outcome) -> Result<()> {
        ensure!(is_date(date), "{date:?} is no date such as 2026-11-23");
        let touched: BTreeSet<&str> = outcome.touched_columns();
        if touched.is_empty() {
            return Ok(());
        }
        let name = file.file_name().context("a file without a name")?;
        self.0.push(Source {
            columns: COLUMNS
                .iter()
                .filter(|column| touched.contains(**column))
                .map(|column| (*column).to_owned())
                .collect(),
            role: "wins".to_owned(),
            repository: "ec2:DescribeInstanceTypes".to_owned(),
            path: name.to_string_lossy().into_owned(),
            commit: String::new(),
            date: date.to_owned(),
            note: format!(
                "types added: {}; cells altered: {}",
                outcome.added.len(),
                outcome.altered.len()
            ),
        });
        Ok(())
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| {
            if i == 4 || i == 7 {
                b == b'-'
            } else {
                b.is_ascii_digit()
            }
        })
}

/// The day on which a file was last written, in UTC.
pub(super) fn saved_on(file: &Path) -> Result<String> {
    let modified = fs::metadata(file)?.modified()?;
    let days = modified.duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
    Ok(civil_date(days))
}

/// The day that is so many days after 1970-01-01, by the calendar's cycle of 400 years.
fn civil_date(days: u64) -> String {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let day_of_era = shifted % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_by_known_days() {
        // 951782400 s is 2000-02-29, 1795392000 s is 2026-11-23 (GNU date).
        assert_eq!(civil_date(0), "1970-01-01");
        assert_eq!(civil_date(951_782_400 / 86_400), "2000-02-29");
        assert_eq!(civil_date(1_795_392_000 / 86_400), "2026-11-23");
    }

    #[test]
    fn only_dates_are_dates() {
        assert!(is_date("2026-11-23"));
        assert!(!is_date("23-11-2026"));
        assert!(!is_date("2026-11-2"));
    }
}
