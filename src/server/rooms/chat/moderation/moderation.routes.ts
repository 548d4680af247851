import type { FastifyReply, FastifyRequest } from 'fastify';
import { moderationRoutes } from '#contract/moderation.ts';
import { EVERY_STAFF_ROLE, staff } from '#contract/route.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import { sendProblem } from '#platform/problem.ts';
import type { ChatNeeds } from '../needs.ts';
import type { createSpeakers } from '../lines/speaker.ts';
import { chatCsv } from './csv.ts';
import { lineView } from './effects.ts';
import type { Moderation } from './index.ts';
import { findOwn } from './lines.sql.ts';

const OWN_LINES = 30;
const EXPORTS_PER_MINUTE = 6;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function serveModeration(
  http: Http,
  needs: Pick<ChatNeeds, 'db' | 'shows' | 'config'> & { moderation: Moderation; speakers: ReturnType<typeof createSpeakers> },
): void {
  const { db, shows, config, speakers } = needs;
  const { decisions, bans, standing, modes, desk, words } = needs.moderation;
  type Place = { orgId: string; showId: string };
  const isOwn = async ({ orgId, showId }: Place) => (await shows.facts(db, showId))?.orgId === orgId;

  http.serve(moderationRoutes.moderationDesk, async ({ params }) =>
    (await isOwn(params)) ? done(await desk.desk(params)) : refuse('not_found'),
  );
  // Staff routes admit nobody without an account.
  http.serve(moderationRoutes.decide, async ({ params, body, actor }) =>
    decisions.decide(params, body, { userId: actor.user!.id, name: actor.user!.name }),
  );
  http.serve(moderationRoutes.undoDecision, async ({ params, actor }) => decisions.undo(params, params.decisionId, actor.user!.id));
  http.serve(moderationRoutes.setChatMode, async ({ params, body }) => modes.set(params, body));
  http.serve(moderationRoutes.chatPeople, async ({ params, query }) =>
    (await isOwn(params)) ? done({ items: await desk.people(params, query.search) }) : refuse('not_found'),
  );
  http.serve(moderationRoutes.pinAnswer, async ({ params, body }) => modes.pin(params, body.lineId));

  http.serve(moderationRoutes.wordList, async ({ params }) => done(await words.list(params.orgId)));
  http.serve(moderationRoutes.saveWordList, async ({ params, body, actor }) => words.save(params.orgId, body, actor.user!.id));
  http.serve(moderationRoutes.bans, async ({ params }) => done({ items: await bans.list(params.orgId) }));
  http.serve(moderationRoutes.liftBan, async ({ params, actor }) => bans.lift(params.orgId, params.banId, actor.user!.id));

  http.serve(moderationRoutes.appealBan, async ({ params, body, actor }) => bans.appeal(params.showId, actor, body.text));
  http.serve(moderationRoutes.myLines, async ({ params: { showId }, actor }) => {
    const show = await shows.facts(db, showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    const lines = actor.visitorId ? await findOwn(db, showId, await speakers.authorOf(showId, actor.visitorId), OWN_LINES) : [];
    return done({
      items: lines.map((line) => ({
        ...lineView(line),
        s: line.seq,
        w: line.seq !== null ? null : line.state === 'held' ? ('held' as const) : ('sampled' as const),
      })),
      standing: await standing.of(showId, actor),
    });
  });

  // A file, so not one of the JSON routes.
  http.app.get(
    '/api/orgs/:orgId/shows/:showId/chat.csv',
    {
      config: {
        access: staff(...EVERY_STAFF_ROLE),
        rateLimit: { max: EXPORTS_PER_MINUTE * config.rateLimitFactor, timeWindow: 60_000 },
      },
    },
    (request, reply) => sendCsv(request, reply, request.params as Place),
  );

  async function sendCsv(request: FastifyRequest, reply: FastifyReply, place: Place): Promise<FastifyReply> {
    if (!ID.test(place.showId) || !(await isOwn(place))) return sendProblem(request, reply, 'not_found');
    reply.headers({
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="chat-${place.showId}.csv"`,
    });
    return reply.type('text/csv; charset=utf-8').send(chatCsv(db, place.showId));
  }
}
