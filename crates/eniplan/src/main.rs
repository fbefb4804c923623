//! eniplan
fn main() {}
