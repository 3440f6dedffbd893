-- A group may have members that this directory does not keep: what a client lists is not lost, whoever it is.
CREATE TABLE members (
    group_id        TEXT    NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    user_id         TEXT    REFERENCES users (id) ON DELETE CASCADE,
    member_group_id TEXT    REFERENCES groups (id) ON DELETE CASCADE,
    foreign_id      TEXT    COLLATE NOCASE,
    -- What a client calls the member, where that differs from what the member is called.
    display         TEXT,
    CHECK ((user_id IS NOT NULL) + (member_group_id IS NOT NULL) + (foreign_id IS NOT NULL) = 1),
    UNIQUE (group_id, user_id),
    UNIQUE (group_id, member_group_id),
    UNIQUE (group_id, foreign_id)
) STRICT;
INSERT INTO members (group_id, position, user_id, member_group_id, display)
SELECT group_id, position, user_id, member_group_id, display FROM memberships;
DROP TABLE memberships;
ALTER TABLE members RENAME TO memberships;
CREATE INDEX memberships_in_order ON memberships (group_id, position);
CREATE INDEX memberships_of_user ON memberships (user_id);
CREATE INDEX memberships_of_group ON memberships (member_group_id);
