//! `eniplan plan`: the examples as people and programs read them.

use crate::terminal::{code, run, run_with, stderr, stdout, transcript};
use serde_json::Value;

const EXAMPLES: [&str; 3] = ["article-three-28s", "best-practices-c5-large", "shop-prod"];

fn path(example: &str) -> String {
    format!("examples/{example}.yaml")
}

fn json(args: &[&str]) -> Value {
    let output = run(args);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_people_read() {
    for example in EXAMPLES {
        let text = transcript(&["plan", &path(example), "--as-of", "2026-11-24"]);
        for line in text.lines() {
            let length = line.chars().count();
            assert!(length <= 80, "{length} characters in {line:?}");
        }
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("plan_{example}"), text);
        });
    }
}

#[test]
fn what_a_wiki_shows() {
    let text = transcript(&[
        "plan",
        "examples/article-three-28s.yaml",
        "--format",
        "markdown",
        "--as-of",
        "2026-11-24",
    ]);
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("plan_markdown", text);
    });
}

#[test]
fn a_row_a_plan() {
    let text = transcript(&["plan", "examples", "--summary"]);
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("plan_summary", text);
    });
}

/// The article "Avoiding IP consumption in Amazon EKS": 16 − 5 = 11 addresses a /28, 33 in three; a t3.micro has
/// 2 × (2 − 1) + 2 = 4 max pods, of which aws-node and kube-proxy take 2; 33 − 5 = 28 pods, which needs every node to
/// stay at one interface and nothing else in the subnets.
#[test]
fn the_articles_numbers() {
    let text = stdout(&run(&["plan", "examples/article-three-28s.yaml"]));
    let flowing = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "max pods 4 = 2 × (2 − 1) + 2; 2 of them on the host's network",
        "10 of 28 pods placed, 18 pending",
        "33 usable addresses minus 5 nodes is 28 pods, which assumes one interface a node and nothing else in the subnets.",
        "Here 10 pods can run.",
    ] {
        assert!(flowing.contains(said), "{said:?} is missing in\n{text}");
    }
    let report = json(&[
        "plan",
        "examples/article-three-28s.yaml",
        "--format",
        "json",
    ]);
    let usable: u64 = report["subnets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|subnet| subnet["usable"].as_u64().unwrap())
        .sum();
    assert_eq!(usable, 33);
    assert_eq!(report["node_groups"][0]["max_pods"], 4);
    assert_eq!(report["totals"]["pods_placed"], 10);
}

/// EKS Best Practices Guide, "Amazon VPC CNI": three c5.large and two CoreDNS pods take 20 + 20 + 10 = 50 addresses,
/// of which 17 + 17 + 9 = 43 are warm.
#[test]
fn the_best_practices_numbers() {
    let report = json(&[
        "plan",
        "examples/best-practices-c5-large.yaml",
        "--format",
        "json",
    ]);
    let of_nodes = |subnet: &Value| {
        ["interfaces", "pods", "idle"]
            .map(|part| subnet["demand"][part].as_u64().unwrap())
            .iter()
            .sum::<u64>()
    };
    let subnets = report["subnets"].as_array().unwrap();
    let taken: Vec<u64> = subnets.iter().map(of_nodes).collect();
    assert_eq!(taken, [20, 20, 10]);
    let idle: u64 = subnets
        .iter()
        .map(|subnet| subnet["demand"]["idle"].as_u64().unwrap())
        .sum();
    assert_eq!(idle, 43);
}

/// Where a number is out of range its default stands in, and what is answered is answered of that.
#[test]
fn answers_of_a_plan_that_was_not_understood_say_so() {
    let flowing = |most: u32| {
        let plan = format!("node_groups: [{{nodes: {{max: {most}}}, pods: {{desired: 30}}}}]");
        let text = stdout(&run_with(&["plan", "-"], plan.as_bytes()));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let caveat = "Not all of the plan was understood (1 error): these answers are of what stands in for it, as the findings say.";
    let told = flowing(10_000_000);
    assert!(
        told.contains(caveat) && told.contains("yes Can it scale to max?"),
        "{told}"
    );
    let understood = flowing(100_000);
    assert!(
        !understood.contains("Not all of the plan") && understood.contains("NO Can it scale"),
        "{understood}"
    );
}

/// At 5 % a month 1,020 pods are 1,020 × 1.05^14 = 2,019 in 14 months and 2,120 in 15; the groups' max is 2,040.
#[test]
fn growth_has_a_date() {
    let args = ["plan", "examples/shop-prod.yaml", "--format", "json"];
    let report = json(&[&args[..], &["--as-of", "2026-11-24"]].concat());
    assert_eq!(report["as_of"], "2026-11-24");
    let walls = report["walls"].as_array().unwrap();
    let of_max = walls
        .iter()
        .find(|wall| wall["kind"] == "nodes-max")
        .unwrap();
    assert_eq!(
        (&of_max["pods"], &of_max["months"]),
        (&2_040.into(), &14.into())
    );
    assert_eq!(of_max["date"], "2028-01-24");
    assert_eq!(of_max["formula"], "60 ≤ 60 < 61");
    // Without --as-of it counts from today.
    assert!(
        json(&args)["as_of"]
            .as_str()
            .is_some_and(|day| day.len() == 10)
    );
    let refused = run(&[&args[..], &["--as-of", "yesterday"]].concat());
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("write a day as 2027-03-31"));
}

