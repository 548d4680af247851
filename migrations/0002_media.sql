-- A stream: where one show's picture comes in and goes out. Its id is given by whoever opens it.
create table media_streams (
  id uuid primary key,
  state text not null default 'open' check (state in ('open', 'closed')),
  -- Rises whenever players must connect again: a worker died, or everything was started anew.
  generation integer not null default 0 check (generation >= 0),
  -- SHA-256 of the encoder key; the key itself is shown once and kept nowhere.
  key_hash text unique,
  key_rotated_at timestamptz,
  -- Null records everything; a channel that never ends keeps the last hours.
  keep_seconds integer check (keep_seconds > 0),
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index media_streams_open on media_streams (id) where state = 'open';

-- One-use admission to publish. Taking one is deleting its row.
create table media_tickets (
  hash text primary key,
  stream_id uuid not null references media_streams (id) on delete cascade,
  expires_at timestamptz not null
);
create index media_tickets_expiry on media_tickets (expires_at);
