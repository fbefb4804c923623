//! What people and programs see: commands, what they print, and how they end.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

/// A command line as it would stand in a terminal, with its output, errors and exit code where it is not 0.
fn transcript(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_eniplan"))
        .args(args)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut text = String::from("$ eniplan");
    for arg in args {
        if arg.contains('\'') {
            let _ = write!(text, " \"{arg}\"");
        } else if arg.is_empty() || arg.contains([' ', '*', '>', '<', '(']) {
            let _ = write!(text, " '{arg}'");
        } else {
            let _ = write!(text, " {arg}");
        }
    }
    text.push('\n');
    text.push_str(&String::from_utf8(output.stdout).unwrap());
    text.push_str(&String::from_utf8(output.stderr).unwrap());
    if !output.status.success() {
        let _ = writeln!(text, "[exit code {}]", output.status.code().unwrap());
    }
    text
}

/// Compares the transcripts of some command lines with the kept ones.
fn assert_transcripts(name: &str, all: &[&[&str]]) {
    let texts: Vec<_> = all.iter().map(|args| transcript(args)).collect();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, texts.join("\n"));
    });
}

#[test]
fn max_pods() {
    assert_transcripts(
        "max_pods",
        &[
            &["max-pods", "m5.large"],
            &[
                "max-pods",
                "m5.large",
                "m5.24xlarge",
                "m5.metal",
                "--prefix-delegation",
                "--custom-networking",
            ],
            &[
                "max-pods",
                "m4.large",
                "--prefix-delegation",
                "--pod-security-groups",
            ],
            &[
                "max-pods",
                "t3.2xlarge",
                "--custom-networking",
                "--provisioner",
                "karpenter",
            ],
            &["max-pods", "m5.large", "--cni", "calico"],
            &["max-pods", "m4.large", "--ip-family", "ipv6"],
            &["max-pods", "m5.large", "--ami", "windows"],
        ],
    );
}

#[test]
fn explain() {
    assert_transcripts(
        "explain",
        &[
            &["explain", "EP0301"],
            &["explain", "351", "docker-range"],
            &["explain", "ep0350", "--format", "markdown"],
            &["explain", "EP0300"],
            &["explain", "subnet-shrt", "warm"],
            &["explain", "Error: InsufficientCidrBlocks"],
            &[
                "explain", "failed", "to", "assign", "an", "IP", "address", "--format", "markdown",
            ],
        ],
    );
}

#[test]
fn explain_lists_every_code_and_explains_each_by_code_number_and_name() {
    use eniplan_core::finding::Code;
    let list = transcript(&["explain"]);
    for code in Code::ALL {
        assert!(list.contains(&format!("\n{code}  ")), "{code}");
        let page = transcript(&["explain", &code.to_string()]);
        assert!(page.contains(code.entry().title), "{page}");
        for name in [code.entry().number.to_string(), format!("{code:?}")] {
            let other = transcript(&["explain", &name]);
            assert_eq!(
                other.split_once('\n').unwrap().1,
                page.split_once('\n').unwrap().1
            );
        }
        for line in page.lines().skip(1) {
            assert!(
                line.chars().count() <= 80 || line.contains("https://"),
                "{line}"
            );
        }
    }
}

#[test]
fn node() {
    assert_transcripts(
        "node",
        &[
            &["node", "m5.large", "--pods", "1"],
            &[
                "node",
                "m5.large",
                "--pods",
                "40",
                "--prefix-delegation",
                "--custom-networking",
            ],
            &[
                "node",
                "m5.24xlarge",
                "--pods",
                "120",
                "--pod-security-groups",
            ],
            &["node", "m5.large", "--pods", "13", "--spare", "3"],
            &["node", "m5.large", "--pods", "9", "--warm-eni-target", "0"],
            &[
                "node",
                "t2.medium",
                "--pods",
                "30",
                "--prefix-delegation",
                "--minimum-ip-target",
                "12",
            ],
            &["node", "m5.larg", "--pods", "3"],
            &["node", "m5.large", "--pods"],
        ],
    );
}

