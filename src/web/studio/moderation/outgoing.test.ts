import assert from 'node:assert/strict';
import test from 'node:test';
import type { Decision } from '#contract/moderation.ts';
import type { Answer, Refusal } from '../../client/api.ts';
import { createOutgoing, mayHelpAgain } from './outgoing.ts';
import { wishAbout } from './wish.ts';

const about = (id: string) => ({ id, author: `author-${id}`, name: 'dealz4u' });
const refusal = (reason: Refusal['reason']): Answer<Decision> => ({
  ok: false,
  refusal: { reason, status: 0, facts: {}, errors: [], requestId: null },
});

/** Answers are given by hand, in any order. */
function open() {
  const asked: { id: string; answer: (answer: Answer<Decision>) => Promise<void> }[] = [];
  const taken: string[] = [];
  let made = 0;
  const outgoing = createOutgoing({
    newId: () => `d${(made += 1)}`,
    taken: ({ id }) => taken.push(id),
    send: (id) =>
      new Promise((resolve) =>
        asked.push({
          id,
          answer: async (answer) => {
            resolve(answer);
            await new Promise(setImmediate);
          },
        }),
      ),
  });
  return { asked, taken, outgoing };
}
const good = (id: string): Answer<Decision> => ({ ok: true, value: { id } as Decision });

test('a decision that arrived is no longer on its way', async () => {
  const { asked, taken, outgoing } = open();
  outgoing.decide(wishAbout('hide', about('l1')));
  assert.equal(outgoing.all.get().length, 1);
  await asked[0]!.answer(good('d1'));
  assert.deepEqual([outgoing.all.get(), taken], [[], ['d1']]);
});

test('a decision that did not go stays and says so, is not sent by itself, and goes again as the same decision', async () => {
  const { asked, taken, outgoing } = open();
  outgoing.decide(wishAbout('hide', about('l1')));
  await asked[0]!.answer(refusal('unreachable'));
  assert.equal(outgoing.all.get()[0]!.refused?.reason, 'unreachable');
  assert.equal(asked.length, 1);
  outgoing.again('d1');
  assert.deepEqual(
    asked.map(({ id }) => id),
    ['d1', 'd1'],
  );
  await asked[1]!.answer(good('d1'));
  assert.deepEqual([outgoing.all.get(), taken], [[], ['d1']]);
});

test('the same decision is sent once while it is on its way; pressing again after it failed sends the same one', async () => {
  const { asked, outgoing } = open();
  assert.equal(outgoing.decide(wishAbout('hide', about('l1'))), true);
  assert.equal(outgoing.decide(wishAbout('hide', about('l1'))), false);
  assert.equal(asked.length, 1);
  await asked[0]!.answer(refusal('busy'));
  outgoing.decide(wishAbout('hide', about('l1')));
  assert.deepEqual(
    asked.map(({ id }) => id),
    ['d1', 'd1'],
  );
  assert.equal(outgoing.all.get().length, 1);
});

test('sending again is offered when it may help, and not when somebody else decided first', async () => {
  const { asked, outgoing } = open();
  outgoing.decide(wishAbout('hide', about('l1')));
  outgoing.decide(wishAbout('ban', about('l2')));
  await asked[0]!.answer(refusal('unreachable'));
  await asked[1]!.answer(refusal('conflict'));
  assert.deepEqual(outgoing.all.get().map(mayHelpAgain), [true, false]);
});

test('decisions that wait have a maximum', () => {
  const { asked, outgoing } = open();
  for (let nr = 0; nr < 40; nr += 1) outgoing.decide(wishAbout('hide', about(`l${nr}`)));
  assert.equal(asked.length, 30);
});
