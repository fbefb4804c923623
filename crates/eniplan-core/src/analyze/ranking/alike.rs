//! Types that differ in name alone, of which two thirds of the catalogue are: the row of one is the row of all.

use crate::aws::catalogue::InstanceType;

/// Places of the table: a power of two, and twice as many as there are unlike types.
const PLACES: usize = 1 << BITS;
const BITS: u32 = 10;
/// Places that a type may stand at, one after another.
const TRIES: usize = 8;

/// The types that are unlike all before them, and where they stood.
pub(super) struct Alike<'a> {
    places: [Option<(&'a InstanceType, u32)>; PLACES],
}

impl Default for Alike<'_> {
    fn default() -> Self {
        Self {
            places: [None; PLACES],
        }
    }
}

impl<'a> Alike<'a> {
    /// Where a type stood that is like this one, if any is remembered; from now on this one is, where there is a place.
    pub(super) fn earlier(&mut self, instance: &'a InstanceType, at: usize) -> Option<usize> {
        let first = place(instance);
        for place in first..first + TRIES {
            let slot = self.places.get_mut(place % PLACES)?;
            match slot {
                Some((other, earlier)) if are_alike(other, instance) => {
                    return usize::try_from(*earlier).ok();
                }
                Some(_) => {}
                None => {
                    *slot = u32::try_from(at).ok().map(|at| (instance, at));
                    return None;
                }
            }
        }
        None
    }
}

/// Whether the ranking sees no difference.
fn are_alike(a: &InstanceType, b: &InstanceType) -> bool {
    a.memory_mib == b.memory_mib
        && a.vcpus == b.vcpus
        && (a.max_enis, a.ipv4_per_eni) == (b.max_enis, b.ipv4_per_eni)
        && (a.trunking, a.branch_enis) == (b.trunking, b.branch_enis)
        && (a.hypervisor, a.bare_metal) == (b.hypervisor, b.bare_metal)
        && a.aws_max_pods.is_none() == b.aws_max_pods.is_none()
}

/// Spread by what differs most.
fn place(instance: &InstanceType) -> usize {
    let sizes =
        [instance.memory_mib, instance.vcpus, instance.branch_enis].map(Option::unwrap_or_default);
    let limits = instance
        .max_enis
        .wrapping_mul(64)
        .wrapping_add(instance.ipv4_per_eni);
    let mixed = sizes.into_iter().fold(limits, |mixed, size| {
        mixed.wrapping_mul(0x9e37_79b1).wrapping_add(size)
    });
    usize::try_from(mixed.wrapping_mul(0x85eb_ca6b) >> (u32::BITS - BITS)).unwrap_or(0)
}
