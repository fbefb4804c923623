//! `cidr subnet`, `subnets` and `host` against the real Terraform on 1,000 random cases, failures included.

use std::fmt::Write as _;
use std::path::PathBuf;

use eniplan_core::net::terraform::{self, Number};
use eniplan_tests::oracle;
use eniplan_tests::seeded::Seeded;

const CASES: usize = 1_000;
/// What stands for a failure, and for the "no block" that Terraform calls `<nil>`.
const FAILED: &str = "failed";

/// Texts that are no blocks, or are written in ways that other programs refuse.
const ODD: &[&str] = &[
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.0/",
    "10.0.0.0/-1",
    " 10.0.0.0/8",
    "256.0.0.0/8",
    "010.1.0.0/08",
    "10.0.0.0/8/9",
    "fd00::",
    "fd00::/129",
    "fd00::/064",
    "1::2::3/64",
    "1:2:3:4:5:6:7::8/64",
    "1:2:3:4:5:6:7:8:9/64",
    "::1.2.3.4/96",
    "1.2.3.4::/96",
    "::ffff:10.0.0.0/104",
    "00fd::/8",
    "gd00::/8",
    ":fd00::/8",
];

/// A call of one of the functions.
enum Call {
    Subnet(String, i64, String),
    Subnets(String, Vec<i64>),
    Host(String, String),
}

impl Call {
    fn random(random: &mut Seeded) -> Self {
        let (prefix, length, width) = prefix(random);
        let left = i64::from(width - length);
        match random.below(3) {
            0 => {
                let bits = match random.below(8) {
                    0 => i64::try_from(random.below(140)).unwrap() - 5,
                    _ => i64::try_from(random.below(left.unsigned_abs() + 1)).unwrap(),
                };
                Self::Subnet(prefix, bits, number(random, bits))
            }
            1 => {
                let most = u64::try_from(left.clamp(1, 33)).unwrap();
                let count = random.below(8);
                let bits = (0..count)
                    .map(|_| i64::try_from(random.below(most) + u64::from(random.below(20) > 0)))
                    .map(Result::unwrap)
                    .collect();
                Self::Subnets(prefix, bits)
            }
            _ => Self::Host(prefix, number(random, left)),
        }
    }

    fn terraform(&self) -> String {
        match self {
            Self::Subnet(prefix, bits, number) => {
                format!("cidrsubnet({prefix:?}, {bits}, {number})")
            }
            Self::Subnets(prefix, bits) => {
                let bits: Vec<String> = bits.iter().map(ToString::to_string).collect();
                let bits = bits.join(", ");
                format!("join(\" \", cidrsubnets({prefix:?}, [{bits}]...))")
            }
            Self::Host(prefix, number) => format!("cidrhost({prefix:?}, {number})"),
        }
    }

    fn ours(&self) -> String {
        let number = |text: &String| text.parse::<Number>();
        let answer = match self {
            Self::Subnet(prefix, bits, place) => {
                number(place).and_then(|place| terraform::subnet(prefix, *bits, place))
            }
            Self::Host(prefix, place) => {
                number(place).and_then(|place| terraform::host(prefix, place))
            }
            Self::Subnets(prefix, bits) => {
                let blocks = terraform::subnets(prefix, bits);
                return blocks.map_or(FAILED.to_owned(), |blocks| blocks.join(" "));
            }
        };
        answer.map_or(FAILED.to_owned(), |answer| answer.text)
    }
}

/// A text, and the length and width that it would have as a block.
fn prefix(random: &mut Seeded) -> (String, u8, u8) {
    if random.below(12) == 0 {
        return (random.one_of(ODD).to_owned(), 8, 32);
    }
    let is_ipv4 = random.below(2) == 0;
    let width: u8 = if is_ipv4 { 32 } else { 128 };
    let length = u8::try_from(random.below(u64::from(width) + 1)).unwrap();
    let mut bits = random.wide() >> (128 - u32::from(width));
    if random.below(4) > 0 {
        // Mostly on the boundary.
        let hosts = (u128::MAX >> (128 - u32::from(width)))
            .checked_shr(length.into())
            .unwrap_or(0);
        bits &= !hosts;
    }
    let text = if is_ipv4 {
        std::net::Ipv4Addr::from_bits(u32::try_from(bits).unwrap()).to_string()
    } else {
        std::net::Ipv6Addr::from_bits(bits).to_string()
    };
    (format!("{text}/{length}"), length, width)
}

/// A number that mostly fits into so many bits.
fn number(random: &mut Seeded, bits: i64) -> String {
    let bits = u32::try_from(bits.clamp(0, 128)).unwrap();
    let fitting = random.wide().checked_shr(128 - bits).unwrap_or(0);
    let power = 1u128.checked_shl(bits).unwrap_or(u128::MAX);
    match random.below(16) {
        0 => format!("{power}"),
        1 => format!("{}", power - 1),
        2 => format!("-{power}"),
        3 => format!("-{}", power.saturating_add(1)),
        4..=6 => format!("-{fitting}"),
        7 => format!("{}", random.wide()),
        8 => format!("{}", u128::from(random.bits()) + (1 << 63)),
        9 => "340282366920938463463374607431768211456".to_owned(),
        10 => format!("{}", random.below(4)),
        _ => format!("{fitting}"),
    }
}

#[test]
fn equal_terraform_on_a_thousand_random_cases() {
    let mut random = Seeded::of(4);
    let calls: Vec<Call> = (0..CASES).map(|_| Call::random(&mut random)).collect();
    let mut module = String::from("output \"answers\" {\n  value = [\n");
    for call in &calls {
        writeln!(module, "    try({}, {FAILED:?}),", call.terraform()).unwrap();
    }
    module.push_str("  ]\n}\n");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cidr_terraform");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("main.tf"), module).unwrap();
    if oracle::terraform(&folder, &["apply", "-auto-approve", "-no-color"]).is_none() {
        return;
    }
    let answers = oracle::terraform(&folder, &["output", "-json", "answers"]).unwrap();
    let answers: Vec<String> = serde_json::from_str(&answers).unwrap();
    assert_eq!(answers.len(), CASES);
    let mut wrong = Vec::new();
    for (call, answer) in calls.iter().zip(&answers) {
        // A length below 0 gives `<nil>`, which no resource takes.
        let answer = if answer == "<nil>" { FAILED } else { answer };
        if call.ours() != answer {
            wrong.push(format!(
                "{} = {answer}, not {}",
                call.terraform(),
                call.ours()
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let failed = answers.iter().filter(|answer| *answer == FAILED).count();
    assert!(
        (CASES / 10..CASES / 2).contains(&failed),
        "{failed} of {CASES} fail, so failures or successes are hardly tried"
    );
}
