//! The hash of a JSON value's content, which becomes the identity of events.
//!
//! A leaf is hashed by its decoded content, a list by the hashes of its values in order, an object by the hashes of its members'
//! names and values, ordered by the former. Each kind of value has its own tag, so that `5`, `"5"`, `[5]` and `5.0` differ. The hash
//! is XXH3 with 128 bits: fast and evenly spread, but no protection against somebody who makes two events collide on purpose.
//!
//! Identities are stored: nothing here may ever change. The test below holds it fast.

use xxhash_rust::xxh3::xxh3_128;

pub(super) const NULL: u128 = 0x6e75_6c6c_0000_0000_0000_0000_0000_0001;
pub(super) const TRUE: u128 = 0x7472_7565_0000_0000_0000_0000_0000_0002;
pub(super) const FALSE: u128 = 0x6661_6c73_6500_0000_0000_0000_0000_0003;
const STRING: u128 = 0x7374_7269_6e67_0000_0000_0000_0000_0004;
const INTEGER: u128 = 0x696e_7465_6765_7200_0000_0000_0000_0005;
const BIG_INTEGER: u128 = 0x6269_6769_6e74_0000_0000_0000_0000_0006;
const FLOAT: u128 = 0x666c_6f61_7400_0000_0000_0000_0000_0007;
const ARRAY: u128 = 0x6172_7261_7900_0000_0000_0000_0000_0008;
const OBJECT: u128 = 0x6f62_6a65_6374_0000_0000_0000_0000_0009;

/// Hash of a member: of its name, and of its value.
pub(super) type Member = [u8; 32];

pub(super) fn string(text: &str) -> u128 {
    xxh3_128(text.as_bytes()) ^ STRING
}

pub(super) fn integer(number: i64) -> u128 {
    xxh3_128(&number.to_le_bytes()) ^ INTEGER
}

/// A whole number beyond 64 bits, by its decimal digits.
pub(super) fn big_integer(digits: &[u8], negative: bool) -> u128 {
    (xxh3_128(digits) ^ BIG_INTEGER).wrapping_add(u128::from(negative))
}

pub(super) fn float(number: f64) -> u128 {
    // All spellings of not-a-number are one.
    let bits = if number.is_nan() {
        0x7ff8_0000_0000_0000
    } else {
        number.to_bits()
    };
    xxh3_128(&bits.to_le_bytes()) ^ FLOAT
}

pub(super) fn array(values: &[[u8; 16]]) -> u128 {
    xxh3_128(values.as_flattened()) ^ ARRAY
}

/// Of the name of a member.
pub(super) fn name(name: &str) -> u128 {
    xxh3_128(name.as_bytes())
}

pub(super) fn member(name: u128, value: u128) -> Member {
    let mut member = [0; 32];
    member[..16].copy_from_slice(&name.to_le_bytes());
    member[16..].copy_from_slice(&value.to_le_bytes());
    member
}

/// Of the members of an object in reading order, which are put into another order. Of members with the same name only the last
/// counts (`ES E-20`).
pub(super) fn object(members: &mut Vec<Member>, begin: usize) -> u128 {
    members[begin..].sort_by_key(name_of);
    // The sort is stable, so the last of equal names is the one before the next name.
    let mut kept = begin;
    for at in begin..members.len() {
        if members
            .get(at + 1)
            .is_none_or(|next| name_of(next) != name_of(&members[at]))
        {
            members[kept] = members[at];
            kept += 1;
        }
    }
    let hash = xxh3_128(members[begin..kept].as_flattened()) ^ OBJECT;
    members.truncate(begin);
    hash
}

fn name_of(member: &Member) -> u128 {
    // The first half of 32 bytes is 16 bytes.
    member.first_chunk().map_or(0, |name| u128::from_le_bytes(*name))
}

#[cfg(test)]
mod tests {
    use crate::json::Document;

    #[test]
    fn stored_identities_never_change() {
        let text = r#"{"a": [1, -2.5, "x\u00e9", null, true, false, {}, [], 123456789012345678901234567890], "b": {"c": NaN, "c": ""}, "long": "LONG"}"#
            .replace("LONG", &"abcdefgh".repeat(40));
        let hash = Document::read_hashed(text.as_bytes()).unwrap().1;
        assert_eq!(format!("{hash:032x}"), "e6cdfa89b6b6fddfccbf52f8c11ff595");
    }
}
