//! Sets the stack of the module: of the 1 MiB that it would have, no page and no plan touches more than 32 KiB.

use std::env;

/// Bytes of stack; a module that needs more traps, as its stack lies below everything else.
///
/// `tests/browser/memory.test.mjs` holds what is used to half of it.
const STACK: usize = 128 << 10;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // Tests run natively, where the linker has no such flag; without optimisation frames are several times as large.
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && !is("OPT_LEVEL", "0") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
    }
}
