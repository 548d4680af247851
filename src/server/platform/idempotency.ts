import { createHash } from 'node:crypto';
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
  | { kind: 'run'; keep(status: number, body: unknown): Promise<void>; forget(): Promise<void> }
  | { kind: 'replay'; status: number; type: string; body: string }
  | { kind: 'refuse'; reason: ReasonCode };

const plain: Once = { kind: 'run', keep: async () => {}, forget: async () => {} };

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
      // The insert is the lock: whoever inserts runs, everybody else reads.
      const inserted =
        await sql`insert into http_idempotency (caller, key, request_hash) values (${caller}, ${key}, ${hash}) on conflict do nothing returning key`.execute(
          db,
        );
      if (inserted.rows.length > 0) return run(db, caller, key);
      const { rows } = await sql<{ request_hash: string; status: number | null; body: string | null }>`
        select request_hash, status, body from http_idempotency where caller = ${caller} and key = ${key}`.execute(db);
      const first = rows[0];
      if (!first) return { kind: 'refuse', reason: 'busy' };
      if (first.request_hash !== hash) return { kind: 'refuse', reason: 'key_reused' };
      if (first.status === null) return { kind: 'refuse', reason: 'busy' };
      return { kind: 'replay', status: first.status, type: 'application/json; charset=utf-8', body: first.body ?? '' };
    },
    async sweep() {
      const swept = await sql`delete from http_idempotency where at < now() - interval '1 day'`.execute(db);
      return Number(swept.numAffectedRows ?? 0n);
    },
  };
}

const run = (db: Db, caller: string, key: string): Once => ({
  kind: 'run',
  async keep(status, body) {
    await sql`update http_idempotency set status = ${status}, body = ${body === undefined ? null : JSON.stringify(body)} where caller = ${caller} and key = ${key}`.execute(
      db,
    );
  },
  async forget() {
    await sql`delete from http_idempotency where caller = ${caller} and key = ${key} and status is null`.execute(db);
  },
});
