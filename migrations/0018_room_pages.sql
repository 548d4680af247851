-- The bounds of a room's pages, decided once for every process: page n of a log is its events above after_seq up to
-- last_seq, and the numbers that changed. Written only while somebody reads pages; old rows are let go of.
create table room_pages (
  show_id uuid not null references show_logs (show_id),
  -- A log that was replaced begins its pages anew, at other addresses.
  epoch text not null,
  n integer not null check (n > 0),
  after_seq integer not null,
  last_seq integer not null,
  -- The database's clock: no process decides alone when a page is due.
  at timestamptz not null,
  registers jsonb not null,
  primary key (show_id, epoch, n),
  check (after_seq between 0 and last_seq)
);
create index room_pages_age on room_pages (at);
