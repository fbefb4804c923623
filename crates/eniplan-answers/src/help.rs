//! What each key of the document says: the words below its field.

use eniplan_core::plan::Plan;
use eniplan_core::plan::shape::Shape;
use eniplan_core::plan::shape::Value as _;
use eniplan_elements::{Writer, join};

/// The words by path, in bytes; a list has `[]` in its path.
pub(crate) fn written() -> Vec<u8> {
    let mut all = Vec::new();
    collect("", Plan::SHAPE, &mut all);
    let mut out = Writer::default();
    out.count(all.len());
    for (path, words) in all {
        out.text(&path);
        out.text(words);
    }
    out.finish()
}

fn collect(path: &str, shape: &'static Shape, all: &mut Vec<(String, &'static str)>) {
    match shape {
        Shape::Optional(inner) => collect(path, inner, all),
        Shape::List { item, .. } => collect(&join(&[path, "[]"]), item, all),
        Shape::Record(record) => {
            for field in record.fields {
                let dot = if path.is_empty() { "" } else { "." };
                let path = join(&[path, dot, field.key]);
                collect(&path, field.shape, all);
                all.push((path, field.text));
            }
        }
        _ => {}
    }
}
