//! The table of EC2 instance types and their limits.
//!
//! The bundled table is generated from `data/instances.csv` by `cargo xtask catalogue`.
//! A [`Catalogue`] is a value that is handed to the analysis, so that a test or a saved EC2 answer can stand in for it.

mod alike;
mod generated;
mod glob;
mod instance_type;
mod nearest;
mod packed;
mod provenance;

use alloc::vec::Vec;

pub(crate) use alike::{Alike, Look, limits};
pub use generated::DATE;
pub use glob::{is_pattern, matches};
pub use instance_type::{Arch, Hypervisor, InstanceType};
pub use provenance::{Role, Source, provenance};

/// The VPC CNI release whose limits the bundled table holds.
pub const CNI_VERSION: &str = "v1.23.1";

/// Instance types by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    types: Vec<InstanceType>,
    twins: Vec<usize>,
}

impl Catalogue {
    /// The table that comes with eniplan.
    ///
    /// It is unpacked anew on each call, so keep the value.
    ///
    /// ```
    /// use eniplan_core::aws::catalogue::Catalogue;
    ///
    /// let catalogue = Catalogue::bundled();
    /// let m5 = catalogue.get("m5.large").unwrap();
    /// assert_eq!((m5.max_enis, m5.ipv4_per_eni), (3, 10));
    /// ```
    pub fn bundled() -> Self {
        Self::from_types(packed::unpack(generated::TABLE))
    }

    /// A table of one's own. Of two types with the same name the later one stays.
    pub fn from_types(mut types: Vec<InstanceType>) -> Self {
        types.reverse();
        types.sort_by(|a, b| a.name.cmp(&b.name));
        types.dedup_by(|later, earlier| later.name == earlier.name);
        Self {
            twins: alike::twins(&types),
            types,
        }
    }

    /// The type of this name, which is matched exactly.
    pub fn get(&self, name: &str) -> Option<&InstanceType> {
        let at = self
            .types
            .binary_search_by(|t| t.name.as_str().cmp(name))
            .ok()?;
        self.types.get(at)
    }

    /// Every type, in the order of names.
    pub fn iter(&self) -> core::slice::Iter<'_, InstanceType> {
        self.types.iter()
    }

    /// The types to show: those whose vCPUs are known.
    ///
    /// The others are known from network tables alone and most are not on sale.
    pub fn listed(&self) -> impl Iterator<Item = &InstanceType> {
        self.types.iter().filter(|t| t.vcpus.is_some())
    }

    /// The same, each with the place among them of the first one that differs from it at most in what no rule reads: its
    /// name, architecture and network cards.
    pub(crate) fn listed_with_twins(&self) -> impl Iterator<Item = (&InstanceType, usize)> {
        let types = self.types.iter().zip(self.twins.iter().copied());
        types.filter(|(t, _)| t.vcpus.is_some())
    }

    /// How many types there are, listed or not.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there is no type at all.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// The types that a pattern such as `c6i.*` or `*.large` names: `*` stands for any run of characters, `?` for one.
    ///
    /// A pattern with a wildcard finds listed types only; a plain name finds its type, listed or not.
    ///
    /// ```
    /// use eniplan_core::aws::catalogue::Catalogue;
    ///
    /// let catalogue = Catalogue::bundled();
    /// assert!(catalogue.matching("c6i.*").all(|t| t.family() == "c6i"));
    /// assert_eq!(catalogue.matching("m5.large").count(), 1);
    /// ```
    pub fn matching<'a>(&'a self, pattern: &'a str) -> impl Iterator<Item = &'a InstanceType> {
        let wild = is_pattern(pattern);
        self.types
            .iter()
            .filter(move |t| (!wild || t.vcpus.is_some()) && matches(pattern, &t.name))
    }

    /// At most `n` listed names that someone who wrote `name` may have meant, best first.
    ///
    /// ```
    /// use eniplan_core::aws::catalogue::Catalogue;
    ///
    /// assert_eq!(Catalogue::bundled().nearest("m5.lrage", 1), ["m5.large"]);
    /// ```
    pub fn nearest(&self, name: &str, n: usize) -> Vec<&str> {
        nearest::nearest(self.listed().map(|t| t.name.as_str()), name, n)
    }
}

impl<'a> IntoIterator for &'a Catalogue {
    type Item = &'a InstanceType;
    type IntoIter = core::slice::Iter<'a, InstanceType>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
