//! What a plan does that cannot be undone: addresses that change, and what is made anew.

use std::fmt::Write as _;

use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;
use serde_json::Value;

use super::address::Address;
use super::file::{File, ResourceChange, parsed};
use super::resources::text;
use crate::inventory::Inventory;

/// Tells what the plan replaces and removes.
pub(super) fn tell(file: &File<'_>, inventory: &mut Inventory, findings: &mut Vec<Finding>) {
    for own in file.resource_changes.iter().flatten() {
        let Some(address) = Address::of(&own.address).filter(|address| !address.is_data) else {
            continue;
        };
        let is_ours = matches!(
            address.kind.as_str(),
            "aws_vpc"
                | "aws_subnet"
                | "aws_eks_cluster"
                | "aws_eks_node_group"
                | "aws_vpc_ipv4_cidr_block_association"
        );
        if is_ours {
            let change = Change::of(own);
            if let Some(finding) = change.finding(&own.address, &address) {
                findings.push(finding);
            }
            change.forget(&own.address, &address, inventory);
        }
    }
}

/// A change with the values on both sides.
struct Change {
    before: Value,
    after: Value,
    creates: bool,
    destroys: bool,
    creates_first: bool,
    /// The arguments that force the resource to be made anew.
    because: String,
}

impl Change {
    fn of(own: &ResourceChange<'_>) -> Self {
        let actions: Vec<&str> = own.change.actions.iter().map(String::as_str).collect();
        let paths = own.change.replace_paths.iter().flatten();
        let mut because: Vec<String> = paths.map(|path| shown(path)).collect();
        because.sort();
        because.dedup();
        Self {
            before: parsed(own.change.before),
            after: parsed(own.change.after),
            creates: actions.contains(&"create"),
            destroys: actions.contains(&"delete"),
            creates_first: actions.first() == Some(&"create"),
            because: because.join(", "),
        }
    }

    /// Whether the resource is there before and after and is not the same one.
    fn replaces(&self) -> bool {
        self.creates && self.destroys
    }

    fn because(&self) -> &str {
        if self.because.is_empty() {
            "what was asked for"
        } else {
            &self.because
        }
    }

    fn finding(&self, written: &str, address: &Address) -> Option<Finding> {
        let (was, is) = (block(&self.before), block(&self.after));
        // No block of a subnet or VPC can be changed, whatever a provider plans.
        let renumbers = !self.creates && !self.destroys && !self.before.is_null() && was != is;
        let (code, operands): (Code, Vec<_>) = match address.kind.as_str() {
            "aws_subnet" if (self.replaces() || renumbers) && was != is => {
                (Code::TerraformRenumbers, operands![written, was, is].into())
            }
            "aws_vpc" | "aws_subnet" | "aws_eks_cluster" if self.replaces() => (
                Code::TerraformReplaces,
                operands![written, self.because()].into(),
            ),
            "aws_vpc" if renumbers => (
                Code::TerraformReplaces,
                operands![written, "cidr_block"].into(),
            ),
            "aws_eks_node_group" if self.replaces() => {
                let order = if self.creates_first {
                    "the new nodes start first and stand beside the old ones, so its subnets need room for both"
                } else {
                    "the old nodes end first, so its pods wait until the new ones are ready"
                };
                let operands = operands![written, self.because(), order];
                (Code::TerraformReplacesNodes, operands.into())
            }
            "aws_subnet" | "aws_vpc_ipv4_cidr_block_association"
                if self.destroys && !self.creates =>
            {
                (Code::TerraformRemoves, operands![written, was].into())
            }
            _ => return None,
        };
        Some(Finding::new(code, written, operands))
    }

    /// Keeps what will be gone, so that a plan file that lists it is brought up to date.
    fn forget(&self, written: &str, address: &Address, inventory: &mut Inventory) {
        if !self.destroys {
            return;
        }
        let terraform = inventory.terraform.get_or_insert_default();
        let keys: &[&str] = match address.kind.as_str() {
            "aws_subnet" => &["id", "cidr_block"],
            "aws_vpc_ipv4_cidr_block_association" => &["cidr_block"],
            "aws_eks_node_group" if !self.creates => &["node_group_name"],
            _ => &[],
        };
        let texts = keys.iter().filter_map(|key| text(&self.before, key));
        for text in texts.map(str::to_owned) {
            if self.creates && address.kind == "aws_subnet" {
                terraform.replaced.insert(text.clone(), written.to_owned());
            }
            terraform.gone.insert(text);
        }
    }
}

fn block(side: &Value) -> String {
    let block = text(side, "cidr_block");
    block.unwrap_or("a block that only apply tells").to_owned()
}

/// A path into a resource, as in `scaling_config[0].max_size`.
fn shown(path: &[Value]) -> String {
    let mut shown = String::new();
    for step in path {
        match step {
            Value::String(key) if shown.is_empty() => shown.push_str(key),
            Value::String(key) => {
                shown.push('.');
                shown.push_str(key);
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(shown, "[{other}]");
            }
        }
    }
    shown
}
