//! The commands as testscripts: `tests/cli/*.trycmd`, each with the files that it begins with (`*.in/`) and some of those
//! that it must leave behind (`*.out/`). `TRYCMD=overwrite cargo test scripts` writes down what is printed. Backslashes
//! become slashes before anything is compared, so that paths are the same everywhere; hence those in the manual page.

#[test]
fn every_script_prints_and_leaves_what_it_says() {
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1770854400")
        .env("NO_COLOR", "1")
        .case("tests/cli/*.trycmd");
}
