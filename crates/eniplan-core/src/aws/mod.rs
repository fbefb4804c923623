//! AWS rules as code, each beside its source.

pub mod calculator;
pub mod catalogue;
mod certainty;
pub mod ipv6;
pub mod max_pods;
pub mod overlay;
pub mod prefixes;
pub mod quotas;
pub mod region;
pub mod reservations;
pub mod subnet;
pub mod vpc;
pub mod warm_pool;

pub use certainty::Certainty;
