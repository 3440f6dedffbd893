//! Who belongs to which group: rows of their own, so that a group of a million is changed without being loaded.

use std::collections::{BTreeMap, HashMap, HashSet};

use scim_http::StoreError;
use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Expr, ExprTrait, LockType, Order, Query};
use scim_types::{Changes, Member, Op, Patch, Path, ScimError, Value, ValueRef, case_fold, scim_path};
use sqlx::FromRow;

use super::db::Tx;
use super::error::Failure;
use super::rows::MANY;
use crate::model::Group;

/// A group with more members is large.
const LARGE: u64 = 1000;

/// What a member is called of itself.
const OWN_NAME: &str = "coalesce((SELECT e.shown_as FROM employees e WHERE e.id = employee_id), \
                        (SELECT g.name FROM groups g WHERE g.id = subgroup_id))";

/// A row of `memberships`, and the member's own name.
#[derive(Debug, Clone, FromRow)]
pub(super) struct Membership {
    member_id: String,
    employee_id: Option<String>,
    subgroup_id: Option<String>,
    label: Option<String>,
    own_name: Option<String>,
}

impl Membership {
    /// What the member is shown as: what a client calls it in this group, or its own name.
    fn shown_as(&self) -> Option<&str> {
        self.label.as_deref().or(self.own_name.as_deref())
    }
}

impl From<Membership> for Member {
    fn from(row: Membership) -> Self {
        let display = row.shown_as().map(str::to_owned);
        let kind = match (row.employee_id, row.subgroup_id) {
            (Some(_), _) => Some("User".to_owned()),
            (_, Some(_)) => Some("Group".to_owned()),
            // Somebody whom this directory does not keep.
            _ => None,
        };
        Self { value: Some(row.member_id), display, kind, reference: None }
    }
}

/// All memberships.
pub(super) fn memberships() -> scim_types::sql::sea_query::SelectStatement {
    Query::select()
        .columns(["nr", "member_id", "employee_id", "subgroup_id", "label"])
        .expr_as(Expr::cust(OWN_NAME), "own_name")
        .from("memberships")
        .to_owned()
}

/// Whether a group has more members than one likes to be sent with every change of it.
pub(super) async fn is_large(db: &mut Tx, group: &str) -> Result<bool, Failure> {
    let one_more = Query::select()
        .column("nr")
        .from("memberships")
        .and_where(Expr::col("group_id").eq(group))
        .order_by("nr", Order::Asc)
        .limit(1)
        .offset(LARGE)
        .to_owned();
    Ok(!db.fetch::<(i64,)>(&one_more).await?.is_empty())
}

/// A member as a client wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    id: String,
    /// What the client calls it, if it does.
    name: Option<String>,
}

/// Who the members are to be, each once.
pub(super) fn wanted(group: &str, members: &[Member]) -> Result<Vec<Wanted>, StoreError> {
    let mut seen = HashSet::new();
    let mut wanted = Vec::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        let Some(id) = member.value.as_deref() else {
            return Err(ScimError::invalid_value(format!(
                "`members[{index}].value` is missing: it has to be the id of a user or group"
            ))
            .into());
        };
        let id = as_kept(id);
        if id == group {
            return Err(ScimError::invalid_value(format!(
                "`members[{index}].value` is the group itself, which cannot be its own member"
            ))
            .into());
        }
        if seen.insert(case_fold(&id)) {
            wanted.push(Wanted { id, name: member.display.clone().filter(|name| !name.is_empty()) });
        }
    }
    Ok(wanted)
}

/// An id as it is kept: those of this directory are UUIDs in lower case; what others give stays as it is.
fn as_kept(id: &str) -> String {
    let is_own = id.len() == 36 && uuid::Uuid::try_parse(id).is_ok();
    if is_own { id.to_ascii_lowercase() } else { id.to_owned() }
}

/// An operation on members that names those that it is about.
pub(super) enum Step {
    Add(Vec<Member>),
    /// By id.
    Remove(Vec<String>),
}

/// The operations of a patch on `members`, if all of them name the members that they are about.
pub(super) fn member_steps(patch: &Patch<Group>, members: &Path<Group>) -> Option<Vec<Step>> {
    let operations = patch.operations().filter(|operation| operation.attribute().starts_with(members));
    let steps = operations.map(|operation| match operation.op() {
        _ if operation.attribute() != *members || operation.sub_attribute().is_some() => None,
        Op::Add if operation.path() == *members => {
            Some(Step::Add(operation.value().elements().map(member).collect()))
        }
        Op::Remove => operation.selected("value").map(Step::Remove),
        _ => None,
    });
    steps.collect()
}

