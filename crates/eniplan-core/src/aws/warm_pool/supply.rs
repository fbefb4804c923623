//! Where a pool's addresses come from.

/// EC2 as ipamd sees it: each call gives all that it is asked for, or nothing.
pub(super) trait Supply {
    /// Adds units to an interface that stands in `place`.
    fn assign(&mut self, place: usize, units: u32) -> bool;

    /// Makes an interface with one address of its own and `units` for pods, and says in which place.
    fn attach(&mut self, units: u32) -> Option<usize>;
}

/// Subnets that never run out.
pub(super) struct Endless;

impl Supply for Endless {
    fn assign(&mut self, _place: usize, _units: u32) -> bool {
        true
    }

    fn attach(&mut self, _units: u32) -> Option<usize> {
        Some(0)
    }
}
