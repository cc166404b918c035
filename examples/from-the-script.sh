#!/usr/bin/env bash
# Moving from coordination_helper.sh to coord, and back. The files stay where they are and what they are; callers keep
# calling `coordination_helper.sh`; only what answers to that name changes.
#
#   bash examples/from-the-script.sh       # uses `coord` from the PATH, or the program that $COORD names
#
# The callers in this example read the files with `jq`, as callers of the script do.
set -euo pipefail

coord=${COORD:-coord}
if ! command -v jq > /dev/null; then
    echo "skipped: the old callers in this example want jq"
    exit 0
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# --- What is there today: a directory that the script wrote. -----------------------------------------------------
export COORDINATION_DIR=$place/agent_coordination
mkdir "$COORDINATION_DIR"
cat > "$COORDINATION_DIR/work_claims.json" <<'JSON'
[
  {
    "work_item_id": "work_1750057200000000001",
    "agent_id": "agent_1750057200000000000",
    "reactor_id": "shell_agent",
    "claimed_at": "2025-06-16T07:00:00Z",
    "estimated_duration": "30m",
    "work_type": "feature",
    "priority": "high",
    "description": "Draw the login form",
    "status": "active",
    "team": "frontend_team",
    "telemetry": {
      "trace_id": "0af7651916cd43dd8448eb211c80319c",
      "span_id": "b7ad6b7169203331",
      "operation": "s2s.work.claim",
      "service": "s2s-coordination"
    }
  },
  {
    "work_item_id": "work_nightly_report_17500",
    "agent_id": null,
    "claimed_at": null,
    "work_type": "",
    "priority": "low",
    "description": "An item that some other program put there, in a shape of its own",
    "status": "pending",
    "ticket": 4711
  }
]
JSON
cat > "$COORDINATION_DIR/agent_status.json" <<'JSON'
[
  {
    "agent_id": "agent_1750057200000000000",
    "team": "frontend_team",
    "status": "active",
    "capacity": 100,
    "current_workload": 0,
    "specialization": "general_development",
    "last_heartbeat": "2025-06-16T07:00:00Z",
    "performance_metrics": {
      "tasks_completed": 0,
      "average_completion_time": "0m",
      "success_rate": 100.0
    }
  }
]
JSON
echo '[]' > "$COORDINATION_DIR/coordination_log.json"
echo '2025-06-16T06:30:00Z: Team frontend_team +5 velocity points' > "$COORDINATION_DIR/velocity_log.txt"

# --- Moving: put the name where callers find it. ------------------------------------------------------------------
"$coord" shim install "$place/bin"
export PATH=$place/bin:$PATH

# --- The callers, as they were. -----------------------------------------------------------------------------------
# field ID NAME: what a caller reads from the file.
field() {
    jq -r --arg id "$1" --arg name "$2" '.[] | select(.work_item_id == $id) | .[$name]' \
        "$COORDINATION_DIR/work_claims.json"
}

coordination_helper.sh claim bug_fix "Say \"no\" politely; cost: \$5" high backend_team > "$place/claim.txt"
cat "$place/claim.txt"
id=$(grep -o 'work_[0-9]*' "$place/claim.txt" | head -1)
echo "the caller read: $id, $(field "$id" status), $(field "$id" description)"

coordination_helper.sh progress "$id" 50
echo "the caller read: progress $(field "$id" progress), status $(field "$id" status)"

# Other programs edit the file without a lock, as they always did. Their edits are kept.
jq --arg id "$id" 'map(if .work_item_id == $id then .priority = "critical" else . end)' \
    "$COORDINATION_DIR/work_claims.json" > "$place/edited.json"
mv "$place/edited.json" "$COORDINATION_DIR/work_claims.json"

coordination_helper.sh complete "$id" success 8
echo "the caller read: status $(field "$id" status), priority $(field "$id" priority)"

# Work that the script began is finished the same way.
coordination_helper.sh complete work_1750057200000000001 success 5
tail -n 2 "$COORDINATION_DIR/velocity_log.txt"

# --- And back. ----------------------------------------------------------------------------------------------------
"$coord" shim remove "$place/bin"
if [[ -e $place/bin/coordination_helper.sh ]]; then
    echo "The shim is still there." >&2
    exit 1
fi

# What the script would find: its own files, three items, with every field that it or others wrote.
[[ $(jq length "$COORDINATION_DIR/work_claims.json") == 3 ]]
[[ $(field work_nightly_report_17500 ticket) == 4711 ]]
[[ $(field "$id" result) == success && $(field "$id" priority) == critical ]]
[[ $(jq length "$COORDINATION_DIR/coordination_log.json") == 2 ]]
[[ ! -e $COORDINATION_DIR/work_claims.json.lock ]]
echo "The files are as the script knows them: it can go on from here."
