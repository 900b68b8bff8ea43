
if ! command -v cargo >/dev/null; then
  echo 'get-briefpress.sh: there is no cargo on this machine; install Rust first, or build elsewhere and upload public/' >&2
  exit 1
fi
# Compiled from the registry of Rust packages, which takes some minutes, if this version is published there: `cargo search
# briefpress` tells. If not, write `--git <address of its repository>`, or `--path <folder>` with its source in your
# repository, in place of its name.
cargo install --locked --force --root .briefpress "briefpress@$version"
