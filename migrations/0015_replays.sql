-- Without it nobody can tell a replay that is being made from a show of which nothing was recorded.
alter table shows add column recording_closed_at timestamptz;
update shows set recording_closed_at = ended_at where state = 'ended';

-- Short pieces of a replay that people link to. A clip that was withdrawn leaves its row: a link to it says so.
alter table shows add column clips_allowed boolean not null default true;
create table show_clips (
  id uuid primary key,
  show_id uuid not null references shows (id),
  -- The file is media's.
  url text not null,
  title text not null check (char_length(title) between 1 and 120),
  -- On the replay, as asked.
  from_ms integer not null check (from_ms >= 0),
  to_ms integer not null check (to_ms > from_ms),
  -- What it shows of it.
  starts_ms integer not null check (starts_ms >= 0),
  duration_ms integer not null check (duration_ms > 0),
  product_id uuid,
  made_by text references people (id) on delete set null,
  made_at timestamptz not null,
  withdrawn_at timestamptz
);
-- The same span asked for again is the same clip.
create unique index show_clips_of_show on show_clips (show_id, from_ms, to_ms);
