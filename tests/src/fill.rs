//! Random values for any derived type: what a property test needs, written against the tables, so that a new type or attribute
//! is covered without a line here.

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};
use scim_types::schema::Role;
use scim_types::value::{ListMut, Object, Slots, ValueMut, ValueRef, ViewMut, assign, is_unassigned};
use scim_types::{AttributeDef, AttributeType, DateTime, ScimResource};

/// Resources of type `T` with random attributes assigned.
pub fn any_resource<T: ScimResource + std::fmt::Debug>() -> impl Strategy<Value = T> {
    any::<[u8; 32]>().prop_map(|seed| {
        let mut value = T::scim_blank();
        let rng = &mut TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        fill(&mut ViewMut::new(&mut value), <T as Object>::ATTRIBUTES, 0, rng);
        fill_elements(&mut value, rng);
        value
    })
}

fn fill(object: &mut ViewMut<'_>, attributes: &[AttributeDef], depth: usize, rng: &mut TestRng) {
    for (index, attribute) in attributes.iter().enumerate() {
        // A schema's attributes recurse; not for ever.
        let deep = depth > 2 && attribute.attribute_type == AttributeType::Complex;
        if attribute.required || !deep && rng.random_ratio(1, 2) {
            place(object.place(index), attribute, depth, rng);
        }
        // Nothing assigned in a complex value is no value; only one of the states can come back.
        if is_unassigned(object.get(index)) {
            let _ = assign(object.place(index), ValueRef::Absent);
        }
    }
}

/// The fields of a row that are elements, which are texts; of the other attributes they are filled already.
fn fill_elements(row: &mut dyn Slots, rng: &mut TestRng) {
    let all = row.slot_table().slots();
    for index in row.slot_table().attributes().len()..all {
        let name = AttributeDef::of::<String>();
        match row.slot_mut(index) {
            ValueMut::Str(text) if text.is_empty() => *text = self::text(&name, rng),
            ValueMut::OptStr(place) if rng.random_ratio(1, 2) => *place = Some(self::text(&name, rng)),
            _ => {}
        }
    }
}

fn place(place: ValueMut<'_>, attribute: &AttributeDef, depth: usize, rng: &mut TestRng) {
    match place {
        ValueMut::List(list) => {
            let count = if attribute.required { rng.random_range(1..4) } else { rng.random_range(0..4) };
            for _ in 0..count {
                one(list.slot_grow(), attribute, depth, rng);
                if is_unassigned(list.slot_at(list.slot_count() - 1)) {
                    let kept = list.slot_count() - 1;
                    list.slot_truncate(kept);
                }
            }
            one_primary(list, attribute);
        }
        // The elements of a row.
        ValueMut::Elements(_) => {}
        other => one(other, attribute, depth, rng),
    }
}

fn one(mut place: ValueMut<'_>, attribute: &AttributeDef, depth: usize, rng: &mut TestRng) {
    if let ValueMut::Option(option) = place {
        place = option.slot_open();
    }
    match place {
        ValueMut::Complex(mut object) => loop {
            fill(&mut object, attribute.sub_attributes(), depth + 1, rng);
            let nothing = (0..attribute.sub_attributes().len()).all(|i| is_unassigned(object.get(i)));
            if !(attribute.required && nothing) {
                break;
            }
        },
        place => {
            let text = text(attribute, rng);
            let value = match attribute.attribute_type {
                AttributeType::Boolean => ValueRef::Bool(rng.random_ratio(1, 2)),
                AttributeType::Integer => ValueRef::Int(i64::from(rng.random::<i8>())),
                AttributeType::Decimal => ValueRef::Decimal(f64::from(rng.random::<i32>()) / 8.0),
                AttributeType::DateTime => ValueRef::Date(
                    DateTime::from_unix_nanoseconds(i128::from(rng.random::<i64>()))
                        .expect("within 300 years"),
                ),
                _ => ValueRef::Str(&text),
            };
            assign(place, value).unwrap_or_else(|e| panic!("{}: {text:?}: {e}", attribute.name));
        }
    }
}

/// Keeps the values before a second primary one.
fn one_primary(list: &mut dyn ListMut, attribute: &AttributeDef) {
    let Some(primary) = attribute.sub_attributes().iter().position(|a| a.name == "primary") else { return };
    let is_primary = |i: &usize| match list.slot_at(*i) {
        ValueRef::Complex(view) => matches!(view.get(primary), ValueRef::Bool(true)),
        _ => false,
    };
    if let Some(second) = (0..list.slot_count()).filter(is_primary).nth(1) {
        list.slot_truncate(second);
    }
}

const ALPHABET: [char; 16] =
    ['a', 'Z', '0', ' ', '"', '\\', '/', '\n', '\u{0}', '\u{7f}', 'é', 'ß', '日', '\u{2028}', '🦀', '.'];

fn text(attribute: &AttributeDef, rng: &mut TestRng) -> String {
    // The key of a table may be a number.
    if attribute.role == Role::Id {
        return rng.random_range(1..i64::MAX).to_string();
    }
    if attribute.attribute_type == AttributeType::Binary {
        let bytes: Vec<u8> = (0..rng.random_range(1..40)).map(|_| rng.random()).collect();
        return scim_types::Binary::from_bytes(bytes).as_base64().to_owned();
    }
    if let Some(word) = attribute.canonical_values.get(rng.random_range(0..8)) {
        return (*word).to_owned();
    }
    if !attribute.canonical_values.is_empty() {
        return attribute.canonical_values[0].to_owned();
    }
    (0..rng.random_range(1..20)).map(|_| ALPHABET[rng.random_range(0..ALPHABET.len())]).collect()
}
