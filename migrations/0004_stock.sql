-- What can be sold, and who holds it. One row per variant carries every fact that a sale is decided on, so that one
-- guarded statement decides price, stock and limit together.
create table stock (
  variant_id uuid primary key,
  available integer not null default 0 constraint stock_never_oversold check (available >= 0),
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  -- Null until the catalogue has told a price; such a row is closed.
  price_minor bigint check (price_minor >= 0),
  currency text check (char_length(currency) = 3),
  -- Most units one buyer may hold and own together; null is no limit.
  per_buyer integer check (per_buyer > 0),
  open boolean not null default false check (not open or (price_minor is not null and currency is not null)),
  -- The timed price. It stays in the row after its end: what has ended is known by the clock, not by a clean-up.
  offer_id uuid,
  offer_price_minor bigint check (offer_price_minor >= 0),
  offer_starts_at timestamptz,
  offer_ends_at timestamptz,
  offer_limit integer check (offer_limit > 0),
  check ((offer_id is null) = (offer_price_minor is null) and (offer_id is null) = (offer_starts_at is null)),
  -- Counts accepted wishes: the place in the row of each hold.
  seq integer not null default 0
) with (fillfactor = 40); -- room in the page, so that the hot row's updates stay in it

create sequence order_numbers as integer start 20101;

-- Units reserved for a buyer. The order id is minted by the browser and is the idempotency key. Lean on purpose:
-- this is all that is written while thousands tap at once; address and payment come later, in other tables.
create table holds (
  order_id uuid primary key,
  variant_id uuid not null references stock (variant_id),
  buyer_id uuid not null,
  quantity integer not null check (quantity > 0),
  unit_price_minor bigint not null,
  currency text not null,
  offer_id uuid,
  org_id uuid not null,
  show_id uuid,
  -- Short number for people.
  number integer not null default nextval('order_numbers'),
  seq integer not null,
  -- Moves held -> paid | expired | released, and expired -> paid when money came late and units were still free.
  status text not null default 'held' check (status in ('held', 'paid', 'expired', 'released')),
  placed_at timestamptz not null,
  ends_at timestamptz not null,
  changed_at timestamptz not null
);
create index holds_buyer on holds (buyer_id, variant_id);
create index holds_running on holds (ends_at) where status = 'held';
create index holds_org on holds (org_id, placed_at, order_id);
create index holds_show on holds (show_id) where show_id is not null;

-- "Sold out" and "back" as they happened, kept in the transaction that caused them until the show's record has them.
create table stock_turns (
  id bigint generated always as identity primary key,
  variant_id uuid not null,
  turn text not null check (turn in ('sold_out', 'back')),
  at timestamptz not null default clock_timestamp()
);
create function note_stock_turn() returns trigger language plpgsql as $$
begin
  insert into stock_turns (variant_id, turn) values (new.variant_id, case when new.available = 0 then 'sold_out' else 'back' end);
  return null;
end $$;
-- A first delivery is not "back".
create trigger stock_turned after update of available on stock for each row
  when ((old.available = 0) <> (new.available = 0) and new.seq > 0) execute function note_stock_turn();

-- Decides a batch of wishes in arrival order; one call is one transaction. Answers one row per wish, by position:
-- `held` now, `known` from before, or why not.
-- The caller sends each order id, and each (buyer, variant), at most once per batch.
create function hold_units(
  order_ids uuid[], variant_ids uuid[], buyer_ids uuid[], quantities integer[], expected bigint[], org_ids uuid[], show_ids uuid[], lasts interval
) returns table (
  at_position integer, outcome text, hold_status text, hold_number integer, hold_seq integer, price_minor bigint, price_currency text, price_offer uuid,
  held_at timestamptz, held_until timestamptz, held_changed_at timestamptz, units_left integer, limit_units integer
) language plpgsql set plan_cache_mode = force_generic_plan as $$
declare
  wish record;
  moment timestamptz;
  free integer;
  place integer;
  current_variant uuid;
  accepted integer[] := '{}';
  accepted_prices bigint[] := '{}';
  accepted_currencies text[] := '{}';
  accepted_offers uuid[] := '{}';
  accepted_numbers integer[] := '{}';
  accepted_places integer[] := '{}';
