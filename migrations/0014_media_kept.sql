-- When a replay went because of the retention; its index, with the hashes, stays.
alter table media_streams add column forgotten_at timestamptz;
-- Why nothing is recorded while the show goes on; null while it is.
alter table media_streams add column recording_stop text check (recording_stop in ('disk_full', 'disk_slow', 'disk_broken'));
create index media_streams_kept on media_streams (closed_at) where state = 'closed' and forgotten_at is null;

-- Pieces cut out of recordings. The file lies in the storage, under a name with its hash; the same span of a
-- stream is one clip.
create table media_clips (
  id uuid primary key,
  stream_id uuid not null references media_streams (id) on delete cascade,
  -- On the replay's timeline, as asked.
  from_ms integer not null check (from_ms >= 0),
  to_ms integer not null check (to_ms > from_ms),
  -- What the clip shows of it.
  starts_at_ms integer not null,
  duration_ms integer not null check (duration_ms > 0),
  bytes bigint not null check (bytes > 0),
  storage_key text not null,
  created_at timestamptz not null,
  unique (stream_id, from_ms, to_ms)
);
