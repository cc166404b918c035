//! The console blocks of the README as one session in a shell, compared with what they show.

use crate::sandbox::Sandbox;

/// Stands between the outputs of two commands.
const MARK: &str = "==== next command ====";
/// Where the reader of the README is thought to be.
const HOME: &str = "/home/you";

/// A command line and the output that is shown below it.
#[derive(Debug)]
struct Step {
    command: String,
    shown: Vec<String>,
}

/// A line of a document: text, or a command with its output.
enum Part {
    Text(String),
    Step(Step),
}

/// `document` as it would be if its console blocks showed what their commands print. What is right stays as it is.
pub(crate) fn replay(document: &str) -> String {
    let parts = parse(document);
    let steps: Vec<&Step> = parts.iter().filter_map(as_step).collect();
    assert!(steps.len() > 5, "only {} commands found", steps.len());
    let mut outputs = run(&steps).into_iter();
    let mut replayed = String::new();
    for part in &parts {
        match part {
            Part::Text(line) => replayed.push_str(&format!("{line}\n")),
            Part::Step(step) => {
                let printed = outputs.next().unwrap_or_default();
                let lines = if matches(&step.shown, &printed) { &step.shown } else { &printed };
                replayed.push_str(&format!("$ {}\n", step.command));
                replayed.push_str(&lines.iter().map(|line| format!("{line}\n")).collect::<String>());
            }
        }
    }
    replayed
}

fn as_step(part: &Part) -> Option<&Step> {
    match part {
        Part::Step(step) => Some(step),
        Part::Text(_) => None,
    }
}

fn parse(document: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut in_console = false;
    for line in document.lines() {
        let fence = line.starts_with("```");
        if fence {
            in_console = line == "```console";
        }
        match (line.strip_prefix("$ ").filter(|_| in_console), parts.last_mut()) {
            (Some(command), _) => {
                parts.push(Part::Step(Step { command: command.to_owned(), shown: Vec::new() }));
            }
            (None, Some(Part::Step(step))) if in_console && !fence => step.shown.push(line.to_owned()),
            _ => parts.push(Part::Text(line.to_owned())),
        }
    }
    parts
}

/// What each command prints, on both streams, in one shell.
fn run(steps: &[&Step]) -> Vec<Vec<String>> {
    let script: String = steps.iter().map(|step| format!("{}\necho '{MARK}'\n", step.command)).collect();
    let sandbox = Sandbox::new();
    let output = sandbox.shell(&format!("exec 2>&1\n{script}"));
    let home = sandbox.home().canonicalize().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).replace(&*home.to_string_lossy(), HOME);
    let mut outputs: Vec<Vec<String>> = vec![Vec::new()];
    for line in text.lines() {
        match outputs.last_mut() {
            Some(printed) if line != MARK => printed.push(line.to_owned()),
            _ => outputs.push(Vec::new()),
        }
    }
    outputs
}

/// Whether `printed` is what is shown, where `…` on a line of its own stands for any lines, and `[..]` in a line
/// for any characters.
fn matches(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first.trim() == "…" => {
            (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..]))
        }
        Some((first, rest)) => printed
            .split_first()
            .is_some_and(|(line, below)| line_matches(first, line) && matches(rest, below)),
    }
}

fn line_matches(shown: &str, printed: &str) -> bool {
    match shown.split_once("[..]") {
        None => shown == printed,
        Some((before, after)) => printed.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices()
                .map(|(at, _)| at)
                .chain([rest.len()])
                .any(|at| line_matches(after, &rest[at..]))
        }),
    }
}

#[test]
fn what_is_shown_may_leave_things_out() {
    let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect::<Vec<_>>();
    assert!(matches(&lines("a\n…\nd [..] f"), &lines("a\nb\nc\nd e f")));
    assert!(!matches(&lines("a\n…\nd"), &lines("a\nb")));
    assert!(!matches(&lines("a"), &lines("a\nb")));
}
