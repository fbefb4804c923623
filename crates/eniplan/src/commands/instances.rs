//! `eniplan instances`: the catalogue, filtered and sorted.

mod column;
mod filter;
mod sources;
mod terms;

use std::cmp::Ordering;
use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;
use eniplan_core::aws::catalogue::{self, Catalogue, InstanceType};

use serde::{Serialize, Serializer};

use self::column::{Cell, Column};
use self::terms::Terms;
use crate::failure::{Failure, Fault};
use crate::table::{self, Side};

/// The catalogue of EC2 instance types and their limits.
///
/// Figures of interfaces are those of the default network card, the one that the VPC CNI uses.
/// A value that no source states is unknown: blank in tables and CSV, null in JSON.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Show only the types for which this holds
    #[arg(long, value_name = "CONDITION", allow_hyphen_values = true)]
    filter: Option<String>,
    /// Columns to sort by, separated by commas; a leading - sorts downwards
    #[arg(long, value_name = "COLUMNS", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Columns to show, separated by commas
    #[arg(long, value_name = "COLUMNS")]
    columns: Option<String>,
    /// Also types whose vCPUs are unknown, most of which are not on sale
    #[arg(long)]
    all: bool,
    /// Show where each column comes from, in place of the types
    #[arg(long, conflicts_with_all = ["filter", "sort", "columns", "all"])]
    sources: bool,
    /// A table for people, or CSV or JSON for programs
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
    #[command(flatten, next_help_heading = "For computed columns")]
    terms: Terms,
}

const AFTER_HELP: &str = "\
Columns:
  instance_type, family, vcpus, memory_mib, arch, hypervisor, bare_metal, network_cards, max_enis,
  ipv4_per_eni, trunking, branch_enis, aws_max_pods (AWS's own figure), max_pods (the ENI formula),
  prefix_max_pods (with /28 prefixes), recommended_max_pods (prefixes, capped at 110 or 250),
  custom_max_pods (custom networking), custom_prefix_max_pods (both), allocatable_millicores,
  allocatable_mib_estimate (of EC2's memory less 7.5 %)

  For the settings given and --pods on a node: default_max_pods (what EKS sets in a managed node
  group), served_pods (what the CNI has addresses for), interfaces, addresses, idle_addresses,
  addresses_per_pod; the last four are unknown where max pods leave no room for so many.

Conditions:
  Compare a column with a number, a word or `unknown` by = != < <= > >=, or with a pattern by ~;
  join with and, or, not and parentheses. A comparison with an unknown value does not hold.

Examples:
  eniplan instances --filter 'max_pods>=58 and vcpus<=8' --sort vcpus,-max_pods
  eniplan instances --filter \"instance_type ~ 'c7g.*' or branch_enis > 100\" --format csv
  eniplan instances --all --columns instance_type,max_enis,ipv4_per_eni --format json
  eniplan instances --pods 40 --prefix-delegation --filter 'addresses_per_pod<1.5' --sort addresses
  eniplan instances --sources";

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Table,
    Csv,
    Json,
}

/// A column to sort by.
struct Key {
    column: Column,
    downwards: bool,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode, Failure> {
    if args.sources {
        sources::write(args.format, out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let condition = args.filter.as_deref().map(filter::parse).transpose()?;
    let keys = args.sort.as_deref().map(keys).transpose()?;
    let columns = match &args.columns {
        Some(list) => columns(list, "--columns")?,
        None if args.format == Format::Table => Column::SHORT.to_vec(),
        None => Column::ALL.to_vec(),
    };

    let catalogue = Catalogue::bundled();
    let mut types: Vec<&InstanceType> = catalogue
        .iter()
        .filter(|t| args.all || t.vcpus.is_some())
        .filter(|t| condition.as_ref().is_none_or(|c| c.holds(t, &args.terms)))
        .collect();
    if let Some(keys) = keys {
        types.sort_by(|a, b| order(&keys, &args.terms, a, b));
    }

    match args.format {
        Format::Table => {
            let headings: Vec<_> = columns.iter().map(|c| (c.name(), c.side())).collect();
            let rows: Vec<_> = types
                .iter()
                .map(|t| row(&columns, t, &args.terms))
                .collect();
            table::write(out, &headings, &rows)?;
            writeln!(
                out,
                "\n{} of {} types; facts of {}, VPC CNI {}",
                types.len(),
                catalogue.len(),
                catalogue::DATE,
                catalogue::CNI_VERSION
            )?;
        }
        Format::Csv => {
            let names: Vec<_> = columns.iter().map(|c| c.name()).collect();
            writeln!(out, "{}", names.join(","))?;
            for t in types {
                // No cell holds a comma, a quote or a sign that a spreadsheet would take for a formula.
                writeln!(out, "{}", row(&columns, t, &args.terms).join(","))?;
            }
        }
        Format::Json => {
            let columns = &columns;
            let objects: Vec<_> = types
                .iter()
                .map(|t| Object {
                    columns,
                    instance: t,
                    terms: &args.terms,
                })
                .collect();
            serde_json::to_writer(&mut *out, &objects)?;
            writeln!(out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A type as JSON, its columns in their order.
struct Object<'a> {
    columns: &'a [Column],
    instance: &'a InstanceType,
    terms: &'a Terms,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.columns
                .iter()
                .map(|c| (c.name(), c.of(self.instance, self.terms))),
        )
    }
}

fn row(columns: &[Column], instance: &InstanceType, terms: &Terms) -> Vec<String> {
    columns
        .iter()
        .map(|column| column.of(instance, terms).to_string())
        .collect()
}

fn columns(list: &str, flag: &str) -> Result<Vec<Column>, Failure> {
    list.split(',')
        .map(|name| {
            let name = name.trim();
            Column::of_name(name).ok_or_else(|| {
                Fault::new(format!("`{}` is no column", super::shortened(name)))
                    .at(flag)
                    .help(column::help(name))
                    .into()
            })
        })
        .collect()
}

fn keys(list: &str) -> Result<Vec<Key>, Failure> {
    list.split(',')
        .map(|name| {
            let name = name.trim();
            let (downwards, name) = match name.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, name),
            };
            let column = columns(name, "--sort")?;
            Ok(column
                .into_iter()
                .map(move |column| Key { column, downwards }))
        })
        .collect::<Result<Vec<_>, Failure>>()
        .map(|keys| keys.into_iter().flatten().collect())
}

/// Unknown values come last in either direction; equal rows stay in the order of names.
fn order(keys: &[Key], terms: &Terms, a: &InstanceType, b: &InstanceType) -> Ordering {
    keys.iter()
        .map(
            |key| match (key.column.of(a, terms), key.column.of(b, terms)) {
                (Cell::Unknown, Cell::Unknown) => Ordering::Equal,
                (Cell::Unknown, _) => Ordering::Greater,
                (_, Cell::Unknown) => Ordering::Less,
                (a, b) if key.downwards => b.cmp(&a),
                (a, b) => a.cmp(&b),
            },
        )
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

impl Column {
    fn side(self) -> Side {
        if matches!(self.kind(), column::Kind::Number | column::Kind::Decimal) {
            Side::Right
        } else {
            Side::Left
        }
    }
}
