use scim_types::{Binary, DateTime, ScimResource, User, X509Certificate};

macro_rules! device {
    ($name:ident, $type:ty) => {
        #[derive(ScimResource)]
        #[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", table = "devices")]
        struct $name {
            #[scim(id, column = "id")]
            id: String,
            #[scim(column = "value", fold_column = "value_key")]
            value: $type,
        }
    };
}

device!(Flag, bool);
device!(Number, i64);
device!(Fraction, f64);
device!(Time, DateTime);
device!(Bytes, Binary);

#[derive(ScimResource)]
#[scim(schema = "urn:example:params:scim:schemas:core:2.0:Device", table = "devices")]
struct Exact {
    #[scim(id, column = "id")]
    id: String,
    #[scim(case_exact, column = "serial", fold_column = "serial_key")]
    serial: String,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Id {
    #[scim(id, column = "id", fold_column = "id_key")]
    id: String,
    #[scim(path = "userName")]
    login: String,
}

#[derive(ScimResource)]
#[scim(maps = User, table = "employees")]
struct Part {
    #[scim(id, column = "id")]
    id: String,
    #[scim(path = "userName")]
    login: String,
    #[scim(path = "x509Certificates", table = "certificates", column = "employee",
           columns(value = "value"), fold_columns(value = "value_key"))]
    certificates: Vec<X509Certificate>,
}

fn main() {}
