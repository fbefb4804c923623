//! Where the subject of a finding stands in the text: the analysis knows names and paths, the tree knows places.

use eniplan_core::finding::{Finding, Place};
use eniplan_core::plan::tree::{Data, Node};

/// Gives findings the places of their subjects, as far as they have none.
pub(super) fn find(root: &Node, findings: &mut [Finding]) {
    for finding in findings {
        if !finding.at.is_known() {
            finding.at = of_subject(root, &finding.subject).unwrap_or_default();
        }
    }
}

/// The place of a path such as `subnets[3]`, or of the subnet or node group of that name.
pub(super) fn of_subject(root: &Node, subject: &str) -> Option<Place> {
    named(root, subject).or_else(|| at_path(root, subject))
}

fn named(root: &Node, name: &str) -> Option<Place> {
    ["subnets", "node_groups"].into_iter().find_map(|list| {
        let Data::List(items) = &root.get(list)?.data else {
            return None;
        };
        items
            .iter()
            .find(|item| item.get("name").and_then(Node::text) == Some(name))
            .map(|item| item.at)
    })
}

/// Follows keys and indices as far as the text has them; a path of which nothing is written has no place.
fn at_path(root: &Node, path: &str) -> Option<Place> {
    let mut node = root;
    let mut place = None;
    for step in path.split(['.', '[']) {
        let next = match (step.strip_suffix(']'), &node.data) {
            (Some(index), Data::List(items)) => {
                let item = index.parse().ok().and_then(|index: usize| items.get(index));
                item.map(|item| (item, item.at))
            }
            (None, Data::Map(entries)) => entries
                .iter()
                .find(|entry| entry.key == step)
                .map(|entry| (&entry.value, entry.at)),
            _ => None,
        };
        let Some((below, at)) = next else { break };
        node = below;
        place = Some(at);
    }
    place.filter(|at| at.is_known())
}

#[cfg(test)]
mod tests {
    use super::of_subject;
    use eniplan_core::plan::tree_of_text;

    #[test]
    fn names_and_paths_have_places() {
        let text = b"name: shop\nsubnets:\n  - {name: a-1, zone: a}\n  - name: b-1\n    cidr: 10.0.0.0/8\n";
        let (root, _) = tree_of_text(text).unwrap();
        for (subject, expected) in [
            ("a-1", Some((3, 5))),
            ("subnets[1]", Some((4, 5))),
            ("subnets[1].cidr", Some((5, 5))),
            // What is not written itself stands where the list does that would hold it.
            ("subnets[7].cidr", Some((2, 1))),
            ("vpc.cidrs[0]", None),
        ] {
            let place = of_subject(&root, subject).map(|at| (at.line, at.column));
            assert_eq!(place, expected, "{subject}");
        }
    }
}
