//! The shape of what `terraform show -json` prints, as far as it is needed; and of a state file, which `state.rs` reads.
//!
//! Source: <https://developer.hashicorp.com/terraform/internals/json-format>, read 2026-11-24.
//! Values of resources stay text until somebody wants them, since most resources are none of ours.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::state::Stored;

/// A state, a plan, or a state file.
#[derive(Deserialize)]
pub(super) struct File<'a> {
    /// A state's resources.
    #[serde(default, borrow)]
    pub(super) values: Option<Values<'a>>,
    /// A plan's resources as they will be.
    #[serde(default, borrow)]
    pub(super) planned_values: Option<Values<'a>>,
    /// What a plan found.
    #[serde(default, borrow)]
    pub(super) prior_state: Option<Prior<'a>>,
    /// What a plan does.
    #[serde(default, borrow)]
    pub(super) resource_changes: Option<Vec<ResourceChange<'a>>>,
    /// What it was made from.
    #[serde(default, borrow)]
    pub(super) configuration: Option<Configuration<'a>>,
    /// Whether planning stopped before its end.
    #[serde(default)]
    pub(super) errored: Option<bool>,
    /// The form of a state file, which no output of a command has.
    #[serde(default)]
    pub(super) version: Option<u64>,
    /// A state file's resources.
    #[serde(default, borrow)]
    pub(super) resources: Option<Vec<Stored<'a>>>,
    /// A state file of OpenTofu that only its key opens.
    #[serde(default, borrow)]
    pub(super) encrypted_data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Values<'a> {
    #[serde(default, borrow)]
    pub(super) root_module: Option<Module<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Prior<'a> {
    #[serde(default, borrow)]
    pub(super) values: Option<Values<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Module<'a> {
    #[serde(default, borrow)]
    pub(super) resources: Option<Vec<Resource<'a>>>,
    #[serde(default, borrow)]
    pub(super) child_modules: Option<Vec<Module<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct Resource<'a> {
    pub(super) address: String,
    #[serde(default, borrow)]
    pub(super) values: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct ResourceChange<'a> {
    pub(super) address: String,
    #[serde(borrow)]
    pub(super) change: Change<'a>,
}

#[derive(Deserialize)]
pub(super) struct Change<'a> {
    #[serde(default)]
    pub(super) actions: Vec<String>,
    #[serde(default, borrow)]
    pub(super) before: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) after: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) replace_paths: Option<Vec<Vec<Value>>>,
}

#[derive(Deserialize)]
pub(super) struct Configuration<'a> {
    #[serde(default, borrow)]
    pub(super) root_module: Option<Configured<'a>>,
}

/// A module as it is written.
#[derive(Deserialize)]
pub(super) struct Configured<'a> {
    #[serde(default, borrow)]
    pub(super) resources: Option<Vec<ConfiguredResource<'a>>>,
    #[serde(default, borrow)]
    pub(super) module_calls: Option<BTreeMap<String, Call<'a>>>,
    #[serde(default, borrow)]
    pub(super) outputs: Option<BTreeMap<String, Output<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct ConfiguredResource<'a> {
    pub(super) address: String,
    #[serde(default, borrow)]
    pub(super) expressions: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) for_each_expression: Option<&'a RawValue>,
}

#[derive(Deserialize)]
pub(super) struct Call<'a> {
    #[serde(default, borrow)]
    pub(super) expressions: Option<&'a RawValue>,
    #[serde(default, borrow)]
    pub(super) module: Option<Box<Configured<'a>>>,
}

#[derive(Deserialize)]
pub(super) struct Output<'a> {
    #[serde(default, borrow)]
    pub(super) expression: Option<&'a RawValue>,
}

/// Longer values are of no resource: user data, Helm values and the like take less than a megabyte.
const MOST_BYTES: usize = 4 << 20;

/// The text of a value as JSON; null where there is none.
pub(super) fn parsed(raw: Option<&RawValue>) -> Value {
    raw.filter(|raw| raw.get().len() <= MOST_BYTES)
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default()
}
