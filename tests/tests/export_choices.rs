//! What can be chosen for an export: each offer is exported, or refused for the reason that it names.

use std::sync::LazyLock;

use eniplan_core::analyze::{Report, analyze};
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::export::{
    AS_PLANNED, Choice, Kind, Language, Offer, export_choice, offers, stops,
};
use eniplan_core::plan::Plan;
use eniplan_tests::{exports, matrix};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::bundled);

fn examples() -> impl Iterator<Item = (&'static str, Plan, Report)> {
    matrix::EXAMPLES.into_iter().map(|(name, text)| {
        let (plan, _) = Plan::from_text(text.as_bytes()).expect("a plan");
        let report = analyze(&plan, &CATALOGUE);
        (name, plan, report)
    })
}

fn chosen(offers: &[Offer]) -> Vec<&str> {
    offers
        .iter()
        .filter(|offer| offer.is_chosen)
        .map(|offer| offer.name)
        .collect()
}

/// Every pair of strategy and destination: Terraform where nothing is refused, else the reason that the offer gives.
#[test]
fn an_offer_says_whether_it_is_exported() {
    let mut refused = 0;
    for (name, plan, report) in examples() {
        let all = offers(&plan, &report, &CATALOGUE, Choice::default());
        assert_eq!(all.strategies.len(), 17);
        for into in &all.into {
            let there = offers(
                &plan,
                &report,
                &CATALOGUE,
                Choice::of_words("", into.name, ""),
            );
            for offer in &there.strategies {
                let at = format!("{name}: {} into {}", offer.name, into.name);
                let choice = Choice::of_words(offer.name, into.name, "plain");
                let export = match export_choice(&plan, &report, &CATALOGUE, choice) {
                    Ok(export) => export,
                    Err(refusal) => {
                        assert_eq!(offer.refusal.as_deref(), Some(&*refusal.message()), "{at}");
                        refused += 1;
                        continue;
                    }
                };
                let has_terraform = export.files.iter().any(|file| file.kind == Kind::Terraform);
                assert_eq!(has_terraform, offer.refusal.is_none(), "{at}");
                let stop = export.findings.iter().find(|finding| stops(finding));
                let said = stop.map(|stop| {
                    let (message, help) = stop.marked();
                    format!("{message} {help}")
                });
                assert_eq!(said, offer.refusal, "{at}");
                if said.is_some() {
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn what_is_chosen_is_marked_once() {
    for (name, plan, report) in examples() {
        let of = |strategy, into, form| {
            let choice = Choice::of_words(strategy, into, form);
            let offers = offers(&plan, &report, &CATALOGUE, choice);
            [&offers.strategies, &offers.into, &offers.forms].map(|all| chosen(all).join(","))
        };
        assert_eq!(of("", "", ""), [AS_PLANNED, "new", "modules"], "{name}");
        assert_eq!(
            of(AS_PLANNED, "", ""),
            of("nonsense", "nonsense", "nonsense")
        );
        assert_eq!(
            of("calico", "cluster", "plain"),
            ["calico", "cluster", "plain"]
        );
    }
}

/// Only the MIME parts of user data are of no language.
#[test]
fn every_file_has_a_language_and_a_purpose() {
    for case in exports::CASES {
        for file in exports::export(case.text).files {
            let is_text = file.language() == Language::Text;
            assert_eq!(
                is_text,
                exports::extension(&file.path) == "mime",
                "{}",
                file.path
            );
            assert!(!file.purpose.is_empty(), "{}", file.path);
            assert!(!file.purpose.contains('\n'), "{}", file.path);
        }
    }
}
