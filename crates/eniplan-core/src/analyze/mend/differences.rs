//! Which keys of two plans differ.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::plan::Plan;
use crate::plan::shape::Value as _;
use crate::plan::tree::{Data, Node};

/// Settings that are listed at most; a change of more of them is told by the first.
const MOST: usize = 40;

/// A key of the plan and what it is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Where it stands: `networking.warm.ip`.
    pub path: String,
    /// What stood there; empty where it was left out.
    pub was: String,
    /// What stands there then; empty where it is left out.
    pub value: String,
}

impl Setting {
    /// As one would write it: `networking.warm.ip: 2`.
    pub fn text(&self) -> String {
        if self.value.is_empty() {
            format!("{} left out", self.path)
        } else {
            format!("{}: {}", self.path, self.value)
        }
    }
}

/// The keys in which `changed` differs from `plan`, in the order of the document.
pub(super) fn between(plan: &Plan, changed: &Plan) -> Vec<Setting> {
    let (mut was, mut is) = (plan.clone(), changed.clone());
    // A plan may list hundreds of subnets, of which most changes touch none: to write them out takes ten times as long.
    if was.subnets == is.subnets {
        was.subnets.clear();
        is.subnets.clear();
    }
    let mut settings = Vec::new();
    compare("", Some(&was.write()), Some(&is.write()), &mut settings);
    settings
}

fn compare(path: &str, was: Option<&Node>, is: Option<&Node>, settings: &mut Vec<Setting>) {
    if was == is || settings.len() >= MOST {
        return;
    }
    match (was.map(|node| &node.data), is.map(|node| &node.data)) {
        (Some(Data::Map(old)), Some(Data::Map(new))) => {
            let below = |key: &str| match path {
                "" => key.to_string(),
                _ => format!("{path}.{key}"),
            };
            let gone = old
                .iter()
                .filter(|entry| new.iter().all(|other| other.key != entry.key));
            for entry in new.iter().chain(gone) {
                let [was, is] = [was, is].map(|node| node.and_then(|node| node.get(&entry.key)));
                compare(&below(&entry.key), was, is, settings);
            }
        }
        // A key that was left out wholly: its own keys are told.
        (None, Some(Data::Map(new))) if !path.ends_with(']') => {
            for entry in new {
                compare(
                    &format!("{path}.{}", entry.key),
                    None,
                    Some(&entry.value),
                    settings,
                );
            }
        }
        (Some(Data::Map(old)), None) if !path.ends_with(']') => {
            for entry in old {
                compare(
                    &format!("{path}.{}", entry.key),
                    Some(&entry.value),
                    None,
                    settings,
                );
            }
        }
        (old, Some(Data::List(new))) if new.iter().any(is_record) => {
            let old = match old {
                Some(Data::List(old)) => old.as_slice(),
                _ => &[],
            };
            for index in 0..new.len().max(old.len()) {
                let path = format!("{path}[{index}]");
                compare(&path, old.get(index), new.get(index), settings);
            }
        }
        _ => settings.push(Setting {
            path: path.to_string(),
            was: was.map(shown).unwrap_or_default(),
            value: is.map(shown).unwrap_or_default(),
        }),
    }
}

fn is_record(node: &Node) -> bool {
    matches!(node.data, Data::Map(_))
}

/// A value on one line.
fn shown(node: &Node) -> String {
    let all = |values: Vec<String>| values.join(", ");
    match &node.data {
        _ if node.is_null() => String::new(),
        Data::Scalar { text, .. } => text.to_string(),
        Data::List(items) => all(items.iter().map(shown).collect()),
        Data::Map(entries) => all(entries.iter().map(|entry| shown(&entry.value)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(was: &str, is: &str) -> Vec<String> {
        let plan = |text: &str| Plan::from_text(text.as_bytes()).unwrap().0;
        let settings = between(&plan(was), &plan(is));
        settings.iter().map(Setting::text).collect()
    }

    #[test]
    fn each_key_that_differs_is_told_once() {
        assert!(told("{}", "{}").is_empty());
        assert_eq!(
            told("{}", "networking: {warm: {ip: 2}}"),
            ["networking.warm.ip: 2"]
        );
        assert_eq!(
            told(
                "networking: {warm: {ip: 2, minimum_ip: 9}}",
                "networking: {warm: {minimum_ip: 9}}"
            ),
            ["networking.warm.ip left out"]
        );
        assert_eq!(
            told("networking: {warm: {ip: 2}}", "{}"),
            ["networking.warm.ip left out"]
        );
        assert_eq!(
            told(
                "node_groups: [{name: a}, {name: b, nodes: {desired: 3}}]",
                "node_groups: [{name: a}, {name: b, nodes: {desired: 4, max: 9}}]"
            ),
            [
                "node_groups[1].nodes.desired: 4",
                "node_groups[1].nodes.max: 9"
            ]
        );
        assert_eq!(
            told(
                "subnets: [{name: x, zone: a, cidr: 10.0.0.0/24}]",
                "subnets: [{name: x, zone: a, cidr: 10.0.0.0/24}, {name: y, zone: b, cidr: 10.0.1.0/24}]"
            ),
            ["subnets[1]: y, b, 10.0.1.0/24"]
        );
    }
}
