-- Versions count the states that a client can tell apart: a change of what a resource shows of another one counts as well.
ALTER TABLE users ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE groups ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE devices ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- What a client calls the member, where that differs from what the member is called.
ALTER TABLE memberships ADD COLUMN display TEXT;
