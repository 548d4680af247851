-- One log per show. The head row is the lock: whoever moves last_seq holds it until commit, so seq has no holes
-- and the order of seq is the order of commit.
create table show_logs (
  show_id uuid primary key,
  -- Changes only when continuity is lost (a restored backup): readers then start over from a snapshot.
  epoch text not null,
  last_seq integer not null default 0 check (last_seq >= 0)
);

create table show_events (
  show_id uuid not null references show_logs (show_id),
  seq integer not null check (seq > 0),
  at timestamptz not null,
  kind text not null,
  -- True: shown at once; otherwise when the picture reaches `at`.
  now boolean not null default false,
  data jsonb not null,
  primary key (show_id, seq)
);
create index show_events_kind on show_events (show_id, kind, seq);

create function refuse_to_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'The record of a show is only ever appended to.' using errcode = 'restrict_violation';
end $$;
create trigger show_events_append_only before update or delete on show_events for each row execute function refuse_to_rewrite();
create trigger show_events_keep before truncate on show_events for each statement execute function refuse_to_rewrite();

-- A head moves forward by the events that are appended with it, keeps its epoch while it has a tail, and stays.
create function head_only_grows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.show_id <> old.show_id or new.last_seq < old.last_seq then
    raise exception 'The record of a show is only ever appended to.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger show_logs_grow before update or delete on show_logs for each row execute function head_only_grows();
