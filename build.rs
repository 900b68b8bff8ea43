//! The unwinder comes out of the static half of GCC's runtime, so that the program needs nothing but the C library from the
//! machine that it runs on.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        // Not bundled: the linker finds it where its compiler keeps it.
        println!("cargo:rustc-link-lib=static:-bundle=gcc_eh");
    }
}
