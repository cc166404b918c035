//! Parts that come in: whether they make a board, told without writing anything and in little memory.

use std::io::{self, BufRead, BufReader, Read};

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::{Census, Deliver, Part};
use super::array::Kind as Array;
use super::directory::JOURNAL;
use super::parts;
use crate::error::{Error, Kind, Result};

/// No record of the journal is longer: 256 MiB.
const LONGEST_RECORD: u64 = 1 << 28;

/// Looks at the parts, and counts what is in them.
///
/// # Errors
/// They make no board, or `deliver` fails.
pub(super) fn inspect(parts: &[Part], deliver: &mut Deliver<'_>) -> Result<Census> {
    parts::check(parts)?;
    let mut census = Census::default();
    deliver(&mut |part, bytes| look(part, bytes, &mut census))?;
    Ok(census)
}

fn look(part: &Part, bytes: &mut dyn Read, census: &mut Census) -> Result<()> {
    let name = part.name.as_str();
    let count = match name {
        _ if name == Array::Items.file() => &mut census.items,
        _ if name == Array::Agents.file() => &mut census.agents,
        _ if name == Array::Completions.file() => &mut census.completions,
        _ if name.starts_with(JOURNAL) => {
            return newest(name, bytes).map(|seq| census.seq = census.seq.max(seq));
        }
        _ => return drain(bytes).map_err(|error| broken(name, &error.to_string())),
    };
    *count = records(BufReader::new(&mut *bytes)).map_err(|error| broken(name, &error.to_string()))?;
    drain(bytes).map_err(|error| broken(name, &error.to_string()))
}

fn drain(bytes: &mut dyn Read) -> io::Result<()> {
    io::copy(bytes, &mut io::sink()).map(drop)
}

fn broken(name: &str, why: &str) -> Error {
    Error::new(Kind::InvalidValue, format!("{name} cannot be used: {why}"))
        .hint("it is no whole backup of a board")
}

/// How many objects an array has.
fn records(bytes: impl Read) -> serde_json::Result<u64> {
    struct Objects;
    impl<'de> Visitor<'de> for Objects {
        type Value = u64;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("an array of objects")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut records: A) -> Result<u64, A::Error> {
            let mut count = 0;
            while records.next_element::<Object>()?.is_some() {
                count += 1;
            }
            Ok(count)
        }
    }
    let mut parser = serde_json::Deserializer::from_reader(bytes);
    let count = parser.deserialize_seq(Objects)?;
    parser.end()?;
    Ok(count)
}

/// An object, whatever is in it.
struct Object;

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Object;

            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Object, A::Error> {
                while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Object)
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// The number of the newest record in a segment; 0 where there is none. Whether the journal is whole is not asked: a
/// board whose journal is not can be brought back too.
fn newest(name: &str, bytes: &mut dyn Read) -> Result<u64> {
    #[derive(Deserialize)]
    struct Numbered {
        seq: u64,
    }
    let mut lines = BufReader::new(bytes);
    let (mut line, mut seq) = (Vec::new(), 0);
    loop {
        line.clear();
        let read = (&mut lines).take(LONGEST_RECORD).read_until(b'\n', &mut line);
        match read.map_err(|error| broken(name, &error.to_string()))? {
            0 => return Ok(seq),
            length if length as u64 == LONGEST_RECORD => {
                return Err(broken(name, "it has a line of 256 MiB"));
            }
            _ => {}
        }
        if let Ok(record) = serde_json::from_slice::<Numbered>(&line) {
            seq = seq.max(record.seq);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: &str) -> (Part, Vec<u8>) {
        (Part { name: name.to_owned(), size: text.len() as u64 }, text.as_bytes().to_vec())
    }

    fn inspected(parts: &[(Part, Vec<u8>)]) -> Result<Census> {
        let names: Vec<Part> = parts.iter().map(|(part, _)| part.clone()).collect();
        inspect(&names, &mut |accept| {
            parts.iter().try_for_each(|(part, bytes)| accept(part, &mut bytes.as_slice()))
        })
    }

    #[test]
    fn what_is_there_is_counted() {
        let census = inspected(&[
            part("work_claims.json", "[{}, {\"a\": [1, {}]}]\n"),
            part("agent_status.json", "[]"),
            part("coordination_log.json", "[\n  {}\n]\n"),
            part("config.toml", "not looked at = ["),
            part(".store/journal/00000001.jsonl", "{\"seq\":1}\n{\"seq\":2}\ntorn"),
        ]);
        assert_eq!(census.unwrap(), Census { seq: 2, items: 2, agents: 0, completions: 1 });
    }

    #[test]
    fn what_is_no_array_of_objects_is_refused() {
        for text in ["", "{}", "[1]", "[{}", "[{}] x", "[{},]", "\0\0\0", "[[]]"] {
            let error = inspected(&[part("work_claims.json", text)]).unwrap_err();
            assert_eq!(error.kind(), Kind::InvalidValue, "{text}");
            assert!(error.message().starts_with("work_claims.json cannot be used"), "{error}");
        }
        let deep = "[".repeat(100_000);
        assert!(inspected(&[part("work_claims.json", &deep)]).is_err());
    }
}
