//! Tasks in Markdown: `- [ ] bug: Fix the crash (high) @backend_team ^crash after:login`.
//!
//! All other lines are prose and left out, as are tasks that are done, `- [x]`. A task below another one is a part of
//! it. Before the text may stand the kind of work, a word in small letters and a colon. After it may stand, in any
//! order: `(high)` or `!high`, a priority; `@team`; `#type`; `^key`, by which other tasks can call it; `after:a,b`,
//! keys of other tasks of the list or ids.

use super::{Entries, Entry, MOST_TASKS, too_many};
use crate::error::{Error, Kind, Result};

/// The kind of work where a task says nothing of it.
const USUAL_TYPE: &str = "task";
/// A tab goes on to the next multiple of so many columns.
const TAB: usize = 4;
/// The priorities that a marker may name.
const PRIORITIES: [&str; 4] = ["critical", "high", "medium", "low"];

/// Reads the tasks of a page.
pub(super) fn read(text: &str) -> Result<Entries, (usize, Error)> {
    let mut found = Entries::default();
    // The tasks that the next line can stand below: how far each is indented, and its number unless it is done.
    let mut above: Vec<(usize, Option<usize>)> = Vec::new();
    let mut fence: Option<&str> = None;
    for (number, line) in text.lines().enumerate() {
        let line_number = number + 1;
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark)) {
            fence = match fence {
                None => Some(mark),
                Some(open) => Some(open).filter(|open| *open != mark),
            };
            continue;
        }
        let Some((indent, mark, text)) = fence.is_none().then(|| task(line)).flatten() else { continue };
        above.retain(|(column, _)| *column < indent);
        let parent = above.iter().rev().find_map(|(_, task)| *task);
        match mark {
            ' ' => {
                if found.entries.len() == MOST_TASKS {
                    return Err((line_number, too_many()));
                }
                let entry = entry(text).map_err(|error| (line_number, error))?;
                above.push((indent, Some(found.entries.len())));
                found.entries.push(Entry { line: line_number, above: parent, ..entry });
            }
            'x' | 'X' => {
                above.push((indent, None));
                found.done += 1;
            }
            other => return Err((line_number, unknown_mark(other))),
        }
    }
    Ok(found)
}

/// How far a task is indented, what stands in its box, and its text; `None` for a line that is none.
fn task(line: &str) -> Option<(usize, char, &str)> {
    let rest = line.trim_start_matches([' ', '\t']);
    let indent = line[..line.len() - rest.len()].chars().fold(0, |column, space| match space {
        '\t' => (column / TAB + 1) * TAB,
        _ => column + 1,
    });
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => rest.strip_prefix(['-', '*', '+'])?,
        _ => rest[digits..].strip_prefix(['.', ')'])?,
    };
    let inner = rest.strip_prefix([' ', '\t'])?.trim_start().strip_prefix('[')?;
    let mark = inner.chars().next()?;
    let after = inner[mark.len_utf8()..].strip_prefix(']')?;
    let is_box = after.is_empty() || after.starts_with([' ', '\t']);
    is_box.then(|| (indent, mark, after.trim()))
}

fn entry(text: &str) -> Result<Entry> {
    let mut entry = Entry::default();
    let mut text = text;
    loop {
        let (rest, last) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        if !is_marker(&mut entry, last)? {
            break;
        }
        text = rest.trim_end();
    }
    if entry.work_type.is_none()
        && let Some((word, rest)) = text.split_once(':')
        && is_type(word)
        && rest.starts_with(char::is_whitespace)
    {
        entry.work_type = Some(word.to_owned());
        text = rest.trim_start();
    }
    if text.is_empty() {
        return Err(Error::new(Kind::InvalidValue, "the task has no text").hint("say what is to be done"));
    }
    entry.description = Some(text.to_owned());
    entry.work_type.get_or_insert_with(|| USUAL_TYPE.to_owned());
    Ok(entry)
}

/// Whether the word is a marker; what it says is noted then.
fn is_marker(entry: &mut Entry, word: &str) -> Result<bool> {
    let inner = word.strip_prefix('(').and_then(|word| word.strip_suffix(')'));
    let priority = inner.or_else(|| word.strip_prefix('!')).filter(|word| PRIORITIES.contains(word));
    let named = |mark: char| word.strip_prefix(mark).filter(|name| is_name(name));
    if let Some(priority) = priority {
        set(&mut entry.priority, priority, "priorities")?;
    } else if let Some(team) = named('@') {
        set(&mut entry.team, team, "teams")?;
    } else if let Some(kind) = named('#') {
        set(&mut entry.work_type, kind, "types")?;
    } else if let Some(key) = named('^') {
        set(&mut entry.name, key, "keys")?;
        entry.terms.key = Some(key.to_owned());
    } else if let Some(ids) = word.strip_prefix("after:").filter(|ids| !ids.is_empty()) {
        let ids = ids.split(',').map(|id| id.strip_prefix('^').unwrap_or(id));
        entry.terms.after.extend(ids.filter(|id| !id.is_empty()).map(ToOwned::to_owned));
    } else {
        return Ok(false);
    }
    Ok(true)
}

