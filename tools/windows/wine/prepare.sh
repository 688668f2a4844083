#!/usr/bin/env bash
# Unpacks a package for Wine as a user would, in a folder with diacritics; prints the folder with bat-dau.cmd in it.
# usage: prepare.sh PACKAGE.zip FOLDER     (sets up FOLDER/prefix for Wine, FOLDER/libraries for pytest)
set -euo pipefail
here=$(dirname "$(realpath "$0")")
package=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")

if ! command -v x86_64-w64-mingw32-gcc >/dev/null || ! [ -x /usr/lib/wine/wine64 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine64 gcc-mingw-w64-x86-64 >/dev/null
fi

unpacked="$folder/Sở Nội vụ (báo cáo)"
rm -rf "$unpacked"
python3 -m zipfile -e "$package" "$unpacked"
program="$unpacked/bao-cao/$(tr -d '\r\n' <"$unpacked/bao-cao/phien-ban.txt")"
x86_64-w64-mingw32-gcc -O2 -s -shared -o "$program/python/bcryptprimitives.dll" "$here/bcryptprimitives.c" -ladvapi32
if ! [ -d "$folder/prefix" ]; then
  WINEPREFIX="$folder/prefix" WINEDEBUG=-all /usr/lib/wine/wine64 wineboot -i >/dev/null 2>&1
fi
if ! [ -d "$folder/libraries" ]; then
  python3 -m pip install -q --disable-pip-version-check --target "$folder/libraries" --platform win_amd64 \
    --python-version 3.13 --only-binary :all: pytest hypothesis colorama msoffcrypto-tool
fi
echo "$unpacked/bao-cao"
