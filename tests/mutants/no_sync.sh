#!/bin/sh
# The mutant proof of the power-cut test: a build whose acknowledged writes are not synced must fail it.
#
# Copies the tree, takes the sync of the journal out of the copy, builds that, and runs the power-cut test of this
# tree against it. Exits 0 when the test fails, as it must. Needs root, losetup, mkfs.ext4, unshare and python3.
set -eu

here=$(cd "$(dirname "$0")/../.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

sync_file=src/store/files/commit.rs
sync_call='fs::fdatasync(journal)'

cp -R "$here/Cargo.toml" "$here/Cargo.lock" "$here/src" "$copy/"
for folder in .cargo benches build.rs; do
    [ ! -e "$here/$folder" ] || cp -R "$here/$folder" "$copy/"
done
# Test and bench targets that the manifest may name are not part of the copy.
mkdir -p "$copy/tests"
cp -R "$here/tests/." "$copy/tests/"

if [ "$(grep -cF "$sync_call" "$copy/$sync_file")" != 1 ]; then
    echo "no_sync: '$sync_call' is not exactly once in $sync_file: adapt this script" >&2
    exit 2
fi
sed -i "s/$sync_call/rustix::io::Result::Ok(())/" "$copy/$sync_file"

# Without the sync some names are unused: the warnings about that are shown only where the build fails.
CARGO_TARGET_DIR="$copy/target" cargo build --quiet --manifest-path "$copy/Cargo.toml" --bin coord \
    2>"$copy/build.txt" || { cat "$copy/build.txt" >&2; exit 2; }
mutant=$(find "$copy/target" -name coord -type f -path '*/debug/coord' | head -n 1)

cd "$here"
output="$copy/output.txt"
if COORD_TEST_BIN="$mutant" cargo test --quiet --test reliability power_cut -- --nocapture >"$output" 2>&1; then
    cat "$output"
    if grep -q '^skipped:' "$output"; then
        echo "no_sync: the power-cut test was skipped here, nothing is shown" >&2
        exit 3
    fi
    echo "no_sync: the build without its sync passed the power-cut test" >&2
    exit 1
fi
if ! grep -q 'acknowledged and lost' "$output"; then
    cat "$output"
    echo "no_sync: the test failed, but not because something acknowledged was lost" >&2
    exit 1
fi
grep 'acknowledged and lost' "$output" | head -n 1
echo "no_sync: the build without its sync fails the power-cut test, as it must"
