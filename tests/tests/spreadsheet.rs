//! AWS's own subnet-calc.xlsx against eniplan, row by row, with the defect of the sheet behind each difference.
//!
//! `vectors/subnet-calc.md` says where the rows come from; the page of cases shows the same rows.

use eniplan_cases::sheet::{Gap, Sheet, rows};
use eniplan_core::aws::subnet;
use eniplan_core::net::Ipv4Prefix;

/// Tab, scenario, warm target; and the gap in the order of [`Gap`], from the sheet's formulas and those of ipamd.
const GAPS: &[(Sheet, &str, u32, [i64; 4])] = &[
    (Sheet::WarmEni, "as shipped", 1, [-6, 15, 0, 0]),
    (Sheet::WarmEni, "we0", 0, [-6, 15, 0, 0]),
    (Sheet::WarmEni, "exact-multiple", 1, [-6, 30, 0, -30]),
    (Sheet::WarmEni, "p3dn", 1, [-10, 250, 0, 0]),
    (Sheet::WarmEni, "t3.medium-full", 1, [-10, 0, 0, -30]),
    (Sheet::WarmIp, "default", 1, [-6, 15, -41, 0]),
    (Sheet::WarmIp, "we2", 5, [-6, 15, -29, 0]),
    (Sheet::WarmIp, "sz24", 1, [-6, 15, -41, 0]),
    (Sheet::WarmIp, "sz24", 5, [-6, 15, -29, 0]),
    (Sheet::WarmIp, "t3small", 1, [-8, 0, 0, 0]),
    (Sheet::WarmIp, "m5large29", 5, [-12, 0, 36, -36]),
    (Sheet::WarmIp, "m5.xlarge", 5, [-20, 0, 60, -60]),
    (Sheet::WarmIp, "exact-multiple", 1, [-6, 30, -18, 0]),
    (Sheet::WarmIp, "exact-multiple", 5, [-6, 30, -6, 0]),
    (Sheet::WarmIp, "bulk", 1, [-300, 0, -550, 0]),
    (Sheet::WarmIp, "bulk", 5, [-300, 0, 100, 0]),
    (Sheet::WarmIp, "t3.medium-full", 5, [-10, 0, 30, -30]),
    (Sheet::WarmIp, "over-max-eni", 1, [-2, 10, -6, -4]),
    (Sheet::WarmIp, "zero-pods", 5, [-10, 0, 30, 0]),
];

#[test]
fn the_sheet_says_what_was_published() {
    for row in rows() {
        assert_eq!(row.by_the_sheet(), row.published, "{}", row.scenario);
    }
}

/// AWS keeps five addresses of a subnet back, where the sheet knows of two.
#[test]
fn the_sheet_counts_three_addresses_too_many_in_every_subnet() {
    for row in rows() {
        let block: Ipv4Prefix = format!("10.0.0.0/{}", row.prefix_length).parse().unwrap();
        let usable = i64::try_from(subnet::usable(block)).unwrap();
        assert_eq!(usable, row.usable, "{}", row.scenario);
        assert_eq!(row.published.available - usable, 3, "{}", row.scenario);
    }
}

#[test]
fn eniplan_counts_what_the_model_counts() {
    for row in rows() {
        if let Some(model) = row.model {
            assert_eq!(row.by_eniplan(), model, "{:?} {}", row.sheet, row.scenario);
        }
    }
}

#[test]
fn each_difference_has_its_reason() {
    let rows = rows();
    assert_eq!(rows.len(), GAPS.len());
    for (row, (sheet, scenario, warm, expected)) in rows.iter().zip(GAPS) {
        assert_eq!(
            (row.sheet, row.scenario.as_str(), row.warm_target),
            (*sheet, *scenario, *warm)
        );
        let [
            host_network,
            primary_addresses,
            warm_ip_target,
            no_interface_limit,
        ] = *expected;
        let expected = Gap {
            host_network,
            primary_addresses,
            warm_ip_target,
            no_interface_limit,
        };
        assert_eq!(row.gap(), expected, "{scenario}");
        let (addresses, _) = row.by_eniplan();
        assert_eq!(
            row.published.used + expected.total(),
            addresses,
            "{scenario}"
        );
    }
}

/// 29 pods want four interfaces of ten by the sheet, and an m5.large has three: two pods get no address.
#[test]
fn the_sheet_hides_pods_without_an_address() {
    let rows = rows();
    let row = rows
        .iter()
        .find(|row| row.scenario == "over-max-eni")
        .unwrap();
    assert_eq!(row.by_the_sheet().pods, 29);
    assert_eq!(row.by_eniplan(), (30, 2));
}
