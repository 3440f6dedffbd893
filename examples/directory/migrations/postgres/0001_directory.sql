-- People, what there is several of for each of them, groups, who belongs to which, and devices.
--
-- A column that ends in _key has the folded text of the one before it: what is compared without regard to case. The server fills it, since no two
-- databases fold alike. Ids are UUIDs of version 7, which are in the order in which they were made. Times are microseconds since 1970.
-- Versions count the states that a client can tell apart: a change of what a resource shows of another one counts as well, but
-- for the groups of people (see `mark`).

CREATE TABLE employees (
    id                     TEXT COLLATE "C" PRIMARY KEY,
    external_id            TEXT COLLATE "C",
    login                  TEXT COLLATE "C" NOT NULL,
    login_key              TEXT COLLATE "C" NOT NULL UNIQUE,
    full_name              TEXT COLLATE "C",
    full_name_key          TEXT COLLATE "C",
    family_name            TEXT COLLATE "C",
    family_name_key        TEXT COLLATE "C",
    given_name             TEXT COLLATE "C",
    given_name_key         TEXT COLLATE "C",
    middle_name            TEXT COLLATE "C",
    middle_name_key        TEXT COLLATE "C",
    honorific_prefix       TEXT COLLATE "C",
    honorific_prefix_key   TEXT COLLATE "C",
    honorific_suffix       TEXT COLLATE "C",
    honorific_suffix_key   TEXT COLLATE "C",
    display_name           TEXT COLLATE "C",
    display_name_key       TEXT COLLATE "C",
    nick_name              TEXT COLLATE "C",
    nick_name_key          TEXT COLLATE "C",
    profile_url            TEXT COLLATE "C",
    profile_url_key        TEXT COLLATE "C",
    title                  TEXT COLLATE "C",
    title_key              TEXT COLLATE "C",
    user_type              TEXT COLLATE "C",
    user_type_key          TEXT COLLATE "C",
    preferred_language     TEXT COLLATE "C",
    preferred_language_key TEXT COLLATE "C",
    locale                 TEXT COLLATE "C",
    locale_key             TEXT COLLATE "C",
    timezone               TEXT COLLATE "C",
    timezone_key           TEXT COLLATE "C",
    enabled                BOOLEAN,
    -- argon2.
    password_hash          TEXT COLLATE "C",
    employee_number        TEXT COLLATE "C",
    employee_number_key    TEXT COLLATE "C",
    cost_center            TEXT COLLATE "C",
    cost_center_key        TEXT COLLATE "C",
    organization           TEXT COLLATE "C",
    organization_key       TEXT COLLATE "C",
    division               TEXT COLLATE "C",
    division_key           TEXT COLLATE "C",
    department             TEXT COLLATE "C",
    department_key         TEXT COLLATE "C",
    manager_id             TEXT COLLATE "C",
    manager_url            TEXT COLLATE "C",
    manager_url_key        TEXT COLLATE "C",
    -- What groups and devices show of the person.
    shown_as               TEXT COLLATE "C" GENERATED ALWAYS AS (coalesce(display_name, full_name, login)) STORED,
    shown_as_key           TEXT COLLATE "C" GENERATED ALWAYS AS (coalesce(display_name_key, full_name_key, login_key)) STORED,
    created                BIGINT NOT NULL,
    last_modified          BIGINT NOT NULL,
    version                BIGINT NOT NULL DEFAULT 1
);

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
    nr          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id TEXT COLLATE "C" NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('email', 'phone', 'im', 'photo')),
    value       TEXT COLLATE "C",
    value_key   TEXT COLLATE "C",
    label       TEXT COLLATE "C",
    label_key   TEXT COLLATE "C",
    type        TEXT COLLATE "C",
    type_key    TEXT COLLATE "C",
    is_primary  BOOLEAN
);

CREATE INDEX contacts_employee ON contacts (employee_id, kind);
-- PostgreSQL indexes no text of more than 2,700 bytes, which a picture in a URL has.
CREATE INDEX contacts_value ON contacts (value_key) WHERE kind <> 'photo';

CREATE TABLE addresses (
    nr              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id     TEXT COLLATE "C" NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    formatted       TEXT COLLATE "C",
    formatted_key   TEXT COLLATE "C",
    street          TEXT COLLATE "C",
    street_key      TEXT COLLATE "C",
    locality        TEXT COLLATE "C",
    locality_key    TEXT COLLATE "C",
    region          TEXT COLLATE "C",
    region_key      TEXT COLLATE "C",
    postal_code     TEXT COLLATE "C",
    postal_code_key TEXT COLLATE "C",
    country         TEXT COLLATE "C",
    country_key     TEXT COLLATE "C",
    type            TEXT COLLATE "C",
    type_key        TEXT COLLATE "C",
    is_primary      BOOLEAN
);

