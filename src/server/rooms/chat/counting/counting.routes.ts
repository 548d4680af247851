import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CountedMinute, countingRoutes } from '#contract/counting.ts';
import type { RoomEvent } from '#contract/room.ts';
import { anyone } from '#contract/route.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';
import type { createCounting } from './counting.ts';
import type { ChatNeeds } from '../needs.ts';

const PAGE = 500;
const KEPT_MS = 5000;
const MAX_KEPT = 200;
const COLUMNS = ['at', 'watching', 'connected', 'sold', 'paid', 'excluded', 'cancelled'] as const;

type ReadForPeople = (ex: Executor, showId: string, after: number, limit: number) => Promise<RoomEvent[]>;
type Ask = FastifyRequest<{ Params: { show: string } }>;

/** How a show was counted: for everybody, also as files. */
export function serveCounting(http: Http, needs: ChatNeeds, counting: ReturnType<typeof createCounting>, read: ReadForPeople): void {
  const { db, shows, clock } = needs;
  const kept = new Map<string, { at: number; told: ReturnType<typeof tell> }>();

  async function tell(address: string) {
    const show = await shows.key(db, address);
    return show && counting.of(show);
  }

  /** The page of a popular show is asked for by many at once: it is counted once in five seconds. */
  function told(address: string) {
    const known = kept.get(address);
    if (known && clock.now() - known.at < KEPT_MS) return known.told;
    const fresh = tell(address);
    kept.delete(address);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(address, { at: clock.now(), told: fresh });
    fresh.catch(() => kept.delete(address));
    return fresh;
  }

  http.serve(countingRoutes.counting, async ({ params }) => {
    const counted = await told(params.show);
    return counted ? done(counted) : refuse('not_found');
  });

  http.app.get('/api/shows/:show/counting.csv', { config: { access: anyone } }, async (request: Ask, reply) => {
    const counted = await told(request.params.show);
    if (!counted) return notFound(request, reply);
    return asFile(reply, `${counted.show.slug}-counting.csv`, 'text/csv; charset=utf-8').send(csvOf(counted.minutes));
  });

  http.app.get('/api/shows/:show/record.ndjson', { config: { access: anyone } }, async (request: Ask, reply) => {
    const show = await shows.key(db, request.params.show);
    if (!show) return notFound(request, reply);
    return asFile(reply, `${show.slug}-record.ndjson`, 'application/x-ndjson; charset=utf-8').send(Readable.from(lines(show.id)));
  });

  /** Page by page, as fast as the reader takes them: a long show is never in memory as a whole. */
  async function* lines(showId: string): AsyncGenerator<string> {
    for (let after = 0; ;) {
      const events = await read(db, showId, after, PAGE);
      if (events.length === 0) return;
      yield events.map((event) => `${JSON.stringify(event)}\n`).join('');
      after = events.at(-1)!.s;
    }
  }

  const notFound = (request: FastifyRequest, reply: FastifyReply) => sendProblem(request, reply, 'not_found');
}

const asFile = (reply: FastifyReply, name: string, type: string): FastifyReply =>
  reply.type(type).header('content-disposition', `attachment; filename="${name}"`);

/** Numbers and times only: nothing in it can be a formula. */
const csvOf = (minutes: readonly CountedMinute[]): string =>
  [COLUMNS.join(), ...minutes.map((minute) => COLUMNS.map((column) => minute[column]).join())].join('\r\n') + '\r\n';
