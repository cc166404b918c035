# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_coord_global_optspecs
    string join \n json q/quiet shell dir= lock-timeout= request-id= reason= color= allow-network-fs v/verbose h/help V/version
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
complete -c coord -n "__fish_coord_needs_command" -f -a "claim" -d 'Claim a new piece of work: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim-fast" -d 'Claim a new piece of work: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "claim-slow" -d 'Claim a new piece of work: type, description, priority, team'
complete -c coord -n "__fish_coord_needs_command" -f -a "progress" -d 'Report progress: work id, percent, status'
complete -c coord -n "__fish_coord_needs_command" -f -a "complete" -d 'Complete work: work id, result, story points'
complete -c coord -n "__fish_coord_needs_command" -f -a "list-work" -d 'List open work, of one team or of all'
complete -c coord -n "__fish_coord_needs_command" -f -a "list-work-fast" -d 'List open work with a summary'
complete -c coord -n "__fish_coord_needs_command" -f -a "show" -d 'Show an item and its history'
complete -c coord -n "__fish_coord_needs_command" -f -a "history" -d 'Show what happened, on one item or on all'
complete -c coord -n "__fish_coord_needs_command" -f -a "register" -d 'Register an agent: id, team, capacity, specialization'
complete -c coord -n "__fish_coord_needs_command" -f -a "register-agent" -d 'Register an agent by flags, or by id, role and team'
complete -c coord -n "__fish_coord_needs_command" -f -a "heartbeat" -d 'Give a sign of life; renew the leases of what you hold'
complete -c coord -n "__fish_coord_needs_command" -f -a "generate-id" -d 'Print a new agent id; needs no state directory'
complete -c coord -n "__fish_coord_needs_command" -f -a "dashboard" -d 'Show the whole board: agents, teams, work, velocity, events'
complete -c coord -n "__fish_coord_needs_command" -f -a "dashboard-fast" -d 'Show the whole board: agents, teams, work, velocity, events'
complete -c coord -n "__fish_coord_needs_command" -f -a "status" -d 'Show counts: work, agents, completions, the last change'
complete -c coord -n "__fish_coord_needs_command" -f -a "init" -d 'Make a board: directory, commented settings, ignored by git'
complete -c coord -n "__fish_coord_needs_command" -f -a "optimize" -d 'Move completed work to the archive, once the file is long'
complete -c coord -n "__fish_coord_needs_command" -f -a "audit" -d 'Check the journal: audit verify'
complete -c coord -n "__fish_coord_needs_command" -f -a "doctor" -d 'Check the board, and mend it with --fix'
complete -c coord -n "__fish_coord_needs_command" -f -a "shim" -d 'Install or remove the script\'s name, coordination_helper.sh'
complete -c coord -n "__fish_coord_needs_command" -f -a "schema" -d 'Print the JSON Schemas of requests and reports'
complete -c coord -n "__fish_coord_needs_command" -f -a "completions" -d 'Print a completion script for a shell'
complete -c coord -n "__fish_coord_needs_command" -f -a "man" -d 'Print a manual page'
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
complete -c coord -n "__fish_coord_using_subcommand claim" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim-fast" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l lease -d 'How long the claim stands without a sign of you, such as 45m [default: 30m]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand claim-slow" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand progress" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand progress" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand progress" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand progress" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand progress" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand progress" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand progress" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand progress" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand progress" -s h -l help -d 'Show help'
complete -c coord -n "__fish_coord_using_subcommand complete" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand complete" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand complete" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand complete" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand complete" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand complete" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand complete" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand complete" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand complete" -s h -l help -d 'Show help'
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
complete -c coord -n "__fish_coord_using_subcommand dashboard" -l watch -d 'Stay, and show the board anew after so many seconds [default: 5]; q, Esc or Ctrl-C ends it' -r
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
complete -c coord -n "__fish_coord_using_subcommand completions" -l dir -d 'The state directory [env: COORDINATION_DIR] [default: the nearest one]' -r -F
complete -c coord -n "__fish_coord_using_subcommand completions" -l lock-timeout -d 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l request-id -d 'A name for this request: asked again within a day, it gives the first answer' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l reason -d 'Why, for the journal' -r
complete -c coord -n "__fish_coord_using_subcommand completions" -l color -d 'When to use colours [env: NO_COLOR]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c coord -n "__fish_coord_using_subcommand completions" -l json -d 'Print one JSON document, on success and on failure'
complete -c coord -n "__fish_coord_using_subcommand completions" -s q -l quiet -d 'Print the id alone'
complete -c coord -n "__fish_coord_using_subcommand completions" -l shell -d 'Print export lines for eval'
complete -c coord -n "__fish_coord_using_subcommand completions" -l allow-network-fs -d 'Accept a network file system, whose locks may lie'
complete -c coord -n "__fish_coord_using_subcommand completions" -s v -l verbose -d 'Log to stderr; twice for more [env: COORD_LOG]'
complete -c coord -n "__fish_coord_using_subcommand completions" -s h -l help -d 'Show help'
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
