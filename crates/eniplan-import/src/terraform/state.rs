//! The state file itself, `terraform.tfstate`, in version 4 of its form, which Terraform 0.12 and later and OpenTofu write.
//!
//! Source: <https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go>, read 2026-11-25.

use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::file::File;

/// The version whose resources are read.
const VERSION: u64 = 4;

/// A resource with its instances.
#[derive(Deserialize)]
pub(super) struct Stored<'a> {
    #[serde(default)]
    module: Option<String>,
    #[serde(default)]
    mode: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    name: String,
    #[serde(default, borrow)]
    instances: Option<Vec<Instance<'a>>>,
}

#[derive(Deserialize)]
struct Instance<'a> {
    #[serde(default)]
    index_key: Option<Value>,
    /// Set where a newer one stands in its place and this one waits to be destroyed.
    #[serde(default)]
    deposed: Option<String>,
    #[serde(default, borrow)]
    attributes: Option<&'a RawValue>,
}

impl<'a> Stored<'a> {
    /// Its type, such as `aws_subnet`.
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// The address of each instance, as Terraform writes it, with its attributes.
    pub(super) fn instances(&self) -> impl Iterator<Item = (String, Option<&'a RawValue>)> + '_ {
        let instances = self.instances.iter().flatten();
        let current = instances.filter(|instance| instance.deposed.is_none());
        current.map(|instance| {
            (
                self.address(instance.index_key.as_ref()),
                instance.attributes,
            )
        })
    }

    fn address(&self, key: Option<&Value>) -> String {
        let mut address = String::new();
        if let Some(module) = self.module.as_deref().filter(|module| !module.is_empty()) {
            address.push_str(module);
            address.push('.');
        }
        if self.mode.as_deref() == Some("data") {
            address.push_str("data.");
        }
        address.push_str(&self.kind);
        address.push('.');
        address.push_str(&self.name);
        if let Some(key) = key.filter(|key| !key.is_null()) {
            // Writing to a String cannot fail.
            let _ = write!(address, "[{key}]");
        }
        address
    }
}

/// Why a state file cannot be read; none where it can, or where the file is the output of a command.
pub(super) fn unreadable(file: &File<'_>) -> Option<String> {
    if file.encrypted_data.is_some() {
        return Some("is an encrypted state of OpenTofu".to_owned());
    }
    let version = file.version.filter(|version| *version != VERSION)?;
    Some(format!(
        "is a Terraform state file of version {version}, and only version {VERSION} is read"
    ))
}

#[cfg(test)]
mod tests {
    use super::Stored;

    #[test]
    fn instances_have_the_addresses_that_terraform_prints() {
        let text = r#"{"module": "module.a[\"x\"]", "mode": "data", "type": "aws_subnet", "name": "s", "instances": [
            {"index_key": 0, "attributes": {}}, {"index_key": "b.c"}, {"deposed": "0123abcd"}, {"index_key": null}]}"#;
        let stored: Stored<'_> = serde_json::from_str(text).unwrap();
        let addresses: Vec<String> = stored.instances().map(|(address, _)| address).collect();
        assert_eq!(
            addresses,
            [
                r#"module.a["x"].data.aws_subnet.s[0]"#,
                r#"module.a["x"].data.aws_subnet.s["b.c"]"#,
                r#"module.a["x"].data.aws_subnet.s"#,
            ]
        );
        let root: Stored<'_> =
            serde_json::from_str(r#"{"type": "aws_vpc", "name": "v", "instances": [{}]}"#).unwrap();
        assert_eq!(root.instances().next().unwrap().0, "aws_vpc.v");
    }
}
