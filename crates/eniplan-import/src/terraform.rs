//! `terraform show -json` of a state or a plan: what there is, what there will be, and what it takes to get there.

mod address;
mod changes;
mod cluster;
mod file;
mod helm;
mod network;
mod references;
mod resources;

use eniplan_core::finding::{Code, Finding};
use eniplan_core::operands;

use self::file::File;
use self::resources::Resources;
use crate::document::Reader;

/// Adds a state or a plan; says how many resources of it matter.
pub(crate) fn take(reader: &mut Reader<'_>, raw: &str) -> Result<usize, serde_json::Error> {
    let file: File<'_> = serde_json::from_str(raw)?;
    let resources = Resources::of(&file);
    let mut findings = Vec::new();
    let inventory = &mut *reader.inventory;
    inventory.terraform.get_or_insert_default();
    network::take(&resources, inventory, &mut findings);
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
    Ok(resources.all.len())
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
