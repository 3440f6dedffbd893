//! An operator and a literal as a test of an attribute's type (RFC 7644 §3.4.2.2, Table 3).

use scim_grammar::{Literal, LiteralValue, Number, Operator};

use super::test::{Order, Test};
use super::text::Operand;
use crate::compat::Tolerance;
use crate::path::{Fault, Resolver};
use crate::schema::{AttributeDef, AttributeType};
use crate::value::{Binary, DateTime};

/// A comparison as it stands in the filter.
#[derive(Clone, Copy)]
pub(super) struct Comparison<'f, 'a> {
    pub(super) operator: Operator,
    pub(super) operator_offset: usize,
    pub(super) literal: &'f Literal<'a>,
}

impl Comparison<'_, '_> {
    /// The attribute's type does not have this operator.
    #[cold]
    pub(super) fn no_operator(&self, attribute: &AttributeDef, has: &str) -> Fault {
        let (name, what) = (attribute.name, attribute.attribute_type);
        let span = self.operator_offset..self.operator_offset + 2;
        let one = what.with_article();
        Fault::new(format!("`{}` does not compare {what} values, and `{name}` is {one}", self.operator), span)
            .with_help(format!("it has {has}"))
    }

    /// The literal is of another type than the attribute.
    #[cold]
    fn no_value(&self, attribute: &AttributeDef, write: &str) -> Fault {
        let (name, what) = (attribute.name, attribute.attribute_type.with_article());
        Fault::new(format!("not a value of `{name}`, which is {what}"), self.literal.text.span())
            .with_help(format!("write {write}"))
    }
}

/// The test of `attribute`, which is not complex, that a comparison is.
pub(super) fn bind(
    attribute: &'static AttributeDef,
    comparison: &Comparison<'_, '_>,
    resolver: &mut Resolver,
) -> Result<Test, Fault> {
    match attribute.attribute_type {
        AttributeType::String | AttributeType::Reference => {
            let LiteralValue::String(text) = &comparison.literal.value else {
                return Err(comparison.no_value(attribute, "a string in double quotes"));
            };
            Ok(text_test(comparison.operator, Operand::new(text, attribute.case_exact)))
        }
        AttributeType::Boolean => boolean(attribute, comparison, resolver),
        AttributeType::Integer | AttributeType::Decimal => number(attribute, comparison),
        AttributeType::DateTime => {
            let order = ordered(attribute, comparison)?;
            let date = match &comparison.literal.value {
                LiteralValue::String(text) => text.parse::<DateTime>().ok(),
                _ => None,
            };
            let date = date.ok_or_else(|| {
                comparison.no_value(attribute, "a dateTime such as \"2008-01-23T04:56:22Z\"")
            })?;
            Ok(Test::Date(order, date))
        }
        AttributeType::Binary => binary(attribute, comparison),
        AttributeType::Complex => Err(comparison.no_operator(attribute, "sub-attributes to compare")),
    }
}

/// The test of a string.
pub(super) fn text_test(operator: Operator, operand: Operand) -> Test {
    match operator {
        Operator::Eq => Test::Eq(operand),
        Operator::Ne => Test::Ne(operand),
        Operator::Co => Test::Co(operand.with_anchor()),
        Operator::Sw => Test::Sw(operand),
        Operator::Ew => Test::Ew(operand),
        Operator::Gt => Test::Order(Order::Gt, operand),
        Operator::Ge => Test::Order(Order::Ge, operand),
        Operator::Lt => Test::Order(Order::Lt, operand),
        Operator::Le => Test::Order(Order::Le, operand),
    }
}

fn boolean(
    attribute: &AttributeDef,
    comparison: &Comparison<'_, '_>,
    resolver: &mut Resolver,
) -> Result<Test, Fault> {
    if !matches!(comparison.operator, Operator::Eq | Operator::Ne) {
        return Err(comparison.no_operator(attribute, "eq, ne and pr"));
    }
    let word = |text: &str| match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    };
    let value = match &comparison.literal.value {
        LiteralValue::Boolean(value) => Some(*value),
        LiteralValue::String(text) => word(text).filter(|_| resolver.tolerate(Tolerance::BoolAsString)),
        _ => None,
    };
    match value {
        None => Err(comparison.no_value(attribute, "true or false")),
        Some(value) if comparison.operator == Operator::Eq => Ok(Test::Bool(value)),
        Some(value) => Ok(Test::NotBool(value)),
    }
}

