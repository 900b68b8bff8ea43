
# Compiled from the registry of Rust packages, which takes some minutes. If the source of briefpress is in your
# repository, write `cargo install --locked --path <folder>` instead.
cargo install --locked "briefpress@$version"
