//! Our JSON reader against serde_json: both read the same users and refuse the same documents, and what is read is written and read
//! back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scim_types::{Compat, Projection, User, read, write};
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let own = read::<User>(bytes, &Compat::default()).map(|read| read.value);
    // serde_json skips what is ignored without a look at its depth and surrogates; as a Value it looks.
    if serde_json::from_slice::<Value>(bytes).is_err() {
        assert!(own.is_err() || nested(bytes), "read what is no JSON");
        return;
    }
    match (own, serde_json::from_slice::<User>(bytes)) {
        (Ok(own), Ok(theirs)) => {
            assert_eq!(own, theirs);
            let mut out = Vec::new();
            write(&own, &Projection::all(), &mut out);
            let mut again = read::<User>(&out, &Compat::strict()).expect("what was written").value;
            again.password.clone_from(&own.password);
            assert_eq!(again, own);
        }
        (Err(error), Err(_)) => assert_eq!(error.status, 400),
        (own, theirs) => panic!("{own:?}, through serde_json: {theirs:?}"),
    }
});

/// serde_json allows one level less than we do.
fn nested(bytes: &[u8]) -> bool {
    bytes.iter().filter(|b| matches!(b, b'[' | b'{')).count() > 127
}