fn member(value: ValueRef<'_>) -> Member {
    let text = |name: &str| value.get(name).as_str().map(str::to_owned);
    Member { value: text("value"), display: text("display"), ..Member::default() }
}

/// The members of a group that a request is about, before it and after it, by folded id.
pub(super) struct Roster {
    group: String,
    before: HashMap<String, Membership>,
    /// With what clients call them, if they do. Those that came have a number, in order; a member that went and came again is one of them.
    after: HashMap<String, (Option<usize>, Wanted)>,
    came: usize,
}

impl Roster {
    /// All members of the group.
    pub(super) async fn of_all(db: &mut Tx, group: &str) -> Result<Self, Failure> {
        let all = memberships().and_where(Expr::col("group_id").eq(group)).to_owned();
        Ok(Self::new(group, db.fetch(&all).await?))
    }

    /// Those of the members that these steps are about.
    pub(super) async fn of(db: &mut Tx, group: &str, steps: &[Step]) -> Result<Self, Failure> {
        let mut keys: Vec<String> = Vec::new();
        for step in steps {
            match step {
                Step::Add(members) => {
                    keys.extend(members.iter().filter_map(|member| member.value.as_deref()).map(case_fold));
                }
                // `PostgreSQL` keeps no NUL, so nobody's id has one.
                Step::Remove(ids) => {
                    keys.extend(ids.iter().filter(|id| !id.contains('\0')).map(|id| case_fold(id)));
                }
            }
        }
        let mut rows = Vec::new();
        for keys in keys.chunks(MANY) {
            let these = memberships()
                .and_where(Expr::col("group_id").eq(group))
                .and_where(Expr::col("member_id_key").is_in(keys))
                .to_owned();
            rows.extend(db.fetch(&these).await?);
        }
        Ok(Self::new(group, rows))
    }

    fn new(group: &str, rows: Vec<Membership>) -> Self {
        let before: HashMap<String, Membership> =
            rows.into_iter().map(|row| (case_fold(&row.member_id), row)).collect();
        let after = before.iter().map(|(key, row)| {
            (key.clone(), (None, Wanted { id: row.member_id.clone(), name: row.label.clone() }))
        });
        Self { group: group.to_owned(), after: after.collect(), before, came: 0 }
    }

    /// Has an operation done to it.
    pub(super) fn take(&mut self, step: Step) -> Result<(), StoreError> {
        match step {
            Step::Add(members) => {
                for Wanted { id, name } in wanted(&self.group, &members)? {
                    self.came += 1;
                    let entry = self.after.entry(case_fold(&id));
                    let (_, known) = entry.or_insert((Some(self.came), Wanted { id, name: None }));
                    known.name = name.or(known.name.take());
                }
            }
            Step::Remove(ids) => {
                for id in ids {
                    self.after.remove(&case_fold(&id));
                }
            }
        }
        Ok(())
    }

    /// Has exactly these be the members.
    pub(super) fn set(&mut self, wanted: Vec<Wanted>) {
        let members = wanted.into_iter().zip(0..).map(|(wanted, position)| {
            let key = case_fold(&wanted.id);
            let is_new = !self.before.contains_key(&key);
            (key, (is_new.then_some(position), wanted))
        });
        self.after = members.collect();
    }

