//! What holds of max pods whatever the settings, and the CNI's formula against the script's.

use eniplan_core::aws::calculator::{self, Flags};
use eniplan_core::aws::catalogue::{Catalogue, Hypervisor};
use eniplan_core::aws::max_pods::{Settings, cap, ceiling, recommended, set_by};
use eniplan_core::plan::{Ami, Cni, IpFamily, Provisioner};
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn settings() -> impl Strategy<Value = Settings> {
    let switches = any::<[bool; 4]>();
    let max_eni = prop_oneof![
        Just(None),
        (0..30_u32).prop_map(Some),
        any::<u32>().prop_map(Some)
    ];
    (
        select(Provisioner::ALL),
        select(Ami::ALL),
        select(Cni::ALL),
        select(IpFamily::ALL),
        switches,
        max_eni,
    )
        .prop_map(
            |(provisioner, ami, cni, ip_family, [a, b, c, d], max_eni)| Settings {
                provisioner,
                ami,
                cni,
                ip_family,
                custom_ami: a,
                prefix_delegation: b,
                custom_networking: c,
                pod_security_groups: d,
                max_eni,
            },
        )
}

proptest! {
    #[test]
    fn numbers_are_within_their_bounds(settings in settings(), at in any::<Index>()) {
        let catalogue = Catalogue::bundled();
        let instance = at.get(catalogue.iter().as_slice());
        let most = ceiling(instance, &settings).pods();
        let advised = recommended(instance, &settings);
        prop_assert!(advised <= cap(instance.vcpus));
        prop_assert!(most.is_none_or(|most| advised <= most));
        let set = set_by(instance, &settings);
        if settings.provisioner == Provisioner::Managed && !settings.custom_ami {
            prop_assert!(set.pods <= cap(instance.vcpus));
        }
    }

    #[test]
    fn a_setting_that_takes_an_interface_never_gives_pods(settings in settings(), at in any::<Index>()) {
        let catalogue = Catalogue::bundled();
        let instance = at.get(catalogue.iter().as_slice());
        let pods = |settings: &Settings| ceiling(instance, settings).pods();
        let whole = Settings {
            custom_networking: false,
            pod_security_groups: false,
            max_eni: None,
            ..settings
        };
        for taking in [
            Settings { custom_networking: true, ..settings },
            Settings { pod_security_groups: true, ..settings },
            Settings { max_eni: Some(1), ..settings },
        ] {
            prop_assert!(pods(&taking) <= pods(&whole));
        }
        let prefixes = Settings { prefix_delegation: true, ..settings };
        let without = Settings { prefix_delegation: false, ..settings };
        prop_assert!(pods(&prefixes) >= pods(&without));
    }

    #[test]
    fn the_filled_in_formula_comes_out_as_it_says(settings in settings(), at in any::<Index>()) {
        let catalogue = Catalogue::bundled();
        if let Some(formula) = ceiling(at.get(catalogue.iter().as_slice()), &settings).formula() {
            let text = formula.to_string();
            let (left, right) = text.rsplit_once(" = ").unwrap();
            prop_assert_eq!(evaluate(left), i64::from(formula.pods()), "{}", &text);
            prop_assert_eq!(right, formula.pods().to_string());
        }
    }

    /// The script and the CNI agree wherever the script has no oddity: Nitro or no prefixes, and at least one interface left.
    #[test]
    fn the_script_agrees_where_it_is_not_odd(
        custom in any::<bool>(),
        prefixes in any::<bool>(),
        max_eni in proptest::option::of(2..40_u32),
        at in any::<Index>(),
    ) {
        let catalogue = Catalogue::bundled();
        let instance = at.get(catalogue.iter().as_slice());
        prop_assume!(!prefixes || instance.hypervisor == Some(Hypervisor::Nitro));
        let max_eni_text = max_eni.map(|n| n.to_string()).unwrap_or_default();
        let flags = Flags {
            instance_type: &instance.name,
            cni_version: "1.20.4",
            custom_networking: custom,
            prefix_delegation: prefixes,
            max_eni: &max_eni_text,
            show_max_allowed: true,
        };
        let settings = Settings {
            custom_networking: custom,
            prefix_delegation: prefixes,
            max_eni,
            ..Settings::default()
        };
        let script = calculator::max_pods(&catalogue, &flags).unwrap();
        prop_assert_eq!(Some(script), ceiling(instance, &settings).pods().map(i64::from));
    }

    #[test]
    fn the_calculator_takes_any_text(
        name in ".{0,30}",
        version in "[0-9.v+x -]{0,12}",
        max_eni in ".{0,22}",
        custom in any::<bool>(),
    ) {
        let catalogue = Catalogue::bundled();
        for instance_type in [name.as_str(), "m5.large"] {
            let flags = Flags {
                instance_type,
                cni_version: &version,
                custom_networking: custom,
                prefix_delegation: true,
                max_eni: &max_eni,
                show_max_allowed: custom,
            };
            if let Err(error) = calculator::max_pods(&catalogue, &flags) {
                prop_assert!([1, 2, 254].contains(&error.exit_code()));
            }
        }
    }

    #[test]
    fn nearest_names_are_few_and_known(wanted in "\\PC{0,60}", n in 0..6_usize) {
        let catalogue = Catalogue::bundled();
        let nearest = catalogue.nearest(&wanted, n);
        prop_assert!(nearest.len() <= n);
        prop_assert!(nearest.iter().all(|name| catalogue.get(name).is_some()));
    }

    /// The plain way to match a pattern: try every length that a star can take.
    #[test]
    fn patterns_match_as_the_plain_way_does(pattern in "[ab*?.]{0,7}", text in "[ab.]{0,8}") {
        fn plain(pattern: &[u8], text: &[u8]) -> bool {
            match pattern.split_first() {
                None => text.is_empty(),
                Some((b'*', rest)) => (0..=text.len()).any(|n| plain(rest, &text[n..])),
                Some((b'?', rest)) => !text.is_empty() && plain(rest, &text[1..]),
                Some((c, rest)) => text.first() == Some(c) && plain(rest, &text[1..]),
            }
        }
        prop_assert_eq!(
            eniplan_core::aws::catalogue::matches(&pattern, &text),
            plain(pattern.as_bytes(), text.as_bytes())
        );
    }
}

