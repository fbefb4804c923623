//! The bundled table against the data file that it is packed from, and the data against AWS's own figures.

use std::collections::BTreeMap;

use eniplan_core::aws::catalogue::{self, Arch, Catalogue, Hypervisor, InstanceType, Role};
use eniplan_core::aws::max_pods::{Settings, ceiling};

const INSTANCES: &str = include_str!("../../crates/eniplan-core/data/instances.csv");

type Row = BTreeMap<String, String>;

fn rows() -> Vec<Row> {
    csv::Reader::from_reader(INSTANCES.as_bytes())
        .deserialize()
        .map(|row| row.unwrap())
        .collect()
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

#[test]
fn every_cell_of_the_data_file_is_in_the_table_and_blank_stays_unknown() {
    let catalogue = Catalogue::bundled();
    let rows = rows();
    assert_eq!(rows.len(), catalogue.len());
    // The types that the project started with; a merge adds, and nothing is ever dropped.
    assert!(rows.len() >= 1_420);
    for row in rows {
        let name = &row["instance_type"];
        let t = catalogue.get(name).unwrap();
        let cells = [
            ("instance_type", t.name.clone()),
            ("vcpus", text(t.vcpus)),
            ("memory_mib", text(t.memory_mib)),
            ("arch", text(t.arch.map(Arch::name))),
            ("hypervisor", text(t.hypervisor.map(Hypervisor::name))),
            ("bare_metal", t.bare_metal.to_string()),
            ("network_cards", t.network_cards.to_string()),
            ("max_enis", t.max_enis.to_string()),
            ("ipv4_per_eni", t.ipv4_per_eni.to_string()),
            ("trunking", text(t.is_trunking_compatible())),
            ("branch_enis", text(t.branch_enis)),
            ("aws_max_pods", text(t.aws_max_pods)),
        ];
        let unpacked: Row = cells.map(|(column, cell)| (column.to_owned(), cell)).into();
        assert_eq!(unpacked, row);
    }
}

#[test]
fn names_are_in_order_and_unique() {
    let catalogue = Catalogue::bundled();
    let names: Vec<_> = catalogue.iter().map(|t| &t.name).collect();
    assert!(names.is_sorted_by(|a, b| a < b));
}

#[test]
fn types_without_vcpus_are_not_listed() {
    let catalogue = Catalogue::bundled();
    let blank = rows().iter().filter(|row| row["vcpus"].is_empty()).count();
    assert_eq!(catalogue.listed().count(), catalogue.len() - blank);
    assert!(catalogue.get("c7g-flex.large").is_some());
    assert!(catalogue.listed().all(|t| t.name != "c7g-flex.large"));
}

/// Why AWS's `eni-max-pods.txt` has no figure for a type; `None` where no reason is known.
fn reason_for_no_figure(instance: &InstanceType) -> Option<&'static str> {
    match (instance.family(), instance.size()) {
        ("c7g-flex" | "c8g-flex" | "m7g-flex" | "m8g-flex", _) => {
            Some("stands in Karpenter's generated table alone; probably not on sale")
        }
        ("i3", "metal") => Some(
            "stands in the tables of Karpenter and of the resource controller, no longer in AWS's",
        ),
        _ => catalogue::provenance()
            .iter()
            .any(|source| source.repository == "ec2:DescribeInstanceTypes")
            .then_some("merged from EC2's own answer, which has no such figure"),
    }
}

/// Done when 4 of issue 2: the formula gives AWS's figure for every type that has one, and each other has a reason.
#[test]
fn the_formula_gives_the_figure_of_aws() {
    let (mut agree, mut excepted) = (0, 0);
    for instance in &Catalogue::bundled() {
        let formula = ceiling(instance, &Settings::default()).pods();
        if instance.aws_max_pods.is_some() {
            assert_eq!(formula, instance.aws_max_pods, "{}", instance.name);
            agree += 1;
        } else {
            let reason = reason_for_no_figure(instance);
            assert!(
                reason.is_some(),
                "{} has no figure and no reason",
                instance.name
            );
            excepted += 1;
        }
    }
    // As many as eni-max-pods.txt lists, and the rest.
    assert!(agree >= 1_391 && excepted >= 29, "{agree} and {excepted}");
}

