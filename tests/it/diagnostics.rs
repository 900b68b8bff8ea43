//! Each file in tests/diagnostics/ is a site with something wrong, and under `-- told --` what is said about it.
//! `BLESS=1 cargo test diagnostics` writes what is said now.

use crate::support;

#[test]
fn each_fault_is_told_as_written_down() {
    support::each_is_told_as_written_down("tests/diagnostics", 10, |_, site| {
        support::load(site).told()
    });
}
