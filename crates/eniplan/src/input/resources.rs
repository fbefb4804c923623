//! Where resources of Terraform stand: at what they change in the plan file, or in what Terraform printed.
//!
//! Which line of which `.tf` file made a resource is in nothing that Terraform prints.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eniplan_core::finding::{Code, Finding, Place};
use eniplan_core::plan::Plan;
use eniplan_core::plan::tree::Node;
use eniplan_import::Terraform;

use super::{Case, places};

/// The places of resources by their addresses, each in the file that it was read from.
pub(super) type Resources = BTreeMap<String, (PathBuf, Place)>;

/// Whether a finding is about a resource, which is then its subject.
fn is_of_resource(finding: &Finding) -> bool {
    matches!(
        finding.code,
        Code::TerraformRenumbers
            | Code::TerraformReplaces
            | Code::TerraformReplacesNodes
            | Code::TerraformRemoves
            | Code::TerraformUnknown
            | Code::TerraformSettings
    )
}

/// Adds the places of the resources that findings are about.
pub(super) fn find(found: &[Finding], file: &Path, bytes: &[u8], resources: &mut Resources) {
    let mut found = found
        .iter()
        .filter(|finding| is_of_resource(finding))
        .peekable();
    if found.peek().is_none() {
        return;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for finding in found {
        if let Some(at) = of_address(text, &finding.subject) {
            resources.insert(finding.subject.clone(), (file.to_owned(), at));
        }
    }
}

/// The place of the resource of an address: among the changes, where it is one of them.
fn of_address(text: &str, address: &str) -> Option<Place> {
    let quoted = serde_json::Value::from(address).to_string();
    let from = text.find("\"resource_changes\"").unwrap_or(0);
    let is_address = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        let before = before.strip_suffix(':').unwrap_or_default();
        before.trim_end().ends_with("\"address\"")
    };
    let within = |from: usize| {
        let part = text.get(from..).unwrap_or_default();
        let mut all = part.match_indices(quoted.as_str()).map(|(at, _)| from + at);
        all.find(is_address)
    };
    let at = within(from).or_else(|| within(0))?;
    let before = text.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or_default();
    let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
    Some(Place {
        line: number(before.matches('\n').count()),
        column: number(line.chars().count()),
    })
}

/// The place in a plan file of what a resource changes there: a subnet by its id or block, or a block of the VPC.
pub(super) fn in_plan(
    root: &Node,
    plan: &Plan,
    terraform: &Terraform,
    finding: &Finding,
) -> Option<Place> {
    if !is_of_resource(finding) {
        return None;
    }
    let was = finding.operands.get(1).map(ToString::to_string);
    let is_made_anew = |key: &str| terraform.replaced.get(key) == Some(&finding.subject);
    let subnet = plan.subnets.iter().position(|subnet| {
        let block = subnet.cidr.to_string();
        Some(&block) == was.as_ref()
            || is_made_anew(&block)
            || subnet.id.as_deref().is_some_and(is_made_anew)
    });
    let block = || {
        let mut blocks = plan.vpc.cidrs.iter();
        blocks.position(|own| Some(own.cidr.to_string()) == was)
    };
    let path = match subnet {
        Some(at) => format!("subnets[{at}]"),
        None => format!("vpc.cidrs[{}]", block()?),
    };
    places::of_subject(root, &path)
}

impl Case {
    /// The file that a finding stands in, where there is one, and its place there.
    pub(crate) fn stand(&self, finding: &Finding) -> (Option<&Path>, Place) {
        match self.resources.get(&finding.subject) {
            Some((file, at)) if !finding.at.is_known() => (Some(file), *at),
            _ => (self.file.as_deref(), finding.at),
        }
    }

    /// Where a finding stands, as in `plan.yaml:3:7`.
    pub(crate) fn place(&self, finding: &Finding) -> Option<String> {
        if finding.at.is_known() {
            let Place { line, column } = finding.at;
            return Some(format!("{}:{line}:{column}", self.source));
        }
        let (file, Place { line, column }) = self.resources.get(&finding.subject)?;
        let file = crate::commands::shown(&file.display().to_string());
        Some(format!("{file}:{line}:{column}"))
    }
}

#[cfg(test)]
mod tests {
    use super::of_address;

    #[test]
    fn the_change_counts_before_the_value() {
        let text = "{\"planned_values\": [\n{\"address\": \"aws_subnet.a\", \"name\": \"aws_subnet.b\"}],\n \"resource_changes\": [\n  {\"address\" : \"aws_subnet.a\"}, {\"address\":\"aws_subnet.c[\\\"x\\\"]\"}]}";
        for (address, expected) in [
            ("aws_subnet.a", Some((4, 16))),
            ("aws_subnet.c[\"x\"]", Some((4, 44))),
            ("aws_subnet.b", None),
            ("aws_subnet.d", None),
        ] {
            let place = of_address(text, address).map(|at| (at.line, at.column));
            assert_eq!(place, expected, "{address}");
        }
        let only_planned =
            "{\"planned_values\": [{\"address\": \"aws_subnet.a\"}], \"resource_changes\": []}";
        let at = of_address(only_planned, "aws_subnet.a").unwrap();
        assert_eq!((at.line, at.column), (1, 33));
    }
}