#[test]
fn interfaces_are_those_of_the_default_card() {
    // DescribeInstanceTypes adds all cards up: 64 for p5.48xlarge, 40 for trn1.32xlarge, 16 for c6in.32xlarge.
    let catalogue = Catalogue::bundled();
    for (name, cards, enis) in [
        ("p5.48xlarge", 32, 2),
        ("trn1.32xlarge", 8, 5),
        ("c6in.32xlarge", 2, 8),
    ] {
        let t = catalogue.get(name).unwrap();
        assert_eq!((t.network_cards, t.max_enis), (cards, enis), "{name}");
    }
}

#[test]
fn trunking_tells_no_from_unknown() {
    let catalogue = Catalogue::bundled();
    let of = |name| catalogue.get(name).unwrap().is_trunking_compatible();
    assert_eq!(of("m5.large"), Some(true));
    assert_eq!(of("t3.medium"), Some(false));
    assert_eq!(of("trn2.48xlarge"), None);
    let unknown = catalogue
        .iter()
        .filter(|t| t.is_trunking_compatible().is_none());
    assert!(unknown.count() >= 19);
}

#[test]
fn prefixes_need_nitro_or_bare_metal() {
    let catalogue = Catalogue::bundled();
    let of = |name| catalogue.get(name).unwrap().supports_prefix_delegation();
    assert!(of("m5.large") && of("m5.metal"));
    // Xen, and a retired type whose hypervisor no source states.
    assert!(!of("m4.large") && !of("cr1.8xlarge"));
}

#[test]
fn nearest_names() {
    let catalogue = Catalogue::bundled();
    let first = |wanted| catalogue.nearest(wanted, 3).first().copied();
    for (wanted, meant) in [
        ("m5.lrage", "m5.large"),
        ("m5large", "m5.large"),
        ("M5.Large", "m5.large"),
        (" m5.large ", "m5.large"),
        ("m5.xxlarge", "m5.2xlarge"),
        ("m6.large", "m6a.large"),
        ("c6i.18xlarge", "c6i.12xlarge"),
        ("t3.mirco", "t3.micro"),
    ] {
        assert_eq!(first(wanted), Some(meant), "{wanted}");
    }
    // The family exists, so the size is what was wrong.
    let sizes = catalogue.nearest("m6i.small", 20);
    assert!(
        sizes.iter().take(5).all(|name| name.starts_with("m6i.")),
        "{sizes:?}"
    );
    for nonsense in ["", "zzzzzzzzz", "💥", &"m5.large".repeat(100_000)] {
        assert_eq!(first(nonsense), None);
    }
}

#[test]
fn patterns_find_listed_types() {
    let catalogue = Catalogue::bundled();
    let names = |pattern| -> Vec<_> {
        catalogue
            .matching(pattern)
            .map(|t| t.name.as_str())
            .collect()
    };
    assert_eq!(
        names("a1.*"),
        [
            "a1.2xlarge",
            "a1.4xlarge",
            "a1.large",
            "a1.medium",
            "a1.metal",
            "a1.xlarge"
        ]
    );
    assert!(names("*.large").contains(&"m5.large"));
    assert!(names("c7g-flex.*").is_empty());
    assert_eq!(names("c7g-flex.large"), ["c7g-flex.large"]);
    assert!(names(&"*a".repeat(10_000)).is_empty());
}

#[test]
fn a_table_of_ones_own_replaces_the_bundled_one() {
    let bundled = Catalogue::bundled();
    let mut own: InstanceType = bundled.get("m5.large").unwrap().clone();
    own.max_enis = 7;
    let catalogue = Catalogue::from_types(vec![bundled.get("m5.large").unwrap().clone(), own]);
    assert_eq!(catalogue.len(), 1);
    assert_eq!(catalogue.get("m5.large").unwrap().max_enis, 7);
}

#[test]
fn every_column_has_a_source_that_decides() {
    let header = INSTANCES.lines().next().unwrap();
    for column in header.split(',').skip(1) {
        let decides = catalogue::provenance()
            .iter()
            .filter(|s| s.role == Role::Wins && s.columns.contains(&column));
        assert!(decides.count() > 0, "{column}");
    }
    for source in catalogue::provenance() {
        let from_git = source.commit.len() == 40;
        assert!(
            from_git || source.repository.starts_with("ec2:"),
            "{source:?}"
        );
        assert!(source.date <= catalogue::DATE, "{source:?}");
    }
}
