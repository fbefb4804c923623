//! Documents: the report for people and programs, tables, and a picture of the address space.

mod json;
mod map;
mod report;
mod tables;

use alloc::string::String;
use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::{File, Kind};

/// The documents of a plan.
pub(super) fn files(blueprint: &Blueprint) -> Vec<File> {
    let mut files = Vec::from([report::file(blueprint)]);
    files.extend(json::file(blueprint));
    files.extend(tables::files(blueprint));
    files.push(map::file(blueprint));
    files
}

fn file(path: &str, contents: String, purpose: &str) -> File {
    File {
        path: path.into(),
        contents,
        kind: Kind::Document,
        purpose: purpose.into(),
    }
}
