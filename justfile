# What is done often, by name. `just` lists it.

_list:
    @just --list --unsorted

# Everything that CI runs.
check:
    bash .ci/run

# The tests, at the sizes that fit a coffee.
test *arguments:
    cargo test {{ arguments }}

# The tests at the sizes that fit a night: more processes, more kills, more power cuts.
soak *arguments:
    COORD_SOAK=1 cargo test --release {{ arguments }}

# The criterion benches, then each command beside an empty process and other programs.
bench:
    cargo bench --bench store
    bash tests/bench/compare.sh
