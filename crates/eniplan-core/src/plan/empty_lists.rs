//! Lists without entries where something stands in for them: what a text says is told, since links and plans drop it.

use alloc::string::String;
use alloc::vec::Vec;

use super::shape::{Preset, Record, Shape};
use super::tree::{Data, Node};
use crate::finding::{Code, Finding};
use crate::operands;

/// What the documentation of a key writes before that which stands in for it.
const LEFT_OUT: &str = "left out: ";
/// How many are told: a template that failed to fill one list fails to fill many.
const MOST: usize = 50;

/// Tells every list of a record that has no entries and is read as left out, with what stands in.
///
/// Lists with a preset of their own stay empty in a plan, and its analysis tells them.
pub(super) fn tell(node: &Node, record: &Record, findings: &mut Vec<Finding>) {
    let mut told = Vec::new();
    of_record(node, record, "", &mut told);
    findings.extend(told);
}

fn of_record(node: &Node, record: &Record, path: &str, told: &mut Vec<Finding>) {
    let Data::Map(entries) = &node.data else {
        return;
    };
    for entry in entries {
        let Some(field) = record.field(&entry.key) else {
            continue;
        };
        let path = match path {
            "" => String::from(field.key),
            _ => alloc::format!("{path}.{}", field.key),
        };
        match (field.shape, &entry.value.data) {
            (Shape::Record(below), _) => of_record(&entry.value, below, &path, told),
            (Shape::List { item, .. }, Data::List(items)) if !items.is_empty() => {
                let Shape::Record(below) = item else { continue };
                for (index, item) in items.iter().enumerate() {
                    of_record(item, below, &alloc::format!("{path}[{index}]"), told);
                }
            }
            (Shape::List { .. }, Data::List(_)) if field.preset == Preset::Nothing => {
                let stands_in = field.text.split_once(LEFT_OUT);
                if let Some((_, stands_in)) = stands_in.filter(|_| told.len() < MOST) {
                    let operands = operands![path.as_str(), stands_in.trim_end_matches('.')];
                    let mut finding = Finding::new(Code::EmptyList, path, operands);
                    finding.at = entry.at;
                    told.push(finding);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::plan::Plan;
    use alloc::string::ToString;
    use alloc::vec::Vec;

    #[test]
    fn a_list_that_says_nothing_is_told_with_what_stands_in_for_it() {
        let text = b"zones: []\nnode_groups:\n- {zones: [], subnets: []}\nothers: []\nendpoints: {interface_endpoints: {count: 1, subnets: []}}";
        let (_, findings) = Plan::from_text(text).unwrap();
        let told = findings.iter().map(|finding| {
            assert_eq!(finding.code, Code::EmptyList);
            (
                finding.at.to_string(),
                finding.subject.as_str(),
                finding.message(),
            )
        });
        let told: Vec<_> = told.collect();
        let wanted = [
            (
                "line 1, column 1",
                "zones",
                "those of the subnets, or a, b and c",
            ),
            ("line 3, column 4", "node_groups[0].zones", "the plan's"),
            (
                "line 5, column 45",
                "endpoints.interface_endpoints.subnets",
                "the first node subnet of each zone",
            ),
        ];
        assert_eq!(told.len(), wanted.len());
        for ((at, subject, message), (place, path, stands_in)) in told.iter().zip(wanted) {
            assert_eq!((at.as_str(), *subject), (place, path));
            let says = alloc::format!("{path} is empty, which is read as left out: {stands_in}.");
            assert_eq!(*message, says);
        }
    }
}
