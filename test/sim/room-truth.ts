import type { Notice, RoomEvent, RoomState } from '#contract/room.ts';
import type { LogSource } from '#platform/realtime/index.ts';
import { apply, emptyRoom } from '../../src/web/client/room-log.ts';
import type { Grown } from '#platform/signals.ts';
import type { VirtualTime } from './virtual-time.ts';

export type News = { [K in RoomEvent['k']]: { k: K; d: Extract<RoomEvent, { k: K }>['d']; now?: boolean } }[RoomEvent['k']];

/** The database of the simulation: one log, lines that are said once, and inboxes. Answers take time, and some never come. */
export function createTruth(time: VirtualTime) {
  let epoch = 'e1';
  let log: RoomEvent[] = [];
  let said = new Map<string, number>();
  const inboxes = new Map<string, Notice[]>();
  /** What the log adds up to; the prefix is kept, because a snapshot is asked for often. */
  let state = emptyRoom();
  const truth = {
    /** Share of the questions that fail. */
    failing: 0,
    snapshots: 0,
    head: (): { epoch: string; last: number } => ({ epoch, last: log.length }),
    state: (): RoomState => state,
    /** Where a line stands; nowhere when it was never said, or lost with a replaced log. */
    placeOf: (who: string, id: string): number | undefined => said.get(`${who} ${id}`),
    lineIds: () => log.flatMap((event) => (event.k === 'chat' ? [event.d.id] : [])).slice(-60),
    /** @returns what the log grew by, as a bus would carry it */
    append(news: readonly News[]): Grown {
      const first = log.length + 1;
      for (const entry of news) {
        const event = { s: log.length + 1, t: time.now(), ...entry } as RoomEvent;
        log.push(event);
        state = apply(state, event);
      }
      return { epoch, first, last: log.length, events: log.slice(first - 1) };
    },
    /** Once per person and id, whichever process is asked. */
    async say(who: string, id: string, text: string): Promise<{ s: number; grown: Grown | null }> {
      await answer();
      const known = said.get(`${who} ${id}`);
      if (known !== undefined) return { s: known, grown: null };
      const at = new Date(time.now()).toISOString();
      const grown = truth.append([
        { k: 'chat', now: true, d: { id: `${who}/${id}`, author: who, name: who, label: null, text, language: null, at } },
      ]);
      said.set(`${who} ${id}`, grown.last);
      await reply();
      return { s: grown.last, grown };
    },
    /** A restored backup: the end is lost, and other things will be said in its place. */
    replace(): void {
      epoch = `e${Number(epoch.slice(1)) + 1}`;
      log = log.slice(0, time.pick(log.length + 1));
      said = new Map([...said].filter(([, seq]) => seq <= log.length));
      state = log.reduce(apply, emptyRoom());
    },
    put(who: string): void {
      const notices = inboxes.get(who) ?? [];
      inboxes.set(who, [...notices, { k: 'line', clientId: String(notices.length + 1), state: 'held' }]);
    },
    told: (who: string) => inboxes.get(who)?.length ?? 0,
    async readInbox({ visitorId, after }: { visitorId: string; after: number | null }) {
      await answer();
      const notices = (inboxes.get(visitorId) ?? []).map((data, at) => ({ n: at + 1, at: '', data }));
      await reply();
      return { last: notices.length, notices: after === null ? [] : notices.filter(({ n }) => n > after).slice(0, 100) };
    },
    source: {
      async head() {
        await answer();
        const found = { epoch, last: log.length };
        await reply();
        return found;
      },
      async read(_key, after, limit) {
        await answer();
        const hidden = new Set(log.flatMap((event) => (event.k === 'chat.hidden' ? [event.d.id] : [])));
        // As people may read it: a hidden line keeps its place and loses its words.
        const events = log
          .slice(after, after + limit)
          .map((event) => (event.k === 'chat' && hidden.has(event.d.id) ? { ...event, d: { ...event.d, text: '' } } : event));
        await reply();
        return events;
      },
      async snapshot() {
        await answer();
        truth.snapshots += 1;
        const found = { epoch, seq: log.length, state };
        await reply();
        return found;
      },
    } satisfies LogSource,
  };

  /** Between the question and the answer other things happen, as with a real database. */
  async function answer(): Promise<void> {
    await time.sleep(time.pick(15));
    if (time.random() < truth.failing) throw new Error('the database went away');
  }
  const reply = (): Promise<void> => time.sleep(time.pick(15));

  return truth;
}
export type Truth = ReturnType<typeof createTruth>;
