//! What `cargo xtask bench` counts the instructions of: one function a figure, which callgrind collects alone.
//!
//! Called with a figure's name it computes that once; called with `time`, it says how long each takes at best.
//! As WebAssembly, which has no arguments and no clock, it computes both of a keystroke at each call of its `main`, for
//! `wasm.mjs` to take the time.

use std::cell::RefCell;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use eniplan_core::analyze::ranking::{COLUMNS, Cells, Ranking};
use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::layout::Options;
use eniplan_core::layout::fleet::{Fleet, lay_out};
use eniplan_core::link;
use eniplan_core::net::Ipv4Prefix;
use eniplan_core::plan::Plan;
use eniplan_core::plan::wants::{self, Want};

/// The plan that is computed anew, as a link and read.
struct Subject {
    link: String,
    plan: Plan,
    catalogue: Catalogue,
    rows: Vec<Cells>,
}

impl Subject {
    fn new() -> Self {
        let text = include_bytes!("../../examples/shop-prod.yaml");
        let plan = Plan::from_text(text)
            .map(|(plan, _)| plan)
            .unwrap_or_default();
        let catalogue = Catalogue::bundled();
        Self {
            link: link::encode(&plan).unwrap_or_default(),
            rows: vec![Cells::default(); catalogue.listed().count()],
            plan,
            catalogue,
        }
    }

    fn cells(&self) -> usize {
        self.rows.len() * COLUMNS.len()
    }
}

/// Every listed type under every strategy that has a model of a node.
#[inline(never)]
fn measured_ranking(subject: &mut Subject) -> usize {
    let ranking = Ranking::of(black_box(&subject.plan), 0);
    ranking.map_or(0, |ranking| {
        ranking.fill(&subject.catalogue, &mut subject.rows)
    })
}

/// The plan read from its link, checked and counted, with gates, states and walls.
#[inline(never)]
fn measured_recompute(subject: &Subject) -> Option<Report> {
    let plan = link::decode(black_box(&subject.link)).ok()?;
    Some(analyze(&plan, &subject.catalogue))
}

/// Both, as at a keystroke.
#[inline(never)]
fn measured_both(subject: &mut Subject) -> usize {
    black_box(measured_recompute(subject));
    measured_ranking(subject)
}

/// A thousand VPCs of different sizes, Regions and strategies.
fn wanted() -> Vec<Want> {
    const STRATEGIES: [&str; 4] = [
        "vpc-cni",
        "prefix-delegation",
        "custom-networking",
        "calico",
    ];
    const REGIONS: [&str; 4] = ["us-east-1", "us-west-2", "eu-west-1", "ap-south-1"];
    let one = |index: usize| {
        let nodes = 3 + index % 4 * 12;
        format!(
            "- {{name: vpc-{index}, region: {}, zones: {}, nodes: {nodes}, pods: {}, strategy: {}}}\n",
            REGIONS[index % REGIONS.len()],
            2 + index % 2,
            nodes * 14,
            STRATEGIES[index / 4 % STRATEGIES.len()],
        )
    };
    let text: String = (0..1_000).map(one).collect();
    wants::read(text.as_bytes())
        .map(|(wants, _)| wants)
        .unwrap_or_default()
}

/// Blocks and subnets for all of them out of one /8.
#[inline(never)]
fn measured_fleet(subject: &Subject, wants: &[Want]) -> Option<Fleet> {
    let pool: Ipv4Prefix = black_box("10.0.0.0/8").parse().ok()?;
    Some(lay_out(
        wants,
        &[pool],
        &subject.catalogue,
        &Options::default(),
    ))
}

/// Runs one figure; false where there is none of that name.
fn run(figure: &str, subject: &mut Subject) -> bool {
    match figure {
        "ranking" => {
            black_box(measured_ranking(subject));
        }
        "recompute" => {
            black_box(measured_recompute(subject));
        }
        "both" => {
            black_box(measured_both(subject));
        }
        "fleet" => {
            black_box(measured_fleet(subject, &wanted()));
        }
        _ => return false,
    }
    black_box(&subject.rows);
    true
}

/// The best of many runs, in nanoseconds.
fn best(figure: &str, subject: &mut Subject) -> u128 {
    let once = |_| {
        let started = Instant::now();
        run(figure, subject);
        started.elapsed().as_nanos()
    };
    (0..2_000).map(once).min().unwrap_or(0)
}

thread_local! {
    static KEPT: RefCell<Option<Subject>> = const { RefCell::new(None) };
}

/// Both with a subject that stays from call to call.
fn again() {
    KEPT.with_borrow_mut(|kept| {
        let subject = kept.get_or_insert_with(Subject::new);
        black_box(measured_both(subject));
    });
}

#[expect(clippy::print_stdout, reason = "its output is what it is for")]
fn main() -> ExitCode {
    if cfg!(target_arch = "wasm32") {
        again();
        return ExitCode::SUCCESS;
    }
    let mut subject = Subject::new();
    match std::env::args().nth(1).as_deref() {
        Some("cells") => println!("{}", subject.cells()),
        Some("time") => {
            for figure in ["ranking", "recompute", "both"] {
                println!("{figure} {} ns", best(figure, &mut subject));
            }
        }
        Some(figure) if run(figure, &mut subject) => {}
        _ => {
            println!("ir FIGURE, where FIGURE is ranking, recompute, both, fleet, cells or time");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
