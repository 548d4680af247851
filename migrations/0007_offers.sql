-- Timed prices: promises with a start, an end and a limit. A row never changes its terms; whether it runs is read
-- off the database's clock. The stock row carries a copy of the running one, because a sale is decided there.
create table offers (
  id uuid primary key,
  org_id uuid not null,
  show_id uuid not null,
  product_id uuid not null,
  variant_id uuid not null,
  price_minor bigint not null check (price_minor > 0),
  currency text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  limit_per_buyer integer check (limit_per_buyer > 0),
  -- The show's record has its end.
  end_told boolean not null default false
);
create index offers_of_variant on offers (variant_id, ends_at);
create index offers_untold on offers (ends_at) where not end_told;

create function refuse_to_change_offer() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (to_jsonb(new) - 'end_told') <> (to_jsonb(old) - 'end_told') then
    raise exception 'An offer is a promise: its terms do not change.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger offers_keep before update or delete on offers for each row execute function refuse_to_change_offer();
