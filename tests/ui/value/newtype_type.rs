use scim_types::*;

struct Inner;

#[derive(ScimValue)]
struct Number(Inner);

fn main() {}
