-- One row per show that was talked in.
create table chat_rooms (
  show_id uuid primary key references shows (id),
  -- Makes the authors of this show opaque: nobody can follow a person from show to show.
  salt bytea not null,
  -- Only ever added to, by what people tapped.
  hearts integer not null default 0 check (hearts >= 0)
);

-- A line as it was said. Hiding it marks the row; the words stay as evidence.
create table chat_lines (
  id uuid primary key,
  show_id uuid not null references shows (id),
  author text not null,
  visitor_id uuid not null,
  -- The sender's own id of this line: a retry is the same line.
  client_id text not null,
  text text not null,
  -- Its place in the show's record; set in the transaction that appends it.
  seq integer,
  said_at timestamptz not null,
  hidden_at timestamptz,
  hidden_by text check (hidden_by in ('author', 'moderator')),
  -- The person on the staff who hid it.
  hidden_by_user text,
  unique (show_id, visitor_id, client_id)
);
create index chat_lines_hidden on chat_lines (show_id, seq) where hidden_at is not null;

create table chat_timeouts (
  show_id uuid not null references shows (id),
  author text not null,
  until timestamptz not null,
  by_user text not null,
  at timestamptz not null,
  primary key (show_id, author)
);
