//! A document in the Markdown of GitHub.
//!
//! Texts come from the state, and are written by whoever asks for work: none of them may add markup, a link, a mention
//! of a person, or a line. A text is shown as the characters that it has.

use super::{Block, Document, Table};
use crate::output::escape;

/// Stands behind a mark that GitHub would take for the start of a mention; it is not shown.
const NOTHING: &str = "<!-- -->";

/// The whole document.
pub(super) fn of(document: &Document) -> String {
    let mut out = format!("# {}\n", text(&document.title));
    blocks(&document.opening, &mut out);
    for section in &document.sections {
        out.push_str(&format!("\n## {}\n", text(&section.heading)));
        blocks(&section.blocks, &mut out);
    }
    out
}

fn blocks(blocks: &[Block], out: &mut String) {
    let mut before: Option<&Block> = None;
    for next in blocks {
        // Names with values that follow one another are one list.
        if !matches!((before, next), (Some(Block::Fields(_)), Block::Fields(_))) {
            out.push('\n');
        }
        block(next, out);
        before = Some(next);
    }
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Line(line) => out.push_str(&format!("{}\n", text(line))),
        Block::Note(note) => out.push_str(&format!("> {}\n", text(note))),
        Block::Fields(fields) => {
            for (name, value) in fields {
                out.push_str(&format!("- **{}:** {}\n", text(name), text(value)));
            }
        }
        // With another mark than names and values have, so that it is a list of its own below them.
        Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("* {}\n", text(item)))),
        Block::Table(table) => rows(table, out),
        Block::Figure(figure) => {
            let fence = fence(&figure.text);
            out.push_str(&format!("{fence}text\n"));
            figure
                .text
                .lines()
                .for_each(|line| out.push_str(&format!("{}\n", escape::line(line).trim_end())));
            out.push_str(&format!("{fence}\n"));
        }
    }
}

fn rows(table: &Table, out: &mut String) {
    let mut row = |cells: &[String]| out.push_str(&format!("| {} |\n", cells.join(" | ")));
    row(&table.headings.iter().map(|heading| inline(heading, false)).collect::<Vec<_>>());
    let rule = |column: usize| if table.numeric.contains(&column) { "---:" } else { "---" };
    row(&(0..table.headings.len()).map(|column| rule(column).to_owned()).collect::<Vec<_>>());
    for cells in &table.rows {
        row(&cells.iter().map(|cell| inline(cell, false)).collect::<Vec<_>>());
    }
}

/// More backticks than stand together anywhere in `text`, and at least three.
fn fence(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// `raw` on one line, so that it is shown as the characters that it has, wherever in a line it stands.
pub(super) fn text(raw: &str) -> String {
    inline(raw, true)
}

/// [`text`](fn@text); where it does not start a line, what starts a list or a heading means nothing.
fn inline(raw: &str, is_at_start: bool) -> String {
    let harmless = escape::line(raw);
    let line = harmless.trim();
    let characters: Vec<char> = line.chars().collect();
    let mut out = String::with_capacity(line.len() + 16);
    let mark = is_at_start.then(|| opening_mark(&characters)).flatten();
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
        let rest = &characters[at + 1..];
        if needs_backslash(*character, before, rest) || mark == Some(at) {
            out.push('\\');
        }
        out.push(*character);
        let mentions = match character {
            '@' => rest.first().is_some_and(|next| !next.is_whitespace()),
            '#' => rest.first().is_some_and(char::is_ascii_digit),
            _ => false,
        };
        if mentions {
            out.push_str(NOTHING);
        }
    }
    out
}

