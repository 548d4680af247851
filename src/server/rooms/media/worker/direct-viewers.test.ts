import assert from 'node:assert/strict';
import test from 'node:test';
import { done } from '#lib/outcome.ts';
import { createDirectViewers, type DirectViewer } from './direct-viewers.ts';
import type { WhepOffer } from './egress-whep.ts';

const CARRIED = { video: true, audio: true };

/** Viewers that take notes; the offer is the viewer's name. */
function crowd() {
  const viewers = new Map<string, ReturnType<typeof createViewer>>();
  const left: string[] = [];
  const direct = createDirectViewers({
    onLeft: (id) => left.push(id),
    egress: {
      native: true,
      async open({ offer, on }) {
        const viewer = createViewer(offer, on);
        viewers.set(offer, viewer);
        return done({ viewer: viewer.viewer, answer: '' });
      },
    },
  });
  return {
    direct,
    left,
    async join(id: string, behaviour: { open?: boolean; fails?: boolean } = {}) {
      await direct.watch(id, CARRIED);
      return Object.assign(viewers.get(id)!, behaviour);
    },
  };
}

function createViewer(id: string, on: WhepOffer['on']) {
  const state = { got: [] as Buffer[], open: true, fails: false, heardMs: 0, closed: false, on, viewer: null as unknown as DirectViewer };
  state.viewer = {
    id,
    joinedMs: 0,
    isOpen: () => state.open,
    send(_kind, bytes) {
      if (state.fails) throw new Error('SRTP protect error');
      state.got.push(bytes);
    },
    close: () => void (state.closed = true),
    get heardMs() {
      return state.heardMs;
    },
    receivedMs: 0,
    rttMs: null,
  };
  return state;
}

const PACKET = Buffer.from('packet');

test('a viewer gets nothing before a key frame, and waits for it until then', async () => {
  const { direct, join } = crowd();
  const { got } = await join('a');
  direct.send('video', PACKET, false, 0);
  assert.equal(direct.takeKeyFrameWish(), true);
  assert.equal(direct.takeKeyFrameWish(), true, 'a request may get lost: it is repeated');
  direct.send('video', PACKET, true, 33);
  direct.send('video', PACKET, false, 66);
  assert.equal(direct.takeKeyFrameWish(), false);
  assert.equal(got.length, 2);
});

test('a viewer that lost a picture asks once and is not asked about again', async () => {
  const { direct, join } = crowd();
  const { on } = await join('a');
  direct.send('video', PACKET, true, 0);
  on.keyFrameWanted();
  assert.deepEqual([direct.takeKeyFrameWish(), direct.takeKeyFrameWish()], [true, false]);
});

test('a viewer whose track is not open yet is never taken as started', async () => {
  const { direct, join } = crowd();
  const viewer = await join('a', { open: false });
  direct.send('video', PACKET, true, 0);
  viewer.open = true;
  direct.send('video', PACKET, false, 33);
  assert.equal(viewer.got.length, 0);
});

test('one viewer’s failure leaves the others untouched', async () => {
  const { direct, join } = crowd();
  await join('bad', { fails: true });
  const good = await join('good');
  direct.send('video', PACKET, true, 0);
  assert.equal(good.got.length, 1);
  assert.equal(direct.sendErrors, 1);
});

test('a viewer whose connection ends is let go and named, once', async () => {
  const { direct, join, left } = crowd();
  const { on } = await join('a');
  on.ended('a');
  on.ended('a');
  assert.deepEqual([left, direct.size], [['a'], 0]);
});

test('a viewer that reports nothing for five seconds is let go, a silent stream’s viewers are not', async () => {
  const { direct, join } = crowd();
  const silent = await join('silent');
  const alive = await join('alive');
  for (let ms = 0; ms <= 11_000; ms += 100) direct.send('audio', PACKET, false, ms);
  alive.heardMs = 10_900;
  assert.deepEqual(direct.reap(11_000), ['silent']);
  assert.equal(silent.closed, true);
  assert.deepEqual(direct.reap(60_000), []);
  direct.send('audio', PACKET, false, 60_000);
  assert.deepEqual(direct.reap(60_100), [], 'it has not had time to report again');
});
