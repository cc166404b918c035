//! Records that borrow from the text they are read from, for questions to very many of them.
//!
//! A value of another type than the one expected counts as not there, as in [`record!`](crate::domain::record): other
//! programs write to the board too, and one odd field must not hide the rest of a record.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A text; `None` where there is none, or something else.
pub type Text<'a> = Option<Cow<'a, str>>;

/// A value that can be made of whatever JSON stands in its place.
pub trait Borrowed<'de>: Default {
    /// From a text.
    fn of_text(_text: Cow<'de, str>) -> Self {
        Self::default()
    }

    /// From a number.
    fn of_number(_number: f64) -> Self {
        Self::default()
    }

    /// From an object.
    ///
    /// # Errors
    /// What the parser says.
    fn of_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    /// From an array.
    ///
    /// # Errors
    /// What the parser says.
    fn of_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

impl<'de> Borrowed<'de> for Text<'de> {
    fn of_text(text: Cow<'de, str>) -> Self {
        Some(text)
    }
}

impl Borrowed<'_> for Option<f64> {
    fn of_number(number: f64) -> Self {
        number.is_finite().then_some(number)
    }
}

impl<'de, T: Borrowed<'de>> Borrowed<'de> for Vec<T> {
    fn of_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut all = Self::new();
        while let Some(Read(one)) = list.next_element()? {
            all.push(one);
        }
        Ok(all)
    }
}

/// Reads a [`Borrowed`] value.
#[derive(Debug)]
pub struct Read<T>(pub T);

impl<'de, T: Borrowed<'de>> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader(PhantomData)).map(Self)
    }
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Borrowed<'de>> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<T, E> {
        Ok(T::of_text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::of_text(Cow::Owned(text.to_owned())))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        Ok(T::of_number(number))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and points are far below 2^53")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(T::of_number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "counts and points are far below 2^53")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(T::of_number(number as f64))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::of_object(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::of_list(list)
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
            fn of_object<A: serde::de::MapAccess<$life>>(mut map: A) -> Result<Self, A::Error> {
                use $crate::domain::borrowed::{Read, Text};
                let mut record = Self::default();
                while let Some(Read(name)) = map.next_key::<Read<Text<$life>>>()? {
                    match name.as_deref() {
                        $( Some(stringify!($field)) => record.$field = map.next_value::<Read<$type>>()?.0, )*
                        _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                    }
                }
                Ok(record)
            }
        }
    };
}
pub(crate) use borrowed;

#[cfg(test)]
mod tests {
    use super::*;

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

    fn read(json: &str) -> Sample<'_> {
        serde_json::from_str::<Read<Sample<'_>>>(json).unwrap().0
    }

    #[test]
    fn fields_are_borrowed_where_they_can_be() {
        let sample = read(r#"{"name":"plain","other":[{"name":1}],"parts":[{"name":"a\nb","points":-1}]}"#);
        assert!(matches!(sample.name, Some(Cow::Borrowed("plain"))));
        assert_eq!((sample.parts[0].name.as_deref(), sample.parts[0].points), (Some("a\nb"), Some(-1.0)));
        assert_eq!(read(r#"{"n\u0061me":"x"}"#).name.as_deref(), Some("x"), "a name with an escape");
    }

    #[test]
    fn what_is_of_another_type_is_not_there_and_hides_nothing() {
        for odd in ["null", "true", "[1,{}]", r#"{"a":[]}"#] {
            let json = format!(r#"{{"name":{odd},"points":{odd},"parts":[{odd}],"name":"x","points":2.5}}"#);
            let sample = read(&json);
            assert_eq!((sample.name.as_deref(), sample.points), (Some("x"), Some(2.5)), "{odd}");
            assert_eq!(sample.parts, [Sample::default()], "{odd}");
        }
        assert_eq!(read(r#"{"name":7,"points":"7","parts":7}"#), Sample::default());
        assert_eq!(read("[]"), Sample::default());
    }
}
