//! The GitHub Action and the pre-commit hook: their files, and the action's script with a `gh` of our own in place of GitHub's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::terminal::root;

const SHOP: &str = "examples/shop-prod.yaml";
const ARTICLE: &str = "examples/article-three-28s.yaml";

fn yaml(file: &str) -> Value {
    serde_saphyr::from_str(&fs::read_to_string(root().join(file)).unwrap()).unwrap()
}

/// Writes its arguments down; gives out the release that lies beside it, the id of a comment, and keeps bodies.
const GH: &str = r#"#!/usr/bin/env bash
set -eu
printf '%s\n' "$*" >>"$FAKE/calls"
case "$1 ${2:-}" in
"release download")
    if [ ! -e "$FAKE/release/sha256sums.txt" ]; then exit 1; fi
    while [ $# -gt 0 ]; do
        if [ "$1" = --dir ]; then cp "$FAKE"/release/* "$2"; fi
        shift
    done
    ;;
"api --paginate")
    if [ -e "$FAKE/forbidden" ]; then exit 1; fi
    cat "$FAKE/comments"
    printf '%s' "$MARKER" >"$FAKE/marker"
    ;;
"api --method")
    for argument in "$@"; do
        case $argument in body=@*) cp "${argument#body=@}" "$FAKE/body" ;; esac
    done
    ;;
esac
"#;

/// A folder with a `gh` in it and what GitHub would put into the environment.
struct Runner {
    folder: PathBuf,
}

impl Runner {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("action-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("release")).unwrap();
        write_program(&folder.join("gh"), GH);
        fs::write(folder.join("comments"), "").unwrap();
        Self { folder }
    }

    fn run(&self, set: &[(&str, &str)]) -> Output {
        let action = yaml("action.yml");
        let path = format!(
            "{}:{}",
            self.folder.display(),
            std::env::var("PATH").unwrap_or_default()
        );
        let mut command = Command::new(root().join(".github/action/check.sh"));
        command
            .current_dir(root())
            .env("PATH", path)
            .env("FAKE", &self.folder)
            .env("GITHUB_ACTION_PATH", root())
            .env("GITHUB_REPOSITORY", "shop/infra")
            .env("GITHUB_OUTPUT", self.folder.join("output"))
            .env("GITHUB_STEP_SUMMARY", self.folder.join("summary"))
            .env("RUNNER_TEMP", &self.folder)
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env_remove("GITHUB_WORKSPACE");
        // As the runner does: each input by its default, unless a workflow says otherwise.
        for (name, value) in action["runs"]["steps"][0]["env"].as_object().unwrap() {
            let input = value.as_str().unwrap().strip_prefix("${{ inputs.");
            let input = input.and_then(|input| input.strip_suffix(" }}"));
            let preset = input.map_or("", |input| {
                action["inputs"][input]["default"].as_str().unwrap_or("")
            });
            command.env(name, preset);
        }
        command.env("ENIPLAN_BINARY", env!("CARGO_BIN_EXE_eniplan"));
        command.env("ENIPLAN_REPOSITORY", "eniplan/eniplan");
        command.envs(set.iter().copied());
        command.output().unwrap()
    }

    /// What was written to a file of the folder; nothing where there is none.
    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap_or_default()
    }
}

fn write_program(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn ended(output: &Output) -> i32 {
    output.status.code().unwrap()
}

#[test]
fn every_input_is_described_and_reaches_the_script_by_its_environment() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    let mut passed = String::new();
    for step in steps {
        // What stands in `run` is code: no expression is put into it. Other actions would have to be pinned.
        assert!(!step["run"].as_str().unwrap().contains("${{"));
        assert!(step["uses"].is_null());
        for (name, value) in step["env"].as_object().unwrap() {
            assert!(name.starts_with("ENIPLAN_") || name == "GH_TOKEN");
            passed.push_str(value.as_str().unwrap());
        }
    }
    let script = fs::read_to_string(root().join(".github/action/check.sh")).unwrap();
    assert!(!script.contains("${{") && !script.contains("eval "));
    let documented = fs::read_to_string(root().join("docs/pipelines.md")).unwrap();
    for (name, input) in action["inputs"].as_object().unwrap() {
        let description = input["description"].as_str().unwrap();
        assert!(description.ends_with('.'), "{name}");
        assert!(
            passed.contains(&format!("${{{{ inputs.{name} }}}}")),
            "{name}"
        );
        assert!(documented.contains(&format!("| `{name}` |")), "{name}");
    }
    for step in steps {
        for name in step["env"].as_object().unwrap().keys() {
            assert!(script.contains(name) || name == "GH_TOKEN", "{name}");
        }
    }
}

#[test]
fn annotations_summary_outputs_and_a_first_comment() {
    let runner = Runner::new("first");
    let output = runner.run(&[
        (
            "ENIPLAN_PATHS",
            "examples/article-three-28s.yaml\nexamples/shop-prod.yaml\n",
        ),
        ("ENIPLAN_GATES", "upgrade zone-loss"),
        ("ENIPLAN_PULL_REQUEST", "17"),
        (
            "ENIPLAN_SARIF",
            runner.folder.join("out.sarif").to_str().unwrap(),
        ),
    ]);
    assert_eq!(ended(&output), 1);
    let log = String::from_utf8(output.stdout).unwrap();
    assert!(
        log.contains("::error file=examples/article-three-28s.yaml,line=13"),
        "{log}"
    );
    assert!(runner.read("summary").contains("## article"));
    assert!(runner.read("output").starts_with("ok=false\nreport="));
    let sarif: Value = serde_json::from_str(&runner.read("out.sarif")).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let calls = runner.read("calls");
    assert!(
        calls.contains("--method POST repos/shop/infra/issues/17/comments"),
        "{calls}"
    );
    let body = runner.read("body");
    assert!(
        body.starts_with("<!-- eniplan eniplan -->\n## article"),
        "{body}"
    );
    assert_eq!(runner.read("marker"), "<!-- eniplan eniplan -->");
}

#[test]
fn the_comment_is_kept_up_to_date_and_cut_where_github_takes_no_more() {
    let runner = Runner::new("again");
    fs::write(runner.folder.join("comments"), "4711\n4712\n").unwrap();
    let paths = format!("{ARTICLE}\n").repeat(200);
    let output = runner.run(&[
        ("ENIPLAN_PATHS", &paths),
        ("ENIPLAN_PULL_REQUEST", "17"),
        ("ENIPLAN_FAIL_ON", "never"),
        ("ENIPLAN_COMMENT_ID", "a --> <script>"),
    ]);
    assert_eq!(ended(&output), 0);
    assert!(runner.read("output").starts_with("ok=true\n"));
    let calls = runner.read("calls");
    assert!(
        calls.contains("--method PATCH repos/shop/infra/issues/comments/4711 "),
        "{calls}"
    );
    let body = runner.read("body");
    assert!(
        body.starts_with("<!-- eniplan a------script- -->\n"),
        "{body}"
    );
    assert!(body.len() < 65_536 && runner.read("summary").len() > 65_536);
    assert!(body.ends_with("has the whole report.\n"), "{body}");
}

#[test]
fn a_token_that_may_not_write_is_told_and_fails_nothing() {
    let runner = Runner::new("fork");
    fs::write(runner.folder.join("forbidden"), "").unwrap();
    let output = runner.run(&[("ENIPLAN_PATHS", SHOP), ("ENIPLAN_PULL_REQUEST", "17")]);
    assert_eq!(ended(&output), 0);
    let log = String::from_utf8(output.stdout).unwrap();
    assert!(log.contains("::warning title=eniplan::The pull request could not be commented on"));
    assert!(runner.read("summary").contains("## shop-prod"));
    // Without a pull request, or where no comment is wanted, GitHub is not asked at all.
    let quiet = Runner::new("quiet");
    assert_eq!(ended(&quiet.run(&[("ENIPLAN_PATHS", SHOP)])), 0);
    let no_comment = [
        ("ENIPLAN_PATHS", SHOP),
        ("ENIPLAN_PULL_REQUEST", "17"),
        ("ENIPLAN_COMMENT", "false"),
    ];
    assert_eq!(ended(&quiet.run(&no_comment)), 0);
    assert_eq!(quiet.read("calls"), "");
}

#[test]
fn what_callers_say_is_no_code() {
    let runner = Runner::new("hostile");
    let mark = runner.folder.join("run");
    let hostile = format!("$(touch {0});`touch {0}`;'; touch {0}", mark.display());
    for name in [
        "ENIPLAN_PATHS",
        "ENIPLAN_PLAN",
        "ENIPLAN_BASELINE",
        "ENIPLAN_GATES",
        "ENIPLAN_FAIL_ON",
        "ENIPLAN_COMMENT_ID",
        "ENIPLAN_COMMENT",
    ] {
        let set = [
            ("ENIPLAN_PATHS", SHOP),
            ("ENIPLAN_PULL_REQUEST", "17"),
            (name, hostile.as_str()),
        ];
        let output = runner.run(&set);
        assert!(!mark.exists(), "{name}");
        let is_told = matches!(name, "ENIPLAN_COMMENT_ID" | "ENIPLAN_COMMENT");
        assert_eq!(ended(&output), if is_told { 0 } else { 2 }, "{name}");
    }
    // No path is taken for an option.
    let output = runner.run(&[("ENIPLAN_PATHS", "--fail-on=never")]);
    assert_eq!(ended(&output), 2);
}

/// A release as `publish.yml` packs it, with the program that was just built.
#[test]
fn a_release_is_fetched_and_must_be_what_it_says() {
    let runner = Runner::new("release");
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("eniplan-v{version}-x86_64-unknown-linux-gnu");
    let packed = runner.folder.join("packed");
    fs::create_dir_all(packed.join(&name)).unwrap();
    fs::copy(
        env!("CARGO_BIN_EXE_eniplan"),
        packed.join(&name).join("eniplan"),
    )
    .unwrap();
    let script = r#"tar -czf "$FOLDER/release/$NAME.tar.gz" -C "$FOLDER/packed" "$NAME" && cd "$FOLDER/release" && sha256sum *.tar.gz >sha256sums.txt"#;
    let made = Command::new("bash")
        .args(["-c", script])
        .env("FOLDER", &runner.folder)
        .env("NAME", &name)
        .status()
        .unwrap();
    assert!(made.success());
    let set = [("ENIPLAN_PATHS", SHOP), ("ENIPLAN_BINARY", "")];
    assert_eq!(ended(&runner.run(&set)), 0);
    let calls = runner.read("calls");
    let asked = format!("release download v{version} --repo eniplan/eniplan ");
    assert!(
        calls.starts_with(&asked) && calls.contains(&name),
        "{calls}"
    );

    // Another archive than the one whose sum is published.
    let archive = runner.folder.join("release").join(format!("{name}.tar.gz"));
    fs::write(&archive, "something else").unwrap();
    let output = runner.run(&set);
    assert_ne!(ended(&output), 0);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("is not what its release says it is"),
        "{told}"
    );

    fs::remove_file(runner.folder.join("release/sha256sums.txt")).unwrap();
    let output = runner.run(&set);
    assert_ne!(ended(&output), 0);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("name another one with the input version"),
        "{told}"
    );
    fs::remove_dir_all(&runner.folder).unwrap();
}

#[test]
fn the_hook_names_the_check_and_takes_plan_files() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let [hook] = hooks.as_array().unwrap().as_slice() else {
        panic!("{hooks}")
    };
    for key in ["id", "name", "description", "entry", "language", "files"] {
        assert!(hook[key].is_string(), "{key}");
    }
    let documented = fs::read_to_string(root().join("docs/pipelines.md")).unwrap();
    assert!(documented.contains(&format!("id: {}", hook["id"].as_str().unwrap())));
    // Its entry, with the names of files behind it, is a command of ours.
    let mut words = hook["entry"].as_str().unwrap().split(' ');
    assert_eq!(words.next(), Some("eniplan"));
    let mut all: Vec<&str> = words.collect();
    all.extend([SHOP, SHOP]);
    assert_eq!(crate::terminal::code(&crate::terminal::run(&all)), 0);
    let pattern = hook["files"].as_str().unwrap();
    let asked =
        "import re, sys\nfor name in sys.argv[2:]: print(int(bool(re.search(sys.argv[1], name))))";
    let names = [
        ("plan.yaml", true),
        ("infra/shop.plan.yml", true),
        ("infra/shop-plan.json", true),
        ("floorplan.yaml", false),
        ("plan.yaml.bak", false),
    ];
    let said = Command::new("python3")
        .args(["-c", asked, pattern])
        .args(names.map(|(name, _)| name))
        .output();
    // pre-commit searches with Python's expressions.
    let Ok(said) = said.map(|said| String::from_utf8(said.stdout).unwrap()) else {
        eprintln!("SKIPPED: python3 is not here, so the hook's pattern was not tried");
        return;
    };
    let taken: Vec<bool> = said.lines().map(|line| line == "1").collect();
    assert_eq!(taken, names.map(|(_, taken)| taken));
}