CREATE INDEX addresses_employee ON addresses (employee_id);

-- What people may do.
CREATE TABLE grants (
    nr          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id TEXT COLLATE "C" NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('entitlement', 'role')),
    value       TEXT COLLATE "C",
    value_key   TEXT COLLATE "C",
    label       TEXT COLLATE "C",
    label_key   TEXT COLLATE "C",
    type        TEXT COLLATE "C",
    type_key    TEXT COLLATE "C",
    is_primary  BOOLEAN
);

CREATE INDEX grants_employee ON grants (employee_id, kind);
CREATE INDEX grants_value ON grants (value_key);

CREATE TABLE certificates (
    nr          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    employee_id TEXT COLLATE "C" NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    -- In base64.
    value       TEXT COLLATE "C",
    label       TEXT COLLATE "C",
    label_key   TEXT COLLATE "C",
    type        TEXT COLLATE "C",
    type_key    TEXT COLLATE "C",
    is_primary  BOOLEAN
);

CREATE INDEX certificates_employee ON certificates (employee_id);

CREATE TABLE groups (
    id            TEXT COLLATE "C" PRIMARY KEY,
    external_id   TEXT COLLATE "C",
    name          TEXT COLLATE "C" NOT NULL,
    name_key      TEXT COLLATE "C" NOT NULL UNIQUE,
    created       BIGINT NOT NULL,
    last_modified BIGINT NOT NULL,
    version       BIGINT NOT NULL DEFAULT 1,
    -- People who show the group add it to their versions. With another name it is another number.
    mark          BIGINT NOT NULL DEFAULT CAST(floor(random() * 1099511627776) AS BIGINT)
);

CREATE INDEX groups_external_id ON groups (external_id);

-- The one place that says who belongs to which group: the members of groups and the groups of people are both read from it.
CREATE TABLE memberships (
    nr            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id      TEXT COLLATE "C" NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    -- The id of a person or of a group, or of somebody whom this directory does not keep: what a client lists is not lost, whoever it is.
    member_id     TEXT COLLATE "C" NOT NULL,
    member_id_key TEXT COLLATE "C" NOT NULL,
    employee_id   TEXT COLLATE "C" REFERENCES employees (id) ON DELETE CASCADE,
    subgroup_id   TEXT COLLATE "C" REFERENCES groups (id) ON DELETE CASCADE,
    -- What a client calls the member, where that differs from what the member is called.
    label         TEXT COLLATE "C",
    label_key     TEXT COLLATE "C",
    CHECK (employee_id IS NULL OR subgroup_id IS NULL),
    UNIQUE (group_id, member_id_key)
);

CREATE INDEX memberships_group ON memberships (group_id, nr);
CREATE INDEX memberships_member ON memberships (member_id_key);
CREATE INDEX memberships_employee ON memberships (employee_id);
CREATE INDEX memberships_subgroup ON memberships (subgroup_id);

CREATE TABLE devices (
    id                    TEXT COLLATE "C" PRIMARY KEY,
    external_id           TEXT COLLATE "C",
    serial_number         TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name          TEXT COLLATE "C",
    display_name_key      TEXT COLLATE "C",
    kind                  TEXT COLLATE "C",
    kind_key              TEXT COLLATE "C",
    owner_id              TEXT COLLATE "C" REFERENCES employees (id) ON DELETE SET NULL,
    last_seen             BIGINT,
    warranty_provider     TEXT COLLATE "C",
    warranty_provider_key TEXT COLLATE "C",
    warranty_months       BIGINT,
    warranty_accidents    BOOLEAN,
    created               BIGINT NOT NULL,
    last_modified         BIGINT NOT NULL,
    version               BIGINT NOT NULL DEFAULT 1
);

CREATE INDEX devices_external_id ON devices (external_id);
CREATE INDEX devices_owner ON devices (owner_id);

-- How devices are connected.
CREATE TABLE interfaces (
    nr          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_id   TEXT COLLATE "C" NOT NULL REFERENCES devices (id) ON DELETE CASCADE,
    address     TEXT COLLATE "C",
    address_key TEXT COLLATE "C",
    type        TEXT COLLATE "C",
    type_key    TEXT COLLATE "C",
    is_primary  BOOLEAN
);

CREATE INDEX interfaces_device ON interfaces (device_id);

-- Only the hashes of the tokens that clients send.
CREATE TABLE tokens (
    hash    TEXT COLLATE "C" PRIMARY KEY,
    created BIGINT NOT NULL
);
