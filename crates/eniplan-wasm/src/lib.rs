//! What the page loads when an export or a plan file is opened: it converts, the core decides.
//!
//! Plans come and go as the text of a link, files as a name and bytes.
use eniplan_core::analyze::analyze;
use eniplan_core::aws::catalogue::Catalogue;
use eniplan_core::finding::Finding;
use eniplan_core::plan::Plan;
use eniplan_core::{export, link};
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

/// The files of a plan: an array of `[path, bytes]`, first all of them in one zip archive, then each in the order in
/// which they are applied.
///
/// Throws what is wrong with the link.
#[wasm_bindgen]
pub fn files(link: &str) -> Result<Array, JsError> {
    let export = exported(link)?;
    let pair = |file: export::File| {
        let bytes = Uint8Array::from(file.contents.as_bytes());
        Array::of2(&file.path.into(), &bytes.into())
    };
    let archive = Uint8Array::from(export.archive().as_slice());
    let all = Array::of2(&format!("{}.zip", export.name).into(), &archive.into());
    Ok(core::iter::once(all)
        .chain(export.files.into_iter().map(pair))
        .collect())
}

/// What there is to say of the files of a plan: an array of findings, as [`read_plan`] has them.
#[wasm_bindgen]
pub fn export_findings(link: &str) -> Result<Array, JsError> {
    Ok(findings(&exported(link)?.findings))
}

/// Reads a plan file: `{link, findings: [{code, severity, subject, message, help, url, line, column}]}`.
///
/// Throws where the bytes are no plan at all, or the plan is too large for a link.
#[wasm_bindgen]
pub fn read_plan(bytes: &[u8]) -> Result<Object, JsError> {
    let (plan, told) = Plan::from_text(bytes)?;
    let read = Object::new();
    set(&read, "link", link::encode(&plan)?);
    set(&read, "findings", findings(&told));
    Ok(read)
}

/// The plan of a link as YAML.
#[wasm_bindgen]
pub fn save(link: &str) -> Result<String, JsError> {
    Ok(link::decode(link)?.to_text())
}

fn exported(link: &str) -> Result<export::Export, JsError> {
    let plan = link::decode(link)?;
    let catalogue = Catalogue::bundled();
    let report = analyze(&plan, &catalogue);
    let link = export::plan_link(&plan);
    Ok(export::export(&plan, &report, &catalogue, &link))
}

fn findings(findings: &[Finding]) -> Array {
    let object = |finding: &Finding| {
        let object = Object::new();
        set(&object, "code", finding.code.to_string());
        set(&object, "severity", finding.severity.name());
        set(&object, "subject", finding.subject.as_str());
        set(&object, "message", finding.message());
        set(&object, "help", finding.help());
        set(&object, "url", finding.url());
        set(&object, "line", finding.at.line);
        set(&object, "column", finding.at.column);
        object
    };
    findings.iter().map(object).collect()
}

fn set(object: &Object, key: &str, value: impl Into<JsValue>) {
    // Setting a property of a plain object that nobody froze cannot fail.
    let _ = Reflect::set(object, &key.into(), &value.into());
}
