//! What one has, read: a plan file, a link, or a list of blocks; and the plan in force as a file.
//!
//! What is said of it goes to the module of answers, which draws the box: a line each, its kind first.
//! `said` tells what it is, `error`, `warning` and `note` what is wrong with it, `take` that it can be opened.

use std::fmt::Write as _;

use eniplan_core::finding::{Severity, symptoms};
use eniplan_core::link;
use eniplan_core::plan::shape::Value as _;
use eniplan_core::plan::{Plan, blocks_of, tree_of_text};
use eniplan_elements::{Outcome, grouped};
use eniplan_import::Inventory;

/// Faults that are told; where there are more, the text is hardly a plan.
const MOST_TOLD: usize = 20;

/// What was read last.
#[derive(Default)]
pub(crate) struct View {
    read: Option<Read>,
}

enum Read {
    Plan(Box<Plan>),
    /// An address of the site that says in words what the plan is.
    Address(String),
}

impl View {
    /// Does what the box asks.
    pub(crate) fn tell(
        &mut self,
        words: &str,
        value: &str,
        files: &[(String, Vec<u8>)],
    ) -> Outcome {
        match words {
            "text" => self.read(value.as_bytes()),
            "file" => match files {
                [(_, bytes)] => self.read(bytes),
                // Several files are what a cluster shows, which is imported.
                _ => Outcome::Nothing,
            },
            "take" => match self.read.take() {
                None => Outcome::Nothing,
                Some(Read::Address(address)) => Outcome::Go(address),
                Some(Read::Plan(plan)) => {
                    let said = "Opened. Undo brings the plan before it back.";
                    Outcome::Plan(link::pack(&plan.write()), said.into(), "main".into())
                }
            },
            "save" => written(value, |name, text| {
                Outcome::Save(format!("{name}.yaml"), text.into_bytes())
            }),
            "copy" => written(value, |_, text| {
                Outcome::Copy(text, "The plan is in the clipboard, as YAML.".into())
            }),
            _ => Outcome::Nothing,
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Outcome {
        let mut said = String::new();
        self.read = read(bytes, &mut said);
        Outcome::Tell("opened".into(), said)
    }
}

/// Whether what was put into the box is what a cluster shows, and not a plan, a link or a list of blocks.
pub(crate) fn is_foreign(words: &str, value: &str, files: &[(String, Vec<u8>)]) -> bool {
    let of_cluster = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes).unwrap_or_default().trim();
        let mut inventory = Inventory::default();
        of_site(text).is_none()
            && blocks_of(text).is_none()
            && eniplan_import::is_foreign(bytes)
            && eniplan_import::read("", bytes, &mut inventory).is_empty()
            && !inventory.documents.is_empty()
    };
    match (words, files) {
        ("text", _) => of_cluster(value.as_bytes()),
        ("file", [(_, bytes)]) => of_cluster(bytes),
        ("file", [_, _, ..]) => true,
        _ => false,
    }
}

/// The plan of a link as a file.
fn written(link: &str, outcome: impl FnOnce(&str, String) -> Outcome) -> Outcome {
    match link::decode(link) {
        Ok(plan) => outcome(plan.name(), plan.to_text()),
        Err(why) => Outcome::Say(why.to_string()),
    }
}

fn read(bytes: &[u8], said: &mut String) -> Option<Read> {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim();
    let read = if bytes.iter().all(u8::is_ascii_whitespace) {
        None
    } else if let Some(query) = of_site(text) {
        read_link(text, query, said)
    } else if let Some(blocks) = blocks_of(text) {
        let plan = Plan::of_blocks(&blocks);
        line(
            said,
            "said",
            &format!("A list of blocks: {}", counts(&plan)),
        );
        if !plan.subnets.is_empty() {
            let words = "The blocks that stand in another are taken for its subnets, for nodes, in the zones a, b and c in turn.";
            line(said, "note", words);
        }
        Some(Read::Plan(Box::new(plan)))
    } else {
        read_text(bytes, said)
    };
    if read.is_some() {
        line(said, "take", "");
    }
    read
}

