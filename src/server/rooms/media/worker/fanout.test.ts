import assert from 'node:assert/strict';
import test from 'node:test';
import { parseRtp, type RtpPacket } from '#lib/rtp.ts';
import { createFanout, type DirectViewer } from './fanout.ts';

const KEY = Uint8Array.of(0x65, 1, 2);
const DELTA = Uint8Array.of(0x41, 1, 2);

const packet = (sequence: number, timestamp: number, payload = DELTA): RtpPacket => ({
  payloadType: 96,
  marker: true,
  sequence,
  timestamp,
  ssrc: 1,
  payload,
});

function viewer(id: string, behaviour: { open?: boolean; fails?: boolean } = {}) {
  const got: RtpPacket[] = [];
  const state = { open: behaviour.open ?? true, heardMs: 0, closed: false };
  const direct: DirectViewer = {
    id,
    joinedMs: 0,
    isOpen: () => state.open,
    send(_kind, bytes) {
      if (behaviour.fails) throw new Error('SRTP protect error');
      got.push(parseRtp(Buffer.from(bytes))!);
    },
    close: () => void (state.closed = true),
    get heardMs() {
      return state.heardMs;
    },
    receivedMs: 0,
    rttMs: null,
  };
  return { direct, got, state };
}

test('a viewer gets nothing before a key frame, and is waiting for it until then', () => {
  const fanout = createFanout();
  const { direct, got } = viewer('a');
  fanout.add(direct);
  fanout.forward('video', packet(1, 0), 0);
  assert.equal(fanout.waiting, true);
  fanout.forward('video', packet(2, 3_000, KEY), 33);
  fanout.forward('video', packet(3, 6_000), 66);
  assert.equal(fanout.waiting, false);
  assert.equal(got.length, 2);
});

test('a viewer whose track is not open yet is never taken as started', () => {
  const fanout = createFanout();
  const { direct, got, state } = viewer('a', { open: false });
  fanout.add(direct);
  fanout.forward('video', packet(1, 0, KEY), 0);
  state.open = true;
  fanout.forward('video', packet(2, 3_000), 33);
  assert.equal(got.length, 0);
});

test('one viewer’s failure leaves the others untouched', () => {
  const fanout = createFanout();
  const bad = viewer('bad', { fails: true });
  const good = viewer('good');
  fanout.add(bad.direct);
  fanout.add(good.direct);
  fanout.forward('video', packet(1, 0, KEY), 0);
  assert.equal(good.got.length, 1);
  assert.equal(fanout.sendErrors, 1);
});

test('a new publisher goes on where the last one stopped', () => {
  const fanout = createFanout();
  const { direct, got } = viewer('a');
  fanout.add(direct);
  fanout.forward('video', packet(65_535, 0xffff_fff0, KEY), 1_000);
  fanout.forward('video', packet(0, 0xffff_fff0 + 3_000 - 2 ** 32), 1_033);
  fanout.newSession();
  fanout.forward('video', packet(20, 500, KEY), 3_033);
  assert.deepEqual(
    got.map(({ sequence }) => sequence),
    [1, 2, 3],
  );
  const [, second, third] = got;
  assert.equal((third!.timestamp - second!.timestamp) >>> 0, 2 * 90_000);
});

test('a packet from before a session’s first is dropped: SRTP would refuse all that follow', () => {
  const fanout = createFanout();
  const { direct, got } = viewer('a');
  fanout.add(direct);
  fanout.forward('video', packet(10, 0, KEY), 0);
  fanout.forward('video', packet(9, 0, KEY), 1);
  assert.equal(got.length, 1);
});

test('a viewer that reports nothing for five seconds is let go, a silent stream’s viewers are not', () => {
  const fanout = createFanout();
  const silent = viewer('silent');
  const alive = viewer('alive');
  fanout.add(silent.direct);
  fanout.add(alive.direct);
  for (let ms = 0; ms <= 11_000; ms += 100) fanout.forward('audio', packet(ms / 100, ms * 48), ms);
  alive.state.heardMs = 10_900;
  assert.deepEqual(fanout.reap(11_000), ['silent']);
  assert.equal(silent.state.closed, true);
  assert.deepEqual(fanout.reap(60_000), []);
  fanout.forward('audio', packet(200, 0), 60_000);
  assert.deepEqual(fanout.reap(60_100), [], 'it has not had time to report again');
});
