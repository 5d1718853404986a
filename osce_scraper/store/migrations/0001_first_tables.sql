-- What the crawl knows of every address that was ever found.
CREATE TABLE addresses (
  identity $key NOT NULL PRIMARY KEY,
  language TEXT NOT NULL,
  url TEXT NOT NULL,
  source TEXT NOT NULL,
  teaser TEXT,
  teasers TEXT NOT NULL,
  issued_on DATE,
  lastmod $time,
  lastmod_fetched $time,
  first_found $time NOT NULL,
  last_found $time NOT NULL,
  last_found_run INTEGER,
  last_fetched $time,
  last_tried_run INTEGER,
  status INTEGER,
  etag TEXT,
  last_modified TEXT,
  body_sha256 TEXT,
  due_at $time NOT NULL,
  reason TEXT NOT NULL,
  failures INTEGER NOT NULL,
  last_failure TEXT,
  times_gone INTEGER NOT NULL,
  gone_run INTEGER
);
CREATE INDEX addresses_due ON addresses (due_at);

-- Validators of pages that lead to items: listings, sitemaps, feeds, menus.
CREATE TABLE pages (
  url $key NOT NULL PRIMARY KEY,
  etag TEXT,
  last_modified TEXT,
  body_sha256 TEXT,
  fetched_at $time NOT NULL
);

-- Sources that were walked to their end.
CREATE TABLE walks (
  source $key NOT NULL PRIMARY KEY,
  completed_at $time NOT NULL
);

-- The newest record of every item.
CREATE TABLE items (
  id $key NOT NULL PRIMARY KEY,
  language TEXT NOT NULL,
  type TEXT NOT NULL,
  issued_on DATE,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  digest TEXT NOT NULL,
  content TEXT NOT NULL,
  source TEXT NOT NULL,
  revision INTEGER NOT NULL,
  first_seen $time NOT NULL,
  last_seen $time NOT NULL,
  last_changed $time NOT NULL,
  withdrawn_at $time
);
CREATE INDEX items_in_order ON items (issued_on, id);

-- The log, to which lines are only added. Lines that carry fields are the revisions.
CREATE TABLE changes (
  seq INTEGER NOT NULL PRIMARY KEY,
  at $time NOT NULL,
  identity $key NOT NULL,
  change TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fields TEXT NOT NULL,
  source TEXT NOT NULL,
  run INTEGER
);
CREATE INDEX changes_of_item ON changes (identity, seq);

-- Pages that could not become records; resolved_at is set when one could after all.
CREATE TABLE quarantine (
  id $key NOT NULL PRIMARY KEY,
  identity TEXT,
  url TEXT NOT NULL,
  reason TEXT NOT NULL,
  field TEXT,
  text TEXT,
  archive_file TEXT,
  archive_record TEXT,
  first_refused $time NOT NULL,
  last_refused $time NOT NULL,
  times INTEGER NOT NULL,
  run INTEGER,
  resolved_at $time
);

CREATE TABLE runs (
  run INTEGER NOT NULL PRIMARY KEY,
  command TEXT NOT NULL,
  arguments TEXT NOT NULL,
  started_at $time NOT NULL,
  finished_at $time,
  outcome TEXT,
  counts TEXT NOT NULL,
  monitors TEXT NOT NULL,
  versions TEXT NOT NULL
);

-- The current menus, an entry a row, in the order of the page.
CREATE TABLE menus (
  site $key NOT NULL,
  place INTEGER NOT NULL,
  menu TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  content TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (site, place)
);

-- Names that the vocabulary does not know, by the item that carries them.
CREATE TABLE unknown_names (
  kind $key NOT NULL,
  name $key NOT NULL,
  identity $key NOT NULL,
  PRIMARY KEY (kind, name, identity)
);
CREATE INDEX unknown_names_of_item ON unknown_names (identity);

-- Who holds the lock, where the database itself does the locking (PostgreSQL).
CREATE TABLE lock (
  name $key NOT NULL PRIMARY KEY,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  command TEXT NOT NULL,
  since $time NOT NULL
);