/// What follows the question mark of a link to the site, or the link's own text.
fn of_site(text: &str) -> Option<&str> {
    if text.contains(char::is_whitespace) {
        return None;
    }
    let linked = ["http://", "https://", "#/"]
        .iter()
        .any(|start| text.starts_with(start));
    let query = text
        .split_once('#')
        .and_then(|(_, rest)| rest.split_once('?'));
    match query {
        Some((_, query)) if linked => Some(query),
        // A link's own text is long and of one alphabet.
        None if text.len() > 12 && text.starts_with('1') => {
            let is_link = |c: char| c.is_ascii_alphanumeric() || ['-', '_'].contains(&c);
            text.chars().all(is_link).then_some(text)
        }
        _ => None,
    }
}

fn read_link(text: &str, query: &str, said: &mut String) -> Option<Read> {
    let own = query.split('&').find_map(|pair| pair.strip_prefix("p="));
    let link = match own {
        Some(link) => link,
        None if query == text => text,
        None => {
            line(said, "said", "A link that says in words what the plan is.");
            let (_, address) = text.split_once('#')?;
            return Some(Read::Address(format!("#{address}")));
        }
    };
    match link::decode(link) {
        Ok(plan) => {
            line(said, "said", &format!("A link: {}", counts(&plan)));
            Some(Read::Plan(Box::new(plan)))
        }
        Err(why) => {
            line(said, "error", &why.to_string());
            None
        }
    }
}

/// What is known of the messages in a text that is no plan; whether there are any.
fn tell_symptoms(bytes: &[u8], said: &mut String) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut is_known = false;
    for symptom in symptoms(&text) {
        is_known = true;
        let codes: Vec<_> = symptom.codes.iter().map(ToString::to_string).collect();
        line(said, "said", &format!("{}.", symptom.title));
        line(said, "words", symptom.means);
        line(said, "words", symptom.then);
        line(
            said,
            "page",
            &format!("{} {}", symptom.page, codes.join(" ")),
        );
    }
    is_known
}

fn read_text(bytes: &[u8], said: &mut String) -> Option<Read> {
    let (tree, mut findings) = match tree_of_text(bytes) {
        Ok(read) => read,
        Err(why) => {
            if !tell_symptoms(bytes, said) {
                line(said, "error", &format!("Not read: {why}."));
            }
            return None;
        }
    };
    let (plan, read) = Plan::read(&tree);
    // A message may be well-formed YAML; what nothing was understood of is no plan.
    if !read.is_empty() && plan == Plan::default() && tell_symptoms(bytes, said) {
        return None;
    }
    findings.extend(read);
    findings.sort_by_key(|finding| finding.at);
    line(said, "said", &format!("A plan file: {}", counts(&plan)));
    for finding in findings.iter().take(MOST_TOLD) {
        let mut words = String::new();
        if finding.at.is_known() {
            let _ = write!(words, "{}: ", finding.at);
        }
        let _ = write!(words, "{} {}", finding.message(), finding.help());
        line(said, finding.severity.name(), &words);
    }
    if findings.len() > MOST_TOLD {
        let more = findings.len().saturating_sub(MOST_TOLD);
        line(said, "note", &format!("And {more} more."));
    }
    if findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
    {
        line(
            said,
            "note",
            "What was not understood is left out; all else can be opened.",
        );
    }
    Some(Read::Plan(Box::new(plan)))
}

fn counts(plan: &Plan) -> String {
    let count = |number: usize, one: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!(", {} {one}{plural}", grouped(number as u64))
    };
    format!(
        "“{}”{}{}{}{}.",
        plan.name(),
        count(plan.vpc.cidrs.len(), "VPC block"),
        count(plan.zones().len(), "zone"),
        count(plan.subnets.len(), "listed subnet"),
        count(plan.node_groups.len(), "node group"),
    )
}

