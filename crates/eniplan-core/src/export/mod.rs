//! Report to text: the files that do what the plan says.

#[allow(dead_code)]
pub(crate) mod hcl;
pub(crate) mod text;
#[allow(dead_code)]
mod yaml;
