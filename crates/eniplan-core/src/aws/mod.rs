//! AWS rules as code, each beside its source.
