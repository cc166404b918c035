#!/usr/bin/env bash
# Fifty items that depend on each other are drained by eight workers, three of which are killed with kill -9 while they
# work. What those held comes back once its lease is over, and in the end each item was completed exactly once, in the
# order of the dependencies, and nothing is stuck.
#
#   bash examples/drain-with-crashes.sh    # uses `coord` from the PATH, or the program that $COORD names
set -euo pipefail

coord=${COORD:-coord}
place=$(mktemp -d)
declare -A pid
# Whatever happens, nobody is left behind.
trap 'kill -9 "${pid[@]}" 2> "$place/ended" || true; rm -rf "$place"' EXIT
export place COORDINATION_DIR=$place/board
log=$COORDINATION_DIR/coordination_log.json
mkdir "$place/needs" "$place/busy"
touch "$place/begun" "$place/wrong"

# Ten steps of five items; each item needs two of the step before. The leases are short, so that this is soon over.
before=()
for step in {1..10}; do
    now=()
    for part in {0..4}; do
        needs=()
        if ((step > 1)); then
            needs=("${before[part]}" "${before[(part + 1) % 5]}")
        fi
        after=$(IFS=,; echo "${needs[*]}")
        id=$("$coord" -q add build "Part $part of step $step" --max-attempts 9 ${after:+--after "$after"})
        echo "${needs[*]}" > "$place/needs/$id"
        now+=("$id")
    done
    before=("${now[@]}")
done

# What a worker does with an item: look whether all that it needs is completed, then work for a while.
cat > "$place/job" <<'JOB'
echo "$COORD_WORK_ID" >> "$place/begun"
touch "$place/busy/$AGENT_ID"
for need in $(cat "$place/needs/$COORD_WORK_ID"); do
    grep -q "\"$need\"" "$COORDINATION_DIR/coordination_log.json" \
        || echo "$COORD_WORK_ID was begun before $need was completed" >> "$place/wrong"
done
sleep 0.2
rm -f "$place/busy/$AGENT_ID"
JOB

# Eight workers, each a process of its own, until nothing in the queue can come up any more.
deadline=$((SECONDS + 60))
for worker in {1..8}; do
    AGENT_ID=worker_$worker "$coord" work --until-empty --lease 2s --poll 100ms -- \
        bash "$place/job" > "$place/worker_$worker.txt" &
    pid[$worker]=$!
    # The shell is not to tell of those that are killed.
    disown
done

# Three of them are killed, whoever works on an item just then.
killed=0
while ((killed < 3 && SECONDS <= deadline)); do
    for worker in "${!pid[@]}"; do
        if ((killed < 3)) && [[ -e $place/busy/worker_$worker ]]; then
            kill -9 "${pid[$worker]}" && killed=$((killed + 1))
            unset "pid[$worker]"
        fi
    done
    sleep 0.01
done
# The others end by themselves, once nothing is left to do.
for worker in "${!pid[@]}"; do
    while kill -0 "${pid[$worker]}" 2> "$place/ended" && ((SECONDS <= deadline)); do sleep 0.05; done
    kill -0 "${pid[$worker]}" 2> "$place/ended" || unset "pid[$worker]"
done
ended=$(cat "$place"/worker_*.txt | grep -c '^🏁 DONE' || true)

# The files say what came of it; any program may read them.
completed=$(grep -c '"work_item_id"' "$log" || true)
different=$(grep '"work_item_id"' "$log" | sort -u | wc -l || true)
open=$(grep '"status"' "$COORDINATION_DIR/work_claims.json" | grep -vc '"completed"' || true)
begun=$(wc -l < "$place/begun")
wrong=$(wc -l < "$place/wrong")
echo "Workers: 8, killed: $killed"
echo "Items: 50, completions: $completed of $((different)) items, open: $open"
echo "Begun: $((begun)) times, before what they need: $((wrong))"
if ((killed != 3 || ended != 5 || completed != 50 || different != 50 || open != 0 || wrong != 0)); then
    cat "$place/wrong" "$place"/worker_*.txt >&2
    echo "Something was lost, done twice, done too early, or is stuck." >&2
    exit 1
fi
echo "Each item was completed once, after what it needs, and nothing is stuck."
