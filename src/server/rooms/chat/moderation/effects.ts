import { v7 as uuidv7 } from 'uuid';
import type { ChatLine } from '#contract/room.ts';
import type { Tx } from '#platform/db.ts';
import type { Entry } from '#rooms/record/index.ts';
import { HELD_MS } from '../lines/append-lines.ts';
import { dropAskedBy } from '../questions/dropping.ts';
import type { KeptNotice } from '../inbox/inbox.ts';
import type { ChatNeeds } from '../needs.ts';
import { findBanOfDecision, insertBan, markLifted } from './bans.sql.ts';
import type { DecisionRow } from './decisions.sql.ts';
import {
  dropAllHeldBy,
  dropHeld,
  findLine,
  hideAllBy,
  hideInstead,
  hideLine,
  holdAgain,
  type LineRow,
  showAgain,
  showHeld,
} from './lines.sql.ts';
import { findMode, savePinned } from './mode.sql.ts';
import type { Person } from './person.ts';

/** As many lines as a newcomer reads: with more nobody would look back. */
const SHOWN_AGAIN = 50;

/** What is told to one person, with the decision. */
export interface Telling {
  readonly showId: string;
  readonly visitorId: string;
  readonly notice: KeptNotice;
}

/**
 * What a decision does and how it is taken back. Each runs in the decision's transaction, under the locks of its rooms,
 * and writes its event there: what people see and what the rows say is one moment.
 * `apply` tells by null that it came to nothing: the show is over, or its person may not speak any more.
 */
