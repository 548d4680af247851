import assert from 'node:assert/strict';
import test from 'node:test';
import type { RoomEvent, RoomState } from '#contract/room.ts';
import { CLOSE } from '#contract/wire.ts';
import { apply, emptyRoom, HOLD_MS } from './room-log.ts';
import { createRoom, type Notice, type RoomNeeds, type RoomPosition, type Wire, type WireEvents } from './room.ts';

const line = (s: number, t = s): RoomEvent => ({
  s,
  t,
  k: 'chat',
  now: true,
  d: { id: `line-${s}`, author: 'a', name: 'Ana', label: null, text: `nr ${s}`, language: null, at: new Date(t).toISOString() },
});
const pin = (s: number, productId: string, t = s, now = false): RoomEvent => ({ s, t, k: 'pin', now, d: { productIds: [productId] } });

/** Time that only moves when told. */
function createClock() {
  let now = 1_000_000;
  let count = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  return {
    now: () => now,
    setTimer(run: () => void, ms: number) {
      timers.set((count += 1), { at: now + ms, run });
      return count;
    },
    clearTimer: (timer: unknown) => void timers.delete(timer as number),
    advance(ms: number) {
      const until = now + ms;
      for (let step = 0; step < 100_000; step += 1) {
        const next = [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (!next) break;
        timers.delete(next[0]);
        now = Math.max(now, next[1].at);
        next[1].run();
      }
      now = until;
    },
  };
}

function fakeSocket(url: string, events: WireEvents) {
  const sent: { i?: string; c: string; d: unknown }[] = [];
  const state = { open: true };
  const wire: Wire = {
    send(text) {
      if (!state.open) throw new Error('not open');
      sent.push(JSON.parse(text));
    },
    close: () => void (state.open = false),
  };
  return {
    url,
    sent,
    wire,
    isOpen: () => state.open,
    welcome: () => events.opened(),
    push: (frame: object) => events.received(JSON.stringify(frame)),
    drop(code = 1006) {
      state.open = false;
      events.closed(code);
    },
  };
}
type FakeSocket = ReturnType<typeof fakeSocket>;

function setUp(more: Partial<RoomNeeds> = {}) {
  const clock = createClock();
  const sockets: FakeSocket[] = [];
  const events: RoomEvent[] = [];
  let ids = 0;
  const room = createRoom({
    url: '/room/1',
    now: clock.now,
    setTimer: clock.setTimer,
    clearTimer: clock.clearTimer,
    random: () => 0.5,
    newId: () => `id-${(ids += 1)}`,
    onEvent: (event) => events.push(event),
    open: (url, heard) => {
      const socket = fakeSocket(url, heard);
      sockets.push(socket);
      return socket.wire;
    },
    ...more,
  });
  const latest = () => sockets.at(-1)!;
  const begin = (seq = 0) => {
    latest().welcome();
    latest().push({ e: 'A', s: seq, n: clock.now(), state: emptyRoom() });
  };
  return { clock, room, sockets, events, latest, begin };
}

test('events after the snapshot are shown once, in order', () => {
  const { room, begin, latest, events } = setUp();
  begin(3);
  latest().push({ e: 'A', a: 4, z: 5, n: 1, v: [line(4), line(5)] });
  latest().push({ e: 'A', a: 4, z: 6, n: 1, v: [line(4), line(5), line(6)] });
  assert.deepEqual(
    events.map((event) => event.s),
    [4, 5, 6],
  );
  assert.deepEqual(
    room.view.get().chat.map((entry) => entry.text),
    ['nr 4', 'nr 5', 'nr 6'],
  );
  assert.equal(room.view.get().status, 'open');
});

test('a gap makes it come back with its position', () => {
  const { clock, begin, latest, sockets } = setUp();
  begin(3);
  latest().push({ e: 'A', a: 5, z: 5, n: 1, v: [line(5)] });
  clock.advance(500);
  assert.equal(sockets.length, 2);
  assert.equal(latest().url, '/room/1?e=A&s=3&i=0');
});

test('a lost tail is noticed by the heartbeat', () => {
  const { clock, begin, latest, sockets } = setUp();
  begin(3);
  latest().push({ z: 4, n: 1 });
  clock.advance(900);
  assert.equal(sockets.length, 1, 'a heartbeat may overtake its batch');
  clock.advance(1000);
  assert.equal(sockets.length, 2);
  assert.match(latest().url, /s=3&/);
});

test('silence longer than two heartbeats is a lost connection', () => {
  const { clock, begin, room, sockets } = setUp();
  begin();
  clock.advance(12_000);
  assert.equal(room.view.get().status, 'lost');
  clock.advance(1_000);
  assert.equal(sockets.length, 2);
});

test('a new epoch starts over from the snapshot', () => {
  const { clock, begin, latest, room } = setUp();
  begin(9);
  latest().drop();
  clock.advance(1000);
  latest().welcome();
  latest().push({ e: 'B', s: 2, n: 1, state: { ...emptyRoom(), registers: { watching: 5 } } });
  assert.deepEqual(room.position(), { epoch: 'B', last: 2, inbox: 0 });
  assert.equal(room.view.get().registers['watching'], 5);
});

test('a queued line is sent again under the same id and answered once', async () => {
  const { clock, begin, latest, room } = setUp();
  begin();
  latest().drop();
  const answer = room.send('chat', { text: 'hi' }, { queue: true });
  assert.equal(room.view.get().waiting, 1);
  clock.advance(1000);
  begin();
  latest().drop();
  clock.advance(1000);
  begin();
  const said = latest().sent.filter((message) => message.c === 'chat');
  assert.deepEqual(
    said.map((message) => message.i),
    ['id-1'],
  );
  latest().push({ i: 'id-1', ok: true, s: 4 });
  assert.deepEqual(await answer, { ok: true, s: 4 });
  assert.equal(room.view.get().waiting, 0);
});

test('a queued line whose answer was lost is asked again on the same connection, and waits out a busy server', async () => {
  const { clock, begin, latest, room } = setUp();
  begin();
  const answer = room.send('chat', { text: 'hi' }, { queue: true });
  const said = () => latest().sent.filter((message) => message.c === 'chat').length;
  for (let second = 0; second < 9; second += 1) {
    clock.advance(1000);
    latest().push({ z: 0, n: clock.now() });
  }
  assert.equal(said(), 2);
  latest().push({ i: 'id-1', ok: false, reason: 'busy', retryMs: 2000 });
  clock.advance(2000);
  assert.equal(said(), 3);
  latest().push({ i: 'id-1', ok: true, s: 1, w: 'held' });
  assert.deepEqual(await answer, { ok: true, s: 1, w: 'held' });
});

test('a notice for this person is told once, and where it stood is kept for the next time', () => {
  const told: Notice[] = [];
  let kept: RoomPosition | null = null;
  const memory = { read: () => (kept ? { inbox: kept.inbox } : null), keep: (position: RoomPosition) => void (kept = position) };
  const first = setUp({ onPrivate: (notice) => told.push(notice), memory });
  first.begin();
  const notice: Notice = { k: 'line', clientId: 'mine', state: 'held' };
  first.latest().push({ p: notice, pn: 7, pa: 0 });
  first.latest().push({ p: notice, pn: 7 });
  first.latest().push({ p: { k: 'desk', list: 'team' } });
  assert.deepEqual(told, [notice, { k: 'desk', list: 'team' }]);
  first.latest().push({ p: notice, pn: 9, pa: 8 });
  first.clock.advance(1000);
  assert.equal(first.latest().url, '/room/1?e=A&s=0&i=7', 'the eighth was lost, so it comes back for it');
  const second = setUp({ memory });
  assert.equal(second.latest().url, '/room/1?i=7');
  second.latest().push({ pn: 2 });
  assert.equal(second.room.position().inbox, 2, 'a restored backup counts from before');
});

test('each close code is answered as the public table says', () => {
  const waits = (code: number): number => {
    const { clock, begin, latest, sockets } = setUp();
    begin();
    latest().drop(code);
    for (let second = 0; second < 90; second += 1) {
      if (sockets.length > 1) return second;
      clock.advance(1000);
    }
    return Infinity;
  };
  assert.deepEqual([CLOSE.restart, CLOSE.changed, CLOSE.lagging, 1006, CLOSE.gone].map(waits), [1, 1, 1, 1, Infinity]);
  assert.ok(waits(CLOSE.limit) >= 60);
  assert.ok(waits(CLOSE.protocol) >= 15);
});

test('hearts are never queued', async () => {
  const { latest, begin, room } = setUp();
  begin();
  latest().drop();
  assert.deepEqual(await room.send('hearts', { n: 2 }), { ok: false, reason: 'unreachable' });
});

test('offline it waits for the network instead of trying', () => {
  const { clock, begin, room, sockets } = setUp();
  begin();
  room.setOnline(false);
  clock.advance(60_000);
  assert.equal(sockets.length, 1);
  room.setOnline(true);
  assert.equal(sockets.length, 2);
});

test('a show that is gone is not asked for again', () => {
  const { clock, latest, room, sockets } = setUp();
  latest().drop(4004);
  clock.advance(60_000);
  assert.equal(room.view.get().status, 'gone');
  assert.equal(sockets.length, 1);
});

test('it comes back when the server asked, not before', () => {
  const { clock, begin, latest, sockets } = setUp();
  begin();
  latest().push({ bye: 4000, retry: { min: 3000, max: 5000 } });
  latest().drop(4000);
  clock.advance(3999);
  assert.equal(sockets.length, 1);
  clock.advance(2);
  assert.equal(sockets.length, 2);
});

test('a pin waits for the picture, a sold-out does not', () => {
  const { begin, latest, room } = setUp();
  begin();
  room.release(100);
  latest().push({ e: 'A', a: 1, z: 1, n: 1, v: [pin(1, 'late', 500)] });
  assert.deepEqual(room.view.get().show.pins, []);
  room.release(499);
  assert.deepEqual(room.view.get().show.pins, []);
  room.release(500);
  assert.deepEqual(room.view.get().show.pins, ['late']);
});

test('an urgent event is not undone by an older one that waited', () => {
  const { begin, latest, room } = setUp();
  begin();
  room.release(100);
  latest().push({ e: 'A', a: 1, z: 2, n: 1, v: [pin(1, 'old', 500), pin(2, 'urgent', 600, true)] });
  room.release(1000);
  assert.deepEqual(room.view.get().show.pins, ['urgent']);
});

test('a stalled picture holds nothing longer than its maximum', () => {
  const { clock, begin, latest, room } = setUp();
  begin();
  room.release(100);
  latest().push({ e: 'A', a: 1, z: 1, n: 1, v: [pin(1, 'late', 500)] });
  for (let waited = 0; waited < HOLD_MS; waited += 4000) {
    clock.advance(4000);
    latest().push({ z: 1, n: clock.now() });
  }
  room.release(100);
  assert.deepEqual(room.view.get().show.pins, ['late']);
});

test('the server clock is the quickest frame’s', () => {
  const { clock, begin, latest, room } = setUp();
  begin();
  latest().push({ z: 0, n: clock.now() + 4000 });
  latest().push({ z: 0, n: clock.now() + 3000 });
  assert.equal(room.serverNow() - clock.now(), 4000);
});

test('closing twice is closing once', () => {
  const { clock, begin, room, sockets } = setUp();
  begin();
  room.close();
  room.close();
  clock.advance(60_000);
  assert.equal(room.view.get().status, 'closed');
  assert.equal(sockets.length, 1);
});

// --- simulation: whatever the network loses, doubles or cuts, what is shown equals the log ---

function seeded(seed: number) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function simulate(seed: number) {
  const random = seeded(seed);
  const clock = createClock();
  const log: RoomEvent[] = [];
  const live: FakeSocket[] = [];
  const shown: number[] = [];
  let epoch = 'E1';
  let faulty = true;

  const stateAt = (): RoomState => log.reduce(apply, emptyRoom());
  function welcome(socket: FakeSocket) {
    const query = new URL(socket.url, 'http://x').searchParams;
    const from = Number(query.get('s') ?? -1);
    const ring = Math.max(0, log.length - 30);
    socket.welcome();
    live.push(socket);
    if (query.get('e') === epoch && from >= ring) {
      if (from < log.length) deliver(socket, { e: epoch, a: from + 1, z: log.length, n: clock.now(), v: log.slice(from) });
      else deliver(socket, { z: log.length, n: clock.now() });
    } else deliver(socket, { e: epoch, s: log.length, n: clock.now(), state: stateAt() });
  }
  function deliver(socket: FakeSocket, frame: object) {
    if (!socket.isOpen() || (faulty && random() < 0.1)) return;
    socket.push(frame);
    // A proxy or a resumed connection may repeat what it already sent.
    if (faulty && random() < 0.1) socket.push(frame);
  }
  const broadcast = (frame: object) => [...live].forEach((socket) => deliver(socket, frame));

  const room = createRoom({
    url: '/room/1',
    now: clock.now,
    setTimer: clock.setTimer,
    clearTimer: clock.clearTimer,
    random,
    newId: () => String(random()),
    onEvent: (event) => shown.push(event.s),
    open: (url, heard) => {
      const socket = fakeSocket(url, heard);
      const refused = faulty && random() < 0.2;
      clock.setTimer(() => (refused ? socket.drop() : socket.isOpen() && welcome(socket)), random() * 300);
      return socket.wire;
    },
  });

  const grow = () => {
    const first = log.length + 1;
    const count = 1 + Math.floor(random() * 4);
    for (let n = 0; n < count; n += 1) {
      const seq = log.length + 1;
      log.push(random() < 0.3 ? pin(seq, `p${seq}`, clock.now(), random() < 0.5) : line(seq, clock.now()));
    }
    broadcast({ e: epoch, a: first, z: log.length, n: clock.now(), v: log.slice(first - 1) });
  };
  for (let step = 0; step < 300; step += 1) {
    const dice = random();
    if (dice < 0.5) grow();
    else if (dice < 0.6) broadcast({ z: log.length, n: clock.now() });
    else if (dice < 0.65) live.splice(0).forEach((socket) => socket.drop());
    else if (dice < 0.66) {
      // The owner lost its tail: continuity is gone and says so.
      epoch = `E${step}`;
      live.splice(0).forEach((socket) => socket.drop());
    } else room.release(clock.now() - Math.floor(random() * 3000));
    clock.advance(random() * 1500);
  }
  faulty = false;
  for (let beat = 0; beat < 12; beat += 1) {
    clock.advance(4000);
    broadcast({ z: log.length, n: clock.now() });
  }
  room.release(null);
  const { chat, show } = room.view.get();
  return { chat, show, expected: stateAt(), position: room.position(), length: log.length, shown, epoch };
}

test('over 60 seeded storms, what is shown equals the log and no event is shown twice', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const { chat, show, expected, position, length, shown, epoch } = simulate(seed);
    assert.deepEqual(position, { epoch, last: length, inbox: 0 }, `seed ${seed}`);
    assert.deepEqual(chat, expected.chat, `seed ${seed}`);
    assert.deepEqual(show, expected.show, `seed ${seed}`);
    assert.equal(new Set(shown).size, shown.length, `seed ${seed}: an event was shown twice`);
  }
});
