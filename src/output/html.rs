//! A document as one page of the web that needs nothing else: no script, no font, no picture from elsewhere.

use super::document::{Block, Document, Section, Table};
use super::{escape, markup};

/// The looks of the page, for light and dark surroundings and for paper.
const STYLE: &str = include_str!("html.css");

/// The whole page. `made` says when and of what it was made.
pub fn page(document: &Document, made: &str) -> String {
    let title = markup::text(&document.title);
    let opening: String = document.opening.iter().map(opening).collect();
    let sections: String = document.sections.iter().map(section).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n{opening}</header>\n<main>\n{sections}</main>\n\
         <footer>{}</footer>\n</body>\n</html>\n",
        markup::text(made)
    )
}

/// What stands at the top: names with values are tiles there.
fn opening(block: &Block) -> String {
    let Block::Fields(fields) = block else { return plain(block) };
    let tile = |(name, value): &(String, String)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>\n", markup::text(name), markup::text(value))
    };
    format!("<dl class=\"tiles\">\n{}</dl>\n", fields.iter().map(tile).collect::<String>())
}

fn section(section: &Section) -> String {
    // A table of many columns has the whole width.
    let is_wide =
        section.blocks.iter().any(|block| matches!(block, Block::Table(table) if table.headings.len() > 6));
    let class = if is_wide { " class=\"wide\"" } else { "" };
    let blocks: String = section.blocks.iter().map(plain).collect();
    format!("<section{class}>\n<h2>{}</h2>\n{blocks}</section>\n", markup::text(&section.heading))
}

fn plain(block: &Block) -> String {
    match block {
        Block::Line(text) => format!("<p>{}</p>\n", markup::text(text)),
        Block::Note(text) if text.is_empty() => String::new(),
        Block::Note(text) => format!("<p class=\"note\">{}</p>\n", markup::text(text)),
        Block::Fields(fields) => {
            let row = |(name, value): &(String, String)| {
                format!("<dt>{}</dt><dd>{}</dd>\n", markup::text(name), markup::text(value))
            };
            format!("<dl class=\"fields\">\n{}</dl>\n", fields.iter().map(row).collect::<String>())
        }
        Block::List(items) => {
            let item = |item: &String| format!("<li>{}</li>\n", markup::text(item));
            format!("<ul>\n{}</ul>\n", items.iter().map(item).collect::<String>())
        }
        Block::Table(rows) => table(rows),
        Block::Figure(figure) => figure.svg.as_ref().map_or_else(
            || {
                let lines = figure.text.lines().map(|line| markup::text(&escape::line(line)) + "\n");
                format!("<pre>{}</pre>\n", lines.collect::<String>())
            },
            |svg| format!("<figure>{svg}</figure>\n"),
        ),
    }
}

fn table(table: &Table) -> String {
    let class = |column: usize| if table.numeric.contains(&column) { " class=\"number\"" } else { "" };
    let row = |cells: &[String], element: &str| {
        let cell = |(column, text): (usize, &String)| {
            format!("<{element}{}>{}</{element}>", class(column), markup::text(text))
        };
        format!("<tr>{}</tr>\n", cells.iter().enumerate().map(cell).collect::<String>())
    };
    format!(
        "<div class=\"scroll\"><table>\n<thead>{}</thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        row(&table.headings, "th"),
        table.rows.iter().map(|cells| row(cells, "td")).collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::document::Figure;
    use proptest::prelude::*;

    /// A document with `text` wherever a text can stand.
    fn full_of(text: &str) -> Document {
        let text = || text.to_owned();
        let table = Table { headings: vec![text()], rows: vec![vec![text()]], ..Table::default() };
        let fields = || Block::Fields(vec![(text(), text())]);
        let blocks = vec![
            Block::Line(text()),
            Block::Note(text()),
            fields(),
            Block::List(vec![text()]),
            Block::Table(table),
            Block::Figure(Figure { text: text(), svg: None }),
        ];
        let sections = vec![Section { heading: text(), blocks }];
        Document { title: text(), opening: vec![fields()], sections }
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = page(&full_of("x"), "made");
        for word in ["http:", "https:", "<script", "<link", "@import", "url(", "src="] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn a_chart_stands_as_it_was_drawn() {
        let figure = Figure { text: "text".to_owned(), svg: Some("<svg></svg>".to_owned()) };
        let document = Document::new("T").section(Section::new("H").block(Block::Figure(figure)));
        assert!(page(&document, "").contains("<figure><svg></svg></figure>"));
    }

    proptest! {
        #[test]
        fn no_text_of_the_state_is_markup(hostile in any::<String>()) {
            // The page of a harmless text has as many elements.
            let tags = |text: &str| page(&full_of(text), text).matches('<').count();
            // An empty note is no element.
            prop_assume!(!hostile.is_empty() && !hostile.contains('\n'));
            prop_assert_eq!(tags(&hostile), tags("x"));
        }
    }

    #[test]
    fn hostile_words_are_shown_as_they_are() {
        let page = page(&full_of("</title><script>alert(1)</script><img src=x onerror=\"y\">"), "'");
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(page.matches("&lt;script&gt;").count(), 13);
    }
}
