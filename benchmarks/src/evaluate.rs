//! Filters evaluated on ten thousand users, beside the closures that one would write by hand.

use std::hint::black_box;
use std::time::Instant;

use scim_types::{Filter, User};
use serde_json::Value;

use crate::filters::{self, F1, F2, F3, F4, F5};
use crate::measure::{allocations, instructions};
use crate::ops::{Goal, Op};
use crate::users::{USERS, users};

pub const TITLE: &str = "Filter evaluation, per user of 10,000, beside closures by hand";

/// The peer is slow, so fewer users will do.
const PEER_USERS: usize = 1_000;

/// The goal for the geometric mean, and for F5 alone, in time.
const GOAL: f64 = 1.4;
const GOAL_F5: f64 = 0.6;

struct Case {
    name: &'static str,
    text: &'static str,
    closure: fn(&[User]) -> usize,
    ops: [Op; 3],
}

const fn op(name: &'static str, prepare: fn() -> Box<dyn FnMut()>) -> Op {
    Op { name, title: name, goal: Goal::None, prepare }
}

/// A case: its closure becomes a function over all users, so that it is inlined into the loop as it would be by hand.
macro_rules! case {
    ($name:literal, $text:expr, $closure:path, $ops:literal) => {
        Case {
            name: $name,
            text: $text,
            closure: |users| users.iter().filter(|user| $closure(user)).count(),
            ops: [
                op(concat!($ops, "-floor"), || {
                    let users = users(USERS);
                    Box::new(move || keep(black_box(&users).iter().filter(|user| $closure(user)).count()))
                }),
                op($ops, || {
                    let (users, filter) = (users(USERS), ours($text));
                    Box::new(move || keep(by_filter(&filter, black_box(&users))))
                }),
                op(concat!($ops, "-scim-filter"), || {
                    let (users, filter) = (json(PEER_USERS), peer($text));
                    Box::new(move || keep(by_peer(&filter, black_box(&users))))
                }),
            ],
        }
    };
}

const CASES: &[Case] = &[
    case!("F1 userName eq", F1, filters::f1, "eval-f1"),
    case!("F2 value filter, and, or", F2, filters::f2, "eval-f2"),
    case!("F3 enterprise URN", F3, filters::f3, "eval-f3"),
    case!("F4 meta.lastModified gt", F4, filters::f4, "eval-f4"),
    case!("F5 twenty userName eq", F5, filters::f5, "eval-f5"),
];

/// The operations, for a profiler.
pub fn ops() -> impl Iterator<Item = &'static Op> {
    CASES.iter().flat_map(|case| &case.ops)
}

/// So that counting is not optimized away.
fn keep(count: usize) {
    black_box(count);
}
fn ours(text: &str) -> Filter<User> {
    Filter::parse(text).expect("a filter")
}
fn peer(text: &str) -> scim_filter::parser::Filter<'_> {
    scim_filter::parser::filter(text).expect("a filter").1
}
fn json(count: usize) -> Vec<Value> {
    users(count).iter().map(|user| serde_json::to_value(user).expect("JSON")).collect()
}
fn by_filter(filter: &Filter<User>, users: &[User]) -> usize {
    users.iter().filter(|user| filter.matches(user)).count()
}
fn by_peer(filter: &scim_filter::parser::Filter<'_>, users: &[Value]) -> usize {
    users.iter().filter(|user| filter.r#match(user).unwrap_or(false)).count()
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub fn table(counted: bool) {
    println!("\n{TITLE}");
    println!(
        "{:<26} {:>6} {:>6} | {:>9} {:>9} {:>6} | {:>8} {:>8} {:>6} | {:>6}",
        "", "hits", "ours", "i by hand", "i ours", "ratio", "ns hand", "ns ours", "ratio", "allocs"
    );
    let all = users(USERS);
    let (mut by_count, mut by_clock) = (Vec::new(), Vec::new());
    for case in CASES {
        let filter = ours(case.text);
        let hits = [(case.closure)(&all), by_filter(&filter, &all)];
        assert_eq!(hits[0], hits[1], "{} finds others than the closure", case.name);
        let [hand, own] = wall(|| (case.closure)(black_box(&all)), || by_filter(&filter, black_box(&all)));
        by_clock.push(own / hand);
        let mut counts = String::from("                          ");
        let mut allocs = String::new();
        if counted {
            let [hand, own] = [&case.ops[0], &case.ops[1]].map(|op| instructions(op) / USERS as f64);
            by_count.push(own / hand);
            counts = format!("{hand:>9.1} {own:>9.1} {:>6.2}", own / hand);
            allocs = format!("{:.1}", allocations(&case.ops[1]) / USERS as f64);
        }
        println!(
            "{:<26} {:>6} {:>6} | {counts} | {hand:>8.2} {own:>8.2} {:>6.2} | {allocs:>6}",
            case.name,
            hits[0],
            hits[1],
            own / hand
        );
    }
    let count = if counted { format!("{:.2}", geometric_mean(&by_count)) } else { String::new() };
    println!(
        "{:<26} {:>6} {:>6} | {:>9} {:>9} {count:>6} | {:>8} {:>8} {:>6.2} | goal in time: {GOAL}, F5 {GOAL_F5}",
        "geometric mean",
        "",
        "",
        "",
        "",
        "",
        "",
        geometric_mean(&by_clock)
    );
    peers(counted);
}

/// The median nanoseconds per user of two ways to the same, tried in turns.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn wall(first: impl Fn() -> usize, second: impl Fn() -> usize) -> [f64; 2] {
    const ROUNDS: usize = 101;
    let clock = |work: &dyn Fn() -> usize| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_nanos() as f64 / USERS as f64
    };
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        times[0].push(clock(&first));
        times[1].push(clock(&second));
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn geometric_mean(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
}

/// scim-filter evaluates on JSON values, which are made before the count begins; scim_v2 and scim_proto leave evaluation to
/// their users.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn peers(counted: bool) {
    println!(
        "\nscim-filter on serde_json values, per user of 1,000 (scim_v2 and scim_proto do not evaluate)"
    );
    println!("{:<26} {:>6} {:>6} | {:>9} {:>8} | {:>6}", "", "hits", "found", "i", "ns", "allocs");
    let (all, values) = (users(PEER_USERS), json(PEER_USERS));
    for case in CASES {
        let filter = peer(case.text);
        let found = by_peer(&filter, &values);
        let start = Instant::now();
        black_box(by_peer(&filter, black_box(&values)));
        let ns = start.elapsed().as_nanos() as f64 / PEER_USERS as f64;
        let per_user = |count: f64| format!("{:.1}", count / PEER_USERS as f64);
        let counts = if counted { per_user(instructions(&case.ops[2])) } else { String::new() };
        let allocs = if counted { per_user(allocations(&case.ops[2])) } else { String::new() };
        println!(
            "{:<26} {:>6} {found:>6} | {counts:>9} {ns:>8.0} | {allocs:>6}",
            case.name,
            (case.closure)(&all)
        );
    }
}
