//! A filter's syntax tree to a bound filter.

use std::ops::Range;

use scim_grammar::{Attr, AttrExp, AttrPath, Filter, LiteralValue, Operator, Test as Asked, ValueExp};

use super::expr::{Expr, SchemasTest};
use super::literal::{self, Comparison};
use super::set::TextSet;
use super::test::Test;
use super::text::Operand;
use crate::compat::Tolerance;
use crate::error::ScimType;
use crate::path::{Fault, Miss, Resolver, Steps, Target};
use crate::schema::{AttributeDef, AttributeType, Returned, Role};
use crate::value::ValueRef;

/// Binds filters, with what a [`Resolver`] knows.
pub(crate) struct Binder<'r> {
    resolver: &'r mut Resolver,
    /// The filter came in a URI, where sensitive values must not be (RFC 7644 §7.5.2).
    in_uri: bool,
    /// The filter is for resources of several types: an attribute that this one lacks has no value (RFC 7644 §3.4.2.1).
    across: bool,
    /// The name of the resource type, which is what `meta.resourceType` holds whether a resource has kept it or not.
    resource_type: Option<&'static str>,
    /// While binding a filter on the elements of a simple attribute: that attribute, which is called `value` there.
    element: Option<&'static AttributeDef>,
}

impl<'r> Binder<'r> {
    pub(crate) fn new(resolver: &'r mut Resolver) -> Self {
        Self { resolver, in_uri: false, across: false, resource_type: None, element: None }
    }

    pub(crate) fn in_uri(mut self, in_uri: bool) -> Self {
        self.in_uri = in_uri;
        self
    }

    pub(crate) fn across(mut self, across: bool) -> Self {
        self.across = across;
        self
    }

    pub(crate) fn resource_type(mut self, name: &'static str) -> Self {
        self.resource_type = Some(name);
        self
    }

    /// Binds a filter on resources, or on whatever the resolver looks names up in.
    ///
    /// # Errors
    ///
    /// What cannot be right, and where.
    pub(crate) fn filter(&mut self, tree: &Filter<'_>) -> Result<Expr, Fault> {
        match tree {
            Filter::Attr(exp) => self.attribute(exp),
            Filter::And(parts) => self.and(parts),
            Filter::Or(parts) => self.or(parts),
            Filter::Not(inner) => Ok(match self.filter(inner)? {
                Expr::Fixed(holds) => Expr::Fixed(!holds),
                inner => Expr::Not(Box::new(inner)),
            }),
            Filter::Value(exp) => self.value(exp),
        }
    }

