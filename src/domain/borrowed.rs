//! Records that borrow from the text they are read from, for questions to very many of them.
//!
//! The texts are our own and were checked when they were written, so they are read in one pass that looks only for what
//! is asked for; of what is left out nothing but its end is found. A value of another type than the one expected counts
//! as not there, as in [`record!`](crate::domain::record): other programs write to the board too, and one odd field must
//! not hide the rest of a record.

use std::borrow::Cow;

/// A text; `None` where there is none, or something else.
pub type Text<'a> = Option<Cow<'a, str>>;

/// A value that can be made of whatever JSON stands in its place.
pub trait Borrowed<'a>: Default {
    /// Reads the value that begins here; `None` where it has no end.
    fn read(scan: &mut Scan<'a>) -> Option<Self>;
}

/// A place in a text of JSON.
#[derive(Clone, Debug)]
pub struct Scan<'a> {
    text: &'a str,
    at: usize,
}

/// The value that `json` holds; `None` where it has no end, or something stands behind it.
pub fn read<'a, T: Borrowed<'a>>(json: &'a str) -> Option<T> {
    let mut scan = Scan { text: json, at: 0 };
    scan.blank();
    let value = T::read(&mut scan)?;
    scan.blank();
    (scan.at == json.len()).then_some(value)
}

impl<'a> Scan<'a> {
    /// The byte at this place; 0 at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or_default()
    }

    /// Goes on behind white space.
    fn blank(&mut self) {
        while matches!(self.byte(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Goes on behind `byte`, if it stands here.
    fn passes(&mut self, byte: u8) -> bool {
        let is_here = self.byte() == byte;
        self.at += usize::from(is_here);
        is_here
    }

    /// The text that begins here with its quote; `None` within where it is no text.
    fn string(&mut self) -> Option<Text<'a>> {
        let start = self.at;
        let (end, is_plain) = end_of_string(self.text.as_bytes(), start + 1)?;
        self.at = end + 1;
        if is_plain {
            return Some(self.text.get(start + 1..end).map(Cow::Borrowed));
        }
        let quoted = self.text.get(start..=end)?;
        Some(serde_json::from_str::<String>(quoted).ok().map(Cow::Owned))
    }

    /// Goes on behind the value that begins here.
    pub fn skip(&mut self) -> Option<()> {
        match self.byte() {
            b'"' => self.at = end_of_string(self.text.as_bytes(), self.at + 1)?.0 + 1,
            b'{' | b'[' => self.skip_nested()?,
            _ => drop(self.scalar()?),
        }
        Some(())
    }

    fn skip_nested(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        loop {
            match bytes.get(self.at)? {
                b'"' => self.at = end_of_string(bytes, self.at + 1)?.0,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return Some(());
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The number or word that begins here.
    fn scalar(&mut self) -> Option<&'a str> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = rest.iter().take_while(|byte| is_part(byte)).count();
        let scalar = self.text.get(self.at..self.at + length)?;
        self.at += length;
        (length > 0).then_some(scalar)
    }

    /// Shows `field` the name of each field of the object that begins here; it reads or skips the value.
    pub fn object(&mut self, mut field: impl FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        self.each(b'{', b'}', |scan| {
            if scan.byte() != b'"' {
                return None;
            }
            let name = scan.string()?;
            scan.blank();
            if !scan.passes(b':') {
                return None;
            }
            scan.blank();
            field(name.as_deref().unwrap_or_default(), scan)
        })
    }

    /// Stands before each part of the array or object that begins here; `part` goes on behind it.
    fn each(&mut self, open: u8, close: u8, mut part: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if !self.passes(open) {
            return None;
        }
        self.blank();
        if self.passes(close) {
            return Some(());
        }
        loop {
            self.blank();
            part(self)?;
            self.blank();
            if self.passes(close) {
                return Some(());
            }
            if !self.passes(b',') {
                return None;
            }
        }
    }

    /// Whether an object begins here.
    pub fn is_object(&self) -> bool {
        self.byte() == b'{'
    }
}

/// Where the quote stands that ends the string whose text begins at `from`, and whether there is no escape in it. Eight
/// bytes are looked at together: most of a record is text.
fn end_of_string(bytes: &[u8], from: usize) -> Option<(usize, bool)> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    const QUOTES: u64 = ONES * b'"' as u64;
    const ESCAPES: u64 = ONES * b'\\' as u64;
    // The top bit of each byte that is 0; above the first one there may be false ones.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & TOPS;
    let (mut at, mut is_plain) = (from, true);
    loop {
        if let Some(eight) = bytes.get(at..at + 8).and_then(|eight| <[u8; 8]>::try_from(eight).ok()) {
            let word = u64::from_le_bytes(eight);
            let found = zeros(word ^ QUOTES) | zeros(word ^ ESCAPES);
            if found == 0 {
                at += 8;
                continue;
            }
            at += found.trailing_zeros() as usize / 8;
        }
        match bytes.get(at)? {
            b'"' => return Some((at, is_plain)),
            b'\\' => {
                is_plain = false;
                at += 2;
            }
            _ => at += 1,
        }
    }
}

impl<'a> Borrowed<'a> for Text<'a> {
    fn read(scan: &mut Scan<'a>) -> Option<Self> {
        if scan.byte() == b'"' { scan.string() } else { scan.skip().map(|()| None) }
    }
}

impl<'a> Borrowed<'a> for Option<f64> {
    fn read(scan: &mut Scan<'a>) -> Option<Self> {
        if matches!(scan.byte(), b'-' | b'0'..=b'9') {
            return Some(scan.scalar()?.parse().ok().filter(|number: &f64| number.is_finite()));
        }
        scan.skip().map(|()| None)
    }
}

impl<'a, T: Borrowed<'a>> Borrowed<'a> for Vec<T> {
    fn read(scan: &mut Scan<'a>) -> Option<Self> {
        let mut all = Self::new();
        if scan.byte() != b'[' {
            return scan.skip().map(|()| all);
        }
        scan.each(b'[', b']', |scan| {
            if all.is_empty() {
                // Mostly there is one, and room for four is a slow kind of memory.
                all.reserve_exact(1);
            }
            all.push(T::read(scan)?);
            Some(())
        })?;
        Some(all)
    }
}

