//! A Terraform root module for a new VPC and cluster, on terraform-aws-modules/vpc and /eks.

mod eks;
mod node_groups;
mod outputs;
mod subnets;
mod variables;
mod versions;
mod vpc;

use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::hcl::{self, Item, comment};
use super::header::header;
use super::{File, Kind};

/// The files of the root module, in the order in which they are read.
pub(super) fn files(blueprint: &Blueprint) -> Vec<File> {
    let mut files = Vec::from([
        file(
            blueprint,
            "terraform/versions.tf",
            "Versions of Terraform and its providers",
            versions::items(blueprint),
        ),
        file(
            blueprint,
            "terraform/variables.tf",
            "What you may set",
            variables::items(blueprint),
        ),
        file(
            blueprint,
            "terraform/vpc.tf",
            "VPC, its first subnets, route tables and NAT gateways",
            vpc::items(blueprint),
        ),
    ]);
    let further = subnets::items(blueprint);
    if !further.is_empty() {
        files.push(file(
            blueprint,
            "terraform/subnets.tf",
            "Subnets beside the VPC module's, and CIDR reservations",
            further,
        ));
    }
    files.push(file(
        blueprint,
        "terraform/eks.tf",
        "Cluster, add-ons and node groups",
        eks::items(blueprint),
    ));
    files.push(file(
        blueprint,
        "terraform/outputs.tf",
        "Ids and numbers for what comes after",
        outputs::items(blueprint),
    ));
    files
}

fn file(blueprint: &Blueprint, path: &'static str, purpose: &'static str, body: Vec<Item>) -> File {
    let mut items = Vec::from([comment(header(blueprint, purpose)), Item::Blank]);
    items.extend(body);
    File {
        path: path.into(),
        contents: hcl::write(&items),
        kind: Kind::Terraform,
        purpose: purpose.into(),
    }
}
