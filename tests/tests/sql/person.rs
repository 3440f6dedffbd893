//! A user as rows: a table of people, and tables of what they have several of.

use proptest::prelude::*;
use scim_types::sql::sea_query::{Expr, Query, Value};
use scim_types::{DateTime, EnterpriseUser, Meta, ScimComplex, ScimResource, User};
use tests::any_resource;
use tests::models::Badge;

#[derive(Debug, Clone, PartialEq, Default, ScimResource)]
#[scim(maps = User, extensions(EnterpriseUser, Badge), table = "people")]
pub(crate) struct Person {
    #[scim(id, column = "id")]
    pub(crate) id: String,
    #[scim(external_id, column = "ext_id")]
    pub(crate) external_id: Option<String>,
    #[scim(path = "userName", column = "login", fold_column = "login_folded")]
    pub(crate) login: String,
    #[scim(path = "displayName", column = "shown_as", fold_column = "shown_as_folded", default)]
    pub(crate) shown_as: String,
    #[scim(path = "name.givenName", column = "first_name", fold_column = "first_name_folded")]
    pub(crate) first_name: Option<String>,
    #[scim(path = "name.familyName", column = "last_name", fold_column = "last_name_folded")]
    pub(crate) last_name: Option<String>,
    #[scim(path = "profileUrl", column = "url", fold_column = "url_folded")]
    pub(crate) url: Option<String>,
    #[scim(path = "active", column = "enabled", default = true)]
    pub(crate) enabled: bool,
    #[scim(
        path = r#"emails[type eq "work"].value"#,
        primary,
        column = "email",
        fold_column = "email_folded"
    )]
    pub(crate) email: Option<String>,
    #[scim(
        path = r#"emails[type eq "work"].display"#,
        column = "email_label",
        fold_column = "email_label_folded"
    )]
    pub(crate) email_label: Option<String>,
    #[scim(
        path = r#"emails[type eq "home"].value"#,
        column = "private_email",
        fold_column = "private_email_folded"
    )]
    pub(crate) private_email: Option<String>,
    #[scim(path = "addresses", table = "places", column = "person", order = "nr")]
    pub(crate) places: Vec<Place>,
    // Two lists in one table.
    #[scim(
        path = "phoneNumbers",
        table = "contacts",
        column = "person",
        constants(kind = "phone"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_folded", display = "label_folded", type = "type_folded")
    )]
    pub(crate) phones: Vec<scim_types::PhoneNumber>,
    #[scim(
        path = "ims",
        table = "contacts",
        column = "person",
        constants(kind = "im"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_folded", display = "label_folded", type = "type_folded")
    )]
    pub(crate) ims: Vec<scim_types::Im>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        column = "department",
        fold_column = "department_folded"
    )]
    pub(crate) department: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        column = "manager"
    )]
    pub(crate) manager: Option<String>,
    #[scim(
        path = "urn:example:params:scim:schemas:extension:2.0:Badge:number",
        column = "badge",
        fold_column = "badge_folded"
    )]
    pub(crate) badge: Option<String>,
    #[scim(
        path = "urn:example:params:scim:schemas:extension:2.0:Badge:doors",
        table = "doors",
        column = "person",
        columns(value = "door"),
        fold_columns(value = "door_folded")
    )]
    pub(crate) doors: Vec<String>,
    #[scim(meta, columns(created = "created", lastModified = "changed", version = "version"))]
    pub(crate) meta: Meta,
    #[scim(skip)]
    pub(crate) salary: i64,
}

#[derive(Debug, Clone, PartialEq, Default, ScimComplex)]
#[scim(maps = scim_types::Address)]
pub(crate) struct Place {
    #[scim(path = "locality", column = "city", fold_column = "city_folded")]
    pub(crate) city: Option<String>,
    #[scim(path = "type", column = "kind", fold_column = "kind_folded")]
    pub(crate) kind: Option<String>,
    #[scim(path = "primary", column = "is_main", default)]
    pub(crate) is_main: bool,
}

/// The tables, but for the type of booleans.
pub(crate) const TABLES: &[&str] = &[
    "CREATE TABLE people (id TEXT PRIMARY KEY, ext_id TEXT, login TEXT NOT NULL, login_folded TEXT NOT NULL, shown_as TEXT NOT NULL, \
     shown_as_folded TEXT NOT NULL, first_name TEXT, first_name_folded TEXT, last_name TEXT, last_name_folded TEXT, url TEXT, url_folded TEXT, \
     enabled BOOLEAN NOT NULL, email TEXT, email_folded TEXT, email_label TEXT, email_label_folded TEXT, private_email TEXT, \
     private_email_folded TEXT, department TEXT, department_folded TEXT, manager TEXT, badge TEXT, \
     badge_folded TEXT, created BIGINT, changed BIGINT, version TEXT)",
    "CREATE TABLE contacts (nr SERIAL, person TEXT NOT NULL, kind TEXT NOT NULL, value TEXT, value_folded TEXT, label TEXT, label_folded TEXT, \
     type TEXT, type_folded TEXT, is_primary BOOLEAN)",
    "CREATE TABLE places (nr SERIAL, person TEXT NOT NULL, city TEXT, city_folded TEXT, kind TEXT, kind_folded TEXT, is_main BOOLEAN NOT NULL)",
    "CREATE TABLE doors (person TEXT NOT NULL, door TEXT NOT NULL, door_folded TEXT NOT NULL)",
];

