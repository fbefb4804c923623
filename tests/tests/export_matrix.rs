//! The matrix of exports: every strategy into everything, in both forms, on three examples.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use eniplan_core::export::{Destination, Export, Form, Kind, Options, Strategy, cell, stops};
use eniplan_core::net::Ipv4Prefix;
use eniplan_tests::{exports, matrix, oracle};
use hcl_rs::Body;

/// Where the exports are written: the folder that ENIPLAN_MATRIX names, so that the validators see them too.
fn folder() -> PathBuf {
    std::env::var_os("ENIPLAN_MATRIX").map_or_else(
        || PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("matrix"),
        PathBuf::from,
    )
}

fn write(folder: &Path, export: &Export) {
    for file in &export.files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, &file.contents).expect("written");
    }
}

/// What a cell holds: `-` where it is empty, else the number of resources, data sources and modules.
fn holds(export: &Export) -> String {
    let mut blocks = 0;
    for file in export
        .files
        .iter()
        .filter(|file| file.kind == Kind::Terraform)
    {
        let body: Body = hcl_rs::parse(&file.contents)
            .unwrap_or_else(|error| panic!("{error}\n{}", file.contents));
        let is_counted = |name: &str| matches!(name, "resource" | "data" | "module");
        blocks += body
            .blocks()
            .filter(|block| is_counted(block.identifier()))
            .count();
    }
    if blocks == 0 {
        "-".into()
    } else {
        blocks.to_string()
    }
}

#[test]
fn every_cell_holds_terraform_or_gives_its_reason() {
    let folder = folder();
    let _ = std::fs::remove_dir_all(&folder);
    let mut table =
        String::from("strategy, into: blocks on modules and plain, on each of the examples\n");
    for strategy in Strategy::ALL {
        for destination in Destination::ALL {
            let mut row = format!("{:27} {:8}", strategy.name(), destination.name());
            for form in Form::ALL {
                for (example, text) in matrix::EXAMPLES {
                    let plan = matrix::plan(text, strategy);
                    let options = Options {
                        into: Some(destination),
                        form,
                    };
                    let export = exports::with(&plan, options);
                    let has_terraform =
                        export.files.iter().any(|file| file.kind == Kind::Terraform);
                    let expected = cell(strategy, destination);
                    assert_eq!(has_terraform, expected.is_ok(), "{row}");
                    let said = export.findings.iter().find(|finding| stops(finding));
                    match expected {
                        Ok(()) => assert_eq!(said, None),
                        Err(reason) => assert!(
                            said.expect("a reason").message().contains(reason.why),
                            "{row}"
                        ),
                    }
                    write!(row, " {:>3}", holds(&export)).expect("a string takes all");
                    if has_terraform {
                        let cell = format!(
                            "{}/{}/{}/{example}",
                            strategy.name(),
                            destination.name(),
                            form.name()
                        );
                        write(&folder.join(cell), &export);
                    }
                }
            }
            table += row.trim_end();
            table.push('\n');
        }
    }
    println!("{table}");
    oracle::terraform(&folder, &["fmt", "-check", "-diff", "-recursive"]);
}

/// Into what exists nothing is written that would make or own it.
#[test]
fn what_exists_is_never_made() {
    for strategy in Strategy::ALL {
        for (_, text) in matrix::EXAMPLES {
            let plan = matrix::plan(text, strategy);
            for (destination, form) in [
                (Destination::Vpc, Form::Modules),
                (Destination::Vpc, Form::Plain),
                (Destination::Cluster, Form::Modules),
                (Destination::Cluster, Form::Plain),
            ] {
                let export = exports::with(
                    &plan,
                    Options {
                        into: Some(destination),
                        form,
                    },
                );
                let all: String = export
                    .files
                    .iter()
                    .filter(|file| file.kind == Kind::Terraform)
                    .map(|file| file.contents.as_str())
                    .collect();
                for made in [
                    "resource \"aws_vpc\" ",
                    "module \"vpc\"",
                    "resource \"aws_internet_gateway\"",
                ] {
                    assert!(!all.contains(made), "{made}");
                }
                if destination == Destination::Cluster {
                    for made in ["resource \"aws_eks_cluster\"", "module \"eks\""] {
                        assert!(!all.contains(made), "{made}");
                    }
                }
            }
        }
    }
}

