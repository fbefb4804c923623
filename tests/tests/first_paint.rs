//! What `www/index.html` paints before the page starts is the example's report, and the page's example is the file's.
//!
//! `ENIPLAN_WRITE=1 cargo test -p eniplan-tests --test first_paint` writes both anew.

use std::fs;
use std::path::{Path, PathBuf};

use eniplan_core::analyze::mend::{Best, best_fix};
use eniplan_core::analyze::{Gate, GateReason, Report, analyze};
use eniplan_core::aws::catalogue::{self, Catalogue};
use eniplan_core::finding::Grouped;
use eniplan_core::link;
use eniplan_core::plan::{Plan, tree_of_text};

const START: &str = "<!-- the example's verdict: written by tests/tests/first_paint.rs -->\n";
const END: &str = "<!-- end of the example's verdict -->\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

fn example() -> Plan {
    let text = read("examples/shop-prod.yaml");
    let (tree, findings) = tree_of_text(text.as_bytes()).expect("the example is a plan");
    assert!(findings.is_empty());
    let (plan, findings) = Plan::read(&tree);
    assert!(findings.is_empty());
    plan
}

fn holds(path: &str, wanted: &str) {
    if std::env::var_os("ENIPLAN_WRITE").is_some() {
        fs::write(root().join(path), wanted).expect(path);
    }
    let found = read(path);
    assert!(
        found == wanted,
        "{path} is behind the example: ENIPLAN_WRITE=1 cargo test -p eniplan-tests --test first_paint\nwanted:\n{wanted}"
    );
}

#[test]
fn the_example_of_the_page_is_the_file() {
    let link = link::encode(&example()).expect("small enough");
    holds("web/src/example.link", &format!("{link}\n"));
}

#[test]
fn what_is_painted_first_is_the_example_s_report() {
    let plan = example();
    let report = analyze(&plan, &Catalogue::bundled());
    let page = read("www/index.html");
    let (before, rest) = page.split_once(START).expect("the mark before the verdict");
    let (_, after) = rest.split_once(END).expect("the mark after the verdict");
    let wanted = format!("{before}{START}{}{END}{after}", verdict(&plan, &report));
    holds("www/index.html", &wanted);
}

#[test]
fn what_is_painted_first_names_the_facts_in_force() {
    let facts = format!(
        "<p>Facts of {}, VPC CNI {}.</p>",
        catalogue::DATE,
        catalogue::CNI_VERSION
    );
    let page = read("www/index.html");
    assert!(page.contains(&facts), "write into www/index.html: {facts}");
}

/// The verdict as the page makes it, without what opens to more.
fn verdict(plan: &Plan, report: &Report) -> String {
    let totals = &report.totals;
    let shut = report.gates.iter().filter(|gate| !gate.ok).count();
    let waiting = totals.pods_pending + totals.pods_without_address;
    let name = plan.name();
    let headline = match (waiting, shut) {
        (0, 0) => format!("{name} fits"),
        (0, shut) => format!(
            "{name} runs, but fails {shut} of {} checks",
            report.gates.len()
        ),
        (waiting, _) => format!("{name} does not fit: {} pods do not run", Grouped(waiting)),
    };
    let wall = report.walls.first().expect("an example with a wall");
    let more = match wall.more {
        0 => "reached exactly".to_owned(),
        1.. => format!("{} more pods fit", Grouped(wall.more.unsigned_abs())),
        _ => format!("{} pods too many", Grouped(wall.more.unsigned_abs())),
    };
    let gates: String = report.gates.iter().map(gate).collect();
    let sum = |class: &str, name: &str, value: &str, more: &str| {
        format!(
            "<details class=\"{class}\"><summary><span class=\"name\">{name}</span><span class=\"value\">{value}</span><span class=\"more\">{more}</span></summary></details>\n"
        )
    };
    let of = |part: u64, whole: u64| format!("{} of {}", Grouped(part), Grouped(whole));
    format!(
        "<section class=\"verdict\">\n<h1>{headline}</h1>\n<ul class=\"gates\">\n{gates}</ul>\n{}<div class=\"sums\">\n{}{}{}{}</div>\n</section>\n",
        best(&best_fix(plan, &Catalogue::bundled(), report).expect("what to do next")),
        sum("sum wall", "First wall", wall.kind.title(), &more),
        sum(
            "sum",
            "Pods placed",
            &of(totals.pods_placed, totals.pods_desired),
            ""
        ),
        sum(
            "sum",
            "Addresses used",
            &of(totals.addresses_used, totals.usable),
            ""
        ),
        sum("sum", "Nodes", &Grouped(totals.nodes).to_string(), ""),
    )
}

/// What helps most, with a button that waits for the page.
fn best(best: &Best) -> String {
    let name = if best.is_needed() { "Best fix" } else { "Next" };
    let (now, then) = (&best.now, &best.then);
    let number = |number: Option<u64>| {
        number.map_or("no end".to_owned(), |number| Grouped(number).to_string())
    };
    let effects: Vec<String> = [
        ("checks that fail", Some(now.shut), Some(then.shut)),
        (
            "pods that do not run",
            Some(now.waiting),
            Some(then.waiting),
        ),
        ("pods at the first wall", now.wall, then.wall),
        ("addresses used", Some(now.used), Some(then.used)),
    ]
    .into_iter()
    .filter(|(_, now, then)| now != then)
    .map(|(what, now, then)| format!("{what} {}, now {}", number(then), number(now)))
    .collect();
    format!(
        "<div class=\"card best\"><p><b>{name}</b>: {}</p><p class=\"row\"><button class=\"main\" disabled>Apply</button><code>{}</code></p><p class=\"what\">With it: {}.</p></div>\n",
        best.order,
        best.mend.text(),
        effects.join("; "),
    )
}

fn gate(gate: &Gate) -> String {
    let (class, word) = match (&gate.reason, gate.ok) {
        (GateReason::NotAsked, _) => ("unasked", "–"),
        (_, true) => ("yes", "Yes"),
        (_, false) => ("no", "No"),
    };
    format!(
        "<li><div class=\"gate {class}\"><h2>{}</h2><p class=\"answer\">{word}</p><p>{}</p><details class=\"arithmetic\"><summary>Show the arithmetic</summary></details></div></li>\n",
        gate.kind.question(),
        gate.message(),
    )
}
