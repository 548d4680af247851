import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

export interface ChannelRow {
  is_on: boolean;
  show_ids: string[];
  since: Date;
}

export async function findChannel(ex: Executor, orgId: string): Promise<ChannelRow | null> {
  const { rows } = await sql<ChannelRow>`select is_on, show_ids, since from channels where org_id = ${orgId}`.execute(ex);
  return rows[0] ?? null;
}

/** The round begins anew only when what plays has changed: switching off and on goes on like a clock. */
export const saveChannel = (ex: Executor, orgId: string, channel: { isOn: boolean; showIds: readonly string[]; now: Date }) =>
  sql`
    insert into channels (org_id, is_on, show_ids, since) values (${orgId}, ${channel.isOn}, ${[...channel.showIds]}::uuid[], ${channel.now})
    on conflict (org_id) do update set
      is_on = excluded.is_on, show_ids = excluded.show_ids,
      since = case when channels.show_ids = excluded.show_ids then channels.since else excluded.since end`.execute(ex);