fn set(field: &mut Option<String>, value: &str, what: &str) -> Result<()> {
    match field.replace(value.to_owned()) {
        None => Ok(()),
        Some(other) => {
            Err(Error::new(Kind::InvalidValue, format!("the task names two {what}: {value:?} and {other:?}"))
                .hint("leave one of them out"))
        }
    }
}

/// A name that a marker may have: it begins with a letter, so that `#12` stays a part of the text.
fn is_name(name: &str) -> bool {
    let is_inner = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '/');
    name.starts_with(char::is_alphabetic) && name.chars().all(is_inner)
}

fn is_type(word: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    word.starts_with(|first: char| first.is_ascii_lowercase()) && word.bytes().all(is_inner)
}

fn unknown_mark(mark: char) -> Error {
    Error::new(Kind::InvalidValue, format!("[{mark}] says neither that the task is open nor that it is done"))
        .hint("write [ ] for open and [x] for done")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<Entry> {
        read(text).map_err(|(line, error)| format!("{line}: {error}")).unwrap().entries
    }

    fn one(text: &str) -> Entry {
        read_all(&format!("- [ ] {text}")).remove(0)
    }

    #[test]
    fn a_task_is_its_text_with_markers_around() {
        let entry = one("bug: Fix the crash (high) @backend_team ^crash after:login,^work_1");
        let words = [&entry.work_type, &entry.description, &entry.priority, &entry.team, &entry.name];
        let words: Vec<_> = words.into_iter().flatten().map(String::as_str).collect();
        assert_eq!(words, ["bug", "Fix the crash", "high", "backend_team", "crash"]);
        assert_eq!(
            (entry.terms.key.as_deref(), entry.terms.after),
            (Some("crash"), vec!["login".into(), "work_1".into()])
        );
    }

    #[test]
    fn what_only_looks_like_a_marker_is_text() {
        for text in [
            "Close #12",
            "Ask @alice about it",
            "Note: this",
            "http://x.y/z",
            "Use !important",
            "(maybe)",
            "a ^",
            "after:",
        ] {
            let entry = one(text);
            assert_eq!(
                (entry.description.as_deref(), entry.work_type.as_deref()),
                (Some(text), Some("task"))
            );
        }
        assert_eq!(one("#bug fix: it").description.as_deref(), Some("#bug fix: it"));
        assert_eq!(one("fix: it #bug").description.as_deref(), Some("fix: it"), "the type is given");
    }

    #[test]
    fn what_stands_below_is_a_part() {
        let page = "# Plan\n- [ ] a\n  - [ ] b\n\t* [ ] c\n  - [x] d\n    1. [ ] e\nprose\n- [X] f\n  + [ ] g\n2) [ ] h\n- [link](x)\n- plain\n";
        let entries = read_all(page);
        let parents: Vec<_> = entries
            .iter()
            .map(|entry| (entry.description.as_deref().unwrap(), entry.above, entry.line))
            .collect();
        let expected = [
            ("a", None, 2),
            ("b", Some(0), 3),
            ("c", Some(1), 4),
            ("e", Some(0), 6),
            ("g", None, 9),
            ("h", None, 10),
        ];
        assert_eq!(parents, expected);
        assert_eq!(read(page).map(|found| found.done).ok(), Some(2));
    }

    #[test]
    fn examples_in_code_are_no_tasks() {
        let page = "```\n- [ ] a\n~~~\n```\n- [ ] b\n~~~ text\n- [?] c\n";
        assert_eq!(read_all(page).len(), 1);
    }

    #[test]
    fn a_malformed_task_is_named_by_its_line() {
        for (page, line) in
            [("- [ ] a\n- [ ]", 2), ("- [?] a", 1), ("\n- [ ] (high) @t", 2), ("- [ ] a !low (high)", 1)]
        {
            assert_eq!(read(page).map(|_| ()).map_err(|(line, _)| line), Err(line), "{page}");
        }
    }
}
