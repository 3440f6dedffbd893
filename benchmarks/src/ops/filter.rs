//! Filters from text: parsed and bound by us, parsed alone by the peers, who know no schema.

use std::hint::black_box;
use std::str::FromStr;

use scim_types::{Filter, User};

use super::{Goal, Op, OpGroup};
use crate::filters::{F1, F2, F3, F4, F5};

fn each(text: &'static str, read: fn(&str)) -> Box<dyn FnMut()> {
    Box::new(move || read(black_box(text)))
}

fn ours(text: &str) {
    drop(black_box(Filter::<User>::parse(text).expect("a filter")));
}
fn v2(text: &str) {
    drop(black_box(scim_v2::filter::Filter::from_str(text).expect("a filter")));
}
fn proto(text: &str) {
    drop(black_box(scim_proto::filter::ScimFilter::from_str(text).expect("a filter")));
}
fn scim_filter(text: &str) {
    drop(black_box(scim_filter::parser::filter(text).expect("a filter")));
}

const OURS: &str = "scim-types, parse and bind";
const V2: &str = "scim_v2, parse alone";
const PROTO: &str = "scim_proto, parse alone";
const SCIM_FILTER: &str = "scim-filter, parse alone";

const fn op(name: &'static str, title: &'static str, prepare: fn() -> Box<dyn FnMut()>) -> Op {
    Op { name, title, goal: Goal::None, prepare }
}

const fn goal(instructions: f64, op: Op) -> Op {
    Op { goal: Goal::Instructions(instructions), ..op }
}

/// The operations of one group, each beside its name.
macro_rules! group {
    ($title:literal, $($op:expr,)*) => {
        OpGroup { title: $title, ops: &[$($op),*] }
    };
}

pub const GROUPS: &[OpGroup] = &[
    group!(
        "Filter F1 (userName eq) from text",
        goal(1300.0, op("filter-f1", OURS, || each(F1, ours))),
        op("filter-f1-v2", V2, || each(F1, v2)),
        op("filter-f1-proto", PROTO, || each(F1, proto)),
        op("filter-f1-scim-filter", SCIM_FILTER, || each(F1, scim_filter)),
    ),
    group!(
        "Filter F2 (value filter, and, or) from text",
        goal(7500.0, op("filter-f2", OURS, || each(F2, ours))),
        op("filter-f2-v2", V2, || each(F2, v2)),
        op("filter-f2-proto", PROTO, || each(F2, proto)),
        op("filter-f2-scim-filter", SCIM_FILTER, || each(F2, scim_filter)),
    ),
    group!(
        "Filter F3 (URN path) from text",
        op("filter-f3", OURS, || each(F3, ours)),
        op("filter-f3-v2", V2, || each(F3, v2)),
        op("filter-f3-scim-filter", SCIM_FILTER, || each(F3, scim_filter)),
    ),
    group!(
        "Filter F4 (dateTime) from text",
        op("filter-f4", OURS, || each(F4, ours)),
        op("filter-f4-v2", V2, || each(F4, v2)),
        op("filter-f4-proto", PROTO, || each(F4, proto)),
        op("filter-f4-scim-filter", SCIM_FILTER, || each(F4, scim_filter)),
    ),
    group!(
        "Filter F5 (twenty userName eq joined by or) from text",
        op("filter-f5", OURS, || each(F5, ours)),
        op("filter-f5-v2", V2, || each(F5, v2)),
        op("filter-f5-proto", PROTO, || each(F5, proto)),
        op("filter-f5-scim-filter", SCIM_FILTER, || each(F5, scim_filter)),
    ),
];