begin
  -- The lock, as a statement of its own: the next statement then has a snapshot that was taken after it. In one
  -- statement, holds would be read with a snapshot from before a competing process committed. In id order, so that
  -- two batches never wait for each other in a circle.
  perform 1 from stock s where s.variant_id = any (variant_ids) order by s.variant_id for update;
  -- Offers run by this clock, read when the lock is ours.
  -- To the millisecond, so that what a page shows is what the row says.
  moment := date_trunc('milliseconds', clock_timestamp());
  for wish in
    select w.*, s.variant_id as stocked, s.available, s.seq as stock_seq, s.open, s.per_buyer, s.currency, s.offer_limit, s.offer_price_minor,
      s.offer_ends_at <= moment as offer_ended,
      case when s.offer_starts_at <= moment and (s.offer_ends_at is null or s.offer_ends_at > moment) then s.offer_id end as running_offer,
      s.price_minor as base_price,
      h.order_id as known, h.variant_id as known_variant, h.buyer_id as known_buyer, h.quantity as known_quantity, h.show_id as known_show,
      h.unit_price_minor as known_price, h.currency as known_currency, h.offer_id as known_offer, h.number as known_number, h.seq as known_seq,
      h.status as known_status, h.placed_at as known_placed, h.ends_at as known_ends, h.changed_at as known_changed,
      coalesce(mine.units, 0) as bought, coalesce(mine.units_in_offer, 0) as bought_in_offer
    from unnest(order_ids, variant_ids, buyer_ids, quantities, expected, show_ids) with ordinality
      as w (order_id, variant_id, buyer_id, quantity, expected, show_id, position)
    left join stock s on s.variant_id = w.variant_id
    left join holds h on h.order_id = w.order_id
    left join lateral (
      select sum(b.quantity) as units, sum(b.quantity) filter (where b.offer_id = s.offer_id) as units_in_offer
      from holds b
      where (s.per_buyer is not null or s.offer_limit is not null)
        and b.buyer_id = w.buyer_id and b.variant_id = w.variant_id and b.status in ('held', 'paid')
    ) mine on true
    order by w.variant_id, w.position
  loop
    if current_variant is distinct from wish.variant_id then
      current_variant := wish.variant_id;
      free := wish.available;
      place := wish.stock_seq;
    end if;
    at_position := wish.position;
    hold_status := null; hold_number := null; hold_seq := null; price_offer := null; held_at := null; held_until := null; held_changed_at := null;
    units_left := null; limit_units := null;
    price_currency := wish.currency;
    price_minor := case when wish.running_offer is null then wish.base_price else wish.offer_price_minor end;

    if wish.known is not null then
      if wish.known_variant = wish.variant_id and wish.known_buyer = wish.buyer_id and wish.known_quantity = wish.quantity
        and wish.known_price = wish.expected and wish.known_show is not distinct from wish.show_id then
        outcome := 'known'; hold_status := wish.known_status; hold_number := wish.known_number; hold_seq := wish.known_seq;
        price_minor := wish.known_price; price_currency := wish.known_currency; price_offer := wish.known_offer;
        held_at := wish.known_placed; held_until := wish.known_ends; held_changed_at := wish.known_changed;
      else
        outcome := 'order_id_reused'; price_minor := null; price_currency := null;
      end if;
    elsif wish.stocked is null or not wish.open then
      outcome := 'not_found';
    elsif free = 0 then
      outcome := 'sold_out'; units_left := 0;
    elsif price_minor <> wish.expected then
      outcome := case when wish.offer_ended and wish.expected = wish.offer_price_minor then 'offer_ended' else 'price_changed' end;
    else
      limit_units := case when wish.running_offer is not null and wish.bought_in_offer + wish.quantity > wish.offer_limit then wish.offer_limit
        when wish.bought + wish.quantity > wish.per_buyer then wish.per_buyer end;
      if limit_units is not null then
        outcome := 'limit_reached';
      elsif wish.quantity > free then
        -- A large wish is refused, a smaller later one may still fit.
        outcome := 'sold_out'; units_left := free;
      else
        free := free - wish.quantity;
        place := place + 1;
        outcome := 'held'; hold_status := 'held'; hold_number := nextval('order_numbers'); hold_seq := place;
        price_offer := wish.running_offer; held_at := moment; held_until := moment + lasts; held_changed_at := moment;
        accepted := accepted || at_position;
        accepted_prices := accepted_prices || price_minor;
        accepted_currencies := accepted_currencies || price_currency;
        accepted_offers := accepted_offers || price_offer;
        accepted_numbers := accepted_numbers || hold_number;
        accepted_places := accepted_places || place;
      end if;
    end if;
    return next;
  end loop;

  if cardinality(accepted) > 0 then
    insert into holds (order_id, variant_id, buyer_id, quantity, unit_price_minor, currency, offer_id, org_id, show_id, number, seq, placed_at, ends_at, changed_at)
    select w.order_id, w.variant_id, w.buyer_id, w.quantity, a.price, a.currency, a.offer, w.org_id, w.show_id, a.number, a.place, moment, moment + lasts, moment
    from unnest(order_ids, variant_ids, buyer_ids, quantities, org_ids, show_ids) with ordinality
      as w (order_id, variant_id, buyer_id, quantity, org_id, show_id, position)
    join unnest(accepted, accepted_prices, accepted_currencies, accepted_offers, accepted_numbers, accepted_places)
      as a (position, price, currency, offer, number, place) on a.position = w.position;

    update stock s set available = s.available - taken.units, held = s.held + taken.units, seq = s.seq + taken.wishes
    from (
      select w.variant_id, sum(w.quantity)::integer as units, count(*)::integer as wishes
      from unnest(variant_ids, quantities) with ordinality as w (variant_id, quantity, position)
      where w.position = any (accepted)
      group by w.variant_id
    ) taken
    where s.variant_id = taken.variant_id;
  end if;
