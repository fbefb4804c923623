//! The resources that matter here, by what they are, with ids even where only apply will give them one.

use serde_json::Value;
use serde_json::value::RawValue;

use super::address::Address;
use super::file::{File, Module, parsed};
use super::references::{Named, References};

/// Resources that say something of addresses.
const KINDS: [&str; 26] = [
    "aws_vpc",
    "aws_vpc_ipv4_cidr_block_association",
    "aws_subnet",
    "aws_ec2_subnet_cidr_reservation",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_vpc_peering_connection",
    "aws_nat_gateway",
    "aws_lb",
    "aws_alb",
    "aws_elb",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_subnet_association",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_efs_mount_target",
    "aws_instance",
    "aws_route53_resolver_endpoint",
    "aws_eks_cluster",
    "aws_eks_addon",
    "aws_eks_node_group",
    "aws_launch_template",
    "helm_release",
    "kubectl_manifest",
    "kubernetes_manifest",
    "aws_internet_gateway",
];

/// A resource.
pub(super) struct Resource {
    /// Its address as Terraform writes it.
    pub(super) written: String,
    pub(super) address: Address,
    /// The id that AWS gave it, or its address where it has none yet.
    pub(super) id: String,
    /// Whether AWS has given it one.
    pub(super) exists: bool,
    pub(super) values: Value,
}

impl Resource {
    /// A resource by its address; none where it says nothing of addresses.
    fn of(
        written: &str,
        values: Option<&RawValue>,
        wanted: &dyn Fn(&Address) -> bool,
    ) -> Option<Self> {
        let address = Address::of(written)?;
        if !KINDS.contains(&address.kind.as_str()) || !wanted(&address) {
            return None;
        }
        let values = parsed(values);
        let id = text(&values, "id").map(str::to_owned);
        Some(Self {
            written: written.to_owned(),
            address,
            exists: id.is_some(),
            id: id.unwrap_or_else(|| written.to_owned()),
            values,
        })
    }

    /// A text that is there and not empty.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        text(&self.values, key)
    }

    /// A block that can stand once, which Terraform writes as a list.
    pub(super) fn block(&self, key: &str) -> &Value {
        let value = self.values.get(key).unwrap_or(&Value::Null);
        value
            .as_array()
            .map_or(value, |list| list.first().unwrap_or(&Value::Null))
    }

    /// Its tags.
    pub(super) fn tags(&self) -> crate::Tags {
        let tags = ["tags_all", "tags"]
            .into_iter()
            .filter_map(|key| self.values.get(key));
        let entries = tags.filter_map(Value::as_object).flatten();
        let texts =
            entries.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
        texts.collect()
    }
}

/// A text that is there and not empty.
pub(super) fn text<'v>(values: &'v Value, key: &str) -> Option<&'v str> {
    values.get(key)?.as_str().filter(|text| !text.is_empty())
}

/// All of them, and how they refer to each other.
pub(super) struct Resources<'a> {
    pub(super) all: Vec<Resource>,
    references: References<'a>,
}

impl<'a> Resources<'a> {
    /// Those of a state, or of a plan as they will be; of what a plan reads, as it was read.
    pub(super) fn of(file: &'a File<'a>) -> Self {
        let mut all = Vec::new();
        let planned = file.planned_values.as_ref().or(file.values.as_ref());
        let root = planned.and_then(|values| values.root_module.as_ref());
        gather(root, &|_| true, &mut all);
        let prior = file
            .prior_state
            .as_ref()
            .and_then(|prior| prior.values.as_ref());
        let prior = prior.and_then(|values| values.root_module.as_ref());
        gather(prior, &|address| address.is_data, &mut all);
        let stored = file.resources.iter().flatten();
        for stored in stored.filter(|stored| KINDS.contains(&stored.kind())) {
            let instances = stored.instances();
            all.extend(
                instances.filter_map(|(written, values)| Resource::of(&written, values, &|_| true)),
            );
        }
        Self {
            all,
            references: References::of(file.configuration.as_ref()),
        }
    }

