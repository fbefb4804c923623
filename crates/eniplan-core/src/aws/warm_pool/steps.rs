//! The warm pool step by step, as ipamd's own loop decides.
//!
//! This is the oracle of [`super::footprint`], and what contention is replayed with.
//! One step is one pass of `updateIPPoolIfRequired`: the pool grows if it is low, returns units if it has too many,
//! then frees one interface if one is spare.
//! Time is left out: every step waits as long as ipamd would, so an interface is old enough to be freed from the step
//! after the one that attached it, and addresses of departed pods have cooled down.
//!
//! Source: `updateIPPoolIfRequired` and what it calls, read 2026-11-23,
//! <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go#L796>.

use alloc::vec::Vec;

use super::interface::Interface;
use super::settings::PoolSettings;
use super::supply::{Endless, Supply};

/// Steps after which the search for a cycle starts; a pool that comes to rest mostly takes fewer.
const FIRST_MARK: u32 = 32;

/// How a pool ends when nothing arrives or leaves any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// It changes no further.
    Stable,
    /// It attaches and detaches without end; it was left in its largest phase.
    Oscillates,
}

/// What came of an attempt to grow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Growth {
    /// The pool is not low.
    NotLow,
    /// Units were added to an interface that was there.
    Assigned,
    /// A further interface was attached.
    Attached,
    /// The pool is low, but every slot is taken or the subnets have too little.
    Refused,
}

/// The pool of one node, with every interface and pod in it.
///
/// ```
/// use eniplan_core::aws::warm_pool::{PoolSettings, steps::Pool};
///
/// let mut node = Pool::new(&PoolSettings::shipped(3, 10), 29);
/// node.settle();
/// assert_eq!(node.per_interface().collect::<Vec<_>>(), [9]);
/// node.arrive(1);
/// node.settle();
/// assert_eq!(node.per_interface().collect::<Vec<_>>(), [9, 9]);
/// ```
#[derive(Clone, Debug)]
pub struct Pool {
    pub(super) settings: PoolSettings,
    pub(super) max_pods: u32,
    /// The primary first; the trunk is not among them.
    pub(super) interfaces: Vec<Interface>,
    pub(super) held: u32,
    pub(super) unused: u32,
    pub(super) pods: u32,
    waiting: u32,
}

impl Pool {
    /// A fresh node: the primary interface, nothing on it, no pods.
    pub fn new(settings: &PoolSettings, max_pods: u32) -> Self {
        Self::in_place(settings, max_pods, 0)
    }

    /// A fresh node whose primary interface stands in `place`.
    pub(super) fn in_place(settings: &PoolSettings, max_pods: u32, place: usize) -> Self {
        Self {
            settings: *settings,
            max_pods,
            interfaces: Vec::from([Interface::new(place)]),
            held: 0,
            unused: 0,
            pods: 0,
            waiting: 0,
        }
    }

    /// Units on each interface, the primary first, the trunk not among them.
    pub fn per_interface(&self) -> impl ExactSizeIterator<Item = u32> {
        self.interfaces.iter().map(|interface| interface.held)
    }

    /// Units held over all interfaces.
    pub fn held(&self) -> u32 {
        self.held
    }

    /// Pods that have an address.
    pub fn pods(&self) -> u32 {
        self.pods
    }

    /// Pods that wait for an address.
    pub fn waiting(&self) -> u32 {
        self.waiting
    }

    /// Pod addresses held, in use or not.
    pub fn pod_addresses(&self) -> u32 {
        self.held.saturating_mul(self.settings.unit().addresses())
    }

    /// Pod addresses that no pod has.
    pub fn idle(&self) -> u32 {
        self.pod_addresses() - self.pods
    }

    /// Addresses taken from all subnets, the interfaces' own among them, a trunk's apart.
    pub fn subnet_addresses(&self) -> u32 {
        self.addresses_by_place()
            .fold(0, |sum, (_, addresses)| sum.saturating_add(addresses))
    }

    /// Each interface's place and the addresses it takes there, its own among them.
    pub(super) fn addresses_by_place(&self) -> impl Iterator<Item = (usize, u32)> {
        let unit = self.settings.unit().addresses();
        self.interfaces.iter().map(move |interface| {
            let addresses = interface.held.saturating_mul(unit);
            (interface.place, addresses.saturating_add(1))
        })
    }

    /// Binds further pods; each takes a free address now or waits for one.
    pub fn arrive(&mut self, pods: u32) {
        self.waiting = self.waiting.saturating_add(pods);
        self.serve();
    }