/// Whether a mark would be more than itself.
fn needs_backslash(mark: char, before: Option<char>, rest: &[char]) -> bool {
    let next = rest.first().copied();
    match mark {
        '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => true,
        // Between letters it is one of them: the names of teams stay readable in the source.
        '_' => ![before, next].into_iter().all(|side| side.is_some_and(char::is_alphanumeric)),
        // Addresses are no links.
        ':' => rest.starts_with(&['/', '/']),
        '.' => before == Some('w') && next.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// Where the mark stands that would make the text a list, a rule or a heading.
fn opening_mark(characters: &[char]) -> Option<usize> {
    let digits = characters.iter().take_while(|character| character.is_ascii_digit()).count();
    let ends = |at: usize| characters.get(at).is_none_or(|next| next.is_whitespace());
    match characters.get(digits)? {
        '.' | ')' if digits > 0 && ends(digits + 1) => Some(digits),
        '-' if digits == 0 && (ends(1) || characters[1] == '-') => Some(0),
        '+' if digits == 0 && ends(1) => Some(0),
        '=' | '#' if digits == 0 => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Section;
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn a_document_as_a_wiki_takes_it() {
        let table = Table::new(&["TEAM", "POINTS#"]).rows([["red|blue".to_owned(), "8".to_owned()]]);
        let document = Document::new("🎯 Plan")
            .fields([("ART", "Train".to_owned())])
            .fields([("PI", "1".to_owned())])
            .section(
                Section::new("Teams").line("One.").table(table, "").note("No data yet.").list(["a", "b"], ""),
            );
        let document = document.section(Section::new("Chart").figure("x ``` █\ny █", None));
        let expected = "\
# 🎯 Plan

- **ART:** Train
- **PI:** 1

## Teams

One.

| TEAM | POINTS |
| --- | ---: |
| red\\|blue | 8 |

> No data yet.

* a
* b

## Chart

````text
x ``` █
y █
````
";
        assert_eq!(document.markdown(), expected);
    }

    #[test]
    fn names_stay_readable_and_marks_are_shown() {
        for (raw, written) in [
            ("backend_team", "backend_team"),
            ("work_1769860800000000000 (high), 2026-01-31", "work_1769860800000000000 (high), 2026-01-31"),
            ("_x_ *y* `z`", "\\_x\\_ \\*y\\* \\`z\\`"),
            ("- a\n# b", "\\- a\\\\n# b"),
            ("1. a 2. b", "1\\. a 2. b"),
            ("26.7%, -5 or --", "26.7%, -5 or --"),
            ("-5", "-5"),
            ("@team and a@b.c, @ home", "@<!-- -->team and a@<!-- -->b.c, @ home"),
            ("fixes #12, # 13", "fixes #<!-- -->12, # 13"),
            ("[x](https://a.b) www.c.d", "\\[x\\](https\\://a.b) www\\.c.d"),
            ("<img src=x>&amp;", "\\<img src=x\\>\\&amp;"),
        ] {
            assert_eq!(text(raw), written);
        }
    }

    /// What a reader sees of a document: its text, and how many parts of each kind there are.
    fn read(markdown: &str) -> (Vec<String>, usize) {
        let mut texts: Vec<String> = Vec::new();
        let mut marks = 0;
        let of_github = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM;
        for event in Parser::new_ext(markdown, of_github) {
            match event {
                Event::Start(Tag::Paragraph | Tag::TableCell | Tag::Item | Tag::Heading { .. }) => {
                    texts.push(String::new());
                }
                Event::Text(text) => match texts.last_mut() {
                    Some(last) => last.push_str(&text),
                    None => marks += 1,
                },
                Event::InlineHtml(html) if &*html == NOTHING => {}
                Event::Start(
                    Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::List(None) | Tag::BlockQuote(_),
                )
                | Event::End(
                    TagEnd::Table
                    | TagEnd::TableHead
                    | TagEnd::TableRow
                    | TagEnd::TableCell
                    | TagEnd::Paragraph
                    | TagEnd::Item
                    | TagEnd::Heading(_)
                    | TagEnd::List(_)
                    | TagEnd::BlockQuote(_),
                ) => {}
                _ => marks += 1,
            }
        }
        (texts, marks)
    }

    /// Pieces that mean something in Markdown.
    const MARKUP: [&str; 26] = [
        "<a>",
        "<!--",
        "-->",
        "[a](b)",
        "![a](b)",
        "[x] ",
        "**",
        "*",
        "_",
        "`",
        "```",
        "|",
        "\n",
        "- ",
        "+ ",
        "1. ",
        "# ",
        "> ",
        "&amp;",
        "https://a.b",
        "~~",
        "$x$",
        "\\",
        "===",
        "x",
        " ",
    ];

    /// Texts of the marks that Markdown knows, and others.
    fn hostile() -> impl Strategy<Value = String> {
        let marks = prop::collection::vec(prop::sample::select(MARKUP.to_vec()), 1..8);
        prop_oneof![marks.prop_map(|marks| marks.concat()), any::<String>()]
    }

    proptest! {
        #[test]
        fn whatever_stands_in_the_state_is_shown_as_it_is(raw in hostile()) {
            let seen = escape::line(&raw).trim().to_owned();
            prop_assume!(!seen.is_empty());
            let table = Table::new(&["A"]).rows([[raw.clone()]]);
            let section = Section::new("h").line(raw.clone()).note(raw.clone()).list([raw.clone()], "").table(table, "");
            let document = Document::new("t").section(section);
            let (texts, marks) = read(&document.markdown());
            prop_assert_eq!(marks, 0, "{}", document.markdown());
            let expected = ["t", "h", &seen, &seen, &seen, "A", &seen].map(str::to_owned);
            prop_assert_eq!(texts, expected, "{}", document.markdown());
        }
    }
}
