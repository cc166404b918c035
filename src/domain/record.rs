//! Records that keep what they don't know.
//!
//! Scripts and older or newer versions of `coord` put fields into the state that this version has no name
//! for, or values of another type than it would write. [`record!`](crate::domain::record) makes a typed struct
//! whose unknown and ill-typed fields are carried along as raw JSON text and written back as they were.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::json_text;

/// Fields that the struct has no typed place for: name and JSON text, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Foreign(Vec<(String, Box<RawValue>)>);

impl Foreign {
    /// Keeps `value` under `name`; a name that was there already is replaced, as JSON readers do.
    ///
    /// # Errors
    /// None in practice: the text came from a JSON parser.
    pub fn keep<E: de::Error>(&mut self, name: &str, value: &RawValue) -> Result<(), E> {
        let value = if value.get().contains('\n') {
            RawValue::from_string(json_text::compact(value.get())).map_err(E::custom)?
        } else {
            value.to_owned()
        };
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value));
        Ok(())
    }

    /// Sets the field of that name to a text.
    pub fn set_text(&mut self, name: &str, value: &str) {
        let json = serde_json::Value::from(value).to_string();
        if let Ok(raw) = RawValue::from_string(json) {
            self.0.retain(|(known, _)| known != name);
            self.0.push((name.to_owned(), raw));
        }
    }

    /// Takes the field of that name out, and says whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|(known, _)| known != name);
        self.0.len() < before
    }

    /// Names and JSON texts in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), &**value))
    }

    /// The JSON text of the field, if there is one of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value.get())
    }
}

impl PartialEq for Foreign {
    fn eq(&self, other: &Self) -> bool {
        let pairs = |it: &Self| {
            it.iter().map(|(name, value)| (name.to_owned(), value.get().to_owned())).collect::<Vec<_>>()
        };
        pairs(self) == pairs(other)
    }
}

/// The next field of a JSON object as name and raw text, borrowed from the input.
///
/// # Errors
/// What the parser says of the input; also if that is no text, because nothing can be borrowed then.
pub fn next_field<'de, A: MapAccess<'de>>(
    map: &mut A,
) -> Result<Option<(Cow<'de, str>, &'de RawValue)>, A::Error> {
    let Some(Name(name)) = map.next_key()? else { return Ok(None) };
    Ok(Some((name, map.next_value()?)))
}

/// A field's name, borrowed where it has no escapes.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Name<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a field name")
            }

            fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }
        deserializer.deserialize_str(Reader)
    }
}

