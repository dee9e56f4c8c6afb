//! What is JSON is read as JSON: beside a well-tried parser that takes nothing else.

use olivine_event::json::{Document, Value};
use proptest::prelude::*;

/// Whether both see the same value.
fn is_same(ours: Value<'_, '_>, theirs: &serde_json::Value) -> bool {
    match theirs {
        serde_json::Value::Null => ours.is_null(),
        serde_json::Value::Bool(truth) => ours.as_bool() == Some(*truth),
        serde_json::Value::String(text) => ours.as_text().is_some_and(|ours| ours == text),
        serde_json::Value::Number(number) => match (number.as_i64(), ours.as_integer()) {
            (Some(theirs), Some(ours)) => theirs == ours,
            // Whole numbers beyond 64 bits are invalid here (`ES E-19`).
            (None, _) if !number.is_f64() => ours.as_number().is_none(),
            _ => match (number.as_f64(), ours.as_number()) {
                // The other parser may be off by one in the last place.
                (Some(theirs), Some(ours)) => (theirs - ours).abs() <= theirs.abs() * 4.0 * f64::EPSILON,
                // It makes floating point numbers of larger whole ones.
                (Some(_), None) => ours.as_integer().is_none(),
                _ => false,
            },
        },
        serde_json::Value::Array(elements) => {
            ours.is_array()
                && ours.elements().count() == elements.len()
                && ours
                    .elements()
                    .zip(elements)
                    .all(|(ours, theirs)| is_same(ours, theirs))
        }
        serde_json::Value::Object(members) => {
            let same = |(name, theirs): (&String, _)| ours.get(name).is_some_and(|ours| is_same(ours, theirs));
            ours.is_object() && members.iter().all(same) && ours.members().all(|ours| members.contains_key(ours.name()))
        }
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| { serde_json::Value::Object(members.into_iter().collect()) }),
        ]
    })
}

proptest! {
    #[test]
    fn any_value_is_read_as_it_is(value in json()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let document = Document::read(text.as_bytes()).unwrap();
            prop_assert!(is_same(document.root(), &value), "{}", text);
        }
    }

    #[test]
    fn spelling_it_pretty_does_not_change_its_hash(value in json()) {
        let plain = value.to_string();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        let hash = |text: &str| Document::read_hashed(text.as_bytes()).unwrap().1;
        prop_assert_eq!(hash(&plain), hash(&pretty));
    }

    #[test]
    fn whatever_the_other_takes_is_taken(text in r#"[{}\[\]":, \n\\/bu0-9a-fnulrtsEe.+-]{0,60}"#) {
        if let Ok(theirs) = serde_json::from_str::<serde_json::Value>(&text) {
            let document = Document::read(text.as_bytes());
            prop_assert!(document.is_ok_and(|document| is_same(document.root(), &theirs)), "{}", text);
        }
    }

    #[test]
    fn a_byte_changed_in_json_is_seen_alike(value in json(), place in any::<prop::sample::Index>(), byte in 0x20u8..0x7f) {
        let mut text = value.to_string().into_bytes();
        let at = place.index(text.len());
        text[at] = byte;
        if let Ok(theirs) = serde_json::from_slice::<serde_json::Value>(&text) {
            let document = Document::read(&text);
            prop_assert!(document.is_ok_and(|document| is_same(document.root(), &theirs)), "{}", String::from_utf8_lossy(&text));
        }
    }
}
