//! The warm pool against AWS's documented tables and an independent model of ipamd.
//!
//! The files and where they come from: `tests/vectors/ipamd.md`.

use std::collections::HashMap;

use eniplan_core::aws::warm_pool::steps::{Pool, Rest};
use eniplan_core::aws::warm_pool::{PoolSettings, footprint};

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

/// A node as one of the two forms sees it.
struct Seen {
    form: &'static str,
    per_interface: Vec<u32>,
    held: u32,
    idle: u32,
    subnet_addresses: u32,
    pods_without_address: u32,
    stable: bool,
}

/// The node by both forms, which must give the same answer.
fn both_forms(settings: &PoolSettings, pods: u32, max_pods: u32) -> [Seen; 2] {
    let node = footprint(settings, pods, max_pods);
    let mut pool = Pool::new(settings, max_pods);
    let mut rest = pool.settle();
    for _ in 0..pods {
        pool.arrive(1);
        rest = pool.settle();
    }
    [
        Seen {
            form: "closed form",
            per_interface: node.per_interface().collect(),
            held: node.held,
            idle: node.idle,
            subnet_addresses: node.subnet_addresses(),
            pods_without_address: node.pods_without_address,
            stable: node.stable(),
        },
        Seen {
            form: "steps",
            per_interface: pool.per_interface().collect(),
            held: pool.held(),
            idle: pool.idle(),
            subnet_addresses: pool.subnet_addresses(),
            pods_without_address: pool.waiting(),
            stable: rest == Rest::Stable,
        },
    ]
}

fn count(node: &Seen) -> u32 {
    u32::try_from(node.per_interface.len()).expect("few interfaces")
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
        for node in both_forms(&settings, pods, max_pods) {
            let at = format!("line {}, {}", row.line, node.form);
            assert_eq!(count(&node), row.number("code_enis"), "{at}");
            assert_eq!(node.held, row.number("code_cidrs"), "{at}");
            assert_eq!(node.per_interface, row.list("code_per_eni"), "{at}");
            assert_eq!(node.idle, row.number("code_unused_ips"), "{at}");
            assert_eq!(node.subnet_addresses, row.number("code_subnet_ips"), "{at}");
            assert!(node.stable, "{at}");
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
        let (pods, max_pods) = (row.number("pods_needing_ip"), row.number("max_pods"));
        for node in both_forms(&settings, pods, max_pods) {
            let at = format!("line {}, {}", row.line, node.form);
            if row.text("enis") == "unstable" {
                assert!(!node.stable, "{at}");
                unstable += 1;
                continue;
            }
            assert!(node.stable, "{at}");
            assert_eq!(count(&node), row.number("enis"), "{at}");
            assert_eq!(node.held, row.number("ips_or_prefixes"), "{at}");
            assert_eq!(node.per_interface, row.list("per_eni"), "{at}");
            assert_eq!(node.idle, row.number("unused_ips"), "{at}");
            assert_eq!(node.subnet_addresses, row.number("subnet_ips"), "{at}");
            assert_eq!(
                node.pods_without_address,
                row.number("pods_without_ip"),
                "{at}"
            );
        }
    }
    assert!(
        unstable >= 6,
        "the file has unstable rows, each seen by both forms"
    );
}
