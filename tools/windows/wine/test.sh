#!/usr/bin/env bash
# Runs tests of this checkout under Wine, on the Python, the libraries and the program of a package.
# usage: test.sh PACKAGE.zip [words for pytest]      WINE_FOLDER keeps what was prepared (default: a folder in /tmp)
set -euo pipefail
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../../..")
folder=${WINE_FOLDER:-/tmp/bao-cao-wine}
unpacked=$("$here/prepare.sh" "$1" "$folder")
shift
program="$unpacked/$(tr -d '\r\n' <"$unpacked/phien-ban.txt")"
# The package's own paths come first; then what only the tests need.
for path in "$folder/libraries" "$here" "$root"; do
  printf 'Z:%s\r\n' "${path//\//\\}" >>"$program/python/python313._pth"
done
cd "$root"
export WINEPREFIX="$folder/prefix" WINEDEBUG=-all
# Wine wants pipes: it has no handles for a terminal that is not there, nor for a file.
/usr/lib/wine/wine64 "$program/python/python.exe" -m pytest -p winecompat -p no:cacheprovider --import-mode=append "$@" </dev/null 2>&1 | cat
exit "${PIPESTATUS[0]}"
