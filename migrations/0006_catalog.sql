-- Products, their variants, pictures and passports, and the past of every price.

create table products (
  id uuid primary key,
  org_id uuid not null references organisations (id) on delete cascade,
  handle text not null,
  title text not null,
  vendor text not null,
  description text not null,
  category text not null,
  paper text not null,
  status text not null check (status in ('draft', 'active', 'archived')),
  option_names text[] not null check (cardinality(option_names) <= 3),
  passport_score integer not null default 0 check (passport_score between 0 and 100),
  -- Counts every change, so that an import is taken back only where nobody worked since.
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Set when an import that brought the product is taken back. Orders and price history keep pointing here.
  removed_at timestamptz
);
create unique index products_handle on products (org_id, handle) where removed_at is null;
create index products_newest on products (org_id, id desc) where removed_at is null;

create table product_images (
  id uuid primary key,
  product_id uuid not null references products (id) on delete cascade,
  -- Hash of the file that was uploaded; the stored sizes are named after it.
  name text not null,
  width integer not null,
  height integer not null,
  alt text not null,
  -- Where an import found it; the same address is not fetched twice.
  source_url text,
  created_at timestamptz not null,
  unique (product_id, name)
);

create table variants (
  id uuid primary key,
  product_id uuid not null references products (id) on delete cascade,
  org_id uuid not null,
  sku text not null,
  options text[] not null,
  position integer not null,
  price_minor bigint not null check (price_minor >= 0),
  price_since timestamptz not null,
  currency text not null check (char_length(currency) = 3),
  barcode text,
  grams integer,
  image_id uuid references product_images (id) on delete set null,
  -- A removed variant stays for its orders and its price history; coming back it is the same variant.
  removed_at timestamptz
);
create unique index variants_sku on variants (org_id, sku) where removed_at is null;
create index variants_product on variants (product_id, position);

-- The past of every price. `price`: holds until the next one. `offer`: holds until `until`.
create table price_history (
  n bigint generated always as identity primary key,
  variant_id uuid not null references variants (id),
  kind text not null check (kind in ('price', 'offer')),
  price_minor bigint not null check (price_minor >= 0),
  currency text not null,
  since timestamptz not null,
  until timestamptz,
  check ((kind = 'offer') = (until is not null))
);
create index price_history_variant on price_history (variant_id, since desc, n desc);

create function refuse_price_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'The past of a price is only ever appended to.' using errcode = 'restrict_violation';
end $$;
create trigger price_history_append_only before update or delete on price_history for each row execute function refuse_price_rewrite();
create trigger price_history_keep before truncate on price_history for each statement execute function refuse_price_rewrite();

-- A version of a passport is never changed; what a buyer was shown can be shown again.
create table passports (
  product_id uuid not null references products (id),
  version integer not null check (version > 0),
  fields jsonb not null,
  synthetic_images boolean not null,
  saved_by text,
  saved_at timestamptz not null,
  primary key (product_id, version)
);
create function refuse_passport_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'A passport version is never changed; save a new one.' using errcode = 'restrict_violation';
end $$;
create trigger passports_append_only before update or delete on passports for each row execute function refuse_passport_rewrite();
create trigger passports_keep before truncate on passports for each statement execute function refuse_passport_rewrite();

create table imports (
  id uuid primary key,
  org_id uuid not null references organisations (id) on delete cascade,
  file_name text not null,
  state text not null check (state in ('uploaded', 'previewing', 'previewed', 'running', 'finished', 'failed', 'undone')),
  format text not null,
  delimiter text not null,
  headers text[] not null,
  first_values text[] not null,
  mapping jsonb not null,
  row_count integer not null,
  progress_done integer not null default 0,
  progress_total integer not null default 0,
  counts jsonb not null,
  problem text,
  -- How often the running step broke; it is given up after a few times.
  broke integer not null default 0,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index imports_newest on imports (org_id, id desc);

-- The rows of the file, read once; the preview and the apply work from here.
create table import_rows (
  import_id uuid not null references imports (id) on delete cascade,
  line integer not null,
  handle text not null,
  -- The row as read, in our fields.
  data jsonb not null,
  kind text not null default 'same',
  changes jsonb not null default '[]',
  errors jsonb not null default '[]',
  warnings jsonb not null default '[]',
  primary key (import_id, line)
);
create index import_rows_handle on import_rows (import_id, handle, line);
create index import_rows_kind on import_rows (import_id, kind, line);
create index import_rows_sku on import_rows (import_id, (data ->> 'sku'));

-- The products of the file in the order in which they first appear.
create table import_products (
  import_id uuid not null references imports (id) on delete cascade,
  n integer not null,
  handle text not null,
  primary key (import_id, n),
  unique (import_id, handle)
);

-- What was there before, to take the import back. Written in the transaction that changes it.
create table import_before (
  import_id uuid not null references imports (id) on delete cascade,
  product_id uuid not null,
  -- Null: the import brought this product.
  product jsonb,
  variants jsonb not null,
  -- The revision that the import left behind.
  revision integer not null,
  primary key (import_id, product_id)
);

create table import_pictures (
  import_id uuid not null references imports (id) on delete cascade,
  product_id uuid not null,
  url text not null,
  alt text not null,
  line integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  primary key (import_id, product_id, url)
);
create index import_pictures_waiting on import_pictures (import_id, line) where state = 'waiting';
