-- Answers kept for callers who send an Idempotency-Key.
create table http_idempotency (
  caller text not null,
  key text not null,
  request_hash text not null,
  status integer,
  body text,
  at timestamptz not null default now(),
  primary key (caller, key)
);
create index http_idempotency_at on http_idempotency (at);
