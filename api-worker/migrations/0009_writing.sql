-- Documents that are saved as a whole and that only their owner opens: a team (sealed to its key of version `key`), or a member
-- of staff (`key` 0).
CREATE TABLE books (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  key INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT;

-- Unfinished texts of staff, sealed for whoever writes them.
CREATE TABLE drafts (
  staff TEXT NOT NULL,
  case_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  PRIMARY KEY (staff, case_id, kind)
) STRICT;
CREATE INDEX drafts_case ON drafts (case_id);
CREATE INDEX drafts_saved ON drafts (saved_at);

-- Who is at which case just now, by tab. A row that nobody renews counts no longer, and is swept by whoever comes next.
-- `doing` 1: viewing. 2: writing.
CREATE TABLE presence (
  tab TEXT PRIMARY KEY,
  staff TEXT NOT NULL,
  case_id TEXT NOT NULL,
  doing INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_staff ON presence (staff);
CREATE INDEX presence_case ON presence (case_id);
CREATE INDEX presence_until ON presence (until);
