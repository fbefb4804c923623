//! What to say of texts and objects that are nothing to read: what they are, and what to give instead.

use std::borrow::Cow;

use eniplan_core::plan::TextError;

/// What a thing is, and what to do.
type Told = (String, &'static str);

const AS_JSON: &str = "Run the command again with --output json, or -o json for kubectl";
const COMMANDS: &str = "Give the output of a command that `eniplan import --help` lists, a plan, or a list of CIDR blocks";

pub(super) const NO_EKSCTL: (&str, &str) = (
    "is an eksctl configuration that is not YAML",
    "Give the file that eksctl itself takes",
);

/// Text that people paste by mistake; none where it could be YAML.
pub(super) fn text(text: &str) -> Option<Told> {
    let first = text.lines().next().unwrap_or_default().trim();
    let starts = |starts: &[&str]| starts.iter().any(|start| first.starts_with(start));
    let is_row = |text: &str| {
        let (word, rest) = text.split_once('\t').unwrap_or_default();
        word.len() > 2 && !rest.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase())
    };
    Some(
        if starts(&[
            "An error occurred",
            "aws: error",
            "Error from server",
            "error: ",
        ]) {
            (
                format!("is an error message, and no answer: {first:.120}"),
                "Mend what it says, and run the command again",
            )
        } else if starts(&["$ "]) || is_command(first) {
            (
                "is a command, and not its output".to_owned(),
                "Run the command, and give what it prints",
            )
        } else if is_row(first) {
            (
                "is output of the AWS command line as text".to_owned(),
                AS_JSON,
            )
        } else if starts(&["----", "+---", "||", "|  "]) {
            (
                "is output of the AWS command line as a table".to_owned(),
                AS_JSON,
            )
        } else if starts(&["NAME ", "NAMESPACE "]) {
            ("is a table of kubectl".to_owned(), AS_JSON)
        } else if starts(&["Name:"]) && text.contains("\nLabels:") {
            (
                "is output of kubectl describe".to_owned(),
                "Run kubectl get with -o json instead",
            )
        } else if starts(&[
            "Terraform will",
            "Terraform used",
            "An execution plan",
            "Refreshing state",
        ]) {
            (
                "is a Terraform plan for people".to_owned(),
                "Write it with terraform plan -out FILE, and give what terraform show -json FILE prints",
            )
        } else if starts(&["<"]) {
            ("is a web page or XML".to_owned(), COMMANDS)
        } else if starts(&[
            "resource \"",
            "module \"",
            "terraform {",
            "variable \"",
            "provider \"",
            "locals {",
        ]) {
            (
                "is Terraform's own language".to_owned(),
                "Give the state file, or what terraform show -json prints of a state or a plan",
            )
        } else {
            return None;
        },
    )
}

/// Whether a text is what stands before and behind output in a terminal: prompts and commands, or the end of a pager.
pub(crate) fn is_prompt(text: &str) -> bool {
    const MOST_LINES: usize = 8;
    let is_one = |line: &str| {
        let line = line.trim();
        line.is_empty()
            || line == "(END)"
            || line.ends_with(['$', '%', '>', '#'])
            || is_command(line)
    };
    text.lines().count() <= MOST_LINES && text.lines().all(is_one)
}

/// Whether a line is a command, perhaps with the prompt before it.
fn is_command(line: &str) -> bool {
    // A # begins a comment, as in a plan.
    let behind = line.split_once(['$', '%', '>']).map(|(_, behind)| behind);
    let texts = [Some(line), behind];
    texts.into_iter().flatten().any(|text| {
        let text = text.trim_start();
        ["aws ", "kubectl ", "terraform ", "tofu ", "eksctl "]
            .iter()
            .any(|start| text.starts_with(start))
    })
}

/// An object with keys that say what it is, and that is nothing to read.
pub(crate) fn unknown(keys: &[Cow<'_, str>]) -> Told {
    let has = |all: &[&str]| all.iter().all(|key| keys.iter().any(|own| own == key));
    if has(&["clusters"]) {
        return (
            "lists names of clusters alone".to_owned(),
            "Run aws eks describe-cluster --name NAME for the one that is meant",
        );
    }
    if has(&["nodegroups"]) {
        return (
            "lists names of node groups alone".to_owned(),
            "Run aws eks describe-nodegroup --cluster-name NAME --nodegroup-name GROUP for each",
        );
    }
    if has(&["addons"]) {
        return (
            "lists names of add-ons alone".to_owned(),
            "Run aws eks describe-addon --cluster-name NAME --addon-name vpc-cni",
        );
    }
    if has(&["gates", "walls", "findings"]) {
        return (
            "is a report of eniplan, and not the plan".to_owned(),
            "Give the plan that it was made from",
        );
    }
    if has(&["AWSTemplateFormatVersion"]) || has(&["Resources"]) {
        return (
            "is a CloudFormation template".to_owned(),
            "Give what aws ec2 describe-subnets shows of its stack",
        );
    }
    let shown: Vec<&str> = keys.iter().map(AsRef::as_ref).take(6).collect();
    (
        format!("is an object with the keys {}", shown.join(", ")),
        COMMANDS,
    )
}

/// Texts in a list that are no blocks.
pub(super) fn names(texts: &[String]) -> Told {
    let shown: Vec<&str> = texts.iter().map(String::as_str).take(3).collect();
    (
        format!("is a list of texts: {}", shown.join(", ")),
        "Give the whole objects, as the commands of `eniplan import --help` print them",
    )
}

/// Text that is neither JSON nor YAML with keys.
pub(super) fn no_yaml(error: &TextError) -> Told {
    let help = match error {
        TextError::TooLarge => AS_JSON,
        _ => COMMANDS,
    };
    let error = error.to_string();
    let what = error
        .split_once("; ")
        .map_or(error.as_str(), |(what, _)| what);
    (format!("was not recognised: {what}"), help)
}
