//! `eniplan export`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::terminal::{code, run, run_with, stderr, stdout};

const SHOP: &str = "examples/shop-prod.yaml";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("export")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// The files below a folder with their texts.
fn files(folder: &Path, before: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{before}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            found.extend(files(&entry.path(), &format!("{name}/")));
        } else {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
    found
}

fn export(plan: &str, folder: &Path, more: &[&str]) -> std::process::Output {
    let folder = folder.to_str().unwrap();
    run(&[&["export", plan, "-o", folder], more].concat())
}

#[test]
fn the_example_is_written_as_it_is_tracked() {
    let folder = folder("shop");
    let output = export(SHOP, &folder, &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let tracked = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/shop-prod");
    assert_eq!(files(&folder, ""), files(&tracked, ""));
    assert!(stderr(&output).contains("note[EP0407]"));
    // A link gives the same files, and files of ours are written over.
    let link = stdout(&run(&["link", SHOP]));
    assert_eq!(code(&export(link.trim(), &folder, &[])), 0);
    assert_eq!(files(&folder, ""), files(&tracked, ""));
}

#[test]
fn a_file_of_someone_else_is_left_alone() {
    let folder = folder("foreign");
    fs::create_dir_all(folder.join("terraform")).unwrap();
    fs::write(folder.join("terraform/vpc.tf"), "# mine\n").unwrap();
    let output = export(SHOP, &folder, &[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("terraform/vpc.tf") && stderr(&output).contains("--force"));
    assert_eq!(files(&folder, "").len(), 1);
    let output = export(SHOP, &folder, &["--force"]);
    assert_eq!(code(&output), 0);
    assert!(files(&folder, "")["terraform/vpc.tf"].contains("module \"vpc\""));
}

#[test]
fn a_file_of_an_earlier_export_is_named() {
    let folder = folder("earlier");
    assert_eq!(code(&export(SHOP, &folder, &[])), 0);
    let output = export("examples/article-three-28s.yaml", &folder, &[]);
    assert_eq!(code(&output), 0);
    assert!(
        stderr(&output).contains("terraform/subnets.tf is of an earlier export"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn some_kinds_one_file_and_the_list() {
    let folder = folder("some");
    let output = export(SHOP, &folder, &["--only", "helm,plan"]);
    assert_eq!(code(&output), 0);
    let names: Vec<String> = files(&folder, "").into_keys().collect();
    assert_eq!(names, ["helm/aws-vpc-cni.values.yaml", "plan.yaml"]);
    let one = run(&["export", SHOP, "--stdout", "plan.yaml"]);
    assert_eq!(stdout(&one), files(&folder, "")["plan.yaml"]);
    let output = run(&["export", SHOP, "--stdout", "nothing.tf"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("terraform/eks.tf"));
    let said = stdout(&run(&["export", SHOP, "--list"]));
    let paths: Vec<&str> = said
        .lines()
        .map(|line| line.split_once(' ').unwrap().0)
        .collect();
    assert_eq!(paths.first(), Some(&"README.md"));
    assert_eq!(paths.last(), Some(&"plan.yaml"));
    for path in [
        "manifests/eniconfig.yaml",
        "runbooks/secondary-cidr.md",
        "documents/map.svg",
    ] {
        assert!(paths.contains(&path), "{path}");
    }
}

#[test]
fn tables_are_known_again_by_the_readme_that_lists_them() {
    let folder = folder("tables");
    assert_eq!(code(&export(SHOP, &folder, &[])), 0);
    let table = folder.join("documents/subnets.csv");
    fs::write(&table, "mine\n").unwrap();
    // The README is of ours and lists it, so it is written over like the rest.
    assert_eq!(code(&export(SHOP, &folder, &[])), 0);
    assert!(
        fs::read_to_string(&table)
            .unwrap()
            .starts_with("name,zone,")
    );
    // Without it a table is anyone's.
    fs::remove_file(folder.join("README.md")).unwrap();
    assert_eq!(code(&export(SHOP, &folder, &[])), 2);
}

#[test]
fn one_archive_holds_everything() {
    let folder = folder("archive");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("shop.zip");
    let zip =
        |more: &[&str]| run(&[&["export", SHOP, "--zip", path.to_str().unwrap()], more].concat());
    assert_eq!(code(&zip(&[])), 0);
    let first = fs::read(&path).unwrap();
    // Ours is written over with the same bytes; someone else's is not.
    assert_eq!(code(&zip(&[])), 0);
    assert_eq!(fs::read(&path).unwrap(), first);
    fs::write(&path, "mine").unwrap();
    assert_eq!(code(&zip(&[])), 2);
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert_eq!(code(&zip(&["--force"])), 0);
    assert_eq!(fs::read(&path).unwrap(), first);
    assert_eq!(
        code(&run(&["export", SHOP, "--zip", "x.zip", "-o", "x"])),
        2
    );
}

#[test]
fn what_cannot_be_exported_says_why() {
    for (plan, said) in [
        ("networking: {cni: weave-net}\n", "error[EP0402]"),
        ("region: nowhere\n", "error[EP0403]"),
        (
            "networking: {ip_family: ipv6}\ncluster: {existing: true}\n",
            "error[EP0416]",
        ),
    ] {
        let output = run_with(&["export", "-", "--list"], plan.as_bytes());
        assert_eq!(code(&output), 1, "{plan}");
        assert!(!stdout(&output).contains("terraform/"), "{plan}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
    assert_eq!(code(&run(&["export", SHOP])), 2);
}

#[test]
fn what_exists_and_the_form_are_chosen() {
    let list = |arguments: &[&str]| {
        let mut all = vec!["export", SHOP, "--only", "terraform", "--list"];
        all.extend(arguments);
        let output = run(&all);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        stdout(&output)
    };
    assert!(list(&[]).contains("terraform/eks.tf"));
    assert!(!list(&[]).contains("terraform/nodes.tf"));
    assert!(list(&["--form", "plain"]).contains("terraform/nodes.tf"));
    let cluster = list(&["--into", "cluster"]);
    assert!(cluster.contains("terraform/addon.tf") && !cluster.contains("terraform/eks.tf"));
    let vpc = run(&[
        "export",
        SHOP,
        "--into",
        "vpc",
        "--stdout",
        "terraform/vpc.tf",
    ]);
    assert!(stdout(&vpc).contains("data \"aws_vpc\" \"this\""));
}

/// Another strategy is the plan that `compare` writes, and one that cannot run here says why.
#[test]
fn a_strategy_changes_the_plan_first() {
    let changed = run(&["compare", SHOP, "--strategy", "calico", "--output", "-"]);
    let changed = run_with(&["export", "-", "--list"], &changed.stdout);
    let export = ["export", SHOP, "--strategy", "calico"];
    let output = run(&[&export[..], &["--list"]].concat());
    assert_eq!(stdout(&output), stdout(&changed));
    assert!(stdout(&output).contains("helm/tigera-operator.values.yaml"));
    let article = "examples/article-three-28s.yaml";
    let output = run(&[
        "export",
        article,
        "--strategy",
        "pod-security-groups",
        "--list",
    ]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("takes no trunk interface"));
    assert!(stdout(&output).is_empty());
}
