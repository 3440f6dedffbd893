//! A PATCH path to table positions.

use scim_grammar::{Parsed, Path, Text};

use super::resolve::{missing_sub, position};
use super::{BoundPath, Fault, Place, Resolver, Target};
use crate::compat::Tolerance;
use crate::filter::Binder;
use crate::schema::AttributeDef;

/// Binds a path that was parsed. Which tolerances it needed, the resolver knows afterwards.
///
/// # Errors
///
/// What is wrong, for [`Fault::error`] to draw under the text: the caller says with which scimType.
pub(crate) fn bind(parsed: &Parsed<Path<'_>>, resolver: &mut Resolver) -> Result<BoundPath, Fault> {
    if let Some(error) = parsed.lenient.first()
        && !resolver.tolerate(Tolerance::LenientWhitespace)
    {
        return Err(error.into());
    }
    let target = resolver.resolve(parsed.tree.attr()).map_err(|miss| resolver.fault(miss))?;
    let place = match target {
        Target::Attribute(steps) => Place::Attribute(steps),
        Target::Schemas => Place::Schemas,
        Target::Resource => Place::Resource,
    };
    let mut path = BoundPath { place, filter: None, sub: None };
    let Path::Value { value_path, sub } = &parsed.tree else { return Ok(path) };
    let span = value_path.attr.span();
    if path.place == Place::Schemas && sub.is_none() {
        path.filter = Some(Box::new(Binder::new(resolver).elements(&SCHEMAS, span, &value_path.filter)?));
        return Ok(path);
    }
    let Place::Attribute(steps) = path.place else {
        return Err(Fault::new("this has no values to select", span));
    };
    let attribute = Binder::new(resolver).readable(steps, span.clone())?;
    path.filter = Some(Box::new(Binder::new(resolver).elements(attribute, span, &value_path.filter)?));
    path.sub = sub.map(|name| sub_attribute(attribute, name)).transpose()?;
    Ok(path)
}

/// What a filter in `schemas[...]` selects from.
pub(crate) static SCHEMAS: AttributeDef = AttributeDef::of::<Vec<String>>().named("schemas", "");

/// The position of a sub-attribute.
fn sub_attribute(attribute: &'static AttributeDef, name: Text<'_>) -> Result<u16, Fault> {
    attribute.table.and_then(|table| position(table, name)).ok_or_else(|| missing_sub(name, attribute))
}
