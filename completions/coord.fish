# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_coord_global_optspecs
    string join \n json q/quiet shell fields= dir= lock-timeout= request-id= reason= color= allow-network-fs v/verbose h/help V/version
end

function __fish_coord_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_coord_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_coord_using_subcommand
    set -l cmd (__fish_coord_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c coord -n "__fish_coord_needs_command" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_needs_command" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_needs_command" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_needs_command" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_needs_command" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_needs_command" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_needs_command" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_needs_command" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_needs_command" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_needs_command" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_needs_command" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_needs_command" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_needs_command" -s V -l version -d 'Print version'
complete -c coord -n "__fish_coord_needs_command" -f -a "help" -d 'Show the overview, or the help of one command'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim" -d 'Claim work: type, description, priority, team; or --next, or --id'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim-fast" -d 'Claim work: type, description, priority, team; or --next, or --id'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim-slow" -d 'Claim work: type, description, priority, team; or --next, or --id'
complete -c coord -n "__fish_coord_needs_command" -f -a "next" -d 'Take the next work of the queue that is ready for you'
complete -c coord -n "__fish_coord_needs_command" -f -a "progress" -d 'Report progress: work id, percent, status'
complete -c coord -n "__fish_coord_needs_command" -f -a "complete" -d 'Complete work: work id, result, story points'
complete -c coord -n "__fish_coord_needs_command" -f -a "release" -d 'Hand work back to the queue: work id'
complete -c coord -n "__fish_coord_needs_command" -f -a "fail" -d 'Give work up as failed: work id, what went wrong'
complete -c coord -n "__fish_coord_needs_command" -f -a "handoff" -d 'Give work to another agent: work id, --to, --note'
complete -c coord -n "__fish_coord_needs_command" -f -a "hand-off" -d 'Give work to another agent: work id, --to, --note'
complete -c coord -n "__fish_coord_needs_command" -f -a "reassign-work" -d 'Give all that one agent has to another: --from, --to'
complete -c coord -n "__fish_coord_needs_command" -f -a "reassign" -d 'Give all that one agent has to another: --from, --to'
complete -c coord -n "__fish_coord_needs_command" -f -a "list-work" -d 'List open work, of one team or of all'
complete -c coord -n "__fish_coord_needs_command" -f -a "list-work-fast" -d 'List open work with a summary'
complete -c coord -n "__fish_coord_needs_command" -f -a "show" -d 'Show an item, how it stands, and its history'
complete -c coord -n "__fish_coord_needs_command" -f -a "history" -d 'Show what happened, on one item or on all'
complete -c coord -n "__fish_coord_needs_command" -f -a "add" -d 'Put work into the queue: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "add-work" -d 'Put work into the queue: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "edit" -d 'Change what is said of work: work id, and flags'
complete -c coord -n "__fish_coord_needs_command" -f -a "block" -d 'Keep work from being taken: work id, reason'
complete -c coord -n "__fish_coord_needs_command" -f -a "unblock" -d 'Let blocked work be taken again: work id'
complete -c coord -n "__fish_coord_needs_command" -f -a "defer" -d 'Put work off until later: work id, when'
complete -c coord -n "__fish_coord_needs_command" -f -a "retry" -d 'Call back work that is dead or rests after a failure: work ids'
complete -c coord -n "__fish_coord_needs_command" -f -a "cancel" -d 'Give work up on purpose: work ids, and --reason'
complete -c coord -n "__fish_coord_needs_command" -f -a "reap" -d 'Take work back from holders whose leases are over'
complete -c coord -n "__fish_coord_needs_command" -f -a "list" -d 'List items by status, kind, team, agent and more'
complete -c coord -n "__fish_coord_needs_command" -f -a "ready" -d 'Show what could be taken now'
complete -c coord -n "__fish_coord_needs_command" -f -a "wait" -d 'Wait until there is work, or until an item has come so far'
complete -c coord -n "__fish_coord_needs_command" -f -a "deps" -d 'Show what waits for what: a tree, cycles, the critical path'
complete -c coord -n "__fish_coord_needs_command" -f -a "reserve" -d 'Keep paths free for you, without a piece of work'
complete -c coord -n "__fish_coord_needs_command" -f -a "unreserve" -d 'Free paths that you reserved'
complete -c coord -n "__fish_coord_needs_command" -f -a "conflicts" -d 'Show who is working on which paths'
complete -c coord -n "__fish_coord_needs_command" -f -a "register" -d 'Register an agent: id, team, capacity, specialization'
complete -c coord -n "__fish_coord_needs_command" -f -a "register-agent" -d 'Register an agent by flags, or by id, role and team'
complete -c coord -n "__fish_coord_needs_command" -f -a "heartbeat" -d 'Give a sign of life; renew the leases of what you hold'
complete -c coord -n "__fish_coord_needs_command" -f -a "generate-id" -d 'Print a new agent id; needs no state directory'
complete -c coord -n "__fish_coord_needs_command" -f -a "list-agents" -d 'List agents: how they stand, what they hold, what they can do'
complete -c coord -n "__fish_coord_needs_command" -f -a "agents" -d 'List agents: how they stand, what they hold, what they can do'
complete -c coord -n "__fish_coord_needs_command" -f -a "show-agent" -d 'Show an agent: what it can do, holds, and has completed'
complete -c coord -n "__fish_coord_needs_command" -f -a "remove-agent" -d 'Retire an agent; its work goes back into the queue'
complete -c coord -n "__fish_coord_needs_command" -f -a "retire-agent" -d 'Retire an agent; its work goes back into the queue'
complete -c coord -n "__fish_coord_needs_command" -f -a "agent-performance" -d 'Show what agents completed: success, time, velocity'
complete -c coord -n "__fish_coord_needs_command" -f -a "agent-workload" -d 'Show who holds how much, with limits and assignments'
complete -c coord -n "__fish_coord_needs_command" -f -a "agent-health" -d 'Score agents by success, expiries, speed, heartbeat'
complete -c coord -n "__fish_coord_needs_command" -f -a "assign" -d 'Let one agent alone take an item of the queue'
complete -c coord -n "__fish_coord_needs_command" -f -a "suggest" -d 'Suggest who should take an item, and why'
complete -c coord -n "__fish_coord_needs_command" -f -a "rebalance" -d 'Move assignments from agents that will not get to them'
complete -c coord -n "__fish_coord_needs_command" -f -a "run" -d 'Run a command on a piece of work, under its lease'
complete -c coord -n "__fish_coord_needs_command" -f -a "work" -d 'Work the queue off with a command, by as many workers as you like'
complete -c coord -n "__fish_coord_needs_command" -f -a "start" -d 'Start a pool of workers in the background'
complete -c coord -n "__fish_coord_needs_command" -f -a "stop" -d 'Stop the pool of workers in the background'
complete -c coord -n "__fish_coord_needs_command" -f -a "restart" -d 'Stop the pool in the background, and start it with the same orders'
complete -c coord -n "__fish_coord_needs_command" -f -a "scale" -d 'Change how many workers the pool in the background has'
complete -c coord -n "__fish_coord_needs_command" -f -a "pool" -d 'Show the pool of workers in the background'
complete -c coord -n "__fish_coord_needs_command" -f -a "dashboard" -d 'Show the whole board: agents, teams, work, velocity, events'
complete -c coord -n "__fish_coord_needs_command" -f -a "dashboard-fast" -d 'Show the whole board: agents, teams, work, velocity, events'
complete -c coord -n "__fish_coord_needs_command" -f -a "status" -d 'Show counts: work, agents, completions, the last change'
complete -c coord -n "__fish_coord_needs_command" -f -a "health-check" -d 'Score the board from 0 to 100, and say why'
complete -c coord -n "__fish_coord_needs_command" -f -a "health" -d 'Score the board from 0 to 100, and say why'
complete -c coord -n "__fish_coord_needs_command" -f -a "alerts" -d 'Show what is worth an alarm; --check tells each alert once'
complete -c coord -n "__fish_coord_needs_command" -f -a "metrics" -d 'Show the board as metrics for Prometheus'
complete -c coord -n "__fish_coord_needs_command" -f -a "monitor" -d 'Watch the board: who holds what, what happened last'
complete -c coord -n "__fish_coord_needs_command" -f -a "webhook" -d 'Tell other programs what happens: webhook add URL'
complete -c coord -n "__fish_coord_needs_command" -f -a "logs" -d 'Show what was done and what went wrong, line by line'
complete -c coord -n "__fish_coord_needs_command" -f -a "reports" -d 'Report throughput, success, lead times, burndown, forecast'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-analyze-priorities" -d 'Analyse how urgent each open item is'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-priorities" -d 'Analyse how urgent each open item is'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-optimize-assignments" -d 'Say who should take what, within capacity'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-optimize" -d 'Say who should take what, within capacity'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-health-analysis" -d 'Analyse what is wrong with the board, and what to do'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-health" -d 'Analyse what is wrong with the board, and what to do'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-analyze-health" -d 'Analyse what is wrong with the board, and what to do'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-team-analysis" -d 'Analyse how the work is spread over the teams'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-team" -d 'Analyse how the work is spread over the teams'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-suggest-teams" -d 'Analyse how the work is spread over the teams'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-teams" -d 'Analyse how the work is spread over the teams'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-recommend-work" -d 'Recommend what to take next: type'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-recommend" -d 'Recommend what to take next: type'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim-intelligent" -d 'Claim the recommended work: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim-ai" -d 'Claim the recommended work: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "ask" -d 'Answer a question about the board, with the ids that the answer rests on'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-stream" -d 'Tell how one part of the board does, line by line'
complete -c coord -n "__fish_coord_needs_command" -f -a "stream" -d 'Tell how one part of the board does, line by line'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-pipe" -d 'Analyse data from stdin, and print one JSON document'
complete -c coord -n "__fish_coord_needs_command" -f -a "pipe" -d 'Analyse data from stdin, and print one JSON document'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-enhanced" -d 'Analyse a file, and write what was found to another'
complete -c coord -n "__fish_coord_needs_command" -f -a "enhanced" -d 'Analyse a file, and write what was found to another'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-dashboard" -d 'Show which analyses there are, how old they are and who made them'
complete -c coord -n "__fish_coord_needs_command" -f -a "intelligence" -d 'Show which analyses there are, how old they are and who made them'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-status" -d 'Show who is asked for advice, and within which limits; --check asks'
complete -c coord -n "__fish_coord_needs_command" -f -a "claude-usage" -d 'Show what was asked of models, by day, model and analysis, and what it cost'
complete -c coord -n "__fish_coord_needs_command" -f -a "breaker" -d 'Show which providers are left alone after failures, or reset that'
complete -c coord -n "__fish_coord_needs_command" -f -a "pi-planning" -d 'Plan an increment: objectives, capacity, forecast, risks'
complete -c coord -n "__fish_coord_needs_command" -f -a "scrum-of-scrums" -d 'Show each team: done, in hand, blocked, waiting for others'
complete -c coord -n "__fish_coord_needs_command" -f -a "innovation-planning" -d 'Show free capacity, technical debt and new ideas'
complete -c coord -n "__fish_coord_needs_command" -f -a "ip" -d 'Show free capacity, technical debt and new ideas'
complete -c coord -n "__fish_coord_needs_command" -f -a "system-demo" -d 'Show what was built: objectives achieved, features, velocity'
complete -c coord -n "__fish_coord_needs_command" -f -a "inspect-adapt" -d 'Show what the increment brought, and what went wrong'
complete -c coord -n "__fish_coord_needs_command" -f -a "ia" -d 'Show what the increment brought, and what went wrong'
complete -c coord -n "__fish_coord_needs_command" -f -a "art-sync" -d 'Show risks, dependencies across teams, health of the train'
complete -c coord -n "__fish_coord_needs_command" -f -a "portfolio-kanban" -d 'Show epics by stage, from the funnel to done'
complete -c coord -n "__fish_coord_needs_command" -f -a "coach-training" -d 'Show roles, and exercises for coaches on this board'
complete -c coord -n "__fish_coord_needs_command" -f -a "value-stream" -d 'Map how work flows: lead, touch and waiting time'
complete -c coord -n "__fish_coord_needs_command" -f -a "vsm" -d 'Map how work flows: lead, touch and waiting time'
complete -c coord -n "__fish_coord_needs_command" -f -a "daily-standup" -d 'Show what was done, is in hand and is blocked: team'
complete -c coord -n "__fish_coord_needs_command" -f -a "retrospective" -d 'Show what went well in the sprint, and what did not: team'
complete -c coord -n "__fish_coord_needs_command" -f -a "init" -d 'Make a board: directory, commented settings, ignored by git'
complete -c coord -n "__fish_coord_needs_command" -f -a "config" -d 'Read and change the settings: config get, set, unset, list, validate, path'
complete -c coord -n "__fish_coord_needs_command" -f -a "environment" -d 'Show what coord goes by, and where each value comes from'
complete -c coord -n "__fish_coord_needs_command" -f -a "env" -d 'Show what coord goes by, and where each value comes from'
complete -c coord -n "__fish_coord_needs_command" -f -a "optimize" -d 'Move completed work to the archive, once the file is long'
complete -c coord -n "__fish_coord_needs_command" -f -a "cleanup" -d 'Move old finished work to the archive, after a backup'
complete -c coord -n "__fish_coord_needs_command" -f -a "clean-stale-agents" -d 'Retire agents that give no sign any more'
complete -c coord -n "__fish_coord_needs_command" -f -a "resolve-conflicts" -d 'Make ids that stand more than once stand once'
complete -c coord -n "__fish_coord_needs_command" -f -a "audit" -d 'Show, export or verify the trail of every change'
complete -c coord -n "__fish_coord_needs_command" -f -a "doctor" -d 'Check the board, and mend it with --fix'
complete -c coord -n "__fish_coord_needs_command" -f -a "selftest" -d 'Prove on this disk that nothing is lost or done twice'
complete -c coord -n "__fish_coord_needs_command" -f -a "upgrade" -d 'Bring the board to the format of this version, after a backup'
complete -c coord -n "__fish_coord_needs_command" -f -a "backup" -d 'Write the whole board to one file'
complete -c coord -n "__fish_coord_needs_command" -f -a "restore" -d 'Put a backup in the place of the board; keep the old one'
complete -c coord -n "__fish_coord_needs_command" -f -a "export" -d 'Write what stands on the board as JSON Lines'
complete -c coord -n "__fish_coord_needs_command" -f -a "import" -d 'Take what another board has: an export, or its directory'
complete -c coord -n "__fish_coord_needs_command" -f -a "sync" -d 'Pull the changes of another board, three-way'
complete -c coord -n "__fish_coord_needs_command" -f -a "batch" -d 'Run many requests at once: JSON Lines in, JSON Lines out'
complete -c coord -n "__fish_coord_needs_command" -f -a "shim" -d 'Install or remove the script\'s name, coordination_helper.sh'
complete -c coord -n "__fish_coord_needs_command" -f -a "schema" -d 'Print the JSON Schemas of requests and reports'
complete -c coord -n "__fish_coord_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c coord -n "__fish_coord_needs_command" -f -a "man" -d 'Print a manual page'
complete -c coord -n "__fish_coord_using_subcommand help" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand help" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand help" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand help" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand help" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand help" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand help" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand help" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand help" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand help" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand help" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand help" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim" -l id -d 'Take the item of this id' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l count -d 'Take so many items, or as many as there are' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand claim" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l wait -d 'Wait until it can be taken, or for so long, such as --wait=30s' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l after -d 'Items that have to be completed first' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l on-failed-dependency -d 'What becomes of it when one of them fails [default: block]' -r -f -a "block\t''
run\t''
cancel\t''"
complete -c coord -n "__fish_coord_using_subcommand claim" -l needs -d 'What its holder must be able to do, such as gpu' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l paths -d 'A glob of the paths that its holder works on, such as \'src/auth/**\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l deadline -d 'When it should be done: a date, a time, or a length of time from now, such as 3d' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l not-before -d 'Nobody may take it before: a date, a time, or a length of time from now' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l points -d 'Story points' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l value -d 'Business value' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l parent -d 'The item that it is a part of' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l key -d 'A name that at most one open item has' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l max-attempts -d 'How often it may fail before it is dead [default: 3]' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l assign -d 'Only this agent may take it' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l criterion -d 'What must hold when it is done; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l worktree -d 'The directory in which it is worked on' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l meta -d 'A name and a value of your own; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim" -l next -d 'Take the next item of the queue'
complete -c coord -n "__fish_coord_using_subcommand claim" -l unique -d 'Let type and description be the key'
complete -c coord -n "__fish_coord_using_subcommand claim" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l id -d 'Take the item of this id' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l count -d 'Take so many items, or as many as there are' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l wait -d 'Wait until it can be taken, or for so long, such as --wait=30s' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l after -d 'Items that have to be completed first' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l on-failed-dependency -d 'What becomes of it when one of them fails [default: block]' -r -f -a "block\t''
run\t''
cancel\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l needs -d 'What its holder must be able to do, such as gpu' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l paths -d 'A glob of the paths that its holder works on, such as \'src/auth/**\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l deadline -d 'When it should be done: a date, a time, or a length of time from now, such as 3d' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l not-before -d 'Nobody may take it before: a date, a time, or a length of time from now' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l points -d 'Story points' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l value -d 'Business value' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l parent -d 'The item that it is a part of' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l key -d 'A name that at most one open item has' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l max-attempts -d 'How often it may fail before it is dead [default: 3]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l assign -d 'Only this agent may take it' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l criterion -d 'What must hold when it is done; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l worktree -d 'The directory in which it is worked on' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l meta -d 'A name and a value of your own; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l next -d 'Take the next item of the queue'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l unique -d 'Let type and description be the key'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l id -d 'Take the item of this id' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l count -d 'Take so many items, or as many as there are' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l wait -d 'Wait until it can be taken, or for so long, such as --wait=30s' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l after -d 'Items that have to be completed first' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l on-failed-dependency -d 'What becomes of it when one of them fails [default: block]' -r -f -a "block\t''
run\t''
cancel\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l needs -d 'What its holder must be able to do, such as gpu' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l paths -d 'A glob of the paths that its holder works on, such as \'src/auth/**\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l deadline -d 'When it should be done: a date, a time, or a length of time from now, such as 3d' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l not-before -d 'Nobody may take it before: a date, a time, or a length of time from now' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l points -d 'Story points' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l value -d 'Business value' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l parent -d 'The item that it is a part of' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l key -d 'A name that at most one open item has' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l max-attempts -d 'How often it may fail before it is dead [default: 3]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l assign -d 'Only this agent may take it' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l criterion -d 'What must hold when it is done; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l worktree -d 'The directory in which it is worked on' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l meta -d 'A name and a value of your own; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l next -d 'Take the next item of the queue'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l unique -d 'Let type and description be the key'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand next" -l count -d 'Take so many items, or as many as there are' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand next" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l wait -d 'Wait until it can be taken, or for so long, such as --wait=30s' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand next" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand next" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand next" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand next" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand next" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand next" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand next" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand next" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand progress" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand progress" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand progress" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand progress" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand progress" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand progress" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand progress" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand progress" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand progress" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand complete" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand complete" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand complete" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand complete" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand complete" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand complete" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand complete" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand complete" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand complete" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand release" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand release" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand release" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand release" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand release" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand release" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand release" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand release" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand release" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand release" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand release" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand release" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand release" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand release" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand fail" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand fail" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand fail" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand fail" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand fail" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand fail" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand fail" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand fail" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand fail" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand fail" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand fail" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand fail" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand fail" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand fail" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand handoff" -l to -d 'Who takes over' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l note -d 'What the other agent should know; kept with the item [default: the --reason]' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand handoff" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand handoff" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand handoff" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand handoff" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand handoff" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand handoff" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand handoff" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand handoff" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand handoff" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l to -d 'Who takes over' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l note -d 'What the other agent should know; kept with the item [default: the --reason]' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand hand-off" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l from -d 'Who has it' -r
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l to -d 'Who gets it' -r
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l dry-run -d 'Say what would be given over, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand reassign-work" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand reassign" -l from -d 'Who has it' -r
complete -c coord -n "__fish_coord_using_subcommand reassign" -l to -d 'Who gets it' -r
complete -c coord -n "__fish_coord_using_subcommand reassign" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand reassign" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand reassign" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand reassign" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand reassign" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand reassign" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand reassign" -l dry-run -d 'Say what would be given over, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand reassign" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand reassign" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand reassign" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand reassign" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand reassign" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand reassign" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand list-work" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand list-work" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand list-work" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand list-work" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand list-work" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand list-work" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand list-work" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand list-work" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand list-work" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand list-work" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand list-work" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand list-work" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand list-work-fast" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand show" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand show" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand show" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand show" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand show" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand show" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand show" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand show" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand show" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand show" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand show" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand show" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand history" -l limit -d 'At most this many entries, the newest' -r
complete -c coord -n "__fish_coord_using_subcommand history" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand history" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand history" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand history" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand history" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand history" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand history" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand history" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand history" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand history" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand history" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand history" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand add" -l from -d 'Add the work that this file lists; - is stdin' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l after -d 'Items that have to be completed first' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l on-failed-dependency -d 'What becomes of it when one of them fails [default: block]' -r -f -a "block\t''
run\t''
cancel\t''"
complete -c coord -n "__fish_coord_using_subcommand add" -l needs -d 'What its holder must be able to do, such as gpu' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l paths -d 'A glob of the paths that its holder works on, such as \'src/auth/**\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l deadline -d 'When it should be done: a date, a time, or a length of time from now, such as 3d' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l not-before -d 'Nobody may take it before: a date, a time, or a length of time from now' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l points -d 'Story points' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l value -d 'Business value' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l parent -d 'The item that it is a part of' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l key -d 'A name that at most one open item has' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l max-attempts -d 'How often it may fail before it is dead [default: 3]' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l assign -d 'Only this agent may take it' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l criterion -d 'What must hold when it is done; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l worktree -d 'The directory in which it is worked on' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l meta -d 'A name and a value of your own; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand add" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand add" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand add" -l unique -d 'Let type and description be the key'
complete -c coord -n "__fish_coord_using_subcommand add" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand add" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand add" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand add" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand add" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand add" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand add-work" -l from -d 'Add the work that this file lists; - is stdin' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l after -d 'Items that have to be completed first' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l on-failed-dependency -d 'What becomes of it when one of them fails [default: block]' -r -f -a "block\t''
run\t''
cancel\t''"
complete -c coord -n "__fish_coord_using_subcommand add-work" -l needs -d 'What its holder must be able to do, such as gpu' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l paths -d 'A glob of the paths that its holder works on, such as \'src/auth/**\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l deadline -d 'When it should be done: a date, a time, or a length of time from now, such as 3d' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l not-before -d 'Nobody may take it before: a date, a time, or a length of time from now' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l points -d 'Story points' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l value -d 'Business value' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l parent -d 'The item that it is a part of' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l key -d 'A name that at most one open item has' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l max-attempts -d 'How often it may fail before it is dead [default: 3]' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l assign -d 'Only this agent may take it' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l criterion -d 'What must hold when it is done; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l worktree -d 'The directory in which it is worked on' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l meta -d 'A name and a value of your own; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand add-work" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand add-work" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand add-work" -l unique -d 'Let type and description be the key'
complete -c coord -n "__fish_coord_using_subcommand add-work" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand add-work" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand add-work" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand add-work" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand add-work" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand add-work" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand edit" -l type -d 'The kind of work, such as feature or bug' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l description -d 'What is to be done' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l priority -d 'How urgent it is: critical, high, medium, low, or a word of your own' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l team -d 'The team' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l clear -d 'Take out what was said of it; several with commas' -r -f -a "after\t''
assign\t''
criterion\t''
deadline\t''
key\t''
max-attempts\t''
meta\t''
needs\t''
not-before\t''
on-failed-dependency\t''
parent\t''
paths\t''
points\t''
value\t''
worktree\t''"
complete -c coord -n "__fish_coord_using_subcommand edit" -l after -d 'Items that have to be completed first' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l on-failed-dependency -d 'What becomes of it when one of them fails [default: block]' -r -f -a "block\t''
run\t''
cancel\t''"
complete -c coord -n "__fish_coord_using_subcommand edit" -l needs -d 'What its holder must be able to do, such as gpu' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l paths -d 'A glob of the paths that its holder works on, such as \'src/auth/**\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l deadline -d 'When it should be done: a date, a time, or a length of time from now, such as 3d' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l not-before -d 'Nobody may take it before: a date, a time, or a length of time from now' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l points -d 'Story points' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l value -d 'Business value' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l parent -d 'The item that it is a part of' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l key -d 'A name that at most one open item has' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l max-attempts -d 'How often it may fail before it is dead [default: 3]' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l assign -d 'Only this agent may take it' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l criterion -d 'What must hold when it is done; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l worktree -d 'The directory in which it is worked on' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l meta -d 'A name and a value of your own; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand edit" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand edit" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand edit" -l unique -d 'Let type and description be the key'
complete -c coord -n "__fish_coord_using_subcommand edit" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand edit" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand edit" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand edit" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand edit" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand edit" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand edit" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand block" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand block" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand block" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand block" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand block" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand block" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand block" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand block" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand block" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand block" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand block" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand block" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand unblock" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand unblock" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand unblock" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand unblock" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand unblock" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand unblock" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand unblock" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand unblock" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand unblock" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand unblock" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand unblock" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand unblock" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand defer" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand defer" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand defer" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand defer" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand defer" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand defer" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand defer" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand defer" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand defer" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand defer" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand defer" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand defer" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand defer" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand defer" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand retry" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand retry" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand retry" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand retry" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand retry" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand retry" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand retry" -l all -d 'All that are dead'
complete -c coord -n "__fish_coord_using_subcommand retry" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand retry" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand retry" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand retry" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand retry" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand retry" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand cancel" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand cancel" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand cancel" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand cancel" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand cancel" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand cancel" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand cancel" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand cancel" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand cancel" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand cancel" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand cancel" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand cancel" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand cancel" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand cancel" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand reap" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand reap" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand reap" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand reap" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand reap" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand reap" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand reap" -l dry-run -d 'Say what would be taken back, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand reap" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand reap" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand reap" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand reap" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand reap" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand reap" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand list" -l status -d 'Only this status: pending, held, completed, cancelled, dead, open, all, or a status word; several with commas [default: open]' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l agent -d 'Only what this agent holds, or is meant for it' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l parent -d 'Only the parts of this item' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand list" -l key -d 'Only items of this key' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l search -d 'Only items that have this text in their id, kind, description, key or notes' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l sort -d 'In which order' -r -f -a "queue\t'What is in hand, then the queue, then what ended'
created\t'The oldest first'
deadline\t'What is due first'
priority\t'The most urgent first'"
complete -c coord -n "__fish_coord_using_subcommand list" -l limit -d 'At most this many items' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand list" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand list" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand list" -l ready -d 'Only what could be taken now'
complete -c coord -n "__fish_coord_using_subcommand list" -l blocked -d 'Only what is blocked, or waits for other items or for paths'
complete -c coord -n "__fish_coord_using_subcommand list" -l scheduled -d 'Only what may not be taken yet'
complete -c coord -n "__fish_coord_using_subcommand list" -l expired -d 'Only what is held though the lease is over'
complete -c coord -n "__fish_coord_using_subcommand list" -l overdue -d 'Only what should have been done by now'
complete -c coord -n "__fish_coord_using_subcommand list" -l mine -d 'Only what you hold, or is meant for you, as AGENT_ID says'
complete -c coord -n "__fish_coord_using_subcommand list" -l full -d 'Tell each item whole'
complete -c coord -n "__fish_coord_using_subcommand list" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand list" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand list" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand list" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand list" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand list" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand ready" -l for -d 'What this agent could take [default: you, as AGENT_ID says]' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand ready" -l limit -d 'At most this many items' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand ready" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand ready" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand ready" -l any -d 'What anybody could take'
complete -c coord -n "__fish_coord_using_subcommand ready" -l full -d 'Tell each item whole'
complete -c coord -n "__fish_coord_using_subcommand ready" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand ready" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand ready" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand ready" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand ready" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand ready" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand wait" -l id -d 'Wait for this item' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l until -d 'How far the item is to come' -r -f -a "ended\t'Completed, cancelled or dead'
completed\t'Completed'
held\t'In somebody\'s hands'
released\t'In nobody\'s hands, or the lease is over'
ready\t'Ready for you to take'"
complete -c coord -n "__fish_coord_using_subcommand wait" -l timeout -d 'Wait no longer than this, such as 10m [default: for ever]' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l for -d 'What this agent could take [default: you, as AGENT_ID says]' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l priority-at-least -d 'Only work that ranks at least so high: critical, high, medium or low' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand wait" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand wait" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand wait" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand wait" -l ready -d 'Wait for work that could be taken'
complete -c coord -n "__fish_coord_using_subcommand wait" -l any -d 'What anybody could take'
complete -c coord -n "__fish_coord_using_subcommand wait" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand wait" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand wait" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand wait" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand wait" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand wait" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand deps" -l limit -d 'At most this many lines of the tree' -r
complete -c coord -n "__fish_coord_using_subcommand deps" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand deps" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand deps" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand deps" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand deps" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand deps" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand deps" -l reverse -d 'Show who waits for them instead'
complete -c coord -n "__fish_coord_using_subcommand deps" -l cycles -d 'Show items that wait for one another, so that none can begin'
complete -c coord -n "__fish_coord_using_subcommand deps" -l critical-path -d 'Show the chain that takes longest, by story points'
complete -c coord -n "__fish_coord_using_subcommand deps" -l dot -d 'Draw it in the language of Graphviz'
complete -c coord -n "__fish_coord_using_subcommand deps" -l mermaid -d 'Draw it in the language of Mermaid'
complete -c coord -n "__fish_coord_using_subcommand deps" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand deps" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand deps" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand deps" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand deps" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand deps" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand reserve" -l lease -d 'How long it stands without a sign of you, such as 2h [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand reserve" -l wait -d 'Wait until the paths are free, or for so long, such as --wait=30s' -r
complete -c coord -n "__fish_coord_using_subcommand reserve" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand reserve" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand reserve" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand reserve" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand reserve" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand reserve" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand reserve" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand reserve" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand reserve" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand reserve" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand reserve" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand reserve" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l fence -d 'The fence of your claim; refused if it is not the item\'s [env: COORD_FENCE]' -r
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l all -d 'Everything that you reserved'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l force -d 'Act though somebody else holds it; say why with --reason'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand unreserve" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand conflicts" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand conflicts" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand conflicts" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand conflicts" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand register" -l can -d 'What it can do, for work that needs it, such as write,gpu; in place of what is known; \'\' clears that' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l group -d 'A group that it belongs to; may be repeated; in place of what is known; \'\' clears that' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l max-items -d 'How many items it may hold; 0 is no limit [default: MAX_CONCURRENT_WORK]' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand register" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand register" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand register" -l new -d 'Refuse an id that is registered already'
complete -c coord -n "__fish_coord_using_subcommand register" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand register" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand register" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand register" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand register" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand register" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l agent-id -d 'The agent\'s id' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l specialization -d 'What it is good at' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l team -d 'The team' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l capacity -d 'Percent of a full agent, 0 to 100' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l worktree -d 'The directory that it works in' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l can -d 'What it can do, for work that needs it, such as write,gpu; in place of what is known; \'\' clears that' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l group -d 'A group that it belongs to; may be repeated; in place of what is known; \'\' clears that' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l max-items -d 'How many items it may hold; 0 is no limit [default: MAX_CONCURRENT_WORK]' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand register-agent" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand register-agent" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand register-agent" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand register-agent" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l work -d 'Renew the lease of this item only, instead of all that the agent holds' -r
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand heartbeat" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand generate-id" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand generate-id" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand generate-id" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand generate-id" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l team -d 'Only this team' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l group -d 'Only agents of this group' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l can -d 'Only agents that can do all of this, such as write,gpu' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l status -d 'Only agents that stand so' -r -f -a "active\t''
idle\t''
offline\t''
inactive\t''
retired\t''"
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l limit -d 'List so many at most' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand list-agents" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand list-agents" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand list-agents" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand list-agents" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand agents" -l team -d 'Only this team' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l group -d 'Only agents of this group' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l can -d 'Only agents that can do all of this, such as write,gpu' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l status -d 'Only agents that stand so' -r -f -a "active\t''
idle\t''
offline\t''
inactive\t''
retired\t''"
complete -c coord -n "__fish_coord_using_subcommand agents" -l limit -d 'List so many at most' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand agents" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand agents" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand agents" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand agents" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand agents" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand agents" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand agents" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand agents" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand show-agent" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand show-agent" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand show-agent" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand show-agent" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand remove-agent" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand retire-agent" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l team -d 'Only this team' -r
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l days -d 'Velocity over so many days, today included' -r
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand agent-performance" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l team -d 'Only this team' -r
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand agent-workload" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l team -d 'Only this team' -r
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand agent-health" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand agent-health" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand agent-health" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand agent-health" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand assign" -l to -d 'The agent; \'\' lets everybody take it again' -r
complete -c coord -n "__fish_coord_using_subcommand assign" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand assign" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand assign" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand assign" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand assign" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand assign" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand assign" -l none -d 'Let everybody take it again'
complete -c coord -n "__fish_coord_using_subcommand assign" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand assign" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand assign" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand assign" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand assign" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand assign" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand suggest" -l limit -d 'Name so many at most' -r
complete -c coord -n "__fish_coord_using_subcommand suggest" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand suggest" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand suggest" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand suggest" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand suggest" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand suggest" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand suggest" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand suggest" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand suggest" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand suggest" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand suggest" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand suggest" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l team -d 'Only among the agents of this team' -r
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l max-items -d 'How much is enough for an agent without a limit of its own; 0 is no limit [default: MAX_CONCURRENT_WORK]' -r
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l dry-run -d 'Only tell what would move'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand rebalance" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand run" -l timeout -d 'The longest that the command may run, such as 10m; then the item fails' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l grace -d 'How long the command has to end once it is asked to, before it is killed' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand run" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand run" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand run" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand run" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand run" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand run" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand run" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand run" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand work" -l agents -d 'How many work at a time' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l max-items -d 'Stop after so many items' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l priority-at-least -d 'Only work that ranks at least so high' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand work" -l lease -d 'How long a claim stands without a sign of its worker, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l timeout -d 'The longest that the command may run on an item, such as 10m; then the item fails' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l grace -d 'How long a command has to end once it is asked to, before it is killed' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l poll -d 'Look for work so often while there is none' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand work" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand work" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand work" -l until-empty -d 'Stop once nothing in the queue can come up any more, instead of waiting for new work'
complete -c coord -n "__fish_coord_using_subcommand work" -l detached -d 'In the background, for coord start'
complete -c coord -n "__fish_coord_using_subcommand work" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand work" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand work" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand work" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand work" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand work" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand start" -l agents -d 'How many work at a time' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l max-items -d 'Stop after so many items' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l type -d 'Only this kind of work; several with commas' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l priority-at-least -d 'Only work that ranks at least so high' -r -f -a "critical\t''
high\t''
medium\t''
low\t''"
complete -c coord -n "__fish_coord_using_subcommand start" -l lease -d 'How long a claim stands without a sign of its worker, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l timeout -d 'The longest that the command may run on an item, such as 10m; then the item fails' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l grace -d 'How long a command has to end once it is asked to, before it is killed' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l poll -d 'Look for work so often while there is none' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand start" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand start" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand start" -l until-empty -d 'Stop once nothing in the queue can come up any more, instead of waiting for new work'
complete -c coord -n "__fish_coord_using_subcommand start" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand start" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand start" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand start" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand start" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand start" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand stop" -l timeout -d 'Wait so long for its end' -r
complete -c coord -n "__fish_coord_using_subcommand stop" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand stop" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand stop" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand stop" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand stop" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand stop" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand stop" -l kill -d 'Kill it if it does not end in time; what it held comes back when its leases end'
complete -c coord -n "__fish_coord_using_subcommand stop" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand stop" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand stop" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand stop" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand stop" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand stop" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand restart" -l timeout -d 'Wait so long for its end' -r
complete -c coord -n "__fish_coord_using_subcommand restart" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand restart" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand restart" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand restart" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand restart" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand restart" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand restart" -l kill -d 'Kill it if it does not end in time; what it held comes back when its leases end'
complete -c coord -n "__fish_coord_using_subcommand restart" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand restart" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand restart" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand restart" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand restart" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand restart" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand scale" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand scale" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand scale" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand scale" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand scale" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand scale" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand scale" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand scale" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand scale" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand scale" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand scale" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand scale" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand pool" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand pool" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand pool" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand pool" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand pool" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand pool" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand pool" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand pool" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand pool" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand pool" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand pool" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand pool" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l watch -d 'Stay, and show the board anew after so many seconds [default: 5]; q, Esc or Ctrl-C ends it' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand dashboard" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand dashboard" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand dashboard" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l watch -d 'Stay, and show the board anew after so many seconds [default: 5]; q, Esc or Ctrl-C ends it' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand dashboard-fast" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand status" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand status" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand status" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand status" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand status" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand status" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand status" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand status" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand status" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand status" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand status" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand status" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand health-check" -l fail-under -d 'End with exit code 1 where the score is below this, from 0 to 100' -r
complete -c coord -n "__fish_coord_using_subcommand health-check" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand health-check" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand health-check" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand health-check" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand health-check" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand health-check" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand health-check" -l stale-only -d 'Show only what is stale: claims that have outlived their lease, agents that give no sign'
complete -c coord -n "__fish_coord_using_subcommand health-check" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand health-check" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand health-check" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand health-check" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand health-check" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand health-check" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand health" -l fail-under -d 'End with exit code 1 where the score is below this, from 0 to 100' -r
complete -c coord -n "__fish_coord_using_subcommand health" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand health" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand health" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand health" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand health" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand health" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand health" -l stale-only -d 'Show only what is stale: claims that have outlived their lease, agents that give no sign'
complete -c coord -n "__fish_coord_using_subcommand health" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand health" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand health" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand health" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand health" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand health" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand alerts" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand alerts" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand alerts" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand alerts" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand alerts" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand alerts" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand alerts" -l check -d 'Keep what is told; exit code 1 where an alert fires that did not before'
complete -c coord -n "__fish_coord_using_subcommand alerts" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand alerts" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand alerts" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand alerts" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand alerts" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand alerts" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand metrics" -l textfile -d 'Write them to a file, replaced whole, for the textfile collector: its name must end in .prom' -r -F
complete -c coord -n "__fish_coord_using_subcommand metrics" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand metrics" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand metrics" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand metrics" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand metrics" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand metrics" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand metrics" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand metrics" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand metrics" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand metrics" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand metrics" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand metrics" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand monitor" -l every -d 'Show the board anew after this time; q, Esc or Ctrl-C ends it' -r
complete -c coord -n "__fish_coord_using_subcommand monitor" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand monitor" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand monitor" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand monitor" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand monitor" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand monitor" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand monitor" -l once -d 'Show it once and end'
complete -c coord -n "__fish_coord_using_subcommand monitor" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand monitor" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand monitor" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand monitor" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand monitor" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand monitor" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand webhook" -l event -d 'Only this operation or happening, such as complete or fail; may be given more than once [default: all about work]' -r
complete -c coord -n "__fish_coord_using_subcommand webhook" -l secret-file -d 'Sign with what stands in this file, which only its owner may read; else with a new secret, which is shown once' -r -F
complete -c coord -n "__fish_coord_using_subcommand webhook" -l timeout -d 'How long an answer may take' -r
complete -c coord -n "__fish_coord_using_subcommand webhook" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand webhook" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand webhook" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand webhook" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand webhook" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand webhook" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand webhook" -l insecure -d 'Send in the clear to another machine'
complete -c coord -n "__fish_coord_using_subcommand webhook" -l detached -d 'Be the background process that delivers'
complete -c coord -n "__fish_coord_using_subcommand webhook" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand webhook" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand webhook" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand webhook" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand webhook" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand webhook" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand logs" -l since -d 'From when on: 1h, 2026-01-31, a date and time, or all [default: 24h]' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l agent -d 'Only what this agent did, or what was done to it' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l level -d 'Only lines of this level and above' -r -f -a "debug\t'Signs of life, and how long commands took'
info\t'What was done'
warn\t'Leases that ended, items that died'
error\t'Commands that failed'"
complete -c coord -n "__fish_coord_using_subcommand logs" -l limit -d 'At most this many lines, the newest' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand logs" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand logs" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand logs" -l follow -d 'Go on, and show new lines as they come; Ctrl-C ends it'
complete -c coord -n "__fish_coord_using_subcommand logs" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand logs" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand logs" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand logs" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand logs" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand logs" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand reports" -l since -d 'From when on: 24h, 7d, 2026-01-31, a date and time, or all [default: 24h]' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l team -d 'Only work of this team' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l agent -d 'Only work of this agent' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l html -d 'Write one page of the web with charts, which needs nothing else; - prints it' -r -F
complete -c coord -n "__fish_coord_using_subcommand reports" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand reports" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand reports" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand reports" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand reports" -l csv -d 'Print comma-separated values: a row for the whole, and for each team, agent and kind of work'
complete -c coord -n "__fish_coord_using_subcommand reports" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand reports" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand reports" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand reports" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand reports" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand reports" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand reports" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l apply -d 'Follow the advice: change the board as it says'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l dry-run -d 'Only show what --apply would change'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-priorities" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l apply -d 'Follow the advice: change the board as it says'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l dry-run -d 'Only show what --apply would change'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-priorities" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l apply -d 'Follow the advice: change the board as it says'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l dry-run -d 'Only show what --apply would change'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize-assignments" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l apply -d 'Follow the advice: change the board as it says'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l dry-run -d 'Only show what --apply would change'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-optimize" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-health-analysis" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-health" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-analyze-health" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-team-analysis" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-team" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-suggest-teams" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-teams" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l apply -d 'Follow the advice: change the board as it says'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l dry-run -d 'Only show what --apply would change'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend-work" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l apply -d 'Follow the advice: change the board as it says'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l dry-run -d 'Only show what --apply would change'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-recommend" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim-intelligent" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim-ai" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand ask" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand ask" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand ask" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand ask" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand ask" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand ask" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand ask" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand ask" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand ask" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand ask" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand ask" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand ask" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand ask" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand ask" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand ask" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand ask" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand ask" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-stream" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand stream" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand stream" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand stream" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand stream" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand stream" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand stream" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand stream" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand stream" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand stream" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand stream" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand stream" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand stream" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand stream" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand stream" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand stream" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand stream" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand stream" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-pipe" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand pipe" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand pipe" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand pipe" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand pipe" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand pipe" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand pipe" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand pipe" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand pipe" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand pipe" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand pipe" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand pipe" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand pipe" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand pipe" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand pipe" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand pipe" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand pipe" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand pipe" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-enhanced" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand enhanced" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-dashboard" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand intelligence" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand intelligence" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand intelligence" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand intelligence" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l provider -d 'Who is asked [default: the first that is usable]' -r -f -a "auto\t''
api\t''
cli\t''
ollama\t''
none\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l model -d 'The model that is asked, such as claude-sonnet-5-5' -r
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l timeout -d 'How long it may take, with everything that is tried again [default: 1m]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l check -d 'Make one cheap call, to see whether it answers'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l no-cache -d 'Ask anew, though the same was answered a short while ago'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l no-fallback -d 'Fail where no model answers, instead of computing the advice from the board'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-status" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l since -d 'From when on: a length of time back, a day, a date and time, or all' -r
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claude-usage" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand breaker" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand breaker" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand breaker" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand breaker" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand breaker" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand breaker" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand breaker" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand breaker" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand breaker" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand breaker" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand breaker" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand breaker" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand pi-planning" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand scrum-of-scrums" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand innovation-planning" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand ip" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand ip" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand ip" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand ip" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand ip" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand ip" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand ip" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand ip" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand ip" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand ip" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand ip" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand ip" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand ip" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand system-demo" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand inspect-adapt" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand ia" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand ia" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand ia" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand ia" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand ia" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand ia" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand ia" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand ia" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand ia" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand ia" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand ia" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand ia" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand ia" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand ia" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand art-sync" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand portfolio-kanban" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand coach-training" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l days -d 'What was completed in so many days, today included' -r
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand value-stream" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand vsm" -l days -d 'What was completed in so many days, today included' -r
complete -c coord -n "__fish_coord_using_subcommand vsm" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand vsm" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand vsm" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand vsm" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand vsm" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand vsm" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand vsm" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand vsm" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand vsm" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand vsm" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand vsm" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand vsm" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand vsm" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand vsm" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l ascii -d 'Draw charts in ASCII'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand daily-standup" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l markdown -d 'Print Markdown, for a wiki or a pull request'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand retrospective" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand init" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand init" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand init" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand init" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand init" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand init" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand init" -l tracked -d 'Let git track the board instead of ignoring it'
complete -c coord -n "__fish_coord_using_subcommand init" -l print-config -d 'Only print the settings file with every key and its default'
complete -c coord -n "__fish_coord_using_subcommand init" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand init" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand init" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand init" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand init" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand init" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand config" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand config" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand config" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand config" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand config" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand config" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand config" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand config" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand config" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand config" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand config" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand config" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand environment" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand environment" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand environment" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand environment" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand environment" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand environment" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand environment" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand environment" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand environment" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand environment" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand environment" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand environment" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand env" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand env" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand env" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand env" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand env" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand env" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand env" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand env" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand env" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand env" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand env" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand env" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand optimize" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand optimize" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand optimize" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand optimize" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand optimize" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand optimize" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand optimize" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand optimize" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand optimize" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand optimize" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand optimize" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand optimize" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l ttl -d 'How long nothing must have happened to it [default: 24h]' -r
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l type -d 'Only this kind of work, such as \'autonomous_*\'; may be repeated' -r
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l status -d 'Only work in this state; several with commas; stale is a claim whose lease has ended' -r -f -a "completed\t''
cancelled\t''
dead\t''
stale\t''"
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l dry-run -d 'Only say what would be done'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand cleanup" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l after -d 'How long there must have been no sign of it [default: 24h]' -r
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l forget -d 'Take the records of stale and of retired agents off the board'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l dry-run -d 'Say what would be done, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand clean-stale-agents" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l dry-run -d 'Say what would be done, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand resolve-conflicts" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand audit" -l since -d 'From when on: 24h, 2026-01-31, a date and time, or all [default: all]' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l agent -d 'Only what this agent did, or what was done to it' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l export -d 'Print every record, for other programs' -r -f -a "csv\t'A row a record'
jsonl\t'A JSON object a record, one a line'"
complete -c coord -n "__fish_coord_using_subcommand audit" -l limit -d 'At most this many records, the newest [default: 50]' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand audit" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand audit" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand audit" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand audit" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand audit" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand audit" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand audit" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand audit" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand doctor" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand doctor" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand doctor" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand doctor" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand doctor" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand doctor" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand doctor" -l fix -d 'Mend what can be mended; nothing is thrown away'
complete -c coord -n "__fish_coord_using_subcommand doctor" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand doctor" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand doctor" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand doctor" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand doctor" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand doctor" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand selftest" -l racers -d 'So many processes at once' -r
complete -c coord -n "__fish_coord_using_subcommand selftest" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand selftest" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand selftest" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand selftest" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand selftest" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand selftest" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand selftest" -l kill -d 'Also kill processes in the middle of their work, and look what is left'
complete -c coord -n "__fish_coord_using_subcommand selftest" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand selftest" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand selftest" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand selftest" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand selftest" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand selftest" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l dry-run -d 'Say what would be done, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand upgrade" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand backup" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand backup" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand backup" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand backup" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand backup" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand backup" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand backup" -l replace -d 'Replace the file where there is one'
complete -c coord -n "__fish_coord_using_subcommand backup" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand backup" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand backup" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand backup" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand backup" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand backup" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand restore" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand restore" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand restore" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand restore" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand restore" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand restore" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand restore" -l dry-run -d 'Check the backup and say what is in it, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand restore" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand restore" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand restore" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand restore" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand restore" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand restore" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand export" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand export" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand export" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand export" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand export" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand export" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand export" -l replace -d 'Replace the file where there is one'
complete -c coord -n "__fish_coord_using_subcommand export" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand export" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand export" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand export" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand export" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand export" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand import" -l prefer -d 'Whose record stands where an item differs' -r -f -a "ours\t'This board'
theirs\t'The other board'"
complete -c coord -n "__fish_coord_using_subcommand import" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand import" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand import" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand import" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand import" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand import" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand import" -l dry-run -d 'Say what would be taken, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand import" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand import" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand import" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand import" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand import" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand import" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand sync" -l prefer -d 'Whose record stands where an item changed on both sides' -r -f -a "ours\t'This board'
theirs\t'The other board'"
complete -c coord -n "__fish_coord_using_subcommand sync" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand sync" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand sync" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand sync" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand sync" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand sync" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand sync" -l dry-run -d 'Say what would be taken, and change nothing'
complete -c coord -n "__fish_coord_using_subcommand sync" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand sync" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand sync" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand sync" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand sync" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand sync" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand batch" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand batch" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand batch" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand batch" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand batch" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand batch" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand batch" -l atomic -d 'All or nothing: the first line that is refused ends the batch, and nothing of it was done'
complete -c coord -n "__fish_coord_using_subcommand batch" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand batch" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand batch" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand batch" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand batch" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand batch" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand shim" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand shim" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand shim" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand shim" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand shim" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand shim" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand shim" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand shim" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand shim" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand shim" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand shim" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand shim" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand schema" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand schema" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand schema" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand schema" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand schema" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand schema" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand schema" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand schema" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand schema" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand schema" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand schema" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand schema" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand completions" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand completions" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand completions" -l dynamic -d 'Complete from the board too: ids of open work, agents, teams, keys; for bash, zsh, fish, elvish and powershell'
complete -c coord -n "__fish_coord_using_subcommand completions" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand completions" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand completions" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand completions" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand completions" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand completions" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand man" -l fields -d 'Tell only these fields of each item, such as work_item_id,status' -r
complete -c coord -n "__fish_coord_using_subcommand man" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand man" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand man" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand man" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand man" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand man" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand man" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand man" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand man" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand man" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand man" -s h -l help -d 'Show help'
