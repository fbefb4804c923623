//! Every published case that the page shows comes out as it says there; `tests/cases/README.md` lists them.

use std::collections::BTreeSet;

use eniplan_cases::{CASES, Grade, plan_of, run};
use eniplan_core::finding::Grouped;

const README: &str = include_str!("../cases/README.md");

#[test]
fn every_case_comes_out_right() {
    let mut wrong = Vec::new();
    for case in CASES {
        let lines = run(case);
        assert!(!lines.is_empty(), "{}", case.id);
        wrong.extend(
            lines
                .into_iter()
                .filter(|line| !line.holds())
                .map(|line| (case.id, line)),
        );
    }
    assert_eq!(wrong, []);
}

/// A case of grade A is right as it was printed; one of grade C has something printed that is not.
#[test]
fn what_was_printed_fits_the_grade() {
    for case in CASES {
        let differs = |line: &eniplan_cases::Line| {
            let is_number = line.printed.starts_with(|c: char| c.is_ascii_digit());
            is_number && line.printed != Grouped(line.right).to_string()
        };
        let any = run(case).iter().any(differs);
        match case.grade {
            Grade::AsPublished => assert!(!any, "{}", case.id),
            Grade::PublishedWrong => assert!(any, "{}", case.id),
            Grade::Diagnosed => {}
        }
    }
}

#[test]
fn every_case_is_in_the_list_under_its_grade() {
    let ids: BTreeSet<&str> = CASES.iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), CASES.len());
    for case in CASES {
        let letter = match case.grade {
            Grade::AsPublished => 'A',
            Grade::Diagnosed => 'B',
            Grade::PublishedWrong => 'C',
        };
        assert!(case.id.starts_with(letter), "{}", case.id);
        let row = README
            .lines()
            .find(|line| line.starts_with(&format!("| {} |", case.id)));
        let row =
            row.unwrap_or_else(|| panic!("{} is in no row of tests/cases/README.md", case.id));
        assert!(row.contains("`cases`"), "{row}");
    }
}

/// Every plan is whole: a fault in it would be told as a finding, and the check would come to nothing.
#[test]
fn every_plan_of_a_case_is_read_without_a_fault() {
    for check in CASES.iter().flat_map(|case| case.checks) {
        if let eniplan_cases::Of::Plan(text) = check.of {
            assert!(plan_of(check).is_some(), "{text}");
        }
    }
}
