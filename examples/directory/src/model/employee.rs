//! People: rows of `employees`, and of the tables of what there is several of.

use scim_types::{
    Address, Binary, Email, EnterpriseUser, Entitlement, GroupMembership, Im, Meta, PhoneNumber, Photo, Role,
    ScimResource, X509Certificate,
};
use sqlx::FromRow;

use super::Stamps;

/// A person, as a user of SCIM. What has a column is in `employees`; what there is several of is in tables of its own, and loaded where it is
/// looked at.
#[derive(Clone, Default, FromRow, ScimResource)]
#[scim(maps = scim_types::User, extensions(EnterpriseUser), table = "employees")]
pub(crate) struct Employee {
    #[scim(id, column = "id")]
    pub(crate) id: String,
    #[scim(external_id, column = "external_id")]
    external_id: Option<String>,
    #[scim(path = "userName", column = "login", fold_column = "login_key")]
    pub(crate) login: String,
    #[scim(path = "name.formatted", column = "full_name", fold_column = "full_name_key")]
    full_name: Option<String>,
    #[scim(path = "name.familyName", column = "family_name", fold_column = "family_name_key")]
    family_name: Option<String>,
    #[scim(path = "name.givenName", column = "given_name", fold_column = "given_name_key")]
    given_name: Option<String>,
    #[scim(path = "name.middleName", column = "middle_name", fold_column = "middle_name_key")]
    middle_name: Option<String>,
    #[scim(path = "name.honorificPrefix", column = "honorific_prefix", fold_column = "honorific_prefix_key")]
    honorific_prefix: Option<String>,
    #[scim(path = "name.honorificSuffix", column = "honorific_suffix", fold_column = "honorific_suffix_key")]
    honorific_suffix: Option<String>,
    #[scim(path = "displayName", column = "display_name", fold_column = "display_name_key")]
    display_name: Option<String>,
    #[scim(path = "nickName", column = "nick_name", fold_column = "nick_name_key")]
    nick_name: Option<String>,
    #[scim(path = "profileUrl", column = "profile_url", fold_column = "profile_url_key")]
    profile_url: Option<String>,
    #[scim(path = "title", column = "title", fold_column = "title_key")]
    title: Option<String>,
    #[scim(path = "userType", column = "user_type", fold_column = "user_type_key")]
    user_type: Option<String>,
    #[scim(
        path = "preferredLanguage",
        column = "preferred_language",
        fold_column = "preferred_language_key"
    )]
    preferred_language: Option<String>,
    #[scim(path = "locale", column = "locale", fold_column = "locale_key")]
    locale: Option<String>,
    #[scim(path = "timezone", column = "timezone", fold_column = "timezone_key")]
    timezone: Option<String>,
    #[scim(path = "active", column = "enabled")]
    enabled: Option<bool>,
    /// The hash; of a resource that a client sent, the password.
    #[sqlx(rename = "password_hash")]
    #[scim(path = "password", column = "password_hash")]
    pub(crate) password: Option<String>,
    #[sqlx(skip)]
    #[scim(
        path = "emails",
        table = "contacts",
        column = "employee_id",
        constants(kind = "email"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_key", display = "label_key", type = "type_key")
    )]
    emails: Vec<Email>,
    #[sqlx(skip)]
    #[scim(
        path = "phoneNumbers",
        table = "contacts",
        column = "employee_id",
        constants(kind = "phone"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_key", display = "label_key", type = "type_key")
    )]
    phone_numbers: Vec<PhoneNumber>,
    #[sqlx(skip)]
    #[scim(
        path = "ims",
        table = "contacts",
        column = "employee_id",
        constants(kind = "im"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_key", display = "label_key", type = "type_key")
    )]
    ims: Vec<Im>,
    #[sqlx(skip)]
    #[scim(
        path = "photos",
        table = "contacts",
        column = "employee_id",
        constants(kind = "photo"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_key", display = "label_key", type = "type_key")
    )]
    photos: Vec<Photo>,
    #[sqlx(skip)]
    #[scim(
        path = "addresses",
        table = "addresses",
        column = "employee_id",
        order = "nr",
        columns(
            formatted = "formatted",
            streetAddress = "street",
            locality = "locality",
            region = "region",
            postalCode = "postal_code",
            country = "country",
            type = "type",
            primary = "is_primary"
        ),
        fold_columns(
            formatted = "formatted_key",
            streetAddress = "street_key",
            locality = "locality_key",
            region = "region_key",
            postalCode = "postal_code_key",
            country = "country_key",
            type = "type_key"
        )
    )]
    addresses: Vec<Address>,
    /// Kept by the groups.
    #[sqlx(skip)]
    #[scim(
        path = "groups",
        table = "memberships",
        column = "employee_id",
        order = "group_id",
        columns(
            value = "group_id",
            display = "((SELECT g.name FROM groups g WHERE g.id = group_id))",
            type = "('direct')"
        ),
        fold_columns(
            value = "group_id",
            display = "((SELECT g.name_key FROM groups g WHERE g.id = group_id))",
            type = "('direct')"
        )
    )]
    pub(crate) groups: Vec<GroupMembership>,
    #[sqlx(skip)]
    #[scim(
        path = "entitlements",
        table = "grants",
        column = "employee_id",
        constants(kind = "entitlement"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_key", display = "label_key", type = "type_key")
    )]
    entitlements: Vec<Entitlement>,
    #[sqlx(skip)]
    #[scim(
        path = "roles",
        table = "grants",
        column = "employee_id",
        constants(kind = "role"),
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(value = "value_key", display = "label_key", type = "type_key")
    )]
    roles: Vec<Role>,
    #[sqlx(skip)]
    #[scim(
        path = "x509Certificates",
        table = "certificates",
        column = "employee_id",
        order = "nr",
        columns(value = "value", display = "label", type = "type", primary = "is_primary"),
        fold_columns(display = "label_key", type = "type_key")
    )]
    certificates: Vec<X509Certificate>,
    #[sqlx(rename = "employee_number")]
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        column = "employee_number",
        fold_column = "employee_number_key"
    )]
    number: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter",
        column = "cost_center",
        fold_column = "cost_center_key"
    )]
    cost_center: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization",
        column = "organization",
        fold_column = "organization_key"
    )]
    organization: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division",
        column = "division",
        fold_column = "division_key"
    )]
    division: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        column = "department",
        fold_column = "department_key"
    )]
    department: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        column = "manager_id"
    )]
    pub(crate) manager_id: Option<String>,
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref",
        column = "manager_url",
        fold_column = "manager_url_key"
    )]
    manager_url: Option<String>,
    /// Not told: clients that compare the answer with what they sent would miss it there, and can ask for the manager.
    #[sqlx(skip)]
    #[scim(
        path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
        column = "(NULL)",
        fold_column = "(NULL)"
    )]
    manager_name: Option<String>,
    #[sqlx(flatten)]
    #[scim(skip)]
    pub(crate) stamps: Stamps,
    #[sqlx(skip)]
    #[scim(
        meta,
        columns(
            resourceType = "('User')",
            created = "created",
            lastModified = "last_modified",
            version = "('W/\"' || employees.version || '-' || employees.last_modified || '-' || \
                       (SELECT CAST(coalesce(sum(g.mark), 0) AS BIGINT) FROM memberships m JOIN groups g ON g.id = m.group_id \
                       WHERE m.employee_id = employees.id) || '\"')"
        )
    )]
    meta: Meta,
    /// Tells apart the groups that the person is shown to be in; see `store/shown.rs`.
    #[scim(skip)]
    pub(crate) marks: i64,
}

