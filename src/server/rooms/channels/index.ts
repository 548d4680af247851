import { channelsRoutes, type Channel, type StaffChannel } from '#contract/channels.ts';
import type { Clock } from '#lib/clock.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import type { Db, Executor } from '#platform/db.ts';
import type { Http } from '#platform/http.ts';
import type { Accounts } from '#rooms/accounts/index.ts';
import type { Shows } from '#rooms/shows/index.ts';
import { findChannel, saveChannel, type ChannelRow } from './channels.sql.ts';
import { momentOf } from './programme.ts';

export interface ChannelsNeeds {
  readonly db: Db;
  readonly accounts: Pick<Accounts, 'organisationBySlug' | 'organisation'>;
  readonly shows: Pick<Shows, 'broadcastsOf' | 'recordedOf'>;
  readonly clock: Clock;
}

const NONE: ChannelRow = { is_on: false, show_ids: [], since: new Date(0) };
/** A page asks every few seconds; recordings come and go by the day. */
const KEPT_MS = 20_000;
const MOST_KEPT = 1_000;

type Chosen = Awaited<ReturnType<Shows['recordedOf']>>;

/** A shop's channel between its shows. See README.md for what it promises. */
export function createChannels({ db, accounts, shows, clock }: ChannelsNeeds) {
  const kept = new Map<string, { atMs: number; chosen: Chosen }>();

  async function chosenOf(ex: Executor, orgId: string, { show_ids }: ChannelRow): Promise<Chosen> {
    const key = `${orgId} ${show_ids.join()}`;
    const known = kept.get(key);
    if (known && clock.now() - known.atMs < KEPT_MS) return known.chosen;
    const chosen = await shows.recordedOf(ex, orgId, show_ids);
    kept.delete(key);
    kept.set(key, { atMs: clock.now(), chosen });
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return chosen;
  }

  function nowPlaying(row: ChannelRow, chosen: Chosen) {
    const playable = chosen.flatMap(({ show, durationMs }) => (durationMs === null ? [] : [{ show, showId: show.id, durationMs }]));
    const moment = row.is_on ? momentOf(playable, row.since.getTime(), clock.now()) : null;
    return moment && { moment, now: playable[moment.at]!, next: playable[(moment.at + 1) % playable.length]! };
  }

  async function publicView(slug: string): Promise<Channel | null> {
    const shop = await accounts.organisationBySlug(db, slug);
    if (!shop) return null;
    const row = (await findChannel(db, shop.id)) ?? NONE;
    const { live } = await shows.broadcastsOf(db, shop.id);
    const on = nowPlaying(row, await chosenOf(db, shop.id, row));
    return {
      shop: { id: shop.id, slug: shop.slug, name: shop.name },
      isOn: row.is_on,
      live,
      playing: on && {
        show: on.now.show,
        startsAt: new Date(on.moment.startsAtMs).toISOString(),
        endsAt: new Date(on.moment.endsAtMs).toISOString(),
        positionMs: Math.round(on.moment.positionMs),
      },
      next: on && on.next !== on.now ? on.next.show : null,
    };
  }

  async function staffView(orgId: string): Promise<StaffChannel> {
    const row = (await findChannel(db, orgId)) ?? NONE;
    const chosen = await chosenOf(db, orgId, row);
    const { replays } = await shows.broadcastsOf(db, orgId);
    const shop = await accounts.organisation(db, orgId);
    return {
      isOn: row.is_on,
      shows: chosen.map(({ show, durationMs }) => ({ show, durationMs })),
      more: replays.filter(({ id }) => !row.show_ids.includes(id)),
      playingShowId: nowPlaying(row, chosen)?.now.showId ?? null,
      address: `/shops/${shop?.slug}/channel`,
    };
  }

  async function set(
    orgId: string,
    wish: { isOn: boolean; showIds: readonly string[] },
  ): Promise<Outcome<void, 'not_found' | 'channel_empty'>> {
    const showIds = [...new Set(wish.showIds)];
    const chosen = await shows.recordedOf(db, orgId, showIds);
    const before = (await findChannel(db, orgId)) ?? NONE;
    // What was chosen before may stay, also when its recording is gone meanwhile: it is skipped and said.
    const isKnown = (id: string) =>
      chosen.some(({ show, durationMs }) => show.id === id && (durationMs !== null || before.show_ids.includes(id)));
    if (!showIds.every(isKnown)) return refuse('not_found');
    if (wish.isOn && !chosen.some(({ durationMs }) => durationMs !== null)) return refuse('channel_empty');
    await saveChannel(db, orgId, { isOn: wish.isOn, showIds, now: new Date(clock.now()) });
    return done(undefined);
  }

  return {
    routes(http: Http): void {
      http.serve(channelsRoutes.channel, async ({ params }) => {
        const channel = await publicView(params.shopSlug);
        return channel ? done(channel) : refuse('not_found');
      });
      http.serve(channelsRoutes.getChannel, async ({ params }) => done(await staffView(params.orgId)));
      http.serve(channelsRoutes.setChannel, async ({ params, body }) => {
        const saved = await set(params.orgId, body);
        return saved.ok ? done(await staffView(params.orgId)) : saved;
      });
    },
  };
}
