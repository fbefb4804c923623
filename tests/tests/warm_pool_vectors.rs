//! The warm pool against AWS's documented tables and an independent model of ipamd.
//!
//! The files and where they come from: `tests/vectors/ipamd.md`.

use std::collections::HashMap;

use eniplan_core::aws::warm_pool::{Footprint, PoolSettings, footprint};

const DOCS: &str = include_str!("../vectors/ipamd-docs.csv");
const MODEL: &str = include_str!("../vectors/ipamd-model.csv");

/// One row of a vector file, by column name.
struct Row {
    line: usize,
    fields: HashMap<String, String>,
}

impl Row {
    fn text(&self, column: &str) -> &str {
        self.fields
            .get(column)
            .unwrap_or_else(|| panic!("no column {column}"))
    }

    fn optional(&self, column: &str) -> Option<u32> {
        let text = self.text(column);
        (!text.is_empty()).then(|| {
            text.parse()
                .unwrap_or_else(|_| panic!("line {}: {column} is {text:?}", self.line))
        })
    }

    fn number(&self, column: &str) -> u32 {
        self.optional(column)
            .unwrap_or_else(|| panic!("line {}: {column} is blank", self.line))
    }

    fn flag(&self, column: &str) -> bool {
        self.text(column) == "true"
    }

    fn list(&self, column: &str) -> Vec<u32> {
        self.text(column)
            .split(',')
            .map(|item| item.parse().expect("a list of numbers"))
            .collect()
    }

    /// The node's settings; a blank target stands for what the manifest ships.
    fn settings(&self) -> PoolSettings {
        let shipped = PoolSettings::shipped(self.number("max_enis"), self.number("ipv4_per_eni"));
        PoolSettings {
            warm_eni_target: self
                .optional("warm_eni_target")
                .unwrap_or(shipped.warm_eni_target),
            warm_ip_target: self.optional("warm_ip_target"),
            minimum_ip_target: self.optional("minimum_ip_target"),
            warm_prefix_target: self
                .optional("warm_prefix_target")
                .unwrap_or(shipped.warm_prefix_target),
            ..shipped
        }
    }
}

/// Splits a line at commas outside double quotes.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("one cell at least").push(character),
        }
    }
    cells
}

fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().enumerate();
    let names = cells(lines.next().expect("a heading").1);
    lines
        .map(|(index, line)| {
            let values = cells(line);
            assert_eq!(values.len(), names.len(), "line {}", index + 1);
            Row {
                line: index + 1,
                fields: names.iter().cloned().zip(values).collect(),
            }
        })
        .collect()
}

/// The forms that must all give the vectors' answer.
fn forms(settings: &PoolSettings, pods: u32, max_pods: u32) -> [(&'static str, Footprint); 1] {
    [("closed form", footprint(settings, pods, max_pods))]
}

#[test]
fn every_row_of_the_documented_tables_is_answered_as_the_code_answers() {
    let rows = rows(DOCS);
    assert!(rows.len() >= 19);
    for row in rows {
        let prefix_delegation = row.text("mode") == "prefix";
        let settings = PoolSettings {
            prefix_delegation,
            ..row.settings()
        };
        let pods = row.number("pods");
        // The tables do not say max pods; the interfaces bound every one of their rows first.
        let max_pods =
            settings.max_enis * (settings.ipv4_per_eni - 1) * settings.unit().addresses() + 2;
        for (form, node) in forms(&settings, pods, max_pods) {
            let at = format!("line {}, {form}", row.line);
            assert_eq!(node.interfaces, row.number("code_enis"), "{at}");
            assert_eq!(node.held, row.number("code_cidrs"), "{at}");
            assert_eq!(
                node.per_interface().collect::<Vec<_>>(),
                row.list("code_per_eni"),
                "{at}"
            );
            assert_eq!(node.idle, row.number("code_unused_ips"), "{at}");
            assert_eq!(
                node.subnet_addresses(),
                row.number("code_subnet_ips"),
                "{at}"
            );
            assert!(node.stable(), "{at}");
        }
    }
}

#[test]
fn every_row_of_the_independent_model_is_reproduced() {
    let rows = rows(MODEL);
    assert!(rows.len() >= 719);
    let mut unstable = 0;
    for row in rows {
        let settings = PoolSettings {
            prefix_delegation: row.flag("prefix_delegation"),
            custom_networking: row.flag("custom_networking"),
            trunk: row.flag("pod_security_groups"),
            max_eni: row.optional("max_eni"),
            ..row.settings()
        };
        for (form, node) in forms(
            &settings,
            row.number("pods_needing_ip"),
            row.number("max_pods"),
        ) {
            let at = format!("line {}, {form}", row.line);
            if row.text("enis") == "unstable" {
                assert!(!node.stable(), "{at}");
                unstable += 1;
                continue;
            }
            assert!(node.stable(), "{at}");
            assert_eq!(node.interfaces, row.number("enis"), "{at}");
            assert_eq!(node.held, row.number("ips_or_prefixes"), "{at}");
            assert_eq!(
                node.per_interface().collect::<Vec<_>>(),
                row.list("per_eni"),
                "{at}"
            );
            assert_eq!(node.idle, row.number("unused_ips"), "{at}");
            assert_eq!(node.subnet_addresses(), row.number("subnet_ips"), "{at}");
            assert_eq!(
                node.pods_without_address,
                row.number("pods_without_ip"),
                "{at}"
            );
        }
    }
    assert!(unstable >= 3, "the file has unstable rows");
}