    /// The managed resources of a type.
    pub(super) fn managed<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Resource> {
        self.of_kind(kind)
            .filter(|resource| !resource.address.is_data)
    }

    /// The resources of a type, data sources among them.
    pub(super) fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Resource> {
        self.all
            .iter()
            .filter(move |resource| resource.address.kind == kind)
    }

    /// The id in an argument, or that of the resource that it is made from.
    pub(super) fn id(&self, of: &Resource, path: &[&str], kinds: &[&str]) -> Option<String> {
        self.target(of, path, kinds)
            .map(|target| target.id.clone())
            .or_else(|| known(&of.values, path).first().map(|id| (*id).to_owned()))
    }

    /// The resource that an argument means: by its id, or by what the argument is made from.
    pub(super) fn target(&self, of: &Resource, path: &[&str], kinds: &[&str]) -> Option<&Resource> {
        if let Some(id) = known(&of.values, path).first() {
            let mut all = self.all.iter();
            return all
                .find(|other| kinds.contains(&other.address.kind.as_str()) && other.id == *id);
        }
        let meant = self.meant(of, path, kinds);
        let same = meant
            .iter()
            .find(|other| other.address.key == of.address.key);
        same.or(meant.first()).copied()
    }

    /// The ids in a list, or those of the resources that it is made from.
    pub(super) fn ids(&self, of: &Resource, path: &[&str], kinds: &[&str]) -> Vec<String> {
        let ids = known(&of.values, path);
        if !ids.is_empty() {
            return ids.into_iter().map(str::to_owned).collect();
        }
        let meant = self.meant(of, path, kinds);
        meant.into_iter().map(|other| other.id.clone()).collect()
    }

    /// The types of what an argument is made from, of those that are asked for.
    pub(super) fn is_made_from(&self, of: &Resource, path: &[&str], kind: &str) -> bool {
        !self
            .references
            .of_argument(&of.address, path, &[kind])
            .is_empty()
    }

    fn meant(&self, of: &Resource, path: &[&str], kinds: &[&str]) -> Vec<&Resource> {
        let named = self.references.of_argument(&of.address, path, kinds);
        let mut meant: Vec<&Resource> = Vec::new();
        for name in named {
            let own = self.all.iter().filter(|other| {
                is_named(&name, &other.address) && of.address.goes_with(&other.address)
            });
            for other in own {
                if !meant.iter().any(|known| known.id == other.id) {
                    meant.push(other);
                }
            }
        }
        meant
    }
}

fn is_named(name: &Named, address: &Address) -> bool {
    name.kind == address.kind
        && name.name == address.name
        && name.is_data == address.is_data
        && (name.key.is_none() || name.key == address.key)
        && name.modules == address.path()
}

/// The texts at a path through blocks; none where one of a list is not known yet.
fn known<'v>(values: &'v Value, path: &[&str]) -> Vec<&'v str> {
    match (values, path) {
        (Value::Array(items), [_, ..]) => items.iter().flat_map(|item| known(item, path)).collect(),
        (_, [first, rest @ ..]) => values
            .get(*first)
            .map_or_else(Vec::new, |inside| known(inside, rest)),
        (Value::Array(items), []) => {
            let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            texts.unwrap_or_default()
        }
        (_, []) => values
            .as_str()
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
    }
}

/// Takes what a module and the modules in it have; no module that Terraform makes is so deep that this ends early.
fn gather(module: Option<&Module<'_>>, wanted: &dyn Fn(&Address) -> bool, all: &mut Vec<Resource>) {
    let Some(module) = module else {
        return;
    };
    let resources = module.resources.iter().flatten();
    all.extend(
        resources.filter_map(|resource| Resource::of(&resource.address, resource.values, wanted)),
    );
    for child in module.child_modules.iter().flatten() {
        gather(Some(child), wanted, all);
    }
}
