//! Reading sections and tables of a Markdown file.

/// The text below the heading `name`, until the next heading of the same level.
pub(crate) fn section<'a>(document: &'a str, name: &str) -> &'a str {
    let heading = format!("\n## {name}\n");
    let start = document.find(&heading).unwrap_or_else(|| panic!("there is no section {name:?}"));
    let text = &document[start + heading.len()..];
    &text[..text.find("\n## ").unwrap_or(text.len())]
}

/// The rows of the tables in `text`, as cells, without their headings.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let is_row = |line: &&str| line.starts_with('|');
    let is_rule = |line: &str| line.starts_with("|-") || line.starts_with("| -");
    let keep: Vec<Vec<String>> = (0..lines.len())
        .filter(|at| is_row(&lines[*at]) && !is_rule(lines[*at]))
        .filter(|at| !lines.get(at + 1).is_some_and(|below| is_rule(below)))
        .map(|at| lines[at].trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect();
    keep.into_iter()
}

/// The words of a cell that stand in backticks.
pub(crate) fn names_in(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(ToOwned::to_owned).collect()
}
