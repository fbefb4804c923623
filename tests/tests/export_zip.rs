//! The archive of an export, as other people's programs open it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use eniplan_tests::{exports, oracle};

fn archive(name: &str) -> PathBuf {
    let case = exports::CASES
        .iter()
        .find(|case| case.name == name)
        .expect("a case");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.zip"));
    let bytes = exports::export(case.text).archive();
    std::fs::File::create(&path)
        .expect("made")
        .write_all(&bytes)
        .expect("written");
    path
}

#[test]
fn unzip_finds_no_fault() {
    let path = archive("shop-prod");
    let Ok(output) = Command::new("unzip")
        .arg("-t")
        .arg(&path)
        .stderr(Stdio::null())
        .output()
    else {
        oracle::skipped("no unzip");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("No errors detected"), "{said}");
}

/// Python reads every file as it was, sorted, of one date and readable by all, in one folder of the cluster's name.
#[test]
fn python_reads_every_file_as_it_was() {
    let program = "import sys, json, zipfile
z = zipfile.ZipFile(sys.stdin.read())
assert z.testzip() is None
print(json.dumps([[i.filename, z.read(i).decode(), list(i.date_time), i.external_attr >> 16, i.compress_type] for i in z.infolist()]))";
    for case in ["shop-prod", "groups-left-out", "weave-net", "to-auto-mode"] {
        let path = archive(case);
        let Some(output) = oracle::python(&["zipfile"], program, path.to_str().expect("UTF-8"))
        else {
            return;
        };
        let read: Vec<(String, String, Vec<u32>, u32, u32)> =
            serde_json::from_str(&output).expect("JSON");
        let text = exports::CASES
            .iter()
            .find(|known| known.name == case)
            .expect("a case")
            .text;
        let export = exports::export(text);
        let mut expected: Vec<(String, String)> = export
            .files
            .iter()
            .map(|file| {
                (
                    format!("{}/{}", export.name, file.path),
                    file.contents.clone(),
                )
            })
            .collect();
        expected.sort();
        let names: Vec<(String, String)> = read
            .iter()
            .map(|entry| (entry.0.clone(), entry.1.clone()))
            .collect();
        assert_eq!(names, expected);
        let readme = format!("{}/README.md", export.name);
        let readme = read.iter().find(|entry| entry.0 == readme).expect("it");
        for (name, ..) in &read {
            let path = name.split_once('/').expect("a folder").1;
            let row = format!("| `{path}` | ");
            assert!(path == "README.md" || readme.1.contains(&row), "{name}");
        }
        for (name, _, date, rights, kind) in &read {
            assert_eq!(
                (date.as_slice(), *rights, *kind),
                (&[1980, 1, 1, 0, 0, 0][..], 0o100_644, 0),
                "{name}"
            );
        }
    }
}
