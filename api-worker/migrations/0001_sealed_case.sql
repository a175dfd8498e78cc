-- What the server keeps. Every sealed or random value is base64url TEXT (docs/adr/0002-text-for-bytes.md);
-- every time is milliseconds since 1970. No address, user agent or referrer has a column anywhere.

-- One row, drawn when the desk is first asked for, never changed: every code depends on its salt.
CREATE TABLE deployment (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  salt TEXT NOT NULL,
  stretch TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- One row: the desk's public settings. `version` rises with every change.
CREATE TABLE settings (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'member')),
  salt TEXT NOT NULL,
  stretch TEXT NOT NULL,
  login_key_hash TEXT NOT NULL,
  public_key TEXT NOT NULL,
  wrapped_seed TEXT NOT NULL,
  totp_sealed TEXT NOT NULL,
  totp_last_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  suspended_at INTEGER
) STRICT;

-- `version` and `public_key` are those of the present key pair.
CREATE TABLE teams (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  intake INTEGER NOT NULL DEFAULT 0 CHECK (intake IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
-- One team takes new letters.
CREATE UNIQUE INDEX teams_intake ON teams (intake) WHERE intake = 1;

-- Every key pair that a team ever had.
CREATE TABLE team_keys (
  team TEXT NOT NULL REFERENCES teams (id),
  version INTEGER NOT NULL,
  public_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (team, version)
) STRICT;

CREATE TABLE memberships (
  staff TEXT NOT NULL REFERENCES staff (id),
  team TEXT NOT NULL REFERENCES teams (id),
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (staff, team)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_team ON memberships (team);

-- A team's private seed, sealed to a member of staff or to 'recovery'.
CREATE TABLE member_keys (
  team TEXT NOT NULL REFERENCES teams (id),
  recipient TEXT NOT NULL,
  version INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (team, recipient, version)
) STRICT;

CREATE TABLE recovery (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  public_key TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id),
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  unlock_half TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  team TEXT NOT NULL REFERENCES teams (id),
  created_by TEXT NOT NULL REFERENCES staff (id),
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by TEXT
) STRICT;

-- A deleted mailbox stays as a tombstone without its key, so that its code is told what became of it.
CREATE TABLE mailboxes (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL,
  public_key TEXT NOT NULL,
  case_id TEXT NOT NULL,
  deleted_at INTEGER
) STRICT;

-- The tails are the hashes that the next entry of each compartment has to name.
CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  closed_at INTEGER,
  erased_at INTEGER,
  tail_conversation TEXT NOT NULL,
  tail_staff TEXT NOT NULL,
  tail_facts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- What is to be erased next, without a look at the living.
CREATE INDEX cases_closed ON cases (closed_at) WHERE closed_at IS NOT NULL AND erased_at IS NULL;

-- Compartment keys sealed to a mailbox (version 0) or to a version of a team (1 and up).
-- `mask`: conversation 1, staff 2, facts 4.
CREATE TABLE grants (
  case_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  version INTEGER NOT NULL,
  mask INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (case_id, recipient, version, mask)
) STRICT;

-- The logs of all cases, in order of arrival. AUTOINCREMENT: a number is never used twice, so that a cursor
-- stays true after a deletion. An entry's id is its own within its case, so no case can tell of another.
-- `author` is a staff id, or absent for the writer. `size` stands before `sealed` so that counting stays cheap.
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id TEXT NOT NULL,
  id TEXT NOT NULL,
  compartment INTEGER NOT NULL,
  author TEXT,
  created_at INTEGER NOT NULL,
  promised TEXT,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  UNIQUE (case_id, id)
) STRICT;

-- What came to each team, in order: a sync reads only its own team's rows after its cursor.
-- `kind` 1: a grant, `ref` its mask. 2: an entry, `ref` its seq. 3: the case was erased.
CREATE TABLE feed (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  team TEXT NOT NULL,
  case_id TEXT NOT NULL,
  kind INTEGER NOT NULL,
  ref INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_team ON feed (team);

-- How far each member of staff has seen each case.
CREATE TABLE seen (
  case_id TEXT NOT NULL,
  staff TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (case_id, staff)
) STRICT, WITHOUT ROWID;

-- Acts of staff, without content. `detail` is a code of ours, never words of anyone.
CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff TEXT,
  action TEXT NOT NULL,
  case_id TEXT,
  detail TEXT
) STRICT;

-- What a first letter is made of. Nothing is ever read from here: a row inserted becomes the case, its mailbox, the
-- two grants, the two entries and what its team is told of them. Within one statement none of it can be missing,
-- and each further statement would cost every writer's request another turn of the database.
CREATE VIEW first_letters (
  case_id, created_at, letter_hash, facts_hash, genesis, team, team_version, mailbox, token_hash, public_key,
  to_mailbox, to_team, letter_id, letter_sealed, promised, facts_id, facts_sealed
) AS SELECT
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
LIMIT 0;
CREATE TRIGGER first_letters_insert INSTEAD OF INSERT ON first_letters BEGIN
  INSERT INTO cases (id, created_at, tail_conversation, tail_staff, tail_facts)
    VALUES (NEW.case_id, NEW.created_at, NEW.letter_hash, NEW.genesis, NEW.facts_hash);
  INSERT INTO mailboxes (id, token_hash, public_key, case_id)
    VALUES (NEW.mailbox, NEW.token_hash, NEW.public_key, NEW.case_id);
  INSERT INTO grants (case_id, recipient, version, mask, sealed)
    VALUES (NEW.case_id, NEW.mailbox, 0, 5, NEW.to_mailbox),
      (NEW.case_id, NEW.team, NEW.team_version, 5, NEW.to_team);
  INSERT INTO entries (case_id, id, compartment, created_at, promised, prev, hash, size, sealed)
    VALUES (NEW.case_id, NEW.letter_id, 1, NEW.created_at, NEW.promised, NEW.genesis, NEW.letter_hash,
        length(NEW.letter_sealed), NEW.letter_sealed),
      (NEW.case_id, NEW.facts_id, 4, NEW.created_at, NULL, NEW.genesis, NEW.facts_hash,
        length(NEW.facts_sealed), NEW.facts_sealed);
  INSERT INTO feed (team, case_id, kind, ref)
    VALUES (NEW.team, NEW.case_id, 1, 5);
  INSERT INTO feed (team, case_id, kind, ref)
    SELECT NEW.team, NEW.case_id, 2, seq FROM entries WHERE case_id = NEW.case_id ORDER BY seq;
END;
