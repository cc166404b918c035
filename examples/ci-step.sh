#!/usr/bin/env bash
# A step of a pipeline that says on the board what it does: it claims a piece of work, runs a command, gives signs of
# life while it runs, and completes the work with `success` or `failed`, as the command ended. It ends as the command
# did, so the pipeline sees no difference.
#
#   bash examples/ci-step.sh                            # a command that takes a second
#   bash examples/ci-step.sh cargo test                 # or yours
#   bash examples/ci-step.sh sh -c 'exit 3'; echo $?    # 3
#
# Uses `coord` from the PATH, or the program that $COORD names.
set -euo pipefail

coord=${COORD:-coord}
(($# > 0)) || set -- sh -c 'echo "the work itself"; sleep 1'

# A board that is gone afterwards. In a pipeline leave these three lines out: `coord` finds the board of the
# repository, and all steps and agents share it.
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export COORDINATION_DIR=$place/board

AGENT_ID=$("$coord" generate-id)
export AGENT_ID

# -q prints the id and nothing else; whatever goes wrong is on stderr and in the exit code.
id=$("$coord" -q claim ci "$*" high platform_team)
echo "claimed $id"

# While the command runs, a sign of life now and then keeps the claim ours.
give_signs_of_life() {
    local pause=
    trap 'kill $pause 2> /dev/null; exit 0' TERM
    while true; do
        "$coord" -q heartbeat "$AGENT_ID" --work "$id" || true
        sleep "${HEARTBEAT_INTERVAL:-60}" &
        pause=$!
        wait "$pause"
    done
}
give_signs_of_life > "$place/heartbeats.txt" 2>&1 &
heart=$!

status=0
"$@" || status=$?

kill "$heart" 2>/dev/null || true
wait "$heart" || true

if ((status == 0)); then
    "$coord" -q complete "$id" success 3 > /dev/null
else
    "$coord" -q complete "$id" failed 0 > /dev/null
fi

# --json prints one document, on success and on failure: something to keep beside the logs of the build.
"$coord" --json show "$id"
exit "$status"