    fn and(&mut self, parts: &[Filter<'_>]) -> Result<Expr, Fault> {
        let mut bound = Vec::with_capacity(parts.len());
        for part in parts {
            bound.push(self.filter(part)?);
        }
        Ok(conjunction(bound))
    }

    /// What compares one string attribute for equality again and again becomes one set.
    fn or(&mut self, parts: &[Filter<'_>]) -> Result<Expr, Fault> {
        let mut bound: Vec<Expr> = Vec::with_capacity(parts.len());
        // Where in `bound` the first comparison of an attribute is, and the further texts.
        let mut sets: Vec<(Steps, usize, Vec<Operand>)> = Vec::new();
        let mut is_decided = false;
        for part in parts {
            let (steps, text) = match self.filter(part)? {
                Expr::Test(steps, Test::Eq(text)) => (steps, text),
                // The parts behind it are bound all the same: they may be wrong.
                Expr::Fixed(holds) => {
                    is_decided |= holds;
                    continue;
                }
                expr => {
                    bound.push(expr);
                    continue;
                }
            };
            if let Some((.., texts)) = sets.iter_mut().find(|(of, ..)| *of == steps) {
                texts.push(text);
            } else {
                sets.push((steps, bound.len(), Vec::new()));
                bound.push(Expr::Test(steps, Test::Eq(text)));
            }
        }
        if is_decided || bound.is_empty() {
            return Ok(Expr::Fixed(is_decided));
        }
        for (_, at, more) in sets.into_iter().filter(|(.., more)| !more.is_empty()) {
            if let Expr::Test(_, test) = &mut bound[at]
                && let Test::Eq(first) = std::mem::replace(test, Test::Present)
            {
                let texts = std::iter::once(first).chain(more).collect();
                *test = Test::In(Box::new(TextSet::new(texts)));
            }
        }
        if bound.len() == 1
            && let Some(only) = bound.pop()
        {
            return Ok(only);
        }
        Ok(Expr::Or(bound.into()))
    }

    /// What `path` names; `None` if it names nothing and need not.
    fn resolve(&mut self, path: &AttrPath<'_>) -> Result<Option<Target>, Fault> {
        match self.resolver.resolve(path) {
            Ok(target) => Ok(Some(target)),
            Err(Miss::Urn(_) | Miss::Attribute(..) | Miss::Sub(..)) if self.across => Ok(None),
            Err(miss) => Err(self.resolver.fault(miss)),
        }
    }

    fn attribute(&mut self, exp: &AttrExp<'_>) -> Result<Expr, Fault> {
        let (steps, attribute) = match self.element {
            Some(attribute) => (Self::simple_element(&exp.path)?, attribute),
            None => match self.resolve(&exp.path)? {
                Some(Target::Attribute(steps)) => (steps, self.readable(steps, exp.path.span())?),
                Some(Target::Schemas) => return self.schemas(exp),
                Some(Target::Resource) => {
                    let message = "this is the URN of the resource's schema, not an attribute";
                    return Err(Fault::new(message, exp.path.span()));
                }
                None => return absent(exp),
            },
        };
        let test = self.test(steps, attribute, exp)?;
        Ok(match self.resource_type.filter(|_| self.is_resource_type(steps)) {
            Some(name) => Expr::Fixed(test.holds_for(ValueRef::Str(name))),
            None => test,
        })
    }

    /// Whether the steps lead to `meta.resourceType`.
    fn is_resource_type(&self, steps: Steps) -> bool {
        let mut attributes = steps.attributes(self.resolver.table());
        attributes.next().is_some_and(|a| a.role == Role::Meta)
            && attributes.next().is_some_and(|a| a.name == "resourceType")
    }

    fn test(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        exp: &AttrExp<'_>,
    ) -> Result<Expr, Fault> {
        let (operator, operator_offset, literal) = match &exp.test {
            Asked::Present => return Ok(Expr::Test(steps, Test::Present)),
            Asked::Compare { operator, operator_offset, literal } => (*operator, *operator_offset, literal),
        };
        let comparison = Comparison { operator, operator_offset, literal };
        if literal.value == LiteralValue::Null {
            return null(steps, &comparison);
        }
        let (steps, attribute) = match attribute.attribute_type {
            AttributeType::Complex => self.value_of(steps, attribute, exp.path.span())?,
            _ => (steps, attribute),
        };
        Ok(Expr::Test(steps, literal::bind(attribute, &comparison, self.resolver)?))
    }

    /// The attribute at the end of `steps`, unless it is one whose value must not be found out.
    pub(crate) fn readable(&self, steps: Steps, span: Range<usize>) -> Result<&'static AttributeDef, Fault> {
        let mut last = None;
        for attribute in steps.attributes(self.resolver.table()) {
            if attribute.returned == Returned::Never {
                return Err(self.sensitive(attribute, span));
            }
            last = Some(attribute);
        }
        last.ok_or_else(|| Fault::new("expected an attribute", span))
    }

    /// Asking again and again would find out what is never returned.
    #[cold]
    fn sensitive(&self, attribute: &AttributeDef, span: Range<usize>) -> Fault {
        let fault =
            Fault::new(format!("`{}` is never returned, so it can't be filtered by", attribute.name), span)
                .secret();
        if self.in_uri { fault.of_kind(403, ScimType::Sensitive) } else { fault }
    }

    /// What a complex attribute is worth when it is compared as a whole.
    fn value_of(
        &mut self,
        steps: Steps,
        attribute: &'static AttributeDef,
        span: Range<usize>,
    ) -> Result<(Steps, &'static AttributeDef), Fault> {
        let name = attribute.name;
        let value = attribute.table.filter(|_| attribute.role != Role::Extension).and_then(|table| {
            let index = table.value?;
            Some((index, table.attributes.get(usize::from(index))?))
        });
        let message = || format!("`{name}` is complex; compare one of its sub-attributes");
        let Some((index, value)) = value else { return Err(Fault::new(message(), span)) };
        if !self.resolver.tolerate(Tolerance::ComplexMeansValue) {
            return Err(Fault::new(message(), span).with_help(format!("write `{name}.{}`", value.name)));
        }
        if value.returned == Returned::Never {
            return Err(self.sensitive(value, span));
        }
        Ok((steps.then(index), value))
    }

    fn value(&mut self, exp: &ValueExp<'_>) -> Result<Expr, Fault> {
        let (path, span) = (&exp.value_path.attr, exp.value_path.attr.span());
        let steps = match self.resolve(path)? {
            Some(Target::Attribute(steps)) => steps,
            Some(Target::Schemas | Target::Resource) => {
                return Err(Fault::new("this has no elements to select", span));
            }
            None => return Ok(Expr::Fixed(false)),
        };
        let attribute = self.readable(steps, span.clone())?;
        let mut inner = self.elements(attribute, span, &exp.value_path.filter)?;
        if let Some(then) = &exp.then {
            if !self.resolver.tolerate(Tolerance::ValuePathThenSubAttribute) {
                let fault = Fault::new("a filter ends at the `]` of a value filter", then.name.span());
                return Err(fault.with_help("put the comparison into the brackets with `and`"));
            }
            let path = AttrPath::Plain(Attr { name: then.name, sub: None });
            let then = AttrExp { path, test: then.test.clone() };
            let then = self.within(attribute, |binder| binder.attribute(&then))?;
            // Flat, as the grammar makes chains: the canonical text has one pair of brackets.
            let mut parts = match inner {
                Expr::And(parts) => parts.into_vec(),
                inner => vec![inner],
            };
            match then {
                Expr::And(more) => parts.extend(more),
                then => parts.push(then),
            }
            inner = conjunction(parts);
        }
        Ok(match inner {
            Expr::Fixed(false) => Expr::Fixed(false),
            // Any element will do.
            Expr::Fixed(true) => Expr::Test(steps, Test::Present),
            inner => Expr::Element(steps, Box::new(inner)),
        })
    }

    /// Binds a filter on the elements of `attribute`, which stands at `span`.
    ///
    /// # Errors
    ///
    /// When the attribute has no elements, and as [`filter`](Self::filter).
    pub(crate) fn elements(
        &mut self,
        attribute: &'static AttributeDef,
        span: Range<usize>,
        tree: &Filter<'_>,
    ) -> Result<Expr, Fault> {
        if !attribute.multi_valued {
            let message =
                format!("`{}` has a single value, so there are no values to select from", attribute.name);
            return Err(Fault::new(message, span));
        }
        self.within(attribute, |binder| binder.filter(tree))
    }

    fn within<R>(&mut self, attribute: &'static AttributeDef, work: impl FnOnce(&mut Binder<'_>) -> R) -> R {
        let (in_uri, across) = (self.in_uri, self.across);
        match attribute.table {
            Some(table) => self.resolver.within(table, |resolver| {
                work(&mut Binder { resolver, in_uri, across, resource_type: None, element: None })
            }),
            None => work(&mut Binder {
                resolver: self.resolver,
                in_uri,
                across,
                resource_type: None,
                element: Some(attribute),
            }),
        }
    }

