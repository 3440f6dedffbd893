//! The wire format, beside serde_json and plain structs (the floor) and beside scim_v2.

use std::hint::black_box;

use scim_types::{Compat, Group, Projection, User, read, read_list, write, write_list};

use super::{Goal, Op, OpGroup};
use crate::{documents, floor};

fn parse<T: 'static>(json: String, parse: fn(&[u8]) -> T) -> Box<dyn FnMut()> {
    Box::new(move || drop(black_box(parse(black_box(json.as_bytes())))))
}

/// Serializes into one buffer that is kept, as a server does.
fn write_kept<T: 'static>(
    value: T,
    projection: Projection<T>,
    write: fn(&T, &Projection<T>, &mut Vec<u8>),
) -> Box<dyn FnMut()> {
    let mut out = Vec::new();
    Box::new(move || {
        out.clear();
        write(black_box(&value), &projection, &mut out);
        black_box(&out);
    })
}

/// Serializes into a buffer made for it, as `serde_json::to_vec` does.
fn write_new<T: 'static>(value: T, write: impl Fn(&T) -> Vec<u8> + 'static) -> Box<dyn FnMut()> {
    Box::new(move || drop(black_box(write(black_box(&value)))))
}

fn floor_user(json: &[u8]) -> floor::User {
    serde_json::from_slice(json).expect("a user")
}
fn floor_group(json: &[u8]) -> floor::Group {
    serde_json::from_slice(json).expect("a group")
}
fn floor_list(json: &[u8]) -> floor::List {
    serde_json::from_slice(json).expect("a list")
}
fn our_user(json: &[u8]) -> User {
    read(json, &Compat::default()).expect("a user").value
}
fn our_group(json: &[u8]) -> Group {
    read(json, &Compat::default()).expect("a group").value
}
fn peer_user(json: &[u8]) -> scim_v2::models::user::User {
    serde_json::from_slice(json).expect("a user")
}
fn peer_group(json: &[u8]) -> scim_v2::models::group::Group {
    serde_json::from_slice(json).expect("a group")
}
fn ours(json: &str) -> User {
    our_user(json.as_bytes())
}
fn to_vec<T: scim_types::ScimResource>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    write(value, &Projection::default(), &mut out);
    out
}

const fn op(
    name: &'static str,
    title: &'static str,
    goal: Option<f64>,
    prepare: fn() -> Box<dyn FnMut()>,
) -> Op {
    let goal = match goal {
        Some(ratio) => Goal::Ratio(ratio),
        None => Goal::None,
    };
    Op { name, title, goal, prepare }
}