/// A line of what is said; the text may be anybody's, so it stays on one.
fn line(said: &mut String, kind: &str, words: &str) {
    let words: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let _ = writeln!(said, "{kind} {words}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> (bool, String) {
        let mut view = View::default();
        let Outcome::Tell(_, said) = view.tell("text", text, &[]) else {
            panic!("something is told");
        };
        (view.read.is_some(), said)
    }

    #[test]
    fn each_kind_of_text_is_told_apart() {
        let link = "1".repeat(20);
        for (text, readable, wanted) in [
            (
                "name: shop\nzones: [a, b]",
                true,
                "A plan file: “shop”, 1 VPC block, 2 zones",
            ),
            ("{\"name\": \"shop\"}", true, "A plan file"),
            (
                "10.0.0.0 /16, 10.0.0.0/19",
                true,
                "1 VPC block, 1 zone, 1 listed subnet",
            ),
            (
                "https://example.com/#/nodes?type=m5.large",
                true,
                "in words",
            ),
            ("#/vpc?p=1cut", false, "error"),
            (&link, false, "error"),
            ("- 1", false, "Not read: line 1"),
            ("a: [", false, "Not read"),
            ("", false, ""),
        ] {
            let (is_read, words) = said(text);
            assert_eq!(is_read, readable, "{text}: {words}");
            assert!(words.contains(wanted), "{text}: {words}");
            assert_eq!(words.contains("\ntake"), readable, "{text}: {words}");
        }
    }

    #[test]
    fn what_a_cluster_shows_is_imported_and_all_else_opened() {
        for (text, wanted) in [
            (
                "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"CidrBlock\": \"10.0.0.0/16\"}]}",
                true,
            ),
            ("<img src=x onerror=alert(1)>", false),
            ("name: shop", false),
            ("10.0.0.0/16", false),
            ("#/vpc?p=1cut", false),
            ("", false),
        ] {
            assert_eq!(is_foreign("text", text, &[]), wanted, "{text}");
            let file = [("x".to_owned(), text.as_bytes().to_vec())];
            assert_eq!(is_foreign("file", "", &file), wanted, "{text}");
        }
        let several = [("a".to_owned(), Vec::new()), ("b".to_owned(), Vec::new())];
        assert!(is_foreign("file", "", &several));
        assert!(!is_foreign("take", "{\"Vpcs\": []}", &[]));
    }

    #[test]
    fn faults_are_told_with_line_and_column_and_the_rest_is_kept() {
        let (is_read, words) = said("name: shop\nnode_groups:\n- nodes: {max: ten}\nzonse: [a]");
        assert!(is_read, "{words}");
        assert!(
            words.contains("error line 3, column 16") || words.contains("error 3:"),
            "{words}"
        );
        assert!(words.contains("`zones`"), "{words}");
    }

    #[test]
    fn a_taken_plan_is_given_once_and_a_plan_comes_back_from_its_file() {
        let mut view = View::default();
        view.tell("file", "", &[("plan.yaml".into(), b"name: shop".to_vec())]);
        assert!(matches!(view.tell("take", "", &[]), Outcome::Plan(..)));
        assert_eq!(view.tell("take", "", &[]), Outcome::Nothing);
        let plan = Plan::of_blocks(&blocks_of("10.3.0.0/16 10.3.1.0/24").expect("blocks"));
        let link = link::encode(&plan).expect("small");
        let Outcome::Save(name, bytes) = view.tell("save", &link, &[]) else {
            panic!("a file");
        };
        assert_eq!(name, "eniplan.yaml");
        assert_eq!(Plan::from_text(&bytes).expect("a plan").0, plan);
    }

    #[test]
    fn text_of_anybody_stays_on_its_line() {
        let (_, words) = said("\"na\\nerror me\": 1\nname: \"x\\ntake \"");
        assert!(
            words.lines().all(|line| !line.starts_with("take x")),
            "{words}"
        );
        assert_eq!(
            words.lines().filter(|line| *line == "take ").count(),
            1,
            "{words}"
        );
    }
}