/// One type is an object, several are a list, and the fields of the contract come first.
#[test]
fn node_for_programs_is_the_contract() {
    let one = transcript(&["node", "m5.large", "--pods", "27", "--format", "json"]);
    assert!(
        one.contains(
            "{\"instance_type\":\"m5.large\",\"interfaces\":3,\"per_interface\":[9,9,9],\"unit\":\"address\",\
             \"held\":27,\"idle\":0,\"subnet_addresses\":30,\"trunk_addresses\":0,\"pods_without_address\":0,\
             \"stable\":true,"
        ),
        "{one}"
    );
    let two = transcript(&[
        "node", "m5.large", "c5.large", "--pods", "1", "--format", "json",
    ]);
    assert!(two.contains("\n[{\"instance_type\":\"m5.large\""), "{two}");
}

/// The example of DESIGN.md, to the byte.
#[test]
fn max_pods_for_programs_is_the_contract() {
    assert_eq!(
        transcript(&["max-pods", "m5.large", "--format", "json"]),
        "$ eniplan max-pods m5.large --format json\n\
         [{\"instance_type\":\"m5.large\",\"max_pods\":29,\"formula_max_pods\":29,\"recommended_max_pods\":29,\
         \"interfaces\":3,\"addresses_per_interface\":10,\"formula\":\"3 × (10 − 1) + 2 = 29\"}]\n"
    );
}

#[test]
fn max_pods_for_programs() {
    assert_transcripts(
        "max_pods_for_programs",
        &[
            &[
                "max-pods",
                "t3.micro",
                "--cni",
                "cilium-overlay",
                "--format",
                "json",
            ],
            &["max-pods", "m5.large", "--max-eni", "2", "--format", "json"],
            &[
                "max-pods",
                "a1.m*",
                "--cni",
                "cilium-eni",
                "--format",
                "json",
            ],
            &[
                "max-pods",
                "m5.large",
                "--provisioner",
                "auto-mode",
                "--format",
                "json",
                "--explain",
            ],
        ],
    );
}

#[test]
fn max_pods_refuses() {
    let long = "m5.large".repeat(1_000);
    assert_transcripts(
        "max_pods_refuses",
        &[
            &["max-pods"],
            &["max-pods", "m5.lrage", "m5.large", "foo.bar"],
            &["max-pods", "z9.*"],
            &["max-pods", "c7g-flex.large"],
            &["max-pods", "m5.large", "--cni", "weave"],
            &["max-pods", "m5.large", "--max-eni", "-1"],
        ],
    );
    assert!(transcript(&["max-pods", &long]).contains("…` is no known instance type"));
}

#[test]
fn max_pods_calculator() {
    assert_transcripts(
        "max_pods_calculator",
        &[
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.large",
                "--cni-version",
                "1.9.0",
            ],
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.large",
                "--cni-version",
                "1.9.0-eksbuild.1",
                "--cni-prefix-delegation-enabled",
            ],
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.large",
                "--cni-version",
                "1.9.0-eksbuild.1",
                "--cni-prefix-delegation-enabled",
                "--show-max-allowed",
            ],
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.large",
                "--cni-version",
                "1.9.0",
                "--cni-custom-networking-enabled",
                "--cni-max-eni",
                "2",
            ],
            &[
                "max-pods-calculator",
                "--profile",
                "prod",
                "--instance-type",
                "m5.large",
                "--instance-type",
                "t3.micro",
                "--cni-version",
                "1.9.0",
            ],
            &["max-pods-calculator", "--instance-type", "m5.large"],
            &["max-pods-calculator", "--cni-version", "1.9.0"],
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.large",
                "--cni-version",
                "v1.9.0",
            ],
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.huge",
                "--cni-version",
                "1.9.0",
            ],
            &[
                "max-pods-calculator",
                "--instance-type",
                "m5.large",
                "--cni-version",
                "1.9.0",
                "--cni-max-eni",
                "two",
            ],
            &[
                "max-pods-calculator",
                "--instance-type-from-imds",
                "--cni-version",
                "1.9.0",
            ],
            &[
                "max-pods-calculator",
                "--instance-type",
                "c7g-flex.large",
                "--cni-version",
                "1.9.0",
                "--cni-prefix-delegation-enabled",
            ],
        ],
    );
}

