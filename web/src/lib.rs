//! The page: views only, no arithmetic on addresses.