impl Employee {
    /// The columns of `employees` that the struct has fields for.
    pub(crate) const COLUMNS: [&str; 29] = [
        "id",
        "external_id",
        "login",
        "full_name",
        "family_name",
        "given_name",
        "middle_name",
        "honorific_prefix",
        "honorific_suffix",
        "display_name",
        "nick_name",
        "profile_url",
        "title",
        "user_type",
        "preferred_language",
        "locale",
        "timezone",
        "enabled",
        "password_hash",
        "employee_number",
        "cost_center",
        "organization",
        "division",
        "department",
        "manager_id",
        "manager_url",
        "created",
        "last_modified",
        "version",
    ];

    /// What `marks` is for each row.
    pub(crate) const MARKS: &str = "(SELECT CAST(coalesce(sum(g.mark), 0) AS BIGINT) FROM memberships m JOIN groups g ON g.id = m.group_id \
                                    WHERE m.employee_id = employees.id)";

    /// What others show of the person.
    pub(crate) fn shown_as(&self) -> &str {
        self.display_name.as_deref().or(self.full_name.as_deref()).unwrap_or(&self.login)
    }

    /// Takes a value out of `contacts`, `grants` or `certificates`.
    pub(crate) fn take(&mut self, row: Listed) {
        /// The types of the RFC have the same fields.
        macro_rules! value {
            ($type:ident) => {
                $type { value: row.value, display: row.label, kind: row.kind, primary: row.is_primary }
            };
        }
        match row.list.as_str() {
            "email" => self.emails.push(value!(Email)),
            "phone" => self.phone_numbers.push(value!(PhoneNumber)),
            "im" => self.ims.push(value!(Im)),
            "photo" => self.photos.push(value!(Photo)),
            "entitlement" => self.entitlements.push(value!(Entitlement)),
            "role" => self.roles.push(value!(Role)),
            _ => self.certificates.push(X509Certificate {
                value: row.value.and_then(|base64| Binary::from_base64(&base64).ok()),
                display: row.label,
                kind: row.kind,
                primary: row.is_primary,
            }),
        }
    }

    /// Takes an address.
    pub(crate) fn take_place(&mut self, row: Place) {
        self.addresses.push(Address {
            formatted: row.formatted,
            street_address: row.street,
            locality: row.locality,
            region: row.region,
            postal_code: row.postal_code,
            country: row.country,
            kind: row.kind,
            primary: row.is_primary,
        });
    }
}

/// A row of `contacts`, `grants` or `certificates`.
#[derive(FromRow)]
pub(crate) struct Listed {
    /// Which list it is of.
    list: String,
    value: Option<String>,
    label: Option<String>,
    #[sqlx(rename = "type")]
    kind: Option<String>,
    is_primary: Option<bool>,
}

/// A row of `addresses`.
#[derive(FromRow)]
pub(crate) struct Place {
    formatted: Option<String>,
    street: Option<String>,
    locality: Option<String>,
    region: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
    #[sqlx(rename = "type")]
    kind: Option<String>,
    is_primary: Option<bool>,
}
