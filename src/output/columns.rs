//! Help texts in columns that fit any terminal.

/// The width of help texts, in columns.
pub const WIDTH: usize = 80;

/// `text` in lines of at most [`WIDTH`] columns, each indented by `indent`.
pub fn paragraph(text: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    wrapped(text, WIDTH - indent).iter().map(|line| format!("{margin}{line}\n")).collect()
}

/// `name`, and `text` beside it from `column` on. A name that reaches into the column gets a line of its own.
pub fn entry(name: &str, text: &str, column: usize) -> String {
    let beside = paragraph(text, column);
    let start = format!("  {name}");
    let width = start.chars().count();
    match beside.get(column..) {
        Some(rest) if width + 2 <= column => format!("{start:column$}{rest}"),
        Some(_) => format!("{start}\n{beside}"),
        None => format!("{start}\n"),
    }
}

/// The column at which the texts of a list begin: behind the longest name, but never beyond `most`.
pub fn column<'a>(names: impl Iterator<Item = &'a str>, most: usize) -> usize {
    names.map(|name| name.chars().count() + 4).filter(|column| *column <= most).max().unwrap_or(most)
}

/// The words of `text` in lines of at most `width` columns; a longer word stands alone.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words(text) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The words of `text`; `[env: NAME]` and `[default: 30s]` count as one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_open = |last: &&mut String| {
            (last.starts_with("[env:") || last.starts_with("[default:")) && !last.ends_with(']')
        };
        match words.last_mut().filter(is_open) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_beside_its_name() {
        assert_eq!(entry("claim", "Claim a new piece of work", 10), "  claim   Claim a new piece of work\n");
        assert_eq!(entry("progress", "Report", 10), "  progress\n          Report\n");
        assert_eq!(entry("progress", "", 10), "  progress\n");
    }

    #[test]
    fn no_line_is_too_long() {
        let text = "lock ".repeat(40);
        let lines = entry("claim", &text, 20);
        assert!(lines.lines().all(|line| line.len() <= WIDTH), "{lines}");
        assert_eq!(lines.split_whitespace().count(), 41);
    }

    #[test]
    fn what_stands_in_brackets_stays_together() {
        let text = format!("{} [env: NAME] [default: 30s]", "x".repeat(70));
        assert_eq!(wrapped(&text, 80)[1..], ["[env: NAME] [default: 30s]"]);
    }

    #[test]
    fn one_long_name_does_not_push_the_others_away() {
        assert_eq!(column(["ab", "abcd", "a name of many words"].into_iter(), 20), 8);
    }
}
