//! What `aws ec2 describe-instance-types` answered, and what it changes in the data file.
//!
//! A value that the answer does not state stays as it was, and is reported.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use super::data::{Row, Table};

/// What EC2 says of one type: a value a column that it knows of.
#[derive(Debug)]
pub(super) struct Answer {
    name: String,
    cells: Vec<(&'static str, Option<String>)>,
}

/// What a merge did.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) added: Vec<(String, Vec<(&'static str, String)>)>,
    pub(super) altered: Vec<Altered>,
    kept: Vec<(String, &'static str, String)>,
    seen: usize,
}

/// One cell with another value than before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Altered {
    name: String,
    column: &'static str,
    old: Option<String>,
    new: String,
}

/// Reads one saved file: an answer, a list of types, or several of them one after another, as a loop over pages saves them.
pub(super) fn parse(text: &str) -> Result<Vec<Answer>> {
    let mut described = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let document = document.context("this is no JSON of `aws ec2 describe-instance-types`")?;
        let list = match document {
            Value::Object(mut answer) => match answer.remove("InstanceTypes") {
                Some(list) => list,
                None => bail!("the JSON has no key InstanceTypes"),
            },
            list => list,
        };
        let types: Vec<Described> =
            serde_json::from_value(list).context("InstanceTypes is not as EC2 writes it")?;
        described.extend(types);
    }
    ensure!(!described.is_empty(), "the file describes no instance type");
    described.into_iter().map(Described::answer).collect()
}

/// Merges the answers into the table.
pub(super) fn merge(table: &mut Table, answers: &[Answer]) -> Result<Outcome> {
    let mut outcome = Outcome {
        seen: answers.len(),
        ..Outcome::default()
    };
    for answer in answers {
        let Some(row) = table.row_mut(&answer.name) else {
            outcome.added.push(add(table, answer)?);
            continue;
        };
        for (column, new) in &answer.cells {
            let old = row.get(column).map(str::to_owned);
            match (old, new) {
                (old, Some(new)) if old.as_ref() != Some(new) => {
                    row.set(column, new.clone())
                        .with_context(|| answer.name.clone())?;
                    outcome.altered.push(Altered {
                        name: answer.name.clone(),
                        column,
                        old,
                        new: new.clone(),
                    });
                }
                (Some(old), None) => outcome.kept.push((answer.name.clone(), column, old)),
                _ => {}
            }
        }
    }
    Ok(outcome)
}

fn add(table: &mut Table, answer: &Answer) -> Result<(String, Vec<(&'static str, String)>)> {
    let mut row = Row::default();
    let mut stated = Vec::new();
    for (column, value) in &answer.cells {
        if let Some(value) = value {
            row.set(column, value.clone())
                .with_context(|| answer.name.clone())?;
            stated.push((*column, value.clone()));
        }
    }
    for needed in ["bare_metal", "network_cards", "max_enis", "ipv4_per_eni"] {
        ensure!(
            row.get(needed).is_some(),
            "{} is new, and the file does not state its {needed}",
            answer.name
        );
    }
    table.add(&answer.name, row)?;
    Ok((answer.name.clone(), stated))
}

impl Outcome {
    /// The columns in which something changed.
    pub(super) fn touched_columns(&self) -> BTreeSet<&'static str> {
        let added = self
            .added
            .iter()
            .flat_map(|(_, cells)| cells.iter().map(|c| c.0));
        added.chain(self.altered.iter().map(|a| a.column)).collect()
    }

    /// What to tell the maintainer, a line a change.
    pub(super) fn lines(&self, file: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for (name, cells) in &self.added {
            let cells: Vec<_> = cells.iter().map(|(c, v)| format!("{c} {v}")).collect();
            lines.push(format!("added {name}: {} ({file})", cells.join(", ")));
        }
        for a in &self.altered {
            let old = a.old.as_deref().unwrap_or("unknown");
            lines.push(format!(
                "altered {} {}: {old} -> {} ({file})",
                a.name, a.column, a.new
            ));
        }
        for (name, column, old) in &self.kept {
            lines.push(format!(
                "kept {name} {column}: {old} (not stated in {file})"
            ));
        }
        lines.push(format!(
            "{file}: {} types read, {} added, {} cells altered, {} kept though not stated",
            self.seen,
            self.added.len(),
            self.altered.len(),
            self.kept.len()
        ));
        lines
    }
}

/// The keys of `DescribeInstanceTypes` that matter here.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceTypeInfo.html>
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    instance_type: String,
    hypervisor: Option<String>,
    bare_metal: Option<bool>,
    #[serde(rename = "VCpuInfo")]
    vcpu_info: Option<VcpuInfo>,
    memory_info: Option<MemoryInfo>,
    processor_info: Option<ProcessorInfo>,
    network_info: Option<NetworkInfo>,
}

#[derive(Deserialize)]
struct VcpuInfo {
    #[serde(rename = "DefaultVCpus")]
    default_vcpus: Option<u32>,
}

