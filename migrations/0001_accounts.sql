-- People, their sessions, and the organisations they work for.
--
-- The first six tables belong to better-auth and follow its schema (names mapped in rooms/accounts/auth.ts;
-- a test compares them with what better-auth expects). The rest is ours.

create table people (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  two_factor_enabled boolean
);

create table sessions (
  id text primary key,
  -- Useless without the signature in the cookie, whose key is not in the database.
  token text not null unique,
  user_id text not null references people (id) on delete cascade,
  -- This session was opened with a code or a passkey, not by a password alone.
  second_factor boolean not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,
  ip_address text,
  user_agent text
);
create index sessions_user_id on sessions (user_id);

create table credentials (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references people (id) on delete cascade,
  -- argon2id in PHC form.
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null
);
create index credentials_user_id on credentials (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

-- Secrets of code apps, encrypted with the instance's secret.
create table code_apps (
  id text primary key,
  secret text not null,
  backup_codes text not null,
  user_id text not null references people (id) on delete cascade,
  verified boolean,
  failed_verification_count integer,
  locked_until timestamptz
);
create index code_apps_secret on code_apps (secret);
create index code_apps_user_id on code_apps (user_id);

create table passkeys (
  id text primary key,
  name text,
  public_key text not null,
  user_id text not null references people (id) on delete cascade,
  credential_id text not null,
  counter integer not null,
  device_type text not null,
  backed_up boolean not null,
  transports text,
  aaguid text,
  created_at timestamptz
);
create index passkeys_user_id on passkeys (user_id);
create index passkeys_credential_id on passkeys (credential_id);

-- A device that came by. The cookie holds 32 random bytes; we keep only their hash.
create table visitors (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id text references people (id) on delete set null,
  name text check (char_length(name) between 1 and 40),
  created_at timestamptz not null default now()
);
create index visitors_user_id on visitors (user_id) where user_id is not null;

create table organisations (
  id uuid primary key,
  slug text not null constraint organisations_slug unique,
  name text not null,
  legal_name text not null,
  city text,
  country text not null check (char_length(country) = 2),
  currency text not null check (char_length(currency) = 3),
  vat_percent numeric(4, 2) not null default 21 check (vat_percent between 0 and 40),
  shipping_minor bigint not null default 0 check (shipping_minor between 0 and 100000),
  delivery_days integer not null default 3 check (delivery_days between 0 and 60),
  return_days integer not null default 14 check (return_days between 14 and 365),
  takes_orders boolean not null default true,
  about text not null default '',
  image_url text,
  -- Only for the demo shop, whose people sign in with the passwords printed at the first start.
  second_factor_waived boolean not null default false,
  created_at timestamptz not null default now()
);

create table memberships (
  org_id uuid not null references organisations (id) on delete cascade,
  user_id text not null references people (id) on delete cascade,
  roles text[] not null check (cardinality(roles) > 0 and roles <@ array['host', 'producer', 'moderator', 'seller_admin']),
  joined_at timestamptz not null default now(),
  primary key (org_id, user_id)
);
create index memberships_user_id on memberships (user_id);

-- Operators of this instance act in every organisation.
create table operators (
  user_id text primary key references people (id) on delete cascade,
  second_factor_waived boolean not null default false,
  since timestamptz not null default now()
);
