
is_there || { echo "get-briefpress.sh: this is no briefpress $version" >&2; exit 1; }
keep
