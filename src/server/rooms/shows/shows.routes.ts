import { showsRoutes } from '#contract/shows.ts';
import { decodeCursor, encodeCursor } from '#lib/cursor.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Actor } from '#platform/actor.ts';
import { transact } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { ShowsNeeds } from './needs.ts';
import { isOver } from './show-machine.ts';
import type { createShowVerbs } from './shows.ts';
import type { createSharedShow } from './shared-show.ts';
import type { StageDoor } from './stage.ts';
import { findLive, findReplays, findShow, findShowsOfOrg, findUpcoming, type ShowRow } from './shows.sql.ts';
import type { createViews } from './views.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Shows per list on the home and shop pages, and products of a shop. */
const PER_LIST = 30;
const SHOP_PRODUCTS = 100;
/** A planned show that did not begin is listed as upcoming for this long. */
const LATE_MS = 6 * 3_600_000;

type SharedShow = Pick<ReturnType<typeof createSharedShow>, 'get'>;

export function serveShows(
  http: Http,
  needs: ShowsNeeds,
  verbs: ReturnType<typeof createShowVerbs>,
  views: ReturnType<typeof createViews>,
  stage: StageDoor,
  shared: SharedShow,
): void {
  const { db, accounts, catalog, media, clock, log } = needs;

  async function lists(orgId: string | null) {
    return {
      live: await views.cards(db, await findLive(db, orgId, PER_LIST)),
      upcoming: await views.cards(db, await findUpcoming(db, orgId, new Date(clock.now() - LATE_MS), PER_LIST)),
      replays: await views.cards(db, await findReplays(db, orgId, PER_LIST)),
    };
  }

  async function own(orgId: string, showId: string): Promise<ShowRow | null> {
    const show = await findShow(db, showId);
    return show?.org_id === orgId ? show : null;
  }

  async function asStaff({ orgId, showId }: { orgId: string; showId: string }, actor: Actor) {
    const show = await own(orgId, showId);
    return show ? done(await views.staffShow(db, show, actor.language)) : refuse('not_found');
  }

  /** A verb's refusal as it is, or the show as it now is. */
  async function after<R extends string>(outcome: Outcome<unknown, R>, params: { orgId: string; showId: string }, actor: Actor) {
    return outcome.ok ? asStaff(params, actor) : outcome;
  }

  http.serve(showsRoutes.home, async () => done(await lists(null)));

  http.serve(showsRoutes.shop, async ({ params }) => {
    const shop = await accounts.organisationBySlug(db, params.shopSlug);
    if (!shop) return refuse('not_found');
    const { id, slug, name, legalName, city, about, imageUrl, deliveryDays, returnDays } = shop;
    const products = await catalog.cards(db, (await catalog.productIdsOfOrg(db, id)).slice(0, SHOP_PRODUCTS));
    return done({ id, slug, name, legalName, city, about, imageUrl, deliveryDays, returnDays, ...(await lists(id)), products });
  });

  http.serve(showsRoutes.publicShow, async ({ params, query }) => {
    const show = await shared.get(params.showId, query.after);
    return show ? done(show.ready) : refuse('not_found');
  });

  http.serve(showsRoutes.listShows, async ({ params, query }) => {
    const cursor = decodeCursor(query.cursor, 1)?.[0];
    const before = typeof cursor === 'string' && ID.test(cursor) ? cursor : null;
    const rows = await findShowsOfOrg(db, { orgId: params.orgId, state: query.state ?? null, before, limit: query.limit + 1 });
    const page = rows.slice(0, query.limit);
    const nextCursor = rows.length > query.limit ? encodeCursor([page.at(-1)!.id]) : null;
    return done({ items: await views.cards(db, page), nextCursor });
  });

  http.serve(showsRoutes.createShow, async ({ params, body, actor }) => {
    const showId = await transact(db, (tx) => verbs.createShow(tx, params.orgId, body));
    return asStaff({ orgId: params.orgId, showId }, actor);
  });

  http.serve(showsRoutes.getShow, async ({ params, actor }) => asStaff(params, actor));

  http.serve(showsRoutes.updateShow, async ({ params, body, actor }) =>
    after(await verbs.updateShow(params.orgId, params.showId, body), params, actor),
  );

  http.serve(showsRoutes.cancelShow, async ({ params, body, actor }) =>
    after(await verbs.cancelShow(params.orgId, params.showId, body.notice), params, actor),
  );

  http.serve(showsRoutes.setShelf, async ({ params, body, actor }) =>
    after(await verbs.setShelf(params.orgId, params.showId, body.productIds), params, actor),
  );

  http.serve(showsRoutes.setRunOfShow, async ({ params, body, actor }) =>
    after(await verbs.setRunOfShow(params.orgId, params.showId, body.segments), params, actor),
  );

  http.serve(showsRoutes.setNow, async ({ params, body, actor }) =>
    after(await verbs.setNow(params.orgId, params.showId, body.segmentId), params, actor),
  );

  http.serve(showsRoutes.setPins, async ({ params, body, actor }) =>
    after(await verbs.setPins(params.orgId, params.showId, body.productIds), params, actor),
  );

  http.serve(showsRoutes.startOffer, async ({ params, body }) => verbs.startOffer(params.orgId, params.showId, body));

  http.serve(showsRoutes.goLive, async ({ params, actor }) => {
    const outcome = await verbs.goLive(params.orgId, params.showId);
    if (!outcome.ok) return outcome;
    // The show is live now, picture or not; a worker that does not start is tried again with the first ticket.
    await media
      .openStream(outcome.value.streamId)
      .catch((error: unknown) => log.error({ error: String(error) }, 'the stream did not open'));
    return asStaff(params, actor);
  });

  http.serve(showsRoutes.endShow, async ({ params, actor }) => after(await verbs.endShow(params.orgId, params.showId), params, actor));

  http.serve(showsRoutes.issueTicket, async ({ params, query, actor }) => {
    const show = await own(params.orgId, params.showId);
    if (!show) return refuse('not_found');
    if (isOver(show.state)) return refuse('show_ended');
    await media.openStream(show.stream_id);
    const who = actor.user && { holder: actor.user.id, name: actor.user.name };
    const { ticket, spot, expiresAt, whipUrl } = await media.issueTicket(show.stream_id, {
      ...who,
      backstage: query.place === 'backstage',
    });
    return done({ ticket, spot, whipUrl, expiresAt: expiresAt.toISOString() });
  });

  http.serve(showsRoutes.getStage, async ({ params, actor }) => {
    const show = await own(params.orgId, params.showId);
    return show ? done(stage.view(show, actor)) : refuse('not_found');
  });

  http.serve(showsRoutes.callOnStage, async ({ params, body, actor }) => {
    const show = await own(params.orgId, params.showId);
    if (!show) return refuse('not_found');
    const called = await stage.call(show, actor, body.spot, body.insteadOf);
    return called.ok ? done(stage.view(show, actor)) : called;
  });

  http.serve(showsRoutes.setStageRules, async ({ params, body, actor }) => {
    const show = await own(params.orgId, params.showId);
    if (!show) return refuse('not_found');
    if (isOver(show.state)) return refuse('show_ended');
    await stage.setRules(show.id, body);
    return done(stage.view({ ...show, stage_open: body.open, stage_auto: body.auto }, actor));
  });

  http.serve(showsRoutes.rotateKey, async ({ params }) => {
    const show = await own(params.orgId, params.showId);
    if (!show) return refuse('not_found');
    if (isOver(show.state)) return refuse('show_ended');
    // A key belongs to an open stream: an encoder may connect before the show goes live.
    await media.openStream(show.stream_id);
    return media.rotateKey(show.stream_id);
  });
}
