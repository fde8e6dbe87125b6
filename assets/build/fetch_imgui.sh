#!/bin/sh
# Brings the sources of Dear ImGui 1.92 into a folder: fetch_imgui.sh FOLDER. Does nothing where they are
# already.
#
# Debian packages them in a newer suite than the one this machine runs. The machine's own package source is
# copied with its suite and type changed, into files of our own, so the signature is checked and nothing of
# the machine changes.
set -eu
target=$1
suite=forky

[ -f "$target/imgui.h" ] && exit 0
command -v apt-get >/dev/null || {
    echo "Dear ImGui's sources come from Debian's archive, and this machine has no apt-get." >&2
    echo "Configure with -DPARASOL_IMGUI_DIR=FOLDER, the folder of Dear ImGui 1.92 or later." >&2
    exit 1
}
echo "Fetching the sources of Dear ImGui (Debian source package imgui, suite $suite)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"  # the archive tool drops its rights and must still get in
mkdir -p "$work/sourceparts" "$work/lists/partial" "$work/download"

# The first Debian entry of this machine that is no security or update archive, in either of apt's two
# formats.
for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    awk 'BEGIN { RS = ""; ORS = "\n\n" }
         /(^|\n)Types:/ && !/-security/ && /(^|\n)Suites:[^\n]*(bookworm|trixie|forky|sid|stable|testing)/ {
             print; found = 1; exit }' "$file" |
        sed -e '/^#/d' -e 's/^Types:.*/Types: deb-src/' -e "s/^Suites:.*/Suites: $suite/" \
            -e 's/^Components:.*/Components: main/' > "$work/sourceparts/imgui.sources"
    [ -s "$work/sourceparts/imgui.sources" ] && break
    rm -f "$work/sourceparts/imgui.sources"
done
if [ ! -f "$work/sourceparts/imgui.sources" ]; then
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
        awk -v suite="$suite" -v any='[ \t](bookworm|trixie|forky|sid|stable|testing)[ \t]' \
            '/^deb[ \t]/ && !/-security/ && $0 ~ any {
                sub(/^deb/, "deb-src"); sub(any ".*", " " suite " main"); print; exit }' \
            > "$work/sourceparts/imgui.list"
    [ -s "$work/sourceparts/imgui.list" ] || {
        echo "No Debian entry found among this machine's package sources; install one, or configure with" >&2
        echo "-DPARASOL_IMGUI_DIR=FOLDER, the folder of Dear ImGui 1.92 or later." >&2
        exit 1
    }
fi

# A mirror that lags behind is good enough here: the signature and the sums are checked all the same.
apt() {
    apt-get -q -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/sourceparts" \
        -o "Dir::State::lists=$work/lists" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
        -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false "$@"
}
apt update > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
(cd "$work/download" && apt source --download-only imgui) >> "$work/log" 2>&1 || {
    cat "$work/log" >&2
    exit 1
}

mkdir "$work/imgui"
tar -xf "$work"/download/imgui_*.orig.tar.* -C "$work/imgui" --strip-components=1
mkdir -p "$target"
cp -R "$work/imgui/." "$target/"
