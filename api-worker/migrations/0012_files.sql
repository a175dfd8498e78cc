-- Files beside letters. Their sealed bytes lie in the store for files, under `case_id/id`; here stands whose they are.
-- `author` is a staff id, or absent for the writer. `size`: sealed bytes. `hash`: of what lies in the store, absent until it does.
-- `named`: an entry names it, so it stays as long as its case.
CREATE TABLE files (
  case_id TEXT NOT NULL,
  id TEXT NOT NULL,
  author TEXT,
  made_at INTEGER NOT NULL,
  size INTEGER NOT NULL,
  hash TEXT,
  named INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1)),
  PRIMARY KEY (case_id, id)
) STRICT, WITHOUT ROWID;
-- What nobody came to name, without a look at what stays.
CREATE INDEX files_unnamed ON files (made_at) WHERE named = 0;

-- What is to be taken out of the store: whatever erases a row above, its bytes cannot be forgotten. `swept_at`: when they were
-- taken out; the row stays another day, for bytes that were on their way at that moment.
CREATE TABLE files_gone (
  name TEXT PRIMARY KEY,
  swept_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TRIGGER files_delete AFTER DELETE ON files BEGIN
  INSERT INTO files_gone (name) VALUES (OLD.case_id || '/' || OLD.id)
    ON CONFLICT (name) DO UPDATE SET swept_at = NULL;
END;