pub const GROUPS: &[OpGroup] = &[
    OpGroup {
        title: "Parse W1 (full user, 3.3 KB)",
        ops: &[
            op("parse-w1-floor", "serde_json into plain structs", None, || {
                parse(documents::w1(), floor_user)
            }),
            op("parse-w1", "scim-types", Some(0.90), || parse(documents::w1(), our_user)),
            op("parse-w1-v2", "scim_v2", None, || parse(documents::w1(), peer_user)),
        ],
    },
    OpGroup {
        title: "Parse W1 with every key re-cased, beside our own exact case",
        ops: &[
            op("parse-w1-exact", "scim-types, exact case", None, || parse(documents::w1(), our_user)),
            op("parse-w1-recased", "scim-types, re-cased", Some(1.02), || {
                parse(documents::recased(&documents::w1()), our_user)
            }),
        ],
    },
    OpGroup {
        title: "Parse W2 (minimal user, 300 B)",
        ops: &[
            op("parse-w2-floor", "serde_json into plain structs", None, || {
                parse(documents::w2(), floor_user)
            }),
            op("parse-w2", "scim-types", Some(0.90), || parse(documents::w2(), our_user)),
            op("parse-w2-v2", "scim_v2", None, || parse(documents::w2(), peer_user)),
        ],
    },
    OpGroup {
        title: "Parse W3 (group of 1,000)",
        ops: &[
            op("parse-w3-floor", "serde_json into plain structs", None, || {
                parse(documents::w3(1000), floor_group)
            }),
            op("parse-w3", "scim-types", Some(0.90), || parse(documents::w3(1000), our_group)),
            op("parse-w3-v2", "scim_v2", None, || parse(documents::w3(1000), peer_group)),
        ],
    },
    OpGroup {
        title: "Parse W3 (group of 10,000)",
        ops: &[
            op("parse-w3x-floor", "serde_json into plain structs", None, || {
                parse(documents::w3(10_000), floor_group)
            }),
            op("parse-w3x", "scim-types", Some(0.90), || parse(documents::w3(10_000), our_group)),
        ],
    },
    OpGroup {
        title: "Parse W4 (list of 1,000 W1)",
        ops: &[
            op("parse-w4-floor", "serde_json into plain structs", None, || {
                parse(documents::w4(1000), floor_list)
            }),
            op("parse-w4", "scim-types", Some(0.90), || {
                parse(documents::w4(1000), |json| {
                    read_list::<User>(json, &Compat::default()).expect("a list")
                })
            }),
        ],
    },
    OpGroup {
        title: "Serialize W1",
        ops: &[
            op("write-w1-floor", "serde_json::to_vec of plain structs", None, || {
                write_new(floor_user(documents::w1().as_bytes()), |user| {
                    serde_json::to_vec(user).expect("JSON")
                })
            }),
            op("write-w1", "scim-types, into a new buffer", Some(0.55), || {
                write_new(ours(&documents::w1()), to_vec)
            }),
            op("write-w1-kept", "scim-types, into a kept buffer", Some(0.55), || {
                write_kept(ours(&documents::w1()), Projection::default(), write)
            }),
            op("write-w1-projected", "scim-types, excludedAttributes", Some(0.70), || {
                let projection = Projection::new(&[], &["photos", "name.formatted"]).expect("a projection");
                write_new(ours(&documents::w1()), move |user| {
                    let mut out = Vec::new();
                    write(user, &projection, &mut out);
                    out
                })
            }),
            op("write-w1-serde", "scim-types through serde_json::to_vec", None, || {
                write_new(ours(&documents::w1()), |user| serde_json::to_vec(user).expect("JSON"))
            }),
            op("write-w1-v2", "scim_v2", None, || {
                write_new(peer_user(documents::w1().as_bytes()), |user| {
                    serde_json::to_vec(user).expect("JSON")
                })
            }),
        ],
    },
    OpGroup {
        title: "Serialize W2",
        ops: &[
            op("write-w2-floor", "serde_json::to_vec of plain structs", None, || {
                write_new(floor_user(documents::w2().as_bytes()), |user| {
                    serde_json::to_vec(user).expect("JSON")
                })
            }),
            op("write-w2", "scim-types", Some(0.55), || write_new(ours(&documents::w2()), to_vec)),
        ],
    },
    OpGroup {
        title: "Serialize W3 (group of 1,000)",
        ops: &[
            op("write-w3-floor", "serde_json::to_vec of plain structs", None, || {
                write_new(floor_group(documents::w3(1000).as_bytes()), |group| {
                    serde_json::to_vec(group).expect("JSON")
                })
            }),
            op("write-w3", "scim-types", Some(0.55), || {
                write_new(our_group(documents::w3(1000).as_bytes()), to_vec)
            }),
        ],
    },
    OpGroup {
        title: "Serialize W4 (list of 1,000 W1)",
        ops: &[
            op("write-w4-floor", "serde_json::to_vec of plain structs", None, || {
                write_new(floor_list(documents::w4(1000).as_bytes()), |list| {
                    serde_json::to_vec(list).expect("JSON")
                })
            }),
            op("write-w4", "scim-types", Some(0.55), || {
                let list =
                    read_list::<User>(documents::w4(1000).as_bytes(), &Compat::default()).expect("a list");
                write_new(list, |list| {
                    let mut out = Vec::new();
                    write_list(list, &Projection::default(), &mut out);
                    out
                })
            }),
        ],
    },
];
