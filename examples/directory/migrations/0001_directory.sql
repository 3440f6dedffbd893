-- Resources are JSON documents, in the form that SCIM gives them. Beside the document stands what the database has to
-- know itself: identity, unique keys, times, and what belongs to more than one resource.
-- `seq` is the order of creation, in which lists are paged.

CREATE TABLE users (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    -- userName in lower case: unique whatever the case.
    user_name_key TEXT    NOT NULL UNIQUE,
    -- What a group shows of a member.
    display       TEXT    NOT NULL,
    -- Never part of the document.
    password_hash TEXT,
    -- Nanoseconds since 1970.
    created       INTEGER NOT NULL,
    last_modified INTEGER NOT NULL,
    document      TEXT    NOT NULL
) STRICT;

CREATE TABLE groups (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    display_name_key TEXT    NOT NULL UNIQUE,
    display          TEXT    NOT NULL,
    created          INTEGER NOT NULL,
    last_modified    INTEGER NOT NULL,
    document         TEXT    NOT NULL
) STRICT;

-- The one place that says who belongs to which group: Group.members and User.groups are both read from it.
CREATE TABLE memberships (
    group_id        TEXT    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    user_id         TEXT    REFERENCES users (id) ON DELETE CASCADE,
    member_group_id TEXT    REFERENCES groups (id) ON DELETE CASCADE,
    CHECK ((user_id IS NULL) <> (member_group_id IS NULL)),
    UNIQUE (group_id, user_id),
    UNIQUE (group_id, member_group_id)
) STRICT;
CREATE INDEX memberships_in_order ON memberships (group_id, position);
CREATE INDEX memberships_of_user ON memberships (user_id);
CREATE INDEX memberships_of_group ON memberships (member_group_id);

CREATE TABLE devices (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    serial_number TEXT    NOT NULL UNIQUE,
    owner_id      TEXT    REFERENCES users (id) ON DELETE SET NULL,
    created       INTEGER NOT NULL,
    last_modified INTEGER NOT NULL,
    document      TEXT    NOT NULL
) STRICT;
CREATE INDEX devices_of_owner ON devices (owner_id);

-- Only the hashes of the tokens that clients send.
CREATE TABLE tokens (
    hash    TEXT    PRIMARY KEY,
    created INTEGER NOT NULL
) STRICT;
