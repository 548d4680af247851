-- Who is on a shop's side in a chat without working there, and what a person chose for all their devices.

-- An affiliate is paid when people buy; a sample was given for nothing. Rows are ended, never removed: who said what
-- while it held can be asked for later.
create table shop_relations (
  id uuid primary key,
  org_id uuid not null references organisations (id) on delete cascade,
  user_id text not null references people (id) on delete cascade,
  kind text not null check (kind in ('affiliate', 'sample')),
  -- What they get; shown beside their name to whoever asks.
  about text not null check (char_length(about) between 1 and 80),
  -- For the shop alone.
  note text not null check (char_length(note) <= 300),
  since timestamptz not null,
  until timestamptz check (until >= since),
  added_by text not null,
  ended_by text,
  check (ended_by is null or until is not null)
);
create index shop_relations_person on shop_relations (user_id, org_id);
create index shop_relations_org on shop_relations (org_id, since);
-- One of a kind at a time: the second of two who add at once finds the first.
create unique index shop_relations_open on shop_relations (org_id, user_id, kind) where until is null;

create table person_choices (
  user_id text primary key references people (id) on delete cascade,
  calm boolean not null
);
