//! Groups.

use scim_http::{BaseUrl, PatchAnswer};
use scim_types::sql::Statement;
use scim_types::sql::sea_query::{Query, SelectStatement};
use scim_types::{Changes, replace, scim_path};

use super::Directory;
use super::db::Tx;
use super::error::Failure;
use super::members::{Membership, Roster, added, is_large, member_steps, memberships, wanted};
use super::rows::{Belongings, Needs, Stored, Wish, Work, distribute, set_stamps};
use super::shown;
use crate::model::{Group, Stamps};

impl Stored for Group {
    const ROWS: &'static str = "groups";
    type Prepared = ();
    type Row = Self;

    fn select() -> SelectStatement {
        Query::select()
            .columns(
                ["id", "external_id", "name", "created", "last_modified", "version"].map(|c| ("groups", c)),
            )
            .from("groups")
            .to_owned()
    }

    fn row(&mut self) -> (&mut String, &mut Stamps) {
        (&mut self.id, &mut self.stamps)
    }

    async fn complete(db: &mut Tx, groups: &mut [Self], needs: Needs<'_>) -> Result<(), Failure> {
        if !needs("members") {
            return Ok(());
        }
        let members = Belongings { column: ("memberships", "group_id"), rows: memberships() };
        distribute(db, groups, vec![members], "nr", |group: &mut Self, row: Membership| {
            group.members.push(row.into());
        })
        .await
    }

    /// Adding and removing named members touches their rows alone, however many others there are, and so does a whole new list.
    fn needs(wish: &Wish<'_, Self>, attribute: &str) -> bool {
        match wish {
            Wish::Patch(patch) => {
                attribute == "members" && member_steps(patch, &scim_path!(Group, "members")).is_none()
            }
            Wish::Replace(_) => false,
        }
    }

    async fn prepare(_: &Directory, _: &str, _: &Wish<'_, Self>) -> Result<(), Failure> {
        Ok(())
    }

    async fn insert(&mut self, db: &mut Tx, (): ()) -> Result<(), Failure> {
        let members = wanted(&self.id, &std::mem::take(&mut self.members))?;
        let members: Vec<_> = members.iter().collect();
        let statements = db.sql().insert(self)?;
        db.run_all(&statements).await?;
        let statements = added(db, &self.id, &members).await?;
        db.run_all(&statements).await
    }

    /// Members are patched by their rows, so the group was not loaded for it. A small one is answered with, as clients like it.
    fn answer(&self) -> PatchAnswer {
        if self.is_large { PatchAnswer::NoContent } else { PatchAnswer::Projected }
    }

    async fn change(
        &mut self,
        db: &mut Tx,
        wish: &Wish<'_, Self>,
        (): (),
        stamps: Stamps,
    ) -> Result<Work, Failure> {
        let path = scim_path!(Group, "members");
        self.is_large = is_large(db, &self.id).await?;
        let before = self.own();
        // What becomes of the members is told by their rows, unless the whole patch has told it.
        let (mut changes, mut of_members) = (Changes::new(), None);
        let roster = match wish {
            Wish::Replace(new) => {
                replace(self, &new.own())?;
                let wanted = wanted(&self.id, &new.members)?;
                let mut roster = Roster::of_all(db, &self.id).await?;
                roster.set(wanted);
                roster
            }
            Wish::Patch(patch) => {
                if let Some(steps) = member_steps(patch, &path) {
                    let others = patch.only(|operation| !operation.attribute().starts_with(&path));
                    changes = others.apply(self)?;
                    let mut roster = Roster::of(db, &self.id, &steps).await?;
                    steps.into_iter().try_for_each(|step| roster.take(step))?;
                    roster
                } else {
                    changes = patch.apply(self)?;
                    of_members = Some(Changes::new());
                    let mut roster = Roster::of_all(db, &self.id).await?;
                    roster.set(wanted(&self.id, &self.members)?);
                    roster
                }
            }
        };
        set_stamps(self, stamps);
        let mut statements = Vec::new();
        if self.external_id != before.external_id || self.name != before.name {
            // Of what a PUT takes, what is about the row itself: its members are changed one by one.
            let row = db.sql().replace(&self.own())?.into_iter();
            statements.extend(row.filter(|statement| matches!(statement, Statement::Update(_))));
        }
        if self.name != before.name {
            statements.extend(shown::name_of_group(&self.id));
        }
        statements.extend(roster.statements(db, of_members.as_mut().unwrap_or(&mut changes)).await?);
        Ok(Work { changes, statements })
    }

    /// The memberships go with the group; that changes the groups it was in.
    fn farewell(id: &str) -> Vec<Statement> {
        shown::group(id)
    }

    fn link(&mut self, base: &BaseUrl) {
        for member in &mut self.members {
            let endpoint = match member.kind.as_deref() {
                Some("Group") => "/Groups",
                Some(_) => "/Users",
                None => continue,
            };
            member.reference = member.value.as_deref().map(|id| base.resource(endpoint, id));
        }
    }
}
