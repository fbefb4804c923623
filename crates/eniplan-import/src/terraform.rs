//! `terraform show -json` of a state or a plan, and the state file itself: what there is, what there will be, and what it
//! takes to get there.

mod address;
mod changes;
mod cluster;
mod file;
mod helm;
mod line_items;
mod network;
mod references;
mod resources;
mod state;

use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;

use self::file::File;
use self::resources::Resources;
use crate::document::Reader;
use crate::recognise::Kind;

/// Adds a state or a plan.
pub(crate) fn take(reader: &mut Reader<'_>, raw: &str) -> Result<(), serde_json::Error> {
    let file: File<'_> = serde_json::from_str(raw)?;
    if let Some(what) = state::unreadable(&file) {
        let help = "Give what terraform show -json, or tofu show -json, prints where it was made";
        reader.tell(Code::ImportUnknown, operands![reader.source, what, help]);
        return Ok(());
    }
    let resources = Resources::of(&file);
    let mut findings = Vec::new();
    let inventory = &mut *reader.inventory;
    inventory.terraform.get_or_insert_default();
    network::take(&resources, inventory, &mut findings);
    line_items::take(&resources, inventory);
    cluster::take(&resources, inventory, &mut findings);
    helm::take(&resources, inventory);
    changes::tell(&file, inventory, &mut findings);
    if file.errored == Some(true) {
        let source = reader.source;
        findings.push(Finding::new(
            Code::TerraformErrored,
            source,
            operands![source],
        ));
    }
    reader.found(findings);
    manifests(reader, &resources);
    reader.note(Kind::Terraform.name(), resources.all.len());
    Ok(())
}

/// Manifests of Karpenter and of custom networking, read as kubectl would print them.
fn manifests(reader: &mut Reader<'_>, resources: &Resources<'_>) {
    let kinds = ["NodePool", "EC2NodeClass", "ENIConfig"];
    let written = resources.managed("kubectl_manifest");
    let written = written.filter_map(|resource| crate::text::to_json(resource.text("yaml_body")?));
    let typed = resources.managed("kubernetes_manifest");
    let typed = typed.filter_map(|resource| resource.values.get("manifest").cloned());
    for manifest in written.chain(typed) {
        if resources::text(&manifest, "kind").is_some_and(|kind| kinds.contains(&kind)) {
            reader.json(&manifest.to_string());
        }
    }
}