    /// What it takes to get from what was to what is, and how that is told.
    pub(super) async fn statements(
        self,
        db: &mut Tx,
        changes: &mut Changes,
    ) -> Result<Vec<Statement>, Failure> {
        let Self { group, before, after, .. } = self;
        let path = scim_path!(Group, "members");
        let mut statements = Vec::new();
        let gone: BTreeMap<&String, &Membership> =
            before.iter().filter(|(key, _)| after.get(*key).is_none_or(|(came, _)| came.is_some())).collect();
        let keys: Vec<&String> = gone.keys().copied().collect();
        for keys in keys.chunks(MANY) {
            let delete = Query::delete()
                .from_table("memberships")
                .and_where(Expr::col("group_id").eq(&*group))
                .and_where(Expr::col("member_id_key").is_in(keys.iter().map(|key| key.as_str())))
                .to_owned();
            statements.push(Statement::Delete(delete));
        }
        for row in gone.values() {
            changes.removed(&path, told(&row.member_id, row.shown_as()));
        }
        let (mut new, mut others) = (Vec::new(), Vec::new());
        for (key, (came, wanted)) in &after {
            if let Some(came) = came {
                new.push((*came, wanted));
            }
            let Some(row) = before.get(key).filter(|_| came.is_none()) else { continue };
            // A name that is shown already, its own or another one, is no other.
            let is_called_so = match &wanted.name {
                Some(name) => row.shown_as() == Some(name),
                None => row.label.is_none(),
            };
            if !is_called_so || row.member_id != wanted.id {
                let name = if is_called_so { row.label.as_deref() } else { wanted.name.as_deref() };
                others.push((key, row, wanted, name));
            }
        }
        let ids: Vec<&str> = others.iter().map(|(_, _, wanted, _)| wanted.id.as_str()).collect();
        let own_names = OwnNames::of(db, &ids).await?;
        for (key, row, wanted, name) in others {
            let label = name.filter(|name| own_names.of_member(&wanted.id) != Some(*name));
            statements.push(kept(&group, key, &wanted.id, label));
            let old = told(&row.member_id, row.shown_as());
            changes.replaced(&path, old, told(&wanted.id, wanted.name.as_deref()));
        }
        new.sort_by_key(|(position, _)| *position);
        let new: Vec<&Wanted> = new.into_iter().map(|(_, wanted)| wanted).collect();
        statements.extend(added(db, &group, &new).await?);
        for wanted in &new {
            changes.added(&path, told(&wanted.id, wanted.name.as_deref()));
        }
        Ok(statements)
    }
}

/// What users and groups are called of themselves, by id. A label that is the member's own name is not kept, so that it changes with the member's.
#[derive(Default)]
struct OwnNames {
    people: HashMap<String, String>,
    groups: HashMap<String, String>,
}

impl OwnNames {
    /// Whoever renames them meanwhile waits: they have to know who shows the names.
    async fn of(db: &mut Tx, ids: &[&str]) -> Result<Self, Failure> {
        let mut names = Self::default();
        for ids in ids.chunks(MANY) {
            for (table, name, known) in
                [("employees", "shown_as", &mut names.people), ("groups", "name", &mut names.groups)]
            {
                let these = Query::select()
                    .columns(["id", name])
                    .from(table)
                    .and_where(Expr::col("id").is_in(ids.iter().copied()))
                    .lock(LockType::Share)
                    .to_owned();
                known.extend(db.fetch::<(String, String)>(&these).await?);
            }
        }
        Ok(names)
    }

    fn of_member(&self, id: &str) -> Option<&str> {
        self.people.get(id).or_else(|| self.groups.get(id)).map(String::as_str)
    }
}

/// Adds users and groups that are no members yet behind those that are.
pub(super) async fn added(db: &mut Tx, group: &str, new: &[&Wanted]) -> Result<Vec<Statement>, Failure> {
    let mut statements = Vec::new();
    for new in new.chunks(MANY) {
        let ids: Vec<&str> = new.iter().map(|wanted| wanted.id.as_str()).collect();
        let own_names = OwnNames::of(db, &ids).await?;
        let mut insert = Query::insert();
        insert.into_table("memberships").columns([
            "group_id",
            "member_id",
            "member_id_key",
            "employee_id",
            "subgroup_id",
            "label",
            "label_key",
        ]);
        for Wanted { id, name } in new {
            let (is_person, is_group) =
                (own_names.people.contains_key(id), own_names.groups.contains_key(id));
            let label = name.as_ref().filter(|name| own_names.of_member(id) != Some(name.as_str()));
            insert.values_panic([
                Expr::val(group),
                Expr::val(id.as_str()),
                Expr::val(case_fold(id)),
                Expr::val(is_person.then(|| id.clone())),
                Expr::val(is_group.then(|| id.clone())),
                Expr::val(label.cloned()),
                Expr::val(label.map(|name| case_fold(name))),
            ]);
        }
        statements.push(Statement::Insert(insert));
    }
    Ok(statements)
}

/// How a client writes the id of a member from now on, which it may do in any case, and what it calls the member.
fn kept(group: &str, key: &str, id: &str, name: Option<&str>) -> Statement {
    let update = Query::update()
        .table("memberships")
        .value("member_id", id)
        .value("label", name.map(str::to_owned))
        .value("label_key", name.map(case_fold))
        .and_where(Expr::col("group_id").eq(group))
        .and_where(Expr::col("member_id_key").eq(key))
        .to_owned();
    Statement::Update(update)
}

fn told(id: &str, name: Option<&str>) -> Value {
    Value::complex(&Member {
        value: Some(id.to_owned()),
        display: name.map(str::to_owned),
        ..Member::default()
    })
}
