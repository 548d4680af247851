import assert from 'node:assert/strict';
import test from 'node:test';
import type { PagesNeeds, RoomPosition } from './room-pages.ts';
import { createRoomWire } from './room-wire.ts';
import type { WireEvents } from './web-socket.ts';

const URL_OF_ROOM = 'https://shop.example/room/show-1?i=0';

function setUp() {
  let now = 1_000_000;
  const sockets: { url: string; events: WireEvents; sent: string[]; closed: boolean }[] = [];
  const pages: { needs: PagesNeeds; sent: string[]; closed: boolean; at: RoomPosition | null }[] = [];
  const open = createRoomWire({
    now: () => now,
    openSocket(url, events) {
      const socket = { url, events, sent: [] as string[], closed: false };
      sockets.push(socket);
      return { send: (text) => void socket.sent.push(text), close: () => void (socket.closed = true) };
    },
    openPages(needs) {
      const one = { needs, sent: [] as string[], closed: false, at: needs.position };
      pages.push(one);
      return { send: (text) => void one.sent.push(text), close: () => void (one.closed = true), position: () => one.at };
    },
  });
  const connect = (url = URL_OF_ROOM) => {
    const heard: string[] = [];
    const wire = open(url, {
      opened: () => heard.push('opened'),
      received: (text) => heard.push(text),
      closed: (code) => heard.push(`closed ${code}`),
    });
    return { wire, heard };
  };
  return { sockets, pages, connect, pass: (ms: number) => (now += ms) };
}
const events = (a: number, z: number) => JSON.stringify({ e: 'abc', a, z, n: 1, v: [] });
const says = (i: string, c = 'chat') => JSON.stringify({ i, c, d: {} });

test('a socket is the first choice, and what it says goes through', () => {
  const { sockets, pages, connect } = setUp();
  const { wire, heard } = connect();
  sockets[0]!.events.opened();
  sockets[0]!.events.received(events(1, 4));
  wire.send(says('one'));
  assert.deepEqual(heard, ['opened', events(1, 4)]);
  assert.deepEqual(sockets[0]!.sent, [says('one')]);
  assert.equal(pages.length, 0);
});

for (const [why, end] of [
  ['has enough sockets', (socket: WireEvents) => socket.closed(4010)],
  ['finds this reader too slow', (socket: WireEvents) => socket.closed(4008)],
  ['sees too many sockets from here', (socket: WireEvents) => socket.closed(4029)],
  [
    'says so in a goaway whose code is lost on the way',
    (socket: WireEvents) => {
      socket.received('{"bye":4010,"follow":"pages"}');
      socket.closed(1006);
    },
  ],
] as const)
  test(`when the server ${why}, the pages go on behind the last frame without a word about it`, () => {
    const { sockets, pages, connect } = setUp();
    const { heard } = connect();
    sockets[0]!.events.opened();
    sockets[0]!.events.received(JSON.stringify({ e: 'abc', s: 2, n: 1, state: {} }));
    sockets[0]!.events.received(events(3, 9));
    end(sockets[0]!.events);
    assert.deepEqual(pages[0]!.needs.position, { epoch: 'abc', seq: 9 });
    assert.equal(pages[0]!.needs.showId, 'show-1');
    assert.ok(!heard.some((one) => one.startsWith('closed')));
  });

test('two sockets that never opened are taken for sockets that do not get through', () => {
  const { sockets, pages, connect, pass } = setUp();
  const first = connect();
  sockets[0]!.events.closed(1006);
  assert.deepEqual(first.heard, ['closed 1006']);
  connect('https://shop.example/room/show-1?e=abc&s=5&i=0');
  sockets[1]!.events.closed(1006);
  assert.deepEqual(pages[0]!.needs.position, { epoch: 'abc', seq: 5 });
  connect();
  assert.equal(sockets.length, 2, 'for a while it begins with pages');
  pass(3 * 60_000);
  connect();
  assert.equal(sockets.length, 3);
});

test('who was told that the show does not exist is not sent to its pages', () => {
  const { sockets, pages, connect } = setUp();
  const { heard } = connect();
  sockets[0]!.events.opened();
  sockets[0]!.events.closed(4004);
  assert.deepEqual(heard, ['opened', 'closed 4004']);
  assert.equal(pages.length, 0);
});

test('who acts on pages gets a socket from where the pages are, and it takes over with its first frame', () => {
  const { sockets, pages, connect } = setUp();
  const { wire, heard } = connect();
  sockets[0]!.events.opened();
  sockets[0]!.events.closed(4010);
  wire.send(says('one', 'hearts'));
  pages[0]!.needs.events.received('{"i":"one","ok":true}');
  assert.equal(sockets.length, 1, 'hearts come from people who only watch');
  wire.send(says('two'));
  pages[0]!.needs.events.received('{"i":"two","ok":false,"reason":"too_fast"}');
  assert.equal(sockets.length, 1, 'a refused act is none');
  pages[0]!.at = { epoch: 'abc', seq: 12 };
  wire.send(says('three'));
  pages[0]!.needs.events.received('{"i":"three","ok":true,"s":12}');
  assert.equal(new URL(sockets[1]!.url).search, '?i=0&e=abc&s=12');
  pages[0]!.needs.events.received(events(13, 14));
  sockets[1]!.events.opened();
  assert.ok(!pages[0]!.closed, 'pages are read until the socket says something');
  sockets[1]!.events.received(events(13, 15));
  assert.ok(pages[0]!.closed);
  wire.send(says('four'));
  assert.deepEqual(sockets[1]!.sent, [says('four')]);
  assert.deepEqual(
    heard.filter((one) => one === 'opened' || one.startsWith('closed')),
    ['opened'],
    'for the room it is one connection',
  );
});

test('a socket that is refused to who acts leaves the pages as they are, and is not asked for again at once', () => {
  const { sockets, pages, connect, pass } = setUp();
  const { wire } = connect();
  sockets[0]!.events.closed(4010);
  const act = (id: string) => {
    wire.send(says(id));
    pages[0]!.needs.events.received(`{"i":"${id}","ok":true}`);
  };
  act('one');
  sockets[1]!.events.opened();
  sockets[1]!.events.received('{"bye":4010,"follow":"pages"}');
  sockets[1]!.events.closed(4010);
  act('two');
  assert.equal(sockets.length, 2);
  assert.ok(!pages[0]!.closed);
  pass(31_000);
  act('three');
  assert.equal(sockets.length, 3);
});

test('closing closes what is open, and nothing is told afterwards', () => {
  const { sockets, pages, connect } = setUp();
  const { wire, heard } = connect();
  sockets[0]!.events.closed(4010);
  wire.close();
  pages[0]!.needs.events.received(events(1, 2));
  assert.ok(pages[0]!.closed);
  assert.deepEqual(heard, []);
});
