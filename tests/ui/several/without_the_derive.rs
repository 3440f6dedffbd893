use scim_types::*;

struct Plain;

fn resource<T: ScimResource>() {}
fn complex<T: ScimComplex>() {}
fn extension<T: ScimExtension>() {}
fn value<T: ScimValue>() {}

fn uses() {
    resource::<Plain>();
    complex::<Plain>();
    extension::<Plain>();
    value::<Plain>();
}

fn main() {}
