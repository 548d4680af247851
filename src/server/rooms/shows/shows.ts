import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Offer, OfferInput, SegmentInput, ShowInput } from '#contract/shows.ts';
import { done, type Outcome, refuse } from '#lib/outcome.ts';
import { attempt, type Tx } from '#platform/db.ts';
import type { Entry } from '#rooms/record/index.ts';
import { checklist } from './checklist.ts';
import type { ShowsNeeds } from './needs.ts';
import { findSegments, findShelf, forgetProducts, markShown, markStarted, replaceSegments, replaceShelf } from './shelf.sql.ts';
import { isOver, type ShowRefusal, type ShowState, type ShowVerb, step } from './show-machine.ts';
import { insertShow, lockShow, saveCancelled, saveEnded, saveFacts, saveLive, saveNow, savePins, type ShowRow } from './shows.sql.ts';
import { slugOf } from './slug.ts';

export const FINISH_JOB = 'shows.finish_recording';
const MAX_PINS = 3;

/** A new show; what only a seed or an import may say is optional. */
export type NewShow = z.output<typeof ShowInput> & {
  readonly id?: string;
  readonly slug?: string;
  readonly isDemo?: boolean;
  readonly posterUrl?: string | null;
  readonly hostImageUrl?: string | null;
};

/**
 * The verbs on one show. Each locks the row of the show, changes it and appends what happened to the show's record,
 * in one transaction: who reads the record and who reads the tables see the same show.
 */