end $$;

-- Gives the units of holds back. Whoever else moves the same hold waits at the stock row and then finds it moved.
create function end_holds(wanted uuid[], becomes text) returns table (ended_order uuid, ended_variant uuid, ended_show uuid)
language plpgsql as $$
declare
  ended uuid[];
begin
  perform 1 from stock s where s.variant_id in (select h.variant_id from holds h where h.order_id = any (wanted)) order by s.variant_id for update;
  with gone as (
    update holds h set status = becomes, changed_at = clock_timestamp() where h.order_id = any (wanted) and h.status = 'held'
    returning h.order_id, h.variant_id, h.quantity
  ), back as (
    update stock s set available = s.available + units.total, held = s.held - units.total
    from (select g.variant_id, sum(g.quantity)::integer as total from gone g group by g.variant_id) units
    where s.variant_id = units.variant_id
  )
  select coalesce(array_agg(g.order_id), '{}') into ended from gone g;
  return query select h.order_id, h.variant_id, h.show_id from holds h where h.order_id = any (ended);
end $$;

-- Turns a hold into a sale. `sold`: now, also when it had expired and units were free; `already_sold`; `sold_out`: it had
-- expired and nothing is left for it; `released`: the buyer gave it back; `unknown`.
create function sell_hold(wanted uuid) returns text language plpgsql as $$
declare
  h holds;
begin
  select * into h from holds where order_id = wanted;
  if not found then return 'unknown'; end if;
  perform 1 from stock where variant_id = h.variant_id for update;
  update holds set status = 'paid', changed_at = clock_timestamp() where order_id = wanted and status = 'held';
  if found then
    update stock set held = held - h.quantity, sold = sold + h.quantity where variant_id = h.variant_id;
    return 'sold';
  end if;
  select * into h from holds where order_id = wanted;
  if h.status = 'paid' then return 'already_sold'; end if;
  if h.status = 'released' then return 'released'; end if;
  update stock s set available = available - h.quantity, sold = sold + h.quantity, seq = seq + 1
  where s.variant_id = h.variant_id and s.available >= h.quantity
    and (s.per_buyer is null or s.per_buyer >= h.quantity + (
      select coalesce(sum(b.quantity), 0) from holds b where b.buyer_id = h.buyer_id and b.variant_id = h.variant_id and b.status in ('held', 'paid')))
    and (s.offer_limit is null or s.offer_id is distinct from h.offer_id or s.offer_limit >= h.quantity + (
      select coalesce(sum(b.quantity), 0) from holds b
      where b.buyer_id = h.buyer_id and b.variant_id = h.variant_id and b.offer_id = h.offer_id and b.status in ('held', 'paid')));
  if not found then return 'sold_out'; end if;
  update holds set status = 'paid', changed_at = clock_timestamp() where order_id = wanted and status = 'expired';
  return 'sold';
end $$;