#[test]
fn instances() {
    assert_transcripts(
        "instances",
        &[
            &[
                "instances",
                "--filter",
                "max_pods>=58 and vcpus<=8 and family=a1",
            ],
            &[
                "instances",
                "--filter",
                "instance_type ~ 'a1.*' or instance_type = i3.metal",
                "--sort",
                "-aws_max_pods,vcpus",
                "--columns",
                "instance_type,vcpus,aws_max_pods",
            ],
            &["instances", "--filter", "family=a1", "--format", "csv"],
            &[
                "instances",
                "--filter",
                "vcpus=unknown and family=c5a",
                "--all",
                "--format",
                "json",
            ],
            &["instances", "--filter", "vcpus>100000"],
            &["instances", "--sources"],
        ],
    );
}

/// Columns that are computed for given settings: m5.large is the example of AWS's user guide (29, 20 and 290 pods).
#[test]
fn instances_computed() {
    assert_transcripts(
        "instances_computed",
        &[
            &[
                "instances",
                "--filter",
                "family=m5 and vcpus<=8",
                "--columns",
                "instance_type,default_max_pods,custom_max_pods,custom_prefix_max_pods,addresses,idle_addresses,addresses_per_pod",
            ],
            &[
                "instances",
                "--pods",
                "27",
                "--prefix-delegation",
                "--filter",
                "instance_type=m5.large or instance_type=t3.nano or instance_type=m4.large",
                "--columns",
                "instance_type,default_max_pods,served_pods,interfaces,addresses,addresses_per_pod,allocatable_millicores,allocatable_mib_estimate",
            ],
            &[
                "instances",
                "--pods",
                "20",
                "--warm-ip-target",
                "2",
                "--filter",
                "addresses_per_pod<=1.2 and vcpus=2 and family=t3",
                "--columns",
                "instance_type,addresses,addresses_per_pod",
                "--format",
                "json",
            ],
        ],
    );
}

#[test]
fn instances_refuses() {
    assert_transcripts(
        "instances_refuses",
        &[
            &["instances", "--filter", "max_pds>=58 and vcpus<=8"],
            &["instances", "--filter", "vcpus<=8 and and arch=arm64"],
            &["instances", "--filter", "(vcpus<=8 or arch=arm64"],
            &["instances", "--filter", "vcpus<=8 arch=arm64"],
            &["instances", "--filter", "arch>x86_64"],
            &["instances", "--filter", "vcpus>=many"],
            &["instances", "--filter", "addresses_per_pod<1.234"],
            &["instances", "--filter", "vcpus"],
            &["instances", "--filter", "instance_type='m5"],
            &["instances", "--filter", ""],
            &["instances", "--sort", "vcpu"],
            &["instances", "--sources", "--format", "csv"],
            &["instances", "--columns", "instance_type,colour"],
        ],
    );
}

/// Every type with its figures, as a program reads it.
#[test]
fn instances_for_programs_are_whole() {
    let output = Command::new(env!("CARGO_BIN_EXE_eniplan"))
        .args(["instances", "--all", "--format", "csv"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let data = include_str!("../../eniplan-core/data/instances.csv");
    assert_eq!(text.lines().count(), data.lines().count());
    for (ours, row) in text.lines().zip(data.lines()) {
        let ours: Vec<_> = ours.split(',').collect();
        let row: Vec<_> = row.split(',').collect();
        // The columns of the data file come first; trunking, which it has before branch_enis, stands after them.
        assert_eq!(ours[..9], row[..9]);
        assert_eq!((ours[9], ours[10], ours[11]), (row[10], row[11], row[9]));
    }
}
