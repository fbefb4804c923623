//! The calculator against runs of the script that it replaces.

use eniplan_core::aws::calculator::{CalculatorError, Flags, max_pods};
use eniplan_core::aws::catalogue::{Catalogue, Hypervisor};

const VECTORS: &str = include_str!("../vectors/max-pods.csv");

#[test]
fn every_run_of_the_script_is_answered_as_it_answered() {
    let catalogue = Catalogue::bundled();
    let mut reader = csv::Reader::from_reader(VECTORS.as_bytes());
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let cells: Vec<&str> = record.iter().collect();
        let &[
            name,
            hypervisor,
            vcpus,
            enis,
            addresses,
            version,
            custom,
            prefixes,
            max_eni,
            uncapped,
            output,
            code,
        ] = cells.as_slice()
        else {
            panic!("a row of another length: {record:?}");
        };

        let t = catalogue.get(name).unwrap();
        assert_eq!(
            t.hypervisor.map_or("", Hypervisor::name),
            hypervisor,
            "{name}"
        );
        assert_eq!(t.vcpus.unwrap().to_string(), vcpus, "{name}");
        assert_eq!(t.max_enis.to_string(), enis, "{name}");
        assert_eq!(t.ipv4_per_eni.to_string(), addresses, "{name}");

        let flags = Flags {
            instance_type: name,
            cni_version: version,
            custom_networking: custom == "true",
            prefix_delegation: prefixes == "true",
            max_eni,
            show_max_allowed: uncapped == "true",
        };
        let (ours, our_code) = match max_pods(&catalogue, &flags) {
            Ok(pods) => (pods.to_string(), 0),
            Err(error) => (String::new(), error.exit_code()),
        };
        assert_eq!(
            (ours.as_str(), our_code.to_string().as_str()),
            (output, code),
            "{flags:?}"
        );
        rows += 1;
    }
    assert_eq!(rows, 527);
}

/// FACTS of the script that no row of the vectors holds: how it ended when it could not answer.
#[test]
fn errors_end_as_the_script_ended() {
    let catalogue = Catalogue::bundled();
    let good = Flags {
        instance_type: "m5.large",
        cni_version: "1.9.0",
        ..Flags::default()
    };
    let code = |flags: Flags<'_>| max_pods(&catalogue, &flags).unwrap_err().exit_code();
    assert_eq!(
        code(Flags {
            instance_type: "",
            ..good
        }),
        1
    );
    assert_eq!(
        code(Flags {
            cni_version: "",
            ..good
        }),
        1
    );
    assert_eq!(
        code(Flags {
            cni_version: "v1.9.0",
            ..good
        }),
        1
    );
    assert_eq!(
        code(Flags {
            cni_version: "1",
            ..good
        }),
        1
    );
    assert_eq!(
        code(Flags {
            instance_type: "m5.huge",
            ..good
        }),
        254
    );
    // The version is looked at before the type.
    assert_eq!(
        code(Flags {
            instance_type: "m5.huge",
            cni_version: "1",
            ..good
        }),
        1
    );
    // $((abc - 1)) is an unbound variable, $((1.5 - 1)) a syntax error.
    for max_eni in ["abc", "1.5"] {
        assert_eq!(code(Flags { max_eni, ..good }), 1);
    }
}

#[test]
fn unknown_vcpus_matter_only_where_the_cap_does() {
    let catalogue = Catalogue::bundled();
    let flags = Flags {
        instance_type: "c7g-flex.large",
        cni_version: "1.9.0",
        ..Flags::default()
    };
    // 3 × (10 − 1) + 2, below either cap.
    assert_eq!(max_pods(&catalogue, &flags), Ok(29));
    let prefixes = Flags {
        prefix_delegation: true,
        ..flags
    };
    assert_eq!(
        max_pods(&catalogue, &prefixes),
        Err(CalculatorError::VcpusUnknown("c7g-flex.large".to_owned()))
    );
    let uncapped = Flags {
        show_max_allowed: true,
        ..prefixes
    };
    // 3 × (10 − 1) × 16 + 2
    assert_eq!(max_pods(&catalogue, &uncapped), Ok(434));
}

#[test]
fn numbers_beyond_measure_do_not_overflow() {
    let catalogue = Catalogue::bundled();
    for max_eni in ["-9223372036854775808", "9223372036854775807"] {
        let flags = Flags {
            instance_type: "m5.large",
            cni_version: "99999999999999999999.1",
            max_eni,
            prefix_delegation: true,
            custom_networking: true,
            show_max_allowed: true,
        };
        assert!(max_pods(&catalogue, &flags).is_ok());
    }
}
