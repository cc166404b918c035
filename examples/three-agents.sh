#!/usr/bin/env bash
# Three agents share a board, all at the same time: no server, no queue in between, nobody told to come back later.
# Each of them claims three pieces of work, reports progress, completes two and is still busy with the third when
# we look.
#
#   bash examples/three-agents.sh          # uses `coord` from the PATH, or the program that $COORD names
set -euo pipefail

coord=${COORD:-coord}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export COORDINATION_DIR=$place/board

# work_as TEAM PIECE...: what one agent does from its first to its last piece of work.
work_as() {
    local team=$1 piece id
    shift
    AGENT_ID=$("$coord" generate-id)
    export AGENT_ID
    "$coord" register "$AGENT_ID" "$team" > "$place/$team.txt"
    for piece in "$@"; do
        # -q prints the id of the claimed item and nothing else.
        id=$("$coord" -q claim feature "$piece" high "$team")
        "$coord" progress "$id" 60 >> "$place/$team.txt"
        # The last piece stays open.
        [[ $piece == "${!#}" ]] || "$coord" complete "$id" success 5 >> "$place/$team.txt"
    done
}

work_as backend_team "Store sessions" "Expire sessions" "Rotate session keys" &
backend=$!
work_as frontend_team "Draw the login form" "Say why a login failed" "Remember the last user" &
frontend=$!
work_as platform_team "Serve over TLS" "Measure logins" "Alert on failed logins" &
platform=$!
# An agent that fails fails this script.
wait "$backend"
wait "$frontend"
wait "$platform"

"$coord" dashboard

# Nobody's work was lost: the file, which any program may read, holds nine items with nine ids.
claims=$COORDINATION_DIR/work_claims.json
ids=$(grep -o '"work_item_id": "work_[0-9]*"' "$claims" | sort -u | wc -l)
completed=$(grep -c '"status": "completed"' "$claims")
progressed=$(grep -c '"progress": 60' "$claims")
echo
echo "Items: $((ids)), with progress: $progressed, completed: $completed"
if ((ids != 9 || progressed != 9 || completed != 6)); then
    echo "Something was lost." >&2
    exit 1
fi
echo "Nothing was lost."
