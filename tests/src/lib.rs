//! Tests that no single crate can hold: whole plans, links, oracles, artefacts, the page.

pub mod cluster;
pub mod exports;
pub mod fuzz;
pub mod golden;
pub mod hostile;
pub mod matrix;
pub mod oracle;
pub mod random;
pub mod seeded;
pub mod text_fields;
pub mod text_plans;
