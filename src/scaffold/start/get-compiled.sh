
# Compiled from the registry of Rust packages, which takes some minutes, if this version is published there: `cargo search
# briefpress` tells. If not, write `cargo install --locked --git <address of its repository>` in its place, or
# `cargo install --locked --path <folder>` with its source in your repository.
cargo install --locked "briefpress@$version"
