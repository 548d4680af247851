import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import type { ReasonCode } from '#contract/reasons.ts';
import type { Db } from './db.ts';

/**
 * The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header): the first good answer of a caller's key
 * is kept for a day and given again. Refusals are not kept: a retry decides again. Orders do not need it, their
 * id is minted by the browser.
 */
export interface IdempotencyStore {
  begin(request: FastifyRequest): Promise<Once>;
  /** Forgets keys older than a day. @returns how many */
  sweep(): Promise<number>;
}
type Once =
  | { kind: 'run'; keep(status: number, text: string): Promise<void>; forget(): Promise<void> }
  | { kind: 'replay'; status: number; body: string }
  | { kind: 'refuse'; reason: ReasonCode };

const plain: Once = { kind: 'run', keep: async () => {}, forget: async () => {} };

/** A twin waits this long for the first to finish, looking this often. */
const WAIT_MS = 5000;
const LOOK_MS = 50;
/** A run that is older than any request may last died with its process; the next one with the key takes over. */
const ABANDONED = sql.lit('2 minutes');

export function createIdempotencyStore(db: Db): IdempotencyStore {
  return {
    async begin(request) {
      const key = request.headers['idempotency-key'];
      const caller = request.actor?.user?.id ?? request.actor?.visitorId;
      if (!request.routeOptions.config.idempotent || typeof key !== 'string' || !caller) return plain;
      if (key.length < 8 || key.length > 128) return { kind: 'refuse', reason: 'invalid_input' };
      const hash = createHash('sha256')
        .update(JSON.stringify([request.method, request.url, request.body ?? null]))
        .digest('hex');
      for (let waitedMs = 0; waitedMs <= WAIT_MS; waitedMs += LOOK_MS) {
        if (await claim(db, caller, key, hash)) return run(db, caller, key);
        const first = await read(db, caller, key);
        if (first && first.request_hash !== hash) return { kind: 'refuse', reason: 'key_reused' };
        if (first && first.status !== null) return { kind: 'replay', status: first.status, body: first.body ?? '' };
        await sleep(LOOK_MS);
      }
      return { kind: 'refuse', reason: 'busy' };
    },
    async sweep() {
      const swept = await sql`delete from http_idempotency where at < now() - interval '1 day'`.execute(db);
      return Number(swept.numAffectedRows ?? 0n);
    },
  };
}

/** The insert is the lock: whoever inserts, or takes over an abandoned run, runs; everybody else reads. */
async function claim(db: Db, caller: string, key: string, hash: string): Promise<boolean> {
  const { rows } = await sql`
    insert into http_idempotency (caller, key, request_hash) values (${caller}, ${key}, ${hash})
    on conflict (caller, key) do update set at = now()
      where http_idempotency.status is null and http_idempotency.request_hash = excluded.request_hash
        and http_idempotency.at < now() - interval ${ABANDONED}
    returning key`.execute(db);
  return rows.length > 0;
}

async function read(
  db: Db,
  caller: string,
  key: string,
): Promise<{ request_hash: string; status: number | null; body: string | null } | undefined> {
  const { rows } = await sql<{ request_hash: string; status: number | null; body: string | null }>`
    select request_hash, status, body from http_idempotency where caller = ${caller} and key = ${key}`.execute(db);
  return rows[0];
}

const run = (db: Db, caller: string, key: string): Once => ({
  kind: 'run',
  async keep(status, text) {
    await sql`update http_idempotency set status = ${status}, body = ${text} where caller = ${caller} and key = ${key}`.execute(db);
  },
  async forget() {
    await sql`delete from http_idempotency where caller = ${caller} and key = ${key} and status is null`.execute(db);
  },
});