/// Into a cluster that exists there is nothing for a module to make.
#[test]
fn into_a_cluster_both_forms_are_the_same_files() {
    for strategy in Strategy::ALL {
        for (_, text) in matrix::EXAMPLES {
            let plan = matrix::plan(text, strategy);
            let [on_modules, alone] = Form::ALL.map(|form| {
                exports::with(
                    &plan,
                    Options {
                        into: Some(Destination::Cluster),
                        form,
                    },
                )
            });
            assert_eq!(on_modules, alone, "{strategy}");
        }
    }
}

/// Every block of addresses that stands in the Terraform.
fn blocks(export: &Export) -> BTreeSet<Ipv4Prefix> {
    let mut found = BTreeSet::new();
    for file in export
        .files
        .iter()
        .filter(|file| file.kind == Kind::Terraform)
    {
        let code = file
            .contents
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'));
        for text in code.flat_map(|line| line.split('"')) {
            found.extend(
                text.parse::<Ipv4Prefix>()
                    .ok()
                    .filter(|block| block.length() > 0),
            );
        }
    }
    found
}

/// Both forms make the same network, of the blocks that the plan has.
#[test]
fn both_forms_hold_the_same_blocks() {
    for strategy in Strategy::ALL {
        for (_, text) in matrix::EXAMPLES {
            let plan = matrix::plan(text, strategy);
            for destination in [Destination::New, Destination::Vpc] {
                let of = |form| {
                    blocks(&exports::with(
                        &plan,
                        Options {
                            into: Some(destination),
                            form,
                        },
                    ))
                };
                assert_eq!(of(Form::Modules), of(Form::Plain), "{strategy}");
            }
            if cell(strategy, Destination::New).is_ok() {
                let made = blocks(&exports::with(
                    &plan,
                    Options {
                        into: Some(Destination::New),
                        form: Form::Plain,
                    },
                ));
                for subnet in &plan.subnets {
                    assert!(made.contains(&subnet.cidr), "{strategy}: {}", subnet.cidr);
                }
            }
        }
    }
}

/// An empty cell holds the reason, the plan and nothing else, but for the way that leads there without Terraform: to a
/// new cluster for IPv6, and through the cluster's own settings for Auto Mode.
#[test]
fn an_empty_cell_holds_its_reason_alone() {
    let mut empty = 0;
    for strategy in Strategy::ALL {
        for into in Destination::ALL {
            let Err(reason) = cell(strategy, into) else {
                continue;
            };
            for (form, (_, text)) in Form::ALL.into_iter().zip(matrix::EXAMPLES) {
                let into = Some(into);
                let export = exports::with(&matrix::plan(text, strategy), Options { into, form });
                let paths: Vec<&str> = export.files.iter().map(|file| file.path.as_str()).collect();
                let expected: &[&str] = match strategy {
                    Strategy::Ipv6 => &["README.md", "runbooks/to-ipv6.md", "plan.yaml"],
                    Strategy::AutoMode => &[
                        "README.md",
                        "manifests/auto-mode-node-class.yaml",
                        "manifests/auto-mode-node-pools.yaml",
                        "runbooks/to-auto-mode.md",
                        "plan.yaml",
                    ],
                    _ => &["README.md", "plan.yaml"],
                };
                assert_eq!(paths, expected, "{strategy}");
                assert!(export.files[0].contents.contains(reason.why), "{strategy}");
                empty += 1;
            }
        }
    }
    assert_eq!(
        empty, 10,
        "weave-net everywhere, IPv6 and Auto Mode into a cluster"
    );
}
