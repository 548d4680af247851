import { roomRoutes } from '#contract/room.ts';
import { done, refuse } from '#lib/outcome.ts';
import type { Http } from '#platform/http.ts';
import type { ChatVerbs } from './lines/chat.ts';
import { findHidden, seqBefore } from './chat.sql.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { createLiveRoom } from './live-room.ts';
import type { Moderation } from './moderation/index.ts';
import type { createCounting } from './counting/counting.ts';
import type { ChatNeeds } from './needs.ts';

const STAFF_PAGE = 100;

export function serveChat(
  http: Http,
  needs: ChatNeeds,
  {
    verbs,
    moderation,
    room,
    inbox,
    counting,
  }: {
    verbs: ChatVerbs;
    moderation: Pick<Moderation, 'decisions'>;
    room: ReturnType<typeof createLiveRoom>;
    inbox: Inbox;
    counting: ReturnType<typeof createCounting>;
  },
): void {
  const { db, shows, record, clock } = needs;
  room.routes(http);

  http.serve(roomRoutes.counters, async ({ params }) => {
    const show = await shows.facts(db, params.showId);
    if (!show || show.state === 'draft') return refuse('not_found');
    return done({ asOf: new Date(clock.now()).toISOString(), ...(await counting.facts(params.showId, show.streamId)) });
  });

  http.serve(roomRoutes.log, async ({ params, query }) => {
    const show = await shows.facts(db, params.showId);
    const head = await record.head(db, params.showId);
    if (!show || !head || show.state === 'draft') return refuse('not_found');
    const after = query.at === undefined ? query.after : ((await seqBefore(db, params.showId, new Date(query.at))) ?? head.last);
    return done({ ...head, events: await room.readForPeople(db, params.showId, after, query.limit) });
  });

  http.serve(roomRoutes.command, async ({ params, body, actor }) => {
    if (await room.isHidden(params.showId, actor)) return refuse('not_found');
    return done(await room.obey({ showId: params.showId, actor: async () => actor }, { name: body.c, data: body.d, id: body.i }));
  });

  http.serve(roomRoutes.inbox, async ({ params, query, actor }) => {
    if (await room.isHidden(params.showId, actor)) return refuse('not_found');
    const { last, notices } = await inbox.read({ showId: params.showId, visitorId: actor.visitorId!, after: query.after });
    return done({ last, items: notices.map(({ n, at, data }) => ({ n, at: new Date(at).toISOString(), notice: data })) });
  });

  http.serve(roomRoutes.say, async ({ params, body, actor }) => {
    const told = await verbs.say(params.showId, actor, body);
    if (!told.ok) return told;
    const { line, w } = told.value;
    return done(w ? { ...line, w } : line);
  });

  // Staff routes admit nobody without an account.
  http.serve(roomRoutes.hideLine, async ({ params, actor }) =>
    moderation.decisions.decideNow(params, { kind: 'hide', lineId: params.lineId }, { userId: actor.user!.id, name: actor.user!.name }),
  );

  http.serve(roomRoutes.timeOut, async ({ params, body, actor }) =>
    moderation.decisions.decideNow(
      params,
      // Whoever uses this route is not asked for a reason.
      { kind: 'time_out', author: body.author, seconds: body.seconds, reason: 'other' },
      { userId: actor.user!.id, name: actor.user!.name },
    ),
  );

  http.serve(roomRoutes.staffChat, async ({ params, query }) => {
    const show = await shows.facts(db, params.showId);
    if (show?.orgId !== params.orgId) return refuse('not_found');
    const lines = (await record.latest(db, params.showId, 'chat', { before: query.before, limit: STAFF_PAGE })).toReversed();
    if (lines.length === 0) return done({ items: [] });
    const hidden = await findHidden(db, params.showId, lines[0]!.s, lines.at(-1)!.s);
    return done({ items: lines.map(({ s, d }) => ({ ...d, s, hidden: hidden.has(d.id) })) });
  });
}
