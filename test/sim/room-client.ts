import type { RoomEvent } from '#contract/room.ts';
import { createRoom, type WireEvents } from '../../src/web/client/room.ts';
import { type Connection, createConnection, type Weather } from './room-network.ts';
import type { Process } from './room-process.ts';
import type { Truth } from './room-truth.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One person at one screen: the real client, with what it was shown and told written down. */
export function createClient(needs: {
  time: VirtualTime;
  truth: Truth;
  who: string;
  weather: Weather;
  processes: () => readonly Process[];
  withPicture: boolean;
}) {
  const { time, truth, who, weather } = needs;
  const broken: string[] = [];
  const acks: { s: number; id: string }[] = [];
  let connection: Connection | null = null;
  let connections = 0;
  let disconnects = 0;
  let snapshots = 0;
  /** Since the last snapshot: where it stood, and what was shown after it. */
  let life: { from: number; shown: Set<number>; last: number } = { from: 0, shown: new Set(), last: 0 };
  let told = 0;
  let asked = 0;
  let answered = 0;
  let lastId = '';

  const room = createRoom({
    url: '/room/show',
    now: time.now,
    setTimer: (run, ms) => time.later(ms, run),
    clearTimer: (cancel) => (cancel as (() => void) | undefined)?.(),
    random: time.random,
    newId: () => (lastId = `line-${Math.floor(time.random() * 1e15)}`),
    onEvent: shown,
    onPrivate(notice) {
      if (notice.k !== 'line') return;
      if (Number(notice.clientId) !== told + 1) broken.push(`notice ${notice.clientId} came after ${told}`);
      told = Number(notice.clientId);
    },
    open,
  });

  function open(url: string, events: WireEvents) {
    const mine = createConnection(time, weather, {
      opened: events.opened,
      received(text) {
        begin(text);
        events.received(text);
      },
      closed(code) {
        disconnects += 1;
        events.closed(code);
      },
    });
    connections += 1;
    connection = mine;
    let gone = false;
    time.later(5 + time.pick(100), () => {
      if (gone) return;
      const running = needs.processes();
      const process = running[time.pick(running.length)];
      if (!process || time.random() < weather.refuse) return mine.cut('client');
      void process.accept(mine, who, new URL(url, 'http://any').searchParams);
    });
    return {
      send: mine.send,
      close() {
        gone = true;
        disconnects += 1;
        broken.push(...mine.broken);
        mine.giveUp();
      },
    };
  }

  /** The client takes a snapshot when it is not older than what it has. */
  function begin(text: string): void {
    const frame = JSON.parse(text) as { state?: object; s: number; e: string };
    if (!frame.state) return;
    const { epoch, last } = room.position();
    if (frame.e === epoch && frame.s < last) return;
    snapshots += 1;
    life = { from: frame.s, shown: new Set(), last: frame.s };
  }

  function shown({ s }: RoomEvent): void {
    if (life.shown.has(s) || s <= life.from) broken.push(`event ${s} was shown twice`);
    if (!needs.withPicture && s !== life.last + 1) broken.push(`event ${s} was shown after ${life.last}`);
    life.shown.add(s);
    life.last = s;
  }

  return {
    who,
    room,
    connection: () => connection,
    /** What went wrong while it was there. */
    broken: () => broken,
    counts: () => ({ connections, disconnects, snapshots, waiting: asked - answered }),
    /** The picture of this client stands here. */
    watch(wallClockMs: number): void {
      if (needs.withPicture) room.release(wallClockMs);
    },
    say(): void {
      asked += 1;
      const sent = room.send('chat', { text: `number ${asked} of ${who} ${'.'.repeat(time.pick(200))}` }, { queue: true });
      const id = lastId;
      void sent.then((ack) => {
        answered += 1;
        if (ack.ok) acks.push({ s: ack.s!, id });
      });
    },
    /** What is not as the log has it. */
    check(): string[] {
      const { epoch, last } = truth.head();
      const view = room.view.get();
      const wrong = [...broken, ...(connection?.broken ?? [])];
      const position = room.position();
      if (position.epoch !== epoch || position.last !== last)
        wrong.push(`stands at ${position.epoch} ${position.last}, the log at ${epoch} ${last}`);
      for (let s = life.from + 1; s <= last; s++) if (!life.shown.has(s)) wrong.push(`event ${s} was never shown`);
      const state = truth.state();
      for (const part of ['show', 'chat', 'captions', 'mode', 'pinned', 'questions', 'poll'] as const)
        if (JSON.stringify(view[part]) !== JSON.stringify(state[part])) wrong.push(`${part} differs from the log`);
      if (told !== truth.told(who)) wrong.push(`was told ${told} of ${truth.told(who)} notices`);
      if (asked !== answered) wrong.push(`${asked - answered} of ${asked} lines were never answered`);
      for (const { s, id } of acks) {
        // What was said in a log that was replaced may be lost with it.
        const place = truth.placeOf(who, id);
        if (place !== s && !(place === undefined && epoch !== 'e1'))
          wrong.push(`the answer to ${id} names ${s}, the line stands at ${place}`);
      }
      if (view.status !== 'open') wrong.push(`is ${view.status}`);
      return wrong;
    },
  };
}
export type SimClient = ReturnType<typeof createClient>;
