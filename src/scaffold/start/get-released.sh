
# Fetched from its release.
name="briefpress-$(uname -m)-unknown-linux-gnu"
release="@repository@/releases/download/v$version"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for file in "$name.tar.gz" SHA256SUMS; do
  curl --fail --silent --show-error --location --retry 3 --output "$file" "$release/$file"
done
# What is not what was released is not run.
grep -F "  $name.tar.gz" SHA256SUMS | sha256sum --check --quiet -
tar xzf "$name.tar.gz"
mkdir -p "$bin"
mv -f "$name/briefpress" "$bin/briefpress"
