-- What was said in a show, in one language. An import after the show opens a new track beside the old one and closes
-- that; what was said is never edited.
create table caption_tracks (
  id uuid primary key,
  show_id uuid not null references shows (id),
  language text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$'),
  -- The language's own name of itself.
  label text not null check (char_length(label) between 1 and 60),
  opened_at timestamptz not null,
  opened_by text not null,
  closed_at timestamptz
);
create unique index caption_tracks_current on caption_tracks (show_id, language) where closed_at is null;

create table caption_cues (
  id uuid primary key,
  track_id uuid not null references caption_tracks (id),
  -- The sender's own id of this cue: a retry is the same cue.
  client_id text not null,
  source text not null check (source in ('typed', 'prompter', 'imported')),
  -- Empty only in a correction that takes a cue back.
  text text not null check (char_length(text) <= 400 and (text <> '' or replaces is not null)),
  -- The server's clock when it was heard, and until when it can be read.
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  said_at timestamptz not null,
  by_user text not null,
  -- A cue is corrected by another one, once; then that one can be corrected.
  replaces uuid unique references caption_cues (id),
  unique (track_id, client_id)
);
create index caption_cues_in_time on caption_cues (track_id, starts_at, id);

-- Lines that were prepared for the prompter, in the order in which they will be said.
create table caption_scripts (
  show_id uuid not null references shows (id),
  language text not null check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$'),
  lines text[] not null check (cardinality(lines) <= 1000),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (show_id, language)
);