/// Declares a record whose fields are all [`Borrowed`]; of fields of one name the last counts.
macro_rules! borrowed {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<$life:lifetime> {
            $( $(#[$field_meta:meta])* $field:ident: $type:ty; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name<$life> {
            $( $(#[$field_meta])* pub $field: $type, )*
        }

        impl<$life> $crate::domain::borrowed::Borrowed<$life> for $name<$life> {
            fn read(scan: &mut $crate::domain::borrowed::Scan<$life>) -> Option<Self> {
                let mut record = Self::default();
                if !scan.is_object() {
                    return scan.skip().map(|()| record);
                }
                scan.object(|name, scan| {
                    match name {
                        $( stringify!($field) => {
                            record.$field = $crate::domain::borrowed::Borrowed::read(scan)?;
                        } )*
                        _ => scan.skip()?,
                    }
                    Some(())
                })?;
                Some(record)
            }
        }
    };
}
pub(crate) use borrowed;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    borrowed! {
        /// A record for these tests.
        #[expect(unreachable_pub, reason = "the macro declares records that others use")]
        pub struct Sample<'a> {
            /// A text.
            name: Text<'a>;
            /// A number.
            points: Option<f64>;
            /// Parts of the same kind.
            parts: Vec<Sample<'a>>;
        }
    }

    fn sample(json: &str) -> Sample<'_> {
        read(json).unwrap()
    }

    #[test]
    fn fields_are_borrowed_where_they_can_be() {
        let told = sample(r#"{"name":"plain","other":[{"name":1}],"parts":[{"name":"a\nb","points":-1}]}"#);
        assert!(matches!(told.name, Some(Cow::Borrowed("plain"))));
        assert_eq!((told.parts[0].name.as_deref(), told.parts[0].points), (Some("a\nb"), Some(-1.0)));
        assert_eq!(sample(r#"{"n\u0061me":"x"}"#).name.as_deref(), Some("x"), "a name with an escape");
        assert_eq!(sample(" { \"name\" : \"x\" ,\n\"points\" : 1e2 } ").points, Some(100.0));
    }

    #[test]
    fn what_is_of_another_type_is_not_there_and_hides_nothing() {
        for odd in ["null", "true", "[1,{}]", r#"{"a":[]}"#] {
            let json = format!(r#"{{"name":{odd},"points":{odd},"parts":[{odd}],"name":"x","points":2.5}}"#);
            let told = sample(&json);
            assert_eq!((told.name.as_deref(), told.points), (Some("x"), Some(2.5)), "{odd}");
            assert_eq!(told.parts, [Sample::default()], "{odd}");
        }
        assert_eq!(sample(r#"{"name":7,"points":"7","parts":7}"#), Sample::default());
        assert_eq!(sample("[]"), Sample::default());
        assert_eq!(sample(r#"{"name":"\ud800","points":1}"#).points, Some(1.0), "no text, but an end");
    }

    #[test]
    fn a_text_without_an_end_is_nothing() {
        let whole = r#"{"name":"a\"b","x":{"y":["}"]},"parts":[{"points":1}]}"#;
        assert!(read::<Sample<'_>>(whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(read::<Sample<'_>>(&whole[..end]), None, "{}", &whole[..end]);
        }
        assert_eq!(read::<Sample<'_>>("{} x"), None);
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        let name = prop_oneof![Just("name"), Just("points"), Just("parts"), Just("\" {")];
        leaf.prop_recursive(4, 32, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map(name.clone(), inner, 0..5).prop_map(|map| {
                    Value::Object(map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
                }),
            ]
        })
    }

    /// What `value` holds, by the parser that reads everything.
    fn expected(value: &Value) -> Sample<'_> {
        Sample {
            name: value["name"].as_str().map(Cow::Borrowed),
            points: value["points"].as_f64(),
            parts: value["parts"].as_array().into_iter().flatten().map(expected).collect(),
        }
    }

    proptest! {
        #[test]
        fn it_finds_what_another_parser_finds(value in json()) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(read::<Sample<'_>>(&text), Some(expected(&value)), "{}", text);
            }
        }

        #[test]
        fn nonsense_ends(text in any::<String>(), start in 0..5_usize) {
            let start = ["", "{\"name\":", "{\"parts\":[", "{\"x\":[{", "\""][start];
            let _ = read::<Sample<'_>>(&format!("{start}{text}"));
        }
    }
}
