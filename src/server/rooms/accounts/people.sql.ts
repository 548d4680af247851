import { sql } from 'kysely';
import type { Executor } from '#platform/db.ts';

export async function findPersonByEmail(ex: Executor, email: string): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from people where email = ${email.toLowerCase()}`.execute(ex);
  return rows[0];
}

export interface FactorsRow {
  two_factor: boolean;
  passkeys: number;
  calm: boolean | null;
}

export async function findFactors(ex: Executor, userId: string): Promise<FactorsRow> {
  const { rows } = await sql<FactorsRow>`
    select coalesce(p.two_factor_enabled, false) as two_factor, (select count(*)::int from passkeys k where k.user_id = p.id) as passkeys,
      c.calm
    from people p left join person_choices c on c.user_id = p.id where p.id = ${userId}`.execute(ex);
  return rows[0] ?? { two_factor: false, passkeys: 0, calm: null };
}

export const keepCalm = (ex: Executor, userId: string, calm: boolean) =>
  sql`insert into person_choices (user_id, calm) values (${userId}, ${calm}) on conflict (user_id) do update set calm = excluded.calm`.execute(
    ex,
  );

export async function upsertOperator(ex: Executor, userId: string, secondFactorWaived: boolean): Promise<void> {
  await sql`
    insert into operators (user_id, second_factor_waived) values (${userId}, ${secondFactorWaived})
    on conflict (user_id) do update set second_factor_waived = excluded.second_factor_waived`.execute(ex);
}
