-- What a run changes is a batch: staged here until it is accepted or rejected as a whole.
CREATE TABLE batches (
  batch INTEGER NOT NULL PRIMARY KEY,
  state TEXT NOT NULL,
  opened_at $time NOT NULL,
  decided_at $time,
  reasons TEXT NOT NULL,
  summary TEXT NOT NULL
);

-- Files of the archive whose batch is not accepted: what is read from the archive leaves them out.
CREATE TABLE batch_files (
  batch INTEGER NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (batch, file)
);

ALTER TABLE runs ADD COLUMN batch INTEGER;

-- The twins of the tables that a batch may change.
CREATE TABLE staged_addresses (
  batch INTEGER NOT NULL,
  identity $key NOT NULL,
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
  gone_run INTEGER,
  PRIMARY KEY (batch, identity)
);
CREATE TABLE staged_pages (
  batch INTEGER NOT NULL,
  url $key NOT NULL,
  etag TEXT,
  last_modified TEXT,
  body_sha256 TEXT,
  fetched_at $time NOT NULL,
  PRIMARY KEY (batch, url)
);
CREATE TABLE staged_walks (
  batch INTEGER NOT NULL,
  source $key NOT NULL,
  completed_at $time NOT NULL,
  PRIMARY KEY (batch, source)
);
CREATE TABLE staged_items (
  batch INTEGER NOT NULL,
  id $key NOT NULL,
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
  withdrawn_at $time,
  observation TEXT,
  PRIMARY KEY (batch, id)
);
CREATE TABLE staged_changes (
  batch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  at $time NOT NULL,
  identity $key NOT NULL,
  change TEXT NOT NULL,
  revision INTEGER NOT NULL,
  fields TEXT NOT NULL,
  source TEXT NOT NULL,
  run INTEGER,
  PRIMARY KEY (batch, seq)
);
CREATE TABLE staged_quarantine (
  batch INTEGER NOT NULL,
  id $key NOT NULL,
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
  resolved_at $time,
  PRIMARY KEY (batch, id)
);
CREATE TABLE staged_menus (
  batch INTEGER NOT NULL,
  site $key NOT NULL,
  place INTEGER NOT NULL,
  menu TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  content TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (batch, site, place)
);
CREATE TABLE staged_unknown_names (
  batch INTEGER NOT NULL,
  kind $key NOT NULL,
  name $key NOT NULL,
  identity $key NOT NULL,
  PRIMARY KEY (batch, kind, name, identity)
);
CREATE INDEX staged_changes_of_item ON staged_changes (batch, identity, seq);
CREATE INDEX staged_unknown_names_of_item ON staged_unknown_names (batch, identity);
