-- Hearts are what people tapped: they only grow, and a room's row stays while its show does.
create function hearts_only_grow() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.hearts < old.hearts or new.show_id <> old.show_id then
    raise exception 'The hearts of a show only grow.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger chat_rooms_hearts before update or delete on chat_rooms for each row execute function hearts_only_grow();
