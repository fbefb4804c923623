//! One interface as the step model sees it: the units on it, and the pods on those.

use super::settings::ADDRESSES_PER_PREFIX;

/// One more than the most pods a unit can carry.
const FILLINGS: usize = ADDRESSES_PER_PREFIX as usize + 1;

/// An attached interface.
///
/// Units are told apart only by how many pods use them, which is all that ipamd's decisions look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Interface {
    /// Where its addresses come from, as the supply that attached it counts its subnets.
    pub(super) place: usize,
    /// Units on it.
    pub(super) held: u32,
    /// Pods that have one of its addresses.
    pub(super) pods: u32,
    /// Units by the number of pods on them.
    by_pods: [u32; FILLINGS],
    /// Pods at most on any unit that has an address left: where the search for the fullest begins.
    fullest: usize,
}

impl Interface {
    pub(super) fn new(place: usize) -> Self {
        Self {
            place,
            held: 0,
            pods: 0,
            by_pods: [0; FILLINGS],
            fullest: 0,
        }
    }

    /// Units that no pod uses.
    pub(super) fn unused(&self) -> u32 {
        self.by_pods[0]
    }

    pub(super) fn add(&mut self, units: u32) {
        self.held += units;
        self.by_pods[0] += units;
    }

    /// Returns up to `units` that no pod uses, and says how many it had.
    pub(super) fn give_back(&mut self, units: u32) -> u32 {
        let given = units.min(self.by_pods[0]);
        self.held -= given;
        self.by_pods[0] -= given;
        given
    }

    /// Gives a pod an address of the fullest unit that has one, out of `addresses` in a unit.
    ///
    /// Says how full the unit was, or nothing if every address is taken.
    pub(super) fn take(&mut self, addresses: u32) -> Option<usize> {
        let fullest = self.fillings(addresses).rposition(|count| count > 0)?;
        self.by_pods[fullest] -= 1;
        self.by_pods[fullest + 1] += 1;
        self.pods += 1;
        self.fullest = fullest + 1;
        Some(fullest)
    }

    /// Lets a pod go from the fullest unit, so that as many units as possible stay in use.
    ///
    /// Says how full the unit is now, or nothing if there was no pod.
    pub(super) fn leave(&mut self) -> Option<usize> {
        let fullest = self.by_pods.iter().skip(1).rposition(|&count| count > 0)?;
        self.by_pods[fullest + 1] -= 1;
        self.by_pods[fullest] += 1;
        self.pods -= 1;
        self.fullest = self.fullest.max(fullest);
        Some(fullest)
    }

    /// Counts of the units that have an address left, from those with no pod to the fullest of them.
    fn fillings(&self, addresses: u32) -> impl ExactSizeIterator<Item = u32> + DoubleEndedIterator {
        let most = (addresses as usize).min(self.fullest + 1);
        self.by_pods.iter().take(most).copied()
    }
}
