//! AWS rules as code, each beside its source.

pub mod warm_pool;
