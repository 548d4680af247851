import type pg from 'pg';

/**
 * The peer: what a careful team writes first. One transaction per order on a pool of 20, the hot row guarded by its WHERE,
 * idempotency by a unique key, the limit per buyer by an upsert, an order and its line. Correct, and bound by one commit at a time.
 */
export async function preparePerOrder(pool: pg.Pool): Promise<void> {
  await pool.query(`
    create table if not exists peer_stock (variant_id uuid primary key, available integer not null check (available >= 0), per_buyer integer not null, price_minor bigint not null);
    create table if not exists peer_keys (order_id uuid primary key, buyer_id uuid not null);
    create table if not exists peer_buyers (variant_id uuid, buyer_id uuid, quantity integer not null, primary key (variant_id, buyer_id));
    create table if not exists peer_orders (id uuid primary key, buyer_id uuid not null, placed_at timestamptz not null default now(), total_minor bigint not null);
    create table if not exists peer_lines (order_id uuid references peer_orders (id), variant_id uuid not null, quantity integer not null, unit_price_minor bigint not null);`);
}

export type PerOrderOutcome = 'held' | 'sold_out' | 'limit_reached' | 'replayed';

export async function perOrder(
  pool: pg.Pool,
  wish: { orderId: string; variantId: string; buyerId: string; quantity: number },
): Promise<PerOrderOutcome> {
  const client = await pool.connect();
  const stop = async (outcome: PerOrderOutcome): Promise<PerOrderOutcome> => {
    await client.query('rollback');
    return outcome;
  };
  try {
    await client.query('begin');
    const key = await client.query('insert into peer_keys (order_id, buyer_id) values ($1, $2) on conflict do nothing', [
      wish.orderId,
      wish.buyerId,
    ]);
    if (key.rowCount === 0) return await stop('replayed');
    const stock = await client.query<{ price_minor: bigint; per_buyer: number }>(
      'update peer_stock set available = available - $2 where variant_id = $1 and available >= $2 returning price_minor, per_buyer',
      [wish.variantId, wish.quantity],
    );
    const row = stock.rows[0];
    if (!row) return await stop('sold_out');
    const bought = await client.query(
      `insert into peer_buyers (variant_id, buyer_id, quantity) values ($1, $2, $3)
       on conflict (variant_id, buyer_id) do update set quantity = peer_buyers.quantity + excluded.quantity
       where peer_buyers.quantity + excluded.quantity <= $4 returning quantity`,
      [wish.variantId, wish.buyerId, wish.quantity, row.per_buyer],
    );
    if (bought.rowCount === 0) return await stop('limit_reached');
    await client.query('insert into peer_orders (id, buyer_id, total_minor) values ($1, $2, $3)', [
      wish.orderId,
      wish.buyerId,
      row.price_minor * BigInt(wish.quantity),
    ]);
    await client.query('insert into peer_lines (order_id, variant_id, quantity, unit_price_minor) values ($1, $2, $3, $4)', [
      wish.orderId,
      wish.variantId,
      wish.quantity,
      row.price_minor,
    ]);
    await client.query('commit');
    return 'held';
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
