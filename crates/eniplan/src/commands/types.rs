//! Instance types as they are named on the command line.

use eniplan_core::aws::catalogue::{Catalogue, InstanceType, is_pattern};

use crate::failure::{Failure, Fault};

/// The types that the names and patterns mean, in their order; every unknown name is told at once.
pub(super) fn named<'a>(
    catalogue: &'a Catalogue,
    names: &'a [String],
) -> Result<Vec<&'a InstanceType>, Failure> {
    let mut found = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        let before = found.len();
        found.extend(catalogue.matching(name));
        if found.len() == before {
            unknown.push(name);
        }
    }
    if unknown.is_empty() {
        return Ok(found);
    }
    let (what, help): (Vec<_>, Vec<_>) = unknown
        .iter()
        .map(|name| {
            let shown = super::shortened(name);
            if is_pattern(name) {
                let help = "`eniplan instances --filter \"instance_type ~ '…'\"` tries a pattern";
                (
                    format!("`{shown}` names no listed instance type"),
                    help.to_owned(),
                )
            } else {
                let help = super::did_you_mean(catalogue, name);
                (format!("`{shown}` is no known instance type"), help)
            }
        })
        .unzip();
    Err(Fault::new(what.join("; "))
        .at("the command line")
        .help(help.join("\n"))
        .into())
}
