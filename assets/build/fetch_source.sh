#!/bin/sh
# Brings the sources of a Debian package into a folder: fetch_source.sh PACKAGE SUITE PROOF FOLDER. SUITE "own" is
# the machine's. Does nothing where the file PROOF is in the folder already.
#
# The machine's own package source is copied with its type (and suite) changed, into files of our own: so the
# signature is checked, and nothing of the machine changes.
set -eu
package=$1 suite=$2 proof=$3 target=$4

[ -f "$target/$proof" ] && exit 0
no_source() {
    echo "The sources of $package come from Debian's archive, and $1." >&2
    [ "$package" != imgui ] ||
        echo "Configure with -DPARASOL_IMGUI_DIR=FOLDER, the folder of Dear ImGui 1.92 or later." >&2
    exit 1
}
command -v apt-get >/dev/null || no_source "this machine has no apt-get"
echo "Fetching the sources of $package (Debian source package, suite $suite)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/sourceparts" "$work/lists/partial" "$work/download"

# The first Debian entry of this machine that is not its security archive, in either of apt's two formats.
known='(bookworm|trixie|forky|sid|stable|testing|unstable)'
for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    awk -v any="(^|\n)Suites:[^\n]*$known" 'BEGIN { RS = ""; ORS = "\n\n" }
        /(^|\n)Types:/ && !/-security/ && $0 ~ any { print; exit }' "$file" |
        sed -e '/^#/d' -e 's/^Types:.*/Types: deb-src/' -e 's/^Components:.*/Components: main/' \
            > "$work/sourceparts/$package.sources"
    [ "$suite" = own ] || sed -i "s/^Suites:.*/Suites: $suite/" "$work/sourceparts/$package.sources"
    [ -s "$work/sourceparts/$package.sources" ] && break
    rm -f "$work/sourceparts/$package.sources"
done
if [ ! -f "$work/sourceparts/$package.sources" ]; then
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        awk -v suite="$suite" -v any="[ \t]$known[ \t]" '/^deb[ \t]/ && !/-security/ && $0 ~ any {
            sub(/^deb/, "deb-src")
            if (suite != "own") sub(any ".*", " " suite " main")
            print
            exit }' > "$work/sourceparts/$package.list"
    [ -s "$work/sourceparts/$package.list" ] || no_source "this machine has no entry of Debian's archive"
fi

# A mirror that lags behind is good enough here: the signature and the sums are checked all the same.
apt() {
    apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/sourceparts" \
        -o "Dir::State::lists=$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false "$@"
}
{ apt update && cd "$work/download" && apt source --download-only "$package"; } > "$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}

mkdir "$work/unpacked"
tar -xf "$work"/download/"$package"_*.orig.tar.* -C "$work/unpacked" --strip-components=1
mkdir -p "$target"
cp -R "$work/unpacked/." "$target/"
