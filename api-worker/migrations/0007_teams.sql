-- More than one team: kinds, keys made anew, people who left, what was lost, and what is looked at.

-- `kind`: what the team is given of a case. `stale_since`: somebody outside may have the present key. `resealed`: every
-- grant to the team is also sealed to this version of its key.
ALTER TABLE teams ADD COLUMN kind TEXT NOT NULL DEFAULT 'full' CHECK (kind IN ('full', 'facts'));
ALTER TABLE teams ADD COLUMN stale_since INTEGER;
ALTER TABLE teams ADD COLUMN resealed INTEGER NOT NULL DEFAULT 1;

-- By whoever passed the seed on: that this public key is the recipient's. Opaque to the server.
ALTER TABLE member_keys ADD COLUMN voucher TEXT;

-- Who was in a team once. What they wrote keeps their name.
CREATE TABLE departures (
  team TEXT NOT NULL REFERENCES teams (id),
  staff TEXT NOT NULL REFERENCES staff (id),
  left_at INTEGER NOT NULL,
  PRIMARY KEY (team, staff)
) STRICT, WITHOUT ROWID;

-- `handle`: what its owner may call a session by. `barred`: ended because the account was suspended; whoever still has its
-- cookie is told so until the row goes.
ALTER TABLE sessions ADD COLUMN handle TEXT;
ALTER TABLE sessions ADD COLUMN barred INTEGER NOT NULL DEFAULT 0 CHECK (barred IN (0, 1));
CREATE INDEX sessions_staff ON sessions (staff);

-- Links by which somebody is given anew what they lost. Only the hash of what stands in the link.
CREATE TABLE resets (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  staff TEXT NOT NULL REFERENCES staff (id),
  kind TEXT NOT NULL CHECK (kind IN ('one_time_code', 'account')),
  created_by TEXT NOT NULL REFERENCES staff (id),
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;
CREATE INDEX resets_staff ON resets (staff);

-- When somebody last saw that the printed recovery key opens what it should.
ALTER TABLE recovery ADD COLUMN drilled_at INTEGER;

-- A consultation that one administrator wants erased before its day. It takes a second one.
CREATE TABLE erasures (
  case_id TEXT PRIMARY KEY,
  asked_by TEXT NOT NULL REFERENCES staff (id),
  asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What of a team's is still to be sealed anew, and what happened in a month, without a walk through everything.
CREATE INDEX grants_recipient ON grants (recipient, case_id);
CREATE INDEX audit_at ON audit (at);
