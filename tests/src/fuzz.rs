//! Fuzz bodies: plain functions of bytes, so that a fuzzer, a property test and the corpus can all call them.
//!
//! Each holds its property for any bytes at all; a broken property panics.
#![expect(
    clippy::missing_panics_doc,
    reason = "panicking is how a fuzz body reports"
)]

use eniplan_core::link;
use eniplan_core::plan::Plan;
use eniplan_import::Inventory;

/// Decoding is total, and what it reads is written again as a link that reads the same.
pub fn link_decode(bytes: &[u8]) {
    if let Ok(plan) = std::str::from_utf8(bytes).map_or(Err(link::LinkError::NoPlan), link::decode)
        && let Ok(text) = link::encode(&plan)
    {
        assert_eq!(link::decode(&text), Ok(plan));
    }
}

/// The same for any payload, with its length and checksum made right, which random bytes never have.
pub fn link_payload(payload: &[u8]) {
    link_decode(link_of_payload(payload).as_bytes());
}

/// Link text around a payload, as somebody who means harm would make it.
pub fn link_of_payload(payload: &[u8]) -> String {
    let mut bytes = Vec::new();
    let mut length = payload.len();
    while length > 0x7f {
        bytes.push(length.to_le_bytes()[0] | 0x80);
        length >>= 7;
    }
    bytes.push(length.to_le_bytes()[0]);
    bytes.extend_from_slice(payload);
    let sum = payload.iter().fold(0xffffu16, |sum, byte| {
        (0..8).fold(sum ^ (u16::from(*byte) << 8), |sum, _| {
            if sum & 0x8000 == 0 {
                sum << 1
            } else {
                (sum << 1) ^ 0x1021
            }
        })
    });
    bytes.extend_from_slice(&sum.to_be_bytes());
    let alphabet: Vec<char> = ('A'..='Z')
        .chain('a'..='z')
        .chain('0'..='9')
        .chain(['-', '_'])
        .collect();
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let sextets = bits.chunks(6).map(|chunk| {
        chunk
            .iter()
            .chain([0; 6].iter())
            .take(6)
            .fold(0, |n, bit| n << 1 | usize::from(*bit))
    });
    std::iter::once('1')
        .chain(sextets.map(|sextet| alphabet[sextet]))
        .collect()
}

/// Reading a document is total: a plan with findings, or one error.
pub fn plan_text(bytes: &[u8]) {
    if let Ok((plan, findings)) = Plan::from_text(bytes) {
        for finding in findings {
            assert!(!finding.message().is_empty() && finding.at.is_known());
        }
        if let Ok(text) = link::encode(&plan) {
            assert_eq!(link::decode(&text), Ok(plan));
        }
    }
}

/// Importing is total: what was read makes a plan, or says what is to be chosen; a plan is written as text that reads the
/// same, and its addresses add up.
pub fn import(bytes: &[u8]) {
    let mut inventory = Inventory::default();
    // Something that was loaded before is there afterwards.
    let before = br#"{"Subnets": [{"SubnetId": "subnet-before", "VpcId": "vpc-before", "CidrBlock": "10.0.0.0/24"}]}"#;
    assert!(eniplan_import::read("before", before, &mut inventory).is_empty());
    for finding in eniplan_import::read("input", bytes, &mut inventory) {
        assert!(!finding.message().is_empty() && !finding.help().is_empty());
    }
    assert!(inventory.subnets.contains_key("subnet-before"));
    let _ = eniplan_import::is_foreign(bytes);
    let chosen = eniplan_import::Options {
        vpc: Some("vpc-before".to_owned()),
        ..eniplan_import::Options::default()
    };
    for options in [chosen, eniplan_import::Options::default()] {
        let Ok(outcome) = eniplan_import::plan(&inventory, &options) else {
            continue;
        };
        let text = outcome.plan.to_text();
        if text.len() <= eniplan_core::plan::MOST_BYTES {
            let (again, _) = Plan::from_text(text.as_bytes()).expect("what was written is read");
            assert_eq!(again.to_text(), text);
        }
        for subnet in &outcome.report.subnets {
            assert_eq!(subnet.used + subnet.free, subnet.usable);
        }
    }
}

/// The same for an entry of each kind of list, which random bytes never are.
pub fn import_entry(entry: &[u8]) {
    for list in [
        "Vpcs",
        "Subnets",
        "SubnetIpv4CidrReservations",
        "NetworkInterfaces",
        "RouteTables",
        "Reservations",
        "Instances",
        "InstanceTypes",
        "items",
    ] {
        import(&[format!("{{\"{list}\": [").as_bytes(), entry, b"]}"].concat());
    }
}

/// The same for a link of Visual Subnet Calculator.
pub fn import_calculator_link(packed: &[u8]) {
    import(&[b"https://visualsubnetcalc.com/index.html?c=1", packed].concat());
}
