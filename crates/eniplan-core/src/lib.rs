//! The rules of eniplan: how many addresses an Amazon EKS plan takes, what stops it first, and what to write down.
//!
//! Plain data in, plain data out: no I/O, no clock, no randomness, no printing.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod analyze;
pub mod aws;
#[cfg(feature = "export")]
pub mod export;
pub mod finding;
pub mod layout;
pub mod link;
pub mod net;
pub mod plan;