    /// Lets one pod of the interface at `position` go, and says whether there was one.
    ///
    /// It leaves the fullest unit, so that as many units as possible stay in use.
    pub fn leave(&mut self, position: usize) -> bool {
        let Some(pods_left) = self.interfaces.get_mut(position).and_then(Interface::leave) else {
            return false;
        };
        self.pods -= 1;
        self.unused += u32::from(pods_left == 0);
        self.serve();
        true
    }

    /// Steps until nothing changes, or until the pool is seen to go in a circle.
    pub fn settle(&mut self) -> Rest {
        let mut steps = 0_u32;
        let mut mark: Option<Vec<Interface>> = None;
        let mut next_mark = FIRST_MARK;
        while self.step() {
            if mark.as_ref() == Some(&self.interfaces) {
                self.enter_largest_phase();
                return Rest::Oscillates;
            }
            steps = steps.saturating_add(1);
            if steps == next_mark {
                mark = Some(self.interfaces.clone());
                next_mark = next_mark.saturating_mul(2);
            }
        }
        Rest::Stable
    }

    /// Goes once round the circle that the pool is in, then on to where it holds most.
    fn enter_largest_phase(&mut self) {
        let start = self.interfaces.clone();
        let mut largest = self.held;
        while self.step() && self.interfaces != start {
            largest = largest.max(self.held);
        }
        while self.held < largest {
            self.step();
        }
    }

    /// One pass of ipamd's loop; says whether it changed anything.
    pub fn step(&mut self) -> bool {
        let idle_before = self.idle();
        let growth = self.grow(&mut Endless);
        let mut changed = matches!(growth, Growth::Assigned | Growth::Attached);
        if growth == Growth::NotLow {
            changed = self.give_back(self.surplus());
        }
        if self.looks_for_spare_interface(idle_before) {
            let old_enough = self.interfaces.len() - usize::from(growth == Growth::Attached);
            if let Some(position) = self.spare_interface(old_enough) {
                let freed = self.interfaces.remove(position);
                self.held -= freed.held;
                self.unused -= freed.held;
                changed = true;
            }
        }
        changed
    }

    /// Grows by one step from `supply` if the pool is low, and serves the pods that wait.
    ///
    /// Units on interfaces that are there come first; EC2 gives all that is asked for or nothing, and ipamd then asks
    /// for exactly one.
    /// A further interface is attached with all its units or not at all.
    pub(super) fn grow(&mut self, supply: &mut impl Supply) -> Growth {
        let Some(units) = self.shortage() else {
            return Growth::NotLow;
        };
        let slots = self.settings.slots_per_interface();
        let without_pods = usize::from(self.settings.custom_networking);
        for interface in self.interfaces.iter_mut().skip(without_pods) {
            let wanted = units.min(slots.saturating_sub(interface.held));
            let granted = match interface.place {
                _ if wanted == 0 => continue,
                place if supply.assign(place, wanted) => wanted,
                place if supply.assign(place, 1) => 1,
                _ => continue,
            };
            interface.add(granted);
            self.held += granted;
            self.unused += granted;
            self.serve();
            return Growth::Assigned;
        }
        let wanted = units.min(slots);
        if wanted == 0 || !self.has_room_for_interface() {
            return Growth::Refused;
        }
        let Some(place) = supply.attach(wanted) else {
            return Growth::Refused;
        };
        let mut interface = Interface::new(place);
        interface.add(wanted);
        self.interfaces.push(interface);
        self.held += wanted;
        self.unused += wanted;
        self.serve();
        Growth::Attached
    }

    /// Gives waiting pods the addresses that are free, from the first interface on.
    fn serve(&mut self) {
        let addresses = self.settings.unit().addresses();
        let mut served = self.waiting.min(self.idle());
        self.waiting -= served;
        self.pods += served;
        for interface in &mut self.interfaces {
            while served > 0
                && let Some(pods_before) = interface.take(addresses)
            {
                self.unused -= u32::from(pods_before == 0);
                served -= 1;
            }
        }
    }

    /// Returns `surplus` unused units, from the last interface on, and says whether there were any.
    fn give_back(&mut self, surplus: u32) -> bool {
        let mut left = surplus;
        for interface in self.interfaces.iter_mut().rev() {
            left -= interface.give_back(left);
        }
        let given = surplus - left;
        self.held -= given;
        self.unused -= given;
        given > 0
    }
}
