//! The instance table of the core: written from the project's data, and the data brought up to date from saved EC2 answers.

mod data;
mod merge;
mod pack;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use self::data::Table;
use self::sources::Sources;
use crate::workspace;

const INSTANCES: &str = "crates/eniplan-core/data/instances.csv";
const PROVENANCE: &str = "crates/eniplan-core/data/provenance.csv";
const GENERATED: &str = "crates/eniplan-core/src/aws/catalogue/generated.rs";

/// What to do with the instance table.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// First merge what `aws ec2 describe-instance-types` answered, saved as JSON; pages may follow one another in a file.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    merge: Vec<PathBuf>,
    /// The day of the answers, written down as their provenance; without it the day on which each file was saved.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "merge")]
    date: Option<String>,
}

/// Writes the generated table anew and says what a merge changed.
pub(crate) fn run(options: &Options) -> Result<()> {
    let root = workspace::root();
    let mut table = Table::parse(&read(&root.join(INSTANCES))?).context(INSTANCES)?;
    let mut sources = Sources::parse(&read(&root.join(PROVENANCE))?).context(PROVENANCE)?;

    for file in &options.merge {
        let name = file.display().to_string();
        let answers = merge::parse(&read(file)?).with_context(|| name.clone())?;
        let outcome = merge::merge(&mut table, &answers).with_context(|| name.clone())?;
        for line in outcome.lines(&name) {
            println!("{line}");
        }
        let date = match &options.date {
            Some(date) => date.clone(),
            None => sources::saved_on(file)?,
        };
        sources.add_answer(file, &date, &outcome)?;
    }
    if !options.merge.is_empty() {
        write(&root.join(INSTANCES), &table.to_csv())?;
        write(&root.join(PROVENANCE), &sources.to_csv()?)?;
    }

    let generated = pack::generate(&table, &sources)?;
    let unchanged = fs::read_to_string(root.join(GENERATED)).is_ok_and(|old| old == generated);
    if unchanged {
        println!("{GENERATED} is up to date: {} types", table.rows().len());
    } else {
        write(&root.join(GENERATED), &generated)?;
        println!("{GENERATED} written: {} types", table.rows().len());
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_table_is_what_the_data_gives() {
        let root = workspace::root();
        let table = Table::parse(&read(&root.join(INSTANCES)).unwrap()).unwrap();
        let sources = Sources::parse(&read(&root.join(PROVENANCE)).unwrap()).unwrap();
        let generated = read(&root.join(GENERATED)).unwrap();
        assert!(
            generated == pack::generate(&table, &sources).unwrap(),
            "{GENERATED} and {INSTANCES} differ: run `cargo xtask catalogue`"
        );
    }

    #[test]
    fn the_data_file_is_written_as_it_is_read() {
        let root = workspace::root();
        let text = read(&root.join(INSTANCES)).unwrap();
        assert!(Table::parse(&text).unwrap().to_csv() == text);
        let text = read(&root.join(PROVENANCE)).unwrap();
        assert_eq!(Sources::parse(&text).unwrap().to_csv().unwrap(), text);
    }
}
