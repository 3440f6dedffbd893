#[derive(ScimValue)]
pub struct Number(String);
