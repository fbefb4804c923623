//! Types that are alike: two thirds of the table differ from an earlier one in name alone.

use alloc::vec::Vec;

use super::instance_type::InstanceType;

/// Places of the table: a power of two, and twice as many as there are unlike types.
const PLACES: usize = 1 << BITS;
const BITS: u32 = 10;
/// Places that a type may stand at, one after another.
const TRIES: usize = 8;

/// What is unlike all before it, and where it stood, counted from 1; at 0 the place is free.
pub(crate) struct Alike<T> {
    places: [(T, u32); PLACES],
}

/// What can be looked up.
pub(crate) trait Look: Copy + Default {
    /// Whether one will do for the other.
    fn is_like(&self, other: &Self) -> bool;
    /// Parts that differ where the two are unlike, those that differ most.
    fn traits(&self) -> [u32; 4];
}

impl<T: Look> Alike<T> {
    /// None is remembered.
    #[inline]
    pub(crate) fn new() -> Self {
        Self {
            places: [(T::default(), 0); PLACES],
        }
    }

    /// One that is like this one with where it stood, if any is remembered; from now on this one is, where there is a
    /// place.
    pub(crate) fn earlier(&mut self, look: T, at: usize) -> Option<(T, usize)> {
        let first = place(look.traits());
        for place in first..first + TRIES {
            let (other, earlier) = self.places.get_mut(place % PLACES)?;
            if *earlier == 0 {
                (*other, *earlier) = (look, u32::try_from(at).ok()?.saturating_add(1));
                return None;
            }
            if other.is_like(&look) {
                return Some((*other, usize::try_from(*earlier - 1).ok()?));
            }
        }
        None
    }
}

/// A type as the rules see it: without its name, architecture and network cards.
#[derive(Clone, Copy, Default)]
struct Nameless<'a>(Option<&'a InstanceType>);

impl Look for Nameless<'_> {
    fn is_like(&self, other: &Self) -> bool {
        let (Some(a), Some(b)) = (self.0, other.0) else {
            return false;
        };
        a.memory_mib == b.memory_mib
            && a.vcpus == b.vcpus
            && (a.max_enis, a.ipv4_per_eni) == (b.max_enis, b.ipv4_per_eni)
            && (a.trunking, a.branch_enis) == (b.trunking, b.branch_enis)
            && (a.hypervisor, a.bare_metal) == (b.hypervisor, b.bare_metal)
            && a.aws_max_pods.is_none() == b.aws_max_pods.is_none()
    }

    fn traits(&self) -> [u32; 4] {
        self.0.map_or([0; 4], |instance| {
            [
                limits(instance.max_enis, instance.ipv4_per_eni),
                instance.memory_mib.unwrap_or_default(),
                instance.vcpus.unwrap_or_default(),
                instance.branch_enis.unwrap_or_default(),
            ]
        })
    }
}

/// For each type the place of one like it, among the listed ones: its own where there is none before it.
pub(super) fn twins(types: &[InstanceType]) -> Vec<usize> {
    let mut alike = Alike::new();
    let mut twins = Vec::with_capacity(types.len());
    let mut listed = 0;
    for instance in types {
        let earlier = alike.earlier(Nameless(Some(instance)), listed);
        twins.push(earlier.map_or(listed, |(_, at)| at));
        listed += usize::from(instance.vcpus.is_some());
    }
    twins
}

/// The limits of interfaces as one number.
pub(crate) fn limits(max_enis: u32, ipv4_per_eni: u32) -> u32 {
    max_enis.wrapping_mul(64).wrapping_add(ipv4_per_eni)
}

fn place(traits: [u32; 4]) -> usize {
    let [first, rest @ ..] = traits;
    let mixed = rest.into_iter().fold(first, |mixed, part| {
        mixed.wrapping_mul(0x9e37_79b1).wrapping_add(part)
    });
    usize::try_from(mixed.wrapping_mul(0x85eb_ca6b) >> (u32::BITS - BITS)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;
    use super::*;
    use alloc::string::String;

    /// A search from the first type on is the obvious way.
    #[test]
    fn a_twin_is_the_first_that_differs_in_name_architecture_and_cards_alone() {
        let nameless = |instance: &InstanceType| InstanceType {
            name: String::new(),
            arch: None,
            network_cards: 1,
            aws_max_pods: instance.aws_max_pods.map(|_| 0),
            ..instance.clone()
        };
        let catalogue = Catalogue::bundled();
        let listed: Vec<InstanceType> = catalogue.listed().map(nameless).collect();
        let mut twins = 0;
        for (at, (instance, twin)) in catalogue.listed_with_twins().enumerate() {
            let first = listed.iter().position(|one| *one == nameless(instance));
            assert_eq!(first, Some(twin), "{}", instance.name);
            twins += usize::from(twin < at);
        }
        assert_eq!(twins, 942);
    }
}
