import type { ModerationReason } from '#contract/moderation.ts';
import type { ChatLine } from '#contract/room.ts';
import { done, type Outcome } from '#lib/outcome.ts';
import { transact } from '#platform/db.ts';
import { factsOf, insertLines, type LineFacts, type LineWish, learnDevices, lockRoom, type PlacedLine } from './append.sql.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { ChatNeeds } from '../needs.ts';
import { paceNow, READABLE_PER_SECOND, sample } from './pace.ts';
import { placeLine, type Placement, type PlaceRefusal } from './place-line.ts';

/** The same words of several people within this time are one line. */
const SAME_MS = 60_000;
const SAME_PEOPLE_MS = 600_000;
/** When more is said than can be read, more of it is gathered, so that each line has the same chance. */
const CROWDED_MS = 250;
/** Nobody decides within this time: a held line stays hidden. */
export const HELD_MS = 300_000;

export interface Wish extends LineWish {
  readonly orgId: string;
  readonly line: ChatLine;
  readonly doubts: readonly ModerationReason[];
  readonly isCrew: boolean;
  /** Whatever the pace: the crew, and who speaks to it. */
  readonly isKept: boolean;
}
export interface Said {
  /** Its place in the record; null when it has none. */
  readonly seq: number | null;
  readonly line: ChatLine;
  readonly w: 'held' | 'sampled' | null;
}
export type SaidOutcome = Outcome<Said, PlaceRefusal>;

/**
 * Many lines arrive at one record: those that came in a few milliseconds are appended in one transaction, in the order
 * of arrival, under the room's lock.
 */
export function createAppendLines({
  db,
  record,
  clock,
  config,
  inbox,
}: Pick<ChatNeeds, 'db' | 'record' | 'clock' | 'config'> & { inbox: Pick<Inbox, 'put'> }) {
  const perSecond = READABLE_PER_SECOND * config.rateLimitFactor;

  return async function say(showId: string, batch: readonly Wish[]): Promise<SaidOutcome[]> {
    const { told, isCrowded } = await append({ orgId: batch[0]!.orgId, showId }, batch);
    if (isCrowded) await new Promise((resolve) => setTimeout(resolve, CROWDED_MS));
    return told;
  };

  function append(show: { orgId: string; showId: string }, batch: readonly Wish[]) {
    return transact(db, async (tx) => {
      const room = await lockRoom(tx, show.showId);
      const nowMs = clock.now();
      const since = (ms: number) => new Date(nowMs - ms);
      const moment = { ...show, now: new Date(nowMs), sameSince: since(SAME_MS), samePeopleSince: since(SAME_PEOPLE_MS) };
      const facts = await factsOf(tx, moment, batch);
      const decided = createBatch(room, nowMs).decide(batch, facts);

      const pace = paceNow({ left: room.pace_left, atMs: room.pace_at?.getTime() ?? null }, nowMs, perSecond);
      const lines = decided.flatMap(({ placed }) => (placed ? [placed] : []));
      const ordinary = lines.filter(({ line, wish }) => line.state === 'shown' && !wish.isKept).map(({ line }) => line);
      const kept = sample(ordinary, Math.floor(pace.left), Math.random);
      for (const line of ordinary) if (!kept.has(line)) line.state = 'sampled';

      const placed = lines.filter(({ line }) => line.state === 'shown' || line.state === 'shadow');
      if (placed.length > 0) {
        const { first } = await record.append(
          tx,
          show.showId,
          placed.map(({ line, wish }) =>
            line.state === 'shown' ? { k: 'chat', d: wish.line, now: true } : { k: 'chat.void', d: {}, now: true },
          ),
        );
        placed.forEach(({ line }, at) => (line.seq = first + at));
      }
      if (lines.length > 0)
        await insertLines(
          tx,
          show.showId,
          lines.map(({ line }) => line),
          { left: pace.left - kept.size, at: new Date(pace.atMs) },
        );
      for (const { line } of lines)
        if (line.state === 'held') await inbox.put(tx, show.showId, line.visitorId, { k: 'line', clientId: line.clientId, state: 'held' });
      await learnDevices(tx, show.orgId, devicesToLearn(batch, facts));
      return { told: decided.map((each) => each.answer()), isCrowded: kept.size < ordinary.length };
    });
  }
}

interface Decided {
  placed: { line: PlacedLine; wish: Wish } | null;
  answer(): SaidOutcome;
}

/** Lines of one batch know of each other: two of one person, two with the same words, the same one twice. */
function createBatch(room: { slow_seconds: number; paused: boolean }, nowMs: number) {
  const mode = { slowSeconds: room.slow_seconds, paused: room.paused, nowMs };
  const saidBy = new Map<string, Date>();
  const saidWords = new Map<string, { id: string; author: string }>();
  const copies = new Map<string, Decided>();

  function decideOne(wish: Wish, facts: LineFacts): Decided {
    const key = `${wish.visitorId} ${wish.clientId}`;
    const copy = copies.get(key);
    if (copy) return { placed: null, answer: copy.answer };
    if (facts.known) return { placed: null, answer: () => done(answerOf({ ...wish.line, id: facts.known!.id }, facts.known!)) };
    const same = saidWords.get(wish.wordsKey);
    const seen: LineFacts = {
      ...facts,
      last_at: saidBy.get(wish.author) ?? facts.last_at,
      same: facts.same ?? (same && same.author !== wish.author ? same.id : null),
    };
    const { label, replyTo } = wish.line;
    const told = placeLine({ ...wish, bought: label === 'bought', isReply: replyTo !== undefined }, seen, mode);
    if ('ok' in told) return { placed: null, answer: () => told };
    const line = placedLine(wish, told, nowMs);
    saidBy.set(wish.author, new Date(nowMs));
    if (told.state === 'shown' && !wish.isCrew && !same) saidWords.set(wish.wordsKey, { id: wish.id, author: wish.author });
    const decided: Decided = { placed: { line, wish }, answer: () => done(answerOf(wish.line, line)) };
    copies.set(key, decided);
    return decided;
  }

  return { decide: (batch: readonly Wish[], facts: readonly LineFacts[]) => batch.map((wish, at) => decideOne(wish, facts[at]!)) };
}

function placedLine(wish: Wish, told: Placement, nowMs: number): PlacedLine {
  const { id, author, visitorId, userId, payers, clientId, wordsKey, line } = wish;
  return {
    id,
    author,
    visitorId,
    userId,
    payers,
    clientId,
    wordsKey,
    name: line.name,
    label: line.label,
    about: line.about ?? null,
    language: line.language,
    text: line.text,
    saidAt: line.at,
    state: told.state,
    seq: null,
    reasons: told.reasons,
    heldUntil: told.state === 'held' ? new Date(nowMs + HELD_MS).toISOString() : null,
    replyTo: line.replyTo ?? null,
    mentions: line.mentions ?? [],
    repeatOf: told.repeatOf,
  };
}

const WAITS = { held: 'held', dropped: 'held', sampled: 'sampled', repeat: 'sampled', shown: null, shadow: null } as const;
const answerOf = (line: ChatLine, { seq, state }: Pick<PlacedLine, 'seq' | 'state'>): Said => ({ seq, line, w: WAITS[state] });

const devicesToLearn = (batch: readonly Wish[], facts: readonly LineFacts[]) =>
  batch.flatMap(({ visitorId }, at) => {
    const { ban } = facts[at]!;
    return ban && !ban.knows_device ? [{ banId: ban.id, visitorId }] : [];
  });
