//! The command `briefpress`. All of it is in the library's `cli`.

fn main() -> std::process::ExitCode {
    briefpress::cli::main()
}
