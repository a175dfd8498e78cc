-- Passkeys of staff. `credential` and `public_key` (x and y on P-256) are no secrets; `sealed` is the person's seed, wrapped under what only
-- the authenticator computes. `name` is for its owner. Days, no times.
CREATE TABLE passkeys (
  id TEXT PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  credential TEXT NOT NULL UNIQUE,
  public_key TEXT NOT NULL,
  counter INTEGER NOT NULL,
  name TEXT NOT NULL,
  sealed TEXT NOT NULL,
  added_on TEXT NOT NULL,
  used_on TEXT
) STRICT;
CREATE INDEX passkeys_staff ON passkeys (staff);

-- Challenges are not stored when they are given out, only when they were answered rightly: so that none is answered twice.
CREATE TABLE spent_challenges (
  challenge TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_challenges_expires ON spent_challenges (expires_at);
