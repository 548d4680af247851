create table shows (
  id uuid primary key,
  org_id uuid not null references organisations (id),
  slug text not null constraint shows_slug unique,
  title text not null check (char_length(title) between 1 and 120),
  description text not null default '',
  language text not null check (language in ('en', 'nl')),
  host_name text not null,
  host_image_url text,
  disclosure_kind text not null check (disclosure_kind in ('own_goods', 'ad', 'own_harvest', 'staff', 'synthetic')),
  disclosure_text text not null default '',
  is_demo boolean not null default false,
  is_synthetic boolean not null default false,
  poster_url text,
  state text not null check (state in ('draft', 'scheduled', 'live', 'ended', 'cancelled')),
  -- Why it is late or was cancelled, in the words of the crew.
  notice text,
  starts_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  -- Media knows streams and nothing of shows.
  stream_id uuid not null unique,
  media_state text not null default 'none' check (media_state in ('none', 'live', 'reconnecting', 'gone', 'replay')),
  media_generation integer not null default 0,
  media_since timestamptz not null default now(),
  -- The first is the main one.
  pins uuid[] not null default '{}' check (cardinality(pins) <= 3),
  now_segment_id uuid,
  replay_url text,
  -- Wall clock of the first recorded frame, and how much was recorded since.
  replay_starts_at timestamptz,
  replay_duration_ms integer not null default 0,
  created_at timestamptz not null default now(),
  check (state <> 'scheduled' or starts_at is not null),
  check (state not in ('live', 'ended') or started_at is not null),
  check (state <> 'ended' or ended_at is not null),
  check (state <> 'cancelled' or notice is not null)
);
create index shows_of_org on shows (org_id, id desc);
create index shows_by_state on shows (state, starts_at, started_at);

-- Products are archived, never deleted, so their ids stay valid without a key into the catalogue.
create table show_shelf (
  show_id uuid not null references shows (id),
  product_id uuid not null,
  position integer not null,
  -- When it was first pinned while the show was live.
  shown_at timestamptz,
  primary key (show_id, product_id)
);
create index show_shelf_of_product on show_shelf (product_id);

create table show_segments (
  id uuid primary key,
  show_id uuid not null references shows (id),
  position integer not null,
  title text not null,
  minutes integer not null check (minutes between 1 and 600),
  product_id uuid,
  notes text not null default '',
  started_at timestamptz
);
create index show_segments_of_show on show_segments (show_id, position);