/// The fields that DESIGN.md promises to programs.
#[test]
fn the_contract_of_the_json() {
    let report = json(&["plan", "examples/shop-prod.yaml", "--format", "json"]);
    assert_eq!(report["version"], 1);
    let has = |value: &Value, fields: &str| {
        for field in fields.split(' ') {
            assert!(value.get(field).is_some(), "{field} is missing in {value}");
        }
    };
    let subnet = "name cidr zone role addresses usable used free short prefixes_total prefixes_free \
                  prefixes_free_best observed_free unexplained";
    let totals = "addresses_used pods_placed pods_pending pods_without_address";
    has(&report["gates"][0], "gate ok subject message");
    has(&report["subnets"][0], subnet);
    has(
        &report["node_groups"][0],
        "name instance_type instance_types max_pods addresses_per_node idle_addresses_per_node \
         peak_addresses_per_node max_nodes pods_placed pods_pending pods_without_address",
    );
    has(&report["totals"], totals);
    has(
        &report["walls"][0],
        "kind subject nodes more pods message months date formula operands fix",
    );
    has(
        &report["findings"][0],
        "code severity subject message help url",
    );
    let gates: Vec<_> = report["gates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gate| &gate["gate"])
        .collect();
    assert_eq!(gates, ["upgrade", "scale-to-max", "zone-loss"]);
    let states = report["states"].as_object().unwrap();
    let names: Vec<_> = states.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "max",
            "upgrade",
            "zone-loss:a",
            "zone-loss:b",
            "zone-loss:c"
        ]
    );
    for state in states.values() {
        has(&state["subnets"][0], subnet);
        has(&state["totals"], totals);
    }
    for subnet in report["subnets"].as_array().unwrap() {
        let count = |field: &str| subnet[field].as_u64().unwrap();
        assert_eq!(count("usable"), count("used") + count("free"));
    }
}

#[test]
fn findings_of_the_reading_come_first_and_all_have_their_places() {
    let text = b"naem: shop\nvpc: {cidrs: [10.0.0.0/8]}\nzones: [a, b]\n";
    let output = run_with(&["plan", "-", "--format", "json"], text);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let places: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let number = |field: &str| finding[field].as_u64().unwrap();
            (
                finding["code"].as_str().unwrap().to_owned(),
                number("line"),
                number("column"),
            )
        })
        .collect();
    assert_eq!(places[0], ("EP0101".to_owned(), 1, 1));
    assert!(
        places.contains(&("EP0201".to_owned(), 2, 15)),
        "the block stands in line 2, column 15: {places:?}"
    );
}

#[test]
fn several_plans_are_a_list_for_programs_and_stand_one_after_another_for_people() {
    let paths = EXAMPLES.map(path);
    let args = ["plan", &paths[0], &paths[1], "--format", "json"];
    let reports = json(&args);
    let names: Vec<_> = reports
        .as_array()
        .unwrap()
        .iter()
        .map(|report| &report["name"])
        .collect();
    assert_eq!(names, ["article", "best-practices"]);
    let text = stdout(&run(&["plan", &paths[0], &paths[1]]));
    assert!(text.find("article  (").unwrap() < text.find("best-practices  (").unwrap());
}

#[test]
fn an_unread_plan_among_others_ends_with_2_and_hides_nothing() {
    let output = run(&["plan", "examples/nowhere.yaml", "examples/shop-prod.yaml"]);
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).contains("shop-prod"));
    assert!(stderr(&output).contains("examples/nowhere.yaml"));
}

#[test]
fn fail_on_decides_the_exit_code() {
    for (example, fail_on, expected) in [
        ("article-three-28s", "never", 0),
        ("article-three-28s", "error", 1),
        ("shop-prod", "error", 0),
        ("shop-prod", "warning", 0),
        ("shop-prod", "note", 1),
        ("best-practices-c5-large", "note", 0),
    ] {
        let output = run(&["plan", &path(example), "--fail-on", fail_on]);
        assert_eq!(code(&output), expected, "{example} --fail-on {fail_on}");
    }
}

#[test]
fn there_is_no_colour_but_on_a_terminal() {
    let output = run(&["plan", "examples/article-three-28s.yaml"]);
    assert!(!stdout(&output).contains('\x1b'));
}

#[test]
fn what_a_plan_says_cannot_move_the_cursor() {
    let output = run_with(
        &["plan", "-"],
        b"\"na\\e[2Jme\": \"\\e]0;x\\a\"\nregion: \"\\e[31m\"\n",
    );
    assert_eq!(code(&output), 0);
    assert!(!stdout(&output).contains('\x1b'), "{}", stdout(&output));
}
