-- What a buyer and a seller agreed, written when the buyer gives an address and begins to pay. Before that an order is
-- only its hold (the stock room's row with the same id).
create table orders (
  order_id uuid primary key references holds (order_id),
  user_id text references people (id) on delete set null,
  email text not null,
  address jsonb not null,
  -- What was sold and by whom, as it was then: titles, picture, shop, show, delivery promise.
  facts jsonb not null,
  shipping_minor bigint not null check (shipping_minor >= 0),
  total_minor bigint not null check (total_minor >= 0),
  -- Inside the total.
  vat_minor bigint not null check (vat_minor >= 0),
  -- With the hold's status this is the order's state; see order-machine.ts.
  stage text not null default 'held' check (stage in ('held', 'paying', 'paid', 'refunded')),
  -- The newest payment, and the one whose money the order keeps.
  payment_id uuid references payments (id),
  paid_by uuid references payments (id),
  paid_at timestamptz check ((paid_at is null) = (stage in ('held', 'paying')) or stage = 'refunded')
);
create index orders_of_user on orders (user_id) where user_id is not null;

-- What happened to an order beyond its hold, for people.
create table order_steps (
  order_id uuid not null references orders (order_id),
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  what text not null check (what in ('paying', 'declined', 'paid', 'refunded')),
  primary key (order_id, at, what)
);