#[derive(Deserialize)]
struct MemoryInfo {
    #[serde(rename = "SizeInMiB")]
    size_in_mib: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ProcessorInfo {
    #[serde(default)]
    supported_architectures: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NetworkInfo {
    #[serde(default)]
    default_network_card_index: u32,
    #[serde(default)]
    network_cards: Vec<NetworkCard>,
    maximum_network_cards: Option<u8>,
    maximum_network_interfaces: Option<u32>,
    ipv4_addresses_per_interface: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NetworkCard {
    #[serde(default)]
    network_card_index: u32,
    maximum_network_interfaces: Option<u32>,
}

impl NetworkInfo {
    fn cards(&self) -> Option<u8> {
        let listed = u8::try_from(self.network_cards.len())
            .ok()
            .filter(|n| *n > 0);
        self.maximum_network_cards.or(listed)
    }

    /// Interfaces of the default card. The total over all cards stands in only where there is one card.
    fn enis(&self) -> Option<u32> {
        let default = self
            .network_cards
            .iter()
            .find(|card| card.network_card_index == self.default_network_card_index);
        match default {
            Some(card) => card.maximum_network_interfaces,
            None if self.cards().unwrap_or(1) == 1 => self.maximum_network_interfaces,
            None => None,
        }
    }
}

impl Described {
    fn answer(self) -> Result<Answer> {
        let architectures = self.processor_info.map(|p| p.supported_architectures);
        let arch = architectures.as_deref().and_then(|list| {
            let has = |name: &str| list.iter().any(|a| a.trim_end_matches("_mac") == name);
            ["x86_64", "arm64"].into_iter().find(|name| has(name))
        });
        if let (None, Some(list)) = (arch, architectures.filter(|list| !list.is_empty())) {
            bail!("{}: unknown architecture {list:?}", self.instance_type);
        }
        let network = self.network_info.as_ref();
        let text = |n: Option<u32>| n.map(|n| n.to_string());
        let cells = vec![
            ("vcpus", text(self.vcpu_info.and_then(|v| v.default_vcpus))),
            (
                "memory_mib",
                text(self.memory_info.and_then(|m| m.size_in_mib)),
            ),
            ("arch", arch.map(str::to_owned)),
            ("hypervisor", self.hypervisor),
            ("bare_metal", self.bare_metal.map(|b| b.to_string())),
            (
                "network_cards",
                text(network.and_then(NetworkInfo::cards).map(u32::from)),
            ),
            ("max_enis", text(network.and_then(NetworkInfo::enis))),
            (
                "ipv4_per_eni",
                text(network.and_then(|n| n.ipv4_addresses_per_interface)),
            ),
        ];
        Ok(Answer {
            name: self.instance_type,
            cells,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "instance_type,vcpus,memory_mib,arch,hypervisor,bare_metal,network_cards,max_enis,ipv4_per_eni,trunking,branch_enis,aws_max_pods\n\
        m5.large,2,8192,x86_64,nitro,false,1,3,10,true,9,29\n\
        p5.48xlarge,,2097152,x86_64,nitro,false,32,2,50,true,120,100\n";

    /// The shape of EC2's answer, with the keys that are read and some that are not.
    fn described(name: &str, vcpus: u32, memory: &str, cards: &str) -> String {
        format!(
            r#"{{"InstanceTypes":[{{"InstanceType":"{name}","CurrentGeneration":true,"Hypervisor":"nitro","BareMetal":false,
            "VCpuInfo":{{"DefaultVCpus":{vcpus},"DefaultCores":1}},{memory}
            "ProcessorInfo":{{"SupportedArchitectures":["i386","x86_64"]}},
            "NetworkInfo":{{"MaximumNetworkInterfaces":64,"DefaultNetworkCardIndex":0,"NetworkCards":[{cards}],"Ipv4AddressesPerInterface":50}}}}]}}"#
        )
    }

    fn card(index: u32, enis: u32) -> String {
        format!(r#"{{"NetworkCardIndex":{index},"MaximumNetworkInterfaces":{enis}}}"#)
    }

    #[test]
    fn pages_one_after_another_are_merged_and_every_change_is_named() {
        let pages = [
            described("p5.48xlarge", 192, "", &[card(0, 2), card(1, 2)].join(",")),
            described(
                "x9.large",
                2,
                r#""MemoryInfo":{"SizeInMiB":4096},"#,
                &card(0, 3),
            ),
        ]
        .join("\n");
        let mut table = Table::parse(TABLE).unwrap();
        let outcome = merge(&mut table, &parse(&pages).unwrap()).unwrap();
        assert_eq!(
            outcome.lines("saved.json"),
            [
                "added x9.large: vcpus 2, memory_mib 4096, arch x86_64, hypervisor nitro, bare_metal false, network_cards 1, max_enis 3, ipv4_per_eni 50 (saved.json)",
                "altered p5.48xlarge vcpus: unknown -> 192 (saved.json)",
                "altered p5.48xlarge network_cards: 32 -> 2 (saved.json)",
                "kept p5.48xlarge memory_mib: 2097152 (not stated in saved.json)",
                "saved.json: 2 types read, 1 added, 2 cells altered, 1 kept though not stated",
            ]
        );
        let csv = table.to_csv();
        assert!(csv.contains("p5.48xlarge,192,2097152,x86_64,nitro,false,2,2,50,true,120,100\n"));
        assert!(csv.contains("x9.large,2,4096,x86_64,nitro,false,1,3,50,,,\n"));
        assert!(csv.contains("m5.large,2,8192,x86_64,nitro,false,1,3,10,true,9,29\n"));
    }

    #[test]
    fn a_type_without_interfaces_is_refused() {
        let bare = r#"{"InstanceTypes":[{"InstanceType":"x9.large","BareMetal":false}]}"#;
        let mut table = Table::parse(TABLE).unwrap();
        let error = merge(&mut table, &parse(bare).unwrap()).unwrap_err();
        assert!(error.to_string().contains("network_cards"), "{error}");
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for text in ["", "{}", "[]", "<html>", r#"{"InstanceTypes":[{}]}"#] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn names_that_could_break_the_generated_file_are_refused() {
        for name in [
            "x9 .large",
            "x9.large\\n",
            "X9.large",
            "x9",
            "x9.a.b",
            "x9.;",
        ] {
            let answers = parse(&described(name, 2, "", &card(0, 3))).unwrap();
            let mut table = Table::parse(TABLE).unwrap();
            assert!(merge(&mut table, &answers).is_err(), "{name}");
        }
    }
}
