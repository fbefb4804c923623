//! Every figure that explains itself: its formula is read as a person reads it, reckoned anew, and compared with the
//! report.

use std::collections::BTreeSet;

use eniplan_core::analyze::explain::{Derivation, explain};
use eniplan_core::analyze::{Certainty, Document, Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::plan::Plan;
use eniplan_tests::random;
use proptest::prelude::*;
use serde_json::Value;

/// Reads `3 × (10 − 1) + 2` and the like, and reckons.
struct Reader<'a> {
    left: &'a str,
}

impl Reader<'_> {
    fn of(text: &str) -> i128 {
        let mut reader = Reader { left: text };
        let value = reader.sum();
        assert!(
            reader.left.is_empty(),
            "{:?} is left of {text:?}",
            reader.left
        );
        value
    }

    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.left.strip_prefix(sign);
        self.left = rest.unwrap_or(self.left);
        rest.is_some()
    }

    fn expect(&mut self, sign: &str) {
        assert!(self.takes(sign), "no {sign:?} before {:?}", self.left);
    }

    fn sum(&mut self) -> i128 {
        let mut value = self.product();
        loop {
            if self.takes(" + ") {
                value += self.product();
            } else if self.takes(" − ") {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> i128 {
        let mut value = self.factor();
        while self.takes(" × ") {
            value *= self.factor();
        }
        value
    }

    fn factor(&mut self) -> i128 {
        for (open, close, up) in [("⌈", "⌉", true), ("⌊", "⌋", false)] {
            if self.takes(open) {
                let of = self.product();
                self.expect(" ÷ ");
                let over = self.factor();
                self.expect(close);
                return if up {
                    (of + over - 1) / over
                } else {
                    of / over
                };
            }
        }
        for (open, least) in [("min(", true), ("max(", false)] {
            if self.takes(open) {
                let mut values = vec![self.sum()];
                while self.takes(", ") {
                    values.push(self.sum());
                }
                self.expect(")");
                let values = values.into_iter();
                return if least { values.min() } else { values.max() }.unwrap();
            }
        }
        if self.takes("(") {
            let value = self.sum();
            self.expect(")");
            return value;
        }
        self.number()
    }

    /// Digits, with a comma between groups of three.
    fn number(&mut self) -> i128 {
        let mut digits = String::new();
        while let Some(first) = self.left.chars().next() {
            let is_group = first == ',' && self.left[1..].starts_with(|c: char| c.is_ascii_digit());
            if !first.is_ascii_digit() && !is_group {
                break;
            }
            if first != ',' {
                digits.push(first);
            }
            self.left = &self.left[first.len_utf8()..];
        }
        digits
            .parse()
            .unwrap_or_else(|_| panic!("no number before {:?}", self.left))
    }
}

#[test]
fn the_reader_reckons_as_people_do() {
    for (text, value) in [
        ("3 × (10 − 1) + 2", 29),
        ("min(110, 3 × (10 − 1) × 16 + 2)", 110),
        ("⌈(27 + 1) ÷ 9⌉ × 9", 36),
        ("max(0, 3 − 5)", 0),
        ("1,024 − 24 − 500", 500),
        ("⌊12 × 5 ÷ 2⌋", 30),
    ] {
        assert_eq!(Reader::of(text), value, "{text}");
    }
}

/// The figure at a path of the report's JSON, if it stands there.
fn figure(json: &Value, path: &str) -> Option<u64> {
    let mut at = json;
    for part in path.split(['.', '[']) {
        at = match part.strip_suffix(']') {
            Some(index) => at.get(index.parse::<usize>().unwrap())?,
            None => at.get(part)?,
        };
    }
    at.as_u64().or_else(|| at.as_str()?.parse().ok())
}

/// Reckons every derivation of a plan anew, and compares with the report; says how many paths stand in the report.
fn check(plan: &Plan, report: &Report, derivations: &[Derivation]) -> usize {
    let json = serde_json::to_value(Document::new(plan, None, &[], report)).unwrap();
    let mut paths = BTreeSet::new();
    let mut in_report = 0;
    for derivation in derivations {
        let (path, text) = (&derivation.path, derivation.text());
        assert!(paths.insert(path.clone()), "{path} is told twice");
        assert!(
            !derivation.what.is_empty() && !derivation.subject.is_empty(),
            "{path}"
        );
        assert!(
            derivation.source.is_empty() || derivation.source.starts_with("https://"),
            "{path}"
        );
        let is_estimate = derivation.certainty == Certainty::Estimate;
        assert_eq!(text.contains('≈'), is_estimate, "{path}: {text}");
        let equation = text.replace('≈', "=");
        let (term, value) = equation.rsplit_once("= ").unwrap_or(("", &equation));
        let value = Reader::of(value);
        assert_eq!(value, i128::from(derivation.value()), "{path}: {text}");
        if let Some(term) = term.strip_suffix(' ') {
            assert_eq!(Reader::of(term), value, "{path}: {text}");
        }
        for (name, _) in derivation.term.operands() {
            assert!(!name.is_empty(), "{path}");
        }
        if let Some(figure) = figure(&json, path) {
            assert_eq!(value, i128::from(figure), "{path}: {text}\n{plan:?}");
            in_report += 1;
        }
    }
    held_is_what_addresses_count(derivations);
    in_report
}

/// What a node holds is in no report, but goes into its addresses.
fn held_is_what_addresses_count(derivations: &[Derivation]) {
    for held in derivations {
        let Some(group) = held.path.strip_suffix(".held_per_node") else {
            continue;
        };
        let addresses = format!("{group}.addresses_per_node");
        let addresses = derivations.iter().find(|other| other.path == addresses);
        let operands = addresses.unwrap().term.operands();
        let counted = operands
            .iter()
            .find(|(name, _)| ["addresses held for pods", "/28 prefixes held"].contains(name));
        let counted = counted.map_or(0, |(_, count)| *count);
        assert_eq!(held.value(), counted, "{}: {}", held.path, held.text());
    }
}

fn explained(text: &str) -> (Plan, Report, Vec<Derivation>) {
    let catalogue = Catalogue::bundled();
    let (plan, _) = Plan::from_text(text.as_bytes()).unwrap();
    let report = analyze(&plan, &catalogue);
    let derivations = explain(&plan, &catalogue, &report);
    (plan, report, derivations)
}

fn text_at(derivations: &[Derivation], path: &str) -> String {
    derivations
        .iter()
        .find(|derivation| derivation.path == path)
        .unwrap_or_else(|| panic!("no {path}"))
        .text()
}

#[test]
fn the_examples_explain_their_figures() {
    for example in ["article-three-28s", "best-practices-c5-large", "shop-prod"] {
        let path = eniplan_tests::golden::root().join(format!("examples/{example}.yaml"));
        let (plan, report, derivations) = explained(&std::fs::read_to_string(path).unwrap());
        let in_report = check(&plan, &report, &derivations);
        let groups = report.node_groups.len();
        assert!(
            in_report >= 3 * report.subnets.len() + 7 * groups + 7,
            "{example}"
        );
        for (index, group) in report.node_groups.iter().enumerate() {
            let at = |key: &str| format!("node_groups[{index}].{key}");
            for key in [
                "max_pods",
                "recommended_max_pods",
                "interfaces",
                "held_per_node",
                "addresses_per_node",
                "idle_addresses_per_node",
                "peak_addresses_per_node",
                "pods_placed",
                "pods_pending",
                "reserved_memory_mib",
                "reserved_cpu_millicores",
                "surge",
            ] {
                text_at(&derivations, &at(key));
            }
            assert!(group.max_pods > 0);
        }
    }
}

/// Worked out by hand from AWS's rules.
#[test]
fn formulas_are_written_with_the_plans_values() {
    let (_, _, told) = explained(
        "
zones: [a, b, c]
node_groups:
  - instance_types: [m5.large]
    nodes: {desired: 4}
    pods: {desired: 70, cpu: 100m}
    update: {max_unavailable: 33%}
",
    );
    for (path, text) in [
        ("node_groups[0].max_pods", "min(110, 3 × (10 − 1) + 2) = 29"),
        ("node_groups[0].formula_max_pods", "3 × (10 − 1) + 2 = 29"),
        ("node_groups[0].interfaces", "max(1, ⌈27 ÷ 9⌉) = 3"),
        ("node_groups[0].addresses_per_node", "3 + 27 = 30"),
        ("node_groups[0].idle_addresses_per_node", "27 − 18 = 9"),
        ("node_groups[0].held_per_node", "(⌈18 ÷ 9⌉ + 1) × 9 = 27"),
        ("node_groups[0].pods_placed", "2 × 18 + 2 × 17 = 70"),
        ("node_groups[0].reserved_memory_mib", "255 + 11 × 29 = 574"),
        ("node_groups[0].reserved_cpu_millicores", "60 + 10 = 70"),
        (
            "node_groups[0].pods_by_cpu",
            "⌊(2 × 1,000 − (60 + 10)) ÷ 100⌋ = 19",
        ),
        (
            "node_groups[0].surge",
            "max(2 × 3, ⌈4 × 3,300 ÷ 10,000⌉) = 6",
        ),
        ("subnets[0].usable", "8,192 − 5 = 8,187"),
        ("totals.usable", "3 × 8,187 = 24,561"),
    ] {
        assert_eq!(text_at(&told, path), text, "{path}");
    }
}

#[test]
fn an_estimate_looks_different() {
    let (_, _, told) = explained("node_groups: [{provisioner: auto-mode, pods: {memory: 1Gi}}]");
    for path in [
        "node_groups[0].addresses_per_node",
        "node_groups[0].pods_by_memory",
        "subnets[0].used",
    ] {
        assert!(text_at(&told, path).contains('≈'), "{path}");
    }
    let (_, _, told) = explained("node_groups: [{}]");
    assert!(!text_at(&told, "subnets[0].used").contains('≈'));
}

/// Settings of every kind, on nodes that are small enough to differ.
fn networking() -> impl Strategy<Value = String> {
    (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0u32..3,
        prop::option::of(0u32..30),
        prop::option::of(0u32..40),
        0u32..3,
        prop::option::of(1u32..5),
    )
        .prop_map(|(prefixes, custom, secured, eni, ip, minimum, prefix, max_eni)| {
            let or_null = |value: Option<u32>| value.map_or("null".to_owned(), |n| n.to_string());
            format!(
                "{{prefix_delegation: {prefixes}, custom_networking: {custom}, pod_security_groups: {secured}, \
                 max_eni: {}, warm: {{eni: {eni}, ip: {}, minimum_ip: {}, prefix: {prefix}}}}}",
                or_null(max_eni),
                or_null(ip),
                or_null(minimum)
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn random_groups_explain_their_figures(
        networking in networking(),
        kind in prop::sample::select(vec!["t3.micro", "m5.large", "m5.xlarge", "t2.medium", "m5.24xlarge", "m5.metal"]),
        provisioner in prop::sample::select(vec!["managed", "self-managed", "karpenter", "auto-mode", "fargate"]),
        ami in prop::sample::select(vec!["al2023", "bottlerocket", "windows", "al2"]),
        max_pods in prop::option::of(0u32..150),
        nodes in 0u32..30,
        pods in 0u32..900,
        daemonset in 0u32..4,
        secured in 0u32..40,
        length in 20u32..27,
    ) {
        let max_pods = max_pods.map_or("null".to_owned(), |n| n.to_string());
        let text = format!(
            "
vpc: {{cidrs: [10.0.0.0/{length}, 100.64.0.0/{length}]}}
networking: {networking}
churn: {{pods_per_minute: {pods}}}
endpoints: {{nat_gateways: per-zone, load_balancers: {{alb: 1}}}}
node_groups:
  - instance_types: [{kind}]
    provisioner: {provisioner}
    ami: {ami}
    max_pods: {max_pods}
    nodes: {{desired: {nodes}}}
    pods: {{desired: {pods}, cpu: 50m, memory: 200Mi, security_group_pods: {secured}}}
    daemonset_pods: {daemonset}
"
        );
        let (plan, report, derivations) = explained(&text);
        prop_assert!(check(&plan, &report, &derivations) > 10);
    }
}

#[test]
fn random_plans_explain_their_figures() {
    let catalogue = Catalogue::bundled();
    for seed in 0..300 {
        let plan = random::plan(seed);
        let report = analyze(&plan, &catalogue);
        check(&plan, &report, &explain(&plan, &catalogue, &report));
    }
}
