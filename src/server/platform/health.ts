import { anyone } from '#contract/route.ts';
import { sql } from 'kysely';
import type { Db } from './db.ts';
import type { Http } from './http.ts';

/** @returns true when this part can serve; false or a throw when it cannot */
export type Check = () => Promise<boolean>;

const CHECK_MS = 2000;

/**
 * `/healthz`: this process lives; asks nothing else, so that a lost database does not get it restarted.
 * `/readyz`: it can serve now; names what cannot.
 */
export function createHealth(needs: { http: Http; checks: Readonly<Record<string, Check>> }): void {
  const { http, checks } = needs;
  http.app.get('/healthz', { config: { access: anyone, rateLimit: false } }, async () => ({ status: 'ok' }));
  http.app.get('/readyz', { config: { access: anyone, rateLimit: false } }, async (_request, reply) => {
    const results = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const));
    const ready = results.every(([, passed]) => passed);
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(results) });
  });
}

async function passes(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, CHECK_MS, false);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

export const databaseAnswers =
  (db: Db): Check =>
  async () => {
    await sql`select 1`.execute(db);
    return true;
  };

/** @param names of the migrations this version knows */
export const migrationsDone =
  (db: Db, names: readonly string[]): Check =>
  async () => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from migrations where name = any (${[...names]})`.execute(
      db,
    );
    return rows[0]?.count === names.length;
  };
