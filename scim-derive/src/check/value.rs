//! Enums of words, and structs around one simple value.

use darling::FromAttributes;
use scim_grammar::names_equal;
use syn::{Data, DataEnum, Fields, Ident, Type, Variant};

use super::{Container, plain};
use crate::attrs::{FieldAttrs, Place, VariantAttrs, to_errors};
use crate::case::Case;
use crate::errors::Errors;
use crate::model::{Model, Newtype, Target, WordEnum};
use crate::types;

/// The model of an enum or a newtype.
pub(super) fn check(container: &Container<'_>, target: Target, errors: &mut Errors) -> Option<Model> {
    let (span, message) = match &container.input.data {
        Data::Enum(data) => return words(container, data, target, errors),
        Data::Union(data) => (data.union_token.span, "`ScimValue` cannot be derived for a union"),
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                return Some(newtype(container, &fields.unnamed[0], target, errors));
            }
            Fields::Unnamed(fields) => (
                fields.paren_token.span.join(),
                "a newtype holds one value; for several derive `ScimComplex` on a struct with named fields",
            ),
            Fields::Named(_) => (
                container.input.ident.span(),
                "`ScimValue` is for one simple value: an enum of words, or a newtype such as `struct Number(String)`; for a \
                 struct with named fields derive `ScimComplex`",
            ),
            Fields::Unit => (
                container.input.ident.span(),
                "`ScimValue` is for one simple value, such as `struct Number(String)`; this struct holds none",
            ),
        },
    };
    errors.push(span, message);
    None
}

/// A struct around one value. Its field has no keys: the type alone says what it is.
fn newtype(container: &Container<'_>, field: &syn::Field, target: Target, errors: &mut Errors) -> Model {
    match FieldAttrs::from_attributes(&field.attrs) {
        Ok(attrs) => {
            for (key, span) in attrs.given() {
                errors.push(
                    span,
                    format!("`{key}` has no meaning in a newtype; put it on the fields that have this type"),
                );
            }
        }
        Err(error) => to_errors(error, Place::Field, errors),
    }
    if let Some(key) = &container.attrs.rename_all {
        errors.push(key.span, "`rename_all` is for the variants of an enum; a newtype has none");
    }
    let generics = &container.input.generics;
    let ty = types::without_self(&field.ty, &container.input.ident, generics);
    let generic = types::is_generic(&ty, generics);
    let case_exact = container.attrs.case_exact.as_ref().map(|key| key.value);
    Model::Newtype(Newtype { target, case_exact, ty, generic })
}

/// An enum of words.
fn words(container: &Container<'_>, data: &DataEnum, target: Target, errors: &mut Errors) -> Option<Model> {
    let case = container.attrs.rename_all.as_ref().map_or(Case::Camel, |key| key.value.0);
    let mut variants: Vec<(Ident, String)> = Vec::new();
    let mut other: Option<(Ident, Type)> = None;
    let mut complete = true;
    for variant in &data.variants {
        let attrs = match VariantAttrs::from_attributes(&variant.attrs) {
            Ok(attrs) => attrs,
            Err(error) => {
                to_errors(error, Place::Variant, errors);
                complete = false;
                continue;
            }
        };
        if attrs.other.is_some() {
            other_is_alone(&attrs, other.as_ref(), errors);
            other = other_variant(variant, errors).or(other);
            continue;
        }
        is_unit(variant, errors);
        let word = attrs
            .rename
            .as_ref()
            .map_or_else(|| case.variant(&plain(&variant.ident)), |key| key.value.value());
        let span = attrs.rename.as_ref().map_or_else(|| variant.ident.span(), |key| key.value.span());
        is_a_new_word(&word, span, &variants, errors);
        variants.push((variant.ident.clone(), word));
    }
    if variants.is_empty() && complete {
        errors.push(
            container.input.ident.span(),
            "an enum of words needs at least one variant without data; for any text at all use `String`",
        );
    }
    let case_exact = container.attrs.case_exact.as_ref().is_some_and(|key| key.value);
    (!variants.is_empty()).then_some(Model::Words(WordEnum { target, case_exact, variants, other }))
}

/// One variant takes what is left over, under no word of its own.
fn other_is_alone(attrs: &VariantAttrs, earlier: Option<&(Ident, Type)>, errors: &mut Errors) {
    for (key, span) in attrs.given() {
        match (key, earlier) {
            ("other", Some((first, _))) => {
                errors.push(
                    span,
                    format!("`{first}` is marked `other` already; one variant takes what is left over"),
                );
            }
            ("rename", _) => {
                errors.push(span, "`rename` contradicts `other`: this variant holds any other word");
            }
            _ => {}
        }
    }
}

/// The variant marked `other` holds the text.
fn other_variant(variant: &Variant, errors: &mut Errors) -> Option<(Ident, Type)> {
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Some((variant.ident.clone(), fields.unnamed[0].ty.clone()))
        }
        _ => {
            errors.push(
                variant.ident.span(),
                format!("the variant marked `other` holds the text; write `{}(String)`", variant.ident),
            );
            None
        }
    }
}

/// A word has no content.
fn is_unit(variant: &Variant, errors: &mut Errors) {
    if !matches!(variant.fields, Fields::Unit) {
        errors.push(
            variant.ident.span(),
            format!(
                "a variant is one word and holds nothing; write `{0}`, or `#[scim(other)] {0}(String)` for the variant that \
                 takes every other text",
                variant.ident
            ),
        );
    }
}

/// Words are told apart without regard to case, as they are read.
fn is_a_new_word(word: &str, span: proc_macro2::Span, earlier: &[(Ident, String)], errors: &mut Errors) {
    if word.is_empty() {
        errors.push(span, "a word cannot be empty");
    }
    if let Some((variant, _)) = earlier.iter().find(|(_, other)| names_equal(other, word)) {
        errors.push(
            span,
            format!("the word {word:?} is that of `{variant}` already; words are read in any case"),
        );
    }
}