/// Declares a record: `name: Type, rule;` a field, in the order in which they are written.
///
/// Rules: `required` – the record does not parse without it; `nullable` – an `Option`, written as `null` when it
/// is `None`; `optional` – an `Option`, left out when it is `None`.
macro_rules! record {
    (@type required $type:ty) => { $type };
    (@type nullable $type:ty) => { Option<$type> };
    (@type optional $type:ty) => { Option<$type> };
    (@is_null required $raw:ident) => { false };
    (@is_null nullable $raw:ident) => { $raw.get() == "null" };
    (@is_null optional $raw:ident) => { false };
    (@take required $value:ident $field:ident $error:ty) => {
        $value.ok_or_else(|| <$error as serde::de::Error>::missing_field(stringify!($field)))?
    };
    (@take nullable $value:ident $field:ident $error:ty) => { $value };
    (@take optional $value:ident $field:ident $error:ty) => { $value };
    (@write required $map:ident $self:ident $field:ident) => {
        $map.serialize_entry(stringify!($field), &$self.$field)?;
    };
    (@write nullable $map:ident $self:ident $field:ident) => {
        if $self.$field.is_some() || $self.foreign.get(stringify!($field)).is_none() {
            $map.serialize_entry(stringify!($field), &$self.$field)?;
        }
    };
    (@write optional $map:ident $self:ident $field:ident) => {
        if let Some(value) = &$self.$field {
            $map.serialize_entry(stringify!($field), value)?;
        }
    };
    (@known required $self:ident $field:ident) => { true };
    (@known nullable $self:ident $field:ident) => { $self.$field.is_some() };
    (@known optional $self:ident $field:ident) => { $self.$field.is_some() };
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident: $type:ty, $rule:ident; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, schemars::JsonSchema)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $crate::domain::record::record!(@type $rule $type), )*
            /// Fields of other writers, carried along untouched.
            #[schemars(skip)]
            pub foreign: $crate::domain::record::Foreign,
        }

        impl $name {
            fn knows(&self, name: &str) -> bool {
                match name {
                    $( stringify!($field) => $crate::domain::record::record!(@known $rule self $field), )*
                    _ => false,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $( $crate::domain::record::record!(@write $rule map self $field); )*
                for (name, value) in self.foreign.iter() {
                    if !self.knows(name) {
                        map.serialize_entry(name, value)?;
                    }
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Reader;
                impl<'de> serde::de::Visitor<'de> for Reader {
                    type Value = $name;

                    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        out.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        $( let mut $field: Option<$type> = None; )*
                        let mut foreign = $crate::domain::record::Foreign::default();
                        while let Some((name, raw)) = $crate::domain::record::next_field(&mut map)? {
                            match &*name {
                                $( stringify!($field) => match serde_json::from_str::<$type>(raw.get()) {
                                    Ok(value) => $field = Some(value),
                                    Err(_) if $crate::domain::record::record!(@is_null $rule raw) => {}
                                    Err(_) => foreign.keep(&name, raw)?,
                                }, )*
                                _ => foreign.keep(&name, raw)?,
                            }
                        }
                        Ok($name {
                            $( $field: $crate::domain::record::record!(@take $rule $field $field A::Error), )*
                            foreign,
                        })
                    }
                }
                deserializer.deserialize_map(Reader)
            }
        }
    };
}
pub(crate) use record;

#[cfg(test)]
mod tests {
    record! {
        /// A record for these tests.
        #[expect(unreachable_pub, reason = "the macro declares records that others use")]
        pub struct Sample {
            /// Required.
            id: String, required;
            /// Null when missing.
            holder: String, nullable;
            /// Left out when missing.
            progress: u8, optional;
        }
    }

    fn round_trip(json: &str) -> String {
        serde_json::to_string(&serde_json::from_str::<Sample>(json).unwrap()).unwrap()
    }

    #[test]
    fn unknown_fields_come_back_as_they_were() {
        let json = r#"{"id":"a","holder":null,"cost":1.50,"huge":1e999,"deep":{"b":[1, 2]},"text":"\u00e9"}"#;
        assert_eq!(round_trip(json), json);
    }

    #[test]
    fn a_value_of_another_type_is_kept_until_it_is_set() {
        let mut sample: Sample = serde_json::from_str(r#"{"id":"a","holder":7,"progress":"75%"}"#).unwrap();
        assert_eq!(serde_json::to_string(&sample).unwrap(), r#"{"id":"a","holder":7,"progress":"75%"}"#);
        sample.progress = Some(80);
        assert_eq!(serde_json::to_string(&sample).unwrap(), r#"{"id":"a","progress":80,"holder":7}"#);
    }

    #[test]
    fn a_null_where_a_field_may_be_left_out_is_kept() {
        assert_eq!(
            round_trip(r#"{"id":"a","holder":null,"progress":null}"#),
            r#"{"id":"a","holder":null,"progress":null}"#
        );
    }

    #[test]
    fn foreign_values_over_several_lines_are_joined() {
        assert_eq!(
            round_trip("{\"id\":\"a\",\"x\":{\n \"y\": \"a\\n b\"\n}}"),
            r#"{"id":"a","holder":null,"x":{"y":"a\n b"}}"#
        );
    }

    #[test]
    fn without_its_required_field_it_does_not_parse() {
        let error = serde_json::from_str::<Sample>(r#"{"holder":"x"}"#).unwrap_err();
        assert!(error.to_string().contains("missing field `id`"), "{error}");
    }
}
