#!/bin/sh
# Puts briefpress @version@ into .briefpress/bin, on the machine of a host, before each build. Where it was kept from the
# build before, there is nothing to do. For another version, change the number below.
set -eu
version=@version@
cd "$(dirname "$0")"
program=.briefpress/bin/briefpress
is_there() { [ "$("$program" --version 2>/dev/null)" = "briefpress $version" ]; }
mkdir -p .briefpress/bin
printf '*\n' >.briefpress/.gitignore
# Netlify keeps this folder from one build to the next.
kept=
if [ "${NETLIFY:-}" = true ] && [ -d "${NETLIFY_CACHE_DIR:-/opt/build/cache}" ]; then
  kept=${NETLIFY_CACHE_DIR:-/opt/build/cache}/briefpress-program
  if [ -f "$kept" ]; then cp "$kept" "$program"; fi
fi
keep() { if [ -n "$kept" ] && ! cmp -s "$program" "$kept"; then cp "$program" "$kept"; fi; }
if is_there; then
  keep
  exit 0
fi
rm -f "$program"
