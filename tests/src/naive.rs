//! Random filters for any derived type, and an evaluator of them that goes by the RFC's words over a resource's JSON.

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};
use scim_types::{AttributeDef, AttributeType, DateTime, Returned};
use serde_json::Value;

/// A filter.
#[derive(Debug)]
pub enum Naive {
    And(Vec<Naive>),
    Or(Vec<Naive>),
    Not(Box<Naive>),
    Test(Vec<&'static AttributeDef>, &'static str, Value),
    Element(Vec<&'static AttributeDef>, Box<Naive>),
}

impl Naive {
    /// The filter as a client writes it.
    pub fn text(&self) -> String {
        let join = |parts: &[Naive], word: &str| {
            parts.iter().map(|p| format!("({})", p.text())).collect::<Vec<_>>().join(word)
        };
        match self {
            Self::And(parts) => join(parts, " and "),
            Self::Or(parts) => join(parts, " or "),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::Test(path, "pr", _) => format!("{} pr", name(path)),
            Self::Test(path, op, value) => format!("{} {op} {value}", name(path)),
            Self::Element(path, inner) => format!("{}[{}]", name(path), inner.text()),
        }
    }

    /// Whether it holds for a resource.
    pub fn holds(&self, object: &Value) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.holds(object)),
            Self::Or(parts) => parts.iter().any(|part| part.holds(object)),
            Self::Not(inner) => !inner.holds(object),
            Self::Test(path, op, constant) => {
                let attribute = path[path.len() - 1];
                values(object, path).iter().any(|value| test(attribute, op, value.as_ref(), constant))
            }
            Self::Element(path, inner) => {
                values(object, path).into_iter().flatten().any(|element| inner.holds(&element))
            }
        }
    }
}

fn name(path: &[&AttributeDef]) -> String {
    let mut out = String::new();
    let mut before = "";
    for attribute in path {
        out.push_str(before);
        out.push_str(attribute.name);
        // Extensions are named by their URNs.
        before = if attribute.name.starts_with("urn:") { ":" } else { "." };
    }
    out
}

/// The values at a path, `None` wherever one is missing.
fn values(value: &Value, path: &[&AttributeDef]) -> Vec<Option<Value>> {
    let [attribute, rest @ ..] = path else { return vec![Some(value.clone())] };
    let here = match value.get(attribute.name) {
        None => vec![],
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
    };
    if here.is_empty() { vec![None] } else { here.iter().flat_map(|value| values(value, rest)).collect() }
}

fn test(attribute: &AttributeDef, op: &str, value: Option<&Value>, constant: &Value) -> bool {
    use std::cmp::Ordering;

    let Some(value) = value else { return op == "ne" };
    if op == "pr" {
        // RFC 7644 Table 3: a value that is not empty.
        return value.as_str() != Some("");
    }
    let ordering = match attribute.attribute_type {
        AttributeType::Boolean => {
            if value == constant {
                Ordering::Equal
            } else {
                Ordering::Less
            }
        }
        AttributeType::Integer | AttributeType::Decimal => {
            value.as_f64().partial_cmp(&constant.as_f64()).unwrap()
        }
        AttributeType::DateTime => {
            let date = |v: &Value| v.as_str().unwrap().parse::<DateTime>().unwrap();
            date(value).cmp(&date(constant))
        }
        _ => {
            let exact = attribute.case_exact || attribute.attribute_type == AttributeType::Binary;
            let text = |v: &Value| {
                if exact { v.as_str().unwrap().to_owned() } else { v.as_str().unwrap().to_lowercase() }
            };
            let (value, constant) = (text(value), text(constant));
            match op {
                "co" => return value.contains(&constant),
                "sw" => return value.starts_with(&constant),
                "ew" => return value.ends_with(&constant),
                _ => value.cmp(&constant),
            }
        }
    };
    match op {
        "eq" => ordering.is_eq(),
        "ne" => ordering.is_ne(),
        "gt" => ordering.is_gt(),
        "ge" => ordering.is_ge(),
        "lt" => ordering.is_lt(),
        _ => ordering.is_le(),
    }
}

/// Makes filters that mean something for a resource.
#[derive(Debug)]
pub struct Make<'j> {
    rng: TestRng,
    json: &'j Value,
}

impl<'j> Make<'j> {
    /// `json` is the resource.
    pub fn new(seed: &[u8; 32], json: &'j Value) -> Self {
        Self { rng: TestRng::from_seed(RngAlgorithm::ChaCha, seed), json }
    }