/// The operator, if it is one of those that numbers and dates have.
fn ordered(attribute: &AttributeDef, comparison: &Comparison<'_, '_>) -> Result<Order, Fault> {
    Ok(match comparison.operator {
        Operator::Eq => Order::Eq,
        Operator::Ne => Order::Ne,
        Operator::Gt => Order::Gt,
        Operator::Ge => Order::Ge,
        Operator::Lt => Order::Lt,
        Operator::Le => Order::Le,
        Operator::Co | Operator::Sw | Operator::Ew => {
            return Err(comparison.no_operator(attribute, "eq, ne, gt, ge, lt, le and pr"));
        }
    })
}

fn number(attribute: &AttributeDef, comparison: &Comparison<'_, '_>) -> Result<Test, Fault> {
    let order = ordered(attribute, comparison)?;
    let LiteralValue::Number(number) = comparison.literal.value else {
        return Err(comparison.no_value(attribute, "a number without quotes"));
    };
    let is_decimal = attribute.attribute_type == AttributeType::Decimal;
    Ok(match number {
        #[expect(clippy::cast_precision_loss, reason = "a decimal attribute is compared as decimals are")]
        Number::Integer(integer) if is_decimal => Test::Decimal(order, integer as f64),
        Number::Integer(integer) => Test::Int(order, integer),
        Number::Float(float) if is_decimal => Test::Decimal(order, float),
        Number::Float(float) => integer_near(order, float),
    })
}

/// An integer compared with a number that is not written as one: the same comparison with the integer next to it.
fn integer_near(order: Order, float: f64) -> Test {
    // 2^63, which an i64 just fails to reach.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let below = if (-END..END).contains(&float) {
        #[expect(clippy::cast_possible_truncation, reason = "within the range of i64")]
        let below = float.floor() as i64;
        below
    } else {
        // All integers are on one side of it.
        let all = (float > 0.0) == matches!(order, Order::Lt | Order::Le);
        return match order {
            Order::Eq => Test::NoInt(false),
            Order::Ne => Test::NoInt(true),
            _ if all => Test::Int(Order::Ge, i64::MIN),
            _ => Test::NoInt(false),
        };
    };
    let is_whole = float.fract() == 0.0;
    match order {
        _ if is_whole => Test::Int(order, below),
        Order::Eq => Test::NoInt(false),
        Order::Ne => Test::NoInt(true),
        Order::Gt | Order::Ge => Test::Int(Order::Gt, below),
        Order::Lt | Order::Le => Test::Int(Order::Le, below),
    }
}

/// Binary values have no order (RFC 7644 Table 3). They compare as base64 text, in which letter case tells bytes apart
/// whatever the schema's `caseExact` says.
fn binary(attribute: &AttributeDef, comparison: &Comparison<'_, '_>) -> Result<Test, Fault> {
    if matches!(comparison.operator, Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le) {
        return Err(comparison.no_operator(attribute, "eq, ne, co, sw, ew and pr"));
    }
    let is_whole = matches!(comparison.operator, Operator::Eq | Operator::Ne);
    let text = match &comparison.literal.value {
        // Values are kept in the canonical form, so that equal bytes are equal texts.
        LiteralValue::String(text) if is_whole => {
            Binary::from_base64(text).ok().map(|b| b.as_base64().to_owned())
        }
        LiteralValue::String(text) => Some(text.clone().into_owned()),
        _ => None,
    };
    let text = text.ok_or_else(|| comparison.no_value(attribute, "base64 text in double quotes"))?;
    Ok(text_test(comparison.operator, Operand::new(&text, true)))
}
