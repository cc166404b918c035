
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'coord' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'coord'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'coord' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Show the overview, or the help of one command')
            [CompletionResult]::new('claim', 'claim', [CompletionResultType]::ParameterValue, 'Claim a new piece of work: type, description, priority, team')
            [CompletionResult]::new('claim-fast', 'claim-fast', [CompletionResultType]::ParameterValue, 'Claim a new piece of work: type, description, priority, team')
            [CompletionResult]::new('claim-slow', 'claim-slow', [CompletionResultType]::ParameterValue, 'Claim a new piece of work: type, description, priority, team')
            [CompletionResult]::new('progress', 'progress', [CompletionResultType]::ParameterValue, 'Report progress: work id, percent, status')
            [CompletionResult]::new('complete', 'complete', [CompletionResultType]::ParameterValue, 'Complete work: work id, result, story points')
            [CompletionResult]::new('list-work', 'list-work', [CompletionResultType]::ParameterValue, 'List open work, of one team or of all')
            [CompletionResult]::new('list-work-fast', 'list-work-fast', [CompletionResultType]::ParameterValue, 'List open work with a summary')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an item and its history')
            [CompletionResult]::new('history', 'history', [CompletionResultType]::ParameterValue, 'Show what happened, on one item or on all')
            [CompletionResult]::new('register', 'register', [CompletionResultType]::ParameterValue, 'Register an agent: id, team, capacity, specialization')
            [CompletionResult]::new('register-agent', 'register-agent', [CompletionResultType]::ParameterValue, 'Register an agent by flags, or by id, role and team')
            [CompletionResult]::new('heartbeat', 'heartbeat', [CompletionResultType]::ParameterValue, 'Give a sign of life; renew the leases of what you hold')
            [CompletionResult]::new('generate-id', 'generate-id', [CompletionResultType]::ParameterValue, 'Print a new agent id; needs no state directory')
            [CompletionResult]::new('dashboard', 'dashboard', [CompletionResultType]::ParameterValue, 'Show the whole board: agents, teams, work, velocity, events')
            [CompletionResult]::new('dashboard-fast', 'dashboard-fast', [CompletionResultType]::ParameterValue, 'Show the whole board: agents, teams, work, velocity, events')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show counts: work, agents, completions, the last change')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a board: directory, commented settings, ignored by git')
            [CompletionResult]::new('optimize', 'optimize', [CompletionResultType]::ParameterValue, 'Move completed work to the archive, once the file is long')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Check the journal: audit verify')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the board, and mend it with --fix')
            [CompletionResult]::new('shim', 'shim', [CompletionResultType]::ParameterValue, 'Install or remove the script''s name, coordination_helper.sh')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schemas of requests and reports')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a completion script for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a manual page')
            break
        }
        'coord;help' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;claim' {
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim stands without a sign of you, such as 45m [default: 30m]')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;claim-fast' {
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim stands without a sign of you, such as 45m [default: 30m]')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;claim-slow' {
            [CompletionResult]::new('--lease', '--lease', [CompletionResultType]::ParameterName, 'How long the claim stands without a sign of you, such as 45m [default: 30m]')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;progress' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;complete' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;list-work' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;list-work-fast' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;show' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;history' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'At most this many entries, the newest')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;register' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--new', '--new', [CompletionResultType]::ParameterName, 'Refuse an id that is registered already')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;register-agent' {
            [CompletionResult]::new('--agent-id', '--agent-id', [CompletionResultType]::ParameterName, 'The agent''s id')
            [CompletionResult]::new('--specialization', '--specialization', [CompletionResultType]::ParameterName, 'What it is good at')
            [CompletionResult]::new('--team', '--team', [CompletionResultType]::ParameterName, 'The team')
            [CompletionResult]::new('--capacity', '--capacity', [CompletionResultType]::ParameterName, 'Percent of a full agent, 0 to 100')
            [CompletionResult]::new('--worktree', '--worktree', [CompletionResultType]::ParameterName, 'The directory that it works in')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;heartbeat' {
            [CompletionResult]::new('--work', '--work', [CompletionResultType]::ParameterName, 'Renew the lease of this item only, instead of all that the agent holds')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;generate-id' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;dashboard' {
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Stay, and show the board anew after so many seconds [default: 5]; q, Esc or Ctrl-C ends it')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;dashboard-fast' {
            [CompletionResult]::new('--watch', '--watch', [CompletionResultType]::ParameterName, 'Stay, and show the board anew after so many seconds [default: 5]; q, Esc or Ctrl-C ends it')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;status' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;init' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--tracked', '--tracked', [CompletionResultType]::ParameterName, 'Let git track the board instead of ignoring it')
            [CompletionResult]::new('--print-config', '--print-config', [CompletionResultType]::ParameterName, 'Only print the settings file with every key and its default')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;optimize' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;audit' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;doctor' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what can be mended; nothing is thrown away')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;shim' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;schema' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;completions' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
        'coord;man' {
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'The state directory [env: COORDINATION_DIR] [default: the nearest one]')
            [CompletionResult]::new('--lock-timeout', '--lock-timeout', [CompletionResultType]::ParameterName, 'Wait so long for the lock, such as 5s [env: COORD_LOCK_TIMEOUT] [default: 30s]')
            [CompletionResult]::new('--request-id', '--request-id', [CompletionResultType]::ParameterName, 'A name for this request: asked again within a day, it gives the first answer')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why, for the journal')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours [env: NO_COLOR]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print one JSON document, on success and on failure')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print the id alone')
            [CompletionResult]::new('--shell', '--shell', [CompletionResultType]::ParameterName, 'Print export lines for eval')
            [CompletionResult]::new('--allow-network-fs', '--allow-network-fs', [CompletionResultType]::ParameterName, 'Accept a network file system, whose locks may lie')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log to stderr; twice for more [env: COORD_LOG]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Show help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Show help')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
