//! Sentences with places in them: `{word}` is anything without a blank, `{text}` stands in quotes, `{number}` is
//! made of digits.

/// What stood in the places of a pattern, and the table below the sentence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Captures {
    places: Vec<String>,
    /// The rows of the table, of two cells each.
    pub(crate) table: Vec<(String, String)>,
}

impl Captures {
    /// What stood in a `{word}` or a `{text}`.
    pub(crate) fn text(&self, place: usize) -> &str {
        &self.places[place]
    }

    /// What stood in a `{number}`.
    pub(crate) fn number(&self, place: usize) -> usize {
        self.places[place].replace(',', "").parse().unwrap()
    }
}

/// What stands in the places of `pattern`, if all of `sentence` is like it.
pub(crate) fn captures(pattern: &str, sentence: &str) -> Option<Captures> {
    let (mut pattern, mut rest) = (pattern, sentence);
    let mut places = Vec::new();
    while let Some((before, behind)) = pattern.split_once('{') {
        let (kind, after) = behind.split_once('}')?;
        rest = rest.strip_prefix(before)?;
        let (place, end) = place(kind, rest)?;
        places.push(place.to_owned());
        (rest, pattern) = (&rest[end..], after);
    }
    (rest == pattern).then_some(Captures { places, table: Vec::new() })
}

/// What stands at the start of `rest` in a place of this kind, and where that ends.
fn place<'a>(kind: &str, rest: &'a str) -> Option<(&'a str, usize)> {
    let until = |is_part: fn(char) -> bool| rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
    let end = match kind {
        "number" => until(|letter| letter.is_ascii_digit() || letter == ','),
        "word" => until(|letter| !letter.is_whitespace() && letter != '"' && letter != ','),
        "text" => {
            let inside = rest.strip_prefix('"')?;
            let length = inside.find('"')?;
            return Some((&inside[..length], length + 2));
        }
        other => panic!("{{{other}}} is no kind of place"),
    };
    (end > 0).then(|| (&rest[..end], end))
}

#[test]
fn places_are_found_and_nothing_may_be_left() {
    let found = |pattern, sentence| captures(pattern, sentence).map(|captures| captures.places);
    let pattern = "{word} hands {text} to {word}";
    assert_eq!(found(pattern, "ann hands \"Fix login\" to bob").unwrap(), ["ann", "Fix login", "bob"]);
    assert_eq!(found(pattern, "ann hands \"Fix login\" to bob now"), None);
    assert_eq!(found(pattern, "ann hands Fix to bob"), None);
    assert_eq!(found(pattern, "so ann hands \"Fix\" to bob"), None);
    assert_eq!(captures("{number} ids", "1,000 ids").unwrap().number(0), 1_000);
    assert_eq!(found("{number} ids", "many ids"), None);
    assert_eq!(found("all of them", "all of them").unwrap(), Vec::<String>::new());
}
