//! A Terraform root module: for a new VPC and cluster, for a VPC that exists, or for a cluster that exists.

mod addon;
mod addons;
mod cluster;
mod eks;
pub(super) mod endpoints;
mod found;
mod images;
pub(super) mod karpenter;
mod module_vpc;
mod node_groups;
mod nodes;
mod outputs;
mod plain_vpc;
mod references;
mod releases;
pub(super) mod reservations;
mod roles;
mod rules;
pub(super) mod subnets;
mod user_data;
mod variables;
mod versions;

use alloc::vec::Vec;

use super::blueprint::Blueprint;
use super::hcl::{self, Item, comment};
use super::header::header;
use super::matrix::{Destination, Form};
use super::{File, Kind};

/// The files of the root module, in the order in which they are read.
pub(super) fn files(blueprint: &Blueprint) -> Vec<File> {
    let mut files = Files {
        blueprint,
        files: Vec::new(),
    };
    files.add(
        "terraform/versions.tf",
        "Versions of Terraform and its providers",
        versions::items(blueprint),
    );
    files.add(
        "terraform/variables.tf",
        "What you may set",
        variables::items(blueprint),
    );
    match (blueprint.destination, blueprint.form) {
        (Destination::New, Form::Modules) => files.add(
            "terraform/vpc.tf",
            "VPC, its first subnets, route tables and NAT gateways",
            module_vpc::items(blueprint),
        ),
        (Destination::New, Form::Plain) => files.add(
            "terraform/vpc.tf",
            "VPC, route tables and NAT gateways",
            plain_vpc::items(blueprint),
        ),
        _ => files.add(
            "terraform/vpc.tf",
            "The VPC that exists and what it gets",
            found::items(blueprint),
        ),
    }
    let purpose = match (blueprint.destination, blueprint.form) {
        (Destination::New, Form::Modules) => {
            "Subnets beside the VPC module's, and CIDR reservations"
        }
        (Destination::New, Form::Plain) => "Subnets and CIDR reservations",
        _ => "Subnets that are added, tags and CIDR reservations",
    };
    files.add("terraform/subnets.tf", purpose, subnets::items(blueprint));
    files.add(
        "terraform/endpoints.tf",
        "VPC endpoints",
        endpoints::items(blueprint),
    );
    match (blueprint.destination, blueprint.form) {
        (Destination::Cluster, _) => files.add(
            "terraform/addon.tf",
            "The vpc-cni add-on's settings, those of today kept beside them",
            addon::items(blueprint),
        ),
        (_, Form::Modules) => files.add(
            "terraform/eks.tf",
            "Cluster, add-ons and node groups",
            eks::items(blueprint),
        ),
        (_, Form::Plain) => files.add(
            "terraform/eks.tf",
            "Cluster and add-ons, their roles and security groups",
            cluster::items(blueprint),
        ),
    }
    if blueprint.form == Form::Plain {
        files.add("terraform/nodes.tf", "Node groups", nodes::items(blueprint));
    }
    files.add(
        "terraform/cni.tf",
        if blueprint.has_releases() {
            "The CNI that stands in for the VPC CNI"
        } else {
            "What the CNI that stands in for the VPC CNI needs of a security group"
        },
        releases::items(blueprint),
    );
    files.add(
        "terraform/karpenter.tf",
        "What Karpenter needs of AWS",
        karpenter::items(blueprint),
    );
    files.add(
        "terraform/outputs.tf",
        "Ids and numbers for what comes after",
        outputs::items(blueprint),
    );
    files.files
}

struct Files<'b, 'a> {
    blueprint: &'b Blueprint<'a>,
    files: Vec<File>,
}

impl Files<'_, '_> {
    /// Adds a file, unless nothing stands in it.
    fn add(&mut self, path: &'static str, purpose: &'static str, body: Vec<Item>) {
        if body.is_empty() {
            return;
        }
        let mut items = Vec::from([comment(header(self.blueprint, purpose)), Item::Blank]);
        items.extend(body);
        self.files.push(File {
            path: path.into(),
            contents: hcl::write(&items),
            kind: Kind::Terraform,
            purpose: purpose.into(),
        });
    }
}

/// Groups of items, with an empty line between them.
fn apart(groups: Vec<Vec<Item>>) -> Vec<Item> {
    let mut items = Vec::new();
    for group in groups.into_iter().filter(|group| !group.is_empty()) {
        if !items.is_empty() {
            items.push(Item::Blank);
        }
        items.extend(group);
    }
    items
}
