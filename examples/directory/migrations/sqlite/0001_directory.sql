-- People, what there is several of for each of them, groups, who belongs to which, and devices.
--
-- A column that ends in _key has the folded text of the one before it: what is compared without regard to case. The server fills it, since no two
-- databases fold alike. Ids are UUIDs of version 7, which are in the order in which they were made. Times are microseconds since 1970.
-- Versions count the states that a client can tell apart: a change of what a resource shows of another one counts as well, but
-- for the groups of people (see `mark`).

CREATE TABLE employees (
    id                     TEXT PRIMARY KEY,
    external_id            TEXT,
    login                  TEXT NOT NULL,
    login_key              TEXT NOT NULL UNIQUE,
    full_name              TEXT,
    full_name_key          TEXT,
    family_name            TEXT,
    family_name_key        TEXT,
    given_name             TEXT,
    given_name_key         TEXT,
    middle_name            TEXT,
    middle_name_key        TEXT,
    honorific_prefix       TEXT,
    honorific_prefix_key   TEXT,
    honorific_suffix       TEXT,
    honorific_suffix_key   TEXT,
    display_name           TEXT,
    display_name_key       TEXT,
    nick_name              TEXT,
    nick_name_key          TEXT,
    profile_url            TEXT,
    profile_url_key        TEXT,
    title                  TEXT,
    title_key              TEXT,
    user_type              TEXT,
    user_type_key          TEXT,
    preferred_language     TEXT,
    preferred_language_key TEXT,
    locale                 TEXT,
    locale_key             TEXT,
    timezone               TEXT,
    timezone_key           TEXT,
    enabled                INTEGER,
    -- argon2.
    password_hash          TEXT,
    employee_number        TEXT,
    employee_number_key    TEXT,
    cost_center            TEXT,
    cost_center_key        TEXT,
    organization           TEXT,
    organization_key       TEXT,
    division               TEXT,
    division_key           TEXT,
    department             TEXT,
    department_key         TEXT,
    manager_id             TEXT,
    manager_url            TEXT,
    manager_url_key        TEXT,
    -- What groups and devices show of the person.
    shown_as               TEXT GENERATED ALWAYS AS (coalesce(display_name, full_name, login)) STORED,
    shown_as_key           TEXT GENERATED ALWAYS AS (coalesce(display_name_key, full_name_key, login_key)) STORED,
    created                INTEGER NOT NULL,
    last_modified          INTEGER NOT NULL,
    version                INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX employees_external_id ON employees (external_id);
CREATE INDEX employees_display_name_key ON employees (display_name_key);
CREATE INDEX employees_family_name_key ON employees (family_name_key);
CREATE INDEX employees_department_key ON employees (department_key);
CREATE INDEX employees_employee_number_key ON employees (employee_number_key);
CREATE INDEX employees_manager_id ON employees (manager_id);
-- Hardly anybody is inactive.
CREATE INDEX employees_enabled ON employees (enabled, id);
CREATE INDEX employees_last_modified ON employees (last_modified);

-- Where people can be reached, and what they look like.
CREATE TABLE contacts (
    nr          INTEGER PRIMARY KEY AUTOINCREMENT,
    employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'im', 'photo')),
    value       TEXT,
    value_key   TEXT,
    label       TEXT,
    label_key   TEXT,
    type        TEXT,
    type_key    TEXT,
    is_primary  INTEGER
) STRICT;

CREATE INDEX contacts_employee ON contacts (employee_id, kind);
CREATE INDEX contacts_value ON contacts (value_key);

CREATE TABLE addresses (
    nr              INTEGER PRIMARY KEY AUTOINCREMENT,
    employee_id     TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    formatted       TEXT,
    formatted_key   TEXT,
    street          TEXT,
    street_key      TEXT,
    locality        TEXT,
    locality_key    TEXT,
    region          TEXT,
    region_key      TEXT,
    postal_code     TEXT,
    postal_code_key TEXT,
    country         TEXT,
    country_key     TEXT,
    type            TEXT,
    type_key        TEXT,
    is_primary      INTEGER
) STRICT;

