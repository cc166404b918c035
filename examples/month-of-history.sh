#!/usr/bin/env bash
# Makes a board with a month of history: thirty days in which six agents of three teams take work from the queue, finish
# it, hand it back or fail. The same seed makes the same board, to the byte of every id.
#
#   bash examples/month-of-history.sh [DIR] [SEED] [END]    # uses `coord` from the PATH, or the program that $COORD names
#
# DIR is the state directory, by default one that goes again in the end; END is the last moment, in UTC. With a DIR, a
# ledger of all that was done is left beside the board: DIR.ledger.tsv. Its columns are the second, what was done, the
# item, the agent, the kind of work, the team, the points and the result.
set -euo pipefail

coord=${COORD:-coord}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export COORDINATION_DIR=${1:-$place/board}
seed=${2:-1}
end=${3:-2026-01-31T12:00:00Z}
last=$(date -u -d "$end" +%s)
unset AGENT_ID COORD_NOW

# One file of requests for every four hours, named by its second.
mkdir "$place/steps"
awk -v seed="$seed" -v last="$last" -v steps="$place/steps" -v ledger="$place/ledger" '
    # A generator of our own: that of awk differs from one awk to the other.
    function chance() { state = (state * 16807) % 2147483647; return state / 2147483647 }
    function pick(list,   parts, count) { count = split(list, parts, " "); return parts[int(chance() * count) + 1] }
    function note(what, id, agent, result) {
        print now "\t" what "\t" id "\t" agent "\t" type[id] "\t" team[id] "\t" points[id] "\t" result > ledger
    }
    function ask(request) { print request > (steps "/" now); asked++ }
    function new_item(   id) {
        id = sprintf("work_%d%09d", now, made++)
        type[id] = pick("feature feature bug chore"); team[id] = pick(teams); points[id] = pick("1 2 3 5 8")
        queue[++behind] = id
        ask("{\"op\":\"add\",\"work_type\":\"" type[id] "\",\"description\":\"Piece " ++pieces " of the month\"," \
            "\"priority\":\"" pick("high medium medium low") "\",\"team\":\"" team[id] "\",\"points\":" points[id] "," \
            "\"value\":" points[id] * 2 ",\"meta\":[\"objective=" pick("Reliability Usability Reach") "\"]}")
        note("add", id, "", "")
    }
    function take(agent,   id) {
        id = queue[++front]; holds[agent] = id; until[agent] = now + (1 + int(chance() * 5)) * 14400
        ask("{\"op\":\"claim\",\"id\":\"" id "\",\"agent_id\":\"" agent "\",\"team\":\"" team[id] "\"}")
        note("claim", id, agent, "")
    }
    function finish(agent,   id, luck, result) {
        id = holds[agent]; luck = chance(); holds[agent] = ""
        if (luck < 0.06) {
            ask("{\"op\":\"release\",\"work_id\":\"" id "\",\"agent_id\":\"" agent "\"}")
            note("release", id, agent, ""); queue[++behind] = id
            return
        }
        result = luck < 0.14 ? "failed" : "success"
        ask("{\"op\":\"complete\",\"work_id\":\"" id "\",\"agent_id\":\"" agent "\",\"result\":\"" result "\"," \
            "\"points\":" points[id] "}")
        note("complete", id, agent, result)
    }
    BEGIN {
        state = seed % 2147483646 + 1; teams = "backend_team frontend_team platform_team"
        split("ada bo cy dee eli fay", agents, " ")
        for (now = last - 30 * 86400; now <= last; now += 14400) {
            made = 0; asked = 0
            # First who is done, then what is new, then who is free.
            for (number = 1; number <= 6; number++)
                if (holds[agents[number]] != "" && until[agents[number]] <= now) finish(agents[number])
            for (more = int(chance() * 4); more > 0; more--) new_item()
            for (number = 1; number <= 6; number++)
                if (holds[agents[number]] == "" && front < behind) take(agents[number])
            if (asked) close(steps "/" now)
        }
    }'

# The first command makes the board; leases outlive the longest work.
COORD_NOW=$((last - 31 * 86400))000000000 "$coord" -q init
settings() { "$coord" config set "$1" "$2" > "$place/answers"; }
settings lease 3d
for team in backend_team frontend_team platform_team; do
    settings "teams.$team.capacity" 90
done
for objective in Reliability:750 Usability:600 Reach:700; do
    settings "objectives.${objective%:*}.business_value" "${objective#*:}"
done
for step in "$place"/steps/*; do
    COORD_NOW=$(basename "$step")000000000 "$coord" batch --atomic "$step" > "$place/answers"
done

completed=$(awk -F '\t' '$2 == "complete"' "$place/ledger" | wc -l)
if (($# > 0)); then
    cp "$place/ledger" "$COORDINATION_DIR.ledger.tsv"
fi
echo "✅ A month of history with seed $seed: $(wc -l < "$place/ledger") steps, $completed completions"
