//! Rows of comma-separated values (RFC 4180), one a line.

use super::escape;

/// A row with its end. Texts are made harmless as on a terminal, and one that a spreadsheet would run as a formula gets
/// an apostrophe before it, as spreadsheets do themselves.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    cells.join(",") + "\r\n"
}

fn cell(text: &str) -> String {
    let text = escape::line(text);
    let is_number = text.parse::<f64>().is_ok();
    let text = match text.chars().next() {
        Some('=' | '+' | '-' | '@') if !is_number => format!("'{text}"),
        _ => text,
    };
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(row(["a", "b,c", "say \"x\"", "", "-1.5"]), "a,\"b,c\",\"say \"\"x\"\"\",,-1.5\r\n");
        assert_eq!(row(["=1+1", "@x", "-x", "a\nb"]), "'=1+1,'@x,'-x,a\\nb\r\n");
    }

    proptest! {
        #[test]
        fn a_row_is_one_line_of_as_many_cells(cells in prop::collection::vec(any::<String>(), 1..6)) {
            let row = row(cells.iter().map(String::as_str));
            prop_assert_eq!(row.matches('\n').count(), 1);
            // Commas outside quotes part the cells.
            let (mut inside, mut parts) = (false, 1);
            for character in row.chars() {
                inside ^= character == '"';
                parts += usize::from(character == ',' && !inside);
            }
            prop_assert_eq!(parts, cells.len());
        }
    }
}