CREATE INDEX addresses_employee ON addresses (employee_id);

-- What people may do.
CREATE TABLE grants (
    nr          INTEGER PRIMARY KEY AUTOINCREMENT,
    employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL CHECK (kind IN ('entitlement', 'role')),
    value       TEXT,
    value_key   TEXT,
    label       TEXT,
    label_key   TEXT,
    type        TEXT,
    type_key    TEXT,
    is_primary  INTEGER
) STRICT;

CREATE INDEX grants_employee ON grants (employee_id, kind);
CREATE INDEX grants_value ON grants (value_key);

CREATE TABLE certificates (
    nr          INTEGER PRIMARY KEY AUTOINCREMENT,
    employee_id TEXT NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    -- In base64.
    value       TEXT,
    label       TEXT,
    label_key   TEXT,
    type        TEXT,
    type_key    TEXT,
    is_primary  INTEGER
) STRICT;

CREATE INDEX certificates_employee ON certificates (employee_id);

CREATE TABLE groups (
    id            TEXT PRIMARY KEY,
    external_id   TEXT,
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL UNIQUE,
    created       INTEGER NOT NULL,
    last_modified INTEGER NOT NULL,
    version       INTEGER NOT NULL DEFAULT 1,
    -- People who show the group add it to their versions. With another name it is another number.
    mark          INTEGER NOT NULL DEFAULT (random() & 1099511627775)
) STRICT;

CREATE INDEX groups_external_id ON groups (external_id);

-- The one place that says who belongs to which group: the members of groups and the groups of people are both read from it.
CREATE TABLE memberships (
    nr            INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id      TEXT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    -- The id of a person or of a group, or of somebody whom this directory does not keep: what a client lists is not lost, whoever it is.
    member_id     TEXT NOT NULL,
    member_id_key TEXT NOT NULL,
    employee_id   TEXT REFERENCES employees (id) ON DELETE CASCADE,
    subgroup_id   TEXT REFERENCES groups (id) ON DELETE CASCADE,
    -- What a client calls the member, where that differs from what the member is called.
    label         TEXT,
    label_key     TEXT,
    CHECK (employee_id IS NULL OR subgroup_id IS NULL),
    UNIQUE (group_id, member_id_key)
) STRICT;

CREATE INDEX memberships_group ON memberships (group_id, nr);
CREATE INDEX memberships_member ON memberships (member_id_key);
CREATE INDEX memberships_employee ON memberships (employee_id);
CREATE INDEX memberships_subgroup ON memberships (subgroup_id);

CREATE TABLE devices (
    id                    TEXT PRIMARY KEY,
    external_id           TEXT,
    serial_number         TEXT NOT NULL UNIQUE,
    display_name          TEXT,
    display_name_key      TEXT,
    kind                  TEXT,
    kind_key              TEXT,
    owner_id              TEXT REFERENCES employees (id) ON DELETE SET NULL,
    last_seen             INTEGER,
    warranty_provider     TEXT,
    warranty_provider_key TEXT,
    warranty_months       INTEGER,
    warranty_accidents    INTEGER,
    created               INTEGER NOT NULL,
    last_modified         INTEGER NOT NULL,
    version               INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX devices_external_id ON devices (external_id);
CREATE INDEX devices_owner ON devices (owner_id);

-- How devices are connected.
CREATE TABLE interfaces (
    nr          INTEGER PRIMARY KEY AUTOINCREMENT,
    device_id   TEXT NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    address     TEXT,
    address_key TEXT,
    type        TEXT,
    type_key    TEXT,
    is_primary  INTEGER
) STRICT;

CREATE INDEX interfaces_device ON interfaces (device_id);

-- Only the hashes of the tokens that clients send.
CREATE TABLE tokens (
    hash    TEXT PRIMARY KEY,
    created INTEGER NOT NULL
) STRICT;

-- SQLite takes for granted that each value of an indexed column is in ten rows. Of this one there are two values.
ANALYZE;
INSERT INTO sqlite_stat1 VALUES ('employees', 'employees_enabled', '1000000 400000 1');
