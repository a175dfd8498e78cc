//! JSON, read with as little code as it takes. It is serde_json that reads it; what stands around it here leaves out what a browser would be
//! sent for nothing: objects that come as lists, and words about what was wrong, which nobody sees (and which may quote what is private).
use std::fmt::{Display, Formatter};

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// It is not what was expected, or no JSON at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread;

impl Display for Unread {
    fn fmt(&self, f: &mut Formatter) -> std::fmt::Result {
        f.write_str("unread")
    }
}

impl std::error::Error for Unread {}

impl de::Error for Unread {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// The whole of a text. An object must come as an object.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Unread> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Lean(&mut reader))?;
    reader.end().map_err(unread)?;
    Ok(value)
}

fn unread<E>(_: E) -> Unread {
    Unread
}

#[cold]
fn fault<E: de::Error>(_: Unread) -> E {
    E::custom("")
}

/// Around whatever of serde reads, visits or is read.
struct Lean<T>(T);

macro_rules! read_as {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            self.0.$method(Lean(visitor)).map_err(unread)
        }
    )*};
}

macro_rules! read_named {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Unread> {
            self.0.$method(name, Lean(visitor)).map_err(unread)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lean<D> {
    type Error = Unread;

    read_as! {
        deserialize_any deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_option deserialize_unit deserialize_seq
        deserialize_map deserialize_identifier deserialize_ignored_any
    }

    read_named! { deserialize_unit_struct deserialize_newtype_struct }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Unread> {
        self.0.deserialize_tuple(length, Lean(visitor)).map_err(unread)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.0.deserialize_tuple_struct(name, length, Lean(visitor)).map_err(unread)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.0.deserialize_enum(name, variants, Lean(visitor)).map_err(unread)
    }
}

macro_rules! visit {
    ($($method:ident: $value:ty),*) => {$(
        fn $method<E: de::Error>(self, value: $value) -> Result<V::Value, E> {
            self.0.$method(value).map_err(fault::<E>)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Lean<V> {
    type Value = V::Value;

    /// For the words that nobody sees.
    fn expecting(&self, _: &mut Formatter) -> std::fmt::Result {
        Ok(())
    }

    visit! {
        visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str, visit_borrowed_str: &'de str,
        visit_string: String, visit_bytes: &[u8], visit_borrowed_bytes: &'de [u8], visit_byte_buf: Vec<u8>
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none().map_err(fault::<E>)
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit().map_err(fault::<E>)
    }

    fn visit_some<D: Deserializer<'de>>(self, inside: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Lean(inside)).map_err(fault)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inside: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Lean(inside)).map_err(fault)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Lean(list)).map_err(fault)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Lean(object)).map_err(fault)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Lean(variant)).map_err(fault)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Lean<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Lean(reader)).map_err(fault)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Lean<A> {
    type Error = Unread;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unread> {
        self.0.next_element_seed(Lean(seed)).map_err(unread)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Lean<A> {
    type Error = Unread;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unread> {
        self.0.next_key_seed(Lean(seed)).map_err(unread)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unread> {
        self.0.next_value_seed(Lean(seed)).map_err(unread)
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Lean<A> {
    type Error = Unread;
    type Variant = Lean<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Unread> {
        self.0.variant_seed(Lean(seed)).map(|(value, inside)| (value, Lean(inside))).map_err(unread)
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Lean<A> {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        self.0.unit_variant().map_err(unread)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unread> {
        self.0.newtype_variant_seed(Lean(seed)).map_err(unread)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Unread> {
        self.0.tuple_variant(length, Lean(visitor)).map_err(unread)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.newtype_variant_seed(Object(visitor))
    }
}

/// What is inside of a variant with names.
struct Object<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Object<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<V::Value, D::Error> {
        reader.deserialize_map(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::de::IgnoredAny;
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Whole {
        words: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        perhaps: Option<i64>,
        #[serde(default)]
        many: Vec<(u8, Kind)>,
        by_name: BTreeMap<String, Inner>,
        unit: (),
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(transparent)]
    struct Inner(f64);

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Plain,
        With(bool),
        Two(u16, char),
        Named { first: i32, second: Option<Box<Kind>> },
    }

    fn kinds() -> impl Strategy<Value = Kind> {
        let leaf = prop_oneof![
            Just(Kind::Plain),
            any::<bool>().prop_map(Kind::With),
            any::<(u16, char)>().prop_map(|(number, letter)| Kind::Two(number, letter)),
        ];
        leaf.prop_recursive(3, 8, 1, |inner| {
            (any::<i32>(), prop::option::of(inner))
                .prop_map(|(first, second)| Kind::Named { first, second: second.map(Box::new) })
        })
    }

    prop_compose! {
        fn wholes()(
            words: String,
            perhaps: Option<i64>,
            many in prop::collection::vec((any::<u8>(), kinds()), 0..4),
            by_name in prop::collection::btree_map(any::<String>(), any::<i16>().prop_map(|n| Inner(f64::from(n) / 4.0)), 0..4),
        ) -> Whole {
            Whole { words, perhaps, many, by_name, unit: () }
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(whole in wholes()) {
            let (short, long) = (serde_json::to_string(&whole).unwrap(), serde_json::to_string_pretty(&whole).unwrap());
            prop_assert_eq!(read::<Whole>(&short), Ok(whole.clone()));
            prop_assert_eq!(read::<Whole>(&long), Ok(whole));
        }

        /// Whatever comes is read as serde_json reads it, or not at all.
        #[test]
        fn nothing_is_read_otherwise(whole in wholes(), at: prop::sample::Index, put in "[\\]\\[{}\",:0-9a-z ]?") {
            let text = serde_json::to_string(&whole).unwrap();
            let mut places = text.char_indices().map(|(place, _)| place).collect::<Vec<_>>();
            places.push(text.len());
            let from = places[at.index(places.len() - 1)];
            let to = text[from..].chars().next().map_or(from, |c| from + c.len_utf8());
            let spoilt = [&text[..from], &put, &text[to..]].concat();
            let other = serde_json::from_str::<Whole>(&spoilt).map_err(unread);
            let read = read::<Whole>(&spoilt);
            prop_assert!(read == other || read.is_err(), "{spoilt}");
        }
    }

    #[test]
    fn an_object_comes_as_an_object() {
        assert_eq!(read::<Kind>(r#"{"named":[1,null]}"#), Err(Unread));
        assert_eq!(read::<Whole>(r#"["a",1,[],{},null]"#), Err(Unread));
        for wrong in ["", "{", "\"plain\" x", "\"other\"", r#"{"words":1}"#] {
            assert_eq!(read::<Kind>(wrong), Err(Unread), "{wrong}");
        }
    }

    #[test]
    fn text_without_a_mark_is_not_copied() {
        let text = r#"["そのまま",{"x":[]}]"#;
        let (words, _) = read::<(&str, IgnoredAny)>(text).unwrap();
        assert_eq!(words, "そのまま");
        assert!(read::<&str>(r#""\n""#).is_err());
    }
}
