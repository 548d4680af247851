-- What we asked providers to charge, and what they told us. Our payment id is the provider's idempotency key.
create table payments (
  id uuid primary key,
  order_id uuid not null,
  provider text not null,
  method text not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null check (char_length(currency) = 3),
  -- open -> paid | declined | cancelled; declined and cancelled -> paid when money came all the same; paid -> refunded.
  state text not null default 'open' check (state in ('open', 'paid', 'declined', 'cancelled', 'refunded')),
  -- The provider's page; null until the provider has answered.
  url text,
  -- Why it was declined, as the provider says it.
  reason text,
  created_at timestamptz not null default now(),
  settled_at timestamptz
);
create unique index payments_one_open on payments (order_id) where state = 'open';
create index payments_of_order on payments (order_id, created_at desc);

-- Raw bodies as they came, kept before anything is done with them. The provider's id makes a second delivery harmless.
create table payment_webhooks (
  provider text not null,
  id text not null,
  body text not null,
  received_at timestamptz not null default now(),
  applied_at timestamptz,
  primary key (provider, id)
);
