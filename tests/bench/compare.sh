#!/usr/bin/env bash
# What a command of coord costs, as a ratio to an empty Rust process that is started the same way on this machine,
# and beside other programs where they are installed.
#
#   bash tests/bench/compare.sh [--dir DIR] [--samples N]
#
# DIR (target/bench) is where the boards are made: the figures are those of its disk. Nothing stays there.
set -euo pipefail
cd "$(dirname "$0")/../.."

dir=target/bench
samples=101
while (($# > 0)); do
    case $1 in
        --dir) dir=${2:?--dir wants a directory}; shift 2 ;;
        --samples) samples=${2:?--samples wants a number}; shift 2 ;;
        -h | --help) sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
        *) echo "compare.sh: unknown argument $1" >&2; exit 2 ;;
    esac
done

tools=target/bench-tools
mkdir -p "$tools" "$dir"
coord=$(cargo build --release --locked --quiet --bin coord --message-format=json-render-diagnostics |
    sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | tail -n 1)

# `rustc` by itself, without the settings of this package: the empty process that others would start.
echo 'fn main() {}' > "$tools/empty.rs"
rustc -O --edition 2024 -o "$tools/empty" "$tools/empty.rs"
rustc -O --edition 2024 -o "$tools/compare" tests/bench/compare/main.rs

"$tools/compare" --coord "$coord" --empty "$tools/empty" --dir "$dir" --samples "$samples"
