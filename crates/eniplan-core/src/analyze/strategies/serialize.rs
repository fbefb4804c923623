//! The comparison as data for programs; its field names are a contract.

use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Comparison, Figures, Refusal, Row};
use crate::analyze::serialize::Int;

impl Serialize for Comparison {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("present", &self.present)?;
        map.serialize_entry("strategies", &self.rows)?;
        map.end()
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, count) in [
            ("addresses_routable", self.routable),
            ("addresses_non_routable", self.non_routable),
            ("addresses_short", self.short),
            ("addresses_per_node", self.addresses_per_node),
            ("nodes", self.nodes),
        ] {
            map.serialize_entry(name, &Int(count))?;
        }
        map.serialize_entry("nodes_needed", &self.nodes_needed.map(Int))?;
        for (name, count) in [
            ("pods_running", self.pods_running()),
            ("pods_placed", self.pods_placed),
            ("pods_pending", self.pods_pending),
            ("pods_without_address", self.pods_without_address),
        ] {
            map.serialize_entry(name, &Int(count))?;
        }
        map.serialize_entry("wall", &self.wall)?;
        map.serialize_entry("gates", &self.gates)?;
        map.serialize_entry("certainty", self.certainty.name())?;
        map.end()
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let strategy = self.strategy;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("strategy", strategy.id)?;
        map.serialize_entry("title", strategy.title)?;
        map.serialize_entry("can_run", &self.refusal.is_none())?;
        map.serialize_entry("in_use", &self.in_use())?;
        map.serialize_entry("refusal", &self.refusal.as_ref().map(Refusal::name))?;
        map.serialize_entry("why_not", &self.refusal.as_ref().map(Refusal::message))?;
        let changes: Vec<_> = self.changes.iter().map(|change| change.name()).collect();
        map.serialize_entry("changes", &changes)?;
        map.serialize_entry("restarts_pods", &self.restarts_pods)?;
        map.serialize_entry("owner_request", &self.owner_request)?;
        map.serialize_entry("figures", &self.figures)?;
        map.serialize_entry("raised", &self.raised)?;
        map.serialize_entry("solved", &self.solved)?;
        let breaks: Vec<_> = strategy
            .breaks
            .iter()
            .map(|what| (what.name(), what.text()))
            .collect();
        map.serialize_entry("breaks", &Breaks(&breaks))?;
        map.serialize_entry("source", strategy.source)?;
        let link = self
            .apply
            .as_ref()
            .and_then(|plan| crate::link::encode(plan).ok());
        map.serialize_entry("apply", &link)?;
        map.end()
    }
}

/// What breaks, as an object of words and sentences.
struct Breaks<'a>(&'a [(&'static str, &'static str)]);

impl Serialize for Breaks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}
