-- What the room said to one person alone: kept, so that whoever was away is told when they come back.

-- How many notices a person was given in a show. The row is the lock that numbers them without holes.
create table room_inboxes (
  show_id uuid not null references shows (id),
  visitor_id uuid not null,
  last integer not null check (last > 0),
  primary key (show_id, visitor_id)
);

-- The newest hundred of each.
create table room_inbox (
  show_id uuid not null,
  visitor_id uuid not null,
  n integer not null check (n > 0),
  at timestamptz not null,
  data jsonb not null,
  primary key (show_id, visitor_id, n),
  foreign key (show_id, visitor_id) references room_inboxes (show_id, visitor_id)
);
-- What is new in the shows that a process serves.
create index room_inbox_new on room_inbox (show_id, at);
