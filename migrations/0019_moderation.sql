-- Chat for people: lines that wait, decisions with their undo, bans that know somebody again, word lists.

-- What a line became. Only `shown` and `shadow` have a place in the record (of the latter the place alone).
alter table chat_lines
  add column name text not null default '',
  add column label text,
  add column language text,
  -- The account that spoke, when it was signed in.
  add column user_id text,
  -- held: a moderator looks first. dropped: nobody allowed it. shadow: seen by its author alone.
  -- sampled: more was said than anybody can read. repeat: the words of `repeat_of`, which stands for it.
  add column state text not null default 'shown' check (state in ('shown', 'held', 'dropped', 'shadow', 'sampled', 'repeat')),
  add column reasons text[] not null default '{}',
  add column held_until timestamptz,
  add column reply_to jsonb,
  add column mentions text[] not null default '{}',
  -- The same for the same words, however they are dressed up.
  add column words_key text,
  add column repeat_of uuid references chat_lines (id),
  -- How many people repeated this line, and how many of them the record tells of.
  add column repeats integer not null default 0,
  add column repeats_told integer not null default 0,
  add column repeats_told_at timestamptz,
  -- The decision that hid it: taking that back shows it again.
  add column hidden_by_decision uuid;
update chat_lines l set name = coalesce(e.data->>'name', ''), label = e.data->>'label', language = e.data->>'language'
from show_events e where e.show_id = l.show_id and e.seq = l.seq and e.kind = 'chat';
alter table chat_lines add check ((seq is not null) = (state in ('shown', 'shadow'))), add check (state <> 'held' or held_until is not null);

create index chat_lines_said on chat_lines (show_id, said_at);
create index chat_lines_author on chat_lines (show_id, author, said_at);
create index chat_lines_device on chat_lines (visitor_id, said_at);
create index chat_lines_words on chat_lines (show_id, words_key, said_at) where words_key is not null;
create index chat_lines_held on chat_lines (show_id, held_until) where state = 'held';
create index chat_lines_to_tell on chat_lines (show_id) where repeats > repeats_told;

-- How one may speak now. This row is the lock of a room's chat: whoever appends lines or applies a decision holds it.
alter table chat_rooms
  add column slow_seconds integer not null default 0 check (slow_seconds between 0 and 300),
  add column paused boolean not null default false,
  -- The server slowed the chat down by itself.
  add column auto boolean not null default false,
  add column mode_at timestamptz,
  -- What is left of the lines that people can read, as of then; null is full.
  add column pace_left real,
  add column pace_at timestamptz,
  add column pinned jsonb,
  add column pinned_line uuid references chat_lines (id);

-- waiting -> applied -> undone, waiting -> undone. What applies is in force; nothing else is.
create table chat_decisions (
  id uuid primary key,
  org_id uuid not null,
  show_id uuid not null references shows (id),
  kind text not null check (kind in ('allow', 'hide', 'time_out', 'ban', 'shadow_ban')),
  author text not null,
  name text not null,
  line_id uuid references chat_lines (id),
  -- It says what becomes of that line: of two who decide at once one does.
  takes_line boolean not null,
  -- As it was asked for, so that the same id with another wish is told apart.
  seconds integer,
  reason text,
  note text,
  until timestamptz,
  by_user text not null,
  by_name text not null,
  at timestamptz not null,
  applies_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'applied', 'undone')),
  -- The line waited for a moderator when this was decided.
  was_held boolean not null default false,
  undone_at timestamptz,
  -- Null when it came to nothing by itself: the show or the person was gone.
  undone_by text
);
create unique index chat_decisions_one_per_line on chat_decisions (line_id) where takes_line and state <> 'undone';
create index chat_decisions_due on chat_decisions (applies_at) where state = 'waiting';
create index chat_decisions_newest on chat_decisions (show_id, at);
create index chat_decisions_pauses on chat_decisions (show_id, author) where kind = 'time_out' and state = 'applied';

-- Pauses are decisions now.
insert into chat_decisions (id, org_id, show_id, kind, author, name, takes_line, until, by_user, by_name, at, applies_at, state)
select gen_random_uuid(), s.org_id, t.show_id, 'time_out', t.author, '', false, t.until, t.by_user, '', t.at, t.at, 'applied'
from chat_timeouts t join shows s on s.id = t.show_id;
drop table chat_timeouts;

-- A ban is of the shop: it holds in every show of it.
create table chat_bans (
  id uuid primary key,
  org_id uuid not null,
  show_id uuid not null references shows (id),
  decision_id uuid not null unique references chat_decisions (id),
  author text not null,
  name text not null,
  kind text not null check (kind in ('ban', 'shadow_ban')),
  reason text not null,
  note text,
  by_name text not null,
  at timestamptz not null,
  until timestamptz,
  lifted_at timestamptz,
  lifted_by text,
  appeal text check (char_length(appeal) between 1 and 1000),
  appealed_at timestamptz
);
create index chat_bans_of_org on chat_bans (org_id, at desc);

-- By what a person is known again: a new name, a new device or a new account changes one of them, not all.
create table chat_ban_marks (
  ban_id uuid not null references chat_bans (id),
  org_id uuid not null,
  kind text not null check (kind in ('account', 'device', 'payment')),
  mark text not null,
  primary key (org_id, kind, mark, ban_id)
);
create index chat_ban_marks_of_ban on chat_ban_marks (ban_id);

create table chat_word_lists (
  org_id uuid primary key,
  hold text[] not null,
  refuse text[] not null,
  version integer not null check (version > 0),
  saved_by text not null,
  saved_at timestamptz not null
);

-- The instrument somebody paid with, where the provider names one: a keyed hash, never the number itself.
alter table payments add column payer text;
create index payments_payer on payments (payer) where payer is not null;
