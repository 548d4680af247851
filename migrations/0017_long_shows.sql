-- Where a publisher with this ticket goes: its spot, whose it is, and whether it waits backstage.
alter table media_tickets add column place jsonb;

-- Whether hosts backstage may go on by themselves, and whether the first of them does when the one on stage is lost.
alter table shows add column stage_open boolean not null default false;
alter table shows add column stage_auto boolean not null default false;

-- A shop's channel: replays one after the other, round the clock, while no show is live.
create table channels (
  org_id uuid primary key references organisations (id),
  is_on boolean not null default false,
  -- Replays in their order. Shows are never deleted, so their ids stay valid without a key into them.
  show_ids uuid[] not null default '{}' check (cardinality(show_ids) <= 50),
  -- When the first of them began; what plays now follows from this and the clock.
  since timestamptz not null
);