export function createEffects({ record, shows, clock }: Pick<ChatNeeds, 'record' | 'shows' | 'clock'>) {
  const say = (tx: Tx, showId: string, entries: Entry[]) => (entries.length > 0 ? record.append(tx, showId, entries) : undefined);
  const instant = (date: Date | null) => date?.toISOString() ?? null;
  const byOf = (d: DecisionRow) => ({ decisionId: d.id, userId: d.by_user, at: new Date(clock.now()) });

  async function apply(tx: Tx, d: DecisionRow, person: Person): Promise<Telling[] | null> {
    const line = d.line_id ? await findLine(tx, d.show_id, d.line_id) : null;
    if (d.kind === 'allow') return line && allow(tx, d, line, person);
    if (isBannedAlready(d, person)) return null;
    const told: Telling[] = [];
    if (line && d.kind !== 'shadow_ban') told.push(...(await hide(tx, d, line)));
    if (d.kind === 'time_out')
      told.push(...toldAll(d, person, { k: 'timed_out', until: d.until!.toISOString(), reason: d.reason ?? 'other' }));
    if (d.kind === 'ban' || d.kind === 'shadow_ban') told.push(...(await ban(tx, d, person)));
    return told;
  }

  async function undo(tx: Tx, d: DecisionRow, person: Person, userId: string): Promise<Telling[]> {
    const line = d.line_id ? await findLine(tx, d.show_id, d.line_id) : null;
    if (d.kind === 'allow') return line ? hide(tx, d, line) : [];
    const ends = d.kind === 'ban' || d.kind === 'shadow_ban';
    // Another ban of the same person still holds: what they said stays hidden, by that one.
    const other = ends ? null : person.ban;
    if (other?.kind === 'ban') {
      await hideInstead(tx, d.id, other.decision_id);
      return [];
    }
    if (d.was_held && d.line_id && !other) await holdAgain(tx, d.line_id, new Date(clock.now() + HELD_MS));
    const back = await showAgain(tx, d.id, SHOWN_AGAIN);
    if (ends) await lift(tx, d, person, userId);
    for (const [showId, lines] of Map.groupBy(back, (each) => each.show_id))
      await say(
        tx,
        showId,
        lines.map((each): Entry => ({ k: 'chat.shown', d: { id: each.id, line: lineView(each) }, now: true })),
      );
    return [];
  }

  async function allow(tx: Tx, d: DecisionRow, line: LineRow, person: Person): Promise<Telling[] | null> {
    const show = await shows.facts(tx, d.show_id);
    if (line.state !== 'held' || show?.state !== 'live' || person.ban) return null;
    const { first } = await record.append(tx, d.show_id, [{ k: 'chat', d: lineView(line), now: true }]);
    await showHeld(tx, line.id, first);
    return [{ showId: d.show_id, visitorId: line.visitor_id, notice: { k: 'line', clientId: line.client_id, state: 'shown' } }];
  }

  async function hide(tx: Tx, d: DecisionRow, line: LineRow): Promise<Telling[]> {
    const waited = line.state === 'held' && (await dropHeld(tx, line.id));
    if (!waited) {
      const hidden = await hideLine(tx, line.id, byOf(d));
      // Of a line that nobody else saw nothing is told either.
      if (!hidden || line.state !== 'shown') return [];
      await say(tx, d.show_id, [
        { k: 'chat.hidden', d: { id: line.id, by: 'moderator' }, now: true },
        ...(await unpin(tx, d.show_id, line.id)),
      ]);
    }
    return [{ showId: d.show_id, visitorId: line.visitor_id, notice: { k: 'line', clientId: line.client_id, state: 'hidden' } }];
  }

  async function unpin(tx: Tx, showId: string, lineId: string): Promise<Entry[]> {
    if ((await findMode(tx, showId)).pinnedLine !== lineId) return [];
    await savePinned(tx, showId, null, null);
    return [{ k: 'chat.pinned', d: { pinned: null }, now: true }];
  }

  async function ban(tx: Tx, d: DecisionRow, person: Person): Promise<Telling[]> {
    const kind = d.kind === 'ban' ? 'ban' : 'shadow_ban';
    const { org_id, show_id, author, name, note, by_name, until } = d;
    const row = {
      id: uuidv7(),
      org_id,
      show_id,
      decision_id: d.id,
      author,
      name,
      kind,
      reason: d.reason ?? 'other',
      note,
      by_name,
      until,
      at: new Date(clock.now()),
    } as const;
    await insertBan(tx, row, person.marks);
    // Nobody else is told of a shadow ban; its person least of all.
    if (kind === 'shadow_ban') {
      for (const spot of person.spots) await dropAllHeldBy(tx, spot.showId, spot.author);
      return [];
    }
    for (const spot of person.spots) {
      await hideAllBy(tx, spot.showId, spot.author, byOf(d));
      await say(tx, spot.showId, [
        ...(await dropAskedBy(tx, spot.showId, spot.author)),
        { k: 'chat.ban', d: { author: spot.author, until: instant(until), earlier: true, lifted: false }, now: true },
      ]);
    }
    return person.spots.flatMap((spot) =>
      person.marks.devices.map((visitorId): Telling => ({
        showId: spot.showId,
        visitorId,
        notice: { k: 'banned', reason: row.reason, appeal: true },
      })),
    );
  }

  async function lift(tx: Tx, d: DecisionRow, person: Person, userId: string): Promise<void> {
    const banId = await findBanOfDecision(tx, d.id);
    if (banId) await markLifted(tx, banId, userId, new Date(clock.now()));
    if (d.kind === 'ban') await sayLifted(tx, person.spots);
  }

  async function sayLifted(tx: Tx, spots: Person['spots']): Promise<void> {
    for (const { showId, author } of spots)
      await say(tx, showId, [{ k: 'chat.ban', d: { author, until: null, earlier: false, lifted: true }, now: true }]);
  }

  return { apply, undo, sayLifted };
}

/** A second ban changes nothing, unless it makes a shadow ban an open one. */
const isBannedAlready = (d: DecisionRow, { ban }: Person): boolean =>
  ban !== null && (d.kind === 'shadow_ban' || (d.kind === 'ban' && ban.kind === 'ban'));

const toldAll = (d: DecisionRow, person: Person, notice: KeptNotice): Telling[] =>
  person.marks.devices.map((visitorId) => ({ showId: d.show_id, visitorId, notice }));

export const lineView = (line: LineRow): ChatLine => ({
  id: line.id,
  author: line.author,
  name: line.name,
  label: line.label as ChatLine['label'],
  ...(line.about === null ? {} : { about: line.about }),
  text: line.text,
  language: line.language,
  at: line.said_at.toISOString(),
  ...(line.reply_to ? { replyTo: line.reply_to } : {}),
  ...(line.mentions.length > 0 ? { mentions: line.mentions } : {}),
  ...(line.repeats_told > 0 ? { repeats: line.repeats_told } : {}),
});
