//! The number on which each gate hangs.

use alloc::format;

use super::Term::Value;
use super::{Of, Teller, Term};
use crate::analyze::moments::{self, Moment};
use crate::analyze::report::{Gate, GateKind, GateReason};
use crate::aws::Certainty;
use crate::aws::subnet;

const UPGRADE: &str = "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html";

impl Teller<'_> {
    pub(super) fn gates(&mut self) {
        let report = self.report;
        for (index, gate) in report.gates.iter().enumerate() {
            let path = format!("gates[{index}]");
            match &gate.reason {
                GateReason::Addresses { free, wanted, .. } => {
                    self.addresses(gate, &path, *free, *wanted);
                }
                GateReason::Pods { pods, .. } => {
                    let term = Value("pods without a node or an address", *pods);
                    let of = Of::sum("pods without room");
                    self.tell(format!("{path}.missing"), gate.kind.question(), of, term);
                }
                _ => {}
            }
        }
    }

    /// What a subnet gives out, less what is taken at that moment, against what must stay.
    fn addresses(&mut self, gate: &Gate, path: &str, free: u64, must_stay: u64) {
        let scene = self.scene;
        let Some(moment) = self.moment(gate) else {
            return;
        };
        let loads = scene.at(&moment).loads;
        // Two subnets of a plan may have one name.
        let is_meant = |index: &usize| {
            let named = scene.layout.subnets.get(*index);
            let missing = scene.short_of_addresses(&loads, *index);
            named.is_some_and(|subnet| subnet.name == gate.subject)
                && (gate.ok || must_stay > 0 || missing == gate.missing())
                && (missing > 0 || scene.free(&loads, *index) == free)
        };
        let Some(index) = (0..loads.len()).find(is_meant) else {
            return;
        };
        let Some(cidr) = scene.cidr(index) else {
            return;
        };
        let taken = loads.get(index).map_or(0, |load| load.demand.total());
        let usable = Value("usable", subnet::usable(cidr));
        let wanted = Value("wanted at that moment", taken);
        let of = |what| Of {
            what,
            source: if gate.kind == GateKind::Upgrade {
                UPGRADE
            } else {
                ""
            },
            certainty: Certainty::Derived,
            note: "",
        };
        let question = gate.kind.question();
        if !gate.ok && must_stay == 0 {
            let short = Term::left(wanted, usable);
            let of = of("addresses missing");
            self.tell(format!("{path}.missing"), question, of, short);
            return;
        }
        let left = Term::left(usable, wanted);
        let of_free = of("addresses that stay free");
        self.tell(format!("{path}.free"), question, of_free, left);
        if !gate.ok && must_stay > 0 {
            let must_stay = Value("must stay free", must_stay);
            let missing = Term::left(must_stay, Value("stay free", free));
            let of = of("addresses missing");
            self.tell(format!("{path}.missing"), question, of, missing);
        }
    }

    /// The moment that a gate speaks of.
    fn moment<'g>(&self, gate: &'g Gate) -> Option<Moment<'g>> {
        let groups = self.scene.groups;
        let GateReason::Addresses { moment, .. } = &gate.reason else {
            return None;
        };
        Some(match gate.kind {
            GateKind::ScaleToMax => moments::at_max(groups),
            GateKind::Upgrade if moment.starts_with("Before") => moments::desired(groups),
            GateKind::Upgrade => {
                let counts = moments::desired(groups).counts;
                moments::upgrading(groups, &counts)
            }
            GateKind::ZoneLoss => {
                moments::without_zone(groups, moment.strip_prefix("Without zone ")?)
            }
        })
    }
}
