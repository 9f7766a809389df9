"""The tables of the ledger, for SQLite 3.31 and later. ARCHITECTURE.md explains them to auditors.

A migration is never changed once released: the next one is added behind it. ``PRAGMA user_version`` is the
number of migrations that a file has seen.
"""

from __future__ import annotations

__all__ = ["MIGRATIONS"]

_FIRST = """
-- One command that wrote into the ledger. `finished` is null for one that was interrupted.
CREATE TABLE run (
  id       INTEGER PRIMARY KEY,
  at       TEXT NOT NULL,             -- ISO 8601 with the offset
  who      TEXT NOT NULL,             -- account, "@", host
  command  TEXT NOT NULL,             -- distribute, collect, …
  version  TEXT NOT NULL,             -- of xltool
  finished TEXT
);

-- What happened, in order. Rows are added, never changed (see the triggers).
CREATE TABLE event (
  id         INTEGER PRIMARY KEY,
  run        INTEGER NOT NULL REFERENCES run (id),
  at         TEXT NOT NULL,
  who        TEXT NOT NULL,
  what       TEXT NOT NULL,           -- issued, received, held, conflict, taken, moved, …
  project    TEXT,
  submission TEXT,                    -- as in `submission.id`
  file       TEXT,
  detail     TEXT NOT NULL DEFAULT '{}' -- JSON
);
CREATE INDEX event_project ON event (project);
CREATE TRIGGER event_keeps BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'events are never deleted'); END;

-- The roster as the last command saw it.
CREATE TABLE assignment (
  project    TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  department TEXT NOT NULL,
  deadline   TEXT,                    -- of this row alone, ISO date
  withdrawn  TEXT                     -- when it was taken off the roster after it was sent
);

-- Every workbook sheet that was handed out.
CREATE TABLE issue (
  project     TEXT NOT NULL,
  number      INTEGER NOT NULL,       -- 1, 2, …: printed on the sheet
  kind        TEXT NOT NULL,          -- distribute, return, rebuilt
  run         INTEGER NOT NULL REFERENCES run (id),
  at          TEXT NOT NULL,
  name        TEXT NOT NULL,
  department  TEXT NOT NULL,
  file        TEXT NOT NULL,          -- below the campaign folder
  sha256      TEXT NOT NULL,          -- of that file
  fingerprint TEXT NOT NULL,          -- of what the roster, the form and last year gave for it
  "values"    TEXT NOT NULL,          -- JSON: what it was issued with, field -> value
  beside      TEXT NOT NULL,           -- JSON: typed (texts that could not be read), explanations, asked
  PRIMARY KEY (project, number)
);

-- Files that came back and hold sheets of this form; each lies in archive/ under its hash.
CREATE TABLE content (
  sha256   TEXT PRIMARY KEY,
  size     INTEGER NOT NULL,
  archived TEXT NOT NULL,             -- below .xltool/
  run      INTEGER NOT NULL REFERENCES run (id),
  version  TEXT NOT NULL,             -- of the xltool that read it
  unread   TEXT NOT NULL              -- JSON: its form sheets that could not be taken, and why
);

-- Every form sheet in them, whether it counts or not.
CREATE TABLE sheet (
  id         TEXT PRIMARY KEY,        -- first 12 digits of the hash, "/", sheet name
  sha256     TEXT NOT NULL REFERENCES content (sha256),
  sheet      TEXT NOT NULL,
  position   INTEGER NOT NULL,        -- from 0, among the file's form sheets
  form       TEXT NOT NULL,
  version    TEXT NOT NULL,
  year       INTEGER NOT NULL,
  campaign   TEXT,
  project    TEXT,
  department TEXT,
  issue      INTEGER,
  digest     TEXT NOT NULL,           -- of what it says: equal sheets have equal ones
  judged     TEXT NOT NULL,           -- of the rules in force when it was judged
  "values"   TEXT NOT NULL,           -- JSON: field -> value, empty ones left out
  record     BLOB NOT NULL,           -- the rest of the record: JSON, zlib, in two pieces (pack.py)
  UNIQUE (sha256, sheet)
);

-- What the rules said of a sheet.
CREATE TABLE finding (
  sheet       TEXT NOT NULL REFERENCES sheet (id),
  position    INTEGER NOT NULL,
  id          TEXT NOT NULL,
  severity    TEXT NOT NULL,          -- error, query, note
  phase       TEXT NOT NULL,
  field       TEXT,
  cell        TEXT,
  message_ja  TEXT NOT NULL,
  message_en  TEXT NOT NULL,
  remedy_ja   TEXT NOT NULL,
  remedy_en   TEXT NOT NULL,
  explanation TEXT,
  detail      TEXT NOT NULL,          -- JSON: places, expected, actual
  PRIMARY KEY (sheet, position)
);

-- The sheets that count: what was submitted for an assignment, in the order of their arrival.
CREATE TABLE submission (
  id          TEXT PRIMARY KEY REFERENCES sheet (id),
  project     TEXT NOT NULL,
  issue       INTEGER NOT NULL,
  run         INTEGER NOT NULL REFERENCES run (id), -- that received it
  received_at TEXT NOT NULL,
  file        TEXT NOT NULL,          -- name that it came under
  untouched   INTEGER NOT NULL,       -- 1: as it was issued
  not_applicable INTEGER NOT NULL     -- 1: 該当なし
);
CREATE INDEX submission_project ON submission (project);

-- The department's answer to a query, as it holds for a submission, with the values that it explains.
CREATE TABLE explanation (
  submission TEXT NOT NULL REFERENCES submission (id),
  rule       TEXT NOT NULL,
  project    TEXT NOT NULL,
  text       TEXT NOT NULL,
  origin     TEXT NOT NULL,           -- typed: in this workbook; kept: taken over from an earlier one
  state      TEXT NOT NULL,           -- given, accepted, refused, lapsed (other values now), idle
  "values"   TEXT NOT NULL,           -- JSON: field or cell -> value that it was written for
  PRIMARY KEY (submission, rule)
);

-- What somebody decided: which file counts, and later the decisions of the master workbook.
CREATE TABLE decision (
  id         INTEGER PRIMARY KEY,
  run        INTEGER NOT NULL REFERENCES run (id),
  at         TEXT NOT NULL,
  who        TEXT NOT NULL,
  kind       TEXT NOT NULL,           -- take, set_aside, restore; accept, refuse, correct, …
  project    TEXT NOT NULL,
  submission TEXT REFERENCES submission (id),
  detail     TEXT NOT NULL DEFAULT '{}' -- JSON
);
CREATE INDEX decision_project ON decision (project);
"""

_SECOND = """
-- What whoever accepted or refused an explanation said to it. The decision itself (kind accept, refuse or
-- reopen) has it too, in its detail: rule, text, values, reason.
ALTER TABLE explanation ADD COLUMN reason TEXT NOT NULL DEFAULT '';
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND)