    /// A filter on the resource.
    pub fn any(&mut self, attributes: &'static [AttributeDef]) -> Naive {
        self.filter(attributes, 3, &[])
    }

    fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let i = self.below(from.len());
        &from[i]
    }

    fn filter(
        &mut self,
        attributes: &'static [AttributeDef],
        depth: usize,
        outer: &[&'static AttributeDef],
    ) -> Naive {
        match if depth == 0 { 9 } else { self.below(10) } {
            0 | 1 => Naive::And(
                (0..2 + self.below(2)).map(|_| self.filter(attributes, depth - 1, outer)).collect(),
            ),
            2 | 3 => {
                Naive::Or((0..2 + self.below(6)).map(|_| self.filter(attributes, depth - 1, outer)).collect())
            }
            4 => Naive::Not(Box::new(self.filter(attributes, depth - 1, outer))),
            5 if outer.is_empty() => {
                let lists: Vec<_> =
                    attributes.iter().filter(|a| a.multi_valued && !a.sub_attributes().is_empty()).collect();
                if lists.is_empty() {
                    return self.one(attributes, outer);
                }
                let list = *self.pick(&lists);
                Naive::Element(vec![list], Box::new(self.filter(list.sub_attributes(), depth - 1, &[list])))
            }
            _ => self.one(attributes, outer),
        }
    }

    fn one(&mut self, attributes: &'static [AttributeDef], outer: &[&'static AttributeDef]) -> Naive {
        let mut path: Vec<&'static AttributeDef> = Vec::new();
        let mut level = attributes;
        loop {
            let known: Vec<_> = level.iter().filter(|a| a.returned != Returned::Never).collect();
            let next = *self.pick(&known);
            path.push(next);
            if next.sub_attributes().is_empty() || (self.below(8) == 0) {
                break;
            }
            level = next.sub_attributes();
        }
        let attribute = path[path.len() - 1];
        let whole: Vec<_> = outer.iter().copied().chain(path.iter().copied()).collect();
        let operators: &[&'static str] = match attribute.attribute_type {
            AttributeType::Complex => &["pr"],
            AttributeType::Boolean => &["eq", "ne", "pr"],
            AttributeType::Binary => &["eq", "ne", "co", "sw", "ew", "pr"],
            AttributeType::Integer | AttributeType::Decimal | AttributeType::DateTime => {
                &["eq", "ne", "gt", "ge", "lt", "le", "pr"]
            }
            _ => &["eq", "eq", "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"],
        };
        let op = *self.pick(operators);
        let constant = self.constant(attribute, &whole, op);
        Naive::Test(path, op, constant)
    }

    /// A value of the resource, or a piece of one, or another one.
    fn constant(&mut self, attribute: &AttributeDef, path: &[&'static AttributeDef], op: &str) -> Value {
        let known: Vec<Value> = values(self.json, path).into_iter().flatten().collect();
        let known =
            if known.is_empty() || self.below(4) == 0 { None } else { Some(self.pick(&known).clone()) };
        match attribute.attribute_type {
            AttributeType::Complex => Value::Null,
            AttributeType::Boolean => known.unwrap_or(Value::Bool(self.below(2) == 0)),
            AttributeType::Integer => known.unwrap_or_else(|| self.below(100).into()),
            AttributeType::Decimal => {
                known.unwrap_or_else(|| (f64::from(u8::try_from(self.below(100)).unwrap()) / 4.0).into())
            }
            AttributeType::DateTime => known.unwrap_or_else(|| "2011-05-13T04:42:34+02:00".into()),
            AttributeType::Binary if matches!(op, "eq" | "ne") => known.unwrap_or_else(|| "AAEC".into()),
            _ => {
                let text = known.as_ref().and_then(Value::as_str).unwrap_or("aZé").to_owned();
                let text = if self.below(2) == 0 { text.to_uppercase().replace("SS", "ß") } else { text };
                let chars: Vec<char> = text.chars().collect();
                let (from, to) = match op {
                    "sw" => (0, self.below(chars.len() + 1)),
                    "ew" => (self.below(chars.len() + 1), chars.len()),
                    "co" => {
                        let from = self.below(chars.len() + 1);
                        (from, from + self.below(chars.len() - from + 1))
                    }
                    _ => (0, chars.len()),
                };
                chars[from..to].iter().collect::<String>().into()
            }
        }
    }
}