export function createShowVerbs(needs: ShowsNeeds) {
  const { db, catalog, offers, record, jobs, clock } = needs;
  const now = () => new Date(clock.now());
  const stateEvent = (state: ShowState, at: Date): Entry => ({ k: 'show.state', d: { state, at: at.toISOString() }, now: true });

  /** A show of this organisation, locked; a show of another one does not exist here. */
  async function own(tx: Tx, orgId: string, showId: string): Promise<Outcome<ShowRow, 'not_found'>> {
    const show = await lockShow(tx, showId);
    return show && show.org_id === orgId ? done(show) : refuse('not_found');
  }

  /** The show, locked, when the machine allows the verb; with the state the verb leads to. */
  async function stepped<V extends ShowVerb>(
    tx: Tx,
    orgId: string,
    showId: string,
    verb: V,
  ): Promise<Outcome<{ show: ShowRow; next: ShowState }, 'not_found' | ShowRefusal<V>>> {
    const found = await own(tx, orgId, showId);
    if (!found.ok) return found;
    const next = step(found.value.state, verb);
    return next.ok ? done({ show: found.value, next: next.value }) : next;
  }

  async function createShow(tx: Tx, orgId: string, input: NewShow): Promise<string> {
    const id = input.id ?? uuidv7();
    const state = input.startsAt ? 'scheduled' : 'draft';
    const row = {
      id,
      org_id: orgId,
      ...columnsOf(input),
      host_image_url: input.hostImageUrl ?? null,
      is_demo: input.isDemo ?? false,
      poster_url: input.posterUrl ?? null,
      state,
      stream_id: uuidv7(),
    } as const;
    const inserted =
      (await insertShow(tx, { ...row, slug: input.slug ?? slugOf(input.title, null) })) ||
      (await insertShow(tx, { ...row, slug: slugOf(input.title, id) }));
    if (!inserted) throw new Error(`No free address for the show ${id}.`);
    await record.open(tx, id);
    await record.append(tx, id, [stateEvent(state, now())]);
    return id;
  }

  function updateShow(orgId: string, showId: string, input: z.output<typeof ShowInput>) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | ShowRefusal<'date'>>> => {
      const stepping = await stepped(tx, orgId, showId, input.startsAt ? 'date' : 'undate');
      if (!stepping.ok) return stepping;
      const { show, next } = stepping.value;
      await saveFacts(tx, showId, { ...columnsOf(input), state: next });
      if (next !== show.state) await record.append(tx, showId, [stateEvent(next, now())]);
      return done(undefined);
    });
  }

  function cancelShow(orgId: string, showId: string, notice: string) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | ShowRefusal<'cancel'>>> => {
      const stepping = await stepped(tx, orgId, showId, 'cancel');
      if (!stepping.ok) return stepping;
      await saveCancelled(tx, showId, notice);
      await record.append(tx, showId, [stateEvent('cancelled', now())]);
      await jobs.add(tx, FINISH_JOB, { showId });
      return done(undefined);
    });
  }

  function goLive(orgId: string, showId: string) {
    return attempt(db, async (tx): Promise<Outcome<{ streamId: string }, 'not_found' | 'show_not_ready' | ShowRefusal<'goLive'>>> => {
      const stepping = await stepped(tx, orgId, showId, 'goLive');
      if (!stepping.ok) return stepping;
      const { show } = stepping.value;
      const missing = await blocking(tx, show);
      if (missing.length > 0) return refuse('show_not_ready', { missing });
      const at = now();
      await saveLive(tx, showId, at);
      if (show.pins.length > 0) await markShown(tx, showId, show.pins, at);
      await record.append(tx, showId, [stateEvent('live', at)]);
      return done({ streamId: show.stream_id });
    });
  }

  async function blocking(tx: Tx, show: ShowRow): Promise<string[]> {
    const shelf = await findShelf(tx, show.id);
    const products = await catalog.cards(
      tx,
      shelf.map((row) => row.product_id),
    );
    const shop = await needs.accounts.organisation(tx, show.org_id);
    return checklist(show, products, shop?.takesOrders ?? false, show.language)
      .filter((check) => check.blocks && !check.passed)
      .map((check) => check.code);
  }

  function endShow(orgId: string, showId: string) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | ShowRefusal<'end'>>> => {
      const stepping = await stepped(tx, orgId, showId, 'end');
      if (!stepping.ok) return stepping;
      const at = now();
      await saveEnded(tx, showId, at);
      await record.append(tx, showId, [stateEvent('ended', at)]);
      // Closing the recording is slow and not ours: it happens after commit, and again when the process dies in it.
      await jobs.add(tx, FINISH_JOB, { showId });
      return done(undefined);
    });
  }

  function setShelf(orgId: string, showId: string, productIds: readonly string[]) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | 'invalid_input' | ShowRefusal<'change'>>> => {
      const stepping = await stepped(tx, orgId, showId, 'change');
      if (!stepping.ok) return stepping;
      const { show } = stepping.value;
      const wanted = [...new Set(productIds)];
      // What was taken off sale meanwhile may stay on the shelf, where it is shown as sold out.
      const known = new Set([...(await catalog.productIdsOfOrg(tx, orgId)), ...(await findShelf(tx, showId)).map((row) => row.product_id)]);
      if (wanted.some((id) => !known.has(id))) return refuse('not_found');
      await replaceShelf(tx, showId, wanted);
      await forgetProducts(tx, showId, wanted);
      const pins = show.pins.filter((id) => wanted.includes(id));
      const entries: Entry[] = [{ k: 'shelf', d: { productIds: wanted }, now: true }];
      if (pins.length < show.pins.length) {
        await savePins(tx, showId, pins);
        entries.push({ k: 'pin', d: { productIds: pins } });
      }
      await record.append(tx, showId, entries);
      return done(undefined);
    });
  }

  function setRunOfShow(orgId: string, showId: string, wanted: readonly z.output<typeof SegmentInput>[]) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | 'not_on_shelf' | ShowRefusal<'change'>>> => {
      const stepping = await stepped(tx, orgId, showId, 'change');
      if (!stepping.ok) return stepping;
      const shelf = (await findShelf(tx, showId)).map((row) => row.product_id);
      if (wanted.some((segment) => segment.productId !== null && !shelf.includes(segment.productId))) return refuse('not_on_shelf');
      const known = new Set((await findSegments(tx, showId)).map((row) => row.id));
      const taken = new Set<string>();
      // An id is kept when it is ours and comes once; everything else is a new segment.
      const idOf = (id: string | undefined) => (id && known.has(id) && !taken.has(id) ? id : uuidv7());
      const segments = wanted.map((segment) => {
        const id = idOf(segment.id);
        taken.add(id);
        return { ...segment, id };
      });
      await replaceSegments(tx, showId, segments);
      const { now_segment_id: current } = stepping.value.show;
      if (current && !taken.has(current)) await saveNow(tx, showId, null);
      await record.append(tx, showId, [{ k: 'shelf', d: { productIds: shelf }, now: true }]);
      return done(undefined);
    });
  }

  function setNow(orgId: string, showId: string, segmentId: string) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | 'show_not_live'>> => {
      const found = await own(tx, orgId, showId);
      if (!found.ok) return found;
      const show = found.value;
      if (show.state !== 'live') return refuse('show_not_live');
      const segment = (await findSegments(tx, showId)).find((row) => row.id === segmentId);
      if (!segment) return refuse('not_found');
      // The same press twice is one move.
      if (show.now_segment_id === segmentId) return done(undefined);
      const at = now();
      await saveNow(tx, showId, segmentId);
      await markStarted(tx, segmentId, at);
      const entries: Entry[] = [{ k: 'segment', d: { segmentId, startedAt: at.toISOString() } }];
      if (segment.product_id) entries.push(...(await pin(tx, show, [segment.product_id], at)));
      await record.append(tx, showId, entries);
      return done(undefined);
    });
  }

  function setPins(orgId: string, showId: string, productIds: readonly string[]) {
    return attempt(db, async (tx): Promise<Outcome<void, 'not_found' | 'not_on_shelf' | 'too_many_pins' | 'show_ended'>> => {
      const found = await own(tx, orgId, showId);
      if (!found.ok) return found;
      const show = found.value;
      if (isOver(show.state)) return refuse('show_ended');
      const pins = [...new Set(productIds)];
      if (pins.length > MAX_PINS) return refuse('too_many_pins', { max: MAX_PINS });
      const shelf = (await findShelf(tx, showId)).map((row) => row.product_id);
      if (pins.some((id) => !shelf.includes(id))) return refuse('not_on_shelf');
      const entries = await pin(tx, show, pins, now());
      if (entries.length > 0) await record.append(tx, showId, entries);
      return done(undefined);
    });
  }

  /** @returns what to append: nothing when these are pinned already */
  async function pin(tx: Tx, show: ShowRow, pins: readonly string[], at: Date): Promise<Entry[]> {
    if (pins.join() === show.pins.join()) return [];
    await savePins(tx, show.id, pins);
    if (show.state === 'live') await markShown(tx, show.id, pins, at);
    return [{ k: 'pin', d: { productIds: [...pins] } }];
  }

  function startOffer(orgId: string, showId: string, input: z.output<typeof OfferInput>) {
    return attempt(db, async (tx): Promise<Outcome<Offer, 'not_found' | 'show_not_live' | 'not_on_shelf' | 'conflict'>> => {
      const found = await own(tx, orgId, showId);
      if (!found.ok) return found;
      if (found.value.state !== 'live') return refuse('show_not_live');
      const variant = await catalog.variant(tx, input.variantId);
      const shelf = await findShelf(tx, showId);
      if (!variant || !shelf.some((row) => row.product_id === variant.productId)) return refuse('not_on_shelf');
      const started = await offers.start(tx, { showId, orgId, ...input });
      if (!started.ok) return refuse('conflict', { reason: started.reason, ...started.facts });
      await record.append(tx, showId, [{ k: 'offer', d: { productId: variant.productId, offer: started.value }, now: true }]);
      return done(started.value);
    });
  }

  return { createShow, updateShow, cancelShow, goLive, endShow, setShelf, setRunOfShow, setNow, setPins, startOffer };
}

const columnsOf = (input: z.output<typeof ShowInput>) => ({
  title: input.title,
  description: input.description,
  language: input.language,
  host_name: input.hostName,
  disclosure_kind: input.disclosure.kind,
  disclosure_text: input.disclosure.text.trim(),
  is_synthetic: input.isSynthetic,
  starts_at: input.startsAt ? new Date(input.startsAt) : null,
});