    /// An element of a simple attribute is called `value` (RFC 7643 §2.4 names the value of any element so).
    fn simple_element(path: &AttrPath<'_>) -> Result<Steps, Fault> {
        match path {
            AttrPath::Plain(attr) if attr.name == "value" && attr.sub.is_none() => Ok(Steps::NONE),
            _ => Err(Fault::new("the elements are simple values", path.span())
                .with_help("call the element `value`")),
        }
    }

    #[inline(never)]
    fn schemas(&mut self, exp: &AttrExp<'_>) -> Result<Expr, Fault> {
        let test = match &exp.test {
            // Every resource has some.
            Asked::Present => return Ok(Expr::Fixed(true)),
            Asked::Compare { operator, operator_offset, literal } => match &literal.value {
                LiteralValue::String(text) => literal::text_test(*operator, Operand::new(text, false)),
                LiteralValue::Null => {
                    let comparison =
                        Comparison { operator: *operator, operator_offset: *operator_offset, literal };
                    return Ok(Expr::Fixed(!matches!(null(Steps::NONE, &comparison)?, Expr::Not(_))));
                }
                _ => return Err(Fault::new("not a value of `schemas`, which are URNs", literal.text.span())),
            },
        };
        Ok(self.schemas_that(test))
    }

    /// The test, decided for every URN that `schemas` can hold.
    fn schemas_that(&self, test: Test) -> Expr {
        let table = self.resolver.table();
        let holds = |urn: &str| test.of(ValueRef::Str(urn));
        let extensions = (0..).zip(table.attributes);
        let extensions =
            extensions.filter(|(_, a)| a.role == Role::Extension && holds(a.name)).map(|(i, _)| i).collect();
        let core = table.schema.is_some_and(|schema| holds(schema.id));
        Expr::Schemas(Box::new(SchemasTest { test, core, extensions }))
    }
}

/// All of these, without those that are decided.
fn conjunction(mut parts: Vec<Expr>) -> Expr {
    let mut fails = false;
    parts.retain(|part| match part {
        Expr::Fixed(holds) => {
            fails |= !holds;
            false
        }
        _ => true,
    });
    match parts.len() {
        _ if fails => Expr::Fixed(false),
        0 => Expr::Fixed(true),
        1 => parts.remove(0),
        _ => Expr::And(parts.into()),
    }
}

/// What a test says of an attribute that the type does not have.
fn absent(exp: &AttrExp<'_>) -> Result<Expr, Fault> {
    let Asked::Compare { operator, operator_offset, literal } = &exp.test else {
        return Ok(Expr::Fixed(false));
    };
    let comparison = Comparison { operator: *operator, operator_offset: *operator_offset, literal };
    Ok(Expr::Fixed(match literal.value {
        LiteralValue::Null => matches!(null(Steps::NONE, &comparison)?, Expr::Not(_)),
        _ => *operator == Operator::Ne,
    }))
}

/// `eq null` asks for no value, `ne null` for one; RFC 7643 §2.5 makes null and no value the same.
fn null(steps: Steps, comparison: &Comparison<'_, '_>) -> Result<Expr, Fault> {
    let present = Expr::Test(steps, Test::Present);
    match comparison.operator {
        Operator::Eq => Ok(Expr::Not(Box::new(present))),
        Operator::Ne => Ok(present),
        _ => {
            let span = comparison.operator_offset..comparison.operator_offset + 2;
            Err(Fault::new("null compares with eq and ne alone", span))
        }
    }
}
