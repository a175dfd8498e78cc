-- What somebody has seen reaches the other screens of that same person: a feed of their own, under their handle, with one
-- row for each case, `kind` 4. `n` is the place of that row, so that the one before it goes without a search.
ALTER TABLE seen ADD COLUMN n INTEGER;

CREATE TRIGGER seen_insert AFTER INSERT ON seen BEGIN
  INSERT INTO feed (team, case_id, kind, ref) VALUES (NEW.staff, NEW.case_id, 4, NEW.seq);
  UPDATE seen SET n = last_insert_rowid() WHERE case_id = NEW.case_id AND staff = NEW.staff;
END;

CREATE TRIGGER seen_update AFTER UPDATE OF seq ON seen WHEN NEW.seq <> OLD.seq BEGIN
  DELETE FROM feed WHERE n = OLD.n;
  INSERT INTO feed (team, case_id, kind, ref) VALUES (NEW.staff, NEW.case_id, 4, NEW.seq);
  UPDATE seen SET n = last_insert_rowid() WHERE case_id = NEW.case_id AND staff = NEW.staff;
END;

CREATE TRIGGER seen_delete AFTER DELETE ON seen BEGIN
  DELETE FROM feed WHERE n = OLD.n;
END;

-- The newest row of a case in a feed: a browser that has nothing yet asks for whole cases, those first in which something
-- came last.
CREATE INDEX feed_case ON feed (team, case_id);
