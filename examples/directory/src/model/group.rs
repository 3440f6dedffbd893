//! Groups: rows of `groups`, with members in `memberships`.

use scim_types::{Member, Meta, ScimResource};
use sqlx::FromRow;

use super::Stamps;

/// A group.
#[derive(Clone, Default, FromRow, ScimResource)]
#[scim(maps = scim_types::Group, table = "groups")]
pub(crate) struct Group {
    #[scim(id, column = "id")]
    pub(crate) id: String,
    #[scim(external_id, column = "external_id")]
    pub(crate) external_id: Option<String>,
    #[scim(path = "displayName", column = "name", fold_column = "name_key")]
    pub(crate) name: String,
    #[sqlx(skip)]
    #[scim(
        path = "members",
        table = "memberships",
        column = "group_id",
        order = "nr",
        columns(
            value = "member_id",
            display = "(coalesce(label, (SELECT e.shown_as FROM employees e WHERE e.id = employee_id), \
                       (SELECT g.name FROM groups g WHERE g.id = subgroup_id)))",
            type = "(CASE WHEN employee_id IS NOT NULL THEN 'User' WHEN subgroup_id IS NOT NULL THEN 'Group' END)"
        ),
        fold_columns(
            value = "member_id_key",
            display = "(coalesce(label_key, (SELECT e.shown_as_key FROM employees e WHERE e.id = employee_id), \
                       (SELECT g.name_key FROM groups g WHERE g.id = subgroup_id)))",
            type = "(CASE WHEN employee_id IS NOT NULL THEN 'user' WHEN subgroup_id IS NOT NULL THEN 'group' END)"
        )
    )]
    pub(crate) members: Vec<Member>,
    /// Whether there are more of them than one likes to be sent.
    #[sqlx(skip)]
    #[scim(skip)]
    pub(crate) is_large: bool,
    #[sqlx(flatten)]
    #[scim(skip)]
    pub(crate) stamps: Stamps,
    #[sqlx(skip)]
    #[scim(
        meta,
        columns(
            resourceType = "('Group')",
            created = "created",
            lastModified = "last_modified",
            version = "('W/\"' || groups.version || '-' || groups.last_modified || '\"')"
        )
    )]
    meta: Meta,
}

impl Group {
    /// The same without the members.
    pub(crate) fn own(&self) -> Self {
        let Self { id, external_id, name, members: _, is_large, stamps, meta } = self;
        Self {
            id: id.clone(),
            external_id: external_id.clone(),
            name: name.clone(),
            members: Vec::new(),
            is_large: *is_large,
            stamps: *stamps,
            meta: meta.clone(),
        }
    }
}
