//! The warm pool of the Amazon VPC CNI: how many addresses one node holds for its pods.
//!
//! A node's IP address manager (ipamd) keeps addresses ready before pods need them, one interface, one prefix or one
//! address at a time, as its `WARM_*` and `MINIMUM_IP_TARGET` settings say.
//!
//! Two forms of the same rule stand side by side.
//! [`footprint`] answers by arithmetic, fast enough for every keystroke; [`steps::Pool`] replays ipamd's decisions one
//! by one and is the oracle that the arithmetic is held to.
//! [`advice`] turns the rule round: which targets a node needs to keep so many addresses spare.
//! [`contention::contend`] replays several nodes that share subnets too small for all of them.
//!
//! Everything here follows ipamd of the VPC CNI v1.23.1, read 2026-11-23:
//! <https://github.com/aws/amazon-vpc-cni-k8s/blob/b52188387f2e2f10bf289ace929d6a63b176a4fa/pkg/ipamd/ipamd.go>.
//! It assumes that pods are packed, as on a node that only ever grew; [`peak`] says what a node that shrank may keep.

pub mod advice;
mod closed_form;
pub mod contention;
mod decisions;
mod footprint;
mod free;
mod interface;
mod settings;
pub mod steps;
mod supply;
mod targets;

pub(crate) use closed_form::Limits;
pub use closed_form::{footprint, peak};
pub use footprint::{Footprint, Trouble};
pub use settings::{ADDRESSES_PER_PREFIX, PoolSettings, Unit};
pub use targets::Targets;
