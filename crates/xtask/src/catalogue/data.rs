//! The project's own data file: one row a type, blank where no source states a value.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail, ensure};

/// The columns after the name, in their order.
pub(super) const COLUMNS: [&str; 11] = [
    "vcpus",
    "memory_mib",
    "arch",
    "hypervisor",
    "bare_metal",
    "network_cards",
    "max_enis",
    "ipv4_per_eni",
    "trunking",
    "branch_enis",
    "aws_max_pods",
];

/// Rows by the name of their type.
pub(super) struct Table(BTreeMap<String, Row>);

/// The cells of one type, in the order of [`COLUMNS`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row([String; COLUMNS.len()]);

impl Table {
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header: Vec<_> = reader
            .headers()?
            .iter()
            .skip(1)
            .map(str::to_owned)
            .collect();
        ensure!(
            header == COLUMNS,
            "the columns are {header:?}, not {COLUMNS:?}"
        );
        let mut rows = BTreeMap::new();
        for record in reader.records() {
            let record = record?;
            let mut cells = record.iter().map(str::to_owned);
            let name = cells.next().unwrap_or_default();
            check_name(&name)?;
            let mut row = Row::default();
            for (column, cell) in COLUMNS.iter().zip(cells) {
                row.set(column, cell).with_context(|| name.clone())?;
            }
            ensure!(
                rows.insert(name.clone(), row).is_none(),
                "{name} stands there twice"
            );
        }
        Ok(Self(rows))
    }

    pub(super) fn to_csv(&self) -> String {
        let mut out = format!("instance_type,{}\n", COLUMNS.join(","));
        for (name, row) in &self.0 {
            // No cell holds a comma or a quote: `Row::set` sees to it.
            let _ = writeln!(out, "{name},{}", row.0.join(","));
        }
        out
    }

    pub(super) fn rows(&self) -> &BTreeMap<String, Row> {
        &self.0
    }

    /// The row of a type, or none yet.
    pub(super) fn row_mut(&mut self, name: &str) -> Option<&mut Row> {
        self.0.get_mut(name)
    }

    pub(super) fn add(&mut self, name: &str, row: Row) -> Result<()> {
        check_name(name)?;
        self.0.insert(name.to_owned(), row);
        Ok(())
    }
}

impl Row {
    /// The cell of a column, or nothing where it is blank.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        let at = COLUMNS.iter().position(|c| *c == column)?;
        Some(self.0[at].as_str()).filter(|cell| !cell.is_empty())
    }

    /// Sets a cell after checking that its value is one that the column can have.
    pub(super) fn set(&mut self, column: &str, cell: String) -> Result<()> {
        let Some(at) = COLUMNS.iter().position(|c| *c == column) else {
            bail!("there is no column {column}");
        };
        let valid = match column {
            "arch" => matches!(cell.as_str(), "" | "x86_64" | "arm64"),
            "hypervisor" => matches!(cell.as_str(), "" | "nitro" | "xen"),
            "bare_metal" => matches!(cell.as_str(), "true" | "false"),
            "trunking" => matches!(cell.as_str(), "" | "true" | "false"),
            "network_cards" => cell.parse::<u8>().is_ok_and(|n| n > 0),
            "max_enis" | "ipv4_per_eni" => cell.parse::<u32>().is_ok_and(|n| n > 0),
            _ => cell.is_empty() || cell.parse::<u32>().is_ok(),
        };
        ensure!(valid, "{column} cannot be {cell:?}");
        self.0[at] = cell;
        Ok(())
    }
}

/// Names become part of Rust source and of a space-separated table, so only what AWS uses is let in.
fn check_name(name: &str) -> Result<()> {
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    ensure!(
        plain && name.split('.').count() == 2 && !name.starts_with('.') && !name.ends_with('.'),
        "{name:?} is no name of an instance type"
    );
    Ok(())
}
