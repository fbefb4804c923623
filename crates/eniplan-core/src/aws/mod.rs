//! AWS rules as code, each beside its source.

mod certainty;
pub mod warm_pool;

pub use certainty::Certainty;
