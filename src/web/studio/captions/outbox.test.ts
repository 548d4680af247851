import assert from 'node:assert/strict';
import test from 'node:test';
import type { Caption } from '#contract/captions.ts';
import type { Answer, Refusal } from '../../client/api.ts';
import { createOutbox, OUTBOX_MAX, type Unsent } from './outbox.ts';

const refusal = (status: number, reason: Refusal['reason']): Refusal => ({ reason, status, facts: {}, errors: [], requestId: null });
const cue = (text: string) => ({ language: 'en', text, source: 'typed' as const, heardAtMs: 1, replaces: null });
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A server that says what the test wants, and a browser's storage. */
function desk(kept: readonly Unsent[] = []) {
  const said: string[] = [];
  const tries: string[] = [];
  let answer: (unsent: Unsent) => Answer<Caption> = () => ({ ok: true, value: {} as Caption });
  let stored = kept;
  const timers: (() => void)[] = [];
  let ids = 0;
  const outbox = createOutbox({
    send: async (unsent) => {
      tries.push(unsent.clientId);
      const told = answer(unsent);
      if (told.ok) said.push(unsent.text);
      return told;
    },
    keep: { read: () => stored, write: (cues) => (stored = cues) },
    newId: () => `id-${(ids += 1)}`,
    setTimer: (run) => timers.push(run),
  });
  return {
    outbox,
    said,
    tries,
    stored: () => stored,
    answer: (how: typeof answer) => (answer = how),
    async tick() {
      for (const run of timers.splice(0)) run();
      await settled();
    },
  };
}
const down = (): Answer<Caption> => ({ ok: false, refusal: refusal(0, 'unreachable') });
const up = (): Answer<Caption> => ({ ok: true, value: {} as Caption });

test('lines go out one after the other, in the order of typing', async () => {
  const { outbox, said } = desk();
  for (const text of ['one', 'two', 'three']) outbox.add(cue(text));
  await settled();
  assert.deepEqual(said, ['one', 'two', 'three']);
  assert.deepEqual(outbox.unsent.get(), []);
});

test('without a network they wait, through a reload too, and are sent under the same id', async () => {
  const before = desk();
  before.answer(down);
  before.outbox.add(cue('one'));
  before.outbox.add(cue('two'));
  await settled();
  await before.tick();
  assert.deepEqual(before.said, []);
  assert.deepEqual(new Set(before.tries), new Set(['id-1']), 'the second waits for the first');
  before.outbox.close();
  const after = desk(before.stored());
  await settled();
  assert.deepEqual(after.said, ['one', 'two']);
  assert.deepEqual(after.tries, ['id-1', 'id-2']);
  assert.deepEqual(after.stored(), []);
});

test('a network that returns is used at once', async () => {
  const { outbox, said, answer } = desk();
  answer(down);
  outbox.add(cue('one'));
  await settled();
  answer(up);
  outbox.wake();
  await settled();
  assert.deepEqual(said, ['one']);
});

test('what the server refuses stays to be read, and holds nobody up', async () => {
  const { outbox, said, answer } = desk();
  answer(({ text }) => (text === 'late' ? { ok: false, refusal: refusal(409, 'show_not_live') } : up()));
  outbox.add(cue('late'));
  outbox.add(cue('next'));
  await settled();
  assert.deepEqual(said, ['next']);
  const [left] = outbox.unsent.get();
  assert.deepEqual([left?.text, left?.refused?.reason], ['late', 'show_not_live']);
  outbox.drop(left!.clientId);
  assert.deepEqual(outbox.unsent.get(), []);
});

test('a full outbox takes no more and loses nothing', async () => {
  const { outbox, answer } = desk();
  answer(down);
  for (let at = 0; at < OUTBOX_MAX; at++) assert.ok(outbox.add(cue(`${at}`)));
  assert.equal(outbox.add(cue('one more')), false);
  assert.equal(outbox.unsent.get().length, OUTBOX_MAX);
});