/// Works out a formula's text as a reader would: parentheses and min, then ×, then + and −.
fn evaluate(text: &str) -> i64 {
    let mut tokens: Vec<String> = Vec::new();
    for c in text.chars().filter(|c| *c != ' ') {
        match tokens.last_mut() {
            Some(last)
                if c.is_ascii_alphanumeric() && last.chars().all(|l| l.is_ascii_alphanumeric()) =>
            {
                last.push(c);
            }
            _ => tokens.push(c.to_string()),
        }
    }
    let mut at = 0;
    sum(&tokens, &mut at)
}

fn sum(tokens: &[String], at: &mut usize) -> i64 {
    let mut value = product(tokens, at);
    while let Some(sign @ ("+" | "−")) = tokens.get(*at).map(String::as_str) {
        *at += 1;
        let next = product(tokens, at);
        value += if sign == "+" { next } else { -next };
    }
    value
}

fn product(tokens: &[String], at: &mut usize) -> i64 {
    let mut value = atom(tokens, at);
    while tokens.get(*at).is_some_and(|token| token == "×") {
        *at += 1;
        value *= atom(tokens, at);
    }
    value
}

fn atom(tokens: &[String], at: &mut usize) -> i64 {
    let token = tokens[*at].as_str();
    *at += 1;
    match token {
        "(" => {
            let value = sum(tokens, at);
            *at += 1;
            value
        }
        "min" | "max" => {
            *at += 1;
            let first = sum(tokens, at);
            *at += 1;
            let second = sum(tokens, at);
            *at += 1;
            if token == "min" {
                first.min(second)
            } else {
                first.max(second)
            }
        }
        number => number.parse().unwrap(),
    }
}
