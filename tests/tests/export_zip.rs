//! The archive of an export, as other people's programs open it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use eniplan_tests::exports::{self, Case};
use eniplan_tests::oracle;

/// The archive of a case; each test writes its own, since both may run at once.
fn archive(case: &Case, reader: &str) -> PathBuf {
    let name = format!("{}-{reader}.zip", case.name);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let bytes = exports::export(case.text).archive();
    std::fs::File::create(&path)
        .expect("made")
        .write_all(&bytes)
        .expect("written");
    path
}

#[test]
fn unzip_finds_no_fault() {
    for case in exports::CASES {
        let path = archive(case, "unzip");
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
}

/// Python reads every file as it was, sorted, of one date and readable by all, in one folder of the cluster's name.
#[test]
fn python_reads_every_file_as_it_was() {
    let program = "import sys, json, zipfile
z = zipfile.ZipFile(sys.stdin.read())
assert z.testzip() is None
print(json.dumps([[i.filename, z.read(i).decode(), list(i.date_time), i.external_attr >> 16, i.compress_type] for i in z.infolist()]))";
    for case in exports::CASES {
        let path = archive(case, "python");
        let Some(output) = oracle::python(&["zipfile"], program, path.to_str().expect("UTF-8"))
        else {
            return;
        };
        let read: Vec<(String, String, Vec<u32>, u32, u32)> =
            serde_json::from_str(&output).expect("JSON");
        let export = exports::export(case.text);
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
