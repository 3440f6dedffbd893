use scim_types::{DateTime, ScimComplex, ScimResource};

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Asset")]
struct Asset {
    #[scim(id)]
    id: String,
    tags: Vec<String>,
    parts: Vec<Piece>,
}

#[derive(ScimComplex)]
struct Piece {
    value: Option<String>,
    rank: Option<i64>,
    score: Option<f64>,
    since: Option<DateTime>,
    label: Option<String>,
    #[scim(case_exact)]
    code: Option<String>,
}

#[derive(ScimResource)]
#[scim(maps = Asset)]
struct Row {
    #[scim(id)]
    id: String,
    #[scim(path = "parts[rank eq 1.5].value")]
    part: Option<String>,
    #[scim(path = "parts[rank eq 1e30].value")]
    last: Option<String>,
    #[scim(path = "parts[rank eq 2.0].value")]
    second: Option<String>,
}

fn main() {}