/// Their columns.
pub(crate) const COLUMNS: [(&str, &str); 4] = [
    (
        "people",
        "id ext_id login login_folded shown_as shown_as_folded first_name first_name_folded last_name last_name_folded url url_folded \
         enabled email email_folded email_label email_label_folded private_email private_email_folded department \
         department_folded manager badge badge_folded created changed version",
    ),
    ("contacts", "person kind value value_folded label label_folded type type_folded is_primary"),
    ("places", "person city city_folded kind kind_folded is_main"),
    ("doors", "person door door_folded"),
];

/// People whose dates columns can hold.
pub(crate) fn any_person() -> impl Strategy<Value = Person> {
    any_resource::<Person>().prop_map(|mut person| {
        person.meta.created = person.meta.created.map(micros);
        person.meta.last_modified = person.meta.last_modified.map(micros);
        // Filters take it for granted, and no column has the rest.
        person.meta.resource_type = Some("User".to_owned());
        person.meta.location = None;
        person
    })
}

fn micros(date: DateTime) -> DateTime {
    DateTime::from_unix_nanoseconds(date.unix_nanoseconds().div_euclid(1000) * 1000).expect("within range")
}

fn unix_micros(date: Option<DateTime>) -> Option<i64> {
    date.map(|date| i64::try_from(date.unix_nanoseconds().div_euclid(1000)).expect("within range"))
}

fn folded(text: Option<&str>) -> Option<String> {
    text.map(scim_types::case_fold)
}

/// The statements that store a person.
pub(crate) fn insert(person: &Person) -> Vec<scim_types::sql::sea_query::InsertStatement> {
    let mut row: Vec<(&'static str, Value)> = vec![
        ("id", person.id.clone().into()),
        ("ext_id", person.external_id.clone().into()),
        ("manager", person.manager.clone().into()),
        ("enabled", person.enabled.into()),
        ("created", unix_micros(person.meta.created).into()),
        ("changed", unix_micros(person.meta.last_modified).into()),
        ("version", person.meta.version.clone().into()),
    ];
    let mut text = |name: &'static str, folded_name: &'static str, text: Option<&str>| {
        row.push((name, text.map(str::to_owned).into()));
        row.push((folded_name, folded(text).into()));
    };
    text("login", "login_folded", Some(&person.login));
    text("shown_as", "shown_as_folded", Some(&person.shown_as));
    text("first_name", "first_name_folded", person.first_name.as_deref());
    text("last_name", "last_name_folded", person.last_name.as_deref());
    text("url", "url_folded", person.url.as_deref());
    text("email", "email_folded", person.email.as_deref());
    text("email_label", "email_label_folded", person.email_label.as_deref());
    text("private_email", "private_email_folded", person.private_email.as_deref());
    text("department", "department_folded", person.department.as_deref());
    text("badge", "badge_folded", person.badge.as_deref());
    let mut all = vec![statement("people", row)];
    for place in &person.places {
        all.push(statement(
            "places",
            vec![
                ("person", person.id.clone().into()),
                ("city", place.city.clone().into()),
                ("city_folded", folded(place.city.as_deref()).into()),
                ("kind", place.kind.clone().into()),
                ("kind_folded", folded(place.kind.as_deref()).into()),
                ("is_main", place.is_main.into()),
            ],
        ));
    }
    let phones = person.phones.iter().map(|p| ("phone", &p.value, &p.display, &p.kind, p.primary));
    let ims = person.ims.iter().map(|p| ("im", &p.value, &p.display, &p.kind, p.primary));
    for (list, value, label, kind, primary) in phones.chain(ims) {
        let mut row =
            vec![("person", person.id.clone().into()), ("kind", list.into()), ("is_primary", primary.into())];
        for (name, folded_name, text) in [
            ("value", "value_folded", value),
            ("label", "label_folded", label),
            ("type", "type_folded", kind),
        ] {
            row.push((name, text.clone().into()));
            row.push((folded_name, folded(text.as_deref()).into()));
        }
        all.push(statement("contacts", row));
    }
    for door in &person.doors {
        let row = vec![
            ("person", person.id.clone().into()),
            ("door", door.clone().into()),
            ("door_folded", scim_types::case_fold(door).into()),
        ];
        all.push(statement("doors", row));
    }
    all
}

fn statement(
    table: &'static str,
    row: Vec<(&'static str, Value)>,
) -> scim_types::sql::sea_query::InsertStatement {
    let (columns, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    Query::insert()
        .into_table(table)
        .columns(columns)
        .values_panic(values.into_iter().map(Expr::val))
        .to_owned()
}
